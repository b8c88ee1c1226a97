"""What a new field on the card costs: its column in the record, and a line in each of the two cards.

The field is `mention`, the words by which the report names a project.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.costs.changing import ROOT, ask, build, touched, words

IN_THE_RECORD = '    what: Annotated[str, Column("what_{lang}")]\n'
IN_THE_PAGE = '    el("p", { class: "what" }, project.what),\n'
IN_THE_FOLDER = '<p class="lead">{{ row.what }}</p>\n'
FIELD = '    mention: Annotated[str, Column("mention")]\n'
LINE = '    el("p", { class: "mention" }, say("mention", { words: project.mention })),\n'
PARAGRAPH = '<p class="quiet">{{ say("map.mention", words=row.mention) }}</p>\n'
EDITS = {
    "layers/projects/records.py": (
        (IN_THE_RECORD, FIELD + IN_THE_RECORD),
        ('_LATER = ("other_name"', '_LATER = ("mention", "other_name"'),
    ),
    "layers/panels/card.js": ((IN_THE_PAGE, IN_THE_PAGE + LINE),),
    "layers/publish/templates/project.html": ((IN_THE_FOLDER, IN_THE_FOLDER + PARAGRAPH),),
    **words({"map": 'mention = "报告原文：{words}"'}, {"map": 'mention = "In the report: {words}"'}),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("field"), EDITS)


@pytest.fixture(scope="session")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers; it has saved its page."""
    return ask(changed, "ask_field.py", str(changed / "map.html"))


@pytest.fixture(scope="session")
def mentions() -> dict[str, str]:
    with (ROOT / "data/reports/2024/projects.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["mention"] for row in csv.DictReader(file)}


def test_field_costs_three_files_of_code(changed):
    """The record, the page's card and the published page's; nothing carries the value from hand to hand."""
    assert touched(changed) == {
        "code": [
            "layers/panels/card.js",
            "layers/projects/records.py",
            "layers/publish/templates/project.html",
        ],
        "data": [],
        "static": [],
        "words": ["i18n/en.toml", "i18n/zh.toml"],
    }


def test_cards_of_all_projects_have_it_and_the_map_does_not(said, mentions):
    """It comes with the words of the cards, after the map."""
    assert said["cards"] == mentions
    assert said["drawn"] == []


def test_published_pages_show_it(said, mentions):
    """Each project's page has it, in its words."""
    assert {
        name for name, text in mentions.items() if f"报告原文：{text}" not in said["pages"][name]
    } == set()


def test_card_shows_it(said, changed, mentions, new_context: Callable[..., BrowserContext]):
    """In the browser, on the card of the project that a link opens."""
    page = new_context().new_page()
    project = said["first"]
    page.goto(f"{(changed / 'map.html').as_uri()}?p={project}")
    expect(page.locator("#card .mention")).to_have_text(f"报告原文：{mentions[project]}")
