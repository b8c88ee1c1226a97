"""Cards in WeChat: nothing at all without the setting; with it a signature and a card for our own pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.ui import wechat as stand_in
from tests.ui.asking import ask, whole_app
from tests.ui.wechat import AGENT, APPID, SECRET, TICKET, TICKET_PATH, TOKEN, TOKEN_PATH, WeChat, says
from ui import wechat
from ui.titles import PAGES

BASE = "https://map.example.org"
BROWSER = AGENT.partition(" MicroMessenger")[0]
# The example of WeChat's own documentation (JS-SDK, appendix 1).
DOCUMENTED = {
    "ticket": "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
    "nonce": "Wm3WZYTPz0wzccnW",
    "timestamp": 1414587457,
    "url": "http://mp.weixin.qq.com?params=value",
}


@pytest.fixture(autouse=True)
def is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DGMAP_WECHAT_APPID", "DGMAP_WECHAT_SECRET_FILE", "DGMAP_URL", "DGMAP_HOSTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[WeChat]:
    """Set an account up, with a stand-in for WeChat that is asked in the test's own thread."""
    from ui.serving.limits import Rate
    from ui.wechat import route, tickets

    for name, value in stand_in.settings(tmp_path, BASE).items():
        monkeypatch.setenv(name, value)
    account = wechat.account()
    assert account is not None
    kept = tickets.Tickets(account, begin=lambda work: work())
    monkeypatch.setattr(route, "_tickets", lambda _account: kept)
    monkeypatch.setattr(route, "_rate", Rate())
    with stand_in.wechat() as running:
        monkeypatch.setattr(tickets, "API", running.url)
        yield running


def signed(url: str) -> tuple[int, dict[str, str], bytes]:
    return ask(whole_app(), wechat.PATH, query=f"url={quote(url, safe='')}", host="map.example.org")


# --- The setting -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [f"/{name}" for name in PAGES])
def test_without_the_setting_wechat_gets_what_everybody_gets(path: str):
    """Byte for byte, header for header; nothing in it names WeChat."""
    ours, theirs = (ask(whole_app(), path, user_agent=agent) for agent in (AGENT, BROWSER))
    assert ours == theirs
    assert b"qq.com" not in ours[2]
    assert b"wechat" not in ours[2]
    assert "qq.com" not in ours[1]["content-security-policy"]
    assert ours[1]["vary"] == "Accept-Encoding"


def test_without_the_setting_there_is_no_route_and_no_script():
    """The address is nobody's, as any other."""
    from ui import server

    assert wechat.PATH not in {route.path for route in server.routes()}
    assert ask(whole_app(), wechat.PATH)[0] == ask(whole_app(), f"/bridge/{wechat.script_name()}")[0] == 404


@pytest.mark.parametrize("path", [f"/{name}" for name in PAGES])
def test_with_the_setting_wechat_alone_gets_the_script(path: str, server: WeChat, monkeypatch):
    """Twin: one tag more and one address more in the policy; everybody else gets the page as it was."""
    ours, theirs = (ask(whole_app(), path, user_agent=agent) for agent in (AGENT, BROWSER))
    monkeypatch.delenv("DGMAP_WECHAT_APPID")
    monkeypatch.delenv("DGMAP_WECHAT_SECRET_FILE")
    before = ask(whole_app(), path, user_agent=AGENT)
    assert theirs[2] == before[2]
    assert theirs[1] == {**before[1], "vary": "Accept-Encoding, User-Agent"}
    assert ours[2].decode() == before[2].decode().replace("</head>", f"{wechat.tag()}</head>", 1)
    scripts, more = (
        re.findall(r"script-src ([^;]+)", one[1]["content-security-policy"]) for one in (before, ours)
    )
    assert more == [f"{scripts[0]} {wechat.SDK}"]
    assert server.asked == []  # a page asks for nothing; its script does


def test_script_is_served_under_its_own_name(server: WeChat):
    """The one that the page's tag names, with the addresses filled in."""
    (name,) = re.findall(r'src="([^"]+)"', wechat.tag())
    status, headers, body = ask(whole_app(), name)
    assert status == 200
    assert headers["content-type"].startswith("text/javascript")
    assert wechat.SDK in body.decode()
    assert wechat.PATH in body.decode()
    assert "[[" not in body.decode()


@pytest.mark.parametrize("left_out", ["DGMAP_WECHAT_APPID", "DGMAP_WECHAT_SECRET_FILE", "DGMAP_URL"])
def test_half_a_setting_stops_the_start(left_out: str, server: WeChat, monkeypatch: pytest.MonkeyPatch):
    """The error names what is missing; a whole one starts (the twin)."""
    from ui import server as app

    assert wechat.PATH in {route.path for route in app.routes()}
    monkeypatch.delenv(left_out)
    with pytest.raises(wechat.SettingError, match=f"not set: {left_out}$"):
        app.routes()


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_secret_that_cannot_be_read_stops_the_start(content: bytes | None, server: WeChat, tmp_path: Path):
    """No file, an empty one, one that is no secret: the error names the setting."""
    from ui import server as app

    file = tmp_path / "wechat-secret"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(wechat.SettingError, match="DGMAP_WECHAT_SECRET_FILE"):
        app.routes()


