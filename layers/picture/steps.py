"""A whole tour on paper: each step on a sheet of A4, in one PDF."""

from __future__ import annotations

import io
from dataclasses import replace

from matplotlib.backends.backend_pdf import PdfPages

from geo.dataset import Dataset
from geo.view import View
from layers.panels.tour import shown
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene

__all__ = ["tour_pdf"]


def tour_pdf(dataset: Dataset, view: View, *, url: str = "") -> bytes:
    """Return a tour's steps as pages of one PDF, each as the step's own picture; of no tour the view alone.

    Parameters
    ----------
    dataset
        The edition that the view names.
    view
        Which tour, and in a tour of any town which town; its step is of no account.
    url
        The site's own address, for the QR codes; without one there are none.
    """
    first = shown(dataset, view)
    steps = [replace(view, step=number) for number in range(1, first.steps + 1)] if first else [view]
    out = io.BytesIO()
    metadata = {"CreationDate": None, "Creator": None, "Producer": None}
    with PdfPages(out, metadata={**metadata, **({"Title": first.tour} if first else {})}) as pages:
        for step in steps:
            sheet = compose(scene(dataset, step, url=url), LAYOUTS["a4"])
            pages.savefig(sheet.figure, facecolor=sheet.figure.get_facecolor())
    return out.getvalue()
