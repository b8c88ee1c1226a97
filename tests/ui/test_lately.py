"""A look that many ask for is taken once for all of them, and again before long."""

from __future__ import annotations

import pytest

from ui import lately as module
from ui.lately import LOOK_AGAIN_S, lately


@pytest.fixture
def clock(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_look_is_taken_again_only_after_a_while(clock):
    """Within the time the first answer holds, for these arguments; then it is looked anew."""
    seen: list[str] = []

    def look(name: str) -> int:
        seen.append(name)
        return len(seen)

    assert [lately(look, "a"), lately(look, "a"), lately(look, "b")] == [1, 1, 2]
    clock[0] += LOOK_AGAIN_S * 0.9
    assert lately(look, "a") == 1
    clock[0] += LOOK_AGAIN_S * 0.2
    assert (lately(look, "a"), seen) == (3, ["a", "b", "a"])


def test_look_when_asked_anew_is_taken_and_kept(clock):
    """Who has just changed something looks at once, and the others get what was seen then."""
    values = iter([1, 2, 3])

    def look() -> int:
        return next(values)

    assert [lately(look), lately(look, anew=True), lately(look)] == [1, 2, 2]


def test_look_that_fails_is_not_remembered(clock):
    """An error is the asker's own; the next one looks again."""
    answers: list[object] = [OSError("gone"), 7]

    def look() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(OSError, match="gone"):
        lately(look)
    assert lately(look) == 7
