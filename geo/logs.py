"""Log lines as JSON, one a line, without anything that a visitor wrote (``DGMAP_LOG=json``)."""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["LOG_VARIABLE", "JsonLines", "handler", "install", "is_json"]

LOG_VARIABLE = "DGMAP_LOG"
_OURS = ("dgmap", "geo", "layers", "ui", "__main__")
_LONGEST = 300
_FRAMES = 8


def is_json() -> bool:
    """Say whether the operator asks for JSON."""
    return os.environ.get(LOG_VARIABLE, "").strip().lower() == "json"


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON.

    A message of a package that is not ours is written without its arguments, and an exception without its
    text: either may quote a visitor's search, address or place. Type, file and line are enough to find it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: ``time`` (UTC), ``level``, ``logger``, ``message``, and what was said beside."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        beside = getattr(record, "beside", None)
        if isinstance(beside, Mapping):
            said |= beside
        if record.exc_info and record.exc_info[1] is not None:
            said |= _error(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    is_ours = record.name.split(".")[0] in _OURS
    text = record.getMessage() if is_ours else str(record.msg)
    return (text.splitlines() or [""])[0][:_LONGEST]


def _error(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
    return {"error": type(error).__name__, "where": where}


def handler() -> logging.Handler:
    """Return what writes such lines to standard error."""
    made = logging.StreamHandler()
    made.setFormatter(JsonLines())
    return made


def install() -> None:
    """Write this process's log as JSON, if the operator asks for it; of others only warnings and errors.

    fontTools would say some forty lines for each PDF.
    """
    if is_json():
        logging.getLogger().handlers[:] = [handler()]
        logging.getLogger().setLevel(logging.WARNING)
        for name in _OURS:
            logging.getLogger(name).setLevel(logging.INFO)
