"""The page as known on a day: list, counts and card of every day, the slider by keys, the day in the link."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from geo.past import as_of, known_days
from geo.tours import Step
from geo.view import View, parse_query
from i18n import text
from layers import project_map
from layers.opening import opened_at
from layers.panels.tour import _numbers, _step
from layers.past.past import past
from layers.projects.projects import Projects
from layers.projects.rows import projects
from layers.versions import on_day, versions
from tests.axe import findings
from tests.known_on_a_day import known_on, newest_of, recomputed
from tests.layers.test_injection import STRINGS, faults, hostile

REPORT, LAST = date(2024, 1, 31), date(2026, 11, 24)
DAYS = [(REPORT + timedelta(days=n)).isoformat() for n in range((LAST - REPORT).days)]
ASKED = "#past[aria-label]"
# What list and chips say on each of some days, one after the other.
READ = """days => days.map((at, turn) => {
  window.dgmap.apply({ turn: 1000 + turn, view: { at } });
  const words = [...document.querySelectorAll("[data-row]")].map((row) =>
    [row.dataset.row, row.querySelector(".row-status").textContent]);
  const chips = [...document.querySelectorAll("[data-field]")].map(({ dataset, lastElementChild }) =>
    [dataset.field, dataset.value, Number(lastElementChild.textContent)]);
  return { words: Object.fromEntries(words), chips };
})"""


def _words(day):
    """The word for the state of each project, from the files alone."""
    known = known_on(day)
    found = {}
    for one in recomputed(day):
        newest = newest_of(known.get(one, []))
        found[one] = (newest and newest["word_zh"]) or text(
            f"status.{newest['status'] if newest else 'unknown'}", "zh"
        )
    return found


def _chips(day):
    """How many projects each state, outcome and town has."""
    rows = recomputed(day).values()
    return {
        "statuses": Counter(status for status, _, _ in rows),
        "kept": Counter(kept for _, kept, _ in rows),
        "towns": Counter(town for _, _, towns in rows for town in towns),
    }


def _open(shown, day, turn=500):
    shown.apply(at=day, turn=turn)
    shown.frame.wait_for_selector(ASKED)


@pytest.mark.browser
@pytest.mark.slow
def test_every_day_of_the_page_is_as_worked_out_from_the_files(show, pages):
    """From the report's day to the last event: each row's state, and the numbers of the chips."""
    shown = show(pages["zh"])
    _open(shown, "2024-12-31")
    assert len(DAYS) > 1_000
    read = shown.frame.evaluate(READ, DAYS)
    last, before = None, {}
    for day, page in zip(DAYS, read, strict=True):
        wanted = _words(date.fromisoformat(day)), _chips(date.fromisoformat(day))
        if wanted == last:
            assert page == before, day
            continue
        last, before = wanted, page
        assert page["words"] == wanted[0], day
        for field, value, number in page["chips"]:
            if field in wanted[1]:
                assert number == wanted[1][field][value], (day, field, value)
    assert shown.errors == []


@pytest.mark.browser
def test_today_is_as_it_was_before_a_day_was_asked_for(show, pages):
    """Back from a day, every row, number and card is that of today."""
    shown = show(pages["zh"])
    before = shown.frame.evaluate(READ, [None])
    _open(shown, "2024-03-01", turn=2000)
    read = READ.replace("1000", "3000")
    assert shown.frame.evaluate(read, ["2024-03-01", None])[0] != before[0]
    assert shown.frame.evaluate(read.replace("3000", "4000"), [None]) == before


@pytest.mark.browser
def test_nothing_is_fetched_until_a_day_is_asked_for(show, pages):
    """A page of today asks for no past; one press asks for script and facts, once."""
    shown = show(pages["en"])
    asked = []
    shown.page.on("request", lambda request: asked.append(request.url.rpartition("-")[2]))
    shown.apply(selected="oppo-rd-center", turn=400)
    assert not any(one.startswith("past") for one in asked)
    shown.frame.locator("#past-button").click()
    shown.frame.wait_for_selector(ASKED)
    assert [one for one in asked if one.startswith("past")] == ["past.js", "past.json"]
    expect(shown.frame.locator("#past input")).to_be_focused()
    expect(shown.frame.locator("#past-button")).to_have_attribute("aria-expanded", "true")


@pytest.mark.browser
def test_slider_goes_by_keys_and_writes_the_link(show, pages, dataset):
    """Arrows, Home and End; each day is in the link and in words; back to today by a button."""
    shown = show(pages["en"])
    shown.frame.locator("#past-button").click()
    slider = shown.frame.locator("#past input")
    expect(slider).to_have_attribute("aria-valuetext", "today")
    days = [day for day, _ in past(dataset, projects(dataset, lang="en"), lang="en")["days"]]
    shown.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "24 Nov 2026")
    assert shown.told("view")[-1]["query"].endswith(f"at={days[-1]}")
    shown.page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "31 Jan 2024")
    expect(shown.frame.locator("#past [role=status]")).to_have_text("As known on 31 Jan 2024")
    shown.page.keyboard.press("ArrowRight")
    assert shown.told("view")[-1]["query"].endswith(f"at={days[1]}")
    shown.page.keyboard.press("End")
    assert "at=" not in shown.told("view")[-1]["query"]
    shown.page.keyboard.press("Home")
    shown.frame.get_by_role("button", name="Back to today").click()
    assert "at=" not in shown.told("view")[-1]["query"]
    expect(shown.frame.locator("#past")).to_be_hidden()
    expect(shown.frame.locator("#past-button")).to_be_focused()


@pytest.mark.browser
def test_card_shows_what_was_known(show, pages):
    """The open card is drawn anew: outcome, state, number of events; the map's corner names the day."""
    shown = show(pages["en"])
    shown.apply(selected="attosecond-facility", turn=400)
    card = shown.frame.locator("#card")
    expect(card).to_contain_text("Jan 2025")
    shown.apply(selected="attosecond-facility", at="2025-01-09", turn=500)
    shown.frame.wait_for_selector(ASKED)
    expect(card).not_to_contain_text("2025")
    expect(card).to_contain_text("Nothing found that is later than the report.")
    expect(shown.frame.locator("#print")).to_contain_text("As known on 9 Jan 2025")
    shown.apply(selected="attosecond-facility", at="2025-01-10", turn=501)
    expect(card).to_contain_text("10 Jan 2025")


