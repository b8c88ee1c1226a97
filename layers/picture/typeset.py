"""Breaking Chinese and English text into lines of a given width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["cut", "fitted", "wrapped"]

# A figure keeps its unit, a Latin word its letters; every other sign is a place to break.
_TOKENS = re.compile(r"[±]?\s?\d[\d.,]*\s?[项个家米公里年月日%]{0,2}|[A-Za-z0-9À-ÿ’'%.,:;()/&+–-]+|\s+|.")
_CLAUSES = re.compile(r".+?(?:[，；：·]\s?|[,;:]\s|$)", re.DOTALL)
_NEVER_FIRST = frozenset("，。、：；！？”’）》」·…,.;:!?)")
_NEVER_LAST = frozenset("“‘（《「(")

Measure = Callable[[str], float]


def _tokens(text: str) -> list[str]:
    """Return pieces that must not be broken: a closing sign stays with what it closes."""
    pieces: list[str] = []
    for token in _TOKENS.findall(text):
        if pieces and (token in _NEVER_FIRST or pieces[-1] in _NEVER_LAST):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _split(token: str, width: float, measure: Measure) -> list[str]:
    """Cut a piece that is wider than a line."""
    out = [""]
    for sign in token:
        if out[-1] and measure(out[-1] + sign) > width:
            out.append("")
        out[-1] += sign
    return out


def _fitting(text: str, width: float, measure: Measure, *, clauses: bool) -> Iterator[str]:
    """Yield pieces that fit on a line: whole clauses if they do, else words and signs, else letters."""
    for clause in _CLAUSES.findall(text):
        if clauses and measure(clause.rstrip(" ·")) <= width:
            yield clause
            continue
        for token in _tokens(clause):
            yield from [token] if measure(token) <= width else _split(token, width, measure)


def wrapped(text: str, width: float, measure: Measure, *, clauses: bool = True) -> list[str]:
    """Return a text as lines that are at most ``width`` wide; never an empty list.

    With ``clauses`` a line rather ends early than parts a clause; without, each line is filled.
    """
    lines = [""]
    for token in _fitting(text, width, measure, clauses=clauses):
        if lines[-1] and measure((lines[-1] + token).rstrip(" ·")) > width:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return [line.rstrip(" ·") if turn < len(lines) - 1 else line.rstrip() for turn, line in enumerate(lines)]


def cut(text: str, width: float, measure: Measure) -> str:
    """Return a text on one line, its end replaced by … where it is too wide."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(kept.rstrip() + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def fitted(lines: list[str], most: int, width: float, measure: Measure) -> list[str]:
    """Return at most so many lines; the last one says by … that there was more."""
    if len(lines) <= most or most <= 0:
        return lines[: max(0, most)]
    return [*lines[: most - 1], cut(lines[most - 1] + "…" * 2, width, measure)]
