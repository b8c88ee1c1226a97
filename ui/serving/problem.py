"""Errors that a program can read and a person, too: problem details (RFC 9457) in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from starlette.responses import Response

from i18n import HTML_LANG, text

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = ["CORS", "ProblemError", "language", "problem"]

# Pages of other sites may read what we publish: nothing here belongs to a visitor, no cookie is looked at.
CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After",
}


class ProblemError(Exception):
    """Why a file can not be given, raised where it is made.

    Parameters
    ----------
    status
        The HTTP status, 400 or more.
    key
        The sentence in ``i18n``.
    values
        What the sentence's placeholders stand for.
    """

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values
        self.members: Mapping[str, object] = {}

    def with_members(self, members: Mapping[str, object]) -> Self:
        """Add members for programs beside the sentence (RFC 9457, section 3.2), and return the problem."""
        self.members = members
        return self

    def told(self) -> dict[str, object]:
        """Return the problem as JSON takes it: ``status``, ``key``, ``values``, ``members``."""
        values = {name: str(value) for name, value in self.values.items()}
        return {"status": self.status, "key": self.key, "values": values, "members": self.members}

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> Self:
        """Return the problem that another process has told."""
        made = cls(int(told["status"]), str(told["key"]), **told["values"])
        return made.with_members(told["members"])


def problem(said: ProblemError, lang: str, *, retry_after_s: int | None = None) -> Response:
    """Return the answer that tells a problem, never kept by anyone on the way."""
    body: dict[str, object] = {
        **said.members,
        "title": HTTPStatus(said.status).phrase,
        "status": said.status,
        "detail": text(said.key, lang, **said.values),
    }
    headers = {**CORS, "Cache-Control": "no-store", "Content-Language": HTML_LANG[lang]}
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=said.status,
        media_type="application/problem+json",
        headers=headers,
    )


def language(scope: Scope) -> str:
    """Return the language of who is refused before anything is read: the link's, else the browser's."""
    query = scope["query_string"].decode("latin-1")
    if "lang=" in query:
        return "en" if "lang=en" in query else "zh"
    return "en" if dict(scope["headers"]).get(b"accept-language", b"").lower().startswith(b"en") else "zh"
