"""Ask the app's routes over ASGI, without a server."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

if TYPE_CHECKING:
    from starlette.types import ASGIApp


async def _streamlit(_request: Any) -> PlainTextResponse:
    return PlainTextResponse("streamlit")


@cache
def every_path() -> frozenset[str]:
    """Return the paths of our routes and of Streamlit's, without converters; its mount of files by name."""
    import streamlit as st

    from ui import server
    from ui.titles import PAGES

    app = st.App(Path(__file__).resolve().parents[2] / "app.py", routes=server.routes())
    routes = [str(getattr(route, "path", "")) for route in app._build_starlette_app().routes]
    found = {re.sub(r":\w+}", "}", path) or "/static" for path in routes}
    return frozenset(found | {f"/{path}" for path in PAGES})


def whole_app() -> Starlette:
    """Return the app's routes and middleware, with a stand-in where Streamlit would answer."""
    from ui import server

    theirs = [Route(f"{path}/{{rest:path}}", _streamlit) for path in ("/_stcore", "/media", "/component")]
    files = Mount("/", Route("/{rest:path}", _streamlit))
    return Starlette(routes=[*server.routes(), *theirs, files], middleware=server.middleware())


def ask(
    app: ASGIApp, path: str, *, query: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an app's answer."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},  # a file is sent without waiting for a hang-up
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "root_path": "",
        "scheme": "http",
        "server": ("localhost", 80),
        "http_version": "1.1",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        asyncio.run(app(scope, receive, send))
    except Exception:
        if not sent:  # else it was answered, and the server only writes it into its log
            raise
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])
