"""Facts of a project, each with its paragraph, source, day, certainty and link."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from geo.address import link
from geo.asking.asked import Asked
from geo.dataset import Dataset
from geo.vocabulary import Certainty, Kept, Status
from i18n import text

__all__ = ["BRIEF", "fact", "known", "project", "source", "unknown"]

Row = Mapping[Hashable, Any]
Answer = dict[str, Any]

# What a list says of each project; the whole of it is asked for by its id.
_rows: WeakKeyDictionary[Dataset, Mapping[object, Row]] = WeakKeyDictionary()
BRIEF = ("named", "status", "outcome", "place")


def known(value: object) -> Any:  # noqa: ANN401 - a cell is text, a number or a list
    """Return a cell's value as JSON has it, None for an empty one."""
    return None if value is None or value == "" or value != value else value  # noqa: PLR0124 - NaN is not itself


def source(about: Asked, source_id: object) -> Answer:
    """Return a source by its id, the report's own for an empty one."""
    wanted = known(source_id) or about.dataset.report["source_id"]
    row = _sources(about)[wanted]
    return {
        "id": str(wanted),
        "title": str(row["title"]),
        "publisher": str(row["publisher"]),
        "url": known(row["url"]),
        "citation": known(row["citation"]),
        "kind": text(f"export.source_kind.{row['kind']}", about.lang),
        "read": str(row["date_read"]),
    }


def _sources(about: Asked) -> Mapping[object, Row]:
    """Return the rows of all sources by id; of a day's dataset too they are the edition's."""
    known_rows = _rows.get(about.whole)
    if known_rows is None:
        known_rows = {row["id"]: row for row in about.whole.sources.to_dict("records")}
        _rows[about.whole] = known_rows
    return known_rows


def fact(
    about: Asked, kind: str, says: object, *, of: Mapping[Any, Any], source_id: object = None, **more: object
) -> Answer:
    """Return one fact; `of` is the row that it is about, whose paragraph and link it has."""
    where = of.get("link") or link(about.project_view(str(of["id"])))
    told = {"kind": kind, "says": str(says), "paragraph": known(of.get("ref")), **more}
    return {**told, "source": source(about, source_id), "link": where}


def unknown(about: Asked, what: str) -> Answer:
    """Say that something is not known."""
    return {"asked": what, "says": text(f"asking.unknown.{what}", about.lang)}


def project(about: Asked, row: Row, *, kinds: tuple[str, ...] = ()) -> Answer:
    """Return a project with its facts, and what of it is not known.

    Parameters
    ----------
    about
        The question.
    row
        A row of `projects`.
    kinds
        The kinds of facts to tell; by default all.
    """
    told: Answer = {
        "id": str(row["id"]),
        "name": str(row[f"name_{about.lang}"]),
        "category": str(row["category"]),
        "towns": list(row["towns"]),
        # The map's own words beside the facts; they have no source of their own.
        "remark": known(row[f"note_{about.lang}"]),
        "facts": [],
        "unknown": [],
        "link": link(about.project_view(str(row["id"]))),
    }
    for kind, tell in _KINDS.items():
        if not kinds or kind in kinds:
            for one in tell(about, row):
                told["facts" if "source" in one else "unknown"].append(one)
    return told


def _named(about: Asked, row: Row) -> Iterator[Answer]:
    says = text(
        "asking.named", about.lang, mention=row["mention"], stage=text(f"stage.{row['stage']}", about.lang)
    )
    yield fact(about, "named", says, of=row, value=str(row["stage"]), date=about.dataset.report["date"])


def _what(about: Asked, row: Row) -> Iterator[Answer]:
    if known(row[f"what_{about.lang}"]):
        yield fact(about, "what", row[f"what_{about.lang}"], of=row, source_id=row["source_id"])


def _promise(about: Asked, row: Row) -> Iterator[Answer]:
    if known(row[f"promise_{about.lang}"]):
        due = known(row["due"])
        yield fact(
            about, "promise", row[f"promise_{about.lang}"], of=row, value=known(row["promised"]), due=due
        )


def _status(about: Asked, row: Row) -> Iterator[Answer]:
    if not known(row["status_source_id"]):
        yield unknown(about, "status")
        return
    says = ": ".join(
        str(row[name])
        for name in (f"status_word_{about.lang}", f"status_fact_{about.lang}")
        if known(row[name])
    )
    yield fact(
        about,
        "status",
        says,
        of=row,
        source_id=row["status_source_id"],
        value=str(row["status"]),
        date=known(row["status_date"]),
    )
    if row["status"] == Status.UNKNOWN:
        yield unknown(about, "status")


def _outcome(about: Asked, row: Row) -> Iterator[Answer]:
    kept = str(row["kept"])
    if kept == Kept.UNKNOWN:
        yield unknown(about, "outcome")
        return
    says = text(f"kept.{kept}", about.lang)
    yield fact(
        about,
        "outcome",
        says,
        of=row,
        source_id=row["kept_source_id"],
        value=kept,
        date=known(row["kept_date"]),
    )


def certainty(about: Asked, value: str, metres: object) -> Answer:
    """Return how sure a place is, with its metres where they are known."""
    return {"value": value, "says": text(f"certainty.{value}", about.lang), "metres": known(metres)}


def _place(about: Asked, row: Row) -> Iterator[Answer]:
    how = str(row["certainty"])
    if how in {Certainty.NONE, Certainty.TOWN}:
        yield unknown(about, "place" if how == Certainty.NONE else "site")
    sites = about.dataset.sites[about.dataset.sites["project_id"] == row["id"]]
    says = known(row[f"placed_{about.lang}"]) or known(row[f"place_{about.lang}"])
    if how == Certainty.NONE or not says:
        return
    first = sites["source_id"].iloc[0] if len(sites) else row["placed_source_id"] or row["town_source_id"]
    yield fact(
        about,
        "place",
        says,
        of=row,
        source_id=first,
        certainty=certainty(about, how, row["accuracy_m"]),
    )


def _towns(about: Asked, row: Row) -> Iterator[Answer]:
    names = about.dataset.towns.set_index("id")["short_zh" if about.lang == "zh" else "name_en"]
    if len(row["towns"]):
        says = ("、" if about.lang == "zh" else ", ").join(str(names[one]) for one in row["towns"])
        where = known(row["placed_source_id"]) or known(row["town_source_id"]) or row["source_id"]
        yield fact(about, "towns", says, of=row, source_id=where, value=list(row["towns"]))


def event(about: Asked, row: Row, happened: Row) -> Answer:
    """Return one dated event of a project as a fact."""
    return fact(
        about,
        "event",
        happened[f"fact_{about.lang}"],
        of=row,
        source_id=happened["source_id"],
        value=str(happened["event"]),
        date=str(happened["date"]),
    )


def _events(about: Asked, row: Row) -> Iterator[Answer]:
    own = about.dataset.events[about.dataset.events["project_id"] == row["id"]]
    for happened in own.to_dict("records"):
        yield event(about, row, happened)


_KINDS = {
    "named": _named,
    "what": _what,
    "promise": _promise,
    "status": _status,
    "outcome": _outcome,
    "place": _place,
    "towns": _towns,
    "event": _events,
}
