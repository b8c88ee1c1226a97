"""Hostile extracts of OpenStreetMap and hostile PMTiles: our own errors alone, each in words."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely.geometry import box

from geo.dataset import load
from layers.streets.archive import ArchiveError, found, opened, tiles
from layers.streets.reading import ExtractError, read_extract
from layers.streets.tiles import street_tiles
from tests.hostile.constructs import CONSTRUCTS, REFUSED
from tests.layers.streets.made_up import Extract

CITY = box(113.6, 22.9, 113.8, 23.1)


def _extract(*names: str) -> Extract:
    made = Extract()
    for number, name in enumerate(names or ("路",)):
        lat = 22.95 + number * 0.001
        made.way([(113.65, lat), (113.75, lat)], highway="primary", name=name, ref=name, name__en=name)
        made.node(113.7, lat + 0.0005, place="village", name=name)
    return made


def _changed(raw: bytes) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(20)  # noqa: S311 - the same files each time
    yield "half", raw[: len(raw) // 2]
    yield "end gone", raw[:-9]
    yield "start gone", raw[4:]
    yield "zeros behind", raw + bytes(1_000)
    yield "zeros within", raw[: len(raw) // 2] + bytes(32) + raw[len(raw) // 2 + 32 :]
    yield (
        "bits turned",
        bytes(one ^ (1 << chance.randrange(8)) if not chance.randrange(30) else one for one in raw),
    )
    yield "bytes changed", bytes(chance.randrange(256) if not chance.randrange(60) else one for one in raw)
    yield "lengths of 2^31", raw[:80].replace(b"\x00\x00", b"\x7f\xff") + raw[80:]
    yield "head alone", raw[:130]
    yield "empty", b""


def _deep() -> bytes:
    return b'<?xml version="1.0"?><osm>' + b"<node>" * 50_000 + b"</osm>"


def _entities() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{lines}]><osm><way id="1">&a8;</way></osm>'.encode()


def test_hostile_extracts_are_read_or_refused(tmp_path: Path):
    """Changed by rule in both forms, and bombs of XML: roads, or one error that names the file."""
    seeds = {
        "osm": _extract().write(tmp_path / "a.osm").read_bytes(),
        "osm.pbf": _extract().write_pbf(tmp_path / "a.osm.pbf").read_bytes(),
    }
    made = [(kind, raw) for kind, seed in seeds.items() for _, raw in _changed(seed)]
    made += [("osm", _deep()), ("osm", _entities()), ("osm", b"<osm>" + b"\xff" * 4_000)]
    refused = 0
    for kind, raw in made:
        path = tmp_path / f"mine.{kind}"
        path.write_bytes(raw)
        try:
            assert not read_extract(path, CITY)["roads"].empty
        except ExtractError as error:
            assert str(path) in str(error)  # noqa: PT017 - most raise nothing
            refused += 1
    assert len(made) == 23
    assert refused > 12
    sys.stdout.write(f"{refused} of {len(made)} refused\n")


def test_names_of_an_extract_are_lines_of_seen_signs(tmp_path: Path):
    """Every construct as a name: cut and cleaned, and not one that cannot be seen reaches a tile."""
    words = [one for one in [*CONSTRUCTS.values(), *REFUSED.values()] if "\x00" not in one]
    writable = [
        one for one in words if all(sign in "\t\n\r" or sign >= " " for sign in one) and max(one) < "\ufffe"
    ]
    frames = read_extract(_extract(*writable).write(tmp_path / "a.osm"), CITY)
    names = [
        name
        for frame in frames.values()
        for column in ("name", "name_en", "ref")
        for name in frame[column].dropna()
    ]
    assert len(names) > 2 * len(CONSTRUCTS) - 8
    assert [name for name in names if not name.isprintable() or len(name) > 40] == []
    assert street_tiles(frames, date="2026-11-20").startswith(b"PMTiles")


def _archives(whole: bytes) -> Iterator[bytes]:
    yield from (raw for _, raw in _changed(whole))
    start = int.from_bytes(whole[24:32], "little")
    size = int.from_bytes(whole[32:40], "little")
    rest = whole[start + size :]
    bad = [b"{" * 40_000, b"[" * 90_000, b"\x00" * 30, json.dumps({"dgmap_streets": "1"}).encode(), b"1"]
    for metadata in [
        *map(gzip.compress, bad),
        gzip.compress(bytes(50_000_000)),
        b"\x1f\x8b\x08\x00" + b"\xff" * 40,
    ]:
        head = bytearray(whole[:start])
        head[32:40] = len(metadata).to_bytes(8, "little")
        moved = len(metadata) - size
        for at in (40, 56):  # leaves and tiles lie behind the metadata
            head[at : at + 8] = (int.from_bytes(head[at : at + 8], "little") + moved).to_bytes(8, "little")
        yield bytes(head) + metadata + rest
    for at in (8, 16, 56, 64):  # offsets and lengths
        yield whole[:at] + (2**62).to_bytes(8, "little") + whole[at + 8 :]


def test_hostile_archives_are_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Broken heads, metadata and lists of tiles: an error that names the file, also when a part is taken."""
    frames = read_extract(_extract().write(tmp_path / "a.osm"), load().towns.union_all())
    whole = street_tiles(frames, date="2026-11-20")
    refused = count = 0
    for number, raw in enumerate(_archives(whole)):
        path = tmp_path / f"{number}.pmtiles"
        path.write_bytes(raw)
        monkeypatch.setattr("layers.streets.archive.STREETS_FILE", path)
        try:
            known = found()
            assert known is not None
            assert isinstance(tiles(known, (113.6, 22.9, 113.8, 23.1)), dict)
        except ArchiveError as error:
            assert str(path) in str(error)  # noqa: PT017 - most raise nothing
            refused += 1
        count += 1
    assert count == 21
    assert refused > 14
    sys.stdout.write(f"{refused} of {count} refused\n")
    assert opened(_kept(tmp_path, whole)).date == "2026-11-20"


def _kept(folder: Path, whole: bytes) -> Path:
    path = folder / "good.pmtiles"
    path.write_bytes(whole)
    return path
