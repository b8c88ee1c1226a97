"""What the page needs to go back to a day: fetched only when a link or a visitor asks for one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from geo.city import CITY
from geo.dataset import Dataset
from geo.past import history, newest_by_day, version_of
from i18n import table
from layers import bundle
from layers.element import Json
from layers.projects.records import Project, Source
from layers.projects.rows import projects
from layers.versions import versions
from layers.wording import date_text

__all__ = ["SCRIPT", "past", "past_script"]

SCRIPT = Path(__file__).with_name("past.js")


def past_script() -> str:
    """Return the script of the slider, with its own copy of the makers of elements."""
    return bundle.script([SCRIPT])


def past(dataset: Dataset, today: list[Project], *, lang: str) -> Json:
    """Return the past of a map in one language.

    Parameters
    ----------
    dataset
        With all that is known today.
    today
        The records of the map's projects.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    mapping
        ``days`` on which a project changed, the report's day first, each with the newest fact in words;
        ``zone`` in which a day begins; ``due``, the day of the promises; ``versions`` by project: what was
        other than today, from which day (``layers.versions``); ``sources``, to which they refer by number;
        ``words`` and ``css`` of the slider.
    """
    numbers: dict[Source, int] = {}
    by_id = {record.id: record for record in today}
    stood = history(dataset)
    shapes = {one: by_id[version_of(one)[0]] for one in map(str, stood.projects["id"])}
    rows = {name: _row(record, numbers) for name, record in by_id.items()}
    earlier = (
        (*version_of(record.id), _row(record, numbers))
        for record in projects(stood, lang=lang, shapes_of=shapes)
    )
    found = versions(rows, earlier)
    newest = newest_by_day(dataset)
    changed = {next(iter(newest)), *(since for some in found.values() for since, _ in some)}
    return {
        "days": [[day, date_text(fact, lang=lang)] for day, fact in newest.items() if day in changed],
        "versions": found,
        "sources": [asdict(source) for source in numbers],
        "words": dict(table(lang)["past"]),
        "zone": CITY.time_zone,
        "due": f"{dataset.edition}-12-31",
        "css": bundle.styles([SCRIPT.with_suffix(".css").read_text(encoding="utf-8")]),
    }


def _row(record: Project, numbers: dict[Source, int]) -> Json:
    """Return what list, map and card show of a project, but for its shapes and its id."""
    drawn = {key: value for key, value in record.payload().items() if key not in ("id", "parts")}
    return {**drawn, **record.card(numbers)}
