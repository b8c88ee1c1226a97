"""Make files from the data in a process of its own, for :mod:`ui.serving.answering`.

A request names ``module``, ``path``, ``query`` and ``base``: the module's ``asked`` takes the last three. A
problem comes back as ``status``, ``key``, ``values`` and ``members``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from geo import worker
from ui.serving.problem import ProblemError

__all__ = ["answer"]

_LOG = logging.getLogger(__name__)


def answer(order: Mapping[str, Any], _raw: bytes) -> tuple[Mapping[str, object], bytes]:
    """Return the file's key and bytes, or the problem."""
    try:
        path, query, base = (str(order[name]) for name in ("path", "query", "base"))
        asked = import_module(str(order["module"])).asked(path, query, base)
        return {"made": asked.key}, asked.make()
    except ProblemError as error:
        return error.told(), b""
    except Exception:  # noqa: BLE001 - whatever went wrong with one file, the next is made
        _LOG.exception("A file was not made: %s", order["path"])  # never the query: it holds a search
        return ProblemError(500, "serving.failed").told(), b""


if __name__ == "__main__":
    worker.run(answer)
