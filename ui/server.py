"""What the server does around Streamlit: the map document, compressed assets, the index page's language.

Everything here is a gain, nothing a need but the map's own route: with the middleware off the app works
the same, only slower.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_plus, urlencode

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Mount, Route

from geo.folders import BUILD_FOLDER, STATIC_FOLDER
from geo.upload.limits import SENT_BYTES
from layers import swap
from layers.prepared import STREETS_ROUTE
from ui import facts, offline
from ui.compression import Encoding, accepted, compress, compressed
from ui.correcting.links import PATH as CORRECT_PATH
from ui.headers import HeadersMiddleware, frame_ancestors, page_policy
from ui.hosts import base_url, known_host
from ui.index_page import index_page
from ui.mapframe import SCRIPT, SCRIPT_NAME
from ui.theme import STYLESHEET_PATH, stylesheet
from ui.titles import PAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["VisitorMiddleware", "in_visitors_run", "lifespan", "middleware", "routes"]

_LOG = logging.getLogger(__name__)
_STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"
_FONTS = STATIC_FOLDER / "fonts"
_TEXT_TYPES = {
    ".json": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
_HTML = "text/html; charset=utf-8"
_FOREVER = "public, max-age=31536000, immutable"
# Where Streamlit's own routes begin: its sockets and uploads, its files, what a page has made to be fetched.
_STREAMLITS = frozenset({"_stcore", "static", "media", "component", "app", "auth", "oauth2callback"})
# Its way for other programs than browsers, which is off: all that it would do is say so.
_SWITCHED_OFF = "/_stcore/agent/"
# What a map in a frame of another page asks for: in a sandbox it has no origin, so all is foreign to it.
_FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_WARM_AFTER_SECONDS = 5.0
_PAGE_QUALITY = 5  # of brotli, for what is written anew for each link: a millisecond
# A file that a visitor tries stays in memory: what is larger, Starlette writes into a temporary file.
_SPOOL_BYTES = SENT_BYTES + 3_000_000


def in_visitors_run() -> bool:
    """Say whether this thread runs a visitor's script (else the server is importing us)."""
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx  # noqa: PLC0415 - heavy, and only when a question is asked

    return get_script_run_ctx(suppress_warning=True) is not None


def routes() -> list[Route]:
    """Return the routes beside Streamlit's own; `ui.wechat.SettingError` for half a setting."""
    from ui import wechat  # noqa: PLC0415 - a visitor's run needs no route

    own = [Route("/map/{file}", _map_document), Route("/bridge/{name}", _bridge_file)]
    answered = [_when_asked(path, module) for path, module in (_ANSWERED | wechat.routes()).items()]
    made = [_made_when_asked(path, module) for path, module in _made_files().items()]
    return [*own, *answered, *made, *offline.routes()]


# The paths that most visitors never ask for, each with the module whose `answer` answers.
_ANSWERED = {
    CORRECT_PATH: "ui.correcting.route",
    "/pair": "ui.pairing.route",
    "/report": "ui.report.route",
    "/own-tour": "ui.own_tour.route",
    "/health": "ui.health",
    "/app.webmanifest": "ui.installed.route",
    "/icon-{size}.png": "ui.installed.route",
    "/sw.js": "ui.installed.route",
    "/metrics": "ui.monitoring.metrics",
    "/picture/{file}": "ui.pictures",
    f"{STREETS_ROUTE}{{file}}": "ui.streets",
}


def _made_files() -> Mapping[str, str]:
    """Return the paths of files that are made from the data, each with the module whose `asked` knows how."""
    from geo.followed import ATOM_PATH, CALENDAR_PATH  # noqa: PLC0415 - a visitor's run needs no route
    from ui.api.addresses import ROUTES as API_ROUTES  # noqa: PLC0415 - the same
    from ui.digests import DIGEST_FILES  # noqa: PLC0415 - the same

    return {
        **dict.fromkeys((ATOM_PATH, CALENDAR_PATH), "ui.following.route"),
        **dict.fromkeys(DIGEST_FILES.values(), "ui.following.digest_route"),
        **API_ROUTES,
    }


def _when_asked(path: str, module: str) -> Route:
    """Return the route to the endpoint ``answer`` of a module, imported when somebody asks for it."""

    async def answer(request: Request) -> Response:
        endpoint = (await run_in_threadpool(import_module, module)).answer
        answered: Response = await endpoint(request)
        return answered

    return Route(path, answer)


