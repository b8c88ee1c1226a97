"""What more projects cost: `python -m benchmarks.scale` (about eight minutes; `--sizes 44 1000` for a look).

For ours and for made-up folders of 440, 1,000 and 2,000 projects: load with all checks, the questions,
the page's bytes and build, opening it, click to paint in it and the browser's memory. Each size runs in a
process and is opened in a browser of its own, so that its memory is its own. Writes a table,
`results/scale.json` and `results/scale.svg`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserType, sync_playwright

from benchmarks.folder_server import serve_folder
from benchmarks.servers import ROOT
from benchmarks.synthetic import write

if TYPE_CHECKING:
    from geo.dataset import Dataset

OURS = 44
SIZES = (OURS, 440, 1_000, 2_000)
RESULTS = ROOT / "benchmarks" / "results"
PLACES = [(113.75, 23.02), (113.82, 22.81), (114.05, 22.75), (113.66, 22.95), (113.9, 22.93)]
TEXTS = ("路", "长安", "旧村改造", "metro line 1", "zzzzqqq")
# Where one zooms in to see details: zoom, lat, lon.
NEAR_CAMERA = [15.5, 22.93, 113.88]
CLICKS = ("rail", "road", "science", "rail", "road", "science")
PAINT = (Path(__file__).parent / "paint.js").read_text(encoding="utf-8")
Figures = dict[str, list[float]]

# What is measured: its unit, and the most that 2,000 may cost of what 44 do (0: not held to anything).
MEASURES = {
    "load_s": ("load with every check", "s", 0),
    "select_ms": ("select: two categories in three towns", "ms", 5),
    "near_ms": ("near: 3 km", "ms", 5),
    "facets_ms": ("facets", "ms", 0),
    "first_search_s": ("the first search, index made", "s", 0),
    "search_ms": ("search", "ms", 0),
    "typo_ms": ("search with a typing error", "ms", 0),
    "build_s": ("build the page", "s", 0),
    "page_mb": ("page", "MB", 0),
    "page_br_mb": ("page, brotli", "MB", 0),
    "beside_br_mb": ("file beside the page, brotli", "MB", 0),
    "memory_mb": ("memory of a process that has asked all this", "MB", 0),
    "open_ms": ("page opened from a server here: until it is drawn", "ms", 0),
    "paint_ms": ("click to paint", "ms", 0),
    "script_ms": ("of it script", "ms", 0),
    "near_paint_ms": ("click to paint, zoomed in", "ms", 0),
    "heap_mb": ("the page's scripts and data in the browser", "MB", 0),
    "renderer_mb": ("the page's process in the browser, resident", "MB", 0),
}


def _timed(act: Callable[[], object], *, repeat: int) -> list[float]:
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return taken


def _in_ms(seconds: Sequence[float]) -> list[float]:
    return [1000 * value for value in seconds]


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _questions(dataset: Dataset, repeat: int) -> Figures:
    """Ask each question once to make its index, then measure."""
    import geo  # noqa: PLC0415 - in the process of one size only
    from geo.vocabulary import Category  # noqa: PLC0415 - the same

    towns = ("changan", "humen", "fenggang")
    asked = geo.Filters(categories=(Category.RAIL, Category.ROAD), towns=towns)
    geo.select(dataset, asked), geo.near(dataset, lon=113.75, lat=23.02, radius_m=3000)
    spots = iter(PLACES * repeat)

    def near() -> None:
        lon, lat = next(spots)
        geo.near(dataset, lon=lon, lat=lat, radius_m=3000)

    first = _timed(lambda: geo.search(dataset, "路"), repeat=1)
    name = str(dataset.projects["name_en"].iloc[7])
    name = name[:3] + "q" + name[4:]
    texts = iter(TEXTS * repeat)
    return {
        "select_ms": _in_ms(_timed(lambda: geo.select(dataset, asked), repeat=repeat)),
        "near_ms": _in_ms(_timed(near, repeat=repeat)),
        "facets_ms": _in_ms(_timed(lambda: geo.facets(dataset, asked), repeat=repeat)),
        "first_search_s": first,
        "search_ms": _in_ms(_timed(lambda: geo.search(dataset, next(texts)), repeat=repeat)),
        "typo_ms": _in_ms(_timed(lambda: geo.search(dataset, name), repeat=3)),
    }


def measure_one(folder: Path | None, site: Path, *, repeat: int) -> Figures:
    """Measure one size in this process; leave its page behind, and what lies beside it."""
    import geo  # noqa: PLC0415 - in the process of one size only
    from layers.served import served  # noqa: PLC0415 - the same
    from layers.writing import compressed_page  # noqa: PLC0415 - the same

    geo.load()  # what is imported and compiled once is not a matter of size
    start = time.perf_counter()
    dataset = geo.load(folder=folder)
    figures: Figures = {"load_s": [time.perf_counter() - start]}
    figures |= _questions(dataset, repeat)
    start = time.perf_counter()
    page = served(dataset, "zh")
    figures["build_s"] = [time.perf_counter() - start]
    figures["memory_mb"] = [_memory_mb()]
    body = page.page.encode()
    (site / "map").mkdir(parents=True)
    (site / "page.html").write_bytes(body)
    for name, content in page.beside.items():
        (site / "map" / name).write_text(content, encoding="utf-8")
    figures["page_mb"] = [len(body) / 1e6]
    figures["page_br_mb"] = [len(compressed_page(body)) / 1e6]
    beside = [len(compressed_page(text.encode())) for text in page.beside.values()]
    figures["beside_br_mb"] = [sum(beside) / 1e6]
    return figures


def _renderer_mb(browser: Browser) -> float:
    """Return the resident memory of the largest page process."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    numbers = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    sizes = []
    for number in numbers:
        status = Path(f"/proc/{number}/status").read_text(encoding="ascii")
        sizes += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")]
    return max(sizes)


