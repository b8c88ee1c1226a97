"""What is said about bad links and empty results, and what each way out leads to."""

from __future__ import annotations

import pytest
import streamlit as st

from geo.view import parse_query
from ui import notices


@pytest.fixture(autouse=True)
def session_state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Stand in for the visitor's session."""
    state: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


@pytest.mark.parametrize(("lang", "word"), [("zh", "长安"), ("en", "Chang’an")])
def test_notice_when_town_misspelt_names_the_part_and_suggests(lang: str, word: str):
    """The part is shown as written, the suggestion by its name and as the first way out."""
    notices.remember(parse_query("zzz=1&town=chagnan")[1])
    (notice,) = notices.link_notices(lang)
    assert "town=chagnan" in notice["title"]
    assert word.replace("’", "'") in notice["text"].replace("’", "'")
    assert notice["actions"][0]["event"] == {"type": "try", "field": "towns", "value": "changan"}
    assert notice["actions"][-1]["event"] == {"type": "dismiss"}


def test_notice_when_dismissed_is_gone():
    """Nothing is said after it was read."""
    notices.remember(parse_query("zzz=1")[1])
    notices.dismiss()
    assert notices.link_notices("zh") == []
