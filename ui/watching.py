"""Look whether the data's files have changed, and have the pages built anew beside those that are served."""

from __future__ import annotations

import logging
import threading
import time

from geo.folders import DATA_FOLDER
from ui import facts

__all__ = ["Watch"]

_LOG = logging.getLogger(__name__)
_LOOK_S = 2.0
_AGAIN_S = 10.0


class Watch:
    """A thread that looks every two seconds, for as long as the server runs.

    A change is acted on once two looks have seen the same: files that are still being written are left alone.
    Visitors see the earlier pages until the new ones are whole, and for good if the new data are broken. What
    failed for another reason, a full disk say, is tried again.
    """

    def __init__(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch-data", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a build that runs goes on."""
        self._end.set()

    def _run(self) -> None:
        built = last = stamp()
        tried = time.monotonic()
        while not self._end.wait(_LOOK_S):
            now = stamp()
            is_owed = time.monotonic() - tried > _AGAIN_S and facts.is_owed()
            if now == last and (now != built or is_owed):
                built, tried = now, time.monotonic()
                _renew()
            last = now


def stamp() -> frozenset[tuple[str, int, int, int]]:
    """Return what changes when a file of the data does, comes or goes; no file is read."""
    found = set()
    for path in DATA_FOLDER.rglob("*"):
        try:
            stat = path.stat()
        except OSError:  # gone between the two
            continue
        found.add((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return frozenset(found)


def _renew() -> None:
    try:
        facts.renew()
    except Exception:  # noqa: BLE001 - whatever a build has met, the next change is looked at
        _LOG.exception("The pages were not built anew")
