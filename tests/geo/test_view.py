"""Links: what is written can be read, and whatever is read is a view."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typeguard import suppress_type_checks

from geo.places import MAP_BOUNDS, reports, town_names
from geo.state import LANGUAGES, RADIUS_M, STEPS, ZOOM, Embed, Show
from geo.view import PARAMETER_ALIASES, PARAMETERS, VALUE_ALIASES, View, parse, parse_query, to_query
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
    embed=_subset(Embed),
    at=st.none() | st.dates(date(2024, 1, 31), date(2024, 12, 31)).map(date.isoformat),
    show=st.none() | st.sampled_from(Show),
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


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(st.characters(), max_size=60), st.lists(st.text(st.characters()), max_size=3)))
def test_what_was_ignored_is_short_and_can_be_shown(params):
    """At most 20 parts of at most 40 characters, without control characters or lone surrogates."""
    with suppress_type_checks():
        _, ignored = parse({**params, "town": ["\ud800x", "\u202eevil", "a" * 10_000], "\ud800": ["x"]})
    assert 0 < len(ignored) <= 20
    for part in ignored:
        for told in (part.parameter, part.value, part.suggestion or ""):
            assert len(told.encode("utf-8")) <= 160
            assert not any(ord(char) < 32 or 0x202A <= ord(char) <= 0x202E for char in told)


@pytest.mark.parametrize(
    ("query", "parameter", "reason", "view"),
    [
        ("r=99999", "r", "clamped", View(radius_m=10_000)),
        ("r=1", "r", "clamped", View(radius_m=1_000)),
        ("r=far", "r", "malformed", View()),
        ("r=NaN", "r", "malformed", View()),
        ("m=3/22.93/113.88", "m", "clamped", View(camera=(8, 22.93, 113.88))),
        ("m=12/48.85/2.35", "m", "clamped", View(camera=(12, MAP_BOUNDS.north, MAP_BOUNDS.west))),
        ("m=12/22.93", "m", "malformed", View()),
        ("near=2.35,48.85", "near", "outside", View()),
        ("near=23.02,113.75", "near", "outside", View()),
        ("near=inf,nan", "near", "malformed", View()),
        ("y=1998", "y", "unknown_value", View()),
        ("lang=fr", "lang", "unknown_value", View()),
        ("v=2&cat=rail", "v", "newer", View(categories=(Category.RAIL,))),
        ("step=3", "step", "alone", View()),
        ("p=../../etc/passwd", "p", "malformed", View()),
        ("lang=en&lang=zh", "lang", "repeated", View(lang="en")),
        ("q=" + "x" * 90, "q", "too_long", View(text="x" * 80)),
        ("twon=changan", "twon", "unknown_parameter", View()),
    ],
)
def test_impossible_part_becomes_the_nearest_valid_view(query, parameter, reason, view):
    """The rest of the link holds, and one part is told with its reason."""
    got, ignored = _read(query)
    assert (got, [(part.parameter, part.reason.value) for part in ignored]) == (view, [(parameter, reason)])


def test_what_chat_programs_hang_on_a_link_is_not_told():
    """WeChat's and the search engines' own parameters say nothing of the view."""
    assert _read("town=changan&from=singlemessage&isappinstalled=0&utm_source=x&fbclid=y") == (
        View(towns=("changan",)),
        (),
    )


def test_lists_may_be_written_in_any_order_and_repeated():
    """Parameters twice, full-width commas, capitals, spaces and repeats mean the same view."""
    expected = View(towns=("changan", "fenggang"), categories=(Category.RAIL, Category.ROAD))
    for query in (
        "cat=road,rail&town=fenggang,changan",
        "town=fenggang&town=changan&cat=rail&cat=road",
        "town=Changan, fenggang,changan&cat=RAIL%2Croad",
        "town=changan\uff0cfenggang&cat=rail,road,",
    ):
        assert _read(query) == (expected, ())


@pytest.mark.parametrize("name", sorted(VALUE_ALIASES))
def test_old_values_lead_to_values_there_are(name):
    """Each older spelling of a value is read without a word, and written as today's."""
    for old, new in VALUE_ALIASES[name].items():
        view, ignored = _read(f"{name}={old}")
        assert ignored == ()
        assert view == _read(f"{name}={new}")[0]


def test_parse_query_reads_what_to_query_writes():
    """The string form is for commands: with or without the question mark, and bounded."""
    view = View(towns=("changan",), text="松山湖 a+b&c")
    assert parse_query("?" + to_query(view)) == (view, ())
    assert parse_query("&".join(["town=changan"] * 1000))[0] == View()


def test_link_is_read_so_far_and_no_farther():
    """Parameters, values of one, signs of one, and what is told of it: beyond each nothing is looked at."""
    noise = {f"x{n}": ["1"] for n in range(199)}
    assert parse({**noise, "cat": ["rail"]})[0].categories == ("rail",)
    assert parse({**noise, "x": ["1"], "cat": ["rail"]})[0] == View()
    unknown = ",".join(f"town-{n}" for n in range(63))
    assert parse({"town": [f"{unknown},changan"]})[0].towns == ("changan",)
    view, ignored = parse({"town": [f"{unknown},one-more,changan"]})
    assert (view.towns, len(ignored)) == ((), 20)
    assert parse({"town": [f"{'a' * 1_900},changan"]})[0].towns == ("changan",)
    assert parse({"town": [f"{'a' * 2_000},changan"]})[0].towns == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"lang": "fr"},
        {"towns": ("长安",)},
        {"project": "A b"},
        {"radius_m": 5},
        {"step": 0},
        {"camera": (3, 22.9, 113.9)},
        {"near": (0, 0)},
        {"categories": ("planes",)},
    ],
)
def test_view_made_wrongly_in_code_raises(wrong):
    """A view cannot hold what a link could not."""
    with suppress_type_checks(), pytest.raises(ValueError, match=r"expected|not a valid"):
        View(**wrong)
