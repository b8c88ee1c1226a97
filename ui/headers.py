"""What each answer tells the browser to allow: our own scripts and frames, the position on our own pages.

Streamlit's answers get these headers too. The proxy adds what only it can know (HSTS) and takes out
``Server``, which uvicorn writes after us (docs/security.md).
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["FRAMES_VARIABLE", "HeadersMiddleware", "frame_ancestors", "hash_source", "page_policy"]

FRAMES_VARIABLE = "DGMAP_FRAME_ANCESTORS"
_PARENTS = re.compile(r"(?:'(?:none|self)'|\*|https?:(?://[\w.*:-]+)?)(?: |$)")
_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_DATA = re.compile(r"type=[\"']?[\w-]+/(?!javascript)", re.IGNORECASE)
_REFUSED = ("camera", "display-capture", "microphone", "midi", "payment", "serial", "usb")

_EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a browser heeds in a document alone; with each of forty files it would be 14 kB of a first view.
_DOCUMENTS = ("html", "svg", "xml", "pdf")
_OF_A_DOCUMENT: Mapping[str, str] = {
    # A link may hold where somebody stands, if they asked for it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(["geolocation=(self)", *(f"{one}=()" for one in _REFUSED)]),
    "Cross-Origin-Opener-Policy": "same-origin",
}
# An answer's head; the second is that of a socket that is refused.
_BEGINS = frozenset({"http.response.start", "websocket.http.response.start"})
# Streamlit loads a component's script from memory, and sizes its elements by styles written into the page.
_PAGE = (
    "default-src 'self'; script-src 'self' blob:{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets}; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; "
    "{frames}"
)


def frame_ancestors(*, is_embedded: bool) -> str:
    """Return the directive that says who may frame a page: whom the operator names, else all the map alone.

    Empty for all: ``*`` would leave out files and notebooks, which have no scheme of the web.
    """
    told = os.environ.get(FRAMES_VARIABLE, "").strip()
    if not told or _PARENTS.sub("", f"{told} ").strip():
        told = "*" if is_embedded else "'self'"
    return "" if told == "*" else f"frame-ancestors {told}"


def page_policy(page: str, *, host: str = "", foreign: str = "") -> str:
    """Return the Content-Security-Policy of a page of Streamlit's that we have written into.

    Parameters
    ----------
    page
        The whole page; each script that stands in it is allowed by its hash, and no other.
    host
        The server's name where it is known to be ours: WebKit reads no socket into ``'self'``.
    foreign
        The address of a script that is not ours, where the operator has asked for one.
    """
    hashes = sorted(
        {
            hash_source(found["body"])
            for found in _INLINE.finditer(page)
            if found["body"] and not _DATA.search(found["attributes"])
        }
    )
    sockets = f" ws://{host} wss://{host}" if host else ""
    scripts = "".join(f" {one}" for one in (*hashes, foreign) if one)
    return _PAGE.format(scripts=scripts, sockets=sockets, frames=frame_ancestors(is_embedded=False))


@lru_cache(maxsize=64)
def hash_source(text: str) -> str:
    """Return how a policy names a script or a style that stands in a page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class HeadersMiddleware:
    """Add to each answer what it does not say itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers that it lacks."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return

        is_begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal is_begun
            if message["type"] in _BEGINS:
                is_begun = True
                message = {**message, "headers": _completed(message["headers"])}
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if scope["type"] == "http" and not is_begun:  # Starlette would answer in English, without headers
                from ui.serving.problem import ProblemError, language, problem  # noqa: PLC0415 - never needed

                said = problem(ProblemError(500, "serving.error"), language(scope))
                await said(scope, receive, send_with_headers)
            raise


def _completed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    said = {name.lower(): value.decode("latin-1") for name, value in headers}
    wanted = dict(_EVERYWHERE)
    kind = said.get(b"content-type", "html")  # what says nothing of itself may be taken for anything
    if any(one in kind for one in _DOCUMENTS):
        wanted |= _OF_A_DOCUMENT
        # Without a policy of its own it is no page of ours: what it asks for is not for it to say.
        wanted["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'"
    extra = [
        (name.lower().encode(), value.encode())
        for name, value in wanted.items()
        if name.lower().encode() not in said
    ]
    return [*headers, *extra]
