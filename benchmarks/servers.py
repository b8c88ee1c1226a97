"""Start a Streamlit server for a measurement, and read what it spends."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Both apps run in the same folder, so that .streamlit/config.toml holds for both as well.
FLAGS = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
)
START_SECONDS = 120
# All visitors of a measurement come from one address.
NO_BOUNDS = {"DGMAP_REQUESTS_IN_10S": "0", "DGMAP_CONNECTIONS": "0", "DGMAP_SESSIONS": "0"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its process id and the file that its output goes to."""

    url: str
    pid: int
    output: Path

    def cpu_ms(self) -> float:
        """Return the CPU time of the process so far, all threads that ever ran in it, in milliseconds.

        The clock id of another process is `~pid << 3 | 2` (clock_getcpuclockid(3) on Linux): exact to the
        microsecond, where /proc counts in ticks of 10 ms.
        """
        return time.clock_gettime_ns((~self.pid << 3) | 2) / 1e6

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self.pid, number)

    def wait_for_end(self) -> None:
        """Return when the process has ended (one that nobody has asked for its result is a zombie)."""
        stat = Path(f"/proc/{self.pid}/stat")
        with suppress(FileNotFoundError):
            while stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z":
                time.sleep(0.05)

    def script_ms(self) -> float:
        """Return the CPU time of all script runs so far, each on its own thread, in milliseconds."""
        log = self.output.with_suffix(".runs")
        return sum(map(float, log.read_text(encoding="utf-8").split())) if log.exists() else 0.0

    def imported(self) -> set[str]:
        """Return the top-level modules imported so far (of a server started with `trace_imports`)."""
        text = self.output.read_text(encoding="utf-8", errors="replace")
        return set(re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\w+)", text, re.MULTILINE))


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:  # noqa: S310 - loopback http
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _wait(process: subprocess.Popen[bytes], url: str, output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _healthy(url):
        if process.poll() is not None or time.monotonic() > deadline:
            msg = f"the server did not start:\n{output.read_text(encoding='utf-8', errors='replace')[-3000:]}"
            raise RuntimeError(msg)
        time.sleep(0.2)


@contextmanager
def serve(
    script: Path,
    *,
    output: Path,
    trace_imports: bool = False,
    shared: bool = False,
    settings: Mapping[str, str] = NO_BOUNDS,
) -> Iterator[Server]:
    """Run `streamlit run script` on a free port of this machine until the block ends.

    ``settings`` are added to the environment.
    """
    url = f"http://127.0.0.1:{free_port()}"
    trace = ["-X", "importtime"] if trace_imports else []
    # Processes behind one address have to know each other's cookies.
    extra = {"STREAMLIT_SERVER_COOKIE_SECRET": "benchmark"} if shared else {}
    log = output.with_suffix(".runs")
    module = ["-m", "benchmarks.traced", str(log)]
    command = [sys.executable, *trace, *module, "run", str(script), *FLAGS]
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [*command, f"--server.port={url.rsplit(':', 1)[1]}"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings, **extra},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, url, output)
            yield Server(url=url, pid=process.pid, output=output)
        finally:
            process.terminate()
            process.wait(timeout=20)
