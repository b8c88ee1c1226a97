"""What the cells of the data must be to one another: references, pairs, order, dates, places.

Each function takes the tables by name and returns the problems it finds; a table that could not be read
is empty and raises none here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import DEGREES, METRES
from geo.errors import Problem
from geo.places import MAP_BOUNDS
from geo.reading import Table
from geo.vocabulary import Certainty, Located, Stage, TownKind

__all__ = ["relations"]

Tables = Mapping[str, Table]

_LINKS = {
    ("source_id", "town_source_id", "area_source", "population_source"): "sources",
    ("towns", "order_unverified", "town"): "towns",
    ("project_id",): "projects",
}
# Filled together or empty together; the second names the first in the message, and the first the second.
_TOGETHER = {
    "projects": (("towns", "town_source_id"), ("place_zh", "place_en"), ("note_zh", "note_en")),
    "sites": (("name_zh", "name_en"),),
    "targets": (("unit_zh", "unit_en"),),
    "events": (("word_zh", "word_en"), ("fact_zh", "fact_en")),
    "towns": (("area_km2", "area_source"), ("population_2020", "population_source")),
}
REPORT_KEYS = ("title_zh", "title_en", "date", "publisher", "url", "source_id")
# The first digits of the last six of a town's code say what it is (GB/T 2260 as used in 东莞).
_CODES = {"0": TownKind.SUBDISTRICT, "1": TownKind.TOWN, "4": TownKind.ZONE}
_AREA_OFF = 0.15


def relations(tables: Tables) -> list[Problem]:
    """Return every problem between cells, rows and files."""
    found = _together(tables) + _references(tables) + _mentions(tables) + _report(tables["report"])
    found += _sources(tables) + _projects(tables["projects"]) + _targets(tables["targets"])
    found += _repeated_pairs(tables) + _dates(tables)
    found += _bounds(tables) + _coverage(tables["towns"]) + _towns(tables["towns"])
    return found + _sites(tables) + _stations(tables)


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's number and cells."""
    for number, row in enumerate(table.frame.to_dict("records"), start=table.first_row):
        yield number, {str(name): str(value) for name, value in row.items()}


def _together(tables: Tables) -> list[Problem]:
    found = []
    for name, pairs in _TOGETHER.items():
        table = tables[name]
        for row, cells in _rows(table):
            for one, other in pairs:
                if bool(cells[one]) != bool(cells[other]):
                    empty, full = (one, other) if cells[other] else (other, one)
                    found.append(Problem(table.file, row, empty, "together", cells[full], full))
    return found


def _references(tables: Tables) -> list[Problem]:
    """Each id that a cell names is there."""
    found = []
    for columns, target in _LINKS.items():
        known = set(tables[target].frame["id"])
        for table in tables.values():
            for column in (name for name in columns if name in table.frame.columns):
                for row, value in enumerate(table.frame[column], start=table.first_row):
                    missing = [part for part in str(value).split(";") if part and part not in known]
                    found += [Problem(table.file, row, column, "reference", part, target) for part in missing]
    return found


def _pairs(table: Table) -> list[tuple[str, str]]:
    return [(cells["ref"], cells["mention"]) for _, cells in _rows(table)]


def _mentions(tables: Tables) -> list[Problem]:
    """Each project and target is named in the very paragraph that it cites, and none is left out.

    The cell that is blamed is the paragraph if the name is found in another one, else the name.
    """
    listed = _pairs(tables["mentions"])
    used = [pair for name in ("projects", "targets") for pair in _pairs(tables[name])]
    found = []
    for name, others, key in (
        ("projects", listed, "mention"),
        ("targets", listed, "mention"),
        ("mentions", used, "unused"),
    ):
        table, known, names = tables[name], set(others), {mention for _, mention in others}
        for row, (ref, mention) in enumerate(_pairs(table), start=table.first_row):
            if (ref, mention) not in known:
                column = "ref" if mention in names else "mention"
                found.append(Problem(table.file, row, column, key, mention, ref))
    return found


def _report(table: Table) -> list[Problem]:
    """The report's keys are each there once."""
    found = []
    seen: list[str] = []
    for row, cells in _rows(table):
        key = cells["key"]
        if key not in REPORT_KEYS:
            found.append(Problem(table.file, row, "key", "one_of", key, ", ".join(REPORT_KEYS)))
        elif key in seen:
            found.append(Problem(table.file, row, "key", "repeated", key))
        seen.append(key)
    if len(table.frame):
        missing = [key for key in REPORT_KEYS if key not in seen]
        found += [Problem(table.file, 0, "key", "missing_key", key) for key in missing]
    return found


