"""A tab of Firefox or of WebKit, started once for all tests here."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser.conftest import app_url  # noqa: F401 - the same server
from tests.engines.engine import ENGINES, NEEDED, Tab, found


@pytest.fixture(scope="session", params=sorted(ENGINES))
def tab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """Return a tab; skip with a word where the browser is missing, but fail in CI."""
    program = found(request.param)
    if program is None:
        message = f"{' or '.join(NEEDED[request.param])} was not found: see .ci/run for what to install"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with ENGINES[request.param](program, tmp_path_factory.mktemp(request.param)) as opened:
        yield opened
