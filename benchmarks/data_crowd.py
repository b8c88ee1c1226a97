"""Programs that ask for data beside people who click: `python -m benchmarks.data_crowd`, three minutes.

The clicks of the same crowd are measured without and with the requests, on the same server, in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

from benchmarks.crowd import HEAD, gather, load, memory_mb, row, warm
from benchmarks.first_version import APPS
from benchmarks.servers import Server, serve
from benchmarks.session import leave
from geo.filters import FACETS
from ui.serving.limits import RATE_VARIABLE

PATHS = (
    "/data/projects.geojson",
    "/data/projects.csv",
    "/data/projects.json",
    "/feed.atom",
    "/events.ics",
    "/ogc/collections/projects/items",
)


async def ask(host: str, port: int, target: str, took: list[float], codes: list[str]) -> None:
    """Send one request on a connection of its own, as most programs do, and read the answer to its end."""
    start = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
    except (OSError, TimeoutError) as error:
        codes.append(type(error).__name__)
        return
    took.append(time.monotonic() - start)
    codes.append(answer[9:12].decode("ascii", "replace"))


async def stream(server: Server, *, a_second: float, until: float) -> tuple[list[float], list[str]]:
    """Send requests at a steady pace, whether the earlier ones are answered or not."""
    parts, dice = urlsplit(server.url), random.Random(7)  # noqa: S311 - the same each time
    took: list[float] = []
    codes: list[str] = []
    async with asyncio.TaskGroup() as group:
        while time.monotonic() < until:
            category, town = (dice.choice(FACETS[field].values()) for field in ("categories", "towns"))
            target = f"{dice.choice(PATHS)}?cat={category}&town={town}"
            group.create_task(ask(parts.hostname or "", parts.port or 80, target, took, codes))
            await asyncio.sleep(1 / a_second)
    return took, codes


def percent(took: Sequence[float], share: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(took, n=100)[share - 1] * 1000


async def measure(server: Server, *, sessions: int, a_second: float, seconds: float) -> None:
    """Print what the crowd's clicks take without and with the requests, and what the requests take."""
    await warm([server], "ours")
    before = memory_mb(server)
    visitors = await gather([server.url], "ours", sessions)
    held = (memory_mb(server) - before) / sessions
    alone = await load([server], visitors, seconds=seconds)
    print(row("ours, alone", alone, held), flush=True)
    asking = asyncio.create_task(stream(server, a_second=a_second, until=time.monotonic() + seconds))
    beside = await load([server], visitors, seconds=seconds)
    took, codes = await asking
    print(row(f"ours, beside {a_second:g} data requests a second", beside, held))
    told = ", ".join(f"{codes.count(code)} × {code}" for code in sorted(set(codes)))
    print(f"data requests: {told}; median {percent(took, 50):.0f} ms, p95 {percent(took, 95):.0f} ms")
    print(f"memory {before:.0f} MB before, {memory_mb(server):.0f} MB after")
    await leave(visitors)


def main() -> None:
    """Run the measurement and print its result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--a-second", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=40)
    options = parser.parse_args()
    os.environ[RATE_VARIABLE] = "0"  # all requests come from one address here
    with (
        tempfile.TemporaryDirectory() as name,
        serve(APPS["ours"].script, output=Path(name) / "ours") as server,
    ):
        print(HEAD)
        uvloop.run(
            measure(server, sessions=options.sessions, a_second=options.a_second, seconds=options.seconds)
        )


if __name__ == "__main__":
    main()
