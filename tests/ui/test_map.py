"""What the map tells, and what the page makes of it: address, place, and the state that goes back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import streamlit as st

from ui import session
from ui.pages import map as map_page

PLACE = {"lon": 113.7511, "lat": 23.0207}


class Address(dict[str, str]):
    """Stands in for the visitor's address bar."""

    def get_all(self, name: str) -> list[str]:
        """Return what is written for a parameter."""
        return [self[name]] if name in self else []

    def from_dict(self, wanted: Mapping[str, str]) -> None:
        """Write the whole address."""
        self.clear()
        self.update(wanted)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    """Stand in for address and session."""
    bar = Address()
    monkeypatch.setattr(st, "query_params", bar)
    monkeypatch.setattr(st, "session_state", {})
    return bar


@pytest.fixture
def tell(address: Address, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that lets the map tell something."""
    turn = iter(range(1, 100))

    def act(kind: str, *, query: object = "", **values: Any) -> None:
        told = {"type": kind, "turn": next(turn), "query": query, **values}
        monkeypatch.setattr(map_page, "event", lambda: told)
        map_page._told()

    return act


def state(page: str = "map") -> Mapping[str, Any]:
    return map_page.frame_message(page)["state"]


def test_view_when_told_is_in_the_address(address: Address, tell):
    """What the map shows comes with each event, and the server takes it over as a link."""
    tell("share", query="town=changan&cat=rail,road&q=%E5%9C%B0%E9%93%81&p=metro-1-phase-1")
    assert dict(address) == {"town": "changan", "cat": "rail,road", "q": "地铁", "p": "metro-1-phase-1"}
    assert state()["view"] == {
        "filters": {"towns": ["changan"], "categories": ["rail", "road"], "text": "地铁"},
        "selected": "metro-1-phase-1",
    }
    assert state()["turn"] == 1


@pytest.mark.parametrize(
    "query",
    ["cat=no-such&town=atlantis&p=no-such-project", "cat=%E5&kept=", "p=" + "x" * 100_000, "&&=;=", None, 7],
)
def test_view_when_unknown_is_left_out(address: Address, tell, query: object):
    """Values of no list, and things of the wrong kind, change nothing."""
    tell("share", query=query)
    assert dict(address) == {}


def test_event_leaves_where_the_map_looks_to_the_browser(address: Address, tell):
    """A link that the map tells names no camera, and the address keeps the one that it has."""
    address.update({"cat": "rail", "m": "12/22.93/113.88"})
    tell("near_off", query="cat=rail")
    assert dict(address) == {"cat": "rail", "m": "12/22.93/113.88"}


def test_text_that_the_map_finds_nowhere_is_answered_with_typing_errors_forgiven(address: Address, tell):
    """The map asks; the projects and the places that the text may mean come back, for this text alone."""
    tell("ask", query="q=songsanhu", text="songsanhu")
    found = state()["answer"]
    assert found["text"] == "songsanhu"
    assert len(found["ids"]) >= 5
    assert {"kind": "town", "id": "songshanhu"} in found["offers"]
    tell("share", query="q=metro")
    assert "answer" not in state()


@pytest.mark.parametrize(
    ("text", "has_projects", "figures"),
    [("绿道", True, 0), ("碧道", True, 1), ("散裂中子源", True, 0), ("口袋公园", False, 1)],
)
def test_figures_are_searched_whether_or_not_a_project_is_found(
    address: Address, tell, text: str, has_projects: bool, figures: int
):
    """Each says that the report has a figure of it; other editions are no answer where this one has."""
    tell("ask", query=f"q={text}", text=text)
    found = state()
    assert bool(found["answer"]["ids"]) == has_projects
    told = [one for one in found.get("notices", ()) if text in one["title"]]
    assert len(told) == figures


def test_language_when_pressed_on_the_map_keeps_the_view(address: Address, tell):
    """The button of a language stands beside the map: it takes along what the map shows now."""
    tell("lang", query="cat=rail", lang="en")
    assert dict(address) == {"lang": "en", "cat": "rail"}
    tell("lang", query="lang=en&cat=rail", lang="no-such")
    assert dict(address) == {"lang": "en", "cat": "rail"}


def test_station_when_taken_is_measured_from_and_stays_out_of_the_address(address: Address, tell):
    """A place is kept in the session alone, with the name that was pressed."""
    tell("stand", label="市民中心\u202e站", **PLACE)
    assert dict(address) == {}
    assert session.place() == session.Standing(label="市民中心站", radius_m=3000, **PLACE)
    assert state()["near"]["rows"]


def test_near_when_told_is_measured_and_when_ended_is_forgotten(address: Address, tell):
    """The page asks the browser by itself; the server hears of the place, and of its end."""
    tell("locate", accuracy_m=30, **PLACE)
    assert state()["near"]["label"] == "您的位置"
    tell("near_off")
    assert session.place() is None
    assert "near" not in state()


def test_near_when_it_came_with_the_link_leaves_the_address_too(address: Address, tell):
    """A place that the link held is forgotten there as well."""
    address.update({"near": "113.75,23.02", "r": "5000"})
    tell("near_off", query="near=113.75,23.02&r=5000")
    assert dict(address) == {}


@pytest.mark.parametrize("value", ["113.7", None, True, float("nan"), 1e9])
def test_place_when_no_number_is_never_measured_from(address: Address, tell, value: object):
    """A coordinate of the wrong kind raises, one that is nowhere on Earth is dropped."""
    with contextlib.suppress(TypeError):
        tell("stand", lon=value, lat=23.0)
    assert session.place() is None


def test_place_when_across_the_world_is_said_to_be_outside(address: Address, tell):
    """Someone in New York is told how far the city is."""
    tell("locate", lon=-74.0, lat=40.7)
    assert state()["near"]["outside_m"] > 5_000_000


def test_suggestion_when_taken_joins_the_filters(address: Address, tell):
    """What a bad link may have meant is added to what it held."""
    tell("try", query="cat=rail", field="towns", value="changan")
    assert dict(address) == {"town": "changan", "cat": "rail"}


def test_message_of_a_filtered_view_is_small(address: Address, tell):
    """A new state is a few hundred bytes: what is at rest is left out."""
    tell("share", query="town=changan,humen&cat=rail,road")
    assert len(json.dumps(map_page.frame_message("map"))) < 400


def test_page_without_map_carries_no_state(address: Address):
    """The other pages only keep address and language."""
    assert map_page.frame_message("about") == {"page": "about", "lang": "zh", "query": ""}
