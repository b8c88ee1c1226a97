"""What geometry says of the data: on the map, valid, in its town, as large as published.

As in :mod:`geo.relations`, each function takes the tables by name and returns the problems it finds.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.city import CITY
from geo.crs import DEGREES, METRES
from geo.errors import Problem
from geo.places import MAP_BOUNDS
from geo.reading import Table, Tables, as_float, rows
from geo.vocabulary import Certainty, Located

__all__ = ["positions"]

_AREA_OFF = 0.15


def positions(tables: Tables) -> list[Problem]:
    """Return every problem between geometries, and between a geometry and its cells."""
    found = _bounds(tables) + _coverage(tables["towns"]) + _towns(tables["towns"])
    return found + _sites(tables) + _stations(tables)


def _bounds(tables: Tables) -> list[Problem]:
    """Each geometry lies on the map and is valid (OGC Simple Features)."""
    found = []
    for table in tables.values():
        shapes = np.array(table.geometry, dtype=object)
        west, south, east, north = shapely.bounds(shapes).T.reshape(4, -1)
        inside = (west >= MAP_BOUNDS.west) & (south >= MAP_BOUNDS.south)
        inside &= (east <= MAP_BOUNDS.east) & (north <= MAP_BOUNDS.north)
        there = ~shapely.is_missing(shapes)
        for place in np.flatnonzero(there & ~inside):
            kind = shapes[place].geom_type
            found.append(Problem(table.file, int(place) + 1, "geometry", "bounds", kind))
        for place in np.flatnonzero(there & inside & ~shapely.is_valid(shapes)):
            why = shapely.is_valid_reason(shapes[place])
            found.append(Problem(table.file, int(place) + 1, "geometry", "invalid", why))
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
    """Return the geometries in metres, None where there is none."""
    shapes = np.array(table.geometry, dtype=object)
    return list(gpd.GeoSeries(shapes, crs=DEGREES).to_crs(METRES))


def _towns(table: Table) -> list[Problem]:
    """A label stands in its town, the area is near that of the outline, the code says the kind."""
    found = []
    shapes = _metres(table)
    for (row, cells), geometry, metric in zip(rows(table), table.geometry, shapes, strict=False):
        lon, lat, area = (as_float(cells[name]) for name in ("label_lon", "label_lat", "area_km2"))
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
        if CITY.kind_of(cells["code"]) != cells["kind"]:
            found.append(Problem(table.file, row, "kind", "code_kind", cells["kind"], cells["code"]))
    return found


def _town_shapes(tables: Tables) -> dict[str, Any]:
    table = tables["towns"]
    pairs = zip(table.frame["id"], _metres(table), strict=False)
    return {str(town): geometry for town, geometry in pairs if geometry is not None}


def _sites(tables: Tables) -> list[Problem]:
    """A site is of a placed project, lies in one of its towns, and says how sure it is."""
    projects = {cells["id"]: cells for _, cells in rows(tables["projects"])}
    table = tables["sites"]
    found = []
    for (row, cells), geometry in zip(rows(table), table.geometry, strict=False):
        project = projects.get(cells["project_id"])
        accuracy, moved = as_float(cells["accuracy_m"]), as_float(cells["displaced_m"])
        if cells["certainty"] in {Certainty.TOWN, Certainty.NONE}:
            found.append(Problem(table.file, row, "certainty", "sited", cells["certainty"]))
        if accuracy is None and geometry is not None and not geometry.geom_type.endswith("Polygon"):
            found.append(Problem(table.file, row, "accuracy_m", "accuracy", cells["accuracy_m"]))
        if accuracy is not None and moved is not None and moved > accuracy:
            found.append(
                Problem(table.file, row, "displaced_m", "below", cells["displaced_m"], cells["accuracy_m"])
            )
        if project is not None and project["located"] != Located.PLACED:
            found.append(Problem(table.file, row, "project_id", "unplaced", cells["project_id"]))
    return found + _away(tables)


def _away(tables: Tables) -> list[Problem]:
    """A site lies in one of its project's towns, or as near as it is sure."""
    towns, table = _town_shapes(tables), tables["sites"]
    named = dict(zip(tables["projects"].frame["id"], tables["projects"].frame["towns"], strict=True))
    sites = _metres(table)
    # One pair a site and town, all measured in two calls: in a loop this took half of a check of 10,000.
    pairs = [
        (place, towns[town])
        for place, project in enumerate(table.frame["project_id"])
        if place < len(sites) and sites[place] is not None
        for town in str(named.get(project, "")).split(";")
        if town in towns
    ]
    if not pairs:
        return []
    places = np.array([place for place, _ in pairs])
    shapes, areas = np.array(sites, dtype=object)[places], np.array([area for _, area in pairs], dtype=object)
    shapely.prepare(areas)
    off = np.zeros(len(pairs))
    apart = ~shapely.intersects(areas, shapes)
    off[apart] = shapely.distance(areas[apart], shapes[apart])
    nearest = np.full(len(sites), np.inf)
    np.minimum.at(nearest, places, off)
    found = []
    sure = np.array([as_float(value) or 0.0 for value in table.frame["accuracy_m"]])[: len(sites)]
    for place in np.flatnonzero(np.isfinite(nearest) & (nearest > sure)):
        project = str(table.frame["project_id"].iloc[place])
        row = int(place) + table.first_row
        found.append(Problem(table.file, row, "geometry", "away", project, str(named[project])))
    return found


def _stations(tables: Tables) -> list[Problem]:
    """A station lies in its town, to its accuracy; only one outside of the city has none."""
    towns, table = _town_shapes(tables), tables["stations"]
    found = []
    seen: set[tuple[str, str]] = set()
    for (row, cells), geometry in zip(rows(table), _metres(table), strict=False):
        town = towns.get(cells["town"])
        if (cells["kind"] == "outside") == bool(cells["town"]):
            found.append(Problem(table.file, row, "town", "outside", cells["town"], cells["kind"]))
        off = 0.0 if town is None or geometry is None else geometry.distance(town)
        if off > (as_float(cells["accuracy_m"]) or 0.0):
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
