"""Columns side by side: each adds up, and equals the town's own page or a plain selection."""

from __future__ import annotations

from collections import defaultdict

import pytest

from geo.compare import By, Comparison, compare
from geo.query import Filters, select
from geo.towns import line_metres, town_summary
from geo.vocabulary import Category

SECTIONS = ("category", "stage", "status", "kept", "certainty", "presence")


def _compare(dataset, by: By, columns, filters: Filters | None = None) -> Comparison:
    return compare(by, columns, datasets={"2024": dataset}, filters=filters or Filters(), edition="2024")


def _values(made: Comparison) -> dict[str, dict[str, tuple[float | None, ...]]]:
    found: dict[str, dict[str, tuple[float | None, ...]]] = defaultdict(dict)
    for line in made.lines:
        found[line.section][line.key] = line.values
    return found


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        (By.TOWNS, ("changan", "humen", "songshanhu", "shengtaiyuan")),
        (By.CATEGORIES, ("rail", "road")),
    ],
)
def test_each_section_adds_up_to_the_projects_of_its_column(dataset, by: By, columns):
    """Whatever the columns are, a section is a division of them."""
    found = _values(_compare(dataset, by, columns))
    for section in set(SECTIONS) & set(found):
        sums = tuple(sum(values) for values in zip(*found[section].values(), strict=True))
        assert sums == found["projects"]["all"], section


def test_a_towns_column_is_its_page(dataset):
    """Counts and metres are those of the town's summary; what is not known stays unknown."""
    found = _values(_compare(dataset, By.TOWNS, ("changan", "shengtaiyuan")))
    summary = town_summary(dataset, "changan")
    for section in ("category", "stage", "status", "kept", "presence"):
        assert {key: values[0] for key, values in found[section].items()} == dict(summary.counts[section])
    named = summary.lines[summary.lines["named"]]
    metres = sum(values[0] for values in found["metres"].values())
    assert metres == pytest.approx(named["metres"].sum())
    assert found["town"]["population_2020"] == (807391.0, None)


def test_a_categorys_column_is_its_selection(dataset):
    """Counts, towns and metres over the whole city, what lies outside left out."""
    found = _values(_compare(dataset, By.CATEGORIES, ("rail", "water")))
    rail = select(dataset, Filters(categories=(Category.RAIL,)))
    assert "category" not in found
    assert found["projects"]["all"][0] == len(rail)
    assert found["towns"]["all"][0] == len({town for towns in rail["towns"] for town in towns})
    metres = line_metres(dataset)
    own = metres[metres["project_id"].isin(rail["id"]) & (metres["town"] != "")]["metres"].sum()
    assert sum(values[0] for values in found["metres"].values()) == pytest.approx(own)
    assert sum(values[1] for values in found["metres"].values()) == 0


def test_other_filters_hold_for_every_column(dataset):
    """Towns compared on roads alone."""
    found = _values(_compare(dataset, By.TOWNS, ("changan", "humen"), Filters(categories=(Category.ROAD,))))
    assert found["projects"]["all"] == found["category"]["road"]
    assert found["projects"]["all"] == (3, 3)


def test_editions_are_compared_by_their_own_data(dataset):
    """Two editions (here the same files twice): the same column twice."""
    made = compare(
        By.EDITIONS,
        ("2024", "2025"),
        datasets={"2024": dataset, "2025": dataset},
        filters=Filters(),
        edition="2024",
    )
    assert all(line.values[0] == line.values[1] for line in made.lines)
    assert _values(made)["projects"]["all"] == (len(dataset.projects),) * 2


@pytest.mark.parametrize("columns", [("changan",), ("changan", "humen", "houjie", "dalang", "liaobu")])
def test_too_few_or_too_many_columns_are_refused(dataset, columns):
    """One town is no comparison, five do not fit."""
    with pytest.raises(ValueError, match="2 to 4"):
        _compare(dataset, By.TOWNS, columns)
