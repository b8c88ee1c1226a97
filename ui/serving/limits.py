"""What keeps one asker from taking the server: bytes kept, files being made, requests a minute, places."""

from __future__ import annotations

import asyncio
import math
import os
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from ui.serving.problem import ProblemError

__all__ = ["RATE_VARIABLE", "Kept", "Line", "Places", "Rate", "network", "raise_handles", "setting"]

RATE_VARIABLE = "DGMAP_REQUESTS_A_MINUTE"
_A_MINUTE = 600
_BURST = 120
_ADDRESSES = 10_000
_IPV6_BITS = 64  # what a provider gives to one house


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

    Parameters
    ----------
    a_minute
        Returns how many may pass in a minute; asked each time.
    burst
        How many may pass at once.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        a_minute: Callable[[], int] = lambda: setting(RATE_VARIABLE, _A_MINUTE),
        burst: int = _BURST,
    ) -> None:
        self._clock, self._a_minute, self._burst = clock, a_minute, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """Count a request; return the seconds to wait, 0 if it may pass."""
        a_second = self._a_minute() / 60
        if not a_second:
            return 0
        now = self._clock()
        left, last = self._left.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - last) * a_second)
        passes = left >= 1
        self._left[address] = (left - 1 if passes else left, now)
        if len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / a_second)


class Places:
    """How many hold a place at once, by address and in all; 0 sets no limit. Of one thread.

    Parameters
    ----------
    of_one, in_all
        Return how many places there are; asked each time.
    """

    def __init__(self, of_one: Callable[[], int], in_all: Callable[[], int]) -> None:
        self._of_one, self._in_all = of_one, in_all
        self._taken: Counter[str] = Counter()

    @property
    def are_full(self) -> bool:
        """Whether nobody finds a place."""
        return 0 < self._in_all() <= self._taken.total()

    def take(self, address: str) -> None:
        """Take a place; `ProblemError` 429 where this address has too many, 503 where there is none."""
        if 0 < self._of_one() <= self._taken[address]:
            raise ProblemError(429, "serving.too_many_open")
        if self.are_full:
            raise ProblemError(503, "serving.full")
        self._taken[address] += 1

    def leave(self, address: str) -> None:
        """Give a place back."""
        self._taken[address] -= 1
        if not self._taken[address]:
            del self._taken[address]


@lru_cache(maxsize=2_000)
def network(address: str) -> str:
    """Return whom an address counts for: itself, and of IPv6 its network, which is one house's."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> (128 - _IPV6_BITS) << (128 - _IPV6_BITS)))


def setting(variable: str, usual: int) -> int:
    """Return a number of the environment, the usual one where it is none."""
    try:
        return max(0, int(os.environ.get(variable, usual)))
    except ValueError:
        return usual


def raise_handles() -> None:
    """Let this process open as many files as it may: a session takes four or five, and 1,024 are usual."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
