"""The map in the index page, with the link's view, and Streamlit's scripts held back until it is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from geo.filters import word
from geo.view import View, to_query
from i18n import LANGUAGES, text
from layers import bundle
from layers.escape import json_safe
from layers.style import css_variables
from ui import facts
from ui.questions import asked_state

__all__ = ["Tags", "body", "reading", "styles", "tags_of"]

# Attributes of tags in two waves, ``ahead`` and ``tags`` (see `tags_of`).
Tags = Mapping[str, list[dict[str, str]]]

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\[\[(\w+)\]\]")
_TAG = re.compile(
    r'<script type="module"(?P<script>[^>]*)></script>'
    r'|<link(?P<link> rel="(?:modulepreload|stylesheet)"[^>]*)>'
)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
# Asked for as soon as the map is drawn: the first byte of an answer takes longer than drawing the rest.
_LARGE_BYTES = 400_000
_LANGUAGE_NAMES = {"zh": "中文", "en": "EN"}


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return bundle.script([_FOLDER / "early.js"])


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Fill the slots in one pass: what is put in is never looked at again."""
    return _SLOT.sub(lambda found: values[found.group(1)], template)


def styles() -> str:
    """Return what the index page needs before any stylesheet: colours, and the look of title and tabs."""
    return f"{css_variables()}\n{_read('early.css')}"


def tags_of(page: str, folder: Path) -> tuple[str, Tags]:
    """Take Streamlit's scripts and styles out of its index page; return the rest, and them as attributes.

    Parameters
    ----------
    page
        The index page.
    folder
        Streamlit's static folder, where the files are that it names.
    """
    tags: list[dict[str, str]] = []
    for found in _TAG.finditer(page):
        kind = {"tag": "link"} if found["script"] is None else {"tag": "script", "type": "module"}
        tags.append(kind | dict(_ATTRIBUTE.findall(found["script"] or found["link"])))
    ahead = [_preload(tag) for tag in tags if _size(tag, folder) > _LARGE_BYTES]
    named = {tag["href"] for tag in ahead}
    rest = [tag for tag in tags if tag.get("href") not in named]
    # Styles before scripts: the app is not to be drawn without them.
    rest.sort(key=lambda tag: {"stylesheet": 0, "modulepreload": 1}.get(tag.get("rel", ""), 2))
    return _TAG.sub("", page), {"ahead": ahead, "tags": rest}


def _size(tag: Mapping[str, str], folder: Path) -> int:
    """Return how large the file of one of Streamlit's tags is, unpacked; 0 for what is not in its folder."""
    name = tag.get("href") or tag.get("src") or ""
    file = folder / name.removeprefix("./")
    return file.stat().st_size if name.startswith("./") and file.is_file() else 0


def _preload(tag: Mapping[str, str]) -> dict[str, str]:
    return {"tag": "link", "rel": "modulepreload", "crossorigin": "", "href": tag.get("href") or tag["src"]}


def _links(view: View, tabs: Mapping[str, str]) -> tuple[str, str]:
    """Return the links to the languages and to the pages with a tab; they work without any script."""
    spoken = []
    for lang in LANGUAGES:
        here = ' aria-current="true"' if lang == view.lang else ""
        query = escape(to_query(replace(view, lang=lang)))
        spoken.append(f'<a href="/?{query}"{here}>{_LANGUAGE_NAMES[lang]}</a>')
    query = escape(to_query(replace(view, camera=None)))
    pages = [
        f'<a href="/{path}?{query}"{"" if path else " aria-current=page"}>{escape(name)}</a>'
        for path, name in tabs.items()
    ]
    return "".join(spoken), "".join(pages)


def body(view: View, *, tabs: Mapping[str, str], tags: Tags) -> str:
    """Return what stands in the map's index page beside Streamlit's root.

    Parameters
    ----------
    view
        What the link asks for.
    tabs
        The words of the pages with a tab, by path.
    tags
        Streamlit's scripts and styles (:func:`tags_of`): the largest are asked for once the map is drawn, the
        others when the page is whole.
    """
    languages, pages = _links(view, tabs)
    state = {"view": asked_state(view)}
    return _fill(
        _read("early.html"),
        {
            "title": escape(text("app.title", view.lang)),
            "languages": languages,
            "tabs": pages,
            "src": f"/map/{facts.of_report(view.report).page(view.lang).name}#app",
            "frame": escape(text("ui.frame", view.lang)),
            "first": json_safe({"state": state, **tags}),
            "script": _script(),
        },
    )


def reading(lang: str) -> str:
    """Return what a browser shows that runs no script: a picture and every project in words."""
    rows = []
    separator = "、" if lang == "zh" else ", "
    for row in facts.projects():
        towns = separator.join(word("towns", str(town), lang) for town in row["towns"])
        stage, status = word("stages", row["stage"], lang), word("statuses", row["status"], lang)
        said = [towns or text("ui.no_town", lang), stage, status]
        rows.append(f"<li><b>{escape(str(row[f'name_{lang}']))}</b><br>{escape(' · '.join(said))}</li>")
    return _fill(
        _read("reading.html"),
        {
            "title": escape(text("app.title", lang)),
            "why": escape(text("ui.no_script", lang)),
            "src": escape(f"/picture/preview.png?{to_query(View(lang=lang))}"),
            "alt": escape(text("map.map_label", lang)),
            "rows": "".join(rows),
        },
    )
