"""How the data are found: `/datapackage.json`, `/catalog.jsonld`, `/robots.txt`, `/sitemap.xml`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from geo.address import URL_VARIABLE
from geo.export.formats import today
from geo.places import town_names
from geo.state import View
from geo.view import LANGUAGES, to_query
from i18n import HTML_LANG
from ui import facts
from ui.api.asking import asked_view
from ui.api.files import edition_stamp
from ui.serving import Asked, ProblemError
from ui.titles import PAGES

__all__ = ["asked"]

_DESCRIPTIONS = {"/datapackage.json": "application/json", "/catalog.jsonld": "application/ld+json"}
_URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)
# The pages that say something without a choice of the reader's.
_LISTED = tuple(path for path, name in PAGES.items() if name not in ("compare", "changes", "upload"))


def asked(path: str, query: str, base: str) -> Asked:
    """Return one of the four; a sitemap only where the site's own address is configured."""
    view = asked_view(query, read=("y", "lang"))
    key = (path, base, to_query(view), edition_stamp(view.report), today().isoformat())
    if path in _DESCRIPTIONS:
        return Asked(key, lambda: _described(path, view, base), _DESCRIPTIONS[path], lang=view.lang)
    site = os.environ.get(URL_VARIABLE, "").strip().rstrip("/")
    if path == "/robots.txt":
        return Asked((path, site), lambda: _robots(site).encode(), "text/plain", lang=view.lang)
    if not site:
        raise ProblemError(404, "api.no_sitemap")
    return Asked((*key, site), lambda: _sitemap(site).encode(), "application/xml", lang=view.lang)


def _described(path: str, view: View, base: str) -> bytes:
    from geo.export.extract import extract  # noqa: PLC0415 - pandas, where files are made
    from geo.export.package import Files, catalogue, data_package  # noqa: PLC0415 - the same

    describe = data_package if path == "/datapackage.json" else catalogue
    taken = extract(facts.dataset_today(view.report), view, written=today())
    chosen = to_query(view)
    behind = f"?{chosen}" if chosen else ""
    files = Files(f"{base}/", lambda table, form: f"{base}/data/{table}.{form}{behind}", f"{base}/ogc")
    found = describe(taken, files)
    return json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _robots(site: str) -> str:
    """Return what crawlers may read: all pages, but not every picture and file of every filter."""
    lines = ["User-agent: *", "Allow: /", "Disallow: /picture/", "Disallow: /offline/", "Disallow: /data/*?"]
    return "\n".join([*lines, *([f"Sitemap: {site}/sitemap.xml"] if site else []), ""])


def _sitemap(site: str) -> str:
    """Return pages, towns and projects, each with its address in the other language (sitemaps.org 0.9)."""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            _URLSET,
            *(_entry(site, path, view) for path, view in _places()),
            "</urlset>",
            "",
        ]
    )


def _places() -> Iterator[tuple[str, View]]:
    for lang in LANGUAGES:
        yield from ((path, View(lang=lang)) for path in _LISTED)
        yield from (("towns", View(lang=lang, towns=(town,))) for town in town_names())
        yield from (("", View(lang=lang, project=str(row["id"]))) for row in facts.projects())


def _entry(site: str, path: str, view: View) -> str:
    def address(lang: str) -> str:
        query = to_query(View(lang=lang, towns=view.towns, project=view.project))
        return escape(f"{site}/{quote(path)}{'?' if query else ''}{query}", {'"': "&quot;"})

    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{HTML_LANG[lang]}" href="{address(lang)}"/>'
        for lang in LANGUAGES
    )
    return f"<url><loc>{address(view.lang)}</loc>{others}</url>"
