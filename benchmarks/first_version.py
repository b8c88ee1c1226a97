"""Measure this app against the tutorial-style app: `python -m benchmarks.first_version` (about five minutes).

Both run with the same Streamlit, flags and machine; rounds are interleaved. Prints a Markdown table of
median (min–max) and ratios, and exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.servers import ROOT, Server, serve
from benchmarks.visits import Visit, visit

CATEGORIES = ("rail", "road", "science", "industry", "civic")
WORDS = {"rail": "轨道", "road": "道路", "science": "科学", "industry": "产业", "civic": "公共"}
PANS = 5
HEAVY = ("pandas", "geopandas", "folium", "branca", "pyarrow", "numpy")


@dataclass(frozen=True, slots=True)
class App:
    """An app to measure: its script, and how a person chooses one more category in it."""

    script: Path
    choose: Callable[[Visit, str], None]


def _choose_option(opened: Visit, category: str) -> None:
    opened.page.get_by_role("combobox").first.click()
    opened.page.get_by_role("option", name=category, exact=True).click()


def _choose_chip(opened: Visit, category: str) -> None:
    opened.map_frame().locator(f'#choices [data-value="{category}"]').click()


APPS = {
    "tutorial": App(script=ROOT / "benchmarks" / "tutorial_app.py", choose=_choose_option),
    "ours": App(script=ROOT / "app.py", choose=_choose_chip),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the result: what is measured, its unit, and how many times less it has to be."""

    name: str
    unit: str
    target: float


MEASURES = {
    "script_ms": Measure(name="script CPU per filter click", unit="ms", target=80),
    "ws_bytes": Measure(name="websocket bytes for a new state", unit="bytes", target=150),
    "paint_ms": Measure(name="click to paint", unit="ms", target=8),
    "first_bytes": Measure(name="bytes of the first view, cold cache", unit="bytes", target=4),
}
BESIDES = {
    "cpu_ms": "whole server's CPU per filter click (websocket, event loop, watchers), ms",
    "idle_ms": "of that: spent when idle as long, ms",
    "cold_ms": "click to paint of the very first click on a fresh server, ms (once)",
    "font_bytes": "not in the first view: Chinese web font, only without a system one, bytes",
}
ZERO = {"pan_reruns": "reruns on five pans", "external": "requests to the outside, one visit"}
Samples = dict[str, list[float]]


def _idle_ms(server: Server, opened: Visit) -> float:
    """Return what the server spends while nothing happens, as long as a click is given."""
    before = server.cpu_ms()
    opened.settle()
    return server.cpu_ms() - before


def _click(server: Server, opened: Visit, app: App, category: str) -> dict[str, float]:
    """Choose one more category and return what that took."""
    script, cpu, received, sent = server.script_ms(), server.cpu_ms(), opened.wire.received, opened.wire.sent
    app.choose(opened, category)
    opened.wait_for_answer()
    marks = opened.mark()
    return {
        "cpu_ms": server.cpu_ms() - cpu,
        "script_ms": server.script_ms() - script,
        "ws_bytes": opened.wire.received - received + opened.wire.sent - sent,
        "paint_ms": marks["drawn"] - marks["clicked"],
    }


def _round(browser: Browser, server: Server, app: App, samples: Samples) -> None:
    """One visit: first view, five filter clicks (their mean is one sample), five pans."""
    with visit(browser, server.url) as opened:
        wire = opened.wire
        samples.setdefault("first_bytes", []).append(wire.http_bytes - wire.font_bytes + wire.received)
        samples.setdefault("font_bytes", []).append(wire.font_bytes)
        idle = min(_idle_ms(server, opened) for _ in range(2))
        clicks = [_click(server, opened, app, category) for category in CATEGORIES]
        samples.setdefault("first_click_ms", []).append(clicks[0]["paint_ms"])
        for key in ("script_ms", "cpu_ms", "ws_bytes", "paint_ms"):
            samples.setdefault(key, []).append(statistics.mean(click[key] for click in clicks))
        samples.setdefault("idle_ms", []).append(idle)
        before = opened.wire.reruns
        for _ in range(PANS):
            opened.pan()
            opened.settle()
        samples.setdefault("pan_reruns", []).append(opened.wire.reruns - before)
        samples.setdefault("external", []).append(len(opened.wire.external))


