"""What a correction says: id, fact, value, source and link of every card, figure and source."""

from __future__ import annotations

import pytest

from geo.dataset import load
from layers.correction.letter import facts_of_project, facts_of_source, facts_of_target, letter

LINK = "https://map.example/?p=made-up"


@pytest.fixture(scope="module")
def dataset():
    return load()


def written(kind: str, named, facts, lang: str):
    """Every letter of an entry: its text."""
    return [letter(kind, named, fact, address=LINK, lang=lang) for fact in facts]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_project_says_id_name_fact_value_source_and_link(dataset, lang):
    """All are in the text of each fact; the source of a status is named with its day of reading."""
    from layers.projects.rows import projects

    names = dict(zip(dataset.towns["id"], dataset.towns["name_en"], strict=True))
    for project in projects(dataset, lang=lang):
        facts = facts_of_project(project, towns=names, lang=lang)
        assert [fact.key for fact in facts][:6] == ["name", "what", "promise", "status", "place", "towns"]
        assert len(facts) == 6 + len(project.events)
        for fact, one in zip(facts, written("project", (project.id, project.name), facts, lang), strict=True):
            for words in (project.id, project.name, fact.label, LINK):
                assert words in one.text
            assert fact.value[:200].split("  ")[0].strip() in one.text
        source = project.now.source
        if source is not None:
            assert source.title in facts[3].source
            assert source.read in facts[3].source


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_target_and_source_says_its_own(dataset, lang):
    """A figure has value, scope and result; a source title, publisher, address, licence and day."""
    sources = {str(row["id"]): row for row in dataset.sources.to_dict("records")}
    for row in dataset.targets.to_dict("records"):
        facts = facts_of_target(row, value="5%", scope="x", sources=sources, lang=lang)
        assert [fact.key for fact in facts] == ["value", "scope", "result"]
        one = written("target", (row["id"], row[f"name_{lang}"]), facts, lang)[2]
        assert str(row["id"]) in one.text
        assert not row["result_zh"] or str(row[f"result_{lang}"])[:200] in one.text
    for row in sources.values():
        facts = facts_of_source(row, lang=lang)
        assert [fact.key for fact in facts] == ["title", "publisher", "address", "licence", "read"]
        assert str(row["id"]) in written("source", (row["id"], row["title"]), facts, lang)[0].text


def test_long_value_is_cut_and_stays_on_its_line(dataset):
    """What a mail cannot carry is cut, and a line end in a value begins no line of its own."""
    from layers.correction.letter import Fact

    fact = Fact("what", "what", "one\nBcc: two " + "长" * 500, "source\r\nthree")
    text = letter("project", ("a", "b\nc"), fact, address=LINK, lang="en").text
    assert "one Bcc: two 长" in text
    assert "…" in text
    assert len(text) < 700
    assert not any(line.startswith(("Bcc", "three", "c")) for line in text.splitlines())


def test_text_fits_what_a_form_takes(dataset):
    """The longest letter of all is below the eight thousand signs that servers take of an address."""
    from layers.correction.destination import read
    from layers.projects.rows import projects

    to, longest = read("data@example.org"), 0
    for project in projects(dataset, lang="zh"):
        facts = facts_of_project(project, towns={}, lang="zh")
        for one in written("project", (project.id, project.name), facts, "zh"):
            longest = max(longest, len(to.filled(title=one.title, text=one.text, link=LINK)))
    assert 2_000 < longest < 8_000
