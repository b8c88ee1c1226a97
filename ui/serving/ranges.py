"""One range of bytes, as a program asks for that reads a file piece by piece (RFC 9110, section 14)."""

from __future__ import annotations

import re

__all__ = ["asked_range", "is_one_range"]

_RANGE = re.compile(r"\s*bytes=(?:(?P<first>\d{1,15})-(?P<last>\d{0,15})|-(?P<suffix>\d{1,15}))\s*")


def is_one_range(header: str) -> bool:
    """Say whether a Range header asks for one range of bytes; several may be answered with the whole."""
    return _RANGE.fullmatch(header) is not None


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte that a Range header asks for, None if that is no range with a byte.

    Parameters
    ----------
    size
        The bytes of the whole.
    """
    asked = _RANGE.fullmatch(header)
    if asked is None:
        return None
    if asked["suffix"]:
        first, last = max(0, size - int(asked["suffix"])), size - 1
    else:
        first, last = int(asked["first"]), min(int(asked["last"] or size - 1), size - 1)
    return (first, last) if first <= last else None
