"""The map as the app serves it: the page, and beside it what the map is not drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from geo.dataset import Dataset
from layers.large.large import large_script
from layers.map import project_map
from layers.near.near import asking_script
from layers.past.past import past_script
from layers.prepared import STREETS_ROUTE
from layers.projector.projector import projector_script
from layers.streets.archive import usable
from layers.streets.streets import StreetsFiles, drawing_file

__all__ = [
    "GROUND",
    "LARGE",
    "MORE",
    "NEAR_SCRIPT",
    "PAST",
    "PAST_SCRIPT",
    "PROJECTOR",
    "TOURS",
    "Served",
    "served",
]

GROUND = "ground.json"
MORE = "more.json"
PAST = "past.json"
PAST_SCRIPT = "past.js"
NEAR_SCRIPT = "near.js"
PROJECTOR = "projector.js"
TOURS = "tours.json"
LARGE = "large.js"
_ROUTE = "/map/"


@dataclass(frozen=True, slots=True)
class Served:
    """A page and its files.

    Attributes
    ----------
    page
        The HTML page.
    beside
        The files beside it by their names: what cards and search need, the fine ground, the past (its facts
        and its script), what asks for a position, the modes, the words of the tours, what draws the streets.
    """

    page: str
    beside: Mapping[str, str]


def served(dataset: Dataset, lang: str) -> Served:
    """Render a dataset's map for the app.

    What cards need is asked for once the map is drawn, the ground when somebody looks closer, the past once a
    day is asked for, the words of the tours once one is on. The names hold a hash of all, so that a page and
    its files always belong together.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    streets, script = _streets()
    chart = project_map(dataset, lang=lang, streets=streets)
    files = {
        MORE: _json(chart.later()),
        GROUND: _json(chart.ground.later()),
        PAST: _json(chart.past()),
        PAST_SCRIPT: past_script(),
        NEAR_SCRIPT: asking_script(lang),
        PROJECTOR: projector_script(),
        LARGE: large_script(),
        TOURS: _json(chart.tour_words()),
    }
    prefix = f"{dataset.edition}-{lang}-{sha256(''.join(files.values()).encode()).hexdigest()[:12]}-"
    chart.beside = f"{_ROUTE}{prefix}"
    beside = {f"{prefix}{name}": text for name, text in files.items()}
    return Served(chart.get_root().render(), beside | script)


def _streets() -> tuple[StreetsFiles | None, dict[str, str]]:
    """Return where the operator's streets are, and the script that draws them, by its name."""
    archive = usable()
    if archive is None:
        return None, {}
    name, script = drawing_file()
    return StreetsFiles(script=f"{_ROUTE}{name}", url=f"{STREETS_ROUTE}{archive.name}"), {name: script}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
