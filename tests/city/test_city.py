"""The city's file: what it may hold, and what is said when it is broken."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from geo import schema
from geo.city import CITY, CITY_FILE, CityError, code_fits, read_city
from geo.folders import DATA_FOLDER
from i18n import LANGUAGES
from i18n.messages import table

ROOT = Path(__file__).parents[2]
WHOLE = (DATA_FOLDER / CITY_FILE).read_text(encoding="utf-8")

BROKEN = {
    "no name": (r'name_zh = "东莞"\n', "", "name_zh is missing"),
    "no bounds": (r"bounds = .*\n", "", "bounds is missing"),
    "bounds swapped": (r"bounds = .*", "bounds = [22.2, 113.0, 23.6, 114.8]", "map.bounds"),
    "west and east swapped": (r"bounds = .*", "bounds = [114.8, 22.2, 113.0, 23.6]", "map.bounds"),
    "three bounds": (r"bounds = .*", "bounds = [113.0, 22.2, 114.8]", "Bounds"),
    "text for a bound": (r"bounds = .*", 'bounds = ["west", 22.2, 114.8, 23.6]', "could not convert"),
    "a number for a system": (r"metric_crs = .*", "metric_crs = 4547", "map.metric_crs"),
    "no time zone": (r"time_zone = .*", 'time_zone = "Asia/Dongguan"', "time_zone"),
    "no year": (r"default_report = .*", 'default_report = "last"', "default_report"),
    "an area that shrinks": (r"area_km2 = .*", "area_km2 = [500, 1]", "units.area_km2"),
    "a kind without a code": (r'code = "4419001xxxxx"\n', "", "code"),
    "no TOML": (r'id = "dongguan"', "id = dongguan", "Invalid value"),
}


@pytest.mark.parametrize(("pattern", "instead", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_name_and_what_is_wrong(
    pattern: str, instead: str, said: str, tmp_path: Path
):
    """Whoever writes a second city reads which line to look at."""
    text, count = re.subn(pattern, instead, WHOLE, count=1)
    assert count == 1
    (tmp_path / CITY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CityError, match=rf"{CITY_FILE}: .*{re.escape(said)}"):
        read_city(tmp_path)


def test_the_checks_name_a_missing_file(tmp_path: Path):
    """A data folder without a city is a problem like any other."""
    problems = schema.check_city(tmp_path)
    assert [(one.file, one.key) for one in problems] == [(f"{tmp_path.name}/{CITY_FILE}", "city")]


def test_our_own_folder_is_of_our_city():
    """The same file twice is the same city."""
    assert schema.check_city(DATA_FOLDER) == []
    assert read_city(DATA_FOLDER) == CITY


CODES = [
    ("441900101000", "4419001xxxxx", True),
    ("441900003000", "4419001xxxxx", False),
    ("44190010100", "4419001xxxxx", False),
    ("44190010100x", "4419001xxxxx", False),
    ("4419001０1000", "4419001xxxxx", False),
    ("", "4419001xxxxx", False),
]


@pytest.mark.parametrize(("code", "pattern", "fits"), CODES)
def test_a_code_fits_a_pattern_of_digits(code: str, pattern: str, fits: bool):
    """An x is any digit of ASCII, and nothing else."""
    assert code_fits(code, pattern) is fits


def _messages(words: dict, path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in words.items():
        found |= _messages(value, f"{path}{key}.") if isinstance(value, dict) else {f"{path}{key}": value}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_citys_own_messages_go_before_ours_with_the_same_fields(lang: str):
    """A message of a name that we do not have, or with another field, would never be shown or would fail."""
    own = _messages(tomllib.loads((DATA_FOLDER / "words" / f"{lang}.toml").read_text(encoding="utf-8")))
    ours = _messages(tomllib.loads((ROOT / "i18n" / f"{lang}.toml").read_text(encoding="utf-8")))
    assert own
    assert set(own) - set(ours) == set()
    known = set(CITY.words(lang))
    for key, words in own.items():
        fields, expected = (set(re.findall(r"\{(\w+)\}", one)) - known for one in (words, ours[key]))
        assert (key, fields) == (key, expected)
        assert _messages(table(lang))[key] != ours[key]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_of_the_city_is_left_to_fill_in(lang: str):
    """`{city}`, `{unit}` and their like are filled in when the words are read."""
    raw = (ROOT / "i18n" / f"{lang}.toml").read_text(encoding="utf-8")
    names = set(CITY.words(lang))
    assert {f"{{{name}}}" for name in names} <= set(re.findall(r"\{\w+\}", raw))
    left = [
        key for key, words in _messages(table(lang)).items() if names & set(re.findall(r"\{(\w+)\}", words))
    ]
    assert left == []


def test_no_chinese_message_has_a_name_that_only_english_fills_in():
    """`{units}` is English alone: in Chinese words it would stay as it is."""
    fields = set(re.findall(r"\{(\w+)\}", (ROOT / "i18n" / "zh.toml").read_text(encoding="utf-8")))
    assert "unit" in fields
    assert fields & (set(CITY.words("en")) - set(CITY.words("zh"))) == set()
