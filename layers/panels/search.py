"""What the page needs to find by itself: how each project, town and station may be typed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from opencc import OpenCC

from geo.dataset import Dataset
from geo.folding import fold, spellings
from geo.lookup import GENERAL, category_words, everyday_words, forms_of, names
from geo.vocabulary import Category
from layers.wording import known

__all__ = ["search_index"]


def _known(*values: object) -> list[str]:
    return [str(known(value)) for value in values if known(value)]


def _spelt(*values: object) -> list[str]:
    return sorted(spellings(_known(*values)))


def _other_forms(row: Mapping[Hashable, Any], lang: str) -> list[str]:
    """Return how a project may be typed, but for the names that the page has and folds by itself."""
    shown = {fold(str(row[f"{part}_{lang}"] or "")) for part in ("name", "label")}
    return sorted(spellings(_known(*names(row))) - shown)


def _simpler(forms: Iterable[str]) -> str:
    """Return the characters of the forms that have a traditional one: that one, then the simplified."""
    characters = sorted({char for form in forms for char in form if not char.isascii()})
    pairs = zip(characters, map(OpenCC("s2t").convert, characters), strict=True)
    return "".join(f"{traditional}{simple}" for simple, traditional in pairs if traditional != simple)


def _terms(dataset: Dataset) -> list[tuple[list[str], list[int]]]:
    """Return the everyday words of which the page would find but a part, and the rows that each means.

    Where names hold a word and all its projects among them, the page needs no more; where none holds it, the
    page finds nothing, and asks the server.
    """
    forms = forms_of(dataset)
    found: dict[str, list[str]] = {}
    for row in dataset.projects.to_dict("records"):
        for word in everyday_words(row):
            found.setdefault(word, []).append(str(row["id"]))
    words: dict[tuple[str, ...], list[str]] = {}
    for word in sorted(found):
        holders = {name for name, own in forms.items() if any(word in form for form in own)}
        if holders and not holders.issuperset(found[word]):
            words.setdefault(tuple(found[word]), []).append(word)
    place = {str(name): row for row, name in enumerate(dataset.projects["id"])}
    return [(some, [place[one] for one in ids]) for ids, some in words.items()]


def search_index(dataset: Dataset, *, lang: str) -> dict[str, Any]:
    """Return the page's index of names, as plain JSON values.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        The language of the names that are shown (``zh`` or ``en``); every language's can be typed.

    Returns
    -------
    dict
        ``projects``, ``towns``, ``categories`` and ``stations`` map an id to its spellings, folded as
        ``geo.search`` compares them (of a project those beside its shown name and label); ``simple`` is a
        text of pairs, a traditional character and its simplified one; ``terms`` are pairs of everyday words
        and the places in ``projects`` of those that they mean; ``general`` is the pattern of the general word
        (站, 镇, Town) at a name's end.
    """
    projects = {str(row["id"]): _other_forms(row, lang) for row in dataset.projects.to_dict("records")}
    towns = {
        str(row["id"]): _spelt(row["name_zh"], row["short_zh"], row["name_en"])
        for row in dataset.towns.to_dict("records")
    }
    categories = {category.value: _spelt(*category_words(category.value)) for category in Category}
    stations = {
        str(row["id"]): _spelt(row["name_zh"], str(row["name_zh"]).removesuffix("站"), row["name_en"])
        for row in dataset.stations.to_dict("records")
    }
    tables = (projects, towns, categories, stations)
    every = [form for table in tables for forms in table.values() for form in forms]
    every += [fold(str(name)) for name in dataset.projects["name_zh"]]
    every += [fold(str(name)) for name in dataset.projects["label_zh"]]
    return {
        "projects": projects,
        "towns": towns,
        "categories": categories,
        "stations": stations,
        "terms": _terms(dataset),
        "simple": _simpler(every),
        "general": GENERAL,
    }
