"""The offline file: the map document with both languages and everything inside, opened by ``file://``."""

from __future__ import annotations

import os

from geo.dataset import Dataset
from geo.view import View
from layers.document import Alone, build
from layers.prepared import REVIEW_NUMBER_VARIABLE

__all__ = ["offline"]


def offline(dataset: Dataset) -> str:
    """Return one HTML page that asks the network for nothing and holds both languages.

    :func:`layers.opening.opened_at` says at which view it opens.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    """
    review = os.environ.get(REVIEW_NUMBER_VARIABLE, "")
    return build(dataset, View().lang, review_number=review, alone=Alone(both=True))
