"""The table of all projects: escaped, sorted by meaning, the same in both languages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ui import facts
from ui.pages.projects import sort_rows, table

PAYLOADS = ("{{ 7*7 }}", "{% x %}", "<img src=x onerror=alert(1)>", "${1}", "</script>", '"><b>', "&lt;")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the signature is the parser's
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("payload", PAYLOADS)
def test_table_shows_hostile_text_as_text(payload: str):
    """Whatever the data holds, the table has its own tags only and shows the text as written."""
    row = {**facts.projects()[0], "name_zh": payload, "no": payload, "towns": [payload]}
    seen = read(table([row], lang="zh", by="no", filtered=False))
    own = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "a"}
    assert seen.tags == own
    assert seen.text.count(payload) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("by", ["no", "name", "category", "towns", "stage", "status", "kept", "certainty"])
def test_sort_keeps_every_row(by: str, lang: str):
    """Each order holds the same projects."""
    rows = facts.projects()
    assert {row["id"] for row in sort_rows(rows, by=by, lang=lang)} == {row["id"] for row in rows}


def test_sort_by_stage_puts_the_firmest_promise_first():
    """Closed lists sort by meaning, not by word: both languages agree."""
    rows = facts.projects()
    chinese = [row["id"] for row in sort_rows(rows, by="stage", lang="zh")]
    assert chinese == [row["id"] for row in sort_rows(rows, by="stage", lang="en")]
    assert sort_rows(rows, by="stage", lang="zh")[0]["stage"] == "completing"


def test_table_says_which_column_it_is_sorted_by():
    """A screen reader hears the order."""
    html = table(facts.projects()[:2], lang="en", by="status", filtered=True)
    assert html.count("aria-sort") == 1
    assert '<th scope="col" aria-sort="ascending">Status now</th>' in html
