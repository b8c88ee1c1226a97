"""Bounds of a message over a websocket while it comes in: its bytes, its pieces, its time.

The app hears of a message when it is whole; uvicorn bounds each one's bytes, and neither pieces nor time,
nor what all of them hold together.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, TypeAlias

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

__all__ = ["ALL_BYTES", "MESSAGE_BYTES", "PIECES", "UNFINISHED_S", "UNREAD_BYTES", "install"]

MESSAGE_BYTES: Final = 1_000_000  # ours are some kB
PIECES: Final = 1_000  # of one message; an empty one costs its sender six bytes and us eight, for ever
UNFINISHED_S: Final = 10.0
ALL_BYTES: Final = 32_000_000
UNREAD_BYTES: Final = 10_000_000  # answers to pings that nobody reads; the largest message is 8 MB
_TOO_BIG, _COME_AGAIN = 1009, 1013


# uvicorn's protocol, by parts that its type does not show.
_Protocol: TypeAlias = Any


class _Unfinished:
    """The messages that are coming in, by connection: bytes so far, and the clock that ends them."""

    def __init__(self) -> None:
        self._open: dict[_Protocol, tuple[int, asyncio.TimerHandle]] = {}
        self._bytes = 0

    def look(self, protocol: _Protocol) -> None:
        """Look at a connection that has sent something; one beyond the bounds is closed."""
        if protocol.transport.get_write_buffer_size() > UNREAD_BYTES:
            self.forget(protocol)
            protocol.transport.abort()
            return
        size = len(protocol.conn.reader.buffer) + (protocol.conn.current_size or 0)
        pieces = len(protocol.frames)
        if not size and not pieces:
            self.forget(protocol)
            return
        before, clock = self._open.get(protocol) or (0, None)
        self._bytes += size - before
        self._open[protocol] = size, clock or protocol.loop.call_later(UNFINISHED_S, self._end, protocol)
        if size > MESSAGE_BYTES or pieces > PIECES:
            self._end(protocol, _TOO_BIG)
        elif self._bytes > ALL_BYTES:
            self._end(protocol, _COME_AGAIN)

    def forget(self, protocol: _Protocol) -> None:
        """Count a connection no more: its message is whole, or it has gone."""
        if protocol in self._open:
            size, clock = self._open.pop(protocol)
            self._bytes -= size
            clock.cancel()

    def _end(self, protocol: _Protocol, code: int = 1008) -> None:
        """Close a connection, and let go of what it has sent."""
        self.forget(protocol)
        protocol.stop_keepalive()
        if not protocol.transport.is_closing():
            protocol.conn.fail(code)
            protocol.transport.write(b"".join(protocol.conn.data_to_send()))
            protocol.close_sent = True
            protocol.transport.close()
        protocol.frames = []
        protocol.conn.reader.buffer.clear()


def install() -> None:
    """Have every websocket of this process watched: uvicorn has no setting for it."""
    if hasattr(WebSocketsSansIOProtocol, "unfinished"):
        return
    unfinished = _Unfinished()
    received, lost = WebSocketsSansIOProtocol.data_received, WebSocketsSansIOProtocol.connection_lost
    whole = WebSocketsSansIOProtocol.send_receive_event_to_app

    def data_received(self: WebSocketsSansIOProtocol, data: bytes) -> None:
        received(self, data)
        unfinished.look(self)

    def send_receive_event_to_app(self: WebSocketsSansIOProtocol) -> None:
        unfinished.forget(self)
        whole(self)

    def connection_lost(self: WebSocketsSansIOProtocol, exc: Exception | None) -> None:
        unfinished.forget(self)
        lost(self, exc)

    for name, value in {
        "unfinished": unfinished,
        "data_received": data_received,
        "send_receive_event_to_app": send_receive_event_to_app,
        "connection_lost": connection_lost,
    }.items():
        setattr(WebSocketsSansIOProtocol, name, value)
