"""Firefox refuses nothing of any page by its Content-Security-Policy, in either language."""

from __future__ import annotations

import pytest

from i18n import LANGUAGES
from tests.engines.engine import Firefox, Tab, wait
from ui.titles import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("tab", ["firefox"], indirect=True)]
_LISTEN = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
}"""
REFUSED = "[window, ...Array.from(frames)].flatMap((one) => one.refused)"
_DRAWN = "document.querySelector('.st-key-tab_row') !== null"
_MAP = (
    "document.querySelector('iframe.dgmap-frame')?.contentDocument?.documentElement.dataset.ready === 'yes'"
)


def _listen(tab: Tab) -> None:
    assert isinstance(tab, Firefox)
    tab.before(_LISTEN)
    tab.resize(1440, 900)


def test_no_page_breaks_its_policy(tab: Tab, app_url: str):
    """Each page, and the map alone, is drawn with a listener in every frame: it has heard of nothing."""
    _listen(tab)
    heard: dict[str, list[str]] = {}
    for path in PAGES:
        for lang in LANGUAGES:
            tab.goto(f"{app_url}/{path}?lang={lang}")
            wait(tab, _DRAWN if path else f"{_DRAWN} && {_MAP}")
            heard[f"{path} {lang}"] = tab.run(REFUSED)
    assert len(heard) == 20
    assert {page: refused for page, refused in heard.items() if refused} == {}


def test_broken_policy_is_heard(tab: Tab, app_url: str):
    """A script within the page and a picture from elsewhere are refused, and heard of: in page and frame."""
    _listen(tab)
    tab.goto(f"{app_url}/?lang=en")
    wait(tab, f"{_DRAWN} && {_MAP}")
    plant = """[window, frames[0]].every((one) => {
      one.document.head.append(Object.assign(one.document.createElement("script"), { text: "1" }));
      one.document.body.append(Object.assign(new one.Image(), { src: "https://example.org/x.png" }));
      return true;
    })"""
    assert tab.run(plant)
    # The listener of the other test may be there as well: each fault is then heard of twice.
    wait(tab, f"({REFUSED}).filter((one) => one.startsWith('img-src')).length >= 2")
    kinds = {one.partition(" ")[0] for one in tab.run(REFUSED)}
    assert {"img-src"} < kinds
    assert any(one.startswith("script-src") for one in kinds)
