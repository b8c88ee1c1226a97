"""Visitors' files are tried in another process, one at a time: none can take the server's memory or time."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from geo.errors import Problem
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice
from ui import facts
from ui.apart import Apart, BusyError, GoneError, SlowError

if TYPE_CHECKING:
    from geo.upload.coordinates import Reading
    from geo.upload.trial import Judged, Tried

__all__ = ["MOST_S", "GoneError", "judge", "stop", "try_file"]

CPU_S = 15
# How long a file may take, once its turn has come.
MOST_S = 40
MEMORY_BYTES = 500_000_000  # above what the process needs for any file
# What an answer may be made of. Whatever else a broken worker writes is not read.
_ALLOWED = {
    "geo.errors": {"Problem"},
    "geo.upload.coordinates": {"Crs", "Reading", "Suspicion"},
    "geo.upload.hints": {"Hint"},
    "geo.upload.seen": {"Seen"},
    "geo.upload.trial": {"Judged", "Tried"},
}
T = TypeVar("T")


def try_file(
    raw: bytes,
    name: str,
    *,
    report: str,
    is_here: Callable[[], bool],
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
) -> Tried:
    """Read a file; a refusal, also for taking too much, is part of the answer.

    Parameters
    ----------
    raw, name
        The file.
    report
        The edition that its ids may refer to.
    is_here
        Whether the visitor still waits; asked a few times a second. What it raises ends the work.
    choice
        What she has said of sheet, header and coordinates.

    Raises
    ------
    GoneError
        If they do not.
    """
    from geo.upload.trial import Tried  # noqa: PLC0415 - numpy and shapely, only where there is a file

    try:
        return _told(_asked(raw, {"name": name, "report": report, "choice": choice.told()}, is_here), Tried)
    except RefusedError as error:
        return Tried(refused=error.problem)


def judge(
    raw: bytes,
    name: str,
    *,
    report: str,
    reading: Reading,
    is_here: Callable[[], bool],
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
) -> Judged | Problem:
    """Check a file under an answer about its coordinates; a `Problem` says why it could not be checked.

    The parameters and the error are those of :func:`try_file`.
    """
    from geo.upload.trial import Judged  # noqa: PLC0415 - numpy and shapely, only where there is a file

    answer = {"crs": str(reading.crs), "swapped": reading.swapped}
    asked = {"name": name, "report": report, "reading": answer, "choice": choice.told()}
    try:
        return _told(_asked(raw, asked, is_here), Judged)
    except RefusedError as error:
        return error.problem


def stop() -> None:
    """End the process, with the server."""
    _apart.stop()


def waiting() -> int:
    """Return how many files are tried or wait for it."""
    return _apart.asking


def _asked(raw: bytes, asked: Mapping[str, Any], is_here: Callable[[], bool]) -> bytes:
    """Return the worker's answer; `RefusedError` where the file takes too much, or too many wait."""
    limits = {"cpu_s": CPU_S, "memory_bytes": MEMORY_BYTES}
    data = {"data": str(facts.of_report(str(asked["report"])).data)}
    try:
        head, content = _apart.ask({**asked, **limits, **data}, raw, is_here=is_here)
    except BusyError as error:
        raise RefusedError(Refusal.BUSY) from error
    except SlowError as error:
        raise RefusedError(Refusal.TOO_HEAVY) from error
    except OSError as error:
        raise RefusedError(Refusal.FAILED) from error
    if problem := head.get("problem"):
        raise RefusedError(Refusal.TOO_HEAVY if problem in {"memory", "time"} else Refusal.FAILED)
    return content


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """Return one of the classes that an answer is made of."""
        if name not in _ALLOWED.get(module, ()):
            msg = f"{module}.{name}"
            raise pickle.UnpicklingError(msg)
        return super().find_class(module, name)


def _told(content: bytes, kind: type[T]) -> T:
    try:
        found = _Unpickler(io.BytesIO(content)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError) as error:
        raise RefusedError(Refusal.FAILED) from error
    if not isinstance(found, kind):
        raise RefusedError(Refusal.FAILED)
    return found


_apart = Apart("geo.upload.worker", wait_s=30, wall_s=MOST_S)
