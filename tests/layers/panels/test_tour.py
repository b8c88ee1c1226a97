"""What the document gets of a tour: filled words, the projects of each step, and those that are gone."""

from __future__ import annotations

import dataclasses

import pytest


def _tours(dataset, lang="zh"):
    from layers.panels.tour import tours

    return {tour["id"]: tour for tour in tours(dataset, lang=lang)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_field_is_left_but_those_of_any_town(dataset, lang):
    """Only a tour of any town leaves fields, and only the two that the page fills."""
    from layers.panels.tour import tour_words

    said = tour_words(dataset, lang=lang)
    for tour in _tours(dataset, lang).values():
        for _step, step in zip(tour["steps"], said[tour["id"]], strict=True):
            words = "".join(step.values())
            for known in ("{town}", "{n}") if tour["any_town"] else ():
                words = words.replace(known, "")
            assert "{" not in words


def test_counts_are_those_of_the_views(dataset):
    """The numbers in the words are counted, not written."""
    from layers.panels.tour import tour_words

    rail = dataset.projects[dataset.projects["category"] == "rail"]
    building = int((rail["stage"] == "building").sum())
    first = _tours(dataset)["rail"]["steps"][0]
    assert first["ids"] == list(rail["id"])
    text = tour_words(dataset, lang="zh")["rail"][0]["text"]
    assert text.startswith(f"报告写到 {len(rail)} 个轨道项目：{building} 个推进建设")


def test_a_view_that_finds_nothing_counts_none(dataset):
    """An empty selection is 0, not everything."""
    from geo.view import parse_query
    from layers.panels.tour import _count

    view, _ = parse_query("cat=water&kept=kept")
    assert _count(view, dataset) == 0


def test_step_four_of_rail_selects_its_project(dataset):
    """A link to step 4 shows the railway to Jiangmen."""
    step = _tours(dataset)["rail"]["steps"][3]
    assert (step["selected"], step["gone"]) == ("shenjiang-railway", 0)
    assert "shenjiang-railway" in step["ids"]


def test_a_project_that_is_gone_is_counted_and_the_tour_goes_on(dataset):
    """An edition without the project keeps the step."""
    rest = dataset.projects[dataset.projects["id"] != "shenjiang-railway"]
    tour = _tours(dataclasses.replace(dataset, projects=rest))["rail"]
    assert [step["gone"] for step in tour["steps"]] == [1, 0, 0, 1, 0, 0, 1]
    assert (tour["steps"][3]["selected"], tour["steps"][3]["cited"]) == (None, [])


def test_another_edition_has_only_the_tours_that_fit_it(dataset):
    """A tour of one report says nothing of another."""
    other = dataclasses.replace(dataset, edition="2025")
    assert list(_tours(other)) == ["your-town"]
