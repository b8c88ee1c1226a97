"""A made-up extract round three towns of the data."""

from __future__ import annotations

import pytest

from tests.layers.streets import made_up


@pytest.fixture(scope="session")
def middles(dataset) -> dict[str, made_up.Point]:
    return made_up.middles(dataset.towns)


@pytest.fixture(scope="session")
def made(middles) -> made_up.Extract:
    return made_up.extract(list(middles.values()))


@pytest.fixture(scope="session")
def city(dataset):
    return dataset.towns.union_all()


@pytest.fixture(scope="session")
def frames(made: made_up.Extract, city, tmp_path_factory: pytest.TempPathFactory):
    """Return the frames of the made-up extract, read from OSM's packed form."""
    from layers.streets.reading import read_extract

    return read_extract(made.write_pbf(tmp_path_factory.mktemp("extract") / "made-up.osm.pbf"), city)
