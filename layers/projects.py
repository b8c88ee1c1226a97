"""The projects: what is drawn of each, and every word of its row and card."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES, METRES
from geo.dataset import Dataset
from i18n import text
from layers.geometry import lines_of, lonlat, path, paths, points_of, polygons_of, rings
from layers.glyphs import Avoided, area_glyph, degrees, rim_glyph
from layers.wording import date_short, date_text, distance, known, link

__all__ = ["projects"]

# Degrees: about 10 m, 200 m, 300 m. A line along the border leaves the city by less than it is sure.
_SITE_TOLERANCE = 10 / 111_000
_BORDER_SLACK = 200 / 111_000
_SHORTEST_OUTSIDE = 300 / 111_000
_FIRM = ("surveyed", "approximate")


_Row = Mapping[Hashable, Any]
_Sources = Mapping[str, _Row]


@dataclass(frozen=True, slots=True)
class _City:
    """The city's outline, and the same a little wider, made once: a line along the border is inside."""

    near: BaseGeometry

    @classmethod
    def of(cls, towns: gpd.GeoDataFrame) -> _City:
        near = towns.geometry.union_all().buffer(_BORDER_SLACK)
        shapely.prepare(near)
        return cls(near)


def _draw_lines(geometry: BaseGeometry, city: _City) -> dict[str, Any]:
    """Return the paths inside and outside the city: outside, a line is a direction, drawn fainter."""
    simple = geometry.simplify(_SITE_TOLERANCE)
    if shapely.contains(city.near, simple):
        return {"paths": paths(simple), "outside": []}
    pieces = lines_of(simple.difference(city.near))
    outside = [line for line in pieces if line.length > _SHORTEST_OUTSIDE]
    if not outside:
        return {"paths": paths(simple), "outside": []}
    # Not `simple` minus `outside`: cut points are rounded, and the difference would leave the line whole.
    inside = [*lines_of(simple.intersection(city.near)), *(line for line in pieces if line not in outside)]
    return {
        "paths": [path(line.coords) for line in inside],
        "outside": [path(line.coords) for line in outside],
    }


def _part(row: _Row, *, city: _City) -> dict[str, Any]:
    """Return one site (a row of ``sites``) as what the document draws."""
    geometry: BaseGeometry = row["geometry"]
    accuracy = known(row["accuracy_m"])
    part: dict[str, Any] = {
        "sure": row["certainty"],
        "m": None if accuracy is None else round(float(accuracy)),
    }
    if lines_of(geometry):
        part |= _draw_lines(geometry, city)
    if polygons_of(geometry):
        part["rings"] = rings(geometry.simplify(_SITE_TOLERANCE))
    if points_of(geometry):
        part["points"] = [lonlat(point) for point in points_of(geometry)]
    return part


def _glyph(rows: Sequence[_Row], *, avoid: Avoided) -> Point | None:
    """Return where a project's icon stands (in the city's metric system), None for lines, which need none."""
    if any(lines_of(row["geometry"]) for row in rows):
        return None
    for row in rows:
        shape, accuracy = row["geometry"], known(row["accuracy_m"])
        if polygons_of(shape):
            return area_glyph(shape, avoid=avoid)
        centre = points_of(shape)[0]
        if row["certainty"] in _FIRM or accuracy is None:
            return centre
        return rim_glyph(centre, accuracy_m=float(accuracy), avoid=avoid)
    return None


def _glyphs(sites: gpd.GeoDataFrame, *, towns: gpd.GeoDataFrame) -> dict[str, list[float]]:
    """Return [lon, lat] of the icon by project id; each avoids lines, town names and the icons before it."""
    metric = sites.to_crs(METRES)
    labels = gpd.GeoSeries(gpd.points_from_xy(towns["label_lon"], towns["label_lat"]), crs=DEGREES).to_crs(
        METRES
    )
    avoid = Avoided([*(line for shape in metric.geometry for line in lines_of(shape)), *labels])
    places: dict[str, Point] = {}
    for project_id, rows in sorted(_by_project(metric).items()):
        place = _glyph(rows, avoid=avoid)
        if place is not None:
            places[project_id] = place
            avoid.add(place)
    return dict(zip(places, map(lonlat, degrees(list(places.values()))), strict=True))


