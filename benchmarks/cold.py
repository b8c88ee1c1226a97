"""The first visitor of a fresh server: `python -m benchmarks.cold` (about six minutes).

Per app and round a new server and a new browser profile. From the moment that the first visitor asks for
the page: until the map is drawn, until the widgets answer; the CPU spent by then since the process began,
and the memory held after the first run.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.crowd import memory_mb
from benchmarks.first_version import APPS
from benchmarks.servers import Server, serve
from benchmarks.visits import ELSEWHERE, WATCH, Wire, outside

MEASURES = {
    "drawn_s": ("to the drawn map", "s", 3.0),
    "live_s": ("to live widgets", "s", 2.4),
    "cpu_ms": ("server CPU to live", "ms", 3.0),
    "memory_mb": ("memory after the first run", "MB", 3.0),
    "start_s": ("before that: until the server listens", "s", 0.0),
}


def _choose_in_tutorial(page: Page) -> None:
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="rail", exact=True).click()
    page.get_by_text("7 个项目").wait_for(timeout=120_000)


def _choose_in_ours(page: Page) -> None:
    """The filter is applied in the page; the widgets live when the server has put it into the address."""
    frame = next(frame for frame in page.frames if frame.query_selector("#choices"))
    frame.locator('#choices [data-value="rail"]').click()
    page.wait_for_url(re.compile(r"[?&]cat=rail"), timeout=120_000)


# An act that only a live app answers.
CHOOSE: Mapping[str, Callable[[Page], None]] = {"tutorial": _choose_in_tutorial, "ours": _choose_in_ours}


def _visit(browser: Browser, server: Server, app: str) -> dict[str, float]:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.add_init_script(WATCH)
    context.route(ELSEWHERE, outside(Wire()))
    page = context.new_page()
    started = time.monotonic()
    page.goto(server.url, wait_until="commit")
    page.wait_for_function("window.dgBenchmark && window.dgBenchmark.shapes > 10", timeout=120_000)
    drawn = time.monotonic() - started
    CHOOSE[app](page)
    found = {
        "drawn_s": drawn,
        "live_s": time.monotonic() - started,
        "cpu_ms": server.cpu_ms(),
        "memory_mb": memory_mb(server),
    }
    context.close()
    return found


def _round(browser: Browser, app: str, folder: Path) -> dict[str, float]:
    started = time.monotonic()
    with serve(APPS[app].script, output=folder / app) as server:
        listening = time.monotonic() - started
        return _visit(browser, server, app) | {"start_s": listening}


def report(samples: Mapping[str, list[dict[str, float]]]) -> tuple[str, list[str]]:
    """Return the table in Markdown, and what was missed."""
    lines = ["| median (min–max) | tutorial | ours | ratio | target |", "|---|---|---|---|---|"]
    missed = []
    for key, (name, unit, target) in MEASURES.items():
        values = {app: [one[key] for one in rounds] for app, rounds in samples.items()}
        cells = [
            f"{statistics.median(own):,.1f} ({min(own):,.1f}–{max(own):,.1f})"
            for own in (values["tutorial"], values["ours"])
        ]
        ratio = statistics.median(values["tutorial"]) / statistics.median(values["ours"])
        held = f"{target:g}×" if target else ""
        lines.append(f"| {name}, {unit} | {cells[0]} | {cells[1]} | {ratio:.1f}× | {held} |")
        if ratio < target:
            missed.append(f"{name}: {ratio:.1f}× of {target:g}×")
    return "\n".join(lines), missed


def main() -> int:
    """Run the measurement and print its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    samples: dict[str, list[dict[str, float]]] = {"tutorial": [], "ours": []}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for number in range(rounds + 1):
            for app, own in samples.items():
                taken = _round(browser, app, Path(name))
                if number:  # round 0 fills the disk's cache and builds what is prepared
                    own.append(taken)
                print(f"round {number} of {rounds}: {app} {taken}", file=sys.stderr)
        browser.close()
    text, missed = report(samples)
    print(f"{text}\n\nn = {rounds}, interleaved")
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
