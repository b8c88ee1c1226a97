"""JSON as RFC 8259 has it, read within limits, with what its reader would rather know.

Python's own parser is taken at its word only where that is safe: depth and size are counted before it
starts, numbers that are none (NaN, Infinity, 1e999) come back as such so that they can be told by place,
and names that an object holds twice are remembered.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field

from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["Parsed", "parse"]

# A whole string, or a bracket. Possessive, and with the end of the text as a string's end: without that a
# run of backslashes and quotes costs the square of its length.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
# Each value that the parser makes costs about 60 bytes: these bound them before one is made.
_BRACKETS = LIMITS.vertices + 12 * LIMITS.rows
_COMMAS = 4 * LIMITS.vertices + LIMITS.rows * LIMITS.columns
_DIGITS = 40


@dataclass(slots=True)
class Parsed:
    """A JSON value, and the names that one of its objects holds twice (the last one counts)."""

    value: object = None
    repeated: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def repeated_in(self, *found: object) -> tuple[str, ...]:
        """Return the names that any of these objects holds twice."""
        return tuple(name for one in found for name in self.repeated.get(id(one), ()))


def parse(text: str) -> Parsed:
    """Read a JSON text.

    Raises
    ------
    RefusedError
        ``too_many_vertices`` or ``too_deep`` before anything is read; ``truncated`` if the text ends within
        a value, ``not_json`` with line and column if it is wrong elsewhere.
    """
    _bound(text)
    parsed = Parsed()

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            parsed.repeated[id(found)] = tuple(sorted(name for name in counts if counts[name] > 1)[:5])
        return found

    try:
        parsed.value = json.loads(
            text, object_pairs_hook=note, parse_constant=_no_number, parse_int=_whole, parse_float=float
        )
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            raise RefusedError(Refusal.TRUNCATED, value=f"{error.lineno}:{error.colno}") from None
        raise RefusedError(Refusal.NOT_JSON, value=f"{error.lineno}:{error.colno}") from None
    except RecursionError:
        raise RefusedError(Refusal.TOO_DEEP, expected=str(LIMITS.depth)) from None
    return parsed


def _no_number(name: str) -> float:
    """Return NaN for NaN, Infinity and -Infinity: JSON has none of them, and each is told by its place."""
    del name
    return math.nan


def _whole(digits: str) -> float | int:
    """Return a whole number; one of more than 40 digits is none that a map has (Python stops at 4,300)."""
    return int(digits) if len(digits) <= _DIGITS else math.inf


def _bound(text: str) -> None:
    """Refuse a text that is too deep, or that would become too many values."""
    if text.count("[") + text.count("{") > _BRACKETS or text.count(",") > _COMMAS:
        raise RefusedError(Refusal.TOO_MANY_VERTICES, expected=f"{LIMITS.vertices:,}")
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    if deepest > LIMITS.depth:
        raise RefusedError(Refusal.TOO_DEEP, value=str(deepest), expected=str(LIMITS.depth))