def _by_project(frame: pd.DataFrame) -> dict[str, list[_Row]]:
    """Return the rows of each project, in the order of the frame."""
    found: dict[str, list[_Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["project_id"]), []).append(row)
    return found


def _source(sources: _Sources, source_id: object) -> dict[str, Any] | None:
    row = sources.get(str(known(source_id) or ""))
    if row is None:
        return None
    return {
        "title": known(row["publisher"]) or known(row["title"]) or "",
        "full": known(row["title"]) or "",
        "url": link(row["url"]),
    }


def _stage(row: _Row, *, year: str, lang: str) -> str:
    stage = str(row["stage"])
    if known(row.get("due")) and stage in ("starting", "completing"):
        return text(f"map.stage_{stage}", lang, year=year)
    return text(f"stage.{stage}", lang)


def _place(row: _Row, sites: Sequence[_Row], *, lang: str) -> dict[str, Any]:
    """Return the certainty in words and metres, and how the place is known."""
    sure, accuracy = str(row["certainty"]), known(row["accuracy_m"])
    if sure in ("approximate", "schematic"):
        key = f"map.place_{sure}" if accuracy is not None else f"map.place_{sure}_plain"
        title = text(key, lang, distance=distance(float(accuracy or 0), lang=lang))
    else:
        title = text(f"map.place_{sure}", lang)
    methods = [str(known(site[f"method_{lang}"])) for site in sites if known(site[f"method_{lang}"])]
    told = known(row.get(f"place_{lang}"))
    words = [str(told)] if told else methods
    if not told and len({site["certainty"] for site in sites}) > 1:
        words.append(text("map.place_mixed", lang))
    return {"title": title, "text": _sentences(words, lang=lang)}


def _later_place(row: _Row, towns: pd.DataFrame, *, lang: str) -> dict[str, Any]:
    """Return the place that a later fact gave to a project which the report left without one."""
    column = "short_zh" if lang == "zh" else "name_en"
    names = [str(name) for name in towns.loc[towns["id"].isin(list(row["towns"])), column]]
    when = date_text(row["placed_since"], lang=lang)
    title = text("map.place_since", lang, date=when, towns=("、" if lang == "zh" else ", ").join(names))
    return {"title": title, "text": str(row[f"placed_{lang}"])}


def _sentences(words: Sequence[str], *, lang: str) -> str:
    unique = [word for word in dict.fromkeys(words) if word]
    kept = [word for word in unique if not any(word != other and word in other for other in unique)]
    return ("" if lang == "zh" else " ").join(kept)


