"""From a dataset to the records of its projects: every word of row and card in one language."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.filters import FACETS
from geo.freshness import STALE_DAYS, last_looked, stale_after
from i18n import other_lang, text
from layers.projects.records import COLUMNS, Event, Kept, Looked, Now, Place, Project, Promise, Source
from layers.projects.shapes import Part, icons_of, parts_of
from layers.wording import date_short, date_text, distance, known, link

__all__ = ["projects"]

_Row = Mapping[Hashable, Any]
_Sources = Mapping[str, _Row]


def _by_project(frame: pd.DataFrame) -> dict[str, list[_Row]]:
    """Return the rows of each project, in the order of the frame."""
    found: dict[str, list[_Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["project_id"]), []).append(row)
    return found


def _read(row: _Row | None, *, lang: str) -> str:
    """Say on which day a source was read."""
    day = "" if row is None else date_text(row["date_read"], lang=lang)
    return text("ui.read_on", lang, date=day) if day else ""


def _source(sources: _Sources, source_id: object, *, lang: str) -> Source | None:
    row = sources.get(str(known(source_id) or ""))
    if row is None:
        return None
    return Source(
        title=str(known(row["publisher"]) or known(row["title"]) or ""),
        full=str(known(row["title"]) or ""),
        url=link(row["url"]),
        read=_read(row, lang=lang),
    )


def _stage(row: _Row, *, year: str, lang: str) -> str:
    stage = str(row["stage"])
    if known(row.get("due")) and stage in ("starting", "completing"):
        return text(f"record.stage_{stage}", lang, year=year)
    return text(f"stage.{stage}", lang)


def _place(row: _Row, sites: Sequence[_Row], *, lang: str) -> Place:
    """Return the certainty in words and metres, and how the place is known."""
    sure, accuracy = str(row["certainty"]), known(row["accuracy_m"])
    if sure in ("approximate", "schematic"):
        key = f"record.place_{sure}" if accuracy is not None else f"record.place_{sure}_plain"
        title = text(key, lang, distance=distance(float(accuracy or 0), lang=lang))
    else:
        title = text(f"record.place_{sure}", lang)
    methods = [str(known(site[f"method_{lang}"])) for site in sites if known(site[f"method_{lang}"])]
    told = known(row.get(f"place_{lang}"))
    words = [str(told)] if told else methods
    if not told and len({site["certainty"] for site in sites}) > 1:
        words.append(text("record.place_mixed", lang))
    return Place(title, _sentences(words, lang=lang))


def _later_place(row: _Row, towns: pd.DataFrame, *, lang: str) -> Place:
    """Return the place that a later fact gave to a project which the report left without one."""
    column = "short_zh" if lang == "zh" else "name_en"
    names = [str(name) for name in towns.loc[towns["id"].isin(list(row["towns"])), column]]
    when = date_text(row["placed_since"], lang=lang)
    title = text("record.place_since", lang, date=when, towns=("、" if lang == "zh" else ", ").join(names))
    return Place(title, str(row[f"placed_{lang}"]))


def _sentences(words: Sequence[str], *, lang: str) -> str:
    unique = [word for word in dict.fromkeys(words) if word]
    kept = [word for word in unique if not any(word != other and word in other for other in unique)]
    return ("" if lang == "zh" else " ").join(kept)


def _words(row: _Row, column: str) -> str:
    """Return the text of a cell, empty where it is unknown."""
    return str(known(row.get(column)) or "")


def _promise(row: _Row, *, around: _Around, lang: str) -> Promise:
    report = around.report
    kept = str(row["kept"])
    outcome = None
    if kept in ("kept", "late", "not_yet"):
        when = date_text(row.get("kept_date"), lang=lang)
        rest = text("record.kept_on", lang, date=when) if when else text("record.kept_only", lang)
        outcome = Kept(text(f"kept.{kept}", lang), rest)
    return Promise(
        text=_words(row, f"promise_{lang}"),
        kept=outcome,
        ref=text("record.ref_paragraph", lang, ref=row["ref"]),
        url=link(report.get("url")),
        date=date_text(report.get("date"), lang=lang),
        read=_read(around.sources.get(str(report.get("source_id"))), lang=lang),
    )


def _now(row: _Row, *, sources: _Sources, lang: str) -> Now:
    return Now(
        word=_words(row, f"status_word_{lang}") or text(f"status.{row['status']}", lang),
        date=date_text(row.get("status_date"), lang=lang),
        short=date_short(row.get("status_date"), lang=lang),
        fact=_words(row, f"status_fact_{lang}"),
        source=_source(sources, row.get("status_source_id"), lang=lang),
    )


def _events(events: Sequence[_Row], *, sources: _Sources, lang: str) -> tuple[Event, ...]:
    """Return a project's events, newest first."""
    rows = sorted(events, key=lambda row: str(known(row["date"]) or ""), reverse=True)
    return tuple(
        Event(
            date=date_text(row["date"], lang=lang),
            fact=_words(row, f"fact_{lang}"),
            source=_source(sources, row["source_id"], lang=lang),
        )
        for row in rows
    )


