"""Draw pictures in a process of its own. A request of :mod:`ui.pictures` names query, kind, size and url."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from geo import worker
from geo.dataset import current
from geo.places import reports
from geo.view import parse_query
from layers.picture.draw import picture
from layers.picture.pair import pair_picture
from layers.picture.steps import tour_pdf

__all__ = ["answer"]

_LOG = logging.getLogger(__name__)


def answer(asked: Mapping[str, Any], _raw: bytes) -> tuple[Mapping[str, object], bytes]:
    """Return the picture; ``problem`` names what went wrong, and the next one is drawn."""
    try:
        view, _ = parse_query(str(asked["query"]))
        kind, size, url = (str(asked[name]) for name in ("kind", "size", "url"))
        if size == "pair":
            return {}, pair_picture(view, reports(), url=url)
        if size == "tour":
            return {}, tour_pdf(current(view.report), view, url=url)
        return {}, picture(current(view.report), view, kind=kind, size=size, url=url)
    except Exception as error:  # noqa: BLE001 - whatever went wrong with one picture, the next is drawn
        _LOG.warning("A picture was not drawn: %s", type(error).__name__, exc_info=True)
        return {"problem": type(error).__name__}, b""


if __name__ == "__main__":
    worker.run(answer)
