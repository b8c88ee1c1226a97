"""The map as the app serves it: the page, and beside it what the map is not drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from geo.dataset import Dataset
from layers.map import project_map

__all__ = ["GROUND", "MORE", "Served", "served"]

MORE = "more.json"
GROUND = "ground.json"
_ROUTE = "/map/"


@dataclass(frozen=True, slots=True)
class Served:
    """A page and its files.

    Attributes
    ----------
    page
        The HTML page.
    beside
        The files beside it (JSON) by their names: what cards and search need, and the fine ground.
    """

    page: str
    beside: Mapping[str, str]


def served(dataset: Dataset, lang: str) -> Served:
    """Render a dataset's map for the app.

    The files beside the page are asked for once the map is drawn, the ground when somebody looks closer.
    Their names hold their own hash, so that a page and its files always belong together.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    chart = project_map(dataset, lang=lang)
    files = {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for name, value in ((MORE, chart.later()), (GROUND, chart.ground.later()))
    }
    prefix = f"{dataset.edition}-{lang}-{sha256(''.join(files.values()).encode()).hexdigest()[:12]}-"
    chart.beside = f"{_ROUTE}{prefix}"
    return Served(chart.get_root().render(), {f"{prefix}{name}": text for name, text in files.items()})
