"""Streamlit's message about its theme, written once and not at each rerun: that was a third of its cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["keep", "kept"]

_Write = Callable[..., None]


def kept(write: _Write) -> _Write:
    """Return a function that fills in a section's part as ``write`` did the first time.

    The settings are those that the server was started with. An empty part is left alone: to merge it in
    would say that it is there.
    """
    parts: dict[str, Any] = {}

    def fill(message: Any, section: str = "theme") -> None:  # noqa: ANN401 - a protobuf message, made by Streamlit
        if section not in parts:
            part = type(message)()
            write(part, section)
            parts[section] = part
        if parts[section].ByteSize():
            message.MergeFrom(parts[section])

    return fill


def keep() -> None:
    """Let Streamlit write the message once; a version that has another name for it writes it each time."""
    from streamlit.runtime import app_session  # noqa: PLC0415 - heavy, and there by the time the server starts

    name = "_populate_theme_msg"
    if hasattr(app_session, name):
        setattr(app_session, name, kept(getattr(app_session, name)))