@pytest.mark.browser
def test_play_goes_on_by_itself_and_not_under_reduced_motion(show, pages, new_context):
    """The button is not offered to who asked for less motion; else days follow one another until a press."""
    calm = show(pages["en"])
    _open(calm, "2024-12-31")
    expect(calm.frame.get_by_role("button", name="Play")).to_have_count(0)
    calm.page.emulate_media(reduced_motion="no-preference")
    moving = show(pages["en"])
    moving.page.emulate_media(reduced_motion="no-preference")
    moving.page.clock.install()
    _open(moving, "2024-12-31")
    moving.frame.get_by_role("button", name="Play").click()
    slider = moving.frame.locator("#past input")
    first = int(slider.input_value())
    moving.page.clock.run_for(3000)
    expect(slider).to_have_js_property("value", str(first + 2))
    assert "at=2024-12-31" in moving.told("view")[-1]["query"] if moving.told("view") else True
    moving.frame.get_by_role("button", name="Pause").click()
    assert re.search(r"at=2025-\d\d-\d\d$", moving.told("view")[-1]["query"])


@pytest.mark.browser
def test_offline_file_opens_at_a_day_and_says_one_that_it_cannot(new_context, tmp_path, dataset):
    """No file beside it; a day before the report is the report's, one to come is today, junk is named."""
    path = tmp_path / "map.html"
    page = project_map(dataset, both_languages=True).get_root().render()
    path.write_text(opened_at(page, View(at="2024-12-31", lang="en")), encoding="utf-8")
    for query, said, title in (
        ("", "As known on 31 Dec 2024", None),
        ("?lang=en&at=2025-03-01", "As known on 1 Mar 2025", None),
        ("?lang=zh&at=2018-01-18", "截至 2024年1月31日所知", "at=2018-01-18"),
        ("?lang=en&at=2999-01-01", None, "at=2999-01-01"),
        ("?lang=en&at=2024-02-30", None, "at=2024-02-30"),
    ):
        page, errors = new_context(offline=True).new_page(), []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.goto(path.as_uri() + query)
        if said:
            expect(page.locator("#past [role=status]")).to_have_text(said)
            expect(page.locator("#own-head")).to_contain_text(said)
        if title:
            expect(page.locator("#notices")).to_contain_text(title)
        assert errors == []
        page.close()


@pytest.mark.browser
def test_page_that_knows_today_only_says_so(new_context, files):
    """A published page or a notebook's file has no past: no button, and the day of a link is left out."""
    page = new_context(offline=True).new_page()
    page.goto(files["en"].as_uri() + "?at=2024-12-31")
    expect(page.locator("#notices")).to_contain_text("at=2024-12-31")
    expect(page.locator("#past-button, #past")).to_have_count(0)
    assert "at=" not in page.evaluate("new URLSearchParams(location.search).get('x') || ''")


@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_slider_is_accessible(show, pages, phone):
    """By axe, on both widths."""
    shown = show(pages["zh"], phone=phone)
    _open(shown, "2024-12-31")
    assert findings(shown.frame) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_file_holds_what_each_day_would_be(dataset, lang):
    """Today's rows with what was other on a day are the rows of the dataset as of that day."""
    today = Projects(dataset, lang=lang).projects
    found = json.loads(json.dumps(past(dataset, today, lang=lang)))
    keys = {key for rows in found["versions"].values() for _, row in rows for key in row} - {
        "now",
        "events",
        "sources",
    }
    for day in [*known_days(dataset)[::7], "2024-12-31"]:
        stood = projects(as_of(dataset, day), lang=lang, shapes_of={one.id: one for one in today})
        for was, now in zip(stood, today, strict=True):
            row = _plain(now) | on_day(found["versions"], now.id, day)
            assert {key: row[key] for key in keys} == {key: _plain(was)[key] for key in keys}, (day, now.id)
            assert len(row["events"]) == len(was.events)


