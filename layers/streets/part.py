"""A town's part of the streets, which an offline file takes along."""

from __future__ import annotations

import logging
from base64 import b64encode

from geo.dataset import Dataset
from geo.view import Base, View
from layers.streets.archive import ArchiveError, packed, tiles, usable
from layers.streets.streets import StreetsFiles

__all__ = ["town_part"]

# A file for a USB stick or a chat stays small: the whole map is a fifth of this.
_MOST_BYTES = 8_000_000

_LOG = logging.getLogger(__name__)


def town_part(dataset: Dataset, view: View) -> StreetsFiles | None:
    """Return what an offline file holds of the streets.

    Parameters
    ----------
    dataset
        Its ``towns`` are in EPSG:4326.
    view
        What the file opens with.

    Returns
    -------
    StreetsFiles or None
        The tiles that touch the town's bounds. None if the view does not ask for the streets of exactly one
        town, if there are none there or they cannot be read, or if they are larger than 8 MB.
    """
    if view.base is not Base.STREETS or len(view.towns) != 1:
        return None
    archive = usable()
    towns = dataset.towns[dataset.towns["id"] == view.towns[0]]
    if archive is None or towns.empty:
        return None
    west, south, east, north = (float(value) for value in towns.total_bounds)
    try:
        found = tiles(archive, (west, south, east, north))
    except ArchiveError as error:
        _LOG.warning("No streets: %s", error)
        return None
    if not found:
        return None
    content = packed(found, bounds=(west, south, east, north), date=archive.date)
    if len(content) > _MOST_BYTES:
        return None
    town = towns.iloc[0]
    names = {"zh": str(town["short_zh"]), "en": str(town["name_en"])}
    return StreetsFiles(base64=b64encode(content).decode(), town=names)