def _sources(tables: Tables) -> list[Problem]:
    """A source can be followed, and is cited; the report's own is known."""
    table = tables["sources"]
    cited = {
        str(value)
        for other in tables.values()
        for column in (name for name in next(iter(_LINKS)) if name in other.frame.columns)
        for value in other.frame[column]
    }
    report = tables["report"]
    known = set(table.frame["id"])
    found = []
    for row, cells in _rows(report):
        if cells["key"] == "source_id":
            cited.add(cells["value"])
            if cells["value"] not in known:
                found.append(Problem(report.file, row, "value", "reference", cells["value"], "sources"))
    for row, cells in _rows(table):
        if not cells["url"] and not cells["citation"]:
            found.append(Problem(table.file, row, "url", "either", "", "url, citation"))
        if cells["id"] not in cited:
            found.append(Problem(table.file, row, "id", "uncited", cells["id"]))
    return found


def _projects(table: Table) -> list[Problem]:
    """Promises follow the verb, numbers follow one another, towns in order are towns."""
    found = []
    last = {"": 0, "N": 0}
    for row, cells in _rows(table):
        dated = cells["stage"] in {Stage.STARTING, Stage.COMPLETING}
        if dated != bool(cells["promised"]):
            found.append(Problem(table.file, row, "promised", "promised", cells["promised"], cells["stage"]))
        prefix = "N" if cells["no"].startswith("N") else ""
        last[prefix] += 1
        if cells["no"] != f"{prefix}{last[prefix]}":
            found.append(Problem(table.file, row, "no", "sequence", cells["no"], f"{prefix}{last[prefix]}"))
        if (cells["located"] == Located.UNSITED) != bool(prefix):
            found.append(Problem(table.file, row, "located", "located", cells["located"], cells["no"]))
        towns = [town for town in cells["towns"].split(";") if town]
        if cells["towns_in_order"] == "yes" and len(towns) < 2:
            found.append(Problem(table.file, row, "towns_in_order", "order", "yes"))
        if len(set(towns)) < len(towns):
            found.append(Problem(table.file, row, "towns", "repeated", cells["towns"]))
        unsure = [town for town in cells["order_unverified"].split(";") if town and town not in towns]
        found += [Problem(table.file, row, "order_unverified", "reference", one, "towns") for one in unsure]
    return found


def _targets(table: Table) -> list[Problem]:
    found = []
    for row, cells in _rows(table):
        value, top = _float(cells["value"]), _float(cells["value_max"])
        if value is not None and top is not None and top <= value:
            found.append(Problem(table.file, row, "value_max", "above", cells["value_max"], cells["value"]))
    return found


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _repeated_pairs(tables: Tables) -> list[Problem]:
    """Two columns together name a row once."""
    found = []
    for name, (one, other) in {"sites": ("project_id", "part"), "mentions": ("ref", "mention")}.items():
        table = tables[name]
        seen: set[tuple[str, str]] = set()
        for row, cells in _rows(table):
            pair = (cells[one], cells[other])
            if pair in seen:
                found.append(Problem(table.file, row, other, "repeated", cells[other]))
            seen.add(pair)
    return found


def _dates(tables: Tables) -> list[Problem]:
    """An event has a day, and is not later than the day on which its source was read."""
    read = dict(zip(tables["sources"].frame["id"], tables["sources"].frame["date_read"], strict=True))
    table = tables["events"]
    found = []
    for row, cells in _rows(table):
        day = str(read.get(cells["source_id"], ""))
        if not cells["date"]:
            found.append(Problem(table.file, row, "date", "date", ""))
        elif day and cells["date"] > day[: len(cells["date"])]:
            found.append(Problem(table.file, row, "date", "later", cells["date"], day))
        if not cells["source_id"]:
            found.append(Problem(table.file, row, "source_id", "slug", ""))
    return found


def _bounds(tables: Tables) -> list[Problem]:
    """Each geometry lies on the map and is valid (OGC Simple Features)."""
    found = []
    for table in tables.values():
        for number, geometry in enumerate(table.geometry, start=1):
            if geometry is None:
                continue
            west, south, east, north = geometry.bounds
            if not (MAP_BOUNDS.holds(west, south) and MAP_BOUNDS.holds(east, north)):
                found.append(Problem(table.file, number, "geometry", "bounds", geometry.geom_type))
            elif not geometry.is_valid:
                why = shapely.is_valid_reason(geometry)
                found.append(Problem(table.file, number, "geometry", "invalid", why))
    return found


