"""The app's pages as known on a day: plain facts, answers, previews and pages, and the way back to today."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from geo.view import View
from i18n import text
from tests.known_on_a_day import recomputed
from tests.ui.opening import html_of
from ui import facts, preview
from ui.questions import asked_state

REPORT, LAST = date(2024, 1, 31), date(2026, 11, 24)
DAYS = [REPORT + timedelta(days=n) for n in range((LAST - REPORT).days + 1)]


def test_plain_facts_of_every_day_are_as_worked_out_from_the_files():
    """From the report's day to the last event: state, outcome and towns of each project."""
    assert len(DAYS) > 1_000
    for day in DAYS:
        rows = facts.rows("2024", day.isoformat())
        found = {row["id"]: (row["status"], row["kept"], tuple(row["towns"])) for row in rows}
        assert found == recomputed(day), day


def test_newest_fact_of_a_day_is_not_after_it():
    """And today's is the one that the pages name."""
    assert facts.newest_fact("2024", "2024-12-31") == "2024-12-27"
    assert facts.newest_fact("2024", "2024-01-31") <= "2024-01-31"
    assert facts.newest_fact("2024", None) == facts.prepared().facts["newest_fact"]


def test_preview_counts_and_names_the_day():
    """What a chat shows of a link with a day is of that day, without pandas."""
    status = Counter(one[0] for one in recomputed(date(2024, 12, 31)).values())
    view = View(lang="en", statuses=("done",), at="2024-12-31")
    assert f"{status['done']} projects, as known on 31 Dec 2024" in preview.title(view)
    assert "27 Dec 2024" in preview.description(view)


def test_state_for_the_map_holds_the_day():
    """The page goes back to it; today is left out."""
    assert asked_state(View(at="2024-12-31"))["at"] == "2024-12-31"
    assert "at" not in asked_state(View())


@pytest.mark.parametrize("path", ["promises", "projects", "towns", "compare", "changes"])
def test_page_says_its_day_and_leads_back_to_today(run_app, path):
    """The day in words, that no promise was due, and a button that takes the day away."""
    app = run_app()
    shown = html_of(app, path, at="2024-06-30", lang="en", town="changan,hongmei")
    assert "As known on 30 Jun 2024" in shown
    assert "their day is 31 Dec 2024" in shown
    app.button(key="back_to_today").click().run()
    assert not app.exception
    assert "at" not in app.query_params
    assert app.query_params["town"] == "changan,hongmei"
    assert "As known on" not in " ".join(part.proto.body for part in app.get("html"))


def test_promises_and_table_are_of_the_day(run_app):
    """Numbers by outcome, and the state of each project, as worked out from the files."""
    app, wanted = run_app(), recomputed(date(2024, 12, 31))
    shown = html_of(app, "promises", at="2024-12-31")
    plain = re.sub("</?a[^>]*>", "", shown)  # a number leads to what it counts
    kept = Counter(one[1] for one in wanted.values())
    for value, n in kept.items():
        assert f"{n} <b>{text(f'kept.{value}', 'zh')}</b>" in plain
    shown = html_of(app, "projects", at="2024-12-31")
    for value, n in Counter(one[0] for one in wanted.values()).items():
        cells = re.findall(rf"<td>{text(f'status.{value}', 'zh')}</td><td>", shown)
        assert len(cells) == n, value
    assert "p=oppo-rd-center&amp;at=2024-12-31" in shown


@pytest.mark.parametrize(("day", "told"), [("2018-01-18", "31 Jan 2024"), ("2999-01-01", "still to come")])
def test_day_that_cannot_be_shown_is_told(run_app, day, told):
    """One before the report is the report's, one to come is today: on a paper page, too."""
    shown = html_of(run_app(), "promises", at=day, lang="en")
    assert f"at={day}" in shown
    assert told in shown
    assert ("As known on" in shown) == (day < "2024")
