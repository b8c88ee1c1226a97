"""What a visitor does, in Firefox and WebKit too: filters, steps of the history, pages, files, tours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.folder_server import serve_folder
from tests.engines.engine import Tab, wait

pytestmark = pytest.mark.browser
MAP = "document.querySelector('iframe.dgmap-frame').contentDocument"
READY = (
    f"{MAP}?.documentElement.dataset.ready === 'yes'"
    " && document.querySelector('.stApp [class*=st-key-head]') !== null"
)
ROWS = f"{MAP}.querySelectorAll('[data-row]').length"
LISTEN = """(() => {
  window.faults = [];
  for (const one of [window, frames[0]]) one.addEventListener("error", (event) => faults.push(event.message));
  return true;
})()"""
RAIL = '[data-value="rail"]'


def _open(tab: Tab, base: str, path: str = "/") -> None:
    tab.goto(base + path)
    wait(tab, READY)
    assert tab.run(LISTEN)


def _click(tab: Tab, css: str, *, within: str = "document") -> None:
    wait(tab, f"{within}.querySelector({json.dumps(css)}) !== null")
    assert tab.run(f"({within}.querySelector({json.dumps(css)}).click(), true)")


def _is_at(tab: Tab, query: str) -> None:
    """Wait until the address asks for this; where the map looks is left out."""
    wait(tab, f"location.search.replace(/[?&]m=[^&]*/, '') === {json.dumps(query)}")


def test_filters_steps_of_the_history_and_reload(tab: Tab, app_url: str):
    """A chip and a card are steps of the history, and a link opens the same view again."""
    tab.resize(1440, 900)
    _open(tab, app_url)
    whole = tab.run(ROWS)
    _click(tab, f"#choices {RAIL}", within=MAP)
    _is_at(tab, "?cat=rail")
    wait(tab, f"{ROWS} === 7")
    _click(tab, "[data-row]", within=MAP)
    wait(tab, f"/^.cat=rail&p=/.test(location.search) && {MAP}.querySelector('#card h2') !== null")
    tab.run("(history.back(), true)")
    _is_at(tab, "?cat=rail")
    tab.run("(history.back(), true)")
    wait(tab, f"!location.search.includes('cat') && {ROWS} === {whole}")
    tab.run("(history.forward(), true)")
    wait(tab, f"location.search.startsWith('?cat=rail') && {ROWS} === 7")
    assert tab.run("window.faults") == []
    tab.goto(tab.run("location.href"))
    wait(tab, READY)
    wait(tab, f"{ROWS} === 7")


@pytest.mark.parametrize(("width", "links"), [(1440, "tabs"), (480, "menu_nav")])
def test_links_to_other_pages_take_the_view_along(tab: Tab, app_url: str, width: int, links: str):
    """The table opens with the filters of the map, and Back shows the map as it was."""
    tab.resize(width, 900)
    _open(tab, app_url, "/?cat=rail")
    wait(tab, f"{ROWS} === 7")
    if links == "menu_nav":
        _click(tab, ".st-key-menu button")
    _click(tab, f".st-key-{links}_projects a")
    wait(tab, "document.querySelectorAll('.dgmap-table tbody tr').length === 7")
    tab.run("(history.back(), true)")
    wait(tab, f"location.pathname === '/' && {ROWS} === 7")


def test_phone_has_the_phones_head(tab: Tab, app_url: str):
    """Our rules hold over Streamlit's: a menu instead of tabs, and a map as wide as the page."""
    tab.resize(480, 844)
    _open(tab, app_url)
    shown = "getComputedStyle(document.querySelector('{}')).display"
    wait(tab, f"{shown.format('.st-key-tab_row')} === 'none'")
    assert tab.run(shown.format(".st-key-menu")) == "block"
    assert tab.run("document.querySelector('iframe.dgmap-frame').clientWidth === innerWidth")
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    assert len(tab.picture()) > 20_000


def test_tour_and_embedded_map(tab: Tab, app_url: str):
    """A link to a step opens it, a key leads on; the map alone has neither head nor list."""
    tab.resize(1440, 900)
    _open(tab, app_url, "/?tour=rail&step=2")
    wait(tab, f"{MAP}.querySelector('#tour h2, #tour h3') !== null")
    press = "new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })"
    tab.run(f"{MAP}.body.dispatchEvent({press})")
    wait(tab, "location.search.includes('step=3')")
    tab.goto(f"{app_url}/?embed=head,list&cat=rail")
    wait(tab, "document.documentElement.dataset.ready === 'yes'")
    wait(tab, "document.querySelectorAll('path[data-shape]').length > 3")
    assert tab.run("document.querySelector('#side')?.offsetWidth || 0") == 0


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the map as one file."""
    import geo
    from layers import project_map

    path = tmp_path_factory.mktemp("file") / "map.html"
    project_map(geo.load()).save(str(path))
    return path


def test_offline_file_filters_and_shows_a_card(tab: Tab, file: Path):
    """From the disk, without any server."""
    tab.resize(1440, 900)
    tab.goto(file.as_uri())
    wait(tab, "document.documentElement.dataset.ready === 'yes'")
    _click(tab, f"#choices {RAIL}")
    wait(tab, "document.querySelectorAll('[data-row]').length === 7")
    _click(tab, "[data-row]")
    assert wait(tab, "document.querySelector('#card h2')?.textContent")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published folder without its pictures."""
    from layers.publish import publish

    folder = tmp_path_factory.mktemp("published")
    publish(folder / "dg", pictures=False)
    return folder / "dg"


@pytest.fixture(scope="module")
def published(folder: Path) -> Iterator[str]:
    """Return its address, below a path."""
    with serve_folder(folder.parent) as base:
        yield f"{base}/dg/"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_text_finds_a_target_from_the_disk(tab: Tab, file: Path, folder: Path, kind: str):
    """The file holds the report's figures; the folder's map reads them from a script beside it."""
    tab.resize(1440, 900)
    tab.goto((file if kind == "file" else folder / "zh/map.html").as_uri())
    wait(tab, "document.documentElement.dataset.ready === 'yes'")
    assert tab.run("(window.faults = [], window.onerror = (said) => faults.push(said), true)")
    typed = "new InputEvent('input', { bubbles: true })"
    search = "document.querySelector('#search')"
    assert tab.run(f"({search}.value = '充電樁', {search}.dispatchEvent({typed}))")
    wait(tab, "document.querySelector('#notices .state')?.textContent.includes('新建充电桩 不少于 5,000 个')")
    assert tab.run("document.querySelectorAll('#notices .state button').length") == (kind == "folder")
    assert tab.run("window.faults") == []


def test_published_folder_filters_opens_pages_and_keeps_a_link(tab: Tab, published: str):
    """Static files alone: the map reads its link, a chip and a card work, other pages open and lead back."""
    tab.resize(1440, 900)
    tab.goto(f"{published}zh/map.html?cat=rail")
    wait(tab, "document.documentElement.dataset.ready === 'yes'")
    wait(tab, "document.querySelectorAll('[data-row]').length === 7")
    _click(tab, "[data-row]")
    wait(tab, "document.querySelector('#card h2') !== null && location.search.includes('p=')")
    address = tab.run("location.href")
    tab.goto(f"{published}zh/projects/metro-1-phase-1.html")
    wait(tab, "document.querySelector('main h1') !== null")
    tab.goto(address)
    wait(tab, "document.querySelector('#card h2') !== null")
    assert len(tab.picture()) > 20_000
