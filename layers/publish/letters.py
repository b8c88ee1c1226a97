"""Corrections on the published pages: written out, one a fact, as these pages have no script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from i18n import text
from layers.correction.destination import Way, configured
from layers.correction.letter import Fact, letter

__all__ = ["Written", "letters"]


@dataclass(frozen=True, slots=True)
class Written:
    """One correction: which fact, the text, and the address that opens it as a mail or form (or empty)."""

    label: str
    text: str
    send: str
    word: str


def letters(
    facts: Iterable[Fact], *, kind: str, entry_id: str, name: str, address: str, lang: str
) -> list[Written]:
    """Return a correction of each fact; the parameters are those of ``layers.correction.letter.letter``."""
    to = configured()
    word = text(f"correct.{to.way}", lang) if to.way in (Way.MAIL, Way.FORM) else ""
    found = []
    for fact in facts:
        one = letter(kind, (entry_id, name), fact, address=address, lang=lang)
        send = to.filled(title=one.title, text=one.text, link=address)
        found.append(Written(fact.label, one.text, send, word))
    return found
