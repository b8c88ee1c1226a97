"""A made-up OpenStreetMap extract: a grid of streets round given points, water, green, places.

None of it is true.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

_M = 1 / 111_000
_DIGITS = "零一二三四五六七八九"
# One street in so many is of this class; the rest are residential.
_CLASSES = ((16, "primary", "大道", "Avenue"), (8, "secondary", "路", "Road"), (4, "tertiary", "路", "Road"))
_STEP_M = 160
_HALF = 20

# Where the screens of the streets were looked at; any other towns would do.
TOWNS = ("nancheng", "songshanhu", "changan")

Point = tuple[float, float]
Tags = Mapping[str, str]


def _number(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


class Extract:
    """Collects nodes, ways and relations, and writes them as OSM XML."""

    def __init__(self) -> None:
        self.nodes: list[tuple[Point, Tags]] = []
        self.ways: list[tuple[list[int], Tags]] = []
        self.relations: list[tuple[list[tuple[int, str]], Tags]] = []

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """Add a node; return its id."""
        self.nodes.append(((lon, lat), _tags(tags)))
        return len(self.nodes)

    def way(self, points: Sequence[Point], **tags: str) -> int:
        """Add a way through new nodes, closed if its ends are the same point; return its id."""
        ids = [self.node(*point) for point in points]
        if len(points) > 2 and points[0] == points[-1]:
            ids[-1] = ids[0]
        self.ways.append((ids, _tags(tags)))
        return len(self.ways)

    def area(self, outer: Sequence[Point], inner: Sequence[Point], **tags: str) -> None:
        """Add an area with a hole, as a relation."""
        members = [(self.way(outer), "outer"), (self.way(inner), "inner")]
        self.relations.append((members, _tags({"type": "multipolygon", **tags})))

    def write(self, path: Path) -> Path:
        """Write the file."""
        path.write_text("\n".join(self._lines()), encoding="utf-8")
        return path

    def write_pbf(self, path: Path) -> Path:
        """Write the file in OSM's packed form, which is what extracts come in."""
        path.write_bytes(pbf(self))
        return path

    def _lines(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="made up">'
        for number, ((lon, lat), tags) in enumerate(self.nodes, 1):
            yield f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{_xml(tags)}</node>'
        for number, (ids, tags) in enumerate(self.ways, 1):
            refs = "".join(f'<nd ref="{one}"/>' for one in ids)
            yield f'<way id="{number}" version="1">{refs}{_xml(tags)}</way>'
        for number, (members, tags) in enumerate(self.relations, 1):
            refs = "".join(f'<member type="way" ref="{one}" role="{role}"/>' for one, role in members)
            yield f'<relation id="{number}" version="1">{refs}{_xml(tags)}</relation>'
        yield "</osm>"


# --- the packed form: https://wiki.openstreetmap.org/wiki/PBF_Format ---


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def _signed(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _list(number: int, values: Sequence[int]) -> bytes:
    return _field(number, b"".join(map(_varint, values)))


def _steps(values: Sequence[int]) -> list[int]:
    return [_signed(value - before) for before, value in zip([0, *values], values, strict=False)]


def _blob(kind: bytes, content: bytes) -> bytes:
    blob = _field(1, content)
    head = _field(1, kind) + _field(3, len(blob))
    return len(head).to_bytes(4, "big") + head + blob


def pbf(made: Extract) -> bytes:
    """Return an extract in OSM's packed form."""
    texts: dict[str, int] = {"": 0}

    def number(text: str) -> int:
        return texts.setdefault(text, len(texts))

    def told(one: int, tags: Tags) -> bytes:
        keys, values = [number(key) for key in tags], [number(value) for value in tags.values()]
        return _field(1, one) + (_list(2, keys) + _list(3, values) if tags else b"")

    nodes, ways, relations = b"", b"", b""
    for one, ((lon, lat), tags) in enumerate(made.nodes, 1):
        at = _field(8, _signed(round(lat * 1e7))) + _field(9, _signed(round(lon * 1e7)))
        nodes += _field(1, told(_signed(one), tags) + at)
    for one, (ids, tags) in enumerate(made.ways, 1):
        ways += _field(3, told(one, tags) + _list(8, _steps(ids)))
    for one, (members, tags) in enumerate(made.relations, 1):
        roles = _list(8, [number(role) for _, role in members])
        ids = _list(9, _steps([way for way, _ in members]))
        relations += _field(4, told(one, tags) + roles + ids + _list(10, [1] * len(members)))
    table = _field(1, b"".join(_field(1, text.encode()) for text in texts))
    groups = b"".join(_field(2, group) for group in (nodes, ways, relations) if group)
    header = _blob(b"OSMHeader", _field(4, b"OsmSchema-V0.6"))
    return header + _blob(b"OSMData", table + groups)


def _tags(tags: Tags) -> dict[str, str]:
    return {key.replace("__", ":"): value for key, value in tags.items() if value}


def _xml(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


class _Frame:
    """Metres east and north of a point, turned a little, as longitude and latitude."""

    def __init__(self, lon: float, lat: float, turn: float) -> None:
        self.lon, self.lat = lon, lat
        self.cos, self.sin = math.cos(turn), math.sin(turn)

    def at(self, east: float, north: float) -> Point:
        """Return a point; streets are a little bent."""
        north += 60 * math.sin(east / 900)
        x, y = east * self.cos - north * self.sin, east * self.sin + north * self.cos
        return self.lon + x * _M / math.cos(math.radians(self.lat)), self.lat + y * _M

    def ring(self, east: float, north: float, radius: float, count: int = 24) -> list[Point]:
        """Return a closed ring, not quite a circle."""
        radii = [radius * (1 + 0.18 * math.sin(3 * 2 * math.pi * i / count)) for i in range(count)]
        turns = [2 * math.pi * i / count for i in range(count)]
        points = [
            self.at(east + r * math.cos(t), north + r * math.sin(t))
            for r, t in zip(radii, turns, strict=True)
        ]
        return [*points, points[0]]


def _class_of(index: int) -> tuple[str, str, str]:
    for every, kind, zh, en in _CLASSES:
        if index % every == 0:
            return kind, zh, en
    return "residential", "街", "Street"


def _streets(made: Extract, frame: _Frame, prefix: str) -> None:
    reach = _HALF * _STEP_M
    for index in range(-_HALF, _HALF + 1):
        kind, zh, en = _class_of(index)
        for is_east in (True, False):
            number = index + _HALF + (1 if is_east else 51)
            along = range(-reach, reach + 1, _STEP_M)
            points = [
                frame.at(step, index * _STEP_M) if is_east else frame.at(index * _STEP_M, step)
                for step in along
            ]
            tags = {"name": f"{prefix}{_number(number)}{zh}", "name__en": f"Made-up {en} {number}"}
            # OSM cuts a street at each crossing.
            for start in range(0, len(points) - 1, 5):
                made.way(points[start : start + 6], highway=kind, **tags)


def _places(made: Extract, frame: _Frame, prefix: str) -> None:
    for index, (kind, tags) in enumerate(_PLACES * 3):
        east, north = (index * 7919 % 5000) - 2500, (index * 6271 % 5000) - 2500
        number = _number(index + 1)
        names = {"name": f"{prefix}{number}{kind}"}
        if index % 2:
            made.node(*frame.at(east, north), **names, **tags)
        elif "amenity" in tags:
            made.way(frame.ring(east, north, 70), **names, **tags)
        else:
            made.node(*frame.at(east, north), **names, name__en=f"Made-up place {index + 1}", **tags)


_PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("小学", {"amenity": "school"}),
    ("村", {"place": "village"}),
    ("医院", {"amenity": "hospital"}),
    ("村", {"place": "suburb"}),
    ("政府", {"amenity": "townhall"}),
    ("站", {"railway": "station"}),
    ("中学", {"amenity": "school"}),
    ("坊", {"place": "neighbourhood"}),
)


def extract(points: Sequence[Point]) -> Extract:
    """Return an extract with streets, water, green and places round each point (lon, lat)."""
    made = Extract()
    for number, (lon, lat) in enumerate(points):
        frame, prefix = _Frame(lon, lat, 0.2 + number), "大新中南东西北长"[number % 8]
        _streets(made, frame, prefix)
        _places(made, frame, prefix)
        made.area(frame.ring(1300, 900, 600), frame.ring(1300, 900, 120), natural="water", name=f"{prefix}湖")
        made.way(frame.ring(-1400, -900, 500), leisure="park", name=f"{prefix}公园")
        made.way([frame.at(x, -1500) for x in range(-3400, 3401, 200)], waterway="river", name=f"{prefix}河")
        made.way([frame.at(x, 1750) for x in range(-3400, 3401, 200)], railway="rail", name=f"{prefix}铁路")
        made.way(
            [frame.at(-2300, y) for y in range(-3400, 3401, 200)], highway="motorway", ref=f"G{number + 4}"
        )
    return made


def middles(towns: Any) -> dict[str, Point]:
    """Return where each of the towns has its name: lon, lat."""
    rows = towns.set_index("id").loc[list(TOWNS)]
    return dict(zip(rows.index, zip(rows["label_lon"], rows["label_lat"], strict=True), strict=True))
