"""Processes of the map on this machine, and a real proxy before them with the files of ``deploy/``."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
_START_S = 60
_TEMPLATE = re.compile(r"\$\{(DGMAP_\w+)\}")


@dataclass(slots=True)
class App:
    """One process of the map on a port of its own, which it keeps over a restart."""

    folder: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    home: Path = ROOT
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it has written, over all its starts."""
        return self.folder / f"app-{self.port}.log"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # As scripts/run starts it, but for the environment that is made already.
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--server.port", str(self.port)],
                cwd=self.home,
                env={**os.environ, "STREAMLIT_SERVER_COOKIE_SECRET": "of the test", **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        wait_for(f"http://{self.address}/_stcore/health", self.process, self.log)

    def end(self, *, at_once: bool = False) -> float:
        """End it; return the seconds that took."""
        start = time.monotonic()
        if self.process is not None:
            (self.process.kill if at_once else self.process.terminate)()
            self.process.wait(timeout=30)
        return time.monotonic() - start


@dataclass(frozen=True, slots=True)
class Site:
    """A proxy, the processes behind it, and where it writes."""

    url: str
    apps: Sequence[App]
    folder: Path

    @property
    def port(self) -> int:
        """The proxy's port."""
        return int(self.url.rsplit(":", 1)[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address answers, with whatever status."""
    last = time.monotonic() + _START_S
    while time.monotonic() < last:
        try:
            with _OPENER.open(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
            assert process.poll() is None, f"it ended:\n{said[-3000:]}"
            time.sleep(0.1)  # a port has no event to wait for
    pytest.fail(f"no answer: {url}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _listens(port: int, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-3000:]
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def program(name: str, package: str) -> str:
    """Return a program's path; skip with a word where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed (apt-get install {package})")
    return found


@contextmanager
def apps(count: int, folder: Path, **settings: str) -> Iterator[Sequence[App]]:
    """Run so many processes of the map."""
    made = [App(folder, settings) for _ in range(count)]
    with ExitStack() as stack:
        for app in made:
            stack.callback(app.end)
            app.start()
        yield made


@contextmanager
def haproxy(behind: Sequence[App], folder: Path, **settings: str) -> Iterator[Site]:
    """Run HAProxy with ``deploy/haproxy.cfg`` as it is; the settings are its environment."""
    port = free_port()
    environment = {f"DGMAP_APP{n}": a for n, a in enumerate((one.address for one in behind), 1)}
    environment |= {"DGMAP_LISTEN": f"127.0.0.1:{port}", "DGMAP_HOST": "127.0.0.1", "DGMAP_MAXCONN": "4000"}
    environment |= settings
    command = [program("haproxy", "haproxy"), "-f", str(DEPLOY / "haproxy.cfg"), "-db"]
    with _proxy(command, folder / "haproxy.log", environment, port):
        yield Site(f"http://127.0.0.1:{port}", behind, folder)


NGINX_DEFAULTS: Mapping[str, str] = {
    "DGMAP_HOST": "127.0.0.1",
    "DGMAP_CONNECTIONS": "200",
    "DGMAP_REQUESTS_A_SECOND": "100",
    "DGMAP_MADE_A_MINUTE": "120",
}


def _filled(name: str, values: Mapping[str, str], folder: Path) -> Path:
    """Write a template of ``deploy/`` into the folder, as ``envsubst`` does."""
    text = (DEPLOY / f"{name}.template").read_text(encoding="utf-8")
    (folder / name).write_text(_TEMPLATE.sub(lambda found: values[found[1]], text), encoding="utf-8")
    return folder / name


@contextmanager
def nginx(behind: Sequence[App], folder: Path, **settings: str) -> Iterator[Site]:
    """Run nginx with ``deploy/nginx.conf.template``, its settings put in as ``envsubst`` does."""
    port = free_port()
    values = {**NGINX_DEFAULTS, **{f"DGMAP_APP{n}": one.address for n, one in enumerate(behind, 1)}}
    values |= {"DGMAP_LISTEN": f"127.0.0.1:{port}", "DGMAP_CACHE": str(folder), "DGMAP_SITE": str(folder)}
    values |= {"DGMAP_TLS": "/dev/null"} | settings
    if "DGMAP_CERTIFICATE" in settings:
        values["DGMAP_TLS"] = str(_filled("nginx-tls.conf", values, folder))
    config = _filled("nginx.conf", values, folder)
    # Its workers would be of a user who may not read this folder.
    user = "user root; " if os.geteuid() == 0 else ""
    told = f"{user}daemon off; pid {folder}/nginx.pid;"
    command = [program("nginx", "nginx-light libnginx-mod-http-brotli-static"), "-c", str(config)]
    with _proxy([*command, "-e", str(folder / "error.log"), "-g", told], folder / "nginx.log", {}, port):
        yield Site(f"http://127.0.0.1:{port}", behind, folder)


@contextmanager
def _proxy(command: Sequence[str], log: Path, environment: Mapping[str, str], port: int) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    try:
        eventually(lambda: _listens(port, process, log))
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, *, method: str = "GET", data: bytes | None = None, **headers: str) -> Answer:
    """Ask for an address; no redirect is followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, method=method, data=data, headers=named)  # noqa: S310 - loopback
    try:
        with _OPENER.open(request, timeout=60) as answer:
            return Answer(answer.status, _lower(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, _lower(error.headers), error.read())


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_named: object) -> None:
        return


_OPENER = urllib.request.build_opener(_Stay)


def refuse_early(site: Site, path: str, length: int) -> int:
    """Announce a body of so many bytes without sending it; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.putrequest("PUT", path)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait for what another process does after it has answered (a line in its log)."""
    last = time.monotonic() + 120  # a build beside other work
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.05)  # a file has no event to wait for


def half_open(port: int, count: int, source: str) -> list[socket.socket]:
    """Open connections from an address of this machine, each with the beginning of a request."""
    opened = []
    for _ in range(count):
        one = socket.socket()
        one.bind((source, 0))
        one.settimeout(5)
        try:
            one.connect(("127.0.0.1", port))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
        except OSError:  # refused at once
            one.close()
            continue
        opened.append(one)
    return opened


def still_open(sockets: Sequence[socket.socket]) -> int:
    """Count the connections that the other side has not closed."""
    found = 0
    for one in sockets:
        one.settimeout(0)
        try:
            found += bool(one.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            found += 1
        except OSError:
            continue
    return found


def lines(path: Path) -> list[dict[str, object]]:
    """Return the lines of JSON in a log."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