def _made_when_asked(path: str, module: str) -> Route:
    """Return the route to a file that a module knows how to make (``ui.serving``)."""

    async def answer(request: Request) -> Response:
        serving = await run_in_threadpool(import_module, "ui.serving")
        asked = (await run_in_threadpool(import_module, module)).asked
        answered: Response = await serving.answer(request, asked)
        return answered

    return Route(path, answer, methods=["GET", "HEAD", "OPTIONS"])


def middleware() -> list[Middleware]:
    """Return what stands before Streamlit's own middleware."""
    from ui.monitoring import WatchMiddleware  # noqa: PLC0415 - a visitor's run counts nothing
    from ui.serving.bounds import BoundsMiddleware  # noqa: PLC0415 - the same

    pages = frozenset(PAGES)
    ours = {route.path.split("/")[1] for route in routes()}
    watch = Middleware(WatchMiddleware, pages=pages, routes=frozenset(ours | _STREAMLITS - {"_stcore"}))
    bounds = Middleware(BoundsMiddleware, pages=pages)
    return [Middleware(HeadersMiddleware), watch, bounds, Middleware(VisitorMiddleware)]


async def _map_document(request: Request) -> Response:
    """Serve one prepared document. Its name holds its hash, so a browser may keep it for good.

    `geo` is loaded some seconds after the first one: any sooner, and the first visitor would pay for it.
    """
    _warm_later()
    name = request.path_params["file"]
    path = await run_in_threadpool(facts.document_path, name)
    if path is None:
        return PlainTextResponse("404", status_code=404)
    media_type = _TEXT_TYPES.get(path.suffix, _HTML)
    beside = media_type != _HTML
    return await _serve(request.headers, path, media_type=media_type, tag=name, is_for_all=beside)


def _bridge_files() -> Mapping[str, tuple[str, str]]:
    """Return the app's own scripts and stylesheet by their hashed names, each with its media type."""
    from ui import wechat  # noqa: PLC0415 - a visitor's run serves no file

    files = {
        SCRIPT_NAME: (SCRIPT, _TEXT_TYPES[".js"]),
        Path(STYLESHEET_PATH).name: (stylesheet(), _TEXT_TYPES[".css"]),
    }
    return files | ({wechat.script_name(): (wechat.script(), _TEXT_TYPES[".js"])} if wechat.is_on() else {})


async def _bridge_file(request: Request) -> Response:
    """Serve the app's own script or stylesheet under its hashed name."""
    name = request.path_params["name"]
    if name not in _bridge_files():
        return PlainTextResponse("404", status_code=404)
    encoding = accepted(request.headers.get("accept-encoding", ""))
    kept = {
        "ETag": f'"{name}-{encoding or "plain"}"',
        "Cache-Control": _FOREVER,
        "Vary": "Accept-Encoding",
    }
    if encoding is not None:
        kept["Content-Encoding"] = encoding
    return Response(_bridge_bytes(name, encoding), media_type=_bridge_files()[name][1], headers=kept)


@cache
def _bridge_bytes(name: str, encoding: Encoding | None) -> bytes:
    body = _bridge_files()[name][0].encode()
    return body if encoding is None else compress(body, encoding)


@cache
def _warm_later() -> None:
    asyncio.get_running_loop().call_later(_WARM_AFTER_SECONDS, facts.warm_in_background)


async def _serve(
    headers: Mapping[str, str],
    path: Path,
    *,
    media_type: str,
    tag: str,
    cached: str = _FOREVER,
    is_for_all: bool = False,
) -> Response:
    """Answer with a file that never changes under its tag: compressed, cached, 304 when known."""
    encoding = accepted(headers.get("accept-encoding", ""))
    etag = f'"{tag}-{encoding or "plain"}"'
    kept = {"ETag": etag, "Cache-Control": cached, "Vary": "Accept-Encoding"}
    if is_for_all:
        kept |= _FOR_ALL
    if media_type == _HTML:  # who may ask whom stands in the page itself (layers/figure.py)
        is_embedded = cached != _FOREVER
        kept["Content-Security-Policy"] = frame_ancestors(is_embedded=is_embedded) or "base-uri 'none'"
        kept["Cross-Origin-Resource-Policy"] = "cross-origin" if is_embedded else "same-origin"
    known = {part.strip().removeprefix("W/") for part in headers.get("if-none-match", "").split(",")}
    if etag in known:
        return Response(status_code=304, headers=kept)
    try:
        if encoding is None:
            body = await run_in_threadpool(path.read_bytes)
        else:
            kept["Content-Encoding"] = encoding
            body = await run_in_threadpool(
                compressed, path, encoding=encoding, folder=BUILD_FOLDER / "compressed"
            )
    except FileNotFoundError:
        return PlainTextResponse("404", status_code=404)
    return Response(body, media_type=media_type, headers=kept)