def _all_sources(row: _Row, around: _Around, *, lang: str) -> tuple[Source, ...]:
    sites, events = around.of(row)
    own = [row.get(name) for name in ("source_id", "town_source_id", "placed_source_id")]
    ids = [*own, *(one["source_id"] for one in (*sites, *events))]
    split = [piece for value in ids for piece in str(known(value) or "").split(";")]
    found = [_source(around.sources, piece.strip(), lang=lang) for piece in dict.fromkeys(split)]
    return tuple(source for source in found if source is not None)


def _looked(day: date | None, *, lang: str) -> Looked | None:
    """Return when a project was last looked at; None if it never was."""
    if day is None:
        return None
    told = date_text(day.isoformat(), lang=lang)
    return Looked(
        until=stale_after(day).isoformat(),
        day=text("record.looked", lang, date=told),
        stale=text("record.stale", lang, date=told, days=STALE_DAYS),
    )


def _since(row: _Row, *, lang: str) -> str:
    """Return from when a place is known that the report did not give, empty for all others."""
    month = "-".join(str(row["placed_since"]).split("-")[:2])
    return text("record.since", lang, date=date_text(month, lang=lang)) if month else ""


_FURTHER = [facet for facet in FACETS.values() if facet.column not in {one.name for one in fields(Project)}]


def _filtered(row: _Row) -> dict[str, object]:
    """Return the columns that filters ask and the record has no field for: the page filters by them, too."""
    return {facet.column: facet.of(row) if facet.many else str(row[facet.column]) for facet in _FURTHER}


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of all projects, gathered once: their sites, events and sources, shapes and icons."""

    sites: Mapping[str, list[_Row]]
    events: Mapping[str, list[_Row]]
    sources: _Sources
    report: Mapping[str, Any]
    towns: pd.DataFrame
    looked: Mapping[str, date]
    parts: Mapping[str, list[Part]]
    icons: Mapping[str, tuple[float, float]]

    def of(self, row: _Row) -> tuple[list[_Row], list[_Row]]:
        """Return the sites and the events of a project."""
        return self.sites.get(str(row["id"]), []), self.events.get(str(row["id"]), [])


def _columns(row: _Row, *, lang: str) -> dict[str, Any]:
    """Return the fields of the record that are columns as they stand, empty where one is unknown."""
    return {field: str(known(row[column.name.format(lang=lang)]) or "") for field, column in COLUMNS.items()}


def _project(row: _Row, around: _Around, *, lang: str) -> Project:
    """Return the record of a project's row."""
    other = other_lang(lang)
    accuracy = known(row["accuracy_m"])
    sites, events = around.of(row)
    later = _later_place(row, around.towns, lang=lang) if row["placed_since"] else None
    return Project(
        **_columns(row, lang=lang),
        name=_words(row, f"name_{lang}") or _words(row, f"name_{other}"),
        label=_words(row, f"label_{lang}") or _words(row, f"name_{lang}"),
        accuracy_m=None if accuracy is None else round(float(accuracy)),
        towns=tuple(str(town) for town in row["towns"]),
        towns_in_order=row["towns_in_order"] in (True, "yes"),
        order_unverified=tuple(str(town) for town in row["order_unverified"]),
        since=_since(row, lang=lang),
        stage_word=_stage(row, year=str(around.report["date"])[:4], lang=lang),
        now=_now(row, sources=around.sources, lang=lang),
        icon_at=around.icons.get(str(row["id"])),
        parts=tuple(around.parts.get(str(row["id"]), [])),
        filtered=_filtered(row),
        other_name=_words(row, f"name_{other}"),
        ref=text("record.ref", lang, ref=row["ref"]),
        place=later or _place(row, sites, lang=lang),
        promise=_promise(row, around=around, lang=lang),
        events=_events(events, sources=around.sources, lang=lang),
        sources=_all_sources(row, around, lang=lang),
        looked=_looked(around.looked.get(str(row["id"])), lang=lang),
    )


def projects(dataset: Dataset, *, lang: str, shapes_of: Mapping[str, Project] | None = None) -> list[Project]:
    """Return every project as a record in one language.

    Parameters
    ----------
    dataset
        Its frames are in EPSG:4326 and passed ``geo.schema``.
    lang
        ``zh`` or ``en``.
    shapes_of
        Records by the id of the project that has the same sites: their parts and icons are taken, which takes
        long to make.

    Returns
    -------
    list
        In the report's order, those without a place after the others.
    """
    if shapes_of is None:
        parts, icons = (
            parts_of(dataset.sites, towns=dataset.towns),
            icons_of(dataset.sites, towns=dataset.towns),
        )
    else:
        parts = {name: list(one.parts) for name, one in shapes_of.items()}
        icons = {name: one.icon_at for name, one in shapes_of.items() if one.icon_at}
    around = _Around(
        sites=_by_project(dataset.sites),
        events=_by_project(dataset.events),
        sources={str(row["id"]): row for row in dataset.sources.to_dict("records")},
        report=dataset.report,
        towns=dataset.towns,
        looked=last_looked(dataset),
        parts=parts,
        icons=icons,
    )
    found = [_project(row, around, lang=lang) for row in dataset.projects.to_dict("records")]
    return sorted(found, key=lambda project: project.located == "unsited")
