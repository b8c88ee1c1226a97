"""Links: what is written can be read, and whatever is read is a view."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typeguard import suppress_type_checks

from geo.places import MAP_BOUNDS, reports, town_names
from geo.state import LANGUAGES, RADIUS_M, STEPS, ZOOM
from geo.view import PARAMETER_ALIASES, PARAMETERS, View, parse, to_query
from geo.vocabulary import Category, Certainty, Kept, Stage, Status

ROOT = Path(__file__).resolve().parents[2]
TOWNS = sorted(town_names())
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


def _subset(members):
    return st.lists(st.sampled_from(list(members)), unique=True).map(tuple)


LON = st.floats(MAP_BOUNDS.west, MAP_BOUNDS.east)
LAT = st.floats(MAP_BOUNDS.south, MAP_BOUNDS.north)
VIEWS = st.builds(
    View,
    report=st.sampled_from(sorted(reports())),
    lang=st.sampled_from(LANGUAGES),
    towns=_subset(TOWNS),
    categories=_subset(Category),
    stages=_subset(Stage),
    statuses=_subset(Status),
    kept=_subset(Kept),
    certainty=_subset(Certainty),
    text=st.text(max_size=100),
    project=st.none() | SLUGS,
    camera=st.none() | st.tuples(st.floats(*ZOOM), LAT, LON),
    near=st.none() | st.tuples(LON, LAT),
    radius_m=st.integers(*RADIUS_M),
    tour=st.none() | SLUGS,
    step=st.integers(*STEPS),
    embed=st.booleans(),
)


def _read(query: str):
    return parse(parse_qs(query, keep_blank_values=True))


@settings(max_examples=1000, deadline=None)
@given(VIEWS)
def test_query_round_trip_gives_the_same_view_and_link(view):
    """A view written and read is the same view, nothing is ignored, and its link is the same link."""
    again, ignored = _read(to_query(view))
    assert (again, ignored, to_query(again)) == (view, (), to_query(view))


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(PARAMETERS)) | st.text(max_size=12), st.lists(st.text(), max_size=4)
    )
)
def test_parse_never_raises_and_settles(params):
    """Whatever a stranger writes becomes a view whose own link is read without a word."""
    view, _ = parse(params)
    assert _read(to_query(view)) == (view, ())


@pytest.mark.parametrize(
    "junk", [None, 3, "town", [("town", "x")], {"town": None}, {1: ["x"]}, {"q": ["x" * 10**7]}]
)
def test_parse_of_junk_is_a_view(junk):
    """Wrong types and ten megabytes are read as far as they make sense."""
    with suppress_type_checks():  # the point is what happens when a caller breaks the types
        view, _ = parse(junk)
    assert isinstance(view, View)


def test_three_towns_and_three_categories_fit_in_120_characters():
    """Even the longest three town ids with three categories make a short link."""
    towns = sorted(TOWNS, key=len)[-3:]
    categories = sorted(Category, key=len)[-3:]
    assert len(to_query(View(towns=tuple(towns), categories=tuple(categories)))) <= 120


def test_unknown_town_is_ignored_with_the_nearest_name():
    """A misspelt town leaves the rest of the link alone and names what was meant."""
    view, ignored = _read("town=chagnan&cat=rail")
    assert view == View(categories=(Category.RAIL,))
    assert [(part.parameter, part.value, part.suggestion) for part in ignored] == [
        ("town", "chagnan", "changan")
    ]


@pytest.mark.parametrize(("old", "new"), sorted(PARAMETER_ALIASES.items()))
def test_old_spelling_still_means_the_same(old, new):
    """A link with an older parameter name is read as the new one."""
    value = {"y": "2024", "m": "12/22.93/113.88", "r": "5000", "lang": "en", "town": "changan"}.get(
        new, "rail"
    )
    value = {"stage": "building", "sure": "town"}.get(new, value)
    assert _read(f"{old}={value}") == _read(f"{new}={value}")


def test_links_hold_no_label():
    """Renaming every label changes no link: all that a link holds is ASCII ids of the vocabulary."""
    view = View(towns=("changan",), categories=tuple(Category), stages=tuple(Stage), kept=tuple(Kept))
    assert re.fullmatch(r"[a-z_,=&]+", to_query(view))


def test_view_needs_no_pandas():
    """Reading a link imports none of the heavy libraries."""
    code = (
        "import sys, geo; geo.view.parse({'town': ['changan']});"
        "print(sorted({'pandas', 'numpy', 'shapely', 'geopandas'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_docs_name_each_parameter():
    """docs/links.md has one row for each parameter of a link, and no other."""
    rows = re.findall(
        r"^\| `(\w+)` \|", (ROOT / "docs" / "links.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(rows) == sorted(PARAMETERS)
