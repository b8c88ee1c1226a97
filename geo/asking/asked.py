"""What is asked: a query as in a link, read by the one grammar, and the dataset that it is asked of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from geo.dataset import Dataset, load
from geo.export.formats import filter_view
from geo.past import as_of
from geo.view import Ignored, View, parse_query
from i18n import text

__all__ = ["AskError", "Asked", "asked"]

# What is read of a query; a link holds far less.
_LONGEST_QUERY = 4_000


class AskError(ValueError):
    """A question that has no answer; its text says why in the language of the question."""

    def __init__(self, lang: str, key: str, **values: object) -> None:
        super().__init__(text(f"asking.error.{key}", lang, **values))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its view (without a place or camera), what was not understood, and the dataset.

    `dataset` is as known on the view's day, `whole` as known today.
    """

    view: View
    ignored: tuple[Ignored, ...]
    dataset: Dataset
    whole: Dataset

    @property
    def lang(self) -> str:
        """The language of the words."""
        return self.view.lang

    def head(self) -> dict[str, Any]:
        """Return what every answer begins with."""
        return {
            "edition": self.view.report,
            "as_of": self.view.at,
            "lang": self.lang,
            "ignored": [_told(part) for part in self.ignored],
        }

    def project_view(self, project_id: str) -> View:
        """Return the view that opens one project, and filters nothing."""
        return View(report=self.view.report, lang=self.lang, at=self.view.at, project=project_id)


def _told(part: Ignored) -> Mapping[str, Any]:
    return {
        "parameter": part.parameter,
        "value": part.value,
        "reason": part.reason.value,
        "nearest": part.suggestion,
    }


@lru_cache(maxsize=4)
def _edition(report: str) -> Dataset:
    return load(report)


def asked(query: str = "", *, lang: str | None = None, at: str | None = None) -> Asked:
    """Read a query and find its dataset.

    Parameters
    ----------
    query
        The part of a link behind its ``?``. What is unknown in it is left out, and told; where somebody
        stands is not read.
    lang, at
        Set a language or a day instead of the query's, read as in a link.

    Raises
    ------
    geo.errors.DataError
        If the data files have problems.
    """
    set_apart = "".join(f"&{name}={value}" for name, value in (("lang", lang), ("at", at)) if value)
    # One grammar: what is set apart is read as a link's own, in front of the query's.
    view, ignored = parse_query((set_apart + "&" + query.removeprefix("?"))[:_LONGEST_QUERY])
    view = replace(filter_view(view), project=view.project)
    whole = _edition(view.report)
    dataset = as_of(whole, view.at) if view.at else whole
    return Asked(view, ignored, dataset, whole)
