"""600 hostile links: each opens a view, says what it left out in both languages, and raises nothing."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category
from urllib.parse import quote, quote_from_bytes

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.spelling import PARAMETER_ALIASES, PARAMETERS
from geo.view import View, parse_query, to_query
from i18n import LANGUAGES
from tests.hostile.constructs import ADDRESSES, CONSTRUCTS, REFUSED
from ui import notices

ROOT = Path(__file__).resolve().parents[2]
VALUES = {**CONSTRUCTS, **ADDRESSES, **REFUSED}
# Any text may be searched for; what cannot be seen goes out of it without a word, as it was never seen.
_TAKES_TEXT = frozenset({"q"})


def _generated() -> Iterator[tuple[str, str]]:
    """Yield the parameter that is wrong (empty: none need be told of) and the query."""
    chosen = random.Random(14)  # noqa: S311 - the same links each time
    for name in PARAMETERS:
        for value in chosen.sample(list(VALUES.values()), 28):
            yield name, f"{name}={quote(value, safe='')}"
    for old, name in PARAMETER_ALIASES.items():
        yield name, f"{old.upper()}={quote(chosen.choice(list(CONSTRUCTS.values())), safe='')}"
    for name in PARAMETERS:
        yield "", f"{name}[]=%00&{name}={quote_from_bytes(chosen.randbytes(40))}"
        yield "", f"{name}={'%25' * 400}41&" + f"{name}=a&" * 300
    yield from (("", one) for one in (
        "&" * 5_000, "=" * 5_000, "?" * 5_000, "%" * 5_000, "a=" * 5_000, "%ff%fe%00" * 500,
        "town=" + "," * 9_000,
        "town=" + "a," * 9_000, "q=" + "%F0%9F%91%A8%E2%80%8D" * 900, "m=" + "9" * 9_000,
        "m=NaN/Infinity/-Infinity",
        "m=1e309/1e309/1e309", "near=1_0,2_0", "r=" + "9" * 5_000, "step=-1", "at=0000-00-00",
        "at=9999-12-31",
        "since=2024-02-30", "v=" + "1" * 4_400, "y=" + "2" * 4_400, "lang=../../../zh",
        "embed=" + "true," * 900,
        "p=" + "-" * 2_000, "tour=__proto__", "p=constructor", "town=__proto__,toString", "&amp;" * 2_000,
    ))  # fmt: skip


LINKS = list(dict.fromkeys(_generated()))


def test_no_hostile_link_raises_and_none_is_dropped_in_silence():
    """A parameter with a value that is none is told of; the view has a canonical link that reads the same."""
    assert len(LINKS) >= 500
    silent = []
    for name, query in LINKS:
        view, ignored = parse_query(query)
        again, nothing = parse_query(to_query(view))
        assert (again, nothing) == (view, ()), query[:80]
        asks_nothing = view == View() and not ignored
        if name and name not in _TAKES_TEXT and asks_nothing:
            silent.append(query)
    assert [one for one in silent if _is_seen(one)] == []
    sys.stdout.write(f"{len(LINKS)} links, {len(silent)} of signs alone that nobody sees\n")


def _is_seen(query: str) -> bool:
    """Say whether there is something in a value that a person would miss: no space, no control sign."""
    value = parse_query(f"q={query.partition('=')[2]}")[0].text
    return bool(value.strip())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_left_out_is_said_in_words(lang: str):
    """One notice for all parts; each text is one line of signs that can be seen, and is short."""
    told = 0
    for _, query in LINKS:
        _, ignored = parse_query(query)
        shown = [one for one in ignored if one.parameter != "lang" or one.value]
        if not shown:
            continue
        notice = notices._left_out(shown, lang)
        for words in (notice["title"], notice["text"], *(action["label"] for action in notice["actions"])):
            assert {category(sign) for sign in words} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
            assert 0 < len(words) < 400
        told += 1
    assert told > 350
    sys.stdout.write(f"{told} notices in {lang}\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_open_with_hostile_links(lang: str):
    """A handful through each kind of page: no exception, and the notice is there."""
    chosen = [query for name, query in LINKS if name in {"town", "cat", "p", "m", "at", "tour"}][::17]
    assert len(chosen) >= 8
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for number, query in enumerate(chosen):
        app._page_hash = calc_hash(("", "promises", "towns", "projects", "compare")[number % 5])
        app.query_params.clear()
        app.session_state["ignored"] = ()
        name, _, value = query.partition("=")
        app.query_params[name.lower()] = parse_query(f"q={value}")[0].text or value
        app.query_params["lang"] = lang
        app.run()
        assert not app.exception, query
