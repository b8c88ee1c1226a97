"""The id that a name means: 长安 or Chang’an stands in a link where an id should. Plain Python, no pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from geo.filters import FACETS
from geo.folders import data_folder
from geo.places import reports, town_names
from geo.plain_text import cells_of
from i18n import LANGUAGES, table

__all__ = ["named"]

_SHORTEST = 3  # signs of a part of a project's name
_COLUMNS = ("name_zh", "name_en", "label_zh", "label_en", "mention")
_LANGUAGES = {"中文": "zh", "简体中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"}


def named(parameter: str, name: str) -> str | None:
    """Return the id that a parameter takes for a name in any language, None if it means none or several."""
    from geo.folding import fold  # noqa: PLC0415 - pinyin and traditional signs, for such a link alone

    folded = fold(name)
    known = _names(parameter, data_folder())
    if not folded or folded in known:
        return known.get(folded)
    if parameter != "p" or len(folded) < _SHORTEST:
        return None
    holders = {own for form, own in known.items() if folded in form}
    return holders.pop() if len(holders) == 1 else None


@lru_cache(maxsize=32)
def _names(parameter: str, folder: Path) -> Mapping[str, str]:
    """Return the ids by their names, folded; a name of several is left out."""
    from geo.folding import fold  # noqa: PLC0415 - as above

    found: dict[str, set[str]] = {}
    for own, name in _named(parameter, folder):
        if folded := fold(name):
            found.setdefault(folded, set()).add(own)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _named(parameter: str, folder: Path) -> Iterator[tuple[str, str]]:
    if parameter == "p":
        yield from _projects(folder)
    if parameter == "lang":
        yield from ((own, name) for name, own in _LANGUAGES.items())
    facet = next((one for one in FACETS.values() if one.parameter == parameter), None)
    if facet is None:
        return
    if facet.members is None:
        for own, town in town_names(folder).items():
            yield from ((own, name) for name in (town.name_zh, town.short_zh, town.name_en))
        return
    for lang in LANGUAGES:
        words = table(lang)
        tables = (words[facet.words], words.get(f"{facet.words}_before", {}))
        yield from ((own, kind[own]) for kind in tables for own in facet.values() if own in kind)


def _projects(folder: Path) -> Iterator[tuple[str, str]]:
    for year in reports(folder):
        head, *lines = cells_of(folder / "reports" / year / "projects.csv", columns=_COLUMNS) or [[]]
        try:
            for row in (dict(zip(head, line, strict=True)) for line in lines):
                names = [row[column] for column in _COLUMNS] + row["aliases"].split(";")
                yield from ((row["id"], name) for name in names)
        except (ValueError, KeyError):
            continue  # it is for `geo.load` to say what is wrong with it
