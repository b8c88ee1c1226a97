"""Titles: the filter in words, in both languages."""

from __future__ import annotations

import pytest

from geo.view import parse_query
from layers.title import file_name, heading, summary

ROWS = [{"status": "building"}, {"status": "building"}, {"status": "done"}]
PROJECT = {
    "name_zh": "地铁1号线一期",
    "name_en": "Metro Line 1, phase 1",
    "status": "done",
    "status_word_zh": "已通车",
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "2024年政府工作报告 3 项"),
        ("town=changan&cat=rail&status=building", "长安镇 · 轨道 · 在建 3 项"),
        ("town=changan,fenggang", "长安镇、凤岗镇 3 项"),
        ("town=changan,fenggang,humen,houjie,dalang", "5 个镇街 3 项"),
        ("q=阿秒", "“阿秒” 3 项"),
        ("stage=building&kept=unknown", "报告：推进建设 · 兑现：未查到 3 项"),
        ("near=113.75,23.02&r=1500", "所选地点附近 1.5 公里 3 项"),
        ("lang=en&town=changan&cat=rail", "Chang’an · Rail · 3 projects"),
    ],
)
def test_heading_says_the_filter_in_words(query: str, expected: str):
    """Towns, text, categories, report, outcome, place, status, number: in this order."""
    assert heading(parse_query(query)[0], ROWS) == expected


def test_heading_without_rows_gives_no_number():
    """What was not counted is not said."""
    assert heading(parse_query("q=阿秒")[0], None) == "“阿秒”"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("p=x", "地铁1号线一期 · 已通车"), ("p=x&lang=en", "Metro Line 1, phase 1 · Done")],
)
def test_heading_of_a_project_is_its_name_and_status(query: str, expected: str):
    """The finer word for its status if there is one, else the status."""
    assert heading(parse_query(query)[0], ROWS, project=PROJECT) == expected


def test_summary_counts_by_status():
    """Done first; a status that no project has is not named."""
    assert summary(ROWS, "zh") == "1 项已完成，2 项在建"
    assert summary(ROWS, "en") == "1 done, 2 under construction"
    assert summary([], "zh") == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("长安镇 · 轨道 · 在建 3 项", "长安镇-轨道-在建-3-项"),
        ("../../etc/passwd", "etc-passwd"),
        ("///", "map"),
    ],
)
def test_file_name_is_safe_on_every_system(title: str, expected: str):
    """Only letters, figures, hyphens and brackets are left."""
    assert file_name(title) == expected
