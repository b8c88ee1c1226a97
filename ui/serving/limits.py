"""What keeps one asker from taking the server: bytes kept, files being made, requests a minute."""

from __future__ import annotations

import asyncio
import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ui.serving.problem import ProblemError

__all__ = ["RATE_VARIABLE", "Kept", "Line", "Rate"]

RATE_VARIABLE = "DGMAP_REQUESTS_A_MINUTE"
_A_MINUTE = 600
_BURST = 120
_ADDRESSES = 10_000


class Kept:
    """Bytes by key, up to a size in all; those not asked for the longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], bytes] = OrderedDict()

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return self._size

    def get(self, key: tuple[str, ...]) -> bytes | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], content: bytes) -> None:
        """Keep bytes, unless they alone are over a quarter of all that may be kept."""
        if len(content) > self._most // 4:
            return
        with self._lock:
            self._size += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])


class Line:
    """Files are made one at a time: pandas holds the interpreter, and clicks are answered by the same one."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._waiting = 0
        self._turn: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    @property
    def waiting(self) -> int:
        """How many are at work or wait."""
        return self._waiting

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for one's turn; `ProblemError` 503 where too many wait already."""
        if self._waiting >= self._longest:
            raise ProblemError(503, "serving.busy")
        self._waiting += 1
        try:
            async with self._lock():
                yield
        finally:
            self._waiting -= 1

    def _lock(self) -> asyncio.Lock:
        """Return the lock of this event loop; a test's loop is another one each time."""
        loop = asyncio.get_running_loop()
        if self._turn is None or self._turn[0] is not loop:
            self._turn = loop, asyncio.Lock()
        return self._turn[1]


class Rate:
    """Requests a minute for each address, some more in a burst (a token bucket); 0 switches it off.

    Behind a proxy all requests come from one address, unless the server is told whom to believe
    (uvicorn's ``--forwarded-allow-ips``): then limit there and switch this off.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """Count a request; return the seconds to wait, 0 if it may pass."""
        a_second = _a_minute() / 60
        if not a_second:
            return 0
        now = self._clock()
        left, last = self._left.pop(address, (float(_BURST), now))
        left = min(_BURST, left + (now - last) * a_second)
        passes = left >= 1
        self._left[address] = (left - 1 if passes else left, now)
        if len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / a_second)


def _a_minute() -> int:
    try:
        return max(0, int(os.environ.get(RATE_VARIABLE, _A_MINUTE)))
    except ValueError:
        return _A_MINUTE
