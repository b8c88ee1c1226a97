"""Files that visitors send: taken for a page with an uploader alone, and so many bytes in all.

Streamlit's uploader takes any number for any open session, and holds them for as long as it is open.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from streamlit import runtime

from geo.upload.limits import SENT_BYTES
from ui.serving.limits import setting
from ui.serving.problem import ProblemError, language, problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ALL_MB", "MB_VARIABLE", "OF_A_SESSION", "SENDING_S", "UPLOADS", "held_bytes"]

MB_VARIABLE, ALL_MB = "DGMAP_UPLOADS_MB", 300
OF_A_SESSION: Final = 2  # the file and the one before it: the page shows one
SENDING_S: Final = 180  # 20 MB over a line of 1 Mbit/s
_MOST: Final = SENT_BYTES + 1_000_000  # and what stands around a file in a form
_PAGE: Final = "upload"
_COPIES: Final = 2  # while a file comes in, the form and the file are in memory
_PATH = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")


class Uploads:
    """What is on its way: so many bytes by session."""

    def __init__(self) -> None:
        self._coming: Counter[str] = Counter()
        self._coming_bytes = 0

    async def pass_on(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an upload only if it may come, and not for longer than it may take."""
        found = _PATH.fullmatch(scope["path"]) if scope["method"] == "PUT" else None
        if found is None:
            await app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(SENDING_S):
                try:
                    with self._room(found[1], _announced(scope)):
                        await app(scope, receive, watched)
                except ProblemError as error:
                    if error.status != 413:
                        await _drop(receive)
                    await _refuse(error, scope, receive, send)
        except TimeoutError:
            if not started:
                await _refuse(ProblemError(408, "serving.slow"), scope, receive, send)

    @contextmanager
    def _room(self, session: str, size: int) -> Iterator[None]:
        """Hold room for a file that comes in; `ProblemError` says why there is none."""
        if size > _MOST:
            raise ProblemError(413, "serving.too_large", mb=SENT_BYTES // 1_000_000)
        if runtime.get_instance().is_active_session(session):  # Streamlit refuses all others
            self._look(session, size)
        self._coming[session] += 1
        self._coming_bytes += _COPIES * size
        try:
            yield
        finally:
            self._coming_bytes -= _COPIES * size
            self._coming[session] -= 1
            if not self._coming[session]:
                del self._coming[session]

    def _look(self, session: str, size: int) -> None:
        if _shown_page(session) != _PAGE:
            raise ProblemError(403, "serving.no_uploader")
        if self._coming[session] >= OF_A_SESSION:
            raise ProblemError(429, "serving.too_many_files")
        _let_go_of_older(session)
        most = 1_000_000 * setting(MB_VARIABLE, ALL_MB)
        if most and held_bytes() + self._coming_bytes + _COPIES * size > most:
            raise ProblemError(503, "serving.files_full")


UPLOADS: Final = Uploads()


def held_bytes() -> int:
    """Return the bytes of files that open sessions hold."""
    if not runtime.exists():
        return 0
    return sum(len(one.data) for files in _storage().values() for one in list(files.values()))


def _storage() -> Mapping[str, dict[str, Any]]:
    """Return Streamlit's files by session and id (a copy of the outer mapping)."""
    manager: Any = runtime.get_instance().uploaded_file_mgr
    return dict(manager.file_storage)


def _shown_page(session: str) -> str:
    """Return the path of the page that a session has open."""
    manager: Any = runtime.get_instance()._session_mgr  # noqa: SLF001 - no other way from a name to its session
    info = manager.get_active_session_info(session)
    if info is None:
        return ""
    # What `st.navigation` chose in the last run: the session itself hears of it only with the next one.
    pages: Any = info.session._pages_manager  # noqa: SLF001 - the same
    page = pages.get_pages().get(pages.current_page_script_hash, {})
    return str(page.get("url_pathname", ""))


def _let_go_of_older(session: str) -> None:
    """Make place for a session's next file: who sends a new one has done with all but the last."""
    manager: Any = runtime.get_instance().uploaded_file_mgr
    files = list(_storage().get(session, {}))
    for name in files[: max(0, len(files) - OF_A_SESSION + 1)]:
        manager.remove_file(session, name)


def _announced(scope: Scope) -> int:
    """Return the bytes that a request says it brings; as many as may be where it does not say."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told) if told.isdigit() else _MOST


async def _drop(receive: Receive) -> None:
    """Read a body and keep nothing of it: who is still sending would not hear the answer."""
    while (await receive()).get("more_body"):
        pass


async def _refuse(error: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
    later = {408: 5, 429: 5, 503: 30}.get(error.status)
    await problem(error, language(scope), retry_after_s=later)(scope, receive, send)
