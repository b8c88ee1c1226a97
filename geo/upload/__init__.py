"""A visitor's own file: read without GDAL, within limits, checked like our own data, never kept.

Bytes go in, values come out: nothing here opens a file or a connection. :func:`read` takes the bytes apart
(:mod:`geo.upload.sniff`, :mod:`geo.upload.features`, :mod:`geo.upload.workbook`),
:func:`~geo.upload.coordinates.suspect` says which coordinates they may be in, and
:func:`~geo.upload.checking.check` holds them to the rules of :mod:`geo.schema`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from geo.upload.limits import LIMITS, Limits

if TYPE_CHECKING:
    from geo.upload.reading import Upload, read

__all__ = ["LIMITS", "Limits", "Upload", "read"]


def __getattr__(name: str) -> object:
    """Import what needs shapely when it is asked for: the map's first view reads the limits only."""
    if name in {"Upload", "read"}:
        found: object = getattr(import_module("geo.upload.reading"), name)
        return found
    msg = f"module 'geo.upload' has no attribute {name!r}"
    raise AttributeError(msg)
