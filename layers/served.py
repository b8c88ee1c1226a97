"""The map as the app serves it: the page, and beside it what the map is not drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from geo.dataset import Dataset
from layers.map import project_map
from layers.past.past import past_script

__all__ = ["MORE", "PAST", "PAST_SCRIPT", "Served", "served"]

MORE = "more.json"
PAST = "past.json"
PAST_SCRIPT = "past.js"
_ROUTE = "/map/"


@dataclass(frozen=True, slots=True)
class Served:
    """A page and its files.

    Attributes
    ----------
    page
        The HTML page.
    beside
        The files beside it by their names: what cards and search need, and the past: its facts and script.
    """

    page: str
    beside: Mapping[str, str]


def served(dataset: Dataset, lang: str) -> Served:
    """Render a dataset's map for the app.

    What cards need is asked for once the map is drawn, the past once a day is asked for. The names hold a
    hash of all, so that a page and its files always belong together.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    chart = project_map(dataset, lang=lang)
    files = {MORE: _json(chart.later()), PAST: _json(chart.past()), PAST_SCRIPT: past_script()}
    prefix = f"{dataset.edition}-{lang}-{sha256(''.join(files.values()).encode()).hexdigest()[:12]}-"
    chart.beside = f"{_ROUTE}{prefix}"
    return Served(chart.get_root().render(), {f"{prefix}{name}": text for name, text in files.items()})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
