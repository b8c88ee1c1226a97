"""Many visitors at once, over Streamlit's own protocol: `python -m benchmarks.crowd` (about twenty minutes).

Both apps run with the same Streamlit, flags and machine. The visitors are in this process, on the same
cores as the server: what they cost is taken from the server, which the latencies contain.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.first_version import APPS
from benchmarks.servers import Server, free_port, serve
from benchmarks.session import Visitor, arrive, leave

THINK_SECONDS = (1.0, 3.0)
LIMIT_SECONDS = 0.5  # the slowest of twenty clicks may take this long
ARRIVING = 8  # visitors that take their first run at the same time


@dataclass(frozen=True, slots=True)
class Load:
    """What a crowd did and what it cost."""

    sessions: int
    clicks: int
    reruns: int
    median_s: float
    p95_s: float
    cpu_ms: float
    failed: int


def memory_mb(server: Server) -> float:
    """Return the memory that a server's process holds for itself (resident, MB)."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def gather(urls: Sequence[str], app: str, count: int) -> list[Visitor]:
    """Let visitors arrive, a few at a time, and take their first run."""
    door = asyncio.Semaphore(ARRIVING)

    async def one(number: int) -> Visitor:
        async with door:
            return await arrive(urls[number % len(urls)], app)

    return list(await asyncio.gather(*(one(number) for number in range(count))))


async def stay(visitor: Visitor, *, until: float, dice: random.Random, took: list[float]) -> int:
    """Click and think until the time is over; return how many clicks had no answer."""
    await asyncio.sleep(dice.uniform(0, THINK_SECONDS[1]))
    while time.monotonic() < until:
        try:
            took.append(await asyncio.wait_for(visitor.click(), 60))
        except (TimeoutError, OSError):
            return 1
        await asyncio.sleep(dice.uniform(*THINK_SECONDS))
    return 0


async def load(servers: Sequence[Server], visitors: Sequence[Visitor], *, seconds: float) -> Load:
    """Let all visitors click for a while, 1-3 s between two clicks of one."""
    took: list[float] = []
    reruns, cpu = sum(one.reruns for one in visitors), sum(server.cpu_ms() for server in servers)
    until = time.monotonic() + seconds
    staying = (
        stay(visitor, until=until, dice=random.Random(number), took=took)  # noqa: S311 - the same each time
        for number, visitor in enumerate(visitors)
    )
    failed = sum(await asyncio.gather(*staying))
    return Load(
        sessions=len(visitors),
        clicks=len(took),
        reruns=sum(one.reruns for one in visitors) - reruns,
        median_s=statistics.median(took),
        p95_s=statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0],
        cpu_ms=sum(server.cpu_ms() for server in servers) - cpu,
        failed=failed,
    )


async def warm(servers: Sequence[Server], app: str) -> None:
    """Have everything imported and built before anything is measured."""
    for server in servers:
        visitor = await arrive(server.url, app)
        for _ in range(6):
            await visitor.click()
        await leave([visitor])


async def crowd(
    servers: Sequence[Server], app: str, count: int, *, seconds: float, urls: Sequence[str] = ()
) -> tuple[Load, float]:
    """Return what a crowd did, and the memory in MB that each of its sessions holds."""
    await warm(servers, app)
    before = sum(map(memory_mb, servers))
    visitors = await gather(urls or [server.url for server in servers], app, count)
    held = (sum(map(memory_mb, servers)) - before) / count
    done = await load(servers, visitors, seconds=seconds)
    await leave(visitors)
    return done, held


def row(name: str, done: Load, held: float) -> str:
    """Return a line of the table."""
    return (
        f"| {name} | {done.sessions} | {done.clicks} | {done.cpu_ms / max(1, done.clicks):.1f} | "
        f"{done.cpu_ms / max(1, done.reruns):.1f} | {done.median_s * 1000:.0f} | {done.p95_s * 1000:.0f} | "
        f"{held:.3f} | {done.failed} |"
    )


HEAD = (
    "| app | sessions | clicks | CPU a click, ms | CPU a rerun, ms | median, ms | p95, ms "
    "| MB a session | no answer |\n"
    "|---|---|---|---|---|---|---|---|---|"
)

NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  upstream app {{ least_conn; {upstreams} }}
  map $http_upgrade $connection_upgrade {{ default upgrade; "" close; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://app; proxy_http_version 1.1; proxy_read_timeout 600s;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


@contextmanager
def nginx(servers: Sequence[Server], folder: Path) -> Iterator[str]:
    """Run nginx before some servers; yield its address."""
    port = free_port()
    upstreams = " ".join(f"server {server.url.removeprefix('http://')};" for server in servers)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, upstreams=upstreams, port=port), encoding="utf-8")
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(config), "-p", str(folder)])
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def rerun_cost(folder: Path, *, rounds: int, seconds: float) -> None:
    """CPU per click at ten sessions, both apps in turn."""
    print(HEAD)
    per_click: dict[str, list[float]] = {"tutorial": [], "ours": []}
    with (
        serve(APPS["tutorial"].script, output=folder / "t") as usual,
        serve(APPS["ours"].script, output=folder / "o") as ours,
    ):
        for _ in range(rounds):
            for app, server in (("tutorial", usual), ("ours", ours)):
                done, held = uvloop.run(crowd([server], app, 10, seconds=seconds))
                per_click[app].append(done.cpu_ms / done.clicks)
                print(row(app, done, held), flush=True)
    middle = {app: statistics.median(values) for app, values in per_click.items()}
    print(f"CPU a click at 10 sessions, n = {rounds}: {middle['tutorial'] / middle['ours']:.1f} times less")


def capacity(folder: Path, *, counts: Sequence[int], processes: int, app: str, seconds: float) -> None:
    """How many sessions a machine carries, and what each of them holds."""
    print(HEAD)
    for count in counts:
        with ExitStack() as stack:
            servers = [
                stack.enter_context(serve(APPS[app].script, output=folder / f"{app}{number}", shared=True))
                for number in range(processes)
            ]
            urls = [stack.enter_context(nginx(servers, folder))] if processes > 1 else []
            done, held = uvloop.run(crowd(servers, app, count, seconds=seconds, urls=urls))
            verdict = "holds" if done.p95_s < LIMIT_SECONDS and not done.failed else "too many"
            print(row(f"{app}, {processes} process(es): {verdict}", done, held), flush=True)


async def _churn(server: Server, reruns: int) -> list[tuple[int, float]]:
    visitors = await gather([server.url], "ours", 20)
    seen = []
    for turn in range(reruns // len(visitors)):
        await asyncio.gather(*(visitor.click() for visitor in visitors))
        done = (turn + 1) * len(visitors)
        if done % 1000 == 0:
            seen.append((done, memory_mb(server)))
            print(f"{done} reruns: {seen[-1][1]:.1f} MB", flush=True)
    await leave(visitors)
    return seen


def flat(folder: Path, *, reruns: int) -> None:
    """Whether memory stays as it is over thousands of reruns."""
    with serve(APPS["ours"].script, output=folder / "flat") as server:
        uvloop.run(warm([server], "ours"))
        seen = uvloop.run(_churn(server, reruns))
    print(f"memory from {seen[0][0]} to {seen[-1][0]} reruns: {seen[-1][1] - seen[0][1]:+.1f} MB")


async def _end(server: Server, count: int) -> float:
    visitors = await gather([server.url], "ours", count)
    start = time.monotonic()
    server.signal(signal.SIGTERM)
    await asyncio.to_thread(server.wait_for_end)
    took = time.monotonic() - start
    await leave(visitors)
    return took


def end(folder: Path, *, count: int) -> None:
    """How long a server with open sockets takes to end after SIGTERM."""
    with serve(APPS["ours"].script, output=folder / "end") as server:
        print(f"ended {uvloop.run(_end(server, count)):.1f} s after SIGTERM with {count} sockets open")


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = ("rerun", "one", "two", "tutorial", "flat", "end")
    parser.add_argument("parts", nargs="*", choices=[*parts, []], default=parts)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, seconds = Path(name), options.seconds
        if "rerun" in options.parts:
            rerun_cost(folder, rounds=options.rounds, seconds=seconds)
        if "one" in options.parts:
            capacity(folder, counts=(100, 200, 400), processes=1, app="ours", seconds=seconds)
        if "two" in options.parts:
            capacity(folder, counts=(400, 700), processes=2, app="ours", seconds=seconds)
        if "tutorial" in options.parts:
            capacity(folder, counts=(2, 5, 10), processes=1, app="tutorial", seconds=seconds)
        if "flat" in options.parts:
            flat(folder, reruns=6_000)
        if "end" in options.parts:
            end(folder, count=100)
    return 0


if __name__ == "__main__":
    sys.exit(main())
