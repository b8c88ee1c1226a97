"""The digest in the published folder: what became known since the report, as page, Markdown and PDF."""

from __future__ import annotations

from collections.abc import Iterator

from geo.between import Digest, digest
from geo.dataset import Dataset
from geo.export.formats import today
from geo.view import View
from layers.digest import FORMATS

__all__ = ["digest_files", "since_report"]


def since_report(dataset: Dataset, lang: str) -> Digest | None:
    """Return what became known since the report's day; None on that day itself."""
    first, last = str(dataset.report["date"]), today().isoformat()
    if first >= last:
        return None
    return digest(dataset, first, last, view=View(report=dataset.edition, lang=lang))


def digest_files(dataset: Dataset, lang: str) -> Iterator[tuple[str, bytes]]:
    """Yield the digest as files; the app's pages, which the folder has not, are not linked."""
    found = since_report(dataset, lang)
    if found is not None:
        for kind in ("md", "pdf"):
            yield f"{lang}/digest.{kind}", FORMATS[kind](found, "")
