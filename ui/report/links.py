"""The link to a paragraph of a report, as the app's other pages show it."""

from __future__ import annotations

from markupsafe import Markup

from geo.address import REPORT_PAGE, paragraph
from i18n import text

__all__ = ["PATH", "paragraph_link"]

PATH = f"/{REPORT_PAGE}"


def paragraph_link(ref: object, *, report: str, lang: str) -> Markup:
    """Return a paragraph's number in words («报告 4.2») as a link to what the report says there."""
    where = f"/{paragraph(ref, report=report, lang=lang)}"
    return Markup('<a class="dg-source" href="{}" target="_self">{}</a>').format(
        where, text("record.ref", lang, ref=ref)
    )
