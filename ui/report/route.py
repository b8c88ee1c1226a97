"""``/report?y=2024#4.2``: the report's own words, as far as they are cited here, by paragraph.

The whole text is not in the data (its terms allow facts alone to be cited), so none is shown: each line
quotes the words that a project or a figure cites, and leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool

from geo.view import View, parse, to_query
from i18n import HTML_LANG, other_lang, text
from layers.wording import date_text, known, link
from ui import facts, standalone
from ui.report.links import PATH

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from geo.dataset import Dataset

__all__ = ["Cited", "answer", "cited"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Cited:
    """What cites a paragraph: the report's words there, what this map calls it, and where that leads.

    ``source`` is the report's own address at these words, empty where it has none.
    """

    id: str
    words: str
    name: str
    where: str
    source: str


async def answer(request: Request) -> Response:
    """Answer with the page; a report that is not there is the nearest one, as for every link."""
    return await run_in_threadpool(_page, request.query_params)


def cited(dataset: Dataset, lang: str) -> Mapping[str, list[Cited]]:
    """Return what cites each paragraph, in the report's order: projects, then figures, then duties."""
    view = View(report=dataset.edition, lang=lang)
    url = link(dataset.report.get("url")) or ""
    found: dict[str, list[Cited]] = {}
    for frame in (dataset.projects, dataset.targets, dataset.duties):
        for row in frame.to_dict("records"):
            opened = replace(view, project=str(row["id"]))
            where = f"/?{to_query(opened)}" if frame is dataset.projects else f"/promises?{to_query(view)}"
            found.setdefault(str(row["ref"]), []).append(_cited(row, where, url, lang))
    return {ref: found[ref] for ref in sorted(found, key=lambda ref: [int(part) for part in ref.split(".")])}


def _cited(row: Mapping[Hashable, Any], where: str, url: str, lang: str) -> Cited:
    words = str(row["mention"])
    name = str(known(row[f"name_{lang}"]) or row["name_zh"])
    return Cited(str(row["id"]), words, name, where, f"{url}#:~:text={quote(words, safe='')}" if url else "")


def _page(asked: QueryParams) -> Response:
    view, _ = parse({name: asked.getlist(name) for name in ("y", "lang")}, editions=facts.editions())
    dataset = facts.dataset(view.report)
    source = dataset.sources.set_index("id").loc[str(dataset.report["source_id"])]
    other = other_lang(view.lang)
    values = {
        "title": str(dataset.report[f"title_{view.lang}"]),
        "said_by": f"{known(source['publisher']) or ''} {date_text(dataset.report['date'], lang=view.lang)}",
        "url": link(source["url"]) or link(dataset.report.get("url")),
        "citation": known(source["citation"]),
        "read": text("ui.read_on", view.lang, date=date_text(source["date_read"], lang=view.lang)),
        "paragraphs": cited(dataset, view.lang),
        "report_lang": HTML_LANG["zh"],
        "other": f"{PATH}?{to_query(replace(view, lang=other))}",
        "other_lang": HTML_LANG[other],
    }
    return standalone.page(_HERE / "page.html", values, lang=view.lang)
