"""Each target of the fuzzer on its kept corpus, and on bytes that Hypothesis makes from it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")
SEEDS = {name: sorted((CORPUS / name).iterdir()) for name in TARGETS}


@contextmanager
def _soon() -> Iterator[None]:
    """Raise where something takes longer than the fuzzer lets it (a pattern would go on for years)."""

    def late(*_given: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", TARGETS)
def test_kept_corpus_raises_nothing(name: str):
    """What the fuzzer has found, and a good file of each kind; none takes long."""
    assert SEEDS[name]
    for path in SEEDS[name]:
        with _soon():
            TARGETS[name](path.read_bytes())


@st.composite
def _bent(draw: st.DrawFn, name: str) -> bytes:
    """Return a seed with pieces cut out, put in and turned."""
    raw = draw(st.sampled_from(SEEDS[name])).read_bytes()[:20_000]
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + draw(st.binary(max_size=12)) + raw[end:]
    return raw


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bent_seeds_raise_nothing_but_our_own(name: str, data: st.DataObject):
    """Good files with faults in them go deeper than random bytes."""
    TARGETS[name](data.draw(st.one_of(_bent(name), st.binary(max_size=200))))


def test_exception_of_a_target_is_noticed(monkeypatch: pytest.MonkeyPatch):
    """The target lets a fault of ours through."""
    from tests.fuzz import targets

    monkeypatch.setattr(targets, "parse_query", lambda _query: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        TARGETS["link"](b"a=b")
