"""The visitor's state: the view in the address, and the place that stays out of it.

The address is the only lasting state. Where a person stands is kept in the browser session's memory on
the server, for as long as the tab is open: it is not stored, not logged, and in no link unless the person
asks for it in the share panel.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import streamlit as st

from geo.days import today
from geo.places import MAP_BOUNDS
from geo.state import Base, is_slug
from geo.view import RADIUS_M, Ignored, Place, Reason, View, parse, to_query
from ui import editions, facts

__all__ = [
    "Standing",
    "change",
    "leave_place",
    "link",
    "open_report",
    "parameters",
    "place",
    "put_place",
    "read",
    "stand",
    "take",
    "view",
    "write",
]

_PLACE = "place"
# Streamlit keeps these for itself and refuses them in `st.query_params`.
_RESERVED = ("embed", "embed_options")


@dataclass(frozen=True, slots=True)
class Standing:
    """A place to measure from: degrees WGS 84, and what to call it (empty: a spot without a name)."""

    lon: float
    lat: float
    label: str
    radius_m: int


def read() -> tuple[View, tuple[Ignored, ...]]:
    """Return the address's view and what was left out of it."""
    return _reading({name: st.query_params.get_all(name) for name in st.query_params})


def _reading(found: Mapping[str, Sequence[str]]) -> tuple[View, tuple[Ignored, ...]]:
    """Read parameters; a run asks half a dozen times, and a crowd for the same few views."""
    params = tuple((name, tuple(values)) for name, values in found.items())
    is_long = sum(len(name) + sum(map(len, values)) for name, values in params) > _KEPT_LENGTH
    reading = _read.__wrapped__ if is_long else _read  # a stranger's megabyte is not kept
    return reading(params, facts.editions(), facts.edition(), _today(found))


def _today(found: Mapping[str, Sequence[str]]) -> date | None:
    """Return the day that it is where a link asks for one: what it means is another tomorrow."""
    return today() if any(name.lower() in ("at", "since") for name in found) else None


_KEPT_LENGTH = 1_000


@lru_cache(maxsize=512)
def _read(
    params: tuple[tuple[str, tuple[str, ...]], ...], years: tuple[str, ...], pages: str, day: date | None
) -> tuple[View, tuple[Ignored, ...]]:
    """Read parameters. ``pages`` names the facts they are held against: new ones are read anew."""
    del pages
    found, ignored = parse({name: list(values) for name, values in params}, editions=years, today=day)
    return _with_known_ids(found, ignored)


def _with_known_ids(found: View, ignored: tuple[Ignored, ...]) -> tuple[View, tuple[Ignored, ...]]:
    """Leave out a project or tour that does not exist, and say so."""
    lost = found.project is not None and facts.project(found.project) is None
    if lost and (led := editions.resolve(found)) is not None:
        found, ignored = led[0], (*ignored, led[1])
    if found.project is not None and facts.project(found.project) is None:
        known = [str(row["id"]) for row in facts.projects()]
        near = difflib.get_close_matches(found.project, known, n=1, cutoff=0.6)
        wrong = Ignored("p", found.project[:40], Reason.UNKNOWN_VALUE, near[0] if near else None)
        found, ignored = replace(found, project=None), (*ignored, wrong)
    return _with_known_tour(*_with_a_base(found, ignored))


def _with_a_base(found: View, ignored: tuple[Ignored, ...]) -> tuple[View, tuple[Ignored, ...]]:
    """Show the quiet base where the operator has made no streets, and say so."""
    if found.base is not Base.STREETS or facts.prepared().facts.get("streets"):
        return found, ignored
    return replace(found, base=Base.QUIET), (*ignored, Ignored("base", found.base, Reason.UNKNOWN_VALUE))


def _with_known_tour(found: View, ignored: tuple[Ignored, ...]) -> tuple[View, tuple[Ignored, ...]]:
    """Leave out a tour that does not exist, and go to the last step instead of one beyond it."""
    if found.tour is None:
        return found, ignored
    tour = facts.tour(found.tour)
    if tour is None:
        near = difflib.get_close_matches(found.tour, facts.tours(), n=1, cutoff=0.6)
        wrong = Ignored("tour", found.tour[:40], Reason.UNKNOWN_VALUE, near[0] if near else None)
        return replace(found, tour=None), (*ignored, wrong)
    last = int(tour["steps"])
    if found.step <= last:
        return found, ignored
    return replace(found, step=last), (*ignored, Ignored("step", str(found.step), Reason.CLAMPED, str(last)))


def view() -> View:
    """Return the address's view."""
    return read()[0]


def write(wanted: View) -> None:
    """Put a view into the address as one step of the browser's history."""
    st.query_params.from_dict(parameters(wanted))


def parameters(wanted: View) -> dict[str, str]:
    """Return a view as the parameters that Streamlit lets us write."""
    return {name: value for name, value in parse_qsl(to_query(wanted)) if name not in _RESERVED}


def take(query: str) -> None:
    """Write the view that the map shows into the address; what is in no list is left out.

    ``query`` is its link as the map's page spelt it. Where the map looks is the browser's affair.
    """
    shown, _ = _reading(parse_qs(query, max_num_fields=200))
    if replace(shown, camera=None) != replace(view(), camera=None):
        write(shown)


def change(**fields: Any) -> None:
    """Change some fields of the address's view; nothing is written if nothing changes."""
    now = view()
    wanted = replace(now, **fields)
    if wanted != now:
        write(wanted)


def open_report(year: str, *, project: object = None) -> None:
    """Show another report, and a project of it; one that cannot be shown changes nothing."""
    if year in facts.editions():
        change(report=year, project=project if is_slug(project) else None)


def place(now: View | None = None) -> Standing | None:
    """Return where the visitor measures from: the session's place, else that of a view (the address's)."""
    kept = st.session_state.get(_PLACE)
    if isinstance(kept, Standing):
        return kept
    now = now or view()
    if now.near is None:
        return None
    return Standing(now.near.lon, now.near.lat, "", now.radius_m)


def stand(lon: float, lat: float, label: str) -> None:
    """Measure from a spot (degrees WGS 84); the radius stays as it was."""
    standing = place()
    put_place(Standing(lon, lat, label, standing.radius_m if standing else View().radius_m))


def put_place(standing: Standing) -> None:
    """Measure from a place. A place that came with the link leaves the address: it is no longer true."""
    low, high = RADIUS_M
    st.session_state[_PLACE] = replace(standing, radius_m=min(max(standing.radius_m, low), high))
    if view().near is not None:
        change(near=None, radius_m=View().radius_m)


def leave_place() -> None:
    """Forget the place, in the session and in the address."""
    st.session_state.pop(_PLACE, None)
    change(near=None, radius_m=View().radius_m)


def link(now: View, *, with_place: bool = False) -> str:
    """Return the canonical query of a view without the camera, which the browser adds.

    The place is in it only when asked for, or when the address that was opened held it already.
    """
    wanted = now if now.camera is None else replace(now, camera=None)
    standing = place(now) if with_place else None
    if standing is not None and MAP_BOUNDS.holds(standing.lon, standing.lat):
        wanted = replace(wanted, near=Place(standing.lon, standing.lat), radius_m=standing.radius_m)
    return to_query(wanted)
