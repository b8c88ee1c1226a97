"""WeChat's tickets: asked for seldom, kept as long as they hold, no secret in the log. Against a stand-in."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui import wechat as stand_in
from tests.ui.wechat import APPID, SECRET, TICKET, TICKET_PATH, TOKEN, TOKEN_PATH, WeChat, says

HOURS_S = 7200
Work = Callable[[], None]


class Clock:
    """A clock that a test puts forward."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeChat]:
    from ui.wechat import tickets

    with stand_in.wechat() as running:
        monkeypatch.setattr(tickets, "API", running.url)
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(server: WeChat, clock: Clock, tmp_path: Path):
    """Make tickets that are asked for at once, not in a thread, unless the test says how."""
    from ui.wechat import Account
    from ui.wechat.tickets import Tickets

    secret = Path(stand_in.settings(tmp_path, "")["DGMAP_WECHAT_SECRET_FILE"])

    def made(begin: Callable[[Work], None] = lambda work: work()) -> Tickets:
        return Tickets(Account(APPID, secret), clock=clock, begin=begin)

    return made


def test_ticket_is_asked_for_once_and_kept(make, server: WeChat, clock: Clock):
    """The secret goes in a body, never in an address; then nothing is asked until shortly before the end."""
    tickets = make()
    assert [tickets.current() for _ in range(3)] == [TICKET] * 3
    clock.now += HOURS_S - 601
    assert tickets.current() == TICKET
    assert server.paths == [TOKEN_PATH, TICKET_PATH]
    (first, body), (second, _) = server.asked
    assert json.loads(body) == {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
    assert SECRET not in first + second
    assert second == f"{TICKET_PATH}?access_token={TOKEN}&type=jsapi"


def test_ticket_is_renewed_before_it_ends(make, server: WeChat, clock: Clock):
    """Who asks meanwhile gets the old one; both are asked for anew, as both end."""
    works: list[Work] = []
    tickets = make(works.append)
    assert tickets.current() is None
    works.pop()()
    clock.now += HOURS_S - 300
    assert tickets.current() == TICKET
    server.answers[TICKET_PATH] = says({"errcode": 0, "ticket": "the-next", "expires_in": HOURS_S})
    works.pop()()
    assert tickets.current() == "the-next"
    assert server.paths == [TOKEN_PATH, TICKET_PATH] * 2


def test_token_that_holds_is_not_asked_for_again(make, server: WeChat, clock: Clock):
    """A ticket of twenty minutes ends before the token; it is never given to its last second."""
    server.answers[TICKET_PATH] = says({"errcode": 0, "ticket": TICKET, "expires_in": 1200})
    works: list[Work] = []
    tickets = make(works.append)
    tickets.current()
    works.pop()()
    clock.now += 1139
    assert tickets.current() == TICKET
    clock.now += 1
    assert tickets.current() is None
    works.pop()()
    assert server.paths == [TOKEN_PATH, TICKET_PATH, TICKET_PATH]


def test_ticket_that_ends_at_once_is_not_asked_for_at_each_visit(make, server: WeChat):
    """Whatever WeChat says, a minute lies between two questions."""
    server.answers[TICKET_PATH] = says({"errcode": 0, "ticket": TICKET, "expires_in": 5})
    tickets = make()
    assert [tickets.current() for _ in range(3)] == [None] * 3
    assert len(server.asked) == 2


def test_one_question_at_a_time(make, server: WeChat):
    """A hundred visitors while WeChat thinks are one question."""
    works: list[Work] = []
    tickets = make(works.append)
    assert [tickets.current() for _ in range(100)] == [None] * 100
    assert len(works) == 1
    works.pop()()
    assert tickets.current() == TICKET
    assert works == []


def test_nobody_waits_for_wechat(make, server: WeChat):
    """While it has not answered there is no ticket; once it has there is one."""
    from ui.wechat import tickets as module

    threads: list[threading.Thread] = []

    def begin(work: Work) -> None:
        before = set(threading.enumerate())
        module._in_thread(work)
        threads.extend(one for one in set(threading.enumerate()) - before if one.name == "wechat-ticket")

    server.open.clear()
    tickets = make(begin)
    assert tickets.current() is None
    server.open.set()
    threads[0].join()
    assert tickets.current() == TICKET


def _hanging(started: bytes) -> stand_in.Answer:
    """Return what begins an answer, and never ends it."""

    def answer(asked) -> None:
        asked.wfile.write(started)
        asked.wfile.flush()
        asked.connection.recv(1)  # until the other side hangs up

    return answer


def _trickling(asked) -> None:
    """Send a good answer, so slowly that its end comes too late."""
    body = json.dumps({"access_token": TOKEN, "ticket": TICKET, "expires_in": HOURS_S}).encode()
    pause = threading.Event()
    asked.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    for _ in range(100):
        asked.wfile.write(b" ")
        asked.wfile.flush()
        pause.wait(0.01)
    asked.wfile.write(body)


BROKEN = {
    "errcode": (says({"errcode": 40013, "errmsg": f"invalid {SECRET} {TOKEN} {TICKET}"}), "errcode 40013"),
    "errcode_in_words": (says({"errcode": SECRET}), "errcode without a number"),
    "status": (says({}, status=500), "status 500"),
    "elsewhere": (says({}, status=302, Location="/elsewhere?" + SECRET), "status 302"),
    "page": (says(b"<html>"), "JSONDecodeError"),
    "bytes": (says(b"\xff\xfe\x00"), "UnicodeDecodeError"),
    "deep": (says(b"[" * 60_000), "RecursionError"),
    "list": (says([1]), "no object"),
    "nothing": (says({}), "in the answer"),
    "not_a_text": (says({"access_token": 1, "ticket": 1, "expires_in": 7200}), "in the answer"),
    "endless": (
        says({"access_token": "a" * 2000, "ticket": "a" * 2000, "expires_in": 7200}),
        "in the answer",
    ),
    "large": (says(b'{"a":"' + b"a" * 100_000 + b'"}'), "too large an answer"),
    "no_answer": (_hanging(b""), "TimeoutError"),
    "half_an_answer": (_hanging(b"HTTP/1.0 200 OK\r\n\r\n{"), "TimeoutError"),
    "a_byte_now_and_then": (_trickling, "TimeoutError"),
    "other_protocol": (_hanging(b"SSH-2.0-" + SECRET.encode() + b"\r\n"), "BadStatusLine"),
}


@pytest.mark.parametrize("path", [TOKEN_PATH, TICKET_PATH])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_answer_gives_no_ticket_and_no_secret(
    name: str, path: str, make, server: WeChat, caplog: pytest.LogCaptureFixture, monkeypatch
):
    """It is logged in a line by its kind, the next visitors ask nothing, and a minute later all is well."""
    from ui.wechat import tickets as module

    monkeypatch.setattr(module, "TIMEOUT_S", 0.2)
    caplog.set_level(logging.DEBUG)
    whole = server.answers[path]
    server.answers[path], why = BROKEN[name]
    tickets = make()
    assert [tickets.current() for _ in range(3)] == [None] * 3
    assert server.paths.count(path) == 1
    assert "/elsewhere" not in server.paths
    (record,) = caplog.records
    assert why in record.getMessage()
    assert record.exc_info is None
    assert _secrets(caplog.text) == []
    server.answers[path] = whole
    tickets._clock.now += 60
    assert tickets.current() == TICKET


def _secrets(text: str) -> list[str]:
    return [one for one in (SECRET, TOKEN, TICKET) if one in text]


def test_secret_in_the_log_is_found(make, server: WeChat, caplog: pytest.LogCaptureFixture, monkeypatch):
    """Twin of the test above: a log line with an error's own words would hold one."""
    from ui.wechat import tickets as module

    monkeypatch.setattr(module, "_why", repr)
    server.answers[TOKEN_PATH] = BROKEN["other_protocol"][0]
    make().current()
    assert _secrets(caplog.text) == [SECRET]


def test_broken_account_is_asked_ever_less_often(make, server: WeChat, clock: Clock):
    """After one minute, two, four, up to an hour."""
    server.answers[TOKEN_PATH] = says({"errcode": 40164})
    tickets, waits, last = make(), [], clock.now
    while len(waits) < 9:
        before = len(server.asked)
        tickets.current()
        if len(server.asked) > before:
            waits.append(clock.now - last)
            last = clock.now
        clock.now += 30
    assert waits == [0, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_token_that_is_refused_is_not_used_again(make, server: WeChat, clock: Clock):
    """WeChat may end one before its time: the next question begins with a new one."""
    whole = server.answers[TICKET_PATH]
    server.answers[TICKET_PATH] = says({"errcode": 40001})
    tickets = make()
    assert tickets.current() is None
    server.answers[TICKET_PATH] = whole
    clock.now += 60
    assert tickets.current() == TICKET
    assert server.paths == [TOKEN_PATH, TICKET_PATH] * 2


def test_waits_begin_anew_after_a_success(make, server: WeChat, clock: Clock):
    """One failure later is one minute again."""
    whole = server.answers[TOKEN_PATH]
    server.answers[TOKEN_PATH] = says({}, status=500)
    tickets = make()
    for wait_s in (60, 120):
        assert tickets.current() is None
        clock.now += wait_s
    server.answers[TOKEN_PATH] = whole
    assert tickets.current() == TICKET
    server.answers[TOKEN_PATH] = says({}, status=500)
    clock.now += HOURS_S
    assert tickets.current() is None
    server.answers[TOKEN_PATH] = whole
    clock.now += 60
    assert tickets.current() == TICKET


def test_old_ticket_is_given_while_wechat_is_out_of_reach(make, server: WeChat, clock: Clock):
    """To its end, not beyond."""
    tickets = make()
    assert tickets.current() == TICKET
    server.answers[TOKEN_PATH] = says({}, status=500)
    clock.now += HOURS_S - 300
    assert tickets.current() == TICKET
    clock.now += 300
    assert tickets.current() is None


def test_secret_is_read_anew_and_may_be_missing(make, server: WeChat, clock: Clock, tmp_path: Path, caplog):
    """A new secret needs no restart; without its file nothing is asked."""
    tickets = make()
    file = tmp_path / "wechat-secret"
    file.unlink()
    assert tickets.current() is None
    assert server.asked == []
    assert "SettingError" in caplog.text
    file.write_text("another", encoding="ascii")
    clock.now += 60
    assert tickets.current() == TICKET
    assert '"secret": "another"' in server.asked[0][1]