class VisitorMiddleware:
    """Serve Streamlit's scripts compressed, and its index page in the language of the link."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what we can answer better; hand everything else on."""
        answer = await self.answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    async def answer(self, scope: Scope) -> Response | None:
        """Return our own answer to a request, None if it is Streamlit's to give."""
        path = scope["path"]
        if path.startswith(_SWITCHED_OFF):
            return PlainTextResponse("404", status_code=404)
        if scope["method"] not in {"GET", "HEAD"}:
            return None
        if (plain := _plain_path(path)) != path:
            return _moved(plain, scope["query_string"])
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        if path.removeprefix("/") in PAGES:
            return await _page(scope, headers)
        if path.startswith("/static/fonts/"):
            return await _font(headers, path.removeprefix("/static/fonts/"))
        return await _asset(headers, path) or _missing(scope, headers)


def _missing(scope: Scope, headers: Mapping[str, str]) -> Response | None:
    """Return the answer to an address that is nobody's, None where a route or a file of Streamlit's answers.

    Streamlit itself would answer with its index page, and 200.
    """
    path = scope["path"]
    routes = (route for route in scope["app"].routes if not isinstance(route, Mount))
    if path in _streamlits_files() or any(route.matches(scope)[0] is Match.FULL for route in routes):
        return None
    if path.split("/")[1] in _STREAMLITS:
        return PlainTextResponse("404", status_code=404)
    from ui import missing  # noqa: PLC0415 - Jinja, only for an address that is nobody's

    return missing.answer(path, scope["query_string"].decode("latin-1"), headers)


@cache
def _streamlits_files() -> frozenset[str]:
    """Return the paths of the files that Streamlit's page is made of; its index page is ours to give."""
    files = (path for path in _STREAMLIT_STATIC.rglob("*") if path.is_file())
    return frozenset(f"/{path.relative_to(_STREAMLIT_STATIC).as_posix()}" for path in files) - {"/index.html"}


async def _asset(headers: Mapping[str, str], path: str) -> Response | None:
    """Serve one of Streamlit's scripts or stylesheets compressed; None for every other path."""
    found = re.fullmatch(r"/static/(js|css)/([\w.+-]+)", path)
    if found is None:
        return None
    asset = _STREAMLIT_STATIC / "static" / found[1] / found[2]
    media_type = _TEXT_TYPES.get(asset.suffix)
    if media_type is None or asset.name not in _assets(found[1]):
        return None
    if found[1] == "css":
        asset = await run_in_threadpool(_without_fonts, asset)
    return await _serve(headers, asset, media_type=media_type, tag=asset.name)


def _plain_path(path: str) -> str:
    """Return a path with single slashes and none at its end: the pages' own links start from there."""
    return re.sub(r"/{2,}", "/", path).rstrip("/") or "/"


def _plain_query(query: str) -> str:
    """Return a query as the page's own scripts can read it too: UTF-8, and in a frame without damage."""
    is_lost = "\ufffd" in unquote_plus(query)
    if "embed" not in query and not is_lost:
        return query
    from geo import mending  # noqa: PLC0415 - only for such a link

    pairs = mending.mended(mending.pairs_of(query))
    is_damaged = is_lost or pairs != parse_qsl(query, keep_blank_values=True)
    return urlencode(pairs) if is_damaged else query


def _moved(path: str, query: bytes) -> Response:
    """Send a browser to a path with the query as it was. Quoted: a backslash there may name another host."""
    query_text = query.decode("latin-1")
    return RedirectResponse(f"{quote(path)}{'?' if query_text else ''}{query_text}", status_code=308)


