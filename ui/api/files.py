"""``/data/projects.geojson?town=changan``: the file that ``geo export`` writes for the same query, today."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date

from geo.errors import EmptyExportError
from geo.export.formats import FILES, File, table_file_name, today
from geo.export.making import export_table
from geo.spelling import to_query
from geo.view import View
from ui import facts
from ui.api.asking import asked_view
from ui.serving import Asked, ProblemError

__all__ = ["NAMES", "asked", "edition_stamp"]

_SHOWN = 60
# Every address below `/data/`, in the order of the tables; OC4IDS has the suffix of its saved file, too.
NAMES: Mapping[str, File] = {
    f"{table}{ending}": file
    for table, files in FILES.items()
    for name, file in files.items()
    for ending in dict.fromkeys((f".{name}", file.suffix))
    if name != "oc4ids" or ending == file.suffix
}


def asked(path: str, query: str, _base: str) -> Asked:
    """Return the file of an address.

    Raises
    ------
    ProblemError
        404 for a name that is none of ours, 400 for a value that is not understood.
    """
    name = path.removeprefix("/data/")
    file = NAMES.get(name)
    if file is None:
        near = difflib.get_close_matches(name[:_SHOWN], list(NAMES), n=3, cutoff=0.4)
        raise ProblemError(
            404, "api.no_such_file", name=name[:_SHOWN], nearest=", ".join(near or list(NAMES)[:3])
        ).with_members({"nearest": near, "allowed": list(NAMES)})
    view, written = asked_view(query), today()
    return Asked(
        key=("data", name, to_query(view), edition_stamp(view.report), written.isoformat()),
        make=lambda: _made(view, file, written),
        media_type=file.media_type,
        name=table_file_name(view, file, written=written),
        lang=view.lang,
    )


def edition_stamp(report: str) -> str:
    """Return a name for an edition's data as they are shown: it changes when they do."""
    return facts.of_report(report).data.parent.name


def _made(view: View, file: File, written: date) -> bytes:
    try:
        return export_table(facts.dataset_today(view.report), view, file, written=written)
    except EmptyExportError as error:
        raise ProblemError(404, "api.none_passes") from error
