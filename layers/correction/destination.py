"""Where corrections go to: the operator's setting, one environment variable.

It holds one of three things, and nothing else is taken:

- a mail address, ``data@example.org``;
- the https address of a form, in whose query ``{title}``, ``{text}`` and ``{link}`` are filled in;
- the number of a hotline, ``12345``: then the text is there to be copied.

Without it the text is there to be copied as well. Decision 0083 says why it is no part of the data.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

from layers.prepared import CORRECTIONS_VARIABLE

__all__ = ["CORRECTIONS_VARIABLE", "Destination", "DestinationError", "Way", "configured", "read"]

_LOG = logging.getLogger(__name__)
_LONGEST = 500
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
# No percent sign: an encoded `?` or line end would begin other fields of the mail.
_MAIL = re.compile(rf"[A-Za-z0-9._+-]{{1,64}}@{_HOST}")
_NETLOC = re.compile(rf"{_HOST}(?::[0-9]{{1,5}})?")
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,18}[0-9]")
# What an address may consist of (RFC 3986), and braces, which are looked at one by one.
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%{}\[\]-]+")
_FIELDS = frozenset({"title", "text", "link"})


class DestinationError(ValueError):
    """The setting is neither a mail address, nor an https address, nor the number of a hotline."""


class Way(StrEnum):
    """How a correction leaves: as a mail, in a form, or as text that is copied (for a hotline or at all)."""

    MAIL = "mail"
    FORM = "form"
    HOTLINE = "hotline"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to: ``address`` is the mail address, the form's address with its fields, the number, or empty."""

    way: Way = Way.COPY
    address: str = ""

    def filled(self, *, title: str, text: str, link: str) -> str:
        """Return the address that opens a written mail or form; empty where the text is copied."""
        values = {"title": " ".join(title.split()), "text": "\r\n".join(text.splitlines()), "link": link}
        encoded = {name: quote(value, safe="") for name, value in values.items()}
        if self.way is Way.MAIL:
            return f"mailto:{self.address}?subject={encoded['title']}&body={encoded['text']}"
        if self.way is Way.FORM:
            return re.sub(r"\{(\w+)\}", lambda found: encoded[found[1]], self.address)
        return ""

    def called(self) -> str:
        """Return what a note calls it: of a form its host."""
        return urlsplit(self.address).netloc if self.way is Way.FORM else self.address

    def payload(self) -> dict[str, str]:
        """Return it as the page's script reads it."""
        return {name: str(value) for name, value in asdict(self).items()}


def read(value: str) -> Destination:
    """Return what the setting says.

    Raises
    ------
    DestinationError
        If it is none of the three, with what it may be.
    """
    text = value.strip()
    if not text:
        return Destination()
    if _MAIL.fullmatch(text.removeprefix("mailto:")):
        return Destination(Way.MAIL, text.removeprefix("mailto:"))
    if _NUMBER.fullmatch(text):
        return Destination(Way.HOTLINE, text)
    if _is_form(text):
        return Destination(Way.FORM, text)
    msg = (
        f"{CORRECTIONS_VARIABLE} was {value[:60]!r} but is expected to be a mail address, an https address "
        "(with {title}, {text} or {link} in its query, if any) or the number of a hotline"
    )
    raise DestinationError(msg)


def _is_form(text: str) -> bool:
    """Say whether a text is the https address of a form with no fields but ours, and these in its query."""
    if len(text) > _LONGEST or not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme != "https" or not _NETLOC.fullmatch(parts.netloc):
        return False
    fields = re.findall(r"\{(\w+)\}", parts.query)
    bare = re.sub(r"\{\w+\}", "", parts.query)
    around = f"{parts.path}#{parts.fragment}{bare}"
    return set(fields) <= _FIELDS and not re.search(r"[{}]", around)


def configured() -> Destination:
    """Return what the environment says; a setting that cannot be is told to the operator and left out.

    Visitors are not to pay for a slip of hers: they find the text to copy.
    """
    try:
        return read(os.environ.get(CORRECTIONS_VARIABLE, ""))
    except DestinationError as error:
        _LOG.warning("%s. Until then the text is there to be copied.", error)
        return Destination()
