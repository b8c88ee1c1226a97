"""Read and write GeoJSON the way ``data/`` keeps it: compact, ordered, 5 decimals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

__all__ = ["DECIMALS", "Feature", "feature", "read", "rounded", "write"]

#: Five decimals of a degree are about 1 m here, well below the accuracy of any site.
DECIMALS = 5

Feature: TypeAlias = dict[str, Any]


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round the coordinates of a geometry.

    Parameters
    ----------
    geometry
        Any geometry in degrees, WGS 84.

    Returns
    -------
    BaseGeometry
        The same geometry with `DECIMALS` decimals.

    Notes
    -----
    Every vertex is rounded on its own, so that neighbours that share vertices still share them.
    """

    def to_grid(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return coordinates.round(DECIMALS)

    result: BaseGeometry = shapely.transform(geometry, to_grid)
    return result


def feature(properties: Mapping[str, object], *, geometry: BaseGeometry) -> Feature:
    """Make a GeoJSON feature of properties and a geometry in degrees, WGS 84, rounded."""
    return {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": mapping(rounded(geometry)),
    }


def read(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Read the features of a GeoJSON file as pairs of properties and geometry.

    Parameters
    ----------
    path
        A feature collection in degrees, WGS 84.

    Returns
    -------
    list of tuple
        In the order of the file.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    return [(item["properties"], shape(item["geometry"])) for item in document["features"]]


def write(path: Path, *, features: Sequence[Feature]) -> int:
    """Write features, one a line, so that a change of one shows as one line in git.

    Parameters
    ----------
    path
        The file to write; its folder is made when it is missing.
    features
        GeoJSON features in degrees, WGS 84.

    Returns
    -------
    int
        The size of the file in bytes.
    """
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return len(text.encode("utf-8"))
