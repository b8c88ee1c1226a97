"""Questions answered in facts, each with paragraph, source, day, certainty and link: plain JSON values.

`dgmap mcp` hands them to programs that ask in words; nothing here knows of it. What is not known is
said to be unknown, and is never a fact.
"""

from __future__ import annotations

from geo.asking.aims import targets
from geo.asking.answers import about, as_of, find, near, one, outcomes
from geo.asking.asked import Asked, AskError, asked
from geo.asking.changing import changes
from geo.asking.comparing import compared
from geo.asking.exporting import exported
from geo.asking.towns import town

__all__ = [
    "AskError",
    "Asked",
    "about",
    "as_of",
    "asked",
    "changes",
    "compared",
    "exported",
    "find",
    "near",
    "one",
    "outcomes",
    "targets",
    "town",
]
