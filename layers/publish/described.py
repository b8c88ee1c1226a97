"""The data in the published folder: every table's files, and what describes them to machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.dataset import Dataset
from geo.export import Format
from geo.export.extract import extract
from geo.export.formats import FILES, File, file_name, table_file_name, today
from geo.export.making import export_table
from geo.export.package import Files, catalogue, data_package, schema_org
from geo.view import View
from layers.escape import json_safe

__all__ = ["DESCRIPTIONS", "Told", "described"]

# Beside the index of each language, so that a package's paths lead down.
DESCRIPTIONS = ("datapackage.json", "catalog.jsonld")
# Of the tables beside the projects: what every program reads.
_BESIDE = ("csv",)


@dataclass(frozen=True, slots=True)
class Told:
    """The data of one language: its files by their path in the folder, and the page's own description."""

    files: Mapping[str, bytes]
    island: str


def _chosen() -> Iterator[tuple[str, str, File]]:
    """Yield table, format and file of all that the folder holds."""
    yield from (("projects", form.value, FILES["projects"][form.value]) for form in Format)
    for table, forms in FILES.items():
        if table != "projects":
            yield from ((table, name, forms[name]) for name in _BESIDE)


def described(dataset: Dataset, lang: str, *, site_url: str) -> Told:
    """Make the files of a language and their descriptions.

    Parameters
    ----------
    dataset
        The edition.
    lang
        The language of words and notes.
    site_url
        The folder's own address with its last slash; without one addresses are relative.
    """
    view, day = View(report=dataset.edition, lang=lang), today()
    files: dict[str, bytes] = {}
    names: dict[tuple[str, str], str] = {}
    for table, form, file in _chosen():
        own = table == "projects"
        name = file_name(view, Format(form), written=day) if own else table_file_name(view, file, written=day)
        names[table, form] = f"data/{name}"
        files[f"{lang}/data/{name}"] = export_table(dataset, view, file, written=day, name=name)
    names["projects", "json"] = names["projects", "oc4ids"]
    taken = extract(dataset, view, written=day)
    # A package's paths are relative to it; a catalogue's are addresses wherever one is known.
    base = f"{site_url}{lang}/" if site_url else ""
    near = Files("", lambda table, form: names.get((table, form), ""))
    far = Files(base, lambda table, form: f"{base}{found}" if (found := names.get((table, form))) else "")
    told = {"datapackage.json": data_package(taken, near), "catalog.jsonld": catalogue(taken, far)}
    files |= {f"{lang}/{name}": _json(content) for name, content in told.items()}
    return Told(files, json_safe(schema_org(taken, far)))


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1).encode()
