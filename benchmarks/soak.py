"""Many visitors for a long time, with faults: `python -m benchmarks.soak [--sessions 200 --minutes 15]`.

Visitors come, click and go over Streamlit's own protocol; programs ask for pictures, files and feeds; files
are sent; and each fault of the timetable comes several times. Memory, file handles and answers are written
each five seconds (CSV) and drawn (PNG). Exits 1 where something failed that should not, or memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from benchmarks.first_version import APPS
from benchmarks.servers import NO_BOUNDS, ROOT, serve
from benchmarks.soak_faults import FAULTS, Site, children
from benchmarks.soak_work import Tally, ask_on, come_and_go, send_on

__all__ = ["Look", "judge", "soak"]

LOOK_S = 5.0
ARRIVING = 6  # visitors that take their first run at the same time
MORE_MB = 30.0  # by which the last third may lie above the second: what two lucky garbage collections differ
MORE_FILES = 30
PROGRAMS = {"picture": 2.0, "export": 1.0, "feed": 1.0, "page": 1.0}  # seconds between two of one kind


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at one moment, and the counts until then."""

    second: float
    server_mb: float
    workers_mb: float
    files: int
    answered: int
    later: int
    failed: int
    click_p95_ms: float
    load: float
    fault: str


def _resident_mb(pid: int) -> float:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0.0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _look(site: Site, start: float, fault: str) -> Look:
    now, tally = time.monotonic(), site.tally
    return Look(
        second=round(now - start, 1),
        server_mb=round(_resident_mb(site.pid), 1),
        workers_mb=round(sum(map(_resident_mb, children(site.pid))), 1),
        files=len(os.listdir(f"/proc/{site.pid}/fd")),  # noqa: PTH208 - names alone, and of a live process
        answered=tally.good.total(),
        later=tally.later.total(),
        failed=tally.failed.total(),
        click_p95_ms=round(1000 * tally.p95(now - LOOK_S), 1),
        load=round(os.getloadavg()[0], 2),
        fault=fault,
    )


async def _watch(site: Site, looks: list[Look], going_on: list[str], *, until: float) -> None:
    start = time.monotonic()
    pause = min(LOOK_S, (until - start) / 9)  # a short run has looks enough to be judged
    while time.monotonic() < until:
        await asyncio.sleep(pause)
        looks.append(_look(site, start, "; ".join(going_on)))
        going_on.clear()


async def _harm(site: Site, going_on: list[str], *, until: float, rounds: int) -> None:
    """Have each fault come so many times, evenly over the time, none in its last tenth."""
    names = [*FAULTS] * rounds
    pause = 0.9 * (until - time.monotonic()) / (len(names) + 1)
    coming: list[asyncio.Future[None]] = []
    for name in names:
        await asyncio.sleep(pause)
        going_on.append(name)
        coming.append(asyncio.ensure_future(FAULTS[name](site)))
    for name, ended in zip(names, await asyncio.gather(*coming, return_exceptions=True), strict=True):
        if isinstance(ended, BaseException):
            site.tally.failed[f"{name}: {type(ended).__name__}"] += 1


async def soak(site: Site, *, sessions: int, seconds: float, rounds: int) -> list[Look]:
    """Let all of them work for so many seconds; return what was seen."""
    until, door = time.monotonic() + seconds, asyncio.Semaphore(ARRIVING)
    looks: list[Look] = []
    going_on: list[str] = []
    dice = [random.Random(number) for number in range(sessions + len(PROGRAMS))]  # noqa: S311 - the same each time
    await asyncio.gather(
        *(come_and_go(site.url, site.tally, until=until, dice=one, door=door) for one in dice[:sessions]),
        *(
            ask_on(site.url, kind, site.tally, until=until, pause_s=pause, dice=one)
            for (kind, pause), one in zip(PROGRAMS.items(), dice[sessions:], strict=True)
        ),
        send_on(site.url, site.tally, until=until, pause_s=3.0),
        _harm(site, going_on, until=until, rounds=rounds),
        _watch(site, looks, going_on, until=until),
    )
    return looks


