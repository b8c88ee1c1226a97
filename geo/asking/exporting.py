"""A file of what is asked, as text, when it is not too long; else where it is to be had."""

from __future__ import annotations

from geo.address import link
from geo.asking.asked import Asked, AskError
from geo.asking.facts import Answer
from geo.errors import EmptyExportError
from geo.export.formats import Format, file_name, today
from geo.export.making import export
from geo.view import to_query
from i18n import text

__all__ = ["LONGEST_FILE", "exported"]

# An answer is read by a person or a program with little room: all projects as CSV are a third of it.
LONGEST_FILE = 300_000


def exported(question: Asked, form: str) -> Answer:
    """Return a file's name, media type and text; for a binary or a long one the command that writes it.

    Raises
    ------
    AskError
        If there is no such format, or no project passes and the format cannot be empty.
    """
    lang = question.lang
    if form not in set(Format):
        raise AskError(lang, "format", formats=", ".join(Format))
    kind = Format(form)
    name = file_name(question.view, kind, written=today())
    told = {
        **question.head(),
        "file": name,
        "media_type": kind.media_type,
        "command": f'dgmap export {kind.value} {name} --query "{to_query(question.view)}"',
        "link": link(question.view, "projects"),
    }
    if not (kind.media_type.startswith("text/") or kind.media_type.endswith("json")):
        return {**told, "content": None, "says": text("asking.binary", lang)}
    try:
        content = export(question.dataset, question.view, kind, written=today())
    except EmptyExportError as error:
        raise AskError(lang, "empty") from error
    if len(content) > LONGEST_FILE:
        return {**told, "content": None, "says": text("asking.long", lang, bytes=f"{len(content):,}")}
    return {**told, "content": content.decode("utf-8"), "says": ""}