def _imports(browser: Browser, app: App, folder: Path) -> set[str]:
    """Return which heavy packages a fresh server has imported by the time its first visitor sees the map."""
    with serve(app.script, output=folder / f"{app.script.stem}-imports", trace_imports=True) as server:
        context = browser.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900})
        context.route(
            "**/*", lambda route: route.fallback() if "127.0.0.1" in route.request.url else route.abort()
        )
        page = context.new_page()
        page.goto(server.url)
        page.frame_locator("iframe").first.locator("body *").first.wait_for(state="attached", timeout=120_000)
        imported = server.imported()
        context.close()
    return imported & set(HEAVY)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.1f} ({min(values):,.1f}–{max(values):,.1f})"


def report(samples: Mapping[str, Samples], imports: Mapping[str, set[str]]) -> tuple[str, list[str]]:
    """Return the table in Markdown, and the targets that were missed."""
    lines = ["| median (min–max) | tutorial | ours | ratio | target |", "|---|---|---|---|---|"]
    missed = []
    for key, measure in MEASURES.items():
        usual, ours = samples["tutorial"][key], samples["ours"][key]
        own = statistics.median(ours)
        ratio = statistics.median(usual) / own if own else math.inf  # a click may cost nothing at all
        compared = f"{_spread(usual)} | {_spread(ours)} | {ratio:,.1f}× | {measure.target:g}×"
        lines.append(f"| {measure.name}, {measure.unit} | {compared} |")
        if ratio < measure.target:
            missed.append(f"{measure.name}: {ratio:.1f}× of {measure.target:g}×")
    for key, name in BESIDES.items():
        lines.append(
            f"| {name} | {_spread(samples['tutorial'][key])} | {_spread(samples['ours'][key])} | | |"
        )
    for key, name in ZERO.items():
        usual, ours = samples["tutorial"][key], samples["ours"][key]
        lines.append(f"| {name} | {_spread(usual)} | {_spread(ours)} | | 0 |")
        if max(ours) > 0:
            missed.append(f"{name}: {max(ours):g}")
    shown = {name: ", ".join(sorted(found)) or "none" for name, found in imports.items()}
    lines.append(f"| heavy imports at the first picture | {shown['tutorial']} | {shown['ours']} | | none |")
    if {"pandas", "folium"} & imports["ours"]:
        missed.append(f"imports at the first picture: {shown['ours']}")
    return "\n".join(lines), missed


def _measure(browser: Browser, folder: Path, rounds: int) -> Mapping[str, Samples]:
    samples: dict[str, Samples] = {name: {} for name in APPS}
    with (
        serve(APPS["tutorial"].script, output=folder / "tutorial") as tutorial,
        serve(APPS["ours"].script, output=folder / "ours") as ours,
    ):
        servers = {"tutorial": tutorial, "ours": ours}
        for number in range(rounds + 1):
            for name, server in servers.items():
                # Round 0 warms both servers; only its first click is kept.
                taken: Samples = samples[name] if number else {}
                _round(browser, server, APPS[name], taken)
                if number == 0:
                    samples[name]["cold_ms"] = taken["first_click_ms"][:1]
                print(f"round {number} of {rounds}: {name}", file=sys.stderr)
    return samples


def main() -> int:
    """Run the measurement and print its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="visits to each app (default 5)")
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        samples = _measure(browser, Path(folder), rounds)
        imports = {name: _imports(browser, app, Path(folder)) for name, app in APPS.items()}
        browser.close()
    table, missed = report(samples, imports)
    print(table)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
