"""Dates as people read them, per language."""

from __future__ import annotations

__all__ = ["date_parts", "date_words"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_parts(value: str) -> list[int] | None:
    """Return year, month and day of a date as far as it is known (``2025-11``); None if it is no date."""
    pieces = value.split("-")
    if not 1 <= len(pieces) <= 3 or not all(piece.isdigit() for piece in pieces):
        return None
    numbers = [int(piece) for piece in pieces]
    return numbers if len(numbers) == 1 or 1 <= numbers[1] <= 12 else None


def date_words(value: str, lang: str) -> str:
    """Return a date as precise as it is known: ``2025-11-28`` is 2025年11月28日 or 28 Nov 2025.

    Text that is not a date is returned as it is: it is shown, never interpreted.
    """
    parts = date_parts(value)
    if parts is None:
        return value
    if lang == "zh":
        return "".join(f"{number}{unit}" for number, unit in zip(parts, "年月日", strict=False))
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, _MONTHS[parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)