async def _page(scope: Scope, headers: dict[str, str]) -> Response:
    """Answer with the index page of a link, or with the map alone if it is for another page's frame."""
    name, query = scope["path"].strip("/"), scope["query_string"].decode("latin-1")
    if (plain := _plain_query(query)) != query:
        return _moved(scope["path"], plain.encode())
    frame = _frame(query) if not name and "embed" in query else None
    if frame is not None:
        return await _serve(headers, frame, media_type=_HTML, tag=frame.name, cached="no-cache")
    base = base_url(headers, scope.get("scheme", "http"))
    page = index_page(_STREAMLIT_STATIC, query=query, page=name, base=base)
    return _html(page or (_STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8"), headers)


def _frame(query: str) -> Path | None:
    from ui import embed  # noqa: PLC0415 - only for a frame of another page

    return embed.document(query)


async def _font(headers: Mapping[str, str], name: str) -> Response | None:
    """Serve our own Chinese face, for machines without one; /static/ is Streamlit's own."""
    path = _FONTS / name
    if path.suffix != ".woff2" or name not in {font.name for font in _FONTS.iterdir()}:
        return None
    body = await run_in_threadpool(path.read_bytes)
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    kept = {"ETag": tag, "Cache-Control": "public, max-age=86400", **_FOR_ALL}
    if headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=kept)
    return Response(body, media_type="font/woff2", headers=kept)


def _html(page: str, headers: dict[str, str]) -> Response:
    from ui import wechat  # noqa: PLC0415 - a visitor's run serves no page

    foreign = wechat.SDK if wechat.is_asking(headers) else ""
    if foreign:
        page = page.replace("</head>", f"{wechat.tag()}</head>", 1)
    policy = page_policy(page, host=known_host(headers), foreign=foreign)
    vary = "Accept-Encoding, User-Agent" if wechat.is_on() else "Accept-Encoding"
    kept = {"Cache-Control": "no-cache", "Content-Security-Policy": policy, "Vary": vary}
    body = page.encode()
    encoding = accepted(headers.get("accept-encoding", ""))
    if encoding is not None:
        body = compress(body, encoding, quality=_PAGE_QUALITY)
        kept["Content-Encoding"] = encoding
    return Response(body, media_type="text/html; charset=utf-8", headers=kept)


@cache
def _without_fonts(sheet: Path) -> Path:
    """Return a copy of one of Streamlit's stylesheets without font faces, the sheet itself if none is kept.

    The page is set in the system's fonts and draws its own icons, yet a browser fetches two of Streamlit's
    faces (545 kB) for words that are seen for an instant or never.
    """
    text = sheet.read_text(encoding="utf-8")
    lean = re.sub(r"@font-face\{font-family:(?:Source Sans|Material Symbols Rounded);[^}]*\}", "", text)
    copy = BUILD_FOLDER / "compressed" / f"lean-{sheet.name}"
    try:
        swap.replace(copy, lean.encode())
    except OSError:
        return sheet
    return copy


@cache
def _assets(folder: str) -> frozenset[str]:
    """Return the names of Streamlit's own files: a name that is not among them is never looked for."""
    return frozenset(path.name for path in (_STREAMLIT_STATIC / "static" / folder).iterdir())


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Have the map and the first page's scripts ready before the first visitor."""
    from streamlit import net_util  # noqa: PLC0415 - a visitor's run needs neither

    from ui import monitoring, theme_message  # noqa: PLC0415 - the same
    from ui.serving import leaving, limits, sockets  # noqa: PLC0415 - the same
    from ui.watching import Watch  # noqa: PLC0415 - the same

    monitoring.install()
    limits.raise_handles()
    sockets.install()
    # A socket from another site's page would have Streamlit ask Amazon for our address, and all wait for it.
    net_util._external_ip = "127.0.0.1"  # noqa: SLF001 - it asks only while this is empty
    theme_message.keep()
    MultiPartParser.spool_max_size = _SPOOL_BYTES
    await run_in_threadpool(facts.prepared)
    await run_in_threadpool(_compress_first_scripts)
    watch = Watch()
    watch.start()
    sweeping = asyncio.create_task(leaving.sweep())
    yield
    sweeping.cancel()
    watch.stop()
    for name in ("ui.pictures", "ui.serving", "ui.trying"):  # their processes, if there are any
        if name in sys.modules:
            await run_in_threadpool(sys.modules[name].stop)


def _compress_first_scripts() -> None:
    """Compress what the index page names, so that no visitor waits for it."""
    index = (_STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8")
    for folder, name in re.findall(r'"\./static/(js|css)/([^"]+)"', index):
        path = _STREAMLIT_STATIC / "static" / folder / name
        compressed(path, encoding="br", folder=BUILD_FOLDER / "compressed", is_best=True)
