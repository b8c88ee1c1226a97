"""Visitors' files are tried in another process, one at a time: none can take the server's memory or time."""

from __future__ import annotations

import io
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, TypeVar

from geo.errors import Problem
from geo.folders import CODE_FOLDER, environment
from geo.upload.refusals import Refusal, RefusedError

if TYPE_CHECKING:
    from geo.upload.coordinates import Reading
    from geo.upload.trial import Judged, Tried

__all__ = ["GoneError", "judge", "stop", "try_file"]

CPU_S = 15
MEMORY_BYTES = 500_000_000  # above what the process needs for any file
_WAIT_S = 30.0  # for one's turn
_WALL_S = 40.0  # for one file: its processor time is counted apart, so that a busy machine refuses nobody
_LOOK_S = 0.2
# What an answer may be made of. Whatever else a broken worker writes is not read.
_ALLOWED = {
    "geo.errors": {"Problem"},
    "geo.upload.coordinates": {"Crs", "Reading", "Suspicion"},
    "geo.upload.hints": {"Hint"},
    "geo.upload.trial": {"Judged", "Tried"},
}
T = TypeVar("T")


class GoneError(RuntimeError):
    """The visitor has left: nobody waits for the answer."""


def try_file(raw: bytes, name: str, *, report: str, is_here: Callable[[], bool]) -> Tried:
    """Read a file; a refusal, also for taking too much, is part of the answer.

    Parameters
    ----------
    raw, name
        The file.
    report
        The edition that its ids may refer to.
    is_here
        Whether the visitor still waits; asked a few times a second.

    Raises
    ------
    GoneError
        If they do not.
    """
    from geo.upload.trial import Tried  # noqa: PLC0415 - numpy and shapely, only where there is a file

    try:
        return _told(_apart.ask(raw, {"name": name, "report": report}, is_here), Tried)
    except RefusedError as error:
        return Tried(refused=error.problem)


def judge(
    raw: bytes, name: str, *, report: str, reading: Reading, is_here: Callable[[], bool]
) -> Judged | Problem:
    """Check a file under an answer about its coordinates; a `Problem` says why it could not be checked.

    The parameters and the error are those of :func:`try_file`.
    """
    from geo.upload.trial import Judged  # noqa: PLC0415 - numpy and shapely, only where there is a file

    answer = {"crs": str(reading.crs), "swapped": reading.swapped}
    asked = {"name": name, "report": report, "reading": answer}
    try:
        return _told(_apart.ask(raw, asked, is_here), Judged)
    except RefusedError as error:
        return error.problem


def stop() -> None:
    """End the process, with the server."""
    _apart.end()


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


class _Apart:
    """The process, started when it is needed and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, raw: bytes, asked: Mapping[str, Any], is_here: Callable[[], bool]) -> bytes:
        """Return the answer to one file; `RefusedError` where it takes too much, or too many wait."""
        if not self._turn(is_here):
            raise RefusedError(Refusal.BUSY)
        try:
            try:
                return self._asked(raw, asked, is_here)
            except OSError:  # it has ended since, by itself or by accident: start another
                self.end()
                return self._asked(raw, asked, is_here)
        except OSError as error:
            self.end()
            raise RefusedError(Refusal.FAILED) from error
        finally:
            self._lock.release()

    def _turn(self, is_here: Callable[[], bool]) -> bool:
        last = time.monotonic() + _WAIT_S
        while not self._lock.acquire(timeout=_LOOK_S):
            if not is_here():
                raise GoneError
            if time.monotonic() > last:
                return False
        return True

    def end(self) -> None:
        """End the process with its forks."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "geo.upload.worker"],
                cwd=CODE_FOLDER,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                bufsize=0,
            )
        return self._process

    def _asked(self, raw: bytes, asked: Mapping[str, Any], is_here: Callable[[], bool]) -> bytes:
        process = self._running()
        assert process.stdin is not None  # noqa: S101 - it was opened so
        assert process.stdout is not None  # noqa: S101 - the same
        told = {**asked, "bytes": len(raw), "cpu_s": CPU_S, "memory_bytes": MEMORY_BYTES}
        _write(process.stdin, json.dumps(told).encode() + b"\n" + raw)
        head, content = self._answer(process.stdout, is_here)
        if head.get("problem") in {"memory", "time"}:
            raise RefusedError(Refusal.TOO_HEAVY)
        if head.get("problem"):
            raise RefusedError(Refusal.FAILED)
        return content

    def _answer(self, source: IO[bytes], is_here: Callable[[], bool]) -> tuple[Mapping[str, Any], bytes]:
        """Read one answer; a visitor who leaves, or a file that takes too long, ends the process."""
        last, held = time.monotonic() + _WALL_S, b""
        while True:
            if select.select([source], [], [], _LOOK_S)[0]:
                part = source.read(1 << 16)
                if not part:
                    raise BrokenPipeError
                held += part
                line, found, rest = held.partition(b"\n")
                head = json.loads(line) if found else {}
                if found and len(rest) >= int(head["bytes"]):
                    return head, rest
            elif not is_here():
                self.end()
                raise GoneError
            elif time.monotonic() > last:
                self.end()
                raise RefusedError(Refusal.TOO_HEAVY)


def _write(target: IO[bytes], content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[target.write(left) :]


_apart = _Apart()