def _plain(record):
    return json.loads(json.dumps({**record.payload(), **record.card({})}))


def test_versions_hold_only_what_was_other():
    """A row that never changed is not there; one that is as today from some day on says so."""
    today = {"a": {"x": 3, "y": 0}, "b": {"x": 1, "y": 0}}
    rows = [
        ("a", "2024-01-01", {"x": 1, "y": 0}),
        ("a", "2024-02-01", {"x": 1, "y": 0}),
        ("a", "2024-03-01", {"x": 3, "y": 0}),
    ]
    found = versions(today, [*rows, ("b", "2024-01-01", {"x": 1, "y": 0})])
    assert found == {"a": [["2024-01-01", {"x": 1}], ["2024-03-01", {}]]}
    assert [on_day(found, "a", day) for day in ("2023-12-31", "2024-02-09", "2024-03-01")] == [
        {},
        {"x": 1},
        {},
    ]
    assert on_day(found, "b", "2024-01-01") == {}


def test_step_of_a_tour_counts_on_its_day(dataset):
    """A step whose view holds a day shows and counts what was known then, and says so to the page."""
    view, _ = parse_query("kept=kept&at=2024-06-30")
    words = {"zh": "{n}", "en": "{n}"}
    step = Step(title=words, text=words, note=words, none={}, view=view, projects=(), figures=(), counts={})
    found = _step(step, dataset)
    n = _numbers(step, dataset, any_town=False)["n"]
    kept = [one for one, (_, kept, _) in recomputed(date(2024, 6, 30)).items() if kept == "kept"]
    assert (found["at"], found["ids"], n) == ("2024-06-30", kept, len(kept))


@pytest.mark.browser
def test_step_of_a_tour_is_shown_on_its_day_and_the_next_one_today(show, pages):
    """The panel, the corner of the map and the list follow the step, whatever day the link holds."""
    planted = pages["zh"].with_name("planted.html")
    page = pages["zh"].read_text(encoding="utf-8")
    planted.write_text(page.replace('"cited":', '"at":"2024-12-31","cited":', 1), encoding="utf-8")
    shown = show(planted)
    shown.apply(tour={"id": "five-minutes", "step": 1}, at="2024-03-01", turn=500)
    said = "截至 2024年12月31日所知"
    expect(shown.frame.locator("#print")).to_contain_text(said)
    expect(shown.frame.locator("#tour")).to_contain_text(said)
    row = shown.frame.locator("[data-row=metro-1-phase-1] .row-status")
    expect(row).to_have_text("未查到")
    shown.apply(tour={"id": "five-minutes", "step": 2}, at="2024-03-01", turn=501)
    expect(shown.frame.locator("#print")).to_contain_text("最新事实")
    shown.apply(at="2024-03-01", turn=502)
    expect(shown.frame.locator("#print")).to_contain_text("截至 2024年3月1日所知")
    assert shown.errors == []


@pytest.mark.parametrize(
    "string", ["".join(STRINGS.values()), STRINGS["half a statement"]], ids=["all", "half a statement"]
)
def test_string_of_the_data_is_a_value_in_the_past_and_acts_nowhere(dataset, string):
    """The island of the offline file holds it as text, and nothing of it runs."""
    chart = project_map(hostile(dataset, string), lang="en", both_languages=True)
    page = chart.get_root().render()
    assert faults(page) == []
    assert json.dumps(string, ensure_ascii=False)[1:-1] in json.dumps(chart.past(), ensure_ascii=False)


@pytest.mark.browser
def test_hostile_text_of_the_past_is_shown_and_never_runs(dataset, new_context, tmp_path):
    """The card of a day shows what the data holds as it is written."""
    string = "".join(STRINGS[name] for name in ("element", "end of a script", "template literal"))
    path = tmp_path / "poisoned.html"
    chart = project_map(hostile(dataset, string), lang="en", both_languages=True)
    path.write_text(chart.get_root().render(), encoding="utf-8")
    page = new_context(offline=True).new_page()
    page.goto(path.as_uri() + "?at=2025-01-01&p=nancheng-shigu")
    expect(page.locator("#print")).to_contain_text("As known on 1 Jan 2025")
    expect(page.locator("#past")).to_contain_text("<img src=x")
    for piece in ("<img src=x onerror=", "</script>", "${window"):
        expect(page.locator("#card")).to_contain_text(piece)
    assert page.evaluate("window.__ran") is None
    assert page.locator("img").count() == 0
