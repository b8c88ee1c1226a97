"""The table of filters: typed fields, columns that exist, words in both languages, and no second table."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal

import geo
from geo.filters import FACETS, FILTER_FIELDS, PANEL, Filters, as_json, chosen, passes
from geo.view import View
from geo.vocabulary import Category, Kept
from i18n import LANGUAGES, text

ROOT = Path(__file__).parents[2]
# Fields that are named as no column and no page is: a module that names all three has a table of its own.
TELLING = {"categories", "stages", "statuses"}


def test_table_holds_every_field_but_the_text():
    """One facet a field, in the order of a link; each has a parameter of its own and a place in the panel."""
    assert (*FACETS, "text") == FILTER_FIELDS
    assert {facet.name for facet in FACETS.values()} == set(FACETS)
    assert len({facet.parameter for facet in FACETS.values()}) == len(FACETS)
    assert sorted(facet.name for facet in PANEL) == sorted(FACETS)


def test_panel_begins_with_the_legend_and_ends_with_the_longest_list():
    """Categories first, then what is true now, then the rest in the order of the table, towns last."""
    names = [facet.name for facet in PANEL]
    assert names == ["categories", "statuses", "stages", "kept", "certainty", "towns"]


@pytest.mark.parametrize("facet", FACETS.values(), ids=FACETS)
def test_column_holds_only_values_that_can_be_chosen(dataset, facet):
    """Every value of every project is one of the facet's."""
    held = {value for row in dataset.projects.to_dict("records") for value in facet.of(row)}
    assert held
    assert held <= set(facet.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("facet", FACETS.values(), ids=FACETS)
def test_facet_has_its_words(facet, lang):
    """A heading, a word for each value, and what a title says, in each language."""
    words = [facet.heading(lang), *(facet.word(value, lang) for value in facet.values())]
    if facet.is_named:
        words.append(text(f"slide.of_{facet.name}", lang, words="x"))
    assert all(words)


def test_view_is_taken_as_filters(dataset):
    """A view is a `Filters` with more: the query engine takes it as it is."""
    view = View(categories=(Category.RAIL,), towns=("changan",), project="metro-1-phase-1", lang="en")
    assert isinstance(view, geo.Filters)
    expected = geo.select(dataset, Filters(categories=(Category.RAIL,), towns=("changan",)))
    assert_geodataframe_equal(geo.select(dataset, view), expected)
    assert geo.facets(dataset, view) == geo.facets(dataset, Filters.of(view))


def test_filters_of_views_that_filter_the_same_are_equal():
    """Language, camera and open project are left out, so that an answer is kept once for all of them."""
    one, other = (
        View(kept=(Kept.LATE,), lang="en"),
        View(kept=("late",), project="x", camera=(9, 22.9, 113.9)),
    )
    assert Filters.of(one) == Filters.of(other)
    assert hash(Filters.of(one)) == hash(Filters.of(other))
    assert type(Filters.of(one)) is Filters


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, facet in FACETS.items() for value in facet.values()]
)
def test_each_choice_passes_the_same_projects_as_the_query_engine(dataset, name, value):
    """What the plain facts answer is what `geo.select` answers, for every single value of every filter."""
    filters = Filters(**{name: (value,)})
    rows = dataset.projects.to_dict("records")
    plain = [row["id"] for row in rows if passes(filters, row)]
    assert plain == list(geo.select(dataset, filters)["id"])
    assert len(plain) == geo.facets(dataset, Filters())[name][value]


def test_chosen_holds_what_asks_something():
    """Plain values, empty fields left out."""
    assert chosen(View()) == {}
    view = View(text="地铁", categories=(Category.ROAD, Category.RAIL))
    assert chosen(view) == {"categories": ["rail", "road"], "text": "地铁"}


def test_page_gets_the_table_as_plain_json():
    """What the page reads says the same as the table."""
    rows = json.loads(json.dumps(as_json()))
    assert [row["field"] for row in rows] == list(FACETS)
    for row in rows:
        facet = FACETS[row["field"]]
        assert (row["parameter"], row["column"], row["many"]) == (facet.parameter, facet.column, facet.many)
        assert row["members"] == (None if facet.members is None else list(facet.values()))


def _tables(sources: dict[str, str]) -> list[str]:
    """Name the sources that list the filters' fields themselves, as texts or as names of arguments."""
    found = []
    for name, source in sources.items():
        named = set()
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Constant(value=str(word)) | ast.keyword(arg=str(word)):
                    named.add(word)
                case ast.AnnAssign(target=ast.Name(id=word)):
                    named.add(word)
        if named >= TELLING:
            found.append(name)
    return found


def test_no_other_module_lists_the_filters():
    """Which fields are filters is written once."""
    paths = [path for name in ("geo", "layers", "ui", "i18n") for path in (ROOT / name).rglob("*.py")]
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert _tables(sources) == ["geo/filters.py"]


@pytest.mark.parametrize(
    "planted",
    [
        'FIELDS = {"categories": "category", "stages": "stage", "statuses": "status"}',
        "view = View(categories=a, stages=b, statuses=c)",
        "class Asked:\n    categories: tuple = ()\n    stages: tuple = ()\n    statuses: tuple = ()",
    ],
    ids=["mapping", "arguments", "fields"],
)
def test_a_second_table_is_found(planted):
    """The search finds a table where there is one."""
    assert _tables({"planted.py": planted, "other.py": 'WORD = "categories"'}) == ["planted.py"]
