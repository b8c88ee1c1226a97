"""Tours: steps of words and a view, written from the data, read and checked against it.

A tour that cannot be read is left out and told; a project that a step names and the edition does not have
is told too, and the tour goes on without it: :func:`read` and :func:`check` return problems, they raise
nothing. ``python -m geo check`` shows them all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from geo.city import UNSEEN
from geo.errors import Problem
from geo.folders import data_folder
from geo.spelling import PARAMETER_ALIASES, PARAMETERS
from geo.state import LANGUAGES, View, is_slug
from geo.view import Reason, parse_query

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["LENGTHS", "STEPS", "Step", "Tour", "check", "of_edition", "read"]

STEPS = (2, 20)
LENGTHS = {"title": 60, "summary": 160, "text": 420, "none": 420, "note": 420}
_TOUR_KEYS = {"report", "order", "any_town", "step"}
_STEP_KEYS = {"view", "projects", "figures", "counts"}
# What a step's view may ask. A place to measure from has no part in a tour, nor has another tour.
_VIEW_FIELDS = ("near", "tour", "embed", "show")
_FIELD = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?\b")
_DATE_ZH = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")
_DATE_EN = re.compile(rf"\b(?:([0-9]{{1,2}}) )?((?:{'|'.join(_MONTHS)})[a-z]*) ([0-9]{{4}})\b")
# The data count as Chinese does: 352 亿 is 35.2 billion, 24.77 万 is 247,700.
_SCALES = {"zh": (1.0,), "en": (1.0, 10.0, 0.0001)}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: words by language, the view to show, and the rows of the data that its figures come from.

    ``none`` stands instead of ``text`` in a tour of any town where the view finds nothing. ``counts`` are
    views whose numbers of projects fill the fields of the words; ``{n}`` is that of the step's own view.
    """

    title: Mapping[str, str]
    text: Mapping[str, str]
    note: Mapping[str, str]
    none: Mapping[str, str]
    view: View
    projects: tuple[str, ...]
    figures: tuple[str, ...]
    counts: Mapping[str, View]


