"""The map as the app serves it: the page, and beside it what the map is not drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from geo.dataset import Dataset
from layers.map import project_map
from layers.prepared import STREETS_ROUTE
from layers.streets.archive import usable
from layers.streets.streets import StreetsFiles, drawing_file

__all__ = ["MORE", "Served", "served"]

MORE = "more.json"
_ROUTE = "/map/"


@dataclass(frozen=True, slots=True)
class Served:
    """A page and its files.

    Attributes
    ----------
    page
        The HTML page.
    beside
        The files beside it by their names: what cards and search need (JSON), what draws the streets.
    """

    page: str
    beside: Mapping[str, str]


def served(dataset: Dataset, lang: str) -> Served:
    """Render a dataset's map for the app.

    The file beside the page is asked for once the map is drawn. Its name holds its own hash, so that a page
    and its file always belong together.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    streets, script = _streets()
    chart = project_map(dataset, lang=lang, streets=streets)
    more = json.dumps(chart.later(), ensure_ascii=False, separators=(",", ":"))
    prefix = f"{dataset.edition}-{lang}-{sha256(more.encode()).hexdigest()[:12]}-"
    chart.beside = f"{_ROUTE}{prefix}"
    return Served(chart.get_root().render(), {f"{prefix}{MORE}": more, **script})


def _streets() -> tuple[StreetsFiles | None, dict[str, str]]:
    """Return where the operator's streets are, and the script that draws them, by its name."""
    archive = usable()
    if archive is None:
        return None, {}
    name, script = drawing_file()
    return StreetsFiles(script=f"{_ROUTE}{name}", url=f"{STREETS_ROUTE}{archive.name}"), {name: script}
