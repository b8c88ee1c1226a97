"""Dates, distances and link texts as people read them, per language."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from i18n import date_words, text
from i18n.dates import date_parts

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["date_short", "date_text", "distance", "distance_text", "known", "link", "newest_fact", "readable"]

_Value = TypeVar("_Value")


def known(value: _Value) -> _Value | None:
    """Return the value, or None where a frame says "unknown" (None, NaN, NaT, empty text)."""
    if value is None or value == "":
        return None
    try:
        return None if value != value else value  # noqa: PLR0124  (NaN and NaT differ from themselves)
    except (TypeError, ValueError):
        return value


def date_text(value: object, *, lang: str) -> str:
    """Return a date as precise as it is known: ``2025-11-28`` is 2025年11月28日 or 28 Nov 2025.

    Text that is not a date is returned as it is: it is shown, never interpreted.
    """
    return date_words(str(known(value) or ""), lang)


def date_short(value: object, *, lang: str) -> str:
    """Return a date for a list row: whole in Chinese, month and year in English."""
    raw = str(known(value) or "")
    if lang == "en" and date_parts(raw) is not None:
        raw = "-".join(raw.split("-")[:2])
    return date_text(raw, lang=lang)


def distance(metres: float, *, lang: str) -> str:
    """Return metres below one kilometre, else kilometres with at most one decimal."""
    if not math.isfinite(metres):
        msg = f"`metres` was {metres!r} but is expected to be finite"
        raise ValueError(msg)
    if metres < 1000:
        return text("map.metres", lang, n=_rounded(metres, "1"))
    return text("map.kilometres", lang, n=_rounded(metres / 1000, "0.1").removesuffix(".0"))


def _rounded(value: float, step: str) -> str:
    """Return a number rounded to a decimal, halves up as browsers do (layers/page/words.js)."""
    return str(Decimal(value).quantize(Decimal(step), ROUND_HALF_UP))


def distance_text(metres: float, accuracy_m: float | None, *, lang: str) -> str:
    """Return a measured distance no finer than the place is known (layers/near/panel.js does the same).

    Within the error where it is smaller than that, else rounded to the power of ten below the error.
    """
    if accuracy_m and metres < accuracy_m:
        return text("map.near_within", lang, distance=distance(accuracy_m, lang=lang))
    step = 10 ** math.floor(math.log10(max(accuracy_m or 1, 1)))
    return text("map.near_about", lang, distance=distance(math.floor(metres / step + 0.5) * step, lang=lang))


def link(url: object) -> str | None:
    """Return the address if it is plain http(s) with a host, else None: nothing else is ever made a link."""
    raw = str(known(url) or "").strip()
    try:
        parts = urlsplit(raw)
    except ValueError:
        return None
    return raw if parts.scheme in ("http", "https") and parts.netloc else None


_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def readable(url: str) -> str:
    """Return an address with the letters of other scripts as they are, a third as long; browsers encode them.

    What is no text, or text that is not seen (spaces, marks of direction), stays encoded.
    """

    def letters(found: re.Match[str]) -> str:
        decoded = unquote(found[0], errors="replace")
        return decoded if decoded.isalnum() else found[0]

    return _ENCODED.sub(letters, url)


def newest_fact(dataset: Dataset) -> str:
    """Return the date of the newest event as the file writes it; a search that found nothing is no fact."""
    events = dataset.events
    dates = [str(known(value)) for value in events.loc[events["event"] != "unknown", "date"] if known(value)]
    return max(dates, default=str(dataset.report["date"]))
