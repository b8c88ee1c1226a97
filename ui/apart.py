"""Work in a process of its own (pictures, files), so that nobody's clicks wait for it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any

from geo.folders import CODE_FOLDER, environment

__all__ = ["Apart", "BusyError", "GoneError", "SlowError"]

_LOOK_S = 0.2


class BusyError(RuntimeError):
    """Others were before this one for too long."""


class SlowError(RuntimeError):
    """It took too long and was ended."""


class GoneError(RuntimeError):
    """Who asked has left: nobody waits for the answer."""


class Apart:
    """A process, started when it is needed and again when it has ended; it answers one request at a time.

    Parameters
    ----------
    module
        Started by ``python -m``; it calls :func:`geo.worker.run`.
    wait_s
        How long a request waits for its turn.
    wall_s
        How long one may take.

    Attributes
    ----------
    asking
        The requests at work or waiting for it.
    """

    def __init__(self, module: str, *, wait_s: float, wall_s: float) -> None:
        self.module, self.wait_s, self.wall_s = module, wait_s, wall_s
        self.asking = 0
        self._counting = threading.Lock()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(
        self, asked: Mapping[str, Any], raw: bytes = b"", *, is_here: Callable[[], bool] = lambda: True
    ) -> tuple[Mapping[str, Any], bytes]:
        """Return the answer's line and bytes. Blocks; call it from a thread.

        Parameters
        ----------
        asked, raw
            The request's line and bytes.
        is_here
            Whether somebody still waits; asked a few times a second.

        Raises
        ------
        BusyError, SlowError, GoneError
            If the turn did not come, it took too long, or nobody waits any more.
        OSError
            If the process ends, and another one as well.
        """
        with self._counted():
            self._take_turn(is_here)
            try:
                return self._asked_twice(asked, raw, is_here)
            except (OSError, ValueError) as error:
                self._end()
                raise BrokenPipeError(self.module) from error
            except BaseException:  # also what ends a run of Streamlit from within `is_here`
                self._end()  # no answer may be left for the next one
                raise
            finally:
                self._lock.release()

    def stop(self) -> None:
        """End the process with all that it has started; the next request starts another."""
        with self._lock:
            self._end()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._counting:
            self.asking += 1
        try:
            yield
        finally:
            with self._counting:
                self.asking -= 1

    def _take_turn(self, is_here: Callable[[], bool]) -> None:
        last = time.monotonic() + self.wait_s
        while not self._lock.acquire(timeout=_LOOK_S):
            if not is_here():
                raise GoneError
            if time.monotonic() > last:
                raise BusyError

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def _running(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                cwd=CODE_FOLDER,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                bufsize=0,
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        return self._process.stdin, self._process.stdout

    def _asked_twice(
        self, asked: Mapping[str, Any], raw: bytes, is_here: Callable[[], bool]
    ) -> tuple[Mapping[str, Any], bytes]:
        try:
            return self._asked(asked, raw, is_here)
        except (OSError, ValueError):  # it has ended since, by itself or by accident: start another
            self._end()
            return self._asked(asked, raw, is_here)

    def _asked(
        self, asked: Mapping[str, Any], raw: bytes, is_here: Callable[[], bool]
    ) -> tuple[Mapping[str, Any], bytes]:
        target, source = self._running()
        left = memoryview(json.dumps({**asked, "bytes": len(raw)}).encode() + b"\n" + raw)
        while left:
            left = left[target.write(left) :]
        return self._answer(source, is_here)

    def _answer(self, source: IO[bytes], is_here: Callable[[], bool]) -> tuple[Mapping[str, Any], bytes]:
        """Read one answer; where nobody waits, or it takes too long, the process is ended."""
        last, held = time.monotonic() + self.wall_s, b""
        while True:
            if _is_ready(source):
                part = source.read(1 << 20)
                if not part:
                    raise BrokenPipeError
                held += part
                line, found, rest = held.partition(b"\n")
                head = json.loads(line) if found else {}
                if found and len(rest) >= int(head["bytes"]):
                    return head, rest
            elif not is_here():
                self._end()
                raise GoneError
            elif time.monotonic() > last:
                self._end()
                raise SlowError


def _is_ready(source: IO[bytes]) -> bool:
    """Wait a moment for something to read. Not by `select`, which knows no file handle above 1,023."""
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        return bool(selector.select(_LOOK_S))
