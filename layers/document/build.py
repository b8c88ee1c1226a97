"""Render the page: Folium first, then our assets, the data last."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from geo.dataset import Dataset
from i18n import HTML_LANG, table, text
from layers.basemap import basemap, stations
from layers.document import assets
from layers.document.folium_map import MAP_NAME, folium_parts
from layers.escape import json_safe, markup_safe
from layers.finding import finding
from layers.opening import OPEN_ISLAND
from layers.projects import projects
from layers.style import drawing
from layers.topology import Topology, topology
from layers.tours import tours
from layers.towns import silhouette, towns
from layers.wording import date_text, newest_fact

__all__ = ["Alone", "build", "payload", "split", "words"]

_MORE = '<script type="application/json" id="dgmap-more">{}</script>\n<script>dgmap.whole()</script>'
_SLOT = re.compile(r"\[\[(\w+)\]\]")
# What the page's search and filters share with the app's other pages.
_APP_WORDS = (
    "search", "near", "filters", "clear", "clear_n", "show_n", "offer_town", "offer_station",
    "facet_categories", "facet_towns", "facet_stages", "facet_statuses", "facet_kept", "facet_certainty",
)  # fmt: skip
_WORD_TABLES = ("category", "certainty", "status", "kept", "stage")


@dataclass(frozen=True, slots=True)
class Alone:
    """A page outside of the app.

    Attributes
    ----------
    other
        Where the page in the other language is, relative; empty if the page holds it (``both``).
    home
        Where the site's first page is, relative; empty for a file without a site.
    both
        Whether the page holds both languages and no font of the site: one file that needs nothing.
    """

    other: str = ""
    home: str = ""
    both: bool = False


def words(lang: str) -> dict[str, Any]:
    """Return the page's words in one language; `names` holds those of the closed lists."""
    every = table(lang)
    own = {f"ui_{key}": every["ui"][key] for key in _APP_WORDS}
    own |= {f"tour_{key}": value for key, value in every["tour"].items()}
    return {**every["map"], **own, "names": {name: dict(every[name]) for name in _WORD_TABLES}}


def payload(dataset: Dataset, *, lang: str, review_number: str = "") -> dict[str, Any]:
    """Return everything the page's script reads, as plain JSON values.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    review_number
        The map review number (审图号) to print, empty while there is none.
    """
    west, south, east, north = (round(float(value), 5) for value in dataset.towns.total_bounds)
    units = towns(dataset.towns, lang=lang)
    borders = topology(unit["rings"] for unit in units)
    return {
        "lang": lang,
        "map": f"map_{MAP_NAME}",
        "edition": str(dataset.report["date"])[:4],
        "newest": date_text(newest_fact(dataset), lang=lang),
        "review": review_number,
        "bounds": [west, south, east, north],
        "style": drawing(),
        "words": words(lang),
        "base": _base(basemap(dict(dataset.basemap), lang=lang)),
        "stations": stations(dataset.stations, lang=lang),
        "arcs": borders.arcs,
        "towns": _of_arcs(units, borders),
        "outline": borders.outline(),
        "projects": projects(dataset, lang=lang),
        "tours": tours(dataset, lang=lang),
        "find": finding(dataset, lang=lang),
    }


def _of_arcs(areas: Sequence[Mapping[str, Any]], borders: Topology) -> list[dict[str, Any]]:
    return [{**area, "rings": shape} for area, shape in zip(areas, borders.shapes, strict=True)]


def _base(base: Mapping[str, Any]) -> dict[str, Any]:
    """Say each border of the context once; of the neighbours nothing but their borders is drawn."""
    neighbours, water = base["neighbours"], base["water"]
    names = [{key: area[key] for key in ("name", "kind", "label")} for area in neighbours]
    shore = topology(area["rings"] for area in water)
    return {
        **base,
        "neighbours": {"arcs": topology(area["rings"] for area in neighbours).arcs, "areas": names},
        "water": {"arcs": shore.arcs, "areas": _of_arcs(water, shore)},
    }


# What the map is not drawn from. In one file it comes after the scripts, in the app as a file of its own that
# the page asks for once the map stands.
_LATER = ("other", "ref", "what", "note", "place", "promise", "events", "sources")


