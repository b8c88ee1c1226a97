"""What an operator sees of a running server, and that nothing of a visitor is in it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.logs import LOG_VARIABLE, JsonLines
from tests.ui.asking import ask, whole_app
from ui.apart import Apart
from ui.monitoring import counting
from ui.monitoring.counting import BOUNDS_S, Counts, LogCounter, Spread, WatchMiddleware
from ui.monitoring.insiders import METRICS_VARIABLE, is_insider
from ui.monitoring.lines import _names_no_visitor

SEARCHED = "我家在莞城"


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Count from nought."""
    fresh = Counts()
    for module in ("ui.monitoring.counting", "ui.monitoring.metrics"):
        if module in sys.modules:
            monkeypatch.setattr(sys.modules[module], "COUNTS", fresh)
    return fresh


def _scope(*, client: str = "127.0.0.1", **headers: str) -> dict[str, Any]:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": (client, 1), "headers": raw, "path": "/metrics", "method": "GET"}


def _figures() -> dict[tuple[str, str], float]:
    """Return what ``/metrics`` says, by name and labels."""
    from ui.monitoring import metrics

    text = metrics.choose_encoder("")[0](metrics._REGISTRY).decode()
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


# --- /metrics ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "client", "headers", "expected"),
    [
        ("", "127.0.0.1", {"host": "localhost:8501"}, True),
        ("", "::1", {"host": "[::1]:8501"}, True),
        ("", "127.0.0.1", {"host": "127.0.0.1:8501"}, True),
        ("", "127.0.0.1", {"host": "map.example"}, False),
        ("", "127.0.0.1", {"host": "localhost", "x_forwarded_for": "127.0.0.1"}, False),
        ("", "127.0.0.1", {"host": "localhost", "forwarded": "for=127.0.0.1"}, False),
        ("", "127.0.0.1", {"host": "localhost", "x_real_ip": "1.2.3.4"}, False),
        ("", "10.1.2.3", {"host": "localhost"}, False),
        ("", "203.0.113.9", {"host": "localhost"}, False),
        ("", "127.0.0.1", {}, False),
        ("", "127.0.0.1", {"host": "[::1"}, False),
        ("", "", {"host": "localhost"}, False),
        ("network", "10.1.2.3", {"host": "10.1.2.4:8501"}, True),
        ("network", "8.8.8.8", {"host": "10.1.2.4:8501"}, False),
        ("network", "10.1.2.3", {"host": "map.example", "x_forwarded_for": "1.2.3.4"}, False),
        ("off", "127.0.0.1", {"host": "localhost"}, False),
        ("anything", "127.0.0.1", {"host": "localhost"}, False),
    ],
)
def test_only_who_is_within_reads_the_figures(
    told: str, client: str, headers: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
):
    """A program on this machine that asks directly, a private network if that is set."""
    monkeypatch.setenv(METRICS_VARIABLE, told)
    assert is_insider(_scope(client=client, **headers)) is expected


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_figures_are_not_there_for_others(path: str):
    """Streamlit's own are closed as well: they walk through every session."""
    assert ask(whole_app(), path, host="map.example")[0] == 404


def test_metrics_are_asked_for_over_the_route(monkeypatch: pytest.MonkeyPatch):
    """Prometheus reads its own format."""
    monkeypatch.setattr(counting, "is_insider", lambda _scope: True)
    status, headers, body = ask(whole_app(), "/metrics")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert b"dgmap_ready 1.0" in body
    assert headers["cache-control"] == "no-store"


def test_requests_are_counted_by_names_of_ours():
    """Pages, routes and statuses; a path that somebody made up is ``other``, and no query is anywhere."""
    site = whole_app()
    asked = [
        "/",
        "/towns",
        "/health",
        f"/{SEARCHED}",
        "/feed.atom",
        "/data/towns.csv",
        "/_stcore/x",
        "/map/none",
    ]
    for path in asked:
        ask(site, path, query="q=LOOKEDFOR&near=113.75111,23.02111")
    found = {key[1]: value for key, value in _figures().items() if key[0] == "dgmap_requests_total"}
    assert found["page,200"] == 2
    assert found["/health,200"] == found["/feed.atom,200"] == found["/map,404"] == 1
    assert found["other,404"] == 1
    assert {name.split(",")[0] for name in found} == {
        *("page", "/health", "other", "/feed.atom", "/data", "/map"),
    }
    text = str(_figures())
    assert [word for word in (SEARCHED, "LOOKEDFOR", "113.75") if word in text] == []


def test_median_and_p95_can_be_read_from_the_buckets(counts: Counts):
    """Buckets add up, the last one holds all; the twentieth of the slowest lies where it was put."""
    for seconds in [0.004] * 95 + [0.3] * 4 + [99.0]:
        counts.reruns.add(seconds)
    found = {
        sample: value for (name, sample), value in _figures().items() if name == "dgmap_rerun_seconds_bucket"
    }
    assert [found[bound] for bound in ("0.005", "0.25", "0.5", "60.0", "+Inf")] == [95, 95, 99, 99, 100]


def test_what_is_on_a_bound_belongs_below_it():
    """As Prometheus says: less or equal."""
    spread = Spread()
    for bound in BOUNDS_S:
        spread.add(bound)
    assert spread.counts == [1] * len(BOUNDS_S) + [0]


