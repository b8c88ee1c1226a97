"""The tours: each file's form, and that they say nothing which the data does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

RAIL = "tours/rail.toml"


@pytest.fixture(scope="module")
def shipped():
    from geo.tours import read

    return read()


def _problems(folder, dataset):
    from geo.tours import check, read

    tours, form = read(folder)
    return [(one.file, one.row, one.column, one.key, one.value) for one in (*form, *check(tours, dataset))]


def _edit(folder, old: str, new: str, *, file: str = RAIL) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_shipped_tours_have_no_problems(shipped, dataset):
    """Form, views, projects, figures and numbers are all right."""
    from geo.tours import check

    tours, problems = shipped
    assert problems == ()
    assert check(tours, dataset) == ()
    assert [tour.id for tour in tours] == ["five-minutes", "rail", "songshanhu", "your-town"]


def test_every_tour_has_at_least_five_steps(shipped):
    """A tour is a talk, not a slide."""
    assert {tour.id for tour in shipped[0] if len(tour.steps) < 5} == set()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('p=metro-1-phase-1"', 'p=metro-1-phase-1&nonsense=1"', (2, "view", "tour_query", "nonsense=")),
        ('view = "cat=rail"', 'view = "cat=rail&near=113.75,23.02"', (1, "view", "tour_query", None)),
        ("57.5 公里、25 站", "57.8 公里、25 站", (2, "text_zh", "tour_number", "57.8")),
        ("57.5 km", "58.5 km", (2, "text_en", "tour_number", "58.5")),
        ('projects = ["metro-1-phase-1"]', 'projects = ["metro-9"]', (2, "projects", "reference", "metro-9")),
        ("{building} 个推进建设", "{digging} 个推进建设", (1, "text_zh", "tour_field", "digging")),
        ('title_zh = "铁路进莞"', 'title_zh = ""', (0, "title_zh", "text_zh", "")),
        ('title_zh = "铁路进莞"', 'title = "铁路进莞"', (0, "title", "unknown_column", "title")),
        ("order = 2", 'order = "2"', (0, "order", "type", "2")),
        ("order = 2", "order = 2 2", (0, "", "unreadable", "TOMLDecodeError")),
    ],
    ids=["parameter", "place", "number-zh", "number-en", "project", "field", "empty", "key", "order", "toml"],
)
def test_wrong_cell_is_told_by_file_step_and_key(data_copy, dataset, old, new, problem):
    """Each rule is seen to work by a wrong cell."""
    _edit(data_copy, old, new)
    row, column, key, value = problem
    found = _problems(data_copy, dataset)
    assert [
        one
        for one in found
        if one[:4] == ("data/tours/rail.toml", row, column, key) and value in (None, one[4])
    ]


def test_all_problems_are_told_at_once(data_copy, dataset):
    """One run names what is wrong in two files."""
    _edit(data_copy, "57.5 公里、25 站", "57.8 公里、25 站")
    _edit(data_copy, "增加 11 台", "增加 12 台", file="tours/songshanhu.toml")
    assert {one[0] for one in _problems(data_copy, dataset)} == {
        "data/tours/rail.toml",
        "data/tours/songshanhu.toml",
    }


def test_a_broken_tour_leaves_the_others(data_copy):
    """What cannot be read is left out, and told."""
    from geo.tours import read

    _edit(data_copy, "[[step]]", "[[step]")
    tours, problems = read(data_copy)
    assert [tour.id for tour in tours] == ["five-minutes", "songshanhu", "your-town"]
    assert [problem.key for problem in problems] == ["unreadable"]


def test_check_command_tells_a_wrong_tour(data_copy):
    """`python -m geo check` looks at the tours too."""
    _edit(data_copy, "57.5 公里、25 站", "57.8 公里、25 站")
    command = [sys.executable, "-m", "geo", "check", "--data", str(data_copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("data/tours/rail.toml:2:text_zh:")
