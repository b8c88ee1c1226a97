"""What the map tells, and what the page makes of it: address, place, and the state that goes back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import streamlit as st

from geo.view import View
from ui import facts, session
from ui.pages import map as map_page
from ui.questions import answer

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

    def act(kind: str = "view", *, filters: object = None, selected: object = None, **values: Any) -> None:
        shown = {"turn": next(turn), "filters": {} if filters is None else filters, "selected": selected}
        monkeypatch.setattr(map_page, "event", lambda: {"type": kind, "view": shown, **values})
        map_page._told()

    return act


def state(page: str = "map") -> Mapping[str, Any]:
    return map_page.frame_message(page)["state"]


def test_filters_when_told_are_in_the_address_in_the_fixed_order(address: Address, tell):
    """What the map shows goes into the address as ids in the vocabulary's order."""
    tell(filters={"categories": ["road", "rail"], "towns": ["changan"], "text": " 地铁 "})
    assert dict(address) == {"town": "changan", "cat": "rail,road", "q": "地铁"}


@pytest.mark.parametrize(
    "filters",
    [
        {"categories": ["no-such"], "towns": ["atlantis"], "stages": "building", "text": None},
        {"categories": {"rail": 1}, "kept": [None, 3, {}]},
        ["rail"],
        "rail",
    ],
)
def test_filters_when_unknown_are_left_out(address: Address, tell, filters: object):
    """Values of no list, and things of the wrong kind, change nothing."""
    tell(filters=filters, selected="no-such-project")
    assert dict(address) == {}


def test_answer_names_the_projects_of_the_query_engine(address: Address, tell):
    """The mask that goes back has the bits of the projects that `geo` selects, and says up to which act."""
    tell(filters={"categories": ["rail"]})
    found = state()
    ids = answer(View(categories=("rail",))).ids
    rows = [row for row, one in enumerate(facts.projects()) if one["id"] in ids]
    assert [row for row in range(len(facts.projects())) if int(found["mask"], 16) >> row & 1] == rows
    assert found["turn"] == 1
    assert found["filters"] == {"categories": ["rail"]}


def test_answer_when_a_word_is_misspelt_holds_what_the_server_found(address: Address, tell):
    """A typing error is forgiven by the server, and the places that the text may mean come with it."""
    tell(filters={"text": "songsanhu"})
    found = state()
    assert int(found["found"], 16).bit_count() >= 5
    assert {"kind": "town", "id": "songshanhu"} in found["offers"]


def test_selection_when_told_is_in_the_address_and_comes_back(address: Address, tell):
    """An open card is in the link."""
    tell(selected="metro-1-phase-1")
    assert dict(address) == {"p": "metro-1-phase-1"}
    assert state()["selected"] == "metro-1-phase-1"


def test_station_when_taken_is_measured_from_and_stays_out_of_the_address(address: Address, tell):
    """A place is kept in the session alone, with the name that was pressed."""
    tell("stand", label="市民中心\u202e站", **PLACE)
    assert dict(address) == {}
    assert session.place() == session.Standing(label="市民中心站", radius_m=3000, **PLACE)
    assert state()["near"]["rows"]


def test_near_when_pressed_asks_and_when_pressed_again_forgets(address: Address, tell):
    """«附近» asks the browser once a press; pressed while a place is measured from, it ends that."""
    tell("near_toggle")
    assert map_page.frame_message("map")["locate"] == 1
    assert state()["asking"]
    tell("locate", accuracy_m=30, **PLACE)
    assert "locate" not in map_page.frame_message("map")
    tell("near_toggle")
    assert session.place() is None
    assert "near" not in state()


def test_near_when_it_came_with_the_link_leaves_the_address_too(address: Address, tell):
    """A place that the link held is forgotten there as well."""
    address.update({"near": "113.75,23.02", "r": "5000"})
    tell("near_off")
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
    tell("try", filters={"categories": ["rail"]}, field="towns", value="changan")
    assert dict(address) == {"town": "changan", "cat": "rail"}


def test_message_of_a_filtered_view_is_small(address: Address, tell):
    """A new state is a few hundred bytes: what is at rest is left out."""
    tell(filters={"categories": ["rail", "road"], "towns": ["changan", "humen"]})
    assert len(json.dumps(map_page.frame_message("map"))) < 400


def test_page_without_map_carries_no_state(address: Address):
    """The other pages only keep address and language."""
    assert map_page.frame_message("about") == {"page": "about", "lang": "zh", "query": ""}
