"""The app's routes on a real server of this machine, started once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.ui.asking import whole_app


@pytest.fixture(scope="session")
def app():
    """Return the routes, as many times asked as a test likes."""
    from ui.serving.limits import RATE_VARIABLE

    before = os.environ.get(RATE_VARIABLE)
    os.environ[RATE_VARIABLE] = "0"
    yield whole_app()
    if before is None:
        del os.environ[RATE_VARIABLE]
    else:
        os.environ[RATE_VARIABLE] = before


@pytest.fixture(scope="session")
def dataset():
    """Return the dataset that the routes read, too."""
    from geo.dataset import current

    return current()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Return the address of a server: ``http://127.0.0.1:…``.

    It has a process of its own: GDAL holds the interpreter while it waits for the next piece of a file.
    """
    from ui.serving.limits import RATE_VARIABLE

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        command = ["-m", "uvicorn", "--factory", "tests.ui.asking:whole_app", "--fd", str(listening.fileno())]
        server = subprocess.Popen(
            [sys.executable, *command, "--log-level", "error", "--lifespan", "off", "--ws", "none"],
            pass_fds=[listening.fileno()],
            env={**os.environ, RATE_VARIABLE: "0"},
        )
        # Who connects before it accepts is kept waiting by the socket.
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.terminate()
        server.wait(20)
