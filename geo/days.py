"""Days: what a date that is known only to the year or month means, and what day it is in the city.

Plain Python: links and the first view read it before pandas is needed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from geo.city import CITY

__all__ = ["is_day", "known_from", "last_day", "today"]

_WHOLE = len("2024-12-31")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def today() -> date:
    """Return the day that it is in the city, wherever the server stands."""
    return datetime.now(CITY.zone()).date()


def is_day(value: object) -> bool:
    """Say whether a value is a day of the calendar as ISO 8601 writes it: ``2024-12-31``."""
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def last_day(when: str) -> str:
    """Return the last day that a date of the data can mean: ``2024`` and ``2024-12`` are 2024-12-31.

    Parameters
    ----------
    when
        ``2024-12-31``, ``2024-12`` or ``2024``; an empty one stays empty.
    """
    if len(when) == 4:
        return f"{when}-12-31"
    if len(when) == 7:
        year, month = map(int, when.split("-"))
        return f"{when}-{monthrange(year, month)[1]:02}"
    return when


def known_from(when: str, read: str = "") -> str:
    """Return the first day on which a dated fact counts as known.

    A year or month that has not ended tells of something within it, and nobody knows on which day: the fact
    counts from the last day of its period, or from the day on which its source was read, if that is earlier.

    Parameters
    ----------
    when
        The fact's date, as precise as it is known.
    read
        The day on which its source was read; empty if there is no source.
    """
    if not read or len(when) == _WHOLE:
        return last_day(when)
    return min(last_day(when), last_day(read))
