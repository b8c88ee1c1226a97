"""What goes wrong during a soak: processes killed, files cut off, connections that send half."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from benchmarks.session import arrive, leave
from benchmarks.soak_work import Tally, send

__all__ = ["FAULTS", "Site", "children"]

_LASTS_S = 6.0
_HALF_OPEN = 100
_HALF_MESSAGES = 40
_LARGE = 19_000_000
_SUBPROTOCOL = Subprotocol("streamlit")


@dataclass(frozen=True, slots=True)
class Site:
    """The server under the soak: address, process, data and build folder, and what is counted."""

    url: str
    pid: int
    data: Path
    build: Path
    tally: Tally


def children(pid: int) -> Mapping[int, str]:
    """Return the processes that a process has started, each with its command."""
    found: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            parent = int((path / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
            if parent == pid:
                command = (path / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(path.name)] = command.decode(errors="replace")
    return found


def _killer(module: str) -> Callable[[Site], Awaitable[None]]:
    """Return what kills the process of a module, if there is one, with ``kill -9``."""

    async def kill(site: Site) -> None:
        for child, command in children(site.pid).items():
            if module in command:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        await asyncio.sleep(0)

    return kill


async def _cut_file(site: Site) -> None:
    """A data file is cut in half, and put back; not before there are good pages to go on with."""
    while not (site.build / "index.json").exists():  # noqa: ASYNC110 - a file has no event
        await asyncio.sleep(0.2)
    path = site.data / "events.csv"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 - 3])
    await asyncio.sleep(_LASTS_S)
    path.write_bytes(content)


async def _remove_build(site: Site) -> None:
    """Everything that was built is removed."""
    await asyncio.to_thread(shutil.rmtree, site.build, ignore_errors=True)


async def _half_requests(site: Site) -> None:
    """Connections that send half a request and wait."""
    host, port = site.url.removeprefix("http://").split(":")
    opened = []
    try:
        for _ in range(_HALF_OPEN):
            one = socket.create_connection((host, int(port)), timeout=5, source_address=("127.0.0.2", 0))
            one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
            opened.append(one)
            await asyncio.sleep(0)
        await asyncio.sleep(_LASTS_S)
    finally:
        for one in opened:
            one.close()


async def _half_messages(site: Site) -> None:
    """Websockets that send most of a message and wait; the server has to close them itself."""
    address = f"ws{site.url.removeprefix('http')}/_stcore/stream"

    async def one() -> None:
        async with connect(address, subprotocols=[_SUBPROTOCOL], ping_interval=None) as opened:

            async def pieces() -> AsyncIterator[bytes]:
                yield bytes(900_000)
                await opened.wait_closed()

            with contextlib.suppress(ConnectionClosed):
                await asyncio.wait_for(opened.send(pieces()), 60)

    ended = await asyncio.gather(*(one() for _ in range(_HALF_MESSAGES)), return_exceptions=True)
    lost = [type(error).__name__ for error in ended if isinstance(error, BaseException)]
    site.tally.failed.update(f"half message {name}" for name in lost)


async def _wrong_uploads(site: Site) -> None:
    """Twenty megabytes five times for a page that shows no uploader: each has to be refused."""
    visitor = await arrive(site.url, "ours")
    try:
        for _ in range(5):
            status = await asyncio.to_thread(send, site.url, visitor.session_id, bytes(_LARGE))
            kind = "good" if status == 403 else "failed"
            getattr(site.tally, kind)[f"wrong upload {status}"] += 1
    finally:
        await leave([visitor])


FAULTS: Mapping[str, Callable[[Site], Awaitable[None]]] = {
    "build removed": _remove_build,
    "picture process killed": _killer("layers.picture.worker"),
    "file process killed": _killer("ui.serving.worker"),
    "upload process killed": _killer("geo.upload.worker"),
    "data file cut": _cut_file,
    "half requests": _half_requests,
    "half messages": _half_messages,
    "uploads on the map": _wrong_uploads,
}
