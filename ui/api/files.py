"""``/data/projects.geojson?town=changan``: the file that ``geo export`` writes for the same query, today."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from geo.dataset import stamp
from geo.errors import EmptyExportError
from geo.export.formats import FILES, File, table_file_name, today
from geo.export.making import export_table
from geo.spelling import to_query
from geo.view import View
from ui import facts
from ui.api.asking import asked_view, lang_of
from ui.lately import lately
from ui.serving import Asked, ProblemError, problem
from ui.serving import answer as serve

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["NAMES", "answer", "edition_stamp"]

_SHOWN = 60
# Every address below `/data/`, in the order of the tables; OC4IDS has the suffix of its saved file, too.
NAMES: Mapping[str, File] = {
    f"{table}{ending}": file
    for table, files in FILES.items()
    for name, file in files.items()
    for ending in dict.fromkeys((f".{name}", file.suffix))
    if name != "oc4ids" or ending == file.suffix
}


async def answer(request: Request) -> Response:
    """Answer with a table in a format; problem details where something is not understood."""
    query = request.url.query
    lang = await run_in_threadpool(lang_of, query)
    try:
        asked = await run_in_threadpool(_asked, request.path_params["file"], query)
    except ProblemError as error:
        return problem(error, lang)
    return await serve(request, asked)


def _asked(name: str, query: str) -> Asked:
    """Return the file of an address; `ProblemError` 404 for a name that is none of ours, 400 for a value."""
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
    """Return a name for the files of an edition as they are now: it changes when one of them does."""
    return sha256(repr(lately(stamp, report)).encode()).hexdigest()[:16]


def _made(view: View, file: File, written: date) -> bytes:
    try:
        return export_table(facts.dataset_today(view.report), view, file, written=written)
    except EmptyExportError as error:
        raise ProblemError(404, "api.none_passes") from error
