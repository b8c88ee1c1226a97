"""What is done with a visitor's file, in two steps: read it, then check it under an answer.

Both steps return plain values that hold nothing of shapely or pandas, so that another process can tell them
(:mod:`geo.upload.worker`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.errors import Problem
from geo.upload.coordinates import Reading, Suspicion, suspect
from geo.upload.declared import declared
from geo.upload.hints import Hint, hint
from geo.upload.refusals import RefusedError
from geo.upload.seen import Choice, Seen

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["Judged", "Tried", "judge", "try_file"]


@dataclass(frozen=True, slots=True)
class Tried:
    """How a file was understood and what its coordinates may be, or the one reason why it was not read."""

    refused: Problem | None = None
    suspicion: Suspicion | None = None
    hint: Hint | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks found: as :class:`geo.upload.checking.Checked`, the shapes as the map takes them."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    shapes: tuple[Mapping[str, Any], ...]
    rows: int
    moved_m: float


def try_file(raw: bytes, name: str, dataset: Dataset, choice: Choice = Choice()) -> Tried:  # noqa: B008 - frozen
    """Read a file and look what its coordinates may be; a refused one is no error."""
    from geo.upload.reading import read  # noqa: PLC0415 - see `geo.upload`

    try:
        upload = read(raw, name=name, choice=choice)
    except RefusedError as error:
        return Tried(refused=error.problem)
    suspicion = suspect(row.geometry for sheet in upload.sheets for row in sheet.rows)
    said = declared(upload.crs)
    if suspicion.default is None and said in suspicion.readings:
        suspicion = replace(suspicion, default=said)  # the file has answered; she may say otherwise
    return Tried(suspicion=suspicion, hint=hint(upload, suspicion, dataset), seen=upload.seen)


def judge(
    raw: bytes,
    name: str,
    dataset: Dataset,
    reading: Reading,
    choice: Choice = Choice(),  # noqa: B008 - frozen
) -> Judged:
    """Check a file that could be read, under the visitor's answers about its coordinates and columns."""
    from geo.upload.checking import check  # noqa: PLC0415 - see `geo.upload`
    from geo.upload.drawing import drawable  # noqa: PLC0415 - see `geo.upload`
    from geo.upload.reading import read  # noqa: PLC0415 - see `geo.upload`

    checked = check(read(raw, name=name, choice=choice), dataset, reading=reading)
    return Judged(
        problems=checked.problems,
        notes=checked.notes,
        shapes=drawable(checked.shapes),
        rows=checked.rows,
        moved_m=checked.moved_m,
    )