def _page(browser: Browser, address: str, *, repeat: int) -> Figures:
    """Open a page, click its category chips, zoom in and click them again."""
    names = ("open_ms", "paint_ms", "script_ms", "near_paint_ms", "heap_mb", "renderer_mb")
    figures: Figures = {name: [] for name in names}
    for number in range(repeat + 1):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.goto(address)
        page.wait_for_selector("html[data-ready=yes][data-whole=yes]", state="attached", timeout=600_000)
        seen: Figures = {"open_ms": [page.evaluate("performance.now()")]}
        page.wait_for_timeout(500)
        marks = [page.evaluate(PAINT, category) for category in CLICKS]
        seen["paint_ms"] = [mark["painted"] for mark in marks]
        seen["script_ms"] = [mark["script"] for mark in marks]
        page.evaluate("camera => window.dgmap.apply({ camera })", NEAR_CAMERA)
        page.wait_for_timeout(1500)
        seen["near_paint_ms"] = [page.evaluate(PAINT, category)["painted"] for category in CLICKS]
        seen["heap_mb"] = [page.evaluate("performance.memory.usedJSHeapSize / 1e6")]
        seen["renderer_mb"] = [_renderer_mb(browser)]
        if number:  # the first visit warms the browser
            for name in names:
                figures[name] += seen[name]
        page.close()
    return figures


def _measure(size: int, folder: Path, browsers: BrowserType, *, repeat: int) -> Figures:
    data = folder / f"data-{size}"
    if size != OURS:
        write(size, data)
    site, out = folder / f"site-{size}", folder / f"{size}.json"
    command = [sys.executable, "-m", "benchmarks.scale", "--one", str(out), "--site", str(site)]
    command += ["--repeat", str(repeat)] + (["--data", str(data)] if size != OURS else [])
    subprocess.run(command, check=True, cwd=ROOT)
    figures: Figures = json.loads(out.read_text(encoding="utf-8"))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    browser = browsers.launch(executable_path=chromium, args=["--no-sandbox", "--enable-precise-memory-info"])
    try:
        with serve_folder(site) as base:
            return figures | _page(browser, f"{base}/page.html", repeat=3 if size > 10_000 else repeat)
    finally:
        browser.close()
        shutil.rmtree(data, ignore_errors=True)


def _number(values: Sequence[float]) -> str:
    def short(value: float) -> str:
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    if len(values) == 1:
        return short(values[0])
    return f"{short(statistics.median(values))} ({short(min(values))}–{short(max(values))})"


def table(figures: Mapping[int, Figures]) -> tuple[str, list[str]]:
    """Return the table in Markdown, and what costs more than it may."""
    sizes = list(figures)
    lines = ["| median (min–max) | " + " | ".join(f"{size:,}" for size in sizes) + " | last ÷ first | n |"]
    lines.append("|---" * (len(sizes) + 3) + "|")
    missed = []
    for key, (name, unit, most) in MEASURES.items():
        cells = [_number(figures[size][key]) for size in sizes]
        first, last = (statistics.median(figures[size][key]) for size in (sizes[0], sizes[-1]))
        ratio = last / first if first else 0.0
        held = f" (≤ {most}×)" if most else ""
        count = len(figures[sizes[0]][key])
        lines.append(f"| {name}, {unit} | " + " | ".join(cells) + f" | {ratio:,.1f}×{held} | {count} |")
        if most and ratio > most:
            missed.append(f"{name}: {ratio:.1f}× of at most {most}×")
    return "\n".join(lines), missed


def plot(figures: Mapping[int, Figures], path: Path) -> None:
    """Draw each measure against the number of projects, both axes logarithmic."""
    import matplotlib as mpl  # noqa: PLC0415 - only to draw

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the choice of what it draws with

    groups = {
        "questions, ms": ("select_ms", "near_ms", "facets_ms", "search_ms", "typo_ms"),
        "load and build, s": ("load_s", "build_s", "first_search_s"),
        "bytes and memory, MB": ("page_mb", "page_br_mb", "memory_mb", "heap_mb", "renderer_mb"),
        "in the browser, ms": ("open_ms", "paint_ms", "script_ms", "near_paint_ms"),
    }
    chart, axes = plt.subplots(2, 2, figsize=(11, 9.5), layout="constrained")
    for axis, (title, keys) in zip(axes.flat, groups.items(), strict=True):
        for key in keys:
            middle = [statistics.median(figures[size][key]) for size in figures]
            axis.plot(list(figures), middle, marker="o", label=MEASURES[key][0])
        axis.set(xscale="log", yscale="log", title=title, xlabel="projects")
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.15))  # over no line
    path.parent.mkdir(exist_ok=True)
    mpl.rcParams["svg.hashsalt"] = "scale"
    chart.savefig(path, metadata={"Date": None})


def main() -> int:
    """Run the measurement and print its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--site", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        figures = measure_one(options.data, options.site, repeat=options.repeat)
        options.one.write_text(json.dumps(figures), encoding="utf-8")
        return 0
    every: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        for size in options.sizes:
            print(f"{size:,} projects", file=sys.stderr)
            every[size] = _measure(size, Path(name), driver.chromium, repeat=options.repeat)
    plot(every, RESULTS / "scale.svg")
    (RESULTS / "scale.json").write_text(json.dumps(every, indent=1), encoding="utf-8")
    text, missed = table(every)
    print(text)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
