"""A digest as one HTML page that needs nothing else: our own template, every value escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from geo.between import Digest
from geo.digest_words import foot, headline, lead, sections
from i18n import HTML_LANG
from layers.templates import environment

__all__ = ["page"]

_HERE = Path(__file__).parent


def page(found: Digest, *, base: str = "") -> bytes:
    """Return the page; with the site's own address, without a last slash, its names are links."""
    html = _template().render(
        html_lang=HTML_LANG[found.view.lang],
        headline=headline(found),
        lead=lead(found),
        parts=sections(found),
        foot=foot(found),
        base=base,
        style=_style(),
    )
    return html.encode()


@cache
def _template() -> jinja2.Template:
    return environment(_HERE).get_template("page.html")


@cache
def _style() -> Markup:
    """Return our own stylesheet, which holds nothing of the data."""
    return Markup((_HERE / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours
