"""Values as people write them are read as what they mean, and said; what means nothing is left alone."""

from __future__ import annotations

import pytest

from geo.upload import read
from geo.upload.checking import check
from geo.upload.coordinates import Reading
from geo.upload.reading import Row, Sheet
from geo.upload.words import in_our_words

SPELT = [
    ("category", "绿化慢行", "greenway"),
    ("category", "绿道", "greenway"),
    ("category", "greenway ", "greenway"),
    ("category", "Greenway", "greenway"),
    ("category", "ＧＲＥＥＮＷＡＹ", "greenway"),
    ("category", "轨道", "rail"),
    ("category", " 道路", "road"),
    ("category", "水质", "water"),
    ("category", "　产业　", "industry"),
    ("category", "物流", "logistics"),
    ("category", "metro", "metro"),
    ("category", "地铁", "地铁"),
    ("stage", "推进建设", "building"),
    ("stage", " building", "building"),
    ("stage", "动工", "starting"),
    ("stage", "建成", "completing"),
    ("stage", "做前期工作", "preparing"),
    ("stage", "争取", "seeking"),
    ("certainty", "大致", "approximate"),
    ("certainty", "Approximate", "approximate"),
    ("certainty", "示意", "schematic"),
    ("certainty", "测得", "surveyed"),
    ("kind", "线", "line"),
    ("kind", "点", "point"),
    ("kind", "面", "area"),
    ("located", "报告写了地点", "placed"),
    ("promised", "开放、运营", "opened"),
    ("promised", "动工", "works_started"),
    ("towns_in_order", "是", "yes"),
    ("towns_in_order", "否", "no"),
    ("towns_in_order", "True", "yes"),
    ("towns", "长安镇", "changan"),
    ("towns", "长安", "changan"),
    ("towns", "Chang'an", "changan"),
    ("towns", "东莞市长安镇", "changan"),
    ("towns", "changan", "changan"),
    ("towns", "CHANGAN", "changan"),
    ("towns", "南城街道", "nancheng"),
    ("towns", "南城", "nancheng"),
    ("towns", "长安镇、虎门镇", "changan;humen"),
    ("towns", "长安,虎门", "changan;humen"),
    ("towns", "长安，虎门", "changan;humen"),
    ("towns", "长安；虎门", "changan;humen"),
    ("towns", "长安/虎门", "changan;humen"),
    ("towns", "长安\n虎门", "changan;humen"),
    ("towns", "长安 、 虎门、", "changan;humen"),
    ("towns", "长安;长安镇", "changan"),
    ("towns", "深圳", "深圳"),
    ("id", " test-park ", "test-park"),
    ("id", "ｔｅｓｔ－１", "test-1"),
    ("id", "test\u00a0", "test"),
    ("accuracy_m", "200米", "200"),
    ("accuracy_m", "±200 m", "200"),
    ("accuracy_m", "1,000", "1000"),
    ("accuracy_m", "２００", "200"),
    ("accuracy_m", "about 200", "about 200"),
    ("accuracy_m", "-5", "-5"),
    ("name_zh", "  测试公园　", "测试公园"),
    ("name_zh", "公园（二期）", "公园（二期）"),
]


@pytest.mark.parametrize(("column", "text", "value"), SPELT)
def test_value_is_read_as_it_is_meant(column: str, text: str, value: str):
    """Words of the site in both languages, any width and case, lists parted by any sign; text stays text."""
    sheet, _ = in_our_words(Sheet("", (column,), (Row(1, {column: text}),)))
    assert sheet.rows[0].cells == {column: value}


def test_words_that_were_read_as_others_are_said(dataset, collection, feature):
    """One note names them; a change of case alone is none."""
    raw = collection(feature(category="绿道", stage="Building ", towns=["长安镇", "虎门"]))
    found = check(read(raw, name="a.json"), dataset, reading=Reading())
    told = [one.value for one in found.notes if one.key == "in_our_words"]
    assert told == ["绿道 → greenway, 长安镇 → changan, 虎门 → humen"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_site_is_read(lang: str):
    """What a card or a filter shows can be typed."""
    from geo.filters import FACETS

    for facet in FACETS.values():
        if facet.column not in {"category", "stage", "certainty", "towns"}:
            continue
        for value in facet.values():
            shown = facet.word(value, lang)
            sheet, _ = in_our_words(Sheet("", (facet.column,), (Row(1, {facet.column: shown}),)))
            assert sheet.rows[0].cells == {facet.column: value}, shown


BROKEN = [
    ("百齡右岸遊戲沙坑\n(設有遮陽網)", "百齡右岸遊戲沙坑(設有遮陽網)"),
    ("东莞市\n长安镇", "东莞市长安镇"),
    ("东莞市 \r\n 长安镇", "东莞市长安镇"),
    ("长安\n\n镇", "长安镇"),
    ("Chang'an\nPark", "Chang'an Park"),
    ("Chang'an\r\n\r\nPark", "Chang'an Park"),
    ("长安公园\nPark", "长安公园Park"),
    ("Park\n长安公园", "Park长安公园"),
    ("\n长安公园\n", "长安公园"),
    ("长安 公园", "长安 公园"),
    ("A  B", "A  B"),
]


@pytest.mark.parametrize(("text", "meant"), BROKEN)
@pytest.mark.parametrize("column", ["name_zh", "name_en", "what_zh"])
def test_line_that_was_broken_to_fit_its_cell_is_one(column: str, text: str, meant: str):
    """Alt and Enter in a spreadsheet: no sign of the name."""
    sheet, _ = in_our_words(Sheet("", (column,), (Row(1, {column: text}),)))
    assert sheet.rows[0].cells[column] == meant
