"""The forks in which visitors' files are tried: their limits hold whatever the work does."""

from __future__ import annotations

import faulthandler
import os
import pickle
from collections.abc import Callable

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
    faulthandler.disable()  # pytest's would write pages about it
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
    assert worker.answer(asked, b"{}") == ({"problem": problem}, b"")


def test_file_is_told_as_a_pickle():
    """Of our own class; a refusal is no problem of the process."""
    asked = {"name": "a", "report": "2024", "cpu_s": 9, "memory_bytes": 10**9}
    head, content = worker.answer(asked, b"no file of ours")
    found = pickle.loads(content)  # noqa: S301 - our own
    assert head == {}
    assert isinstance(found, Tried)
    assert found.refused is not None
