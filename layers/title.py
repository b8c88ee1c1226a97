"""What a view shows, in words: the title of a picture, of a shared link and of a file.

Plain Python: the server writes these words into the page before pandas is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo.filters import FACETS, Facet
from geo.places import town_names
from geo.view import View
from geo.vocabulary import Certainty, Status
from i18n import date_words, text

__all__ = [
    "counted",
    "file_name",
    "heading",
    "joined",
    "near_sentence",
    "remarks",
    "sentence",
    "subject",
    "summary",
]

# More towns than this are counted instead of named.
_NAMED = 4
# The number follows at once: «在建 3 项».
_LAST = "statuses"
# So many towns may have the most; with more of them no town stands out.
_MOST = 2
# What is unsure of a project: its place, where it is not drawn as it is, and its status.
_UNSURE = (
    ("certainty", Certainty.SCHEMATIC),
    ("certainty", Certainty.TOWN),
    ("certainty", Certainty.NONE),
    ("status", Status.UNKNOWN),
)


def counted(key: str, n: int, lang: str, **values: str) -> str:
    """Return a message with a number, in the singular for one if the message has one."""
    try:
        return text(f"{key}_one" if n == 1 else key, lang, n=n, **values)
    except KeyError:
        return text(key, lang, n=n, **values)


def _joined(words: Iterable[str], lang: str) -> str:
    return text("map.list_sep", lang).join(words)


def _towns(view: View) -> str:
    names = [town_names()[town] for town in view.towns if town in town_names()]
    if len(names) > _NAMED:
        return counted("map.towns_n", len(names), view.lang)
    return _joined((name.name_zh if view.lang == "zh" else name.name_en for name in names), view.lang)


def _facet(view: View, facet: Facet) -> str:
    values = getattr(view, facet.name)
    if not values or facet.members is None:
        return ""
    words = _joined((facet.word(value, view.lang) for value in values), view.lang)
    return text(f"slide.of_{facet.name}", view.lang, words=words) if facet.is_named else words


def _parts(view: View, *, searched: str | None) -> list[str]:
    parts = []
    if view.near is not None:
        parts.append(text("slide.near", view.lang, n=f"{view.radius_m / 1000:g}"))
    if view.towns:
        parts.append(_towns(view))
    if view.text:
        parts.append(
            text("slide.searched", view.lang, text=view.text if searched is None else searched)
            if searched != ""
            else text("slide.searched_plain", view.lang)
        )
    order = sorted(FACETS.values(), key=lambda facet: facet.name == _LAST)
    return [part for part in (*parts, *(_facet(view, facet) for facet in order)) if part]


def subject(view: View, *, searched: str | None = None) -> str:
    """Return what a view asks, in words: ``长安镇 · 轨道 · 在建``; of all projects the report's name."""
    parts = _parts(view, searched=searched) or [text("slide.everything", view.lang, year=view.report)]
    return text("map.dot", view.lang).join(parts)


def sentence(view: View, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a view in one sentence: what is asked, how many there are, in which towns most, what is unsure.

    Parameters
    ----------
    view
        What is asked.
    rows
        The plain facts of the projects that it shows: ``towns``, ``certainty``, ``status``.

    Notes
    -----
    Over the map's list ``layers/page/sentence.js`` says the same of what the browser shows.
    """
    lang = view.lang
    return joined([text("map.said", lang, title=subject(view), n=len(rows)), *remarks(view, rows)], lang)


def joined(parts: Iterable[str], lang: str) -> str:
    """Return the parts of a sentence as one; empty without any."""
    told = [part for part in parts if part]
    return text("promises.semicolon", lang).join(told) + text("map.said_end", lang) if told else ""


def remarks(view: View, rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Return what a view's sentence says beyond its title: in which towns most, what is unsure; or empty."""
    unsure = [
        f"{text(f'{column}.{value}', view.lang)} {n}"
        for column, value in _UNSURE
        if (n := sum(str(row[column]) == value for row in rows))
    ]
    said = text("map.said_unsure", view.lang, words=_joined(unsure, view.lang)) if unsure else ""
    return _most(view, rows), said


def near_sentence(
    groups: Mapping[str, int], nearest: tuple[str, str] | None, *, radius: str, lang: str
) -> str:
    """Return what is near a place in one sentence: how many, the nearest, and how many may be near.

    Parameters
    ----------
    groups
        How many projects lie surely within the circle (``in``), may do (``maybe``), are known by town alone
        (``town``).
    nearest
        Name of the nearest and its distance in words; None if no distance is known.
    radius
        The circle's, in words.
    lang
        ``zh`` or ``en``.

    Notes
    -----
    ``layers/near/panel.js`` says the same of what the browser shows.
    """
    n = groups.get("in", 0)
    found = (
        counted("map.near_said", n, lang, radius=radius) if n else text("map.near_none", lang, radius=radius)
    )
    unsure = [
        counted(f"map.near_{group}_n", groups[group], lang)
        for group in ("maybe", "town")
        if groups.get(group)
    ]
    told = text("map.near_nearest", lang, name=nearest[0], distance=nearest[1]) if nearest else ""
    return joined([found, told, _joined(unsure, lang)], lang)


def _most(view: View, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the towns with the most projects; empty where towns are asked for, as then it is known where."""
    if view.towns:
        return ""
    found = Counter(str(town) for row in rows for town in row["towns"])
    most = max(found.values(), default=0)
    first = [name for town, name in town_names().items() if found[town] == most]
    if most < _MOST or len(first) > _MOST:
        return ""
    names = [name.short_zh if view.lang == "zh" else name.name_en for name in first]
    return text("map.said_most", view.lang, towns=_joined(names, view.lang), n=most)


def heading(
    view: View,
    rows: Sequence[Mapping[str, Any]] | None,
    *,
    project: Mapping[str, Any] | None = None,
    searched: str | None = None,
) -> str:
    """Return the title of a view: ``长安镇 · 轨道 · 在建 3 项``; what is as of a day says so at its end.

    Parameters
    ----------
    view
        What is asked.
    rows
        The projects that the view shows; None if they were not looked for (no number is given then).
    project
        The open project, if any: ``name_zh``, ``name_en``, and ``status_word_zh``, ``…_en`` if known.
    searched
        What to write for the search text; empty if it can not be written, None for the text as it is.
    """
    at = text("slide.at", view.lang, date=date_words(view.at, view.lang)) if view.at else ""
    if project is not None:
        word = str(project.get(f"status_word_{view.lang}") or text(f"status.{project['status']}", view.lang))
        name = str(project.get(f"name_{view.lang}") or project["name_zh"])
        return f"{name}{text('map.dot', view.lang)}{word}{at}"
    title = subject(view, searched=searched)
    if rows is None:
        return title + at
    return title + text("slide.gap", view.lang) + counted("slide.items", len(rows), view.lang) + at


def summary(rows: Sequence[Mapping[Any, Any]], lang: str) -> str:
    """Return how many projects stand where: ``1 项已完成，3 项在建``; empty without projects."""
    found = Counter(str(row["status"]) for row in rows)
    counts = [(status.value, found[status.value]) for status in Status if found[status.value]]
    words = [text(f"slide.now_{status}", lang, n=n) for status, n in counts]
    return text("slide.comma", lang).join(words)


def file_name(title: str) -> str:
    """Return a title as the stem of a file name: no sign that a system forbids, at most 60 characters."""
    kept = "".join(sign if sign.isalnum() or sign in "-（）()" else " " for sign in title)
    return "-".join(kept.split())[:60].strip("-") or "map"
