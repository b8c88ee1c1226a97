"""What a browser asks for to install the map and to open it without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from geo.state import DEFAULT_REPORT
from i18n import HTML_LANG, LANGUAGES, text
from layers import bundle
from ui import facts
from ui.installed.icon import SIZES, icon

if TYPE_CHECKING:
    from starlette.requests import Request

    from layers.prepared import Prepared

__all__ = ["answer", "kept", "manifest", "worker"]

_WORKER = Path(__file__).with_name("worker.js")
_FRESH = {"Cache-Control": "no-cache"}
_COLOUR = "#FFFEFB"


def manifest(lang: str) -> Mapping[str, Any]:
    """Return the web app manifest in a language."""
    images = [
        {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    return {
        "id": "/",
        "name": text("app.title", lang),
        "short_name": text("ui.installed_name", lang),
        "lang": HTML_LANG[lang],
        "start_url": "/" if lang == LANGUAGES[0] else f"/?lang={lang}",
        "scope": "/",
        "display": "standalone",
        "background_color": _COLOUR,
        "theme_color": _COLOUR,
        "icons": images,
    }


def kept(pages: Prepared, lang: str) -> Mapping[str, Any]:
    """Return what the worker keeps of an edition: the map's page in a language and the files beside it."""
    document = pages.facts["documents"][lang]
    files = [f"/map/{name}" for name in (document["file"], *document.get("beside", ()))]
    return {"cache": f"dgmap-{document['file']}", "page": files[0], "files": files}


def worker(what: Mapping[str, Any]) -> str:
    """Return the service worker that keeps what :func:`kept` says."""
    script = bundle.script([_WORKER])
    return script.replace('"[[kept]]"', json.dumps(what, ensure_ascii=False), 1)


async def answer(request: Request) -> Response:
    """Answer with the manifest, the worker, or an icon."""
    asked = request.query_params.get("lang", "")
    lang = asked if asked in LANGUAGES else LANGUAGES[0]
    if request.url.path == "/app.webmanifest":
        body = json.dumps(manifest(lang), ensure_ascii=False)
        return Response(body, media_type="application/manifest+json", headers=_FRESH)
    if request.url.path == "/sw.js":
        pages = await run_in_threadpool(facts.of_report, DEFAULT_REPORT)
        script = await run_in_threadpool(worker, kept(pages, lang))
        return Response(script, media_type="text/javascript; charset=utf-8", headers=_FRESH)
    size = request.path_params["size"]
    if size not in {str(one) for one in SIZES}:
        return PlainTextResponse("404", status_code=404)
    image = await run_in_threadpool(icon, int(size))
    return Response(image, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
