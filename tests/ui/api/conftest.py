"""The app's routes on a real server of this machine, started once."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

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
def site(app) -> Iterator[str]:
    """Return the address of a started server: ``http://127.0.0.1:…``."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