def _promise(row: _Row, *, report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    kept = str(row["kept"])
    told = None
    if kept in ("kept", "late", "not_yet"):
        when = date_text(row.get("kept_date"), lang=lang)
        rest = text("map.kept_on", lang, date=when) if when else text("map.kept_only", lang)
        told = {"word": text(f"kept.{kept}", lang), "rest": rest}
    return {
        "text": known(row.get(f"promise_{lang}")) or "",
        "kept": told,
        "ref": text("map.ref_paragraph", lang, ref=row["ref"]),
        "url": link(report.get("url")),
        "date": date_text(report.get("date"), lang=lang),
    }


def _now(row: _Row, *, sources: _Sources, lang: str) -> dict[str, Any]:
    return {
        "word": known(row.get(f"status_word_{lang}")) or text(f"status.{row['status']}", lang),
        "date": date_text(row.get("status_date"), lang=lang),
        "short": date_short(row.get("status_date"), lang=lang),
        "fact": known(row.get(f"status_fact_{lang}")) or "",
        "source": _source(sources, row.get("status_source_id")),
    }


def _events(events: Sequence[_Row], *, sources: _Sources, lang: str) -> list[dict[str, Any]]:
    """Return a project's events, newest first."""
    rows = sorted(events, key=lambda row: str(known(row["date"]) or ""), reverse=True)
    return [
        {
            "date": date_text(row["date"], lang=lang),
            "fact": known(row[f"fact_{lang}"]) or "",
            "source": _source(sources, row["source_id"]),
        }
        for row in rows
    ]


def _all_sources(
    row: _Row,
    *,
    sites: Sequence[_Row],
    events: Sequence[_Row],
    sources: _Sources,
) -> list[dict[str, Any]]:
    own = [row.get(name) for name in ("source_id", "town_source_id", "placed_source_id")]
    ids = [*own, *(one["source_id"] for one in (*sites, *events))]
    split = [piece for value in ids for piece in str(known(value) or "").split(";")]
    found = [_source(sources, piece.strip()) for piece in dict.fromkeys(split)]
    return [source for source in found if source is not None]


def _facts(row: _Row, *, lang: str) -> dict[str, Any]:
    """Return what the row and the map need of a project."""
    other = "en" if lang == "zh" else "zh"
    accuracy = known(row["accuracy_m"])
    return {
        "id": row["id"],
        "no": str(row["no"]),
        "cat": str(row["category"]),
        "sure": str(row["certainty"]),
        "status": str(row["status"]),
        "stage_id": str(row["stage"]),
        "kept_id": str(row["kept"]),
        "located": str(row["located"]),
        "name": known(row[f"name_{lang}"]) or known(row[f"name_{other}"]) or "",
        "other": known(row[f"name_{other}"]) or "",
        "label": known(row[f"label_{lang}"]) or known(row[f"name_{lang}"]) or "",
        "ref": text("map.ref", lang, ref=row["ref"]),
        "m": None if accuracy is None else round(float(accuracy)),
        "towns": [str(town) for town in row["towns"]],
        "ordered": row["towns_in_order"] in (True, "yes"),
        "open": [str(town) for town in row["order_unverified"]],
        "what": known(row[f"what_{lang}"]) or "",
        "note": known(row.get(f"note_{lang}")) or "",
        "since": _since(row, lang=lang),
    }


def _since(row: _Row, *, lang: str) -> str:
    """Return from when a place is known that the report did not give, empty for all others."""
    month = "-".join(str(row["placed_since"]).split("-")[:2])
    return text("map.since", lang, date=date_text(month, lang=lang)) if month else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of all projects, gathered once: their sites, events and sources."""

    sites: Mapping[str, list[_Row]]
    events: Mapping[str, list[_Row]]
    sources: _Sources
    report: Mapping[str, Any]
    towns: pd.DataFrame


def _card(row: _Row, *, around: _Around, lang: str) -> dict[str, Any]:
    """Return the lines of a project's card."""
    sites, events = around.sites.get(str(row["id"]), []), around.events.get(str(row["id"]), [])
    return {
        "stage": _stage(row, year=str(around.report["date"])[:4], lang=lang),
        "place": (
            _later_place(row, around.towns, lang=lang)
            if row["placed_since"]
            else _place(row, sites, lang=lang)
        ),
        "promise": _promise(row, report=around.report, lang=lang),
        "now": _now(row, sources=around.sources, lang=lang),
        "events": _events(events, sources=around.sources, lang=lang),
        "sources": _all_sources(row, sites=sites, events=events, sources=around.sources),
    }


def projects(dataset: Dataset, *, lang: str) -> list[dict[str, Any]]:
    """Return every project as a plain JSON value: drawing, row and card in one language.

    Parameters
    ----------
    dataset
        Its frames are in EPSG:4326 and passed ``geo.schema``.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    list
        In the report's order, those without a place after the others.
    """
    around = _Around(
        sites=_by_project(dataset.sites),
        events=_by_project(dataset.events),
        sources={str(row["id"]): row for row in dataset.sources.to_dict("records")},
        report=dataset.report,
        towns=dataset.towns,
    )
    city = _City.of(dataset.towns)
    glyphs = _glyphs(dataset.sites, towns=dataset.towns)
    out = []
    for number, row in enumerate(dataset.projects.to_dict("records")):
        sites = around.sites.get(str(row["id"]), [])
        drawn = {"parts": [_part(site, city=city) for site in sites], "glyph": glyphs.get(str(row["id"]))}
        card = _card(row, around=around, lang=lang)
        out.append({"row": number, **_facts(row, lang=lang), **card, **drawn})
    return sorted(out, key=lambda project: project["located"] == "unsited")
