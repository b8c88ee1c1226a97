"""What earlier reports left open, on the page of a later one: beside its own projects, counted nowhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.export.formats import Format
from geo.export.making import export
from geo.folders import reading_from
from geo.view import View
from layers import project_map
from layers.publish.site import publish

LINE, DONE, NO_SITE = "metro-2-phase-3", "metro-1-phase-1", "contiguous-land"
_ISLAND = re.compile(r'class="dgmap-layer" data-kind="(\w+)">(.*?)</script>')


def _layers(page: str) -> dict[str, dict]:
    return {kind: json.loads(text) for kind, text in _ISLAND.findall(page)}


@pytest.fixture(scope="module")
def drawn(later) -> dict[str, dict]:
    return {lang: _layers(project_map(later, lang=lang).get_root().render()) for lang in ("zh", "en")}


def test_page_holds_what_is_open_and_nothing_that_is_done(drawn, open_ids):
    """All seven in both languages; the twin: what was finished was left out of the report, too."""
    for layers in drawn.values():
        assert {one["id"] for one in layers["earlier"]["projects"]} == open_ids
        assert DONE not in {one["id"] for one in layers["projects"]["projects"]}


def test_only_a_known_site_is_drawn(drawn):
    """What has no site has its row and its card, and no place on the map."""
    by_id = {one["id"]: one for one in drawn["zh"]["earlier"]["projects"]}
    assert by_id[NO_SITE]["parts"] == by_id["sisheng-section"]["parts"] == []
    assert by_id[LINE]["parts"]


def test_card_says_who_named_it_who_does_not_and_what_is_known(drawn):
    """The years, the last status with its day and source, and its own map, as links are written."""
    zh, en = (
        next(one for one in drawn[lang]["earlier"]["projects"] if one["id"] == LINE) for lang in ("zh", "en")
    )
    assert zh["said"] == "2024 年报告的项目，2025 年报告没有再提；没有完成的消息。"
    assert "report of 2024 that the report of 2025 does not name again" in en["said"]
    assert (zh["now"]["word"], zh["now"]["date"]) == ("在建", "2026年1月28日")
    assert zh["now"]["source"]["title"]
    assert (zh["href"], en["href"]) == (f"/?p={LINE}", f"/?lang=en&p={LINE}")


def test_no_report_answers_for_the_year_that_is_shown(drawn):
    """Stage and promise are words of a report: the shown one has said none of these projects."""
    assert {(one["stage"], one["kept"]) for one in drawn["zh"]["earlier"]["projects"]} == {("", "")}


def test_own_projects_are_the_same_with_and_without(later, drawn):
    """The year's own layer, list and counts know nothing of the others."""
    alone = _layers(project_map(replace(later, left_open=()), lang="zh").get_root().render())
    assert "earlier" not in alone
    assert {kind: data for kind, data in drawn["zh"].items() if kind != "earlier"} == alone


def test_map_of_a_first_report_has_no_byte_of_it(dataset):
    """Neither script nor style nor words; the twin above finds them."""
    page = project_map(dataset, lang="zh").get_root().render()
    assert not re.search(r"earlier-tip|data-earlier|没有再提|left_open", page)


@pytest.mark.parametrize("form", Format)
def test_exports_hold_the_years_own_projects_alone(later, form: Format, open_ids):
    """No format of the later edition is another by what the earlier one left open."""
    asked = {"view": View(report="2025"), "form": form, "written": date(2026, 11, 29), "name": "x"}
    made = export(later, **asked)
    assert made == export(replace(later, left_open=()), **asked)
    if form is Format.CSV:
        text = made.decode("utf-8-sig")
        assert str(later.projects["id"].iloc[0]) in text
        assert [one for one in open_ids if one in text] == []


def test_published_map_has_it_too(left_out, tmp_path):
    """The folder's map draws what is open; its list of pages stays that of the report."""
    with reading_from(left_out):
        publish(tmp_path / "site", report="2025", pictures=False)
    page = (tmp_path / "site" / "zh" / "map.html").read_text(encoding="utf-8")
    assert LINE in {one["id"] for one in _layers(page)["earlier"]["projects"]}
    assert not list((tmp_path / "site").rglob(f"*{LINE}*"))


# --- in a browser -------------------------------------------------------------------------------------------


def _group(shown):
    return shown.page.locator("#earlier")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_offline_file_shows_the_group_and_no_way_out_of_the_file(later_file, show, lang: str):
    """In both languages: closed at first, seven rows behind it, a card without a link to another report."""
    shown = show(f"{later_file.as_uri()}?lang={lang}", framed=False)
    group = _group(shown)
    title = {"zh": "上一份报告的项目 · 7", "en": "From the earlier report, not named again · 7"}[lang]
    expect(group.locator("h3")).to_have_text(title)
    assert group.get_attribute("open") is None
    group.locator("summary").click()
    expect(group.locator("[data-left]")).to_have_count(7)
    group.locator(f"[data-left={NO_SITE}]").click()
    card = shown.page.locator("#card")
    expect(card).to_contain_text("2024")
    expect(card.locator("a.button")).to_have_count(0)
    expect(shown.page.locator("#results .said")).to_contain_text("37")
    assert shown.errors == []


