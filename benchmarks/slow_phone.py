"""The first view on a phone with a bad line: 390 px, a CPU 4 times slower, 1.6 Mbit/s, 150 ms.

``python -m benchmarks.slow_phone`` visits the app and the tutorial-style one in turn, with cold caches, and
prints a table of medians (min-max) and ratios. It exits 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.first_version import APPS
from benchmarks.servers import Server, serve
from benchmarks.visits import ELSEWHERE, Wire, count, outside

WATCH = (Path(__file__).parent / "slow_phone.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SLOWER = 4
LONGEST_S = 120.0
QUIET_S = 2.5
TARGETS: Mapping[str, tuple[str, float]] = {
    "picture": ("first picture, ms", 30),
    "map": ("draggable map, ms", 15),
    "widgets": ("Streamlit's widgets live, ms", 4),
    "answers": ("filters live, ms", 4),
    "bytes_before": ("bytes before the map", 30),
    "bytes": ("bytes of the whole first view", 7),
}
LIMITS: Mapping[str, tuple[str, float]] = {
    "shift": ("layout shift after the first paint (CLS)", 0.03),
    "second": ("map on a second visit, ms", 1500),
}
Samples = dict[str, list[float]]


def _slow(session: CDPSession) -> None:
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _wait(page: object, wire: Wire) -> tuple[dict[str, float], float]:
    """Wait until all has come and the wire is quiet; return the marks and the bytes before the map.

    Of an answer that was on its way then, the share that had come (by its unpacked length) is counted.
    """
    there: dict[str, int] = {}
    before, last, changed = 0.0, -1.0, time.monotonic()
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)  # type: ignore[attr-defined]  # a Playwright page
        marks = page.evaluate("window.dgPhone ?? {}")  # type: ignore[attr-defined]  # as above
        total = float(wire.http_bytes + wire.received)
        if not marks.get("map"):
            there, before = dict(wire.unpacked), float(wire.received)
        if total != last:
            last, changed = total, time.monotonic()
        if marks.get("map") and marks.get("widgets") and time.monotonic() - changed > QUIET_S:
            shares = (
                wire.sizes[one] * there[one] / wire.unpacked[one] for one in there if wire.unpacked[one]
            )
            return marks, before + sum(shares)
    msg = f"the first view was not whole after {LONGEST_S:.0f} s: {page.evaluate('window.dgPhone')}"  # type: ignore[attr-defined]  # as above
    raise RuntimeError(msg)


def _visit(browser: Browser, server: Server, samples: Samples) -> None:
    """One cold visit and one that finds the browser's cache filled."""
    context = browser.new_context(
        bypass_csp=True, viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    context.add_init_script(WATCH)
    wire = Wire()
    context.route(ELSEWHERE, outside(wire))
    page = context.new_page()
    session = context.new_cdp_session(page)
    count(session, wire)
    _slow(session)
    page.goto(server.url, wait_until="commit")
    marks, before = _wait(page, wire)
    taken = {
        **marks,
        "bytes_before": before,
        "bytes": float(wire.http_bytes - wire.font_bytes + wire.received),
    }
    page.goto("about:blank")
    page.goto(server.url, wait_until="commit")
    taken["second"] = _wait(page, wire)[0]["map"]
    for key, value in taken.items():
        samples.setdefault(key, []).append(float(value))
    context.close()


def _spread(values: list[float]) -> str:
    digits = 3 if max(values) < 1 else 0
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def report(samples: Mapping[str, Samples], rounds: int) -> tuple[str, list[str]]:
    """Return the table in Markdown, and what was missed."""
    lines = [
        f"| n = {rounds}, median (min–max) | tutorial | ours | ratio | target |",
        "|---|---|---|---|---|",
    ]
    missed = []
    for key, (name, target) in TARGETS.items():
        usual, ours = samples["tutorial"][key], samples["ours"][key]
        ratio = statistics.median(usual) / statistics.median(ours)
        lines.append(f"| {name} | {_spread(usual)} | {_spread(ours)} | {ratio:,.1f}× | {target:g}× |")
        if ratio < target:
            missed.append(f"{name}: {ratio:.1f}× of {target:g}×")
    for key, (name, limit) in LIMITS.items():
        usual, ours = samples["tutorial"][key], samples["ours"][key]
        lines.append(f"| {name} | {_spread(usual)} | {_spread(ours)} | | at most {limit:g} |")
        if statistics.median(ours) > limit:
            missed.append(f"{name}: {statistics.median(ours):g} of at most {limit:g}")
    return "\n".join(lines), missed


def main() -> int:
    """Run the measurement and print its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="visits to each app (default 5)")
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    samples: dict[str, Samples] = {name: {} for name in APPS}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with (
            serve(APPS["tutorial"].script, output=Path(folder) / "tutorial") as tutorial,
            serve(APPS["ours"].script, output=Path(folder) / "ours") as ours,
        ):
            for number in range(rounds + 1):
                for name, server in {"tutorial": tutorial, "ours": ours}.items():
                    # Round 0 warms both servers.
                    _visit(browser, server, samples[name] if number else {})
                    print(f"round {number} of {rounds}: {name}", file=sys.stderr)
        browser.close()
    table, missed = report(samples, rounds)
    print(table)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
