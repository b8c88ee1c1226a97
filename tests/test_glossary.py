"""One thing has one term in both languages: the messages and the data are held to the glossary."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TERMS = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["term"]
# Where a text stands, and what it says in each language.
Texts = dict[str, dict[str, str]]


def _flat(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        elif isinstance(value, str):
            yield f"{path}{key}", value


def _messages() -> Texts:
    """The messages by key; what a category was called before is an old name on purpose."""
    found: Texts = defaultdict(dict)
    for lang in ("zh", "en"):
        table = tomllib.loads((ROOT / "i18n" / f"{lang}.toml").read_text(encoding="utf-8"))
        for key, value in _flat(table):
            if not key.startswith("category_before."):
                found[f"i18n {key}"][lang] = value
    return found


def _rows() -> Iterator[tuple[str, Mapping[str, Any]]]:
    data = ROOT / "data"
    for path in sorted(data.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((f"{path.name}:{n}", row) for n, row in enumerate(csv.DictReader(file), start=2))
    for path in sorted(data.rglob("*.geojson")):
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        yield from ((f"{path.name}:{n}", one["properties"]) for n, one in enumerate(features, start=1))
    for path in sorted((data / "tours").glob("*.toml")):
        tour = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((f"{path.name}:{n}", one) for n, one in enumerate((tour, *tour["step"])))


def _data() -> Texts:
    """The texts of the data that are there in both languages, by row and column."""
    found: Texts = {}
    for place, row in _rows():
        for name in (str(column)[:-3] for column in row if str(column).endswith("_zh")):
            pair = {lang: str(row.get(f"{name}_{lang}") or "") for lang in ("zh", "en")}
            found[f"{place} {name}"] = pair
    return found


def faults(texts: Texts) -> list[str]:
    """Where a text calls a thing by another term, or says it in one language only."""
    found = []
    for term in TERMS:
        for place, said in texts.items():
            for lang in ("zh", "en"):
                found += [
                    f"{place}: {term['zh']} / {term['en']}, not {pattern}"
                    for pattern in term.get(f"never_{lang}", [])
                    if re.search(pattern, said.get(lang, ""), re.IGNORECASE)
                ]
            told = term["en"].lower() in said.get("en", "").lower()
            if term.get("both") and term["zh"] in said.get("zh", "") and not told:
                found.append(f"{place}: {term['zh']} is {term['en']}")
    return found


def test_messages_and_data_use_the_terms_of_the_glossary():
    """No message, row or tour calls a thing by another name than the glossary."""
    texts = _messages() | _data()
    assert len(texts) > 1500
    assert faults(texts) == []


def test_every_term_of_the_glossary_finds_a_planted_fault():
    """Each pattern finds an example of what it forbids, and each pair that must be in both languages."""
    planted = {
        "zh": "写明年份 写明了2024年 未写年份 没有写完成年份 没有写期限 绿道 规上企业",
        "en": "It names a year; no year given; no year of start; without a year; a promise with a year. "
        "To be built on, to be pushed on, being built, under way, put off; larger industrial firms; the "
        "statistical threshold; Shenligong, Guangshen, fast ring road, Guanshen, Changhu, Guanfo; centre. "
        "It did not come. Part them by semicolons; to part them. The rest of the link holds.",
    }
    silent = {"zh": "村（社区） 人次 规模以上工业 深理工 台谱仪和实验终端", "en": "nothing"}
    said = faults({"planted": planted, "silent": silent, "alone": {"zh": "未查到", "en": "Not found"}})
    for term in TERMS:
        wanted = [p for lang in ("zh", "en") for p in term.get(f"never_{lang}", [])] + [""] * term.get(
            "both", 0
        )
        assert len([one for one in said if f"{term['zh']} " in one]) >= len(wanted) > 0, term["zh"]


def test_finer_words_of_a_status_have_one_english_each():
    """The same word of a status in Chinese is the same in English, in every event."""
    words: dict[str, set[str]] = defaultdict(set)
    for place, said in _data().items():
        if place.startswith("events.csv") and place.endswith(" word") and said["zh"]:
            words[said["zh"]].add(said["en"])
    assert len(words) > 5
    assert {word: english for word, english in words.items() if len(english) > 1} == {}


def test_messages_of_a_term_are_that_term():
    """A message that is a term of the glossary, and nothing else, is that term in English too."""
    terms = {term["zh"]: term["en"].lower() for term in TERMS}
    terms |= {
        "推进建设": "being pushed ahead"
    }  # a stage stands in a sentence: «the report: being pushed ahead»
    messages = {place: said for place, said in _messages().items() if said["zh"] in terms}
    assert len(messages) >= 6
    outcome = {"i18n kept.unknown": "no result found"}
    for place, said in messages.items():
        assert said["en"].lower() == outcome.get(place, terms[said["zh"]]), place
