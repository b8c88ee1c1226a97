"""Put a file in place at once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

__all__ = ["replace"]


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
