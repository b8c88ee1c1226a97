"""How many requests, open pages and messages one address may have at once, and all together.

What a proxy before us bounds as well (``deploy/``) is bounded here for who runs the app without one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from ui.serving.limits import Places, Rate, network, setting
from ui.serving.problem import ProblemError, language, problem
from ui.serving.uploads import UPLOADS

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "AT_ONCE",
    "MESSAGES_AT_ONCE",
    "MESSAGES_A_SECOND",
    "OPEN_OF_ONE",
    "OPEN_VARIABLE",
    "REQUESTS_IN_10S",
    "REQUESTS_VARIABLE",
    "SESSIONS",
    "SESSIONS_VARIABLE",
    "BoundsMiddleware",
]

# The names and numbers of deploy/haproxy.cfg; 0: no limit. The first two are for each address.
REQUESTS_VARIABLE, REQUESTS_IN_10S = "DGMAP_REQUESTS_IN_10S", 1_000
OPEN_VARIABLE, OPEN_OF_ONE = "DGMAP_CONNECTIONS", 200
SESSIONS_VARIABLE, SESSIONS = "DGMAP_SESSIONS", 600
AT_ONCE: Final = 1_000  # requests that are answered at the same time
MESSAGES_A_SECOND: Final = 20  # of one open page; a visitor's quickest clicks are five
MESSAGES_AT_ONCE: Final = 100
RETRY_AFTER_S: Final = 10
_TEMPLATE = Path(__file__).with_name("later.html")


class BoundsMiddleware:
    """Refuse with 429 or 503, and a word when to come again, what is beyond the bounds.

    Parameters
    ----------
    pages
        The paths of pages, without slashes.
    """

    def __init__(self, app: ASGIApp, *, pages: frozenset[str]) -> None:
        self.app, self.pages = app, pages
        self.rate = Rate(
            a_minute=lambda: 6 * setting(REQUESTS_VARIABLE, REQUESTS_IN_10S),
            burst=setting(REQUESTS_VARIABLE, REQUESTS_IN_10S),
        )
        self.requests = Places(lambda: setting(OPEN_VARIABLE, OPEN_OF_ONE), lambda: AT_ONCE)
        self.sockets = Places(
            lambda: setting(OPEN_VARIABLE, OPEN_OF_ONE), lambda: setting(SESSIONS_VARIABLE, SESSIONS)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request or a socket on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        is_socket = scope["type"] == "websocket"
        address = network((scope.get("client") or ("",))[0])
        places = self.sockets if is_socket else self.requests
        try:
            self._look(scope, address)
            places.take(address)
        except ProblemError as error:
            wait_s = int(str(error.values.get("wait_s", RETRY_AFTER_S)))
            await (await self._refusal(scope, error, wait_s))(scope, receive, send)
            return
        try:
            if is_socket:
                await self.app(scope, _paced(receive), send)
            else:
                await UPLOADS.pass_on(self.app, scope, receive, send)
        finally:
            places.leave(address)

    def _look(self, scope: Scope, address: str) -> None:
        """Count a request; `ProblemError` where it is one too many, or its page could have no session."""
        wait_s = self.rate.wait_s(address)
        if wait_s:
            raise ProblemError(429, "serving.too_many", wait_s=wait_s)
        if scope["type"] == "http" and self._is_page(scope) and self.sockets.are_full:
            raise ProblemError(503, "serving.full")

    def _is_page(self, scope: Scope) -> bool:
        return scope["path"].strip("/") in self.pages

    async def _refusal(self, scope: Scope, error: ProblemError, wait_s: int) -> Response:
        """Return a page for who asked for a page, problem details for a program."""
        lang = language(scope)
        if scope["type"] == "websocket" or not self._is_page(scope):
            return problem(error, lang, retry_after_s=wait_s)
        from ui import standalone  # noqa: PLC0415 - Jinja, only where somebody is refused

        said = {"why": error.key}
        page = await run_in_threadpool(standalone.page, _TEMPLATE, said, lang=lang, status=error.status)
        # The page asks again by itself: nobody has to press anything.
        later = {"Retry-After": str(wait_s), "Refresh": str(wait_s + 5), "Cache-Control": "no-store"}
        page.headers.update(later)
        return page


def _paced(receive: Receive, clock: Callable[[], float] = time.monotonic) -> Receive:
    """Return what hands on messages no quicker than they may come; the others wait at the sender's."""
    pace = Rate(clock, a_minute=lambda: 60 * MESSAGES_A_SECOND, burst=MESSAGES_AT_ONCE)

    async def paced() -> Message:
        message = await receive()
        while message["type"] == "websocket.receive" and pace.wait_s(""):  # noqa: ASYNC110 - time is no event
            await asyncio.sleep(1 / MESSAGES_A_SECOND)
        return message

    return paced
