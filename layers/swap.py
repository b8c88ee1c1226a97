"""Files that a reader finds whole: put in place at once, and JSON that says whether it is as it was written.

A file that was cut off, or another in its place, is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["alone", "read_signed", "replace", "signed"]

_SUM = "sha256"


def replace(path: Path, content: bytes) -> None:
    """Write beside, then swap: a reader sees the old file or the new one, never half of one.

    Raises
    ------
    OSError
        If the folder can not be written; nothing is left beside then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other thread or process is within the same path's block; its end by accident counts, too.

    Where the path's folder can not be written, nobody waits.
    """
    import fcntl  # noqa: PLC0415 - nobody waits for a build in a plain first run

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
    except OSError:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def signed(content: Mapping[str, Any]) -> bytes:
    """Return an object as JSON, with a checksum of the rest in ``sha256``."""
    return _json({**content, _SUM: hashlib.sha256(_json(content)).hexdigest()})


def read_signed(path: Path) -> Mapping[str, Any] | None:
    """Return what :func:`signed` has written; None if the file is missing or is not as it was written."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    wanted = found.pop(_SUM, "")
    return found if hashlib.sha256(_json(found)).hexdigest() == wanted else None


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
