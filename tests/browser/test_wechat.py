"""Cards in WeChat, in a browser that says it is WeChat's; its server and its SDK are stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.conftest import PHONE, Visit, serving
from tests.ui import wechat as stand_in
from tests.ui.wechat import AGENT, APPID, APPLE, SECRET, TICKET, TICKET_PATH, TOKEN, TOKEN_PATH
from ui.wechat import PATH, SDK

BASE = "https://map.example.org"
_FAKE = Path(__file__).with_name("sdk.js").read_text(encoding="utf-8")
_CALLS = ["updateAppMessageShareData", "updateTimelineShareData"]


@pytest.fixture(scope="module")
def wechat_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app with an account, and a stand-in for WeChat's server."""
    folder = tmp_path_factory.mktemp("wechat")
    with stand_in.wechat() as wechat:
        told = {**stand_in.settings(folder, BASE), "WECHAT_STAND_IN": wechat.url}
        with serving("tests/browser/wechat_app.py", folder / "output.txt", **told) as address:
            yield address
        log = (folder / "output.txt").read_text(encoding="utf-8")
        assert [one for one in (SECRET, TOKEN, TICKET) if one in log] == []
        assert wechat.paths == [TOKEN_PATH, TICKET_PATH]  # all visits together


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], wechat_url: str) -> Callable[..., Visit]:
    """Open a path as a browser of some name; addresses asked for are in the page's ``asked``."""

    def open_(path: str, agent: str, asked: list[str]) -> Visit:
        page: Page = new_context(viewport=PHONE, user_agent=agent).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.route(SDK, _sdk)
        return Visit(page, wechat_url).open(path)

    return open_


def _sdk(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body=_FAKE)


def _told(visit: Visit, name: str) -> list[dict[str, Any]]:
    return [value for kind, value in visit.page.evaluate("window.told") if kind == name]


def _is_signed(config: dict[str, Any], url: str) -> bool:
    from ui.wechat.route import signature

    wanted = signature(TICKET, nonce=config["nonceStr"], timestamp=config["timestamp"], url=url)
    return bool(config["signature"] == wanted)


def _card_of(visit: Visit, part: str) -> None:
    """Wait until the last card's link holds a text."""
    visit.until("part => window.told?.at(-1)?.[1].link?.includes(part)", arg=part)


@pytest.mark.parametrize("agent", [AGENT, APPLE], ids=["android", "ios"])
def test_card_follows_the_view(agent: str, opened: Callable[..., Visit]):
    """Both kinds of sharing hear of the view; on iOS alone the signature stays that of the first address."""
    asked: list[str] = []
    visit = opened("/?town=changan&cat=rail", agent, asked)
    first = visit.page.url.partition("#")[0]
    _card_of(visit, "cat=rail")
    (config,) = _told(visit, "config")
    assert config["appId"] == APPID
    assert config["jsApiList"] == _CALLS
    assert _is_signed(config, first)
    (message,), (timeline,) = _told(visit, "message"), _told(visit, "timeline")
    title = visit.page.locator("meta[property='og:title']").get_attribute("content")
    picture = visit.page.locator("meta[property='og:image']").get_attribute("content")
    assert message["title"] == title
    assert message["imgUrl"] == picture
    assert message["link"] == f"{BASE}/?town=changan&cat=rail"
    assert message["desc"] == visit.page.locator("meta[name='description']").get_attribute("content")
    assert timeline == {name: message[name] for name in ("title", "link", "imgUrl")}

    visit.map.locator(".row").first.click()
    visit.until("location.search.includes('p=')")
    _card_of(visit, "p=")
    now = visit.page.url.partition("#")[0]
    assert _told(visit, "message")[-1]["title"] != title
    configs = _told(visit, "config")
    assert _is_signed(configs[-1], first if agent == APPLE else now)
    assert (len(configs) == 1) == (agent == APPLE)
    assert visit.errors == []


def test_other_browsers_load_nothing(opened: Callable[..., Visit]):
    """Twin: neither our script nor WeChat's nor a signature is asked for; in WeChat all three are."""
    for agent, wanted in (
        (AGENT.partition(" MicroMessenger")[0], set()),
        (AGENT, {"/bridge/wechat", PATH, SDK}),
    ):
        asked: list[str] = []
        visit = opened("/about", agent, asked)
        if wanted:
            visit.until("window.told?.length >= 3")
        else:
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.evaluate("typeof window.wx") == "undefined"
        found = {one for one in ("/bridge/wechat", PATH, SDK) if any(one in url for url in asked)}
        assert found == wanted


def test_page_goes_without_a_card_where_the_sdk_does_not_come(opened: Callable[..., Visit]):
    """Nobody sees an error; the page is the one that everybody has."""
    asked: list[str] = []
    visit = opened("/about", AGENT, asked)
    visit.page.unroute(SDK)
    visit.page.route(SDK, lambda route: route.abort())
    with visit.page.expect_event("requestfailed", lambda request: request.url == SDK):
        visit.page.reload()
    visit.wait()
    assert [error for error in visit.errors if SDK not in error] == []
