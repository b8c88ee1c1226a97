"""Links of version 1, given out on 2026-11-24: each means what it meant, whatever is added later.

Rows of ``v1.tsv`` are never changed or taken out. ``path`` and ``query`` are the link; ``canonical`` is the
view that it opens; ``left_out`` what is said of it; ``ids`` the projects of the report of 2024 that it shows
(``=`` exactly these; ``+`` at least these, as a place that becomes known later may add to a town).
"""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from geo.past import as_of
from geo.query import Filters, select
from geo.spelling import PARAMETER_ALIASES, PARAMETERS, VALUE_ALIASES
from geo.view import parse, parse_query, to_query

FILE = Path(__file__).parent / "v1.tsv"
EDITIONS = {"today": ("2024",), "with 2025": ("2024", "2025"), "with two more": ("2024", "2025", "2031")}

# Facts of the report of 2024 that were put right since (data/CHANGELOG.md): a link by stage means its words,
# and shows the project under the stage that the report gives it. Stage before, stage after, projects.
CORRECTED = ("preparing", "building", {"science-city-corridor", "shida-road-south", "houda-road-south"})
# A town that no source supports: the link opens the town's page, the project is no longer in it.
NOT_THERE = {("shijie", "huancheng-road-upgrade")}


def _links():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


LINKS = _links()


def _said(ignored):
    return ";".join(f"{part.parameter}:{part.reason.value}" for part in ignored)


def _read(query, editions):
    return parse(parse_qs(query.lstrip("?"), keep_blank_values=True), editions=editions)


@pytest.fixture(scope="module", params=["today", "with 2025"])
def report_of_2024(request):
    """The report of 2024, alone and beside a made-up one of 2025."""
    from geo.dataset import load

    if request.param == "today":
        return load("2024")
    return load("2024", folder=request.getfixturevalue("two_editions"))


def test_file_holds_more_than_120_links_over_every_parameter():
    """All parameters, all older spellings and every town are in it, each link once."""
    assert len(LINKS) >= 120
    assert len({(link["path"], link["query"]) for link in LINKS}) == len(LINKS)
    queries = [link["query"] for link in LINKS]
    for name in (*PARAMETERS, *PARAMETER_ALIASES):
        assert any(part.startswith(f"{name}=") for query in queries for part in query.split("&")), name
    for name, values in VALUE_ALIASES.items():
        assert {f"{name}={old}" for old in values} <= set(queries)


@pytest.mark.parametrize("editions", EDITIONS.values(), ids=EDITIONS)
def test_every_link_opens_its_view_and_says_the_same(editions):
    """Whichever reports there are, a link of the first is read as on the first day: it means 2024."""
    wrong = []
    assert len(LINKS) > 150
    for link in LINKS:
        view, ignored = _read(link["query"], editions)
        found = (to_query(view), _said(ignored), view.report)
        if found != (link["canonical"], link["left_out"], "2024"):
            wrong.append((link["query"], found))
    assert wrong == []


def test_every_canonical_link_leads_to_itself():
    """What is copied from the address opens the same view and nothing is said."""
    for link in LINKS:
        view, ignored = parse_query(link["canonical"])
        assert (to_query(view), ignored) == (link["canonical"], ())


def test_every_path_is_a_page():
    """No page that was linked to has gone."""
    from ui.titles import PAGES

    assert {link["path"] for link in LINKS} - set(PAGES) == set()


def test_every_link_shows_its_projects(report_of_2024):
    """The same projects of the report of 2024, in its order."""
    asked = [link for link in LINKS if link["ids"]]
    assert len(asked) >= 60
    for link in asked:
        view, _ = parse_query(link["canonical"])
        filters = Filters(towns=view.towns, categories=view.categories, stages=view.stages)
        dataset = as_of(report_of_2024, view.at) if view.at else report_of_2024
        found = list(select(dataset, filters)["id"])
        expected = [one for one in link["ids"][1:].split(",") if one]
        expected = _put_right(expected, view, order=list(dataset.projects["id"]))
        if link["ids"][0] == "+":
            found = [one for one in found if one in expected]
        assert found == expected, link["query"]


def _put_right(ids, view, *, order):
    """The projects that a link by stage shows since a stage was put right, in the report's order."""
    before, after, projects = CORRECTED
    ids = [one for one in ids if not any((town, one) in NOT_THERE for town in view.towns)]
    if not view.stages or view.towns or view.categories:
        return ids
    now = set(ids) - (projects if before in view.stages else set())
    return [one for one in order if one in now | (projects if after in view.stages else set())]


def test_every_project_that_was_linked_to_is_still_there(report_of_2024):
    """An id in a link still names a project of the report of 2024 (one never did)."""
    wanted = {parse_query(link["canonical"])[0].project for link in LINKS} - {None, "no-such-project"}
    assert len(wanted) >= 6
    assert wanted <= set(report_of_2024.projects["id"])
