"""What a soak's visitors and programs do: clicks, comings and goings, files asked for, files sent."""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from websockets.exceptions import ConnectionClosed

from benchmarks.session import Visitor, arrive, leave

__all__ = ["LINKS", "Tally", "ask", "ask_on", "come_and_go", "send", "send_on"]

TOWNS = ("changan", "humen", "houjie", "nancheng", "dongcheng", "songshanhu")
CATEGORIES = ("rail", "road", "science", "industry", "civic")
_PICTURES = tuple(f"/picture/{name}?town={town}" for name in ("slide.png", "preview.png") for town in TOWNS)
_FILES = tuple(f"/data/projects.{kind}?cat={cat}" for kind in ("csv", "geojson") for cat in CATEGORIES)
_FEEDS = tuple(f"/{name}?cat={cat}" for name in ("feed.atom", "events.ics") for cat in CATEGORIES)
# So few that caches are full of them in the first minutes: what grows after that is no cache.
LINKS = {
    "picture": (*_PICTURES, "/picture/a4.pdf"),
    "export": (
        *_FILES,
        "/data/projects.gpkg",
        "/data/projects.xlsx",
        "/ogc/collections/projects/items?limit=9",
    ),
    "feed": (*_FEEDS, "/digest.md"),
    "page": ("/", "/promises", "/towns?town=changan", "/projects?lang=en", "/offline/map.html", "/health"),
}
_LATER = frozenset({429, 503})  # «come again»: what the bounds are for
_WAIT_S = 90.0
_THINK_S = (1.0, 5.0)
_STAYS_S = (20.0, 90.0)


@dataclass(slots=True)
class Tally:
    """What was asked and what came of it, by kind; the slowest clicks of the last seconds."""

    good: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    clicks: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=20_000))
    all_clicks: list[float] = field(default_factory=list)

    def answer(self, kind: str, status: int) -> None:
        """Count an answer by its status."""
        if status in _LATER:
            self.later[f"{kind} {status}"] += 1
        elif status < 400:
            self.good[kind] += 1
        else:
            self.failed[f"{kind} {status}"] += 1

    def click(self, seconds: float) -> None:
        """Count a click that was answered."""
        self.good["click"] += 1
        self.clicks.append((time.monotonic(), seconds))
        self.all_clicks.append(seconds)

    def p95(self, since: float) -> float:
        """Return the 95th percentile of the clicks since a moment, 0 without any."""
        found = sorted(took for when, took in self.clicks if when >= since)
        return found[int(0.95 * (len(found) - 1))] if found else 0.0


def ask(
    url: str, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> http.client.HTTPResponse:
    """Ask for an address of this machine, and read the answer. Blocks."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=_WAIT_S)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body=body or None, headers=named)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer


async def _tried(tally: Tally, kind: str, work: Callable[[], Awaitable[int]]) -> None:
    """Count what comes of some work; that no answer comes at all is a failure."""
    try:
        tally.answer(kind, await work())
    except (OSError, TimeoutError, http.client.HTTPException, ConnectionClosed) as error:
        tally.failed[f"{kind} {type(error).__name__}"] += 1


async def ask_on(
    url: str, kind: str, tally: Tally, *, until: float, pause_s: float, dice: random.Random
) -> None:
    """Ask for links of a kind, one after another, until the time is over."""

    async def one() -> int:
        return (await asyncio.to_thread(ask, url, dice.choice(LINKS[kind]))).status

    while time.monotonic() < until:
        await _tried(tally, kind, one)
        await asyncio.sleep(dice.uniform(0.5, 1.5) * pause_s)


async def come_and_go(
    url: str, tally: Tally, *, until: float, dice: random.Random, door: asyncio.Semaphore
) -> None:
    """Open the map, click for a while, leave, and come again: one place of the crowd."""
    while time.monotonic() < until:
        try:
            async with door:
                visitor = await asyncio.wait_for(arrive(url, "ours"), _WAIT_S)
            tally.good["arrival"] += 1
            await _stay(
                visitor, tally, until=min(until, time.monotonic() + dice.uniform(*_STAYS_S)), dice=dice
            )
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(leave([visitor]), 10)
        except (OSError, TimeoutError, ConnectionClosed) as error:
            tally.failed[f"visit {type(error).__name__}"] += 1
            await asyncio.sleep(1)


async def _stay(visitor: Visitor, tally: Tally, *, until: float, dice: random.Random) -> None:
    while time.monotonic() < until:
        await asyncio.sleep(dice.uniform(*_THINK_S))
        tally.click(await asyncio.wait_for(visitor.click(), _WAIT_S))


def _good_file(points: int) -> bytes:
    cells = {"id": "own", "name_zh": "我的项目", "category": "rail", "stage": "building"}
    cells |= {"certainty": "approximate", "accuracy_m": "200"}
    features = [
        {
            "type": "Feature",
            "properties": {**cells, "id": f"own-{number}"},
            "geometry": {"type": "Point", "coordinates": [113.7 + number / 10_000, 23.02]},
        }
        for number in range(points)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _crossing_file() -> bytes:
    """A ring whose edges cross each other: refused by a count (geo.upload)."""
    ring = [[113.7 + 0.1 * (n % 97) / 97, 23.0 + 0.1 * (n * 31 % 89) / 89] for n in range(1_999)]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"id": "own"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _sent_files() -> Iterator[bytes]:
    while True:
        yield from (_good_file(3), _good_file(400), _crossing_file(), b'{"type":', b"[" * 1_000_000)


def send(url: str, session: str, raw: bytes, file_id: str = "") -> int:
    """Send a file to a session's uploader as the front end does; return the status. Blocks."""
    cookies = ask(url, "/_stcore/health").headers.get_all("set-cookie") or []
    token = next(one for one in cookies if one.startswith("_streamlit_xsrf=")).split(";")[0].partition("=")[2]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="mine.geojson"\r\n\r\n'
    return ask(
        url,
        f"/_stcore/upload_file/{session}/{file_id or uuid4()}",
        method="PUT",
        body=head.encode() + raw + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        cookie=f"_streamlit_xsrf={token}",
        x_xsrftoken=token,
    ).status


async def send_on(url: str, tally: Tally, *, until: float, pause_s: float) -> None:
    """Try files on the page for it, each in a session of its own, good ones and bombs in turn."""
    for raw in _sent_files():
        if time.monotonic() >= until:
            return

        async def one(raw: bytes = raw) -> int:
            visitor = await asyncio.wait_for(arrive(url, "ours", "upload"), _WAIT_S)
            try:
                file_id = str(uuid4())
                status = await asyncio.to_thread(send, url, visitor.session_id, raw, file_id)
                if status < 300:
                    await asyncio.wait_for(visitor.show_file(file_id, "mine.geojson", len(raw)), _WAIT_S)
                return status
            finally:
                await leave([visitor])

        await _tried(tally, "upload", one)
        await asyncio.sleep(pause_s)
