"""Let go of what visitors who have left still hold: their sessions, and the files they sent.

Streamlit keeps a session for two minutes, in case its browser comes back, but ends one only when another
leaves: the last ones of a crowd would be held until the next visitor.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Final

from streamlit import runtime

from ui.serving.limits import setting

__all__ = ["KEPT_S", "KEPT_VARIABLE", "LEFT", "Left", "sweep"]

_LOG = logging.getLogger(__name__)
KEPT_VARIABLE, KEPT_S = "DGMAP_LEFT_S", 110  # after 120 s Streamlit forgets it, without ending it
_LOOK_S: Final = 2.0


class Left:
    """The sessions without a page, each with when that was first seen. Of the event loop's thread.

    Attributes
    ----------
    held
        How many sessions were held at the last look, with and without a page.
    """

    def __init__(self) -> None:
        self.held = 0
        self._since: dict[str, float] = {}

    def look(self, now: float) -> None:
        """End the sessions that were left long enough ago, and let go of files whose session has gone."""
        if not runtime.exists():
            return
        here: Any = runtime.get_instance()
        manager = here._session_mgr  # noqa: SLF001 - Streamlit has no public list of its sessions
        known = {info.session.id for info in manager.list_sessions()}
        left = {name for name in known if not here.is_active_session(name)}
        kept_s = min(KEPT_S, setting(KEPT_VARIABLE, KEPT_S))
        self._since = {name: self._since.get(name, now) for name in left}
        for name in [name for name, since in self._since.items() if now - since >= kept_s]:
            here.close_session(name)
        known = {info.session.id for info in manager.list_sessions()}  # what has ended, not what should have
        for name in list(here.uploaded_file_mgr.file_storage):
            if name not in known:
                here.uploaded_file_mgr.remove_session_files(name)
        self.held = len(known)


LEFT: Final = Left()


async def sweep() -> None:
    """Look every few seconds, for as long as the server runs."""
    while True:
        await asyncio.sleep(_LOOK_S)
        try:
            LEFT.look(time.monotonic())
        except Exception:  # noqa: BLE001 - whatever one look has met, there is the next
            _LOG.exception("Sessions that were left were not ended")
