"""docs/links.md says of each parameter what the code takes: the same names, order and values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.filters import FACETS
from geo.state import LANGUAGES, Base, Embed
from geo.view import PARAMETERS

TEXT = (Path(__file__).parents[2] / "docs" / "links.md").read_text(encoding="utf-8")
CLOSED = {
    "lang": LANGUAGES,
    "base": tuple(Base),
    "embed": tuple(Embed),
    **{facet.parameter: facet.values() for facet in FACETS.values() if facet.members is not None},
}


def _differences(text: str) -> list[str]:
    """Compare the table of parameters with the code; return one line a difference."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    found = [] if [row[0] for row in rows] == list(PARAMETERS) else ["the parameters or their order"]
    for name, values, default in rows:
        if name in CLOSED and tuple(re.findall(r"`([^`]+)`", values)) != CLOSED[name]:
            found.append(f"the values of {name}")
        if name in {facet.parameter for facet in FACETS.values()} and default != "all":
            found.append(f"the default of {name}")
    return found


def test_table_says_what_the_code_takes():
    """Every parameter in the order of a link, every value of a closed list."""
    assert _differences(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("| `sure` |", "| `sureness` |", "the parameters or their order"),
        (re.search(r"^\| `kept` .*\n", TEXT, re.MULTILINE)[0], "", "the parameters or their order"),
        ("`rail`, `road`", "`road`, `rail`", "the values of cat"),
        ("`kept`, `late`, ", "`kept`, ", "the values of kept"),
        ("`delayed`, `unknown` | all", "`delayed`, `unknown` | none", "the default of status"),
    ],
    ids=["renamed", "row gone", "order", "value gone", "default"],
)
def test_fault_in_the_table_is_found(old: str, new: str, difference: str):
    """The comparison finds each kind of fault when it is planted."""
    assert TEXT.count(old) == 1
    assert difference in _differences(TEXT.replace(old, new))
