"""``/digest.md?<link>`` and ``/digest.pdf?<link>``: the digest of a link's two days as a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from geo.followed import feed_view
from geo.view import View, parse_query, to_query
from ui import digests, facts
from ui.serving import Asked, ProblemError

__all__ = ["asked"]

_MEDIA_TYPES = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


def asked(path: str, query: str, base: str) -> Asked:
    """Return the file of a path."""
    kind = path.rpartition(".")[2]
    view, _ = parse_query(query)
    told = replace(feed_view(view), since=view.since, project=None)
    since, until = digests.days(told)
    name = f"digest-{since}-{until}.{kind}"
    key = _key(kind, told, base, until)
    return Asked(key, partial(_make, kind, told, base), _MEDIA_TYPES[kind], name=name, lang=told.lang)


def _key(kind: str, view: View, base: str, until: str) -> tuple[str, ...]:
    """Return all that the bytes are made of; today is another day tomorrow."""
    inputs = [str(facts.of_report(one).facts["inputs"]) for one in facts.editions()]
    return ("digest", kind, to_query(view), base, until, *inputs)


def _make(kind: str, view: View, base: str) -> bytes:
    from layers.digest import FORMATS  # noqa: PLC0415 - pandas, where files are made

    try:
        found = digests.found(view)
    except ValueError as error:
        since, until = digests.days(view)
        raise ProblemError(400, "digest.order", since=since, until=until) from error
    return FORMATS[kind](found, base)