def _coverage(table: Table) -> list[Problem]:
    """The towns neither overlap nor leave gaps."""
    shapes = list(table.geometry)
    if not shapes or None in shapes or shapely.coverage_is_valid(shapes):
        return []
    edges = shapely.coverage_invalid_edges(shapes)
    rows = [number for number, edge in enumerate(edges, start=1) if not edge.is_empty]
    return [Problem(table.file, row, "geometry", "coverage") for row in rows]


def _metres(table: Table) -> list[Any]:
    """Return the geometries in EPSG:4547, None where there is none."""
    shapes = np.array(table.geometry, dtype=object)
    return list(gpd.GeoSeries(shapes, crs=DEGREES).to_crs(METRES))


def _towns(table: Table) -> list[Problem]:
    """A label stands in its town, the area is near that of the outline, the code says the kind."""
    found = []
    shapes = _metres(table)
    for (row, cells), geometry, metric in zip(_rows(table), table.geometry, shapes, strict=False):
        lon, lat, area = (_float(cells[name]) for name in ("label_lon", "label_lat", "area_km2"))
        known = geometry is not None and lon is not None and lat is not None
        if known and not shapely.intersects(geometry, shapely.Point(lon or 0.0, lat or 0.0)):
            found += [
                Problem(table.file, row, name, "away", cells[name], cells["id"])
                for name in ("label_lon", "label_lat")
            ]
        if metric is not None and area is not None:
            drawn = metric.area / 1e6
            if abs(area - drawn) > _AREA_OFF * drawn:
                found.append(Problem(table.file, row, "area_km2", "area", cells["area_km2"], f"{drawn:.1f}"))
        if _CODES.get(cells["code"][6:7]) != cells["kind"]:
            found.append(Problem(table.file, row, "kind", "code_kind", cells["kind"], cells["code"]))
    return found


def _town_shapes(tables: Tables) -> dict[str, Any]:
    table = tables["towns"]
    pairs = zip(table.frame["id"], _metres(table), strict=False)
    return {str(town): geometry for town, geometry in pairs if geometry is not None}


def _sites(tables: Tables) -> list[Problem]:
    """A site is of a placed project, lies in one of its towns, and says how sure it is."""
    projects = {cells["id"]: cells for _, cells in _rows(tables["projects"])}
    towns, table = _town_shapes(tables), tables["sites"]
    found = []
    for (row, cells), geometry in zip(_rows(table), _metres(table), strict=False):
        project = projects.get(cells["project_id"])
        accuracy, moved = _float(cells["accuracy_m"]), _float(cells["displaced_m"])
        if cells["certainty"] in {Certainty.TOWN, Certainty.NONE}:
            found.append(Problem(table.file, row, "certainty", "sited", cells["certainty"]))
        if accuracy is None and geometry is not None and not geometry.geom_type.endswith("Polygon"):
            found.append(Problem(table.file, row, "accuracy_m", "accuracy", cells["accuracy_m"]))
        if accuracy is not None and moved is not None and moved > accuracy:
            found.append(
                Problem(table.file, row, "displaced_m", "below", cells["displaced_m"], cells["accuracy_m"])
            )
        if project is None:
            continue
        if project["located"] != Located.PLACED:
            found.append(Problem(table.file, row, "project_id", "unplaced", cells["project_id"]))
        own = [towns[town] for town in project["towns"].split(";") if town in towns]
        if geometry is not None and own:
            off = min(geometry.distance(town) for town in own) - (accuracy or 0.0)
            if off > 0:
                found.append(
                    Problem(table.file, row, "geometry", "away", cells["project_id"], project["towns"])
                )
    return found


def _stations(tables: Tables) -> list[Problem]:
    """A station lies in its town, to its accuracy; only one outside of the city has none."""
    towns, table = _town_shapes(tables), tables["stations"]
    found = []
    seen: set[tuple[str, str]] = set()
    for (row, cells), geometry in zip(_rows(table), _metres(table), strict=False):
        town = towns.get(cells["town"])
        if (cells["kind"] == "outside") == bool(cells["town"]):
            found.append(Problem(table.file, row, "town", "outside", cells["town"], cells["kind"]))
        off = 0.0 if town is None or geometry is None else geometry.distance(town)
        if off > (_float(cells["accuracy_m"]) or 0.0):
            found.append(Problem(table.file, row, "town", "away", cells["town"], cells["id"]))
        if cells["order"] and not cells["project_id"]:
            found.append(Problem(table.file, row, "project_id", "together", cells["order"], "order"))
        if cells["project_id"] and not cells["order"] and cells["kind"] != "outside":
            found.append(Problem(table.file, row, "order", "together", cells["project_id"], "project_id"))
        place = (cells["project_id"], cells["order"])
        if all(place) and place in seen:
            found.append(Problem(table.file, row, "order", "repeated", cells["order"]))
        seen.add(place)
    return found
