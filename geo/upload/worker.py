"""Try visitors' files in a process of its own, each in a fork with hard limits of memory and time.

For :mod:`ui.trying`. A request names ``name``, ``report``, ``cpu_s``, ``memory_bytes``, and ``reading`` for
the second step, ``choice``; its bytes are the file. The answer's bytes are a pickle of
:class:`~geo.upload.trial.Tried` or :class:`~geo.upload.trial.Judged`; ``problem`` is ``memory``, ``time`` or
``failed`` where there is none. Nothing is written to disk.
"""

from __future__ import annotations

import logging
import os
import pickle
import resource
import signal
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from geo import worker
from geo.dataset import Dataset, current
from geo.upload.coordinates import Reading
from geo.upload.headings import fold
from geo.upload.seen import Choice
from geo.upload.trial import judge, try_file

__all__ = ["answer"]

_OUT_OF_MEMORY, _FAILED = 3, 4
_LOG = logging.getLogger(__name__)


def answer(asked: Mapping[str, Any], raw: bytes) -> tuple[Mapping[str, object], bytes]:
    """Return the pickle of a file's trial, or in ``problem`` why there is none."""
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
    return ({"problem": problem}, b"") if problem else ({}, content)


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
        name, reading, choice = str(asked["name"]), asked.get("reading"), Choice.of(asked.get("choice", {}))
        if reading is None:
            found: object = try_file(raw, name, dataset, choice)
        else:
            answer = Reading(str(reading["crs"]), bool(reading["swapped"]))
            found = judge(raw, name, dataset, answer, choice)
        with os.fdopen(writer, "wb") as target:
            pickle.dump(found, target)
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
    # Before the forks: each would load them anew.
    for name in (
        "checking",
        "drawing",
        "features",
        "geopackage",
        "kml",
        "layers",
        "reading",
        "shapefile",
        "tabular",
        "workbook",
    ):
        import_module(f"geo.upload.{name}")
    fold("經度")  # the dictionary of traditional characters
    current()
    worker.run(answer)
