"""Try visitors' files in a process of its own, each in a fork with hard limits of memory and time.

A server starts ``python -m geo.upload.worker``. For each file it writes one line of JSON (``bytes``,
``name``, ``report``, ``cpu_s``, ``memory_bytes``, and ``reading`` for the second step) and so many bytes to
its input. It reads one line of JSON (``bytes``, or ``problem``: ``memory``, ``time`` or ``failed``) and so
many bytes, a pickle of :class:`~geo.upload.trial.Tried` or :class:`~geo.upload.trial.Judged`. Nothing is
written to disk. Without work for ten minutes the process ends.
"""

from __future__ import annotations

import io
import json
import logging
import os
import pickle
import resource
import select
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO

from geo.dataset import Dataset, current
from geo.upload.coordinates import Reading
from geo.upload.trial import judge, try_file

__all__ = ["serve"]

_IDLE_S = 600
_OUT_OF_MEMORY, _FAILED = 3, 4
_LOG = logging.getLogger(__name__)


def serve(source: io.FileIO, target: BinaryIO) -> None:
    """Answer file after file until the input ends or nothing is asked for ten minutes."""
    # Before the forks: each would load them anew.
    for name in ("checking", "drawing", "features", "reading", "workbook"):
        import_module(f"geo.upload.{name}")
    current()
    while select.select([source], [], [], _IDLE_S)[0]:
        line = source.readline()
        if not line:
            return
        asked = json.loads(line)
        raw = _exactly(source, int(asked["bytes"]))
        head, content = _in_a_fork(raw, asked)
        target.write(json.dumps(head).encode() + b"\n" + content)
        target.flush()


def _exactly(source: io.FileIO, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = source.read(left)
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _in_a_fork(raw: bytes, asked: Mapping[str, Any]) -> tuple[dict[str, object], bytes]:
    dataset = current(str(asked["report"]))
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _work(raw, asked, dataset, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        content = answers.read()
    _, status = os.waitpid(child, 0)
    problem = _problem(status)
    return ({"bytes": 0, "problem": problem}, b"") if problem else ({"bytes": len(content)}, content)


def _problem(status: int) -> str:
    """Return what went wrong with a fork, empty if nothing did."""
    if os.WIFSIGNALED(status):
        # Out of memory in a library of C ends by a signal, too much time by this one.
        return "time" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "memory"
    return {0: "", _OUT_OF_MEMORY: "memory"}.get(os.WEXITSTATUS(status), "failed")


def _work(raw: bytes, asked: Mapping[str, Any], dataset: Dataset, writer: int) -> None:
    """Do what is asked for and end the fork, whatever happens."""
    code = _FAILED
    try:
        _limit(int(asked["cpu_s"]), int(asked["memory_bytes"]))
        name, reading = str(asked["name"]), asked.get("reading")
        if reading is None:
            found: object = try_file(raw, name, dataset)
        else:
            found = judge(raw, name, dataset, Reading(str(reading["crs"]), bool(reading["swapped"])))
        with os.fdopen(writer, "wb") as answer:
            pickle.dump(found, answer)
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - this file has failed, whatever the reason; the next is tried
        # The message may hold words of the file: only the kind is told.
        code = _OUT_OF_MEMORY if "bad_alloc" in str(error) else _FAILED
        _LOG.warning("A file could not be tried: %s", type(error).__name__)
    finally:
        os._exit(code)


def _limit(cpu_s: int, memory_bytes: int) -> None:
    """Give this process so much time, so much memory above what it has, and no file to write."""
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - a word of the kernel's
        held = int(pages.read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, held + memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a stricter limit is there already
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    # Without a buffer of its own: what it had read ahead, `select` would not see.
    serve(io.FileIO(sys.stdin.fileno(), "rb", closefd=False), sys.stdout.buffer)