def judge(looks: Sequence[Look], tally: Tally) -> list[str]:
    """Return what is wrong: failures, and medians of the last third above those of the second."""
    third = len(looks) // 3
    wrong = [f"{count} × {kind}" for kind, count in tally.failed.items()]
    for name, most in (("server_mb", MORE_MB), ("files", MORE_FILES)):
        second, last = (
            statistics.median(getattr(look, name) for look in looks[part])
            for part in (slice(third, 2 * third), slice(2 * third, None))
        )
        if last - second > most:
            wrong.append(f"{name} grew from {second:.0f} to {last:.0f}")
    return wrong


def write(looks: Sequence[Look], out: Path) -> None:
    """Write what was seen as a table and as a picture."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "soak.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(asdict(looks[0])))
        table.writeheader()
        table.writerows(map(asdict, looks))
    import matplotlib as mpl  # noqa: PLC0415 - a server's visitors need it less than its memory

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - the same

    lines = {
        "MB": ("server_mb", "workers_mb"),
        "file handles": ("files",),
        "answers": ("answered", "later", "failed"),
        "click p95, ms": ("click_p95_ms",),
    }
    figure, all_axes = plt.subplots(len(lines), 1, sharex=True, figsize=(9, 9), layout="constrained")
    for axes, (label, names) in zip(all_axes, lines.items(), strict=True):
        for name in names:
            axes.plot([look.second for look in looks], [getattr(look, name) for look in looks], label=name)
        for look in looks:
            if look.fault:
                axes.axvline(look.second, color="#bbbbbb", linewidth=0.6, zorder=0)
        axes.set(ylabel=label, ylim=(0, None))
        axes.legend(loc="upper left")
    all_axes[-1].set_xlabel("seconds; a grey line is a fault")
    figure.savefig(out / "soak.png", dpi=90)
    plt.close(figure)


def report(looks: Sequence[Look], tally: Tally) -> str:
    """Return the counts in words."""
    clicks = sorted(tally.all_clicks)
    p50, p95 = (clicks[int(share * (len(clicks) - 1))] * 1000 if clicks else 0.0 for share in (0.5, 0.95))
    memory, loads = [look.server_mb for look in looks], [look.load for look in looks]
    return "\n".join(
        [
            f"answered: {dict(sorted(tally.good.items()))}",
            f"told to come again: {dict(sorted(tally.later.items()))}",
            f"failed: {dict(sorted(tally.failed.items()))}",
            f"click: median {p50:.0f} ms, p95 {p95:.0f} ms",
            f"server: {min(memory):.0f} to {max(memory):.0f} MB, {looks[-1].files} file handles at the end",
            f"load average {min(loads):.1f} to {max(loads):.1f}",
        ]
    )


def _complaints(log: Path) -> list[str]:
    """Return the log's warnings and errors, each kind once with its count."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    kinds = Counter(
        f"{one['level']} {one['logger']}: {one['message'][:120]} {one.get('error', '')}"
        for one in told
        if one["level"] in {"warning", "error", "critical"}
    )
    return [f"log: {count} × {kind}" for kind, count in kinds.most_common(20)]


def main(given: Sequence[str] | None = None) -> int:
    """Run it once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rounds", type=int, default=4, help="how often each fault comes")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args(given)
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data", folder / "data")
        own = {"DGMAP_DATA": str(folder / "data"), "DGMAP_BUILD": str(folder / "build")}
        settings = {**NO_BOUNDS, **own, "DGMAP_LOG": "json", "DGMAP_REQUESTS_A_MINUTE": "0"}
        del settings["DGMAP_SESSIONS"]  # that bound is not by address, and holds here as well
        with serve(APPS["ours"].script, output=folder / "log", settings=settings) as server:
            site = Site(server.url, server.pid, folder / "data", folder / "build", tally)
            work = soak(site, sessions=options.sessions, seconds=60 * options.minutes, rounds=options.rounds)
            looks = uvloop.run(work)
            print(*_complaints(folder / "log"), sep="\n")
    write(looks, options.out)
    wrong = judge(looks, tally)
    print(report(looks, tally))
    print("\n".join(wrong) or "nothing failed, memory and file handles flat")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
