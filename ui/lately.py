"""Look at something no more than a few times a second, however often it is asked for.

Whether the files have changed is asked dozens of times a rerun, by hundreds of visitors at once. Each look
at a file also lets go of the interpreter's lock, and under a crowd waits to get it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

__all__ = ["LOOK_AGAIN_S", "lately"]

T = TypeVar("T")

LOOK_AGAIN_S = 0.2
_looks: dict[Hashable, tuple[float, object]] = {}


def lately(look: Callable[..., T], *what: Hashable, anew: bool = False) -> T:
    """Return what a look at something gave, not longer ago than :data:`LOOK_AGAIN_S`.

    Parameters
    ----------
    look
        What looks; with ``what`` it names what is remembered.
    what
        What it is called with.
    anew
        Look now, however short ago the last look was.
    """
    now = time.monotonic()
    last = _looks.get((look, what))
    if last is not None and not anew and now - last[0] < LOOK_AGAIN_S:
        return last[1]  # type: ignore[return-value]  # what the same call gave
    found = look(*what)
    _looks[look, what] = (now, found)
    return found
