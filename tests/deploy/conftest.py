"""The site as an operator runs it: two processes behind each of the two proxies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.deploy.running import App, Site, apps, haproxy, nginx

PROXIES = {"haproxy": haproxy, "nginx": nginx}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the processes and the proxies write."""
    return tmp_path_factory.mktemp("deploy")


@pytest.fixture(scope="session")
def two(folder: Path) -> Iterator[Sequence[App]]:
    """Run two processes of the map, logging JSON."""
    # A whole crowd of a test comes from one address.
    with apps(2, folder, DGMAP_LOG="json", DGMAP_CONNECTIONS="1000") as running:
        yield running


@pytest.fixture(scope="session", params=sorted(PROXIES))
def site(request: pytest.FixtureRequest, two: Sequence[App], folder: Path) -> Iterator[Site]:
    """Run one of the proxies before both."""
    within = folder / request.param
    within.mkdir()
    with PROXIES[request.param](two, within) as running:
        yield running
