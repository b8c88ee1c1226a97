"""Write the prepared pages, compressed, and the plain facts of the first view."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import brotli

from geo.dataset import Dataset, load
from geo.editions.left_open import with_left_open
from geo.errors import DataError, Problem
from geo.filters import FACETS
from geo.folders import BUILD_FOLDER, DATA_FOLDER, reading_from
from geo.past import history, newest_by_day, version_of
from geo.places import reports
from geo.state import DEFAULT_REPORT
from geo.tours import of_edition
from geo.tours import read as read_tours
from i18n import LANGUAGES
from layers import keeping, swap
from layers.prepared import EDITIONS_NAME, fingerprint, index_name
from layers.served import served
from layers.streets.archive import usable
from layers.versions import versions
from layers.wording import date_text, known, newest_fact

__all__ = ["compressed_page", "facts", "write"]

# What a row of the plain facts holds as text.
_COLUMNS = (
    *("id", "no", "ref", "name_zh", "name_en"),
    *(facet.column for facet in FACETS.values() if not facet.many),
    *("located", "placed_since"),
)


def compressed_page(page: bytes) -> bytes:
    """Return a page in the best brotli.

    In blocks of 64 kB: styles, scripts and data are texts of three kinds, and in blocks of its own choice
    brotli needs 0.8 kB more for the page (measured).
    """
    return bytes(brotli.compress(page, quality=11, lgwin=24, lgblock=16))


def _write_page(folder: Path, name: str, page: bytes) -> bool:
    if all((folder / f"{name}{ending}").exists() for ending in ("", ".br", ".gz")):
        return False
    swap.replace(folder / f"{name}.br", compressed_page(page))
    swap.replace(folder / f"{name}.gz", gzip.compress(page, compresslevel=9, mtime=0))
    swap.replace(folder / name, page)
    return True


def facts(dataset: Dataset) -> dict[str, Any]:
    """Return what the first view needs without pandas: one entry a project and a town, no geometry."""
    rows = [_row(row) for row in dataset.projects.to_dict("records")]
    newest = newest_fact(dataset)
    return {
        "edition": dataset.edition,
        "streets": usable() is not None,
        "newest_fact": newest,
        "newest": {lang: date_text(newest, lang=lang) for lang in LANGUAGES},
        "projects": rows,
        "past": _past(dataset, rows),
        "towns": [
            {"id": row["id"], "short_zh": row["short_zh"], "name_en": row["name_en"]}
            for row in dataset.towns.to_dict("records")
        ],
        "succession": [
            {column: str(row[column]) for column in _STEP} for row in dataset.succession.to_dict("records")
        ],
        "tours": [
            {"id": tour.id, "any_town": tour.any_town, "steps": len(tour.steps)}
            for tour in of_edition(read_tours()[0], dataset.edition)
        ],
    }


def _row(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return the plain facts of a project."""
    return {
        **{column: str(row[column]) for column in _COLUMNS},
        **{word: str(known(row.get(word)) or "") for word in ("status_word_zh", "status_word_en")},
        **{facet.column: list(row[facet.column]) for facet in FACETS.values() if facet.many},
    }


def _past(dataset: Dataset, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what was other on earlier days: ``versions`` (`layers.versions`), ``newest`` fact by day."""
    today = {str(row["id"]): {**row, "id": ""} for row in rows}
    stood = (
        (*version_of(str(row["id"])), {**_row(row), "id": ""})
        for row in history(dataset).projects.to_dict("records")
    )
    return {"versions": versions(today, stood), "newest": newest_by_day(dataset)}


_STEP = ("old_id", "new_id", "kind", "date", "note_zh", "note_en")


def _sweep(folder: Path, keep: Iterable[str]) -> None:
    """Remove pages of older builds; a page that is being sent stays readable until it is closed."""
    names = {f"{name}{ending}" for name in keep for ending in ("", ".br", ".gz")}
    kinds = ("*-*-*.html*", "*-*-*-*.js*", "streets-*.js*")
    for old in (path for kind in kinds for path in folder.glob(kind)):
        if old.name not in names:
            old.unlink(missing_ok=True)


def write(*, report: str | None = None, folder: Path = BUILD_FOLDER) -> list[str]:
    """Build every language's page and the index of each edition into a folder; return one line a file.

    A page whose content hash is there already is not written again.

    Parameters
    ----------
    report
        One edition; by default all.
    folder
        Where to write.

    Raises
    ------
    geo.errors.DataError
        If the data files of an edition have problems: nothing is written of that one, and the others are
        written all the same, so that a report in the making stops no page.
    """
    inputs = fingerprint()
    lines: list[str] = []
    problems: list[Problem] = []
    data = keeping.keep(DATA_FOLDER, folder)
    with reading_from(folder / data):
        for year in (report,) if report else reports() or (DEFAULT_REPORT,):
            try:
                dataset = with_left_open(load(year))
            except DataError as error:
                problems += error.problems
                continue
            lines += _write_edition(dataset, folder=folder, inputs=inputs, data=data)
        if lines:
            _write_shared(folder)
    if problems:
        raise DataError(problems)
    return lines


def _write_edition(dataset: Dataset, *, folder: Path, inputs: str, data: str) -> list[str]:
    """Write the pages and the index of one edition."""
    index = facts(dataset)
    lines: list[str] = []
    documents: dict[str, dict[str, Any]] = {}
    for lang in LANGUAGES:
        rendered = served(dataset, lang)
        page = rendered.page.encode()
        sha = hashlib.sha256(page).hexdigest()
        name = f"{index['edition']}-{lang}-{sha[:12]}.html"
        is_new = _write_page(folder, name, page)
        size = (folder / f"{name}.br").stat().st_size
        documents[lang] = {"file": name, "sha": sha, "beside": list(rendered.beside)}
        for beside, text in rendered.beside.items():
            _write_page(folder, beside, text.encode())
        lines.append(
            f"{name}  {len(page) / 1000:.0f} kB, {size / 1000:.0f} kB brotli{'' if is_new else ', unchanged'}"
        )
    content = {**index, "documents": documents, "inputs": inputs, "data": data}
    swap.replace(folder / index_name(dataset.edition), swap.signed(content))
    return lines


def _write_shared(folder: Path) -> None:
    """Write what all editions share, from their indexes, and remove the pages of none."""
    found = {year: swap.read_signed(folder / index_name(year)) for year in reports() or (DEFAULT_REPORT,)}
    indexes = {year: index for year, index in found.items() if index is not None}
    ids: dict[str, dict[str, Any]] = {}
    for year, index in indexes.items():
        for row in index["projects"]:
            names = {"name_zh": row["name_zh"], "name_en": row["name_en"]}
            ids.setdefault(row["id"], {**names, "editions": []})["editions"].append(year)
    newest = max(indexes)
    content = {"editions": list(indexes), "ids": ids, "succession": indexes[newest]["succession"]}
    swap.replace(folder / EDITIONS_NAME, swap.signed(content))
    pages = [page for index in indexes.values() for page in index["documents"].values()]
    _sweep(folder, [name for page in pages for name in (page["file"], *page["beside"])])
    keeping.sweep(folder, {str(index["data"]) for index in indexes.values()})
