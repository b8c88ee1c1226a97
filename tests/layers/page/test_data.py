"""The page's own values: the table of filters, the parameters of a link, the symbols."""

from __future__ import annotations

import json

import pytest

from geo.filters import FACETS
from geo.spelling import PARAMETERS
from geo.vocabulary import Status
from layers.map import project_map


@pytest.fixture(scope="module")
def data(dataset) -> dict:
    """Return the values as a browser reads them."""
    return json.loads(json.dumps(project_map(dataset, lang="en").data()))


def test_facets_are_those_of_the_table_with_a_heading(data):
    """One row a facet in the order of the panel; its heading is a message that is there."""
    assert sorted(row["field"] for row in data["facets"]) == sorted(FACETS)
    panel = [row["field"] for row in data["facets"]]
    assert panel == sorted(panel, key=lambda field: FACETS[field].panel)
    for row in data["facets"]:
        facet = FACETS[row["field"]]
        assert (row["parameter"], row["column"], row["many"]) == (facet.parameter, facet.column, facet.many)
        assert data["words"][row["heading"]] == facet.heading("en")


def test_facet_columns_are_keys_of_the_projects(data, dataset):
    """The page filters by its own rows: each has every column, as text or as a list of text."""
    projects = json.loads(json.dumps(project_map(dataset).projects.payload()))["projects"]
    for row in data["facets"]:
        kind = list if row["many"] else str
        assert all(isinstance(project[row["column"]], kind) for project in projects)


def test_parameters_are_in_the_order_of_a_link(data):
    """The page writes links as the app does."""
    assert data["parameters"] == list(PARAMETERS)
    assert data["aliases"]["parameters"]["query"] == "q"


def test_symbols_are_plain_svg_with_tokens_for_colours(data):
    """Each drawing is tag, attributes and perhaps a text; each colour a token of the page."""
    from geo.symbols import TOKENS

    style = data["style"]
    assert set(style["statuses"]) == set(Status)
    shapes = [shape for sample in style["samples"].values() for shape in sample["shapes"]]
    shapes += [shape for drawn in style["statuses"].values() for shape in drawn]
    allowed = {f"var(--{token.name})" for token in TOKENS} | {"none", "currentColor"}
    assert len(shapes) > 20
    for tag, attributes, *words in shapes:
        assert tag in {"path", "rect", "circle", "text"}
        assert {attributes[name] for name in ("fill", "stroke") if name in attributes} <= allowed
        assert len(words) == (tag == "text")