def _brief(now: Mapping[str, Any]) -> dict[str, Any]:
    return {key: now[key] for key in ("word", "short")}


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part a payload into what the map is drawn from and what cards and search need."""
    first, more = dict(data), {"find": data["find"]}
    del first["find"]
    rows = data["projects"]
    first["projects"] = [
        {**{key: row[key] for key in row if key not in _LATER}, "now": _brief(row["now"])} for row in rows
    ]
    more["projects"] = {row["id"]: {key: row[key] for key in (*_LATER, "now")} for row in rows}
    return first, more


def _fill(page: str, values: Mapping[str, str]) -> str:
    """Fill the slots in one pass: what is put in is never looked at again."""
    return _SLOT.sub(lambda found: values[found.group(1)], page)


def build(dataset: Dataset, lang: str, *, review_number: str = "", alone: Alone | None = None) -> str:
    """Render the map document of a dataset in one language: the same input gives the same bytes.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``; its frames are in EPSG:4326.
    lang
        ``zh`` or ``en``.
    review_number
        The map review number (审图号) to print, empty while there is none.
    alone
        What a page outside of the app needs besides; None for the app's own.

    Returns
    -------
    str
        One HTML page that asks the network for nothing.
    """
    data = payload(dataset, lang=lang, review_number=review_number)
    second = ""
    if alone is not None:
        data["alone"] = {"other": alone.other, "home": alone.home}
        if alone.both:
            second = _second_language(dataset, data, review_number=review_number) + OPEN_ISLAND
    first, more = split(data)
    with_fonts = alone is None or not alone.both
    return _render(dataset, first, more, second=second, with_fonts=with_fonts)


@dataclass(frozen=True, slots=True)
class Served:
    """A document as the app serves it: the page, and a file beside it.

    Attributes
    ----------
    page
        The HTML page.
    beside
        The file beside it (JSON) by its name: what cards and search need.
    """

    page: str
    beside: Mapping[str, str]


def build_served(dataset: Dataset, lang: str, *, review_number: str = "") -> Served:
    """Render the document for the app: as :func:`build`, but what it is not drawn from lies beside it."""
    data = payload(dataset, lang=lang, review_number=review_number)
    first, more = split(data)
    later = json.dumps(more, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(later.encode()).hexdigest()[:12]
    prefix = f"{data['edition']}-{lang}-{digest}-"
    page = _render(dataset, {**first, "beside": f"/map/{prefix}"}, None)
    return Served(page, {f"{prefix}more.json": later})


def _render(
    dataset: Dataset,
    first: Mapping[str, Any],
    more: Mapping[str, Any] | None,
    *,
    second: str = "",
    with_fonts: bool = True,
) -> str:
    """Fill the page; without `more` it may ask its own server for that, else nobody for anything (CSP)."""
    lang = str(first["lang"])
    map_html, map_script = folium_parts(bounds=tuple(first["bounds"]))
    return _fill(
        assets.template(),
        {
            "lang": HTML_LANG[lang],
            "connect": "'self'" if more is None else "'none'",
            "title": markup_safe(text("map.title", lang)),
            "list_label": markup_safe(text("map.list_label", lang)),
            "map_label": markup_safe(text("map.map_label", lang)),
            "css": assets.styles(with_fonts=with_fonts),
            "sprite": assets.sprite(),
            "map": map_html,
            "silhouette": silhouette(dataset.towns),
            "second": second,
            "data": json_safe(first),
            "more": "" if more is None else _MORE.format(json_safe(more)),
            "leaflet": assets.leaflet_script(),
            "folium": map_script,
            "js": assets.script(),
        },
    )


def _second_language(dataset: Dataset, data: Mapping[str, Any], *, review_number: str) -> str:
    """Return the data of the other language that differ, as a second island of the page."""
    lang = "en" if data["lang"] == "zh" else "zh"
    data = {key: value for key, value in data.items() if key != "alone"}
    first, more = split(payload(dataset, lang=lang, review_number=review_number))
    known, _ = split(data)
    differing = {key: value for key, value in first.items() if value != known[key]}
    island = json_safe({"first": differing, "more": more})
    return f'<script type="application/json" id="dgmap-second">{island}</script>'
