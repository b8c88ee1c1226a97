"""The address of a paragraph of a report, as the app's other pages link to it."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from i18n import text

__all__ = ["PATH", "address", "paragraph_link"]

PATH = "/report"


def address(ref: str, *, report: str, lang: str) -> str:
    """Return the address of a paragraph, named by its number («4.2»)."""
    return f"{PATH}?{urlencode({'y': report, 'lang': lang})}#{ref}"


def paragraph_link(ref: object, *, report: str, lang: str, said: str | None = None) -> Markup:
    """Return a paragraph's number in words («报告 4.2») as a link to what the report says there.

    Parameters
    ----------
    said
        What is shown instead of the usual words.
    """
    words = text("record.ref", lang, ref=ref) if said is None else said
    where = address(str(ref), report=report, lang=lang)
    return Markup('<a class="dg-source" href="{}" target="_self">{}</a>').format(where, words)
