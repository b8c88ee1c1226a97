"""The forks in which visitors' files are tried: their limits hold whatever the work does."""

from __future__ import annotations

import io
import json
import os
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from geo.upload import worker
from geo.upload.trial import Tried


def _hungry(*_file: object) -> object:
    return bytearray(1_000_000_000)


def _hungry_in_c(*_file: object) -> object:
    import numpy as np

    return np.ones(1_000_000_000, dtype="uint8")


def _endless(*_file: object) -> object:
    while True:
        pass


def _broken(*_file: object) -> object:
    msg = "words of the file"
    raise ValueError(msg)


def _crashing(*_file: object) -> object:
    os.abort()


def _writing(*_file: object) -> object:
    with open("/tmp/dgmap-never", "wb") as target:  # noqa: PTH123, S108 - the limit is what is tried
        target.write(b"x" * 100)
    return None


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (_hungry, "memory"),
        (_hungry_in_c, "memory"),
        (_endless, "time"),
        (_broken, "failed"),
        (_crashing, "memory"),
        (_writing, "failed"),
    ],
)
def test_fork_that_goes_too_far_is_ended(
    work: Callable[..., object], problem: str, monkeypatch: pytest.MonkeyPatch
):
    """The reason is told, and this process goes on."""
    monkeypatch.setattr(worker, "try_file", work)
    asked = {"name": "a", "report": "2024", "cpu_s": 1, "memory_bytes": 200_000_000}
    assert worker._in_a_fork(b"{}", asked) == ({"bytes": 0, "problem": problem}, b"")


def test_files_are_answered_one_after_another(tmp_path: Any):
    """A line and the bytes in, a line and a pickle out, until the input ends."""
    raw = b"no file of ours"
    head = json.dumps({"bytes": len(raw), "name": "a", "report": "2024", "cpu_s": 9, "memory_bytes": 10**9})
    sent = tmp_path / "sent"
    sent.write_bytes((head.encode() + b"\n" + raw) * 2)
    told = io.BytesIO()
    with io.FileIO(sent) as source:
        worker.serve(source, told)
    told.seek(0)
    for _ in range(2):
        size = json.loads(told.readline())["bytes"]
        found = pickle.loads(told.read(size))  # noqa: S301 - our own
        assert isinstance(found, Tried)
        assert found.refused is not None
