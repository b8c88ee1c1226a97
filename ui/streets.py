"""The file of streets over HTTP: ``/streets/<digest>.pmtiles``, of which the page asks for ranges.

Starlette answers ranges (RFC 9110, section 14); what is no range is refused before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, PlainTextResponse, Response

from ui.serving.ranges import asked_range

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["answer"]

_FOREVER = "public, max-age=31536000, immutable"


async def answer(request: Request) -> Response:
    """Answer with the file or a range of it. Its name holds its digest, so a browser may keep what it has."""
    from layers.streets.archive import usable  # noqa: PLC0415 - only who has chosen the streets needs it

    archive = await run_in_threadpool(usable)
    if archive is None or request.path_params["file"] != archive.name:
        return PlainTextResponse("404", status_code=404)
    stat = await run_in_threadpool(archive.path.stat)
    asked = request.headers.get("range")
    # The page asks for one range at a time, so several in one request are not answered.
    if asked is not None and asked_range(asked, stat.st_size) is None:
        headers = {"Content-Range": f"bytes */{stat.st_size}", "Accept-Ranges": "bytes"}
        return PlainTextResponse("416", status_code=416, headers=headers)
    tag = f'"{archive.digest}"'
    kept = {"ETag": tag, "Cache-Control": _FOREVER, "X-Content-Type-Options": "nosniff"}
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(status_code=304, headers=kept)
    # Packed already, and a range of packed bytes is a range of the file.
    kept["Content-Encoding"] = "identity"
    return FileResponse(archive.path, media_type="application/vnd.pmtiles", headers=kept, stat_result=stat)