def test_rerun_is_counted_from_the_act_to_the_runs_end(counts: Counts):
    """One message of the browser, some of ours, the end of the run: one rerun, one open page meanwhile."""
    delta, end = ForwardMsg(), ForwardMsg()
    delta.delta.new_element.text.body = "x"
    end.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    seen: list[int] = []

    async def visitor(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        seen.append(counts.sockets)
        for message in (delta, delta, end):
            await send({"type": "websocket.send", "bytes": message.SerializeToString()})
        await send({"type": "websocket.send", "text": "not ours"})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": b""}

    async def send(_message: Any) -> None:
        return

    watch = WatchMiddleware(visitor, pages=frozenset(), routes=frozenset())
    asyncio.run(watch({"type": "websocket", "path": "/_stcore/stream"}, receive, send))
    assert (sum(counts.reruns.counts), seen, counts.sockets) == (1, [1], 0)


def test_answer_that_fails_is_counted_as_500(counts: Counts):
    """Before any status is sent."""

    async def failing(_scope: Any, _receive: Any, _send: Any) -> None:
        raise ValueError(SEARCHED)

    watch = WatchMiddleware(failing, pages=frozenset({""}), routes=frozenset())
    with pytest.raises(ValueError, match=SEARCHED):
        asyncio.run(watch({**_scope(), "path": "/"}, None, None))  # type: ignore[arg-type]
    assert counts.requests == {("page", 500): 1}


def test_work_that_waits_is_counted():
    """While a process is asked, one is at work; afterwards none, also if it fails."""
    apart = Apart("no.such.module", wait_s=1, wall_s=1)
    seen: list[int] = []

    def failing(*_arguments: Any) -> Any:
        seen.append(apart.asking)
        raise OSError

    apart._asked = failing  # type: ignore[method-assign]
    with pytest.raises(BrokenPipeError):
        apart.ask({})
    assert (seen, apart.asking) == ([1, 1], 0)


def test_a_visitors_run_loads_nothing_of_this():
    """Figures cost the server, never the first view; the library is loaded when somebody asks."""
    import subprocess

    program = (
        "import sys, ui.server; print([m for m in sys.modules if 'prometheus' in m or 'ui.monitoring' in m])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the log -----------------------------------------------------------------------------------------------


def _line(name: str, message: str, *arguments: object, error: Exception | None = None) -> dict[str, Any]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, "x.py", 1, message, arguments, info)
    found: dict[str, Any] = json.loads(JsonLines().format(record))
    return found


def test_line_of_ours_is_written_in_full():
    """Our own messages hold nothing of a visitor (each says so where it could)."""
    said = _line("ui.pictures", "No picture: %s", "SlowError")
    assert (said["message"], said["level"], said["logger"]) == (
        "No picture: SlowError",
        "warning",
        "ui.pictures",
    )


@pytest.mark.parametrize(
    "name",
    [
        "uvicorn.error",
        "streamlit.runtime.app_session",
        "starlette",
        "asyncio",
        "websockets",
        "uimap",
        "py.warnings",
    ],
)
def test_foreign_line_is_written_without_what_it_quotes(name: str):
    """Who knows what another package puts in."""
    said = _line(name, "Failed for %s", SEARCHED)
    assert said["message"] == "Failed for %s"
    assert SEARCHED not in json.dumps(_line(name, f"first\n{SEARCHED}"), ensure_ascii=False)


def test_chatter_of_others_stays_out_of_the_log():
    """A drawer of PDF, fontTools, says forty lines for each; its warnings and our words are written."""
    code = (
        "import logging; from geo import logs; logs.install();"
        "[logging.getLogger(one).log(level, one) for one in ('fontTools.subset', 'ui') for level in (20, 30)]"
    )
    environment = {**os.environ, LOG_VARIABLE: "json"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(one["message"], one["level"]) for one in said] == [
        *(("fontTools.subset", "warning"), ("ui", "info"), ("ui", "warning"))
    ]


def test_error_is_told_by_type_and_place_without_its_words():
    """A message of an exception may quote a search."""
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int(SEARCHED)
    said = _line("streamlit.error_util", "Uncaught app execution", error=caught.value)
    assert said["error"] == "ValueError"
    assert "test_monitoring.py" in said["where"][-1]
    assert SEARCHED not in json.dumps(said, ensure_ascii=False)


def test_requests_are_logged_in_json_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    """Route, status and milliseconds; in the plain log there is no line a request."""
    caplog.set_level(logging.INFO)
    ask(whole_app(), "/health")
    assert [record for record in caplog.records if record.msg == "request"] == []
    monkeypatch.setenv(LOG_VARIABLE, "json")
    ask(whole_app(), "/towns", query=f"q={SEARCHED}")
    (record,) = [record for record in caplog.records if record.msg == "request"]
    said = json.loads(JsonLines().format(record))
    assert (said["route"], said["status"]) == ("page", 200)
    assert SEARCHED not in JsonLines().format(record)


def test_uvicorns_line_with_a_visitors_address_is_left_out():
    """Its lines about the server itself stay."""
    made = logging.LogRecord(
        "uvicorn.error", 20, "x", 1, '%s - "WebSocket %s" [accepted]', ("1.2.3.4", "/"), None
    )
    other = logging.LogRecord("uvicorn.error", 20, "x", 1, "Shutting down", (), None)
    assert (_names_no_visitor(made), _names_no_visitor(other)) == (False, True)


def test_warnings_are_counted(counts: Counts):
    """An alarm can look at them."""
    logger = logging.getLogger("tried")
    logger.propagate = False
    logger.addHandler(LogCounter())
    logger.info("no")
    logger.warning("yes")
    logger.error("yes")
    assert counts.records == {"warning": 1, "error": 1}
