"""Draw pictures in a process of its own, one at a time, for a server that has better things to do.

A server starts ``python -m layers.picture.worker``, writes one line of JSON a picture (``query``, ``kind``,
``size``, ``url``) to its input, and reads one line of JSON (``bytes``, or ``problem``) and so many bytes.
Nothing is written to disk. Without work for ten minutes the process ends.
"""

from __future__ import annotations

import io
import json
import logging
import select
import sys
from typing import BinaryIO

from geo.dataset import current
from geo.view import parse_query
from layers.picture.draw import picture

__all__ = ["answer", "serve"]

_IDLE_S = 600
_LOG = logging.getLogger(__name__)


def answer(line: bytes) -> tuple[dict[str, object], bytes]:
    """Draw what one line of JSON asks for; return the reply's head and the picture."""
    asked = json.loads(line)
    view, _ = parse_query(str(asked["query"]))
    content = picture(
        current(view.report), view, kind=str(asked["kind"]), size=str(asked["size"]), url=str(asked["url"])
    )
    return {"bytes": len(content)}, content


def serve(source: io.FileIO, target: BinaryIO) -> None:
    """Answer line after line until the input ends or nothing is asked for ten minutes."""
    while select.select([source], [], [], _IDLE_S)[0]:
        line = source.readline()
        if not line:
            return
        try:
            head, content = answer(line)
        except Exception as error:  # noqa: BLE001 - whatever went wrong with one picture, the next is drawn
            _LOG.warning("A picture was not drawn: %s", type(error).__name__, exc_info=True)
            head, content = {"bytes": 0, "problem": type(error).__name__}, b""
        target.write(json.dumps(head).encode() + b"\n" + content)
        target.flush()


if __name__ == "__main__":
    # Without a buffer of its own: what it had read ahead, `select` would not see.
    serve(io.FileIO(sys.stdin.fileno(), "rb", closefd=False), sys.stdout.buffer)
