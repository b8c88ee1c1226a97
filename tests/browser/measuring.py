"""Take the figures that budgets.toml puts a ceiling on.

None is a time: each is the same at every run, and on another machine but for a few bytes of its compression
and a few nodes of names that its fonts set wider.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Frame, expect

from benchmarks.visits import WATCH, Visit, visit

ROOT = Path(__file__).resolve().parents[2]
DRAWING = (Path(__file__).parent / "drawing.js").read_text(encoding="utf-8")
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
CHIP = '#choices [data-value="rail"]'
PANS = 5
PAN_MS = 300  # what the map tells of a pan, it tells a fifth of a second after it
TWO_FRAMES = "new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))"
# What Chromium asks for on a loopback address (https would add zstd, which we do not offer).
ENCODINGS = "gzip, deflate, br"
# The browser's names of the kinds of request that are counted each; XHR and Fetch ask for the same.
_KINDS = {
    "Document": "document",
    "Script": "script",
    "Stylesheet": "stylesheet",
    "Fetch": "data",
    "XHR": "data",
}

Figures = dict[str, int]


def take(browser: Browser, base: str, folder: Path) -> Figures:
    """Return every figure by its name in budgets.toml.

    Parameters
    ----------
    browser
        Chromium; each visit is in a fresh profile.
    base
        The running app's address.
    folder
        An empty folder for a page of its own.
    """
    figures = {**_files(base), **_modules()}
    for name, (width, height) in SIZES.items():
        with visit(browser, base, width=width, height=height, watch=f"{DRAWING}\n{WATCH}") as opened:
            figures |= _first_view(name, opened)
            if name == "desktop":
                figures |= _acts(opened)
    return {**figures, **_crowd(browser, base, folder)}


# --- files -----------------------------------------------------------------------------------------------


def _size(url: str, encodings: str) -> int:
    """Return the bytes of an answer's body as they are sent."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": encodings})  # noqa: S310 - our own server
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - the same
        return len(answer.read())


def _body(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def _map_page(base: str, lang: str) -> str:
    return _found(r'"(/map/[^"]+)"', _body(f"{base}/?lang={lang}"))


def _files(base: str) -> Figures:
    """Measure what is served under names of our own: index page, map page and what comes later, bridge."""
    paths = {}
    for lang in ("zh", "en"):
        paths |= {f"index_page_{lang}": f"/?lang={lang}", f"map_page_{lang}": _map_page(base, lang)}
        beside = _found(r'"beside":"(/map/[^"]+)"', _body(base + paths[f"map_page_{lang}"]))
        paths[f"map_later_{lang}"] = f"{beside}more.json"
        paths[f"map_ground_{lang}"] = f"{beside}ground.json"
    index = _body(base)
    paths["bridge_script"] = _found(r'"(/bridge/[^"]+\.js)"', index)
    paths["stylesheet"] = _found(r'"(/bridge/[^"]+\.css)"', index)
    figures: Figures = {}
    for name, path in paths.items():
        figures[f"{name}_sent_bytes"] = _size(base + path, ENCODINGS)
        figures[f"{name}_raw_bytes"] = _size(base + path, "identity")
    return figures


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, f"the index page names nothing like {pattern}"
    return found[1]


# --- visits ----------------------------------------------------------------------------------------------


def _first_view(size: str, opened: Visit) -> Figures:
    """Measure a visit in a cold cache until app and map are there and quiet."""
    expect(opened.page.locator(".st-key-tab_row")).to_be_attached()
    opened.settle()
    wire = opened.wire
    kinds = Counter(_KINDS.get(kind, "other") for kind in wire.kinds.values())
    figures = {
        "bytes": wire.http_bytes - wire.font_bytes + wire.received,
        "requests": kinds.total(),
        "requests_outside": len(wire.external),
        "reruns": wire.reruns,
        "messages": wire.answers,
        "received_bytes": wire.received,
        "sent_bytes": wire.sent,
        **{f"{kind}_requests": kinds[kind] for kind in (*_KINDS.values(), "other")},
        **_drawn(opened.map_frame(), {}),
    }
    return {f"{size}_view_{name}": value for name, value in figures.items()}


def _acts(opened: Visit) -> Figures:
    """Measure one click of a chip, then five pans."""
    wire, frame = opened.wire, opened.map_frame()
    before = (wire.reruns, wire.answers, wire.received, wire.sent)
    drawn = frame.evaluate("({ ...dgDrawing })")
    frame.locator(CHIP).click()
    opened.wait_for_answer()
    opened.page.wait_for_function("location.search === '?cat=rail'")
    opened.settle()
    after = (wire.reruns, wire.answers, wire.received, wire.sent)
    names = ("reruns", "messages", "received_bytes", "sent_bytes")
    figures = {f"click_{name}": b - a for name, a, b in zip(names, before, after, strict=True)}
    figures |= {f"click_{name}": value for name, value in _drawn(frame, drawn).items()}
    for _ in range(PANS):
        opened.pan()
        opened.page.wait_for_timeout(PAN_MS)
    opened.settle()
    return {**figures, "pan_reruns": wire.reruns - after[0]}


def _drawn(frame: Frame, before: Figures) -> Figures:
    """Return what a frame has drawn since."""
    counts: Figures = frame.evaluate("({ ...dgDrawing })")
    words = {"nodes": "svg_nodes", "changes": "svg_changes", "canvas": "canvas_calls"}
    return {words[name]: count - before.get(name, 0) for name, count in counts.items()}


# --- apart from the server ---------------------------------------------------------------------------------


def _modules() -> Figures:
    """Count the modules that a visitor's plain first run imports beside Streamlit and its test driver."""
    program = """
import sys
from streamlit.testing.v1 import AppTest
before = set(sys.modules)
assert not AppTest.from_file("app.py", default_timeout=120).run().exception
print(len(set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return {"first_run_modules": int(done.stdout)}


def _crowd(browser: Browser, base: str, folder: Path) -> Figures:
    """Count what the map page draws on its canvas once it takes its projects for too many for SVG."""
    page = folder / "canvas.html"
    text, changed = re.subn(r'"svg_limit":\d+', '"svg_limit":10', _body(base + _map_page(base, "zh")))
    assert changed == 1, "the page says elsewhere from how many projects on it draws on a canvas"
    page.write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    try:
        context.add_init_script(DRAWING)
        opened = context.new_page()
        opened.goto(page.as_uri())
        opened.wait_for_selector("html[data-ready=yes]", state="attached")
        opened.evaluate(TWO_FRAMES)
        view = _drawn(opened.main_frame, {})
        drawn = opened.evaluate("({ ...dgDrawing })")
        opened.locator(CHIP).click()
        opened.evaluate(TWO_FRAMES)
        click = _drawn(opened.main_frame, drawn)
    finally:
        context.close()
    return {
        **{f"canvas_view_{name}": value for name, value in view.items()},
        **{f"canvas_click_{name}": value for name, value in click.items()},
    }


def ceiling(name: str, value: int) -> int:
    """Return what a figure may rise to: a thirtieth above today's value, so small counts have none to spare.

    Messages have two: the server sends what waits for a visitor as one, and on a quicker machine less waits.
    """
    return value + (2 if name.endswith("_messages") else value // 30)


def renewed(table: str, figures: Figures) -> str:
    """Return the text of budgets.toml with ceilings for today's figures; its comments stay."""
    for name, value in figures.items():
        line = f"{name} = {ceiling(name, value):_}  # {value:_}"
        table, found = re.subn(rf"^{name} = .*$", line, table, flags=re.MULTILINE)
        table += "" if found else f"{line}\n"
    return table
