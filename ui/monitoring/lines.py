"""The server's log: Streamlit's and uvicorn's lines as JSON too, and no visitor's address in any of them."""

from __future__ import annotations

import logging
from typing import Final

from streamlit import logger as streamlit_logger

from geo import logs
from ui.monitoring.counting import LogCounter

__all__ = ["install"]

# uvicorn writes a line with the visitor's address for each websocket, also where its access log is off.
_UVICORN: Final = frozenset({"uvicorn", "uvicorn.error", "uvicorn.asgi"})
_ACCESS: Final = frozenset({"uvicorn.access"})  # off, as Streamlit leaves it: it holds address and query


def install() -> None:
    """Put our lines in place of the others. Called when uvicorn has set up its own, which would undo it."""
    logs.install()
    counted = LogCounter()
    logging.getLogger().addHandler(counted)
    for name in _UVICORN:
        logging.getLogger(name).addFilter(_names_no_visitor)
    if not logs.is_json():
        for name in list(streamlit_logger._loggers):  # noqa: SLF001 - each has its own handler; there is no other list
            logging.getLogger(name).addHandler(counted)
        return
    # Streamlit gives each of its loggers a handler of its own, also those that it makes later.
    streamlit_logger.setup_formatter = _hand_on
    for name in _UVICORN | streamlit_logger._loggers.keys() - _ACCESS:  # noqa: SLF001 - the same
        _hand_on(logging.getLogger(name))


def _hand_on(logger: logging.Logger) -> None:
    """Let the root write what a logger says."""
    logger.handlers.clear()
    logger.propagate = True


def _names_no_visitor(record: logging.LogRecord) -> bool:
    return "WebSocket" not in str(record.msg)
