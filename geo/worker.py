"""A process that answers one request after another, for a server that has better things to do.

The server starts ``python -m <module>`` (``ui.apart``). A request is a line of JSON: ``bytes`` says how many
follow it, ``data`` from which folder data are read. The answer is a line of JSON with ``bytes``, and so many
bytes. Without work for ten minutes, or when the server is gone, the process ends.
"""

from __future__ import annotations

import io
import json
import os
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from geo.folders import read_data_from

__all__ = ["Answer", "run", "serve"]

Answer = Callable[[Mapping[str, Any], bytes], tuple[Mapping[str, object], bytes]]
_IDLE_S = 600
_NICENESS = 15


def run(answer: Answer) -> None:
    """Answer what comes on standard input, after the clicks of those who wait at a screen."""
    os.nice(_NICENESS)
    # Without a buffer of its own: what it had read ahead, `select` would not see.
    serve(answer, io.FileIO(sys.stdin.fileno(), "rb", closefd=False), sys.stdout.buffer)


def serve(answer: Answer, source: io.FileIO, target: BinaryIO) -> None:
    """Answer request after request until the input ends or nothing is asked for ten minutes.

    Parameters
    ----------
    answer
        Takes the line and the bytes of a request, and returns those of the answer without ``bytes``. It
        raises nothing: what is raised ends the process.
    """
    while select.select([source], [], [], _IDLE_S)[0]:
        line = source.readline()
        if not line:
            return
        asked = json.loads(line)
        if "data" in asked:
            read_data_from(Path(asked["data"]))
        head, content = answer(asked, _exactly(source, int(asked.get("bytes", 0))))
        target.write(json.dumps({**head, "bytes": len(content)}).encode() + b"\n" + content)
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
