"""What the cells of the data must be to one another: references, pairs, order, dates.

Each function takes the tables by name and returns the problems it finds; a table that could not be read
is empty and raises none here.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.city import CITY
from geo.editions.rules import succession
from geo.errors import Problem
from geo.reading import Table, Tables, as_float, rows
from geo.vocabulary import Event, Located, Stage

__all__ = ["relations"]


_LINKS = {
    ("source_id", "result_source_id", "town_source_id", "area_source", "population_source"): "sources",
    ("towns", "order_unverified", "town"): "towns",
    ("project_id", "old_id", "new_id"): "projects",
}
# Filled together or empty together; the second names the first in the message, and the first the second.
_TOGETHER = {
    "projects": (("towns", "town_source_id"), ("place_zh", "place_en"), ("note_zh", "note_en")),
    "sites": (("name_zh", "name_en"),),
    "targets": (
        ("unit_zh", "unit_en"),
        ("scope_zh", "scope_en"),
        ("result_zh", "result_en"),
        ("result_zh", "result_date"),
        ("result_zh", "result_source_id"),
    ),
    "events": (("word_zh", "word_en"), ("fact_zh", "fact_en")),
    "since": (("fact_zh", "fact_en"),),
    "succession": (("note_zh", "note_en"),),
    "towns": (("area_km2", "area_source"), ("population_2020", "population_source")),
}
REPORT_KEYS = ("title_zh", "title_en", "date", "publisher", "url", "source_id")


def relations(tables: Tables) -> list[Problem]:
    """Return every problem between cells, rows and files.

    Parameters
    ----------
    tables
        This edition's tables by name; those of the others (``projects@2025``) only say which ids and
        sources there are.
    """
    own = {name: table for name, table in tables.items() if "@" not in name}
    others = {name: table for name, table in tables.items() if "@" in name}
    found = _together(own) + _references(own, others) + _mentions(own) + _report(own)
    found += _sources(own, others) + _projects(own["projects"]) + _targets(own["targets"])
    found += _scopes(own)
    return found + _repeated_pairs(own) + _dates(own) + succession(own, others)


def _together(tables: Tables) -> list[Problem]:
    found = []
    for name, pairs in _TOGETHER.items():
        table = tables[name]
        for row, cells in rows(table):
            for one, other in pairs:
                if bool(cells[one]) != bool(cells[other]):
                    empty, full = (one, other) if cells[other] else (other, one)
                    found.append(Problem(table.file, row, empty, "together", cells[full], full))
    return found


def _references(tables: Tables, others: Tables) -> list[Problem]:
    """Each id that a cell names is there; nothing is said of a file that could not be read.

    A project is known when any edition names it: events and sites outlive the report that they began with.
    """
    found = []
    for columns, target in _LINKS.items():
        homes = [tables[target], *(table for name, table in others.items() if name.startswith(f"{target}@"))]
        known = {project for table in homes for project in table.frame["id"]}
        if not all(len(table.frame) for table in homes):
            continue
        for table in tables.values():
            for column in (name for name in columns if name in table.frame.columns):
                for row, value in enumerate(table.frame[column], start=table.first_row):
                    missing = [part for part in str(value).split(";") if part and part not in known]
                    found += [Problem(table.file, row, column, "reference", part, target) for part in missing]
    return found


def _pairs(table: Table) -> list[tuple[str, str]]:
    return [(cells["ref"], cells["mention"]) for _, cells in rows(table)]


def _mentions(tables: Tables) -> list[Problem]:
    """Each project and target is named in the very paragraph that it cites, and none is left out.

    The cell that is blamed is the paragraph if the name is found in another one, else the name.
    """
    listed = _pairs(tables["mentions"])
    named = ("projects", "targets", "duties")
    used = [pair for name in named for pair in _pairs(tables[name])]
    found = []
    for name, others, key in (
        ("projects", listed, "mention"),
        ("targets", listed, "mention"),
        ("duties", listed, "mention"),
        ("mentions", used, "unused"),
    ):
        if not others:
            continue  # that file could not be read, which is said once
        table, known, names = tables[name], set(others), {mention for _, mention in others}
        for row, (ref, mention) in enumerate(_pairs(table), start=table.first_row):
            if (ref, mention) not in known:
                column = "ref" if mention in names else "mention"
                found.append(Problem(table.file, row, column, key, mention, ref))
    return found


def _report(tables: Tables) -> list[Problem]:
    """The report's keys are each there once, and its source is known."""
    table, found = tables["report"], []
    links = {"source_id": "sources"}
    for row, cells in rows(table):
        other, value = links.get(cells["key"], ""), cells["value"]
        if other and value and len(tables[other].frame) and value not in set(tables[other].frame["id"]):
            found.append(Problem(table.file, row, "value", "reference", value, other))
    seen: list[str] = []
    for row, cells in rows(table):
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


