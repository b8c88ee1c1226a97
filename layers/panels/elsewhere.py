"""What a page without a server finds beside its projects: the report's targets, projects of other reports."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Any

from geo.dataset import Dataset
from geo.folding import simplified
from geo.named import SHORTEST, other_reports, project_forms, target_forms
from i18n import text
from layers.element import Json
from layers.target_words import found_text

__all__ = ["MOST", "elsewhere", "elsewhere_file", "found_words"]

# More targets are not told at once.
MOST = 3
_WORDS = (
    "targets_found", "targets_found_one", "targets_all", "targets_page", "other_report_found",
    "other_report_found_one",
)  # fmt: skip
_SIGNS = range(0x3400, 0xA000)  # the ideographs that people type


def elsewhere(dataset: Dataset, *, lang: str) -> Json:
    """Return what the page's script looks through, as plain JSON values.

    Returns
    -------
    dict
        ``targets``, each with ``id``, ``words`` and its folded ``forms``; ``reports``, each with ``year`` and
        ``projects``: ``name`` and ``forms``; ``simple``, pairs of a traditional sign and its simplified one;
        ``shortest``, the fewest folded signs of a text that is looked for; ``most``, how many targets are
        told at once; ``words``.
    """
    targets = [_target(row, lang) for row in dataset.targets.to_dict("records")]
    others = {year: [_project(row, lang) for row in rows] for year, rows in other_reports(dataset).items()}
    found = (*targets, *chain.from_iterable(others.values()))
    return {
        "targets": targets,
        "reports": [{"year": year, "projects": rows} for year, rows in others.items()],
        "simple": _simpler(chain.from_iterable(one["forms"] for one in found)),
        "shortest": SHORTEST,
        "most": MOST,
        "words": found_words(lang),
    }


def found_words(lang: str) -> dict[str, str]:
    """Return the messages that the page's script needs besides those of every page."""
    return {f"ui_{key}": text(f"ui.{key}", lang) for key in _WORDS}


def _target(row: Mapping[Hashable, Any], lang: str) -> dict[str, Any]:
    return {"id": str(row["id"]), "words": found_text(row, lang), "forms": target_forms(row)}


def _project(row: Mapping[Hashable, Any], lang: str) -> dict[str, Any]:
    return {"name": str(row[f"name_{lang}"] or row["name_zh"]), "forms": project_forms(row)}


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Return every sign that a folded text writes in a simpler way, with that."""
    signs = [chr(code) for code in _SIGNS]
    simple = simplified("\n".join(signs)).split("\n")
    return tuple((one, other) for one, other in zip(signs, simple, strict=True) if one != other)


def _simpler(forms: Iterable[str]) -> str:
    there = frozenset().union(*forms)
    return "".join(f"{one}{simple}" for one, simple in _pairs() if simple in there)


def elsewhere_file(dataset: Dataset, *, lang: str) -> tuple[str, str]:
    """Return name and text of the script that brings it to a page; a script is read from a disk, too."""
    found = json.dumps(elsewhere(dataset, lang=lang), ensure_ascii=False, separators=(",", ":"))
    script = f'dispatchEvent(new CustomEvent("dgmap-elsewhere",{{detail:{found}}}));'
    return f"elsewhere-{sha256(script.encode()).hexdigest()[:12]}.js", script
