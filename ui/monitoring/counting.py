"""Count requests, reruns and log records, by names of ours alone: never a path that somebody wrote.

Plain numbers, so that counting costs microseconds; ``/metrics`` makes them into a text when it is asked.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo import logs
from ui.monitoring.insiders import is_insider

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BOUNDS_S", "COUNTS", "Counts", "LogCounter", "Spread", "WatchMiddleware"]

BOUNDS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
_LOG = logging.getLogger(__name__)
_STREAMLITS: Final = frozenset({"stream", "health", "upload_file", "host-config", "metrics"})
_CLOSED: Final = frozenset({"/metrics", "/_stcore/metrics"})
_END_BYTES: Final = 200  # the message at a rerun's end has some ten


@dataclass(slots=True)
class Spread:
    """How long something took: how often by the bounds of `BOUNDS_S` (the last one: longer), and in all."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    sum_s: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(BOUNDS_S, seconds)] += 1
        self.sum_s += seconds


@dataclass(slots=True)
class Counts:
    """What this process has counted since it started."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[str, Spread] = field(default_factory=dict)
    reruns: Spread = field(default_factory=Spread)
    sockets: int = 0
    records: Counter[str] = field(default_factory=Counter)


COUNTS = Counts()


class LogCounter(logging.Handler):
    """Count warnings and errors, whoever logs them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        COUNTS.records[record.levelname.lower()] += 1


class WatchMiddleware:
    """Count each request and each rerun; log a line a request where the log is JSON.

    Parameters
    ----------
    pages
        The paths of pages, without slashes.
    routes
        The first parts of the paths that are ours; every other path counts as ``other``.
    """

    def __init__(self, app: ASGIApp, *, pages: frozenset[str], routes: frozenset[str]) -> None:
        self.app, self.pages, self.routes = app, pages, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count its answer."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def name(self, path: str) -> str:
        """Return the name that a path is counted under."""
        parts = path.split("/")
        if path.strip("/") in self.pages:
            return "page"
        if parts[1] == "_stcore":
            return f"/_stcore/{parts[2]}" if parts[2:] and parts[2] in _STREAMLITS else "other"
        return f"/{parts[1]}" if parts[1] in self.routes else "other"

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, status = perf_counter(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        app = self.app
        if scope["path"] in _CLOSED and not is_insider(scope):
            app = PlainTextResponse("404", status_code=404)
        try:
            await app(scope, receive, counted)
        finally:
            self._count(self.name(scope["path"]), status, perf_counter() - start)

    def _count(self, name: str, status: int, seconds: float) -> None:
        COUNTS.requests[name, status] += 1
        COUNTS.seconds.setdefault(name, Spread()).add(seconds)
        if logs.is_json():
            beside = {"route": name, "status": status, "ms": round(seconds * 1000, 1)}
            _LOG.info("request", extra={"beside": beside})

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a visitor's socket, and the reruns in it: from what the browser sends to the run's end."""
        asked = perf_counter()

        async def timed() -> Message:
            nonlocal asked
            message = await receive()
            asked = perf_counter()
            return message

        async def counted(message: Message) -> None:
            if _ends_a_run(message):
                COUNTS.reruns.add(perf_counter() - asked)
            await send(message)

        COUNTS.sockets += 1
        try:
            await self.app(scope, timed, counted)
        finally:
            COUNTS.sockets -= 1


def _ends_a_run(message: Message) -> bool:
    raw = message.get("bytes") if message["type"] == "websocket.send" else None
    if not raw or len(raw) > _END_BYTES:
        return False
    return bool(ForwardMsg.FromString(raw).WhichOneof("type") == "script_finished")
