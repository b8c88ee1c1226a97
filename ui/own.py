"""A visitor's own shapes, kept for this session: on the upload page, and on the map beside ours.

They are plain values in the session's memory, made once when a file is checked; to show them needs neither
pandas nor shapely.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

__all__ = ["count", "forget", "keep", "state"]

_KEPT = "own_shapes"
# What is sent to the map: about 5 m of detail, coarser where that is too much for one message.
_TOLERANCE_DEGREES = 0.00005
_VERTICES = 8_000
_NAME = 40


def keep(shapes: gpd.GeoDataFrame) -> None:
    """Keep shapes for the map.

    Parameters
    ----------
    shapes
        One row a shape, EPSG:4326, with ``name``; as :func:`geo.upload.checking.check` returns them.
    """
    import shapely  # noqa: PLC0415 - only where a file was checked, which has brought it

    simple = list(shapes.geometry)
    tolerance = _TOLERANCE_DEGREES
    while True:
        simple = [_simplified(shape, tolerance) for shape in simple]
        if sum(shapely.get_num_coordinates(shape) for shape in simple) <= _VERTICES or tolerance > 0.01:
            break
        tolerance *= 4
    st.session_state[_KEPT] = [
        {"name": _plain(str(name)), "geometry": _rounded(shapely.geometry.mapping(shape))}
        for name, shape in zip(shapes["name"], simple, strict=True)
    ]


def _simplified(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    # A line has no inside to keep: its topology costs half a minute where 20,000 edges lie side by side.
    keeps_topology = shape.is_valid and not shape.geom_type.endswith("LineString")
    found: BaseGeometry = shape.simplify(tolerance, preserve_topology=keeps_topology)
    return shape if found.is_empty else found


def _rounded(value: object) -> Any:  # noqa: ANN401 - a geometry's mapping, to 5 decimals, as JSON takes it
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 5) if isinstance(value, float) else value


def _plain(name: str) -> str:
    """Return a name without characters that cannot be seen, cut to what a label holds."""
    seen = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in name)
    return seen if len(seen) <= _NAME else f"{seen[: _NAME - 1]}…"


def forget() -> None:
    """Take the shapes off the map."""
    st.session_state.pop(_KEPT, None)


def count() -> int:
    """Return how many shapes are kept."""
    return len(st.session_state.get(_KEPT, ()))


def state(*, alone: bool = False) -> Mapping[str, Any] | None:
    """Return the key ``own`` of the map's state, None where there is nothing to say.

    `alone`: the map without list and search, as on the upload page.
    """
    shapes = st.session_state.get(_KEPT, [])
    return {"shapes": shapes, "alone": alone} if shapes or alone else None