# --- Signature and card ----------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["", "#", "#app"])
def test_signature_is_that_of_the_documentation(tail: str):
    """A known value; what stands behind the # is no part of it."""
    from ui.wechat.route import signature

    given = {**DOCUMENTED, "url": f"{DOCUMENTED['url']}{tail}"}
    assert signature(given.pop("ticket"), **given) == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_page_is_signed_with_the_ticket(server: WeChat):
    """What `wx.config` takes, kept by nobody; neither secret nor token nor ticket is in it."""
    from ui.wechat.route import signature

    url = f"{BASE}/?town=changan&cat=rail"
    status, headers, body = signed(f"{url}#app")
    told = json.loads(body)
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert told["appId"] == APPID
    assert told["signature"] == signature(
        TICKET, nonce=told["nonceStr"], timestamp=told["timestamp"], url=url
    )
    assert json.loads(signed(url)[2])["nonceStr"] != told["nonceStr"]
    assert [one for one in (SECRET, TOKEN, TICKET) if one in body.decode() + str(headers)] == []
    assert server.paths == [TOKEN_PATH, TICKET_PATH]


@pytest.mark.parametrize(
    "asked",
    ["/", "/?town=changan&cat=rail", "/?lang=en&status=done", "/towns?town=changan", "/about?lang=en"],
)
def test_card_is_what_the_link_preview_shows(asked: str, server: WeChat):
    """Title, description, link and picture are those in the page's own head."""
    path, _, query = asked.partition("?")
    page = ask(whole_app(), path, query=query, host="map.example.org")[2].decode()
    head = {
        name: unescape(value) for name, value in re.findall(r'property="og:(\w+)" content="([^"]*)"', page)
    }
    card = json.loads(signed(f"{BASE}{asked}")[2])["card"]
    names = {"title": "title", "desc": "description", "link": "url", "imgUrl": "image"}
    assert card == {name: head[og] for name, og in names.items()}
    assert card["link"].startswith(f"{BASE}/")


def test_card_holds_no_place_of_a_person(server: WeChat):
    """The page itself is signed with it, as WeChat compares; what goes to others is without."""
    from geo.view import Place, View, to_query

    query = to_query(View(categories=("rail",), near=Place(113.801, 22.801), radius_m=2000))
    assert "22.801" in query
    card = json.loads(signed(f"{BASE}/?{query}")[2])["card"]
    assert "22.801" not in str(card)
    assert card["link"] == f"{BASE}/?cat=rail"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "https://evil.example/",
        "https://map.example.org.evil.example/",
        "https://map.example.org@evil.example/",
        "https://evil.example\\@map.example.org/",
        "//map.example.org/",
        "javascript://map.example.org/",
        "https://[",
        "https://map.example.org/nowhere",
        "https://map.example.org/static/x.js",
        f"https://map.example.org/?q={'a' * 4000}",
    ],
)
def test_address_that_is_not_ours_is_not_signed(url: str, server: WeChat):
    """And WeChat is not asked for it; ours is signed (the twin)."""
    status, headers, body = signed(url)
    assert (status, body) == (403, b"403")
    assert headers["cache-control"] == "no-store"
    assert server.asked == []
    assert signed(f"{BASE}/")[0] == 200


def test_without_a_ticket_there_is_no_answer_and_no_error(server: WeChat):
    """The page goes without a card; the account is not asked again at the next visit."""
    server.answers[TOKEN_PATH] = says({"errcode": 40164, "errmsg": "invalid ip"})
    assert [signed(f"{BASE}/")[::2] for _ in range(3)] == [(204, b"")] * 3
    assert server.paths == [TOKEN_PATH]


def test_too_many_questions_of_one_address_are_refused(server: WeChat, monkeypatch: pytest.MonkeyPatch):
    """With a word when to come again."""
    from ui.serving.limits import Rate
    from ui.wechat import route

    monkeypatch.setattr(route, "_rate", Rate(a_minute=lambda: 1, burst=1))
    assert signed(f"{BASE}/")[0] == 200
    status, headers, _ = signed(f"{BASE}/")
    assert status == 429
    assert int(headers["retry-after"]) >= 1


def test_route_has_a_row_in_the_limits(server: WeChat):
    """As those that are always there (test_limits.py)."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
    assert f"| `{wechat.PATH}`" in text
