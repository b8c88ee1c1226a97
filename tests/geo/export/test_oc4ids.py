"""OC4IDS: valid against the standard's own schema, and no claim that the data does not make."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

# The schema is not ours to ship: it lies beside the project, or where DGMAP_OC4IDS says.
SCHEMAS = Path(os.environ.get("DGMAP_OC4IDS") or Path(__file__).parents[4] / "shared" / "oc4ids")
QUERIES = ("", "town=changan,fenggang&cat=rail,road", "stage=starting,completing", "lang=en&sure=town,none")
STATUSES = {"identification", "preparation", "implementation", "completion"}


@pytest.fixture(scope="session")
def validator():
    if not (SCHEMAS / "project-package-schema.json").exists():
        pytest.skip(f"the OC4IDS 0.9.5 schema is not there: {SCHEMAS} (set DGMAP_OC4IDS to its folder)")
    package, project = (
        json.loads((SCHEMAS / f"{name}-schema.json").read_text(encoding="utf-8"))
        for name in ("project-package", "project")
    )
    registry = Registry().with_resources(
        [(schema["id"], Resource.from_contents(schema)) for schema in (package, project)]
    )
    return jsonschema.Draft4Validator(package, registry=registry)


@pytest.mark.parametrize("query", QUERIES)
def test_package_is_valid_against_the_schema(make, validator, query):
    """`jsonschema` finds no error in the package or in any project."""
    errors = list(validator.iter_errors(json.loads(make("oc4ids", query))))
    assert errors == []


def test_validator_sees_a_wrong_project(make, validator):
    """The check above can fail: a status outside of the list is found."""
    package = json.loads(make("oc4ids"))
    package["projects"][3]["status"] = "nearly done"
    assert [list(error.path) for error in validator.iter_errors(package)] == [["projects", 3, "status"]]


def _times(value):
    if isinstance(value, dict):
        for name, one in value.items():
            if name.lower().endswith("date") or name in ("updated", "dateMet", "dateModified"):
                yield one
            yield from _times(one)
    elif isinstance(value, list):
        for one in value:
            yield from _times(one)


def test_every_time_is_a_whole_day_that_is_known(make):
    """Date-times are complete, with a zone; a date known to the year alone is in no such field."""
    found = json.loads(make("oc4ids"))
    times = [one for project in found["projects"] for one in _times(project)] + [found["publishedDate"]]
    assert times
    for one in times:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", one)
        assert datetime.fromisoformat(one).tzinfo is not None


def test_nothing_is_invented(make):
    """No budget, authority, contract or party: the report names none. Silence is never cancelled."""
    projects = json.loads(make("oc4ids"))["projects"]
    invented = {
        "budget",
        "publicAuthority",
        "contractingProcesses",
        "parties",
        "completion",
        "period",
        "type",
    }
    assert [project["id"] for project in projects if invented & set(project)] == []
    assert {project["status"] for project in projects} <= STATUSES


def test_status_is_that_of_the_latest_source_else_of_the_verb(make, dataset):
    """Done is completion, built is implementation; without news the report's verb decides."""
    statuses = {
        project["identifiers"][0]["id"]: project["status"]
        for project in json.loads(make("oc4ids"))["projects"]
    }
    rows = dataset.projects.set_index("id")
    for project_id, status in statuses.items():
        row = rows.loc[project_id]
        if row["status"] in ("done", "building", "planned"):
            expected = {"done": "completion", "building": "implementation", "planned": "preparation"}
            assert status == expected[row["status"]]
        else:
            expected = {"seeking": "identification", "preparing": "preparation", "starting": "preparation"}
            assert status == expected.get(row["stage"], "implementation")
    assert len(set(statuses.values())) >= 3


@pytest.mark.parametrize(
    ("project_id", "expected"),
    [
        ("guancheng-granary", [("commencement", "met", "2024-12-12T00:00:00+08:00")]),
        ("oppo-rd-center", [("completion", "met", None)]),
        (
            "cityu-dongguan",
            [("completion", "met", None), ("commissioning", "met", "2024-09-02T00:00:00+08:00")],
        ),
        ("huangqi-south-trails", [("commencement", "scheduled", None)]),
        ("shenzhen-11-changan", [("projectApproval", "scheduled", None)]),
        ("metro-1-phase-1", []),
    ],
    ids=["kept to the day", "kept in a year", "opened", "nothing read", "sought", "no date promised"],
)
def test_promises_become_milestones(make, project_id, expected):
    """A promise is met only where an event says so, and has a day only where one is known."""
    projects = {
        project["identifiers"][0]["id"]: project for project in json.loads(make("oc4ids"))["projects"]
    }
    promised = [one for one in projects[project_id].get("milestones", []) if one["id"].startswith("promise-")]
    assert [(one["code"], one["status"], one.get("dateMet")) for one in promised] == expected
    dated = [one for one in promised if one["code"] != "projectApproval"]
    assert {one["dueDate"] for one in dated} <= {"2024-12-31T00:00:00+08:00"}


def test_towns_are_named_without_a_geometry(make):
    """A project of which only towns are known has their names and codes, and no place on a map."""
    projects = json.loads(make("oc4ids", "sure=town"))["projects"]
    locations = [one for project in projects for one in project["locations"]]
    assert locations
    assert [one for one in locations if "geometry" in one] == []
    assert all(re.fullmatch(r"441900\d{6}", one["gazetteer"]["identifiers"][0]) for one in locations)


def test_report_is_cited_with_its_paragraph(make):
    """Each project names the report and where in it."""
    for project in json.loads(make("oc4ids"))["projects"]:
        report = project["documents"][0]
        assert (report["id"], report["datePublished"]) == ("report-2024", "2024-01-31T00:00:00+08:00")
        assert re.fullmatch(r"\d\.\d+", report["pageStart"])
