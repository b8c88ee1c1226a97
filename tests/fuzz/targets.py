"""What is fuzzed: each target reads bytes from outside, and lets no exception but our own pass unseen.

Run for long by ``scripts/fuzz`` (coverage-guided), shortly by the suite (test_targets.py).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote_from_bytes

from shapely.geometry import box

from geo.mending import mended_query
from geo.reading import read_table
from geo.schema import check_cells, form
from geo.upload import read
from geo.upload.refusals import RefusedError
from geo.view import parse_query, to_query
from layers.streets.archive import ArchiveError, opened, tiles
from layers.streets.reading import ExtractError, read_extract

__all__ = ["TARGETS"]

_CITY = box(113.6, 22.9, 113.8, 23.1)
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def link(data: bytes) -> None:
    """A query as it comes, and as bytes that are encoded: a view, whose own link reads the same."""
    for query in (data.decode("latin-1"), data.decode(errors="ignore"), quote_from_bytes(data, safe="=&,/")):
        view, _ = parse_query(query)
        assert parse_query(to_query(view)) == (view, ())
        mended_query(query)


def upload(data: bytes) -> None:
    """A visitor's file of any kind: rows, or one reason."""
    try:
        read(data, name="mine")
    except RefusedError as error:
        assert error.problem.key == error.reason.value  # noqa: PT017 - most raise nothing


def table(data: bytes) -> None:
    """A data file of ours in both forms: a frame with its columns, and problems in words."""
    for name, suffix in (("events", "csv"), ("sites", "geojson")):
        path = _FOLDER / f"{name}.{suffix}"
        path.write_bytes(data)
        found = read_table(path, file=path.name, form=form(name))
        assert tuple(found.frame.columns) or found.problems
        for problem in (*found.problems, *check_cells(name, found)):
            assert "\n" not in problem.line("en")


def archive(data: bytes) -> None:
    """A file of streets: known, or an error that names the file."""
    path = _FOLDER / "a.pmtiles"
    path.write_bytes(data)
    opened.cache_clear()
    try:
        tiles(opened(path), (113.6, 22.9, 113.8, 23.1))
    except ArchiveError as error:
        assert path.name in str(error)  # noqa: PT017 - most raise nothing


def extract(data: bytes) -> None:
    """An extract of OpenStreetMap in both forms; GDAL reads it."""
    for suffix in (".osm", ".osm.pbf"):
        path = _FOLDER / f"a{suffix}"
        path.write_bytes(data)
        try:
            read_extract(path, _CITY)
        except ExtractError as error:
            assert path.name in str(error)  # noqa: PT017 - most raise nothing


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "link": link,
    "upload": upload,
    "table": table,
    "archive": archive,
    "extract": extract,
}