def test_town_and_text_choose_among_them(later_file, show):
    """A town keeps its own; a text that finds one opens the group; one that finds none hides it."""
    shown = show(later_file.as_uri(), framed=False)
    drawn = shown.page.locator("[data-earlier]")
    shown.apply(filters={"towns": ["humen"]})
    expect(_group(shown).locator("h3")).to_have_text("上一份报告的项目 · 1")
    assert {one.get_attribute("data-earlier") for one in drawn.all()} == {LINE}
    shown.apply(filters={"stages": ["building"]})
    expect(_group(shown)).to_be_hidden()
    for text in ("阿秒", "attosecond", "xianjinamiao"):
        shown.apply(filters={"text": text})
        expect(_group(shown).locator("[data-left]")).to_have_count(1)
        expect(_group(shown).locator("[data-left=attosecond-facility]")).to_be_visible()
    shown.apply(filters={"text": "没有这样的"})
    expect(_group(shown)).to_be_hidden()
    assert shown.errors == []


def test_one_card_at_a_time(later_file, show):
    """A project of the year takes the place of one left open, and the other way round; Escape closes both."""
    shown = show(later_file.as_uri(), framed=False)
    card = shown.page.locator("#card")
    line = shown.page.locator(f"path[data-earlier={LINE}]").first
    line.dispatch_event("click")
    expect(card.locator("h2")).to_have_text("地铁2号线三期")
    shown.page.locator("[data-row=shenjiang-railway]").click()
    expect(card.locator("h2")).to_have_text("深江铁路东莞段")
    line.dispatch_event("click")
    expect(card.locator("h2")).to_have_text("地铁2号线三期")
    expect(shown.page.locator(".row.is-selected:not([data-left])")).to_have_count(0)
    shown.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(shown.page.locator("body.has-card")).to_have_count(0)


def test_keys_open_and_close_it_and_the_focus_comes_back(later_file, show):
    """From the row to the card and back; on the map a project is one stop with its name."""
    shown = show(later_file.as_uri(), framed=False)
    shown.page.locator("#earlier summary").press("Enter")
    row = shown.page.locator(f"[data-left={LINE}]")
    row.press("Enter")
    expect(shown.page.locator("#card")).to_be_focused()
    expect(row).to_have_attribute("aria-pressed", "true")
    shown.page.keyboard.press("Escape")
    expect(row).to_be_focused()
    stop = shown.page.locator(f"[data-earlier={LINE}][tabindex='0']")
    expect(stop).to_have_count(1)
    expect(stop).to_have_attribute("aria-label", "地铁2号线三期，2024 年报告的项目，没有再提")


def test_name_stands_where_it_is_pointed_at_and_in_the_key(later_file, show):
    """No name on the map but under the pointer; the key has a line for the dots."""
    shown = show(later_file.as_uri(), framed=False)
    expect(shown.page.locator(".earlier-tip")).to_have_count(0)
    shown.page.locator(f"path[data-earlier={LINE}]").first.dispatch_event("mouseover")
    expect(shown.page.locator(".earlier-tip")).to_have_text("地铁2号线三期")
    expect(shown.page.locator("#key")).to_contain_text("上一份报告的项目，没有再提")


def test_the_dots_are_no_category_and_thinner_than_the_years_own(later_file, show):
    """Their grey is that of quiet words, and none of the page's categories."""
    shown = show(later_file.as_uri(), framed=False)
    looks = shown.frame.evaluate(
        """() => [...document.querySelectorAll('.leaflet-line-pane path')]
        .filter(path => path.getAttribute('stroke-dasharray') === '0.1 5')
        .map(path => [path.getAttribute('stroke'), Number(path.getAttribute('stroke-width'))])"""
    )
    assert looks
    assert {tuple(one) for one in looks} == {("var(--ink-2)", 1.8)}


def test_going_back_to_a_day_hides_them(later_file, show):
    """Their facts are today's: as of an earlier day they would say too much."""
    shown = show(later_file.as_uri(), framed=False)
    expect(_group(shown)).to_be_visible()
    shown.apply(at="2025-06-30")
    expect(_group(shown)).to_be_hidden()
    expect(shown.page.locator("[data-earlier]")).to_have_count(0)


def test_first_report_shows_no_group(files: dict[str, Path], show):
    """The twin: with one report nothing of this is on the page."""
    shown = show(files["zh"], framed=False)
    expect(_group(shown)).to_have_count(0)


def test_a_point_is_drawn_as_wide_as_it_is_sure(later_file, show):
    """A ring of 1.2 km grows with the zoom: a mark of its own size would say where it is."""
    shown = show(later_file.as_uri(), framed=False)
    ring = shown.page.locator("path[data-earlier=nancheng-shigu]").first
    widths = []
    for zoom in (11, 13):
        shown.apply(camera=[zoom, 23.0, 113.72])
        widths.append(ring.evaluate("node => node.getBBox().width"))
    assert widths[1] == pytest.approx(4 * widths[0], rel=0.1)