@dataclass(frozen=True, slots=True)
class Tour:
    """One file of ``data/tours``; ``report`` is empty for a tour that fits every edition."""

    id: str
    order: int
    report: str
    any_town: bool
    title: Mapping[str, str]
    summary: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says in figures: dates as precise as it names them (ISO), and other numbers."""

    dates: frozenset[str]
    numbers: frozenset[float]


def _foreign_names(query: str) -> set[str]:
    """Return the parameters that are no link's; a visitor's link may hold them without a word (geo.link)."""
    names = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
    return {name for name in names if PARAMETER_ALIASES.get(name, name) not in PARAMETERS}


class _Reading:
    """One reading of one file: collects what is wrong while the tour is made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = f"data/tours/{path.name}"
        self.problems: list[Problem] = []
        self.any_town = False

    def wrong(self, row: int, column: str, key: str, value: object = "", expected: str = "") -> None:
        """Note a problem; ``row`` is the number of the step, 0 the tour itself."""
        self.problems.append(Problem(self.file, row, column, key, str(value), expected))

    def tour(self) -> Tour | None:
        """Return the tour, None if its file cannot be read or breaks its form."""
        try:
            raw = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.wrong(0, "", "unreadable", type(error).__name__)
            return None
        if not is_slug(self.path.stem):
            self.wrong(0, "", "slug", self.path.stem)
        self.any_town = raw.get("any_town", False) is True
        self.keys(raw, 0, names=("title", "summary"), others=_TOUR_KEYS)
        title, summary = self.words(raw, 0, "title"), self.words(raw, 0, "summary")
        rows = raw.get("step", [])
        if not isinstance(rows, list) or not STEPS[0] <= len(rows) <= STEPS[1]:
            self.wrong(0, "step", "number", _length(rows), f"{STEPS[0]}–{STEPS[1]}")
            return None
        steps = tuple(self.step(number, row) for number, row in enumerate(rows, start=1))
        order, report = raw.get("order"), raw.get("report", "")
        if not isinstance(order, int) or isinstance(order, bool):
            self.wrong(0, "order", "type", order, "number")
        if not isinstance(report, str):
            self.wrong(0, "report", "type", report, "text")
        if self.problems:
            return None
        return Tour(self.path.stem, int(str(order)), str(report), self.any_town, title, summary, steps)

    def keys(self, raw: Mapping[str, Any], row: int, *, names: Iterable[str], others: Iterable[str]) -> None:
        """Note keys that nothing reads."""
        known = {f"{name}_{lang}" for name in names for lang in LANGUAGES} | set(others)
        for key in sorted(set(raw) - known):
            self.wrong(row, key, "unknown_column", key)

    def words(
        self, raw: Mapping[str, Any], row: int, name: str, *, fields: Iterable[str] = ()
    ) -> Mapping[str, str]:
        """Return a text in each language; each is there, clean, not too long, with known fields only."""
        found = {lang: raw.get(f"{name}_{lang}", "") for lang in LANGUAGES}
        for lang, value in found.items():
            column = f"{name}_{lang}"
            if not isinstance(value, str):
                self.wrong(row, column, "type", value, "text")
                continue
            most = LENGTHS[name] * (1 if lang == "zh" else 2)
            if not value or value != value.strip() or UNSEEN.search(value) or len(value) > most:
                self.wrong(row, column, f"text_{lang}", value)
            for field in _FIELD.findall(value):
                if field not in fields:
                    self.wrong(row, column, "tour_field", field, ", ".join(sorted(fields)) or "–")
        return {lang: str(value) for lang, value in found.items()}

    def step(self, number: int, raw: object) -> Step:
        """Return one step; what is wrong in it is noted."""
        row: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        names = ("title", "text", "note", *(["none"] if self.any_town else []))
        self.keys(row, number, names=names, others=_STEP_KEYS - ({"counts"} if self.any_town else set()))
        counts = row.get("counts", {})
        if not isinstance(counts, dict):
            self.wrong(number, "counts", "type", counts, "table")
            counts = {}
        fields = {"n", *counts, *(["town"] if self.any_town else [])}
        return Step(
            title=self.words(row, number, "title", fields=fields),
            text=self.words(row, number, "text", fields=fields),
            note=self.words(row, number, "note", fields=fields),
            none=self.words(row, number, "none", fields=fields) if self.any_town else {},
            view=self.view(number, "view", row.get("view")),
            projects=self.ids(number, "projects", row),
            figures=self.ids(number, "figures", row),
            counts={name: self.view(number, f"counts.{name}", query) for name, query in counts.items()},
        )

    def view(self, number: int, column: str, query: object) -> View:
        """Return a view that holds all of its query: in our own files nothing may be ignored."""
        if not isinstance(query, str):
            self.wrong(number, column, "type", query, "text")
            return View()
        view, ignored = parse_query(query)
        for part in ignored:
            self.wrong(number, column, "tour_query", f"{part.parameter}={part.value}", part.reason.value)
        for name in _foreign_names(query) - {part.parameter for part in ignored}:
            self.wrong(number, column, "tour_query", f"{name}=", Reason.UNKNOWN_PARAMETER.value)
        rest = View()
        for field in (*_VIEW_FIELDS, *(["towns"] if self.any_town else [])):
            if getattr(view, field) != getattr(rest, field):
                self.wrong(number, column, "tour_query", query, field)
        return view

    def ids(self, number: int, column: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return a list of ids."""
        found = row.get(column, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and is_slug(one) for one in found):
            self.wrong(number, column, "slugs", found)
            return ()
        return tuple(found)


def _length(rows: object) -> int:
    return len(rows) if isinstance(rows, list) else 0


def read(folder: Path | None = None) -> tuple[tuple[Tour, ...], tuple[Problem, ...]]:
    """Read every tour, in their order; one that breaks its form is left out.

    Parameters
    ----------
    folder
        The data folder; by default the project's own.

    Returns
    -------
    tuple
        The tours, and all that is wrong with the form of their files.
    """
    tours: list[Tour] = []
    problems: list[Problem] = []
    for path in sorted(((folder or data_folder()) / "tours").glob("*.toml")):
        reading = _Reading(path)
        tour = reading.tour()
        problems += reading.problems
        if tour is not None:
            tours.append(tour)
    return tuple(sorted(tours, key=lambda tour: (tour.order, tour.id))), tuple(problems)


def of_edition(tours: Iterable[Tour], report: str) -> tuple[Tour, ...]:
    """Return the tours that an edition of the report has."""
    return tuple(tour for tour in tours if tour.report in ("", report))


def check(tours: Iterable[Tour], dataset: Dataset) -> tuple[Problem, ...]:
    """Compare the tours of a dataset's edition with its rows.

    Each project and figure that a step names is there, and each number in its words stands in one of them
    (or is the edition's year): a tour says nothing that the data does not.
    """
    report = dataset.edition
    projects, figures = set(dataset.projects["id"]), set(dataset.targets["id"])
    problems: list[Problem] = []
    for tour in of_edition(tours, report):
        file = f"data/tours/{tour.id}.toml"
        for number, step in enumerate(tour.steps, start=1):
            named = {*step.projects, *([step.view.project] if step.view.project else [])}
            gone = [(one, "projects") for one in sorted(named - projects)]
            gone += [(one, "targets") for one in step.figures if one not in figures]
            problems += [Problem(file, number, "projects", "reference", one, table) for one, table in gone]
            if not gone:
                problems += _untold(file, number, step, told=_told(step, dataset))
    return tuple(problems)


def _told(step: Step, dataset: Dataset) -> _Said:
    """Return the dates and numbers in the rows that a step cites."""
    named = {*step.projects, step.view.project}
    frames = (
        (dataset.projects.drop(columns=["geometry", "due", "no", "ref"]), "id", named),
        (dataset.events, "project_id", named),
        (dataset.sites.drop(columns="geometry"), "project_id", named),
        (dataset.targets, "id", set(step.figures)),
    )
    cells = list(dataset.report.values())
    for frame, column, wanted in frames:
        rows = frame[frame[column].isin(wanted)]
        cells += [str(value) for row in rows.to_dict("records") for value in row.values()]
    return _said(" | ".join(cells))


def _said(text: str) -> _Said:
    """Return the dates of a text as ISO, and its other numbers; a year counts as a number too."""
    dates = set()
    for year, month, day in _DATE_ISO.findall(text) + _DATE_ZH.findall(text):
        dates.add("-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)]))
    for day, month, year in _DATE_EN.findall(text):
        parts = [_MONTHS.index(month[:3]) + 1, *([int(day)] if day else [])]
        dates.add("-".join([year, *(f"{part:02d}" for part in parts)]))
    rest = text
    for pattern in (_DATE_ISO, _DATE_ZH, _DATE_EN):
        rest = pattern.sub(" ", rest)
    numbers = {float(found.replace(",", "")) for found in _NUMBER.findall(rest)}
    return _Said(frozenset(dates), frozenset(numbers | {float(date[:4]) for date in dates}))


def _untold(file: str, number: int, step: Step, *, told: _Said) -> list[Problem]:
    """Return the dates and numbers in a step's words that none of its rows holds."""
    problems = []
    for name, words in (("title", step.title), ("text", step.text), ("note", step.note), ("none", step.none)):
        for lang, text in words.items():
            said = _said(_FIELD.sub("", text))
            wrong = [date for date in said.dates if not any(one.startswith(date) for one in told.dates)]
            years = {float(date[:4]) for date in said.dates}
            wrong += [
                f"{found:g}"
                for found in said.numbers - years
                if not any(round(found * scale, 6) in told.numbers for scale in _SCALES[lang])
            ]
            column = f"{name}_{lang}"
            problems += [Problem(file, number, column, "tour_number", one) for one in sorted(wrong)]
    return problems