def _cited(tables: Iterable[Table]) -> set[str]:
    """Return the ids of all sources that some table names."""
    cited = set()
    for table in tables:
        for column in (name for name in next(iter(_LINKS)) if name in table.frame.columns):
            cited |= {str(value) for value in table.frame[column]}
        if "key" in table.frame.columns:
            cited |= {cells["value"] for _, cells in rows(table) if cells["key"] == "source_id"}
    return cited


def _sources(tables: Tables, others: Tables) -> list[Problem]:
    """A source can be followed, is cited, and has its address to itself."""
    table = tables["sources"]
    everywhere = [*tables.values(), *others.values()]
    cited = _cited(everywhere)
    whole = not any(other.problems and other.frame.empty for other in everywhere)
    found = []
    addresses: set[str] = set()
    for row, cells in rows(table):
        if cells["url"] in addresses:
            found.append(Problem(table.file, row, "url", "repeated", cells["url"]))
        addresses |= {cells["url"]} - {""}
        if not cells["url"] and not cells["citation"]:
            found.append(Problem(table.file, row, "url", "either", "", "url, citation"))
        if whole and cells["id"] not in cited:
            found.append(Problem(table.file, row, "id", "uncited", cells["id"]))
    return found


def _projects(table: Table) -> list[Problem]:
    """Promises follow the verb, numbers follow one another, towns in order are towns."""
    found = []
    last = {"": 0, "N": 0}
    for row, cells in rows(table):
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
    for row, cells in rows(table):
        value, top = as_float(cells["value"]), as_float(cells["value_max"])
        if value is not None and top is not None and top <= value:
            found.append(Problem(table.file, row, "value_max", "above", cells["value_max"], cells["value"]))
    return found


def _scopes(tables: Tables) -> list[Problem]:
    """What a figure or a duty binds is a kind of unit or a unit; a figure for a place names it in words."""
    units = set(tables["towns"].frame["id"])
    known = {*(kind.id for kind in CITY.unit_kinds), *units}
    found = []
    for table in (tables["targets"], tables["duties"]):
        for row, cells in rows(table):
            unknown = [part for part in cells["binds"].split(";") if part and part not in known]
            if units:
                found += [Problem(table.file, row, "binds", "reference", part, "towns") for part in unknown]
            if cells.get("per") == "place" and not cells["scope_zh"]:
                found.append(Problem(table.file, row, "scope_zh", "scope", "place"))
    return found


def _repeated_pairs(tables: Tables) -> list[Problem]:
    """Two columns together name a row once."""
    found = []
    pairs = {
        "sites": ("project_id", "part"),
        "mentions": ("ref", "mention"),
        "placements": ("project_id", "date"),
        "succession": ("old_id", "new_id"),
    }
    for name, (one, other) in pairs.items():
        table = tables[name]
        seen: set[tuple[str, str]] = set()
        for row, cells in rows(table):
            pair = (cells[one], cells[other])
            if pair in seen:
                found.append(Problem(table.file, row, other, "repeated", cells[other]))
            seen.add(pair)
    return found


def _dates(tables: Tables) -> list[Problem]:
    """A fact has a day, not after the day its source was read on; a search has a day and no source."""
    read = dict(zip(tables["sources"].frame["id"], tables["sources"].frame["date_read"], strict=True))
    dated = [tables[name] for name in ("events", "placements", "since", "succession")]
    found = []
    for table, row, cells in ((one, row, cells) for one in dated for row, cells in rows(one)):
        day = str(read.get(cells["source_id"], ""))
        if not cells["date"]:
            found.append(Problem(table.file, row, "date", "date", ""))
        elif day and cells["date"] > day[: len(cells["date"])]:
            found.append(Problem(table.file, row, "date", "later", cells["date"], day))
        if cells.get("event") == Event.UNKNOWN:
            if cells["source_id"]:
                found.append(Problem(table.file, row, "source_id", "searched", cells["source_id"]))
        elif not cells["source_id"]:
            found.append(Problem(table.file, row, "source_id", "slug", ""))
    return found
