"""WeChat's tickets, with which pages are signed: asked for seldom, by one thread, while nobody waits."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Any, Final, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ui.wechat import Account, SettingError

__all__ = ["ANSWER_BYTES", "API", "TIMEOUT_S", "Tickets"]

API = "https://api.weixin.qq.com/cgi-bin"
TIMEOUT_S: Final = 5  # for each answer to begin, and once more to come in
ANSWER_BYTES: Final = 64_000
_AHEAD_S: Final = 600  # asked for anew so long before it ends
_SPARE_S: Final = 60  # on its way to the visitor, and from there to WeChat
_LEAST_S: Final = 60  # between two times that WeChat is asked; after each failure twice as long
_MOST_S: Final = 3_600
_LONGEST: Final = 1_024  # of a token or ticket; WeChat's have some hundred signs
_LOG = logging.getLogger(__name__)


class _AnswerError(Exception):
    """An answer that gives nothing. Its text names no part of it but WeChat's own number of the error."""


class _Kept(NamedTuple):
    value: str
    ends: float


_NOTHING = _Kept("", 0.0)


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would carry the token to another host."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow none."""


_OPENER = build_opener(_NoRedirects)


def _in_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="wechat-ticket", daemon=True).start()


class Tickets:
    """The ticket of an account, kept for as long as WeChat says that it holds.

    Parameters
    ----------
    account
        Whose ticket.
    clock
        Seconds that never go back.
    begin
        Does a piece of work that takes seconds, beside what is going on.
    """

    def __init__(
        self,
        account: Account,
        *,
        clock: Callable[[], float] = time.monotonic,
        begin: Callable[[Callable[[], None]], None] = _in_thread,
    ) -> None:
        self._account, self._clock, self._begin = account, clock, begin
        self._token = self._ticket = _NOTHING
        self._lock = threading.Lock()
        self._is_asking = False
        self._failed = 0
        self._next = clock()

    def current(self) -> str | None:
        """Return the ticket, None while there is none. Where a new one is due it is asked for meanwhile."""
        with self._lock:
            is_due = not self._is_asking and self._clock() >= self._next
            self._is_asking = self._is_asking or is_due
        if is_due:
            self._begin(self._renew)
        ticket = self._ticket
        return ticket.value if self._clock() < ticket.ends - _SPARE_S else None

    def _renew(self) -> None:
        try:
            self._ask()
        # An `OSError` is a connection's; the last two are an answer's that is no JSON.
        except (_AnswerError, HTTPException, OSError, SettingError, ValueError, RecursionError) as error:
            self._token = _NOTHING
            self._failed += 1
            wait_s = min(_MOST_S, _LEAST_S * 2 ** (self._failed - 1))
            self._next = self._clock() + wait_s
            _LOG.warning("WeChat gave no ticket (%s): no cards. Asked again in %d s", _why(error), wait_s)
        finally:
            self._is_asking = False

    def _ask(self) -> None:
        now = self._clock()
        if now >= self._token.ends - _AHEAD_S:
            self._token = self._kept(self._answer_with_token(), "access_token")
        asked = urlencode({"access_token": self._token.value, "type": "jsapi"})
        self._ticket = self._kept(_answer(f"{API}/ticket/getticket?{asked}"), "ticket")
        self._failed = 0
        self._next = max(now + _LEAST_S, self._ticket.ends - _AHEAD_S)

    def _answer_with_token(self) -> Mapping[str, Any]:
        """Ask for the token that several processes share (decision 0140)."""
        account = self._account
        told = {"grant_type": "client_credential", "appid": account.appid, "secret": account.secret()}
        return _answer(f"{API}/stable_token", json.dumps(told).encode())

    def _kept(self, answer: Mapping[str, Any], name: str) -> _Kept:
        value, holds_s = answer.get(name), answer.get("expires_in")
        is_value = isinstance(value, str) and value.isascii() and 0 < len(value) <= _LONGEST
        if not is_value or not isinstance(holds_s, int) or holds_s <= 0:
            msg = f"no {name} in the answer"
            raise _AnswerError(msg)
        return _Kept(str(value), self._clock() + min(holds_s, 86_400))


def _why(error: Exception) -> str:
    """Return what may be logged of an error: its own words may quote the address, and with it the token."""
    if isinstance(error, _AnswerError):
        return str(error)
    if isinstance(error, HTTPError):
        return f"status {error.code}"
    return type(error.reason if isinstance(error, URLError) else error).__name__


def _answer(address: str, body: bytes | None = None) -> Mapping[str, Any]:
    """Return what WeChat answers; `_AnswerError` for an error of its own or what is no object."""
    headers = {"Content-Type": "application/json"}
    request = Request(address, data=body, headers=headers)  # noqa: S310 - `API`
    with _OPENER.open(request, timeout=TIMEOUT_S) as answer:
        told = json.loads(_read(answer))
    if not isinstance(told, dict):
        msg = "no object"
        raise _AnswerError(msg)
    if number := told.get("errcode"):
        msg = f"errcode {number}" if isinstance(number, int) else "errcode without a number"
        raise _AnswerError(msg)
    return told


def _read(answer: HTTPResponse) -> bytes:
    """Return a body that is small and comes in time."""
    ends, parts, size = time.monotonic() + TIMEOUT_S, [], 0
    while part := answer.read1(ANSWER_BYTES):
        parts.append(part)
        size += len(part)
        if size > ANSWER_BYTES:
            msg = "too large an answer"
            raise _AnswerError(msg)
        if time.monotonic() > ends:
            raise TimeoutError
    return b"".join(parts)
