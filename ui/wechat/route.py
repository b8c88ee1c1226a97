"""``/wechat/signature?url=…``: what WeChat asks a page of ours for, and the card of what the page shows."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from functools import cache
from hashlib import sha1
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from geo.view import parse_query
from ui import preview
from ui.hosts import base_url, known_host
from ui.serving.limits import Rate
from ui.serving.problem import ProblemError, language, problem
from ui.titles import PAGES, page_title
from ui.wechat import Account, account
from ui.wechat.tickets import Tickets

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["LONGEST", "answer", "signature"]

LONGEST = 4_000  # signs of an address; WeChat shortens no link, so a card of a longer one is of no use
_rate = Rate()


async def answer(request: Request) -> Response:
    """Answer with signature and card; 204 while WeChat gives no ticket, 403 for what is no page of ours."""
    wait_s = _rate.wait_s(request.client.host if request.client else "")
    if wait_s:
        said = ProblemError(429, "serving.too_many")
        return problem(said, language(request.scope), retry_after_s=wait_s)
    base = base_url(request.headers, request.url.scheme)
    return await run_in_threadpool(_answer, request.query_params.get("url", ""), base)


def signature(ticket: str, *, nonce: str, timestamp: int, url: str) -> str:
    """Return WeChat's signature of a page's address, of which what stands behind ``#`` is no part."""
    told = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.partition('#')[0]}"
    return sha1(told.encode(), usedforsecurity=False).hexdigest()  # WeChat's choice


def _answer(url: str, base: str) -> Response:
    unkept = {"Cache-Control": "no-store"}
    card, ours = _card(url, base), account()
    if card is None or ours is None:
        return PlainTextResponse("403", status_code=403, headers=unkept)
    ticket = _tickets(ours).current()
    if ticket is None:
        return Response(status_code=204, headers=unkept)
    nonce, timestamp = secrets.token_hex(8), int(time.time())
    signed = signature(ticket, nonce=nonce, timestamp=timestamp, url=url)
    told = {"appId": ours.appid, "timestamp": timestamp, "nonceStr": nonce, "signature": signed, "card": card}
    return JSONResponse(told, headers=unkept)


@cache
def _tickets(ours: Account) -> Tickets:
    return Tickets(ours)


def _card(url: str, base: str) -> Mapping[str, str] | None:
    """Return the card of an address as WeChat names its parts, None unless it is of one of our pages.

    It is that of a posted link: where somebody stands is not in it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path.removeprefix("/")
    is_ours = parts.scheme in {"http", "https"} and bool(known_host({"host": parts.netloc}))
    if not is_ours or path not in PAGES or len(url) > LONGEST:
        return None
    view = parse_query(parts.query)[0].posted()
    page = page_title(PAGES[path], view.lang) if path else ""
    card = preview.card(view, page=page, path=path, base=base)
    return {"title": card.title, "desc": card.description, "link": card.link, "imgUrl": card.picture}
