"""Two hundred visitors on two processes, and one is killed: each has their view again on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from benchmarks.session import CATEGORIES, Visitor, arrive, leave
from tests.deploy.running import App, ask, eventually, haproxy

_VISITORS = 200
_TOWNS = ("changan", "humen", "houjie", "nancheng", "dongcheng")


def _view(number: int) -> str:
    town, category = _TOWNS[number % len(_TOWNS)], CATEGORIES[number // len(_TOWNS) % len(CATEGORIES)]
    return f"town={town}&cat={category}"


async def _open(url: str, views: Sequence[str]) -> list[Visitor]:
    door = asyncio.Semaphore(8)

    async def one(query: str) -> Visitor:
        async with door:
            return await arrive(url, "ours", query=query)

    return list(await asyncio.gather(*map(one, views)))


async def _lost(visitors: Sequence[Visitor]) -> list[int]:
    """Click with all; return whose connection has gone."""

    async def one(visitor: Visitor) -> bool:
        try:
            await visitor.click()
        except ConnectionClosed:
            return True
        return False

    gone = await asyncio.gather(*map(one, visitors))
    return [number for number, is_gone in enumerate(gone) if is_gone]


async def _through_a_kill(url: str, app: App) -> list[Visitor]:
    views = [_view(number) for number in range(_VISITORS)]
    visitors = await _open(url, views)
    assert await _lost(visitors) == []
    await asyncio.to_thread(app.end, at_once=True)
    gone = await _lost(visitors)
    assert 50 < len(gone) < 150
    # As their pages do by themselves: the same address once more.
    again = await _open(url, [visitors[number].query for number in gone])
    for number, visitor in zip(gone, again, strict=True):
        visitors[number] = visitor
    return visitors


def test_no_view_is_lost(two: Sequence[App], tmp_path: Path):
    """Those on the other process notice nothing; the rest have the address that they had, and it answers."""
    with haproxy(two, tmp_path, DGMAP_CONNECTIONS="1000") as site:

        async def run() -> list[str]:
            visitors = await _through_a_kill(site.url, two[0])
            assert await _lost(visitors) == []
            shown = [visitor.query for visitor in visitors]
            await leave(visitors)
            return shown

        try:
            assert asyncio.run(run()) == [_view(number) for number in range(_VISITORS)]
        finally:
            two[0].start()
        eventually(lambda: ask(f"{site.url}/health").status == 200)
