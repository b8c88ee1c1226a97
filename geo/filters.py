"""The filters: one table that links, questions, counts, panels, titles, exports and the page are made from.

Plain Python: the first view reads it before pandas is needed. A new filter is one more field of
:class:`Filters` whose annotation holds its :class:`Facet`, a column of ``projects``, and two words a language
in ``i18n``: its heading (``facet.<field>``) and how a title says it (``slide.of_<field>``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, get_type_hints

from geo.places import town_names
from geo.vocabulary import Category, Certainty, Kept, Stage, Status
from i18n import text

__all__ = [
    "FACETS",
    "FILTER_FIELDS",
    "PANEL",
    "Facet",
    "Filters",
    "as_json",
    "chosen",
    "field_of",
    "passes",
    "word",
]


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter by the values of a column.

    Attributes
    ----------
    parameter
        Its name in a link. For ever: a link once given keeps its meaning.
    column
        The column of ``projects`` that it asks.
    members
        Its closed list; None if its values come from the data: the ids of the towns.
    words
        The message table of the values' words; empty if these come from the data.
    many
        Whether a project has several values (a list in a cell).
    panel
        Its place in the filter panel; those with the same number stay in the order of the table.
    is_named
        Whether a title names it before its words («位置：测得»), which alone would not say enough.
    older
        Other spellings of the parameter that people or earlier versions have written; none is taken out.
    aliases
        Older values and what they mean today; none is taken out.
    name
        The field of :class:`Filters`, filled in from there.
    """

    parameter: str
    column: str
    members: type[StrEnum] | None = None
    words: str = ""
    many: bool = False
    panel: int = 2
    is_named: bool = True
    older: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def values(self) -> tuple[str, ...]:
        """Return every value that can be chosen, in the order to show."""
        return tuple(town_names() if self.members is None else self.members)

    def of(self, row: Mapping[Any, Any]) -> Sequence[str]:
        """Return the values that a project has, from its row of ``projects`` or of the plain facts."""
        value = row[self.column]
        return [str(one) for one in value] if self.many else [str(value)]

    def heading(self, lang: str) -> str:
        """Return the word for the filter itself."""
        return text(f"facet.{self.name}", lang)

    def word(self, value: str, lang: str) -> str:
        """Return the word for a value, plain text; a town that is not known by its id."""
        if self.members is not None:
            return text(f"{self.words}.{value}", lang)
        town = town_names().get(value)
        if town is None:
            return value
        return town.short_zh if lang == "zh" else town.name_en


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked: empty means all; values of one field widen, fields narrow.

    The order is that of a canonical link, so a new field goes to the end of the lists.
    """

    towns: Annotated[
        tuple[str, ...], Facet("town", "towns", many=True, panel=3, is_named=False, older=("towns",))
    ] = ()
    categories: Annotated[
        tuple[Category, ...],
        Facet(
            "cat",
            "category",
            Category,
            words="category",
            panel=0,
            is_named=False,
            older=("category", "categories"),
            aliases={"green": "greenway", "metro": "rail", "roads": "road", "railway": "rail"},
        ),
    ] = ()
    stages: Annotated[
        tuple[Stage, ...], Facet("stage", "stage", Stage, words="stage", older=("stages",))
    ] = ()
    statuses: Annotated[
        tuple[Status, ...], Facet("status", "status", Status, words="status", panel=1, is_named=False)
    ] = ()
    kept: Annotated[tuple[Kept, ...], Facet("kept", "kept", Kept, words="kept")] = ()
    certainty: Annotated[
        tuple[Certainty, ...],
        Facet("sure", "certainty", Certainty, words="certainty", older=("certainty",)),
    ] = ()
    text: str = ""

    @classmethod
    def of(cls, asked: Filters) -> Filters:
        """Return what a view filters, without the rest of it: views that filter the same give equal ones."""
        return Filters(**{name: getattr(asked, name) for name in FILTER_FIELDS})


# The fields of `Filters`; each but the free text has its facet.
FILTER_FIELDS: tuple[str, ...] = tuple(one.name for one in fields(Filters))
FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        name: replace(hint.__metadata__[0], name=name)
        for name, hint in get_type_hints(Filters, include_extras=True).items()
        if hasattr(hint, "__metadata__")
    }
)
# The order of the filter panel.
PANEL: tuple[Facet, ...] = tuple(sorted(FACETS.values(), key=lambda facet: facet.panel))


def chosen(filters: Filters) -> dict[str, list[str] | str]:
    """Return the filters that ask something, by field, as plain JSON values."""
    found: dict[str, list[str] | str] = {}
    for name in FILTER_FIELDS:
        value = getattr(filters, name)
        if value:
            found[name] = value if isinstance(value, str) else [str(one) for one in value]
    return found


def passes(filters: Filters, row: Mapping[str, Any]) -> bool:
    """Say whether a project's plain facts pass every facet; the text is not looked at."""
    wanted = {name: set(getattr(filters, name)) for name in FACETS}
    return all(not values or not values.isdisjoint(FACETS[name].of(row)) for name, values in wanted.items())


def field_of(column: str) -> str | None:
    """Return the field that asks a column of one value a project, None where no filter says the same."""
    return next((name for name, facet in FACETS.items() if facet.column == column and not facet.many), None)


def word(name: str, value: str, lang: str) -> str:
    """Return the word for a value of a field, plain text."""
    return FACETS[name].word(value, lang)


def as_json() -> list[dict[str, Any]]:
    """Return the table as the page reads it: one object a facet, in the order of a canonical link."""
    return [
        {
            "field": facet.name,
            "parameter": facet.parameter,
            "column": facet.column,
            "members": None if facet.members is None else [str(one) for one in facet.members],
            "many": facet.many,
            "words": facet.words,
            "panel": facet.panel,
        }
        for facet in FACETS.values()
    ]
