"""The offline file: the map document with both languages and everything inside, opened by ``file://``."""

from __future__ import annotations

import os
from dataclasses import replace

from geo.dataset import Dataset
from geo.view import View, to_query
from layers.document import Alone, build
from layers.prepared import REVIEW_NUMBER_VARIABLE

__all__ = ["file_name", "offline"]


def offline(dataset: Dataset, view: View) -> str:
    """Return one HTML page that asks the network for nothing, opened at a view.

    Parameters
    ----------
    dataset
        The edition that the view names.
    view
        What it opens with; its language is the one that the file starts in. A place to measure from is left
        out: it belongs to the person, and the file knows no other place.
    """
    opened = replace(view, lang=View().lang, report=View().report, near=None, radius_m=View().radius_m)
    alone = Alone(query=to_query(replace(opened, embed=False)), both=True)
    return build(dataset, view.lang, review_number=os.environ.get(REVIEW_NUMBER_VARIABLE, ""), alone=alone)


def file_name(view: View) -> str:
    """Return a name that says what the file is and of which edition."""
    return f"dongguan-project-map-{view.report}.html"
