"""Files that are replaced while the app runs, and the names that the package offers."""

from __future__ import annotations

import pytest

import geo
from geo import dataset as module
from geo.errors import DataError


@pytest.fixture
def live(data_copy, monkeypatch):
    """Return a data folder that the package takes for its own, with nothing loaded from it yet."""
    monkeypatch.setattr(module, "data_folder", lambda: data_copy)
    return data_copy / "events.csv"


def _replace(path, content):
    """Write aside and move into place, as a careful editor does."""
    aside = path.with_suffix(".new")
    aside.write_text(content, encoding="utf-8")
    aside.replace(path)


def test_current_is_kept_while_the_files_are_the_same(live):
    """Asked twice, the files are read once."""
    assert module.current() is module.current()


def test_current_sees_a_replaced_file(live):
    """A new fact is there at the next question."""
    before = module.current()
    lines = live.read_text(encoding="utf-8").splitlines(keepends=True)
    _replace(live, "".join([*lines, lines[-1]]))
    assert len(module.current().events) == len(before.events) + 1


def test_current_of_broken_files_raises(live):
    """What can not be read is never an older dataset: the app keeps its own copies (layers.keeping)."""
    module.current()
    live.unlink()
    with pytest.raises(DataError):
        module.current()


def test_public_names_are_sorted_and_there():
    """All that `geo` offers is there, in order, and nothing else is offered."""
    assert geo.__all__ == sorted(geo.__all__)
    for name in geo.__all__:
        assert getattr(geo, name) is not None
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = geo.nothing_such


def test_measures_are_numbers_and_lists_are_lists(dataset):
    """What is measured is a float (NaN = unknown), what is listed a list."""
    measured = {
        "sites": ("accuracy_m", "displaced_m"),
        "towns": ("area_km2", "population_2020", "label_lon", "label_lat"),
        "stations": ("accuracy_m", "order"),
        "targets": ("value", "value_max"),
    }
    for name, columns in measured.items():
        frame = getattr(dataset, name)
        assert {str(frame[column].dtype) for column in columns} == {"float64"}
    assert all(isinstance(lines, list) for lines in dataset.stations["lines"])
    assert all(isinstance(towns, list) for towns in dataset.projects["towns"])
