"""What each published page says, as plain values for its template."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.city import CITY
from geo.dataset import Dataset
from geo.digest_words import foot, headline, lead, sections
from geo.vocabulary import Category
from i18n import LANGUAGES, text
from layers.correction.letter import facts_of_project, facts_of_source, facts_of_target
from layers.projects.records import Project
from layers.projects.rows import projects
from layers.publish.digests import since_report
from layers.publish.feeds import feed_name, feed_rows
from layers.target_words import scope_text, value_text
from layers.wording import date_text, known, link

__all__ = ["Page", "pages"]

_OG_LOCALE = {"zh": "zh_CN", "en": "en_US"}
_DESCRIPTION = 150


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the folder, its template, and what goes in.

    ``query`` is the view that the page's picture shows and its map link opens, ``feed`` the stem of the
    feed that follows it.
    """

    path: str
    template: str
    lang: str
    title: str
    description: str
    query: str = ""
    feed: str = "all"
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The way back to the top of the folder: pages know no address of their own."""
        return "../" * self.path.count("/")

    @property
    def other(self) -> str:
        """The same page in the other language."""
        lang, rest = self.path.split("/", 1)
        return f"{'en' if lang == 'zh' else 'zh'}/{rest}"

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it."""
        return _OG_LOCALE[self.lang]


def pages(dataset: Dataset) -> list[Page]:
    """Return every page made from a template, in both languages.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    """
    found = []
    for lang in LANGUAGES:
        rows = projects(dataset, lang=lang)
        towns = _towns(dataset, lang)
        found.append(_front(dataset, rows, towns, lang))
        found += [_project(row, towns, lang) for row in rows]
        found += [_town(town, rows, lang) for town in towns.values()]
        found += _digest(dataset, lang)
        found += _targets(dataset, lang)
    return found


def _digest(dataset: Dataset, lang: str) -> list[Page]:
    found = since_report(dataset, lang)
    if found is None:
        return []
    values = {"parts": sections(found), "lead": lead(found), "foot": foot(found)}
    about = _cut(lead(found))
    return [Page(f"{lang}/digest.html", "digest.html", lang, headline(found), about, values=values)]


def _targets(dataset: Dataset, lang: str) -> list[Page]:
    """Return the page of the report's targets, where a search leads to; none where it gives no figures."""
    rows = dataset.targets.to_dict("records")
    if not rows:
        return []
    sources = {str(row["id"]): row for row in dataset.sources.to_dict("records")}
    told = [_target(row, sources, lang) for row in rows]
    note = text("promises.figures_note", lang, n=sum(bool(one["result"]) for one in told))
    title = text("promises.figures", lang, n=len(rows))
    values = {
        "targets": told,
        "note": note,
        "report": _source(sources.get(dataset.report["source_id"]), lang),
    }
    return [Page(f"{lang}/targets.html", "targets.html", lang, title, _cut(note), values=values)]


def _target(
    row: Mapping[Hashable, Any], sources: Mapping[str, Mapping[Hashable, Any]], lang: str
) -> dict[str, Any]:
    value, scope = value_text(row, lang), scope_text(row, lang)
    return {
        "id": str(row["id"]),
        "name": str(row[f"name_{lang}"]),
        "value": value,
        "scope": scope,
        "ref": text("record.ref", lang, ref=row["ref"]),
        "result": str(known(row[f"result_{lang}"]) or ""),
        "date": date_text(row["result_date"], lang=lang),
        "source": _source(sources.get(str(row["result_source_id"])), lang),
        "facts": facts_of_target(row, value=value, scope=scope, sources=sources, lang=lang),
    }


def _cut(words: str) -> str:
    return words if len(words) <= _DESCRIPTION else f"{words[: _DESCRIPTION - 1].rstrip()}…"


def _towns(dataset: Dataset, lang: str) -> dict[str, dict[str, Any]]:
    """Return the units by id, with area, population and where these are from."""
    titles = {str(row["id"]): str(row["title"]) for row in dataset.sources.to_dict("records")}
    kinds = {kind.id: kind.name_zh if lang == "zh" else kind.name_en for kind in CITY.unit_kinds}
    found = {}
    for row in dataset.towns.to_dict("records"):
        area, people = known(row["area_km2"]), known(row["population_2020"])
        found[str(row["id"])] = {
            "id": str(row["id"]),
            "name": str(row["short_zh"] if lang == "zh" else row["name_en"]),
            "full": str(row["name_zh"] if lang == "zh" else row["name_en"]),
            "other": str(row["name_en"] if lang == "zh" else row["name_zh"]),
            "kind": kinds[str(row["kind"])],
            "area": None if area is None else text("publish.area", lang, n=f"{float(area):g}"),
            "area_source": titles.get(str(row["area_source"]), ""),
            "people": None if people is None else text("publish.people", lang, n=f"{int(people):,}"),
            "people_source": titles.get(str(row["population_source"]), ""),
        }
    return found


def _source(row: Mapping[Hashable, Any] | None, lang: str) -> dict[str, Any]:
    """Return a source as the templates show it; empty where there is none."""
    if row is None:
        return {}
    return {
        "id": str(row["id"]),
        "title": str(row["title"]),
        "publisher": str(row["publisher"]),
        "url": link(row["url"]),
        "read": text("ui.read_on", lang, date=date_text(row["date_read"], lang=lang)),
    }


def _front(
    dataset: Dataset,
    rows: Sequence[Project],
    towns: Mapping[str, Mapping[str, Any]],
    lang: str,
) -> Page:
    groups = [
        (text(f"category.{category.value}", lang), [row for row in rows if row.category == category.value])
        for category in Category
    ]
    counts = {town: sum(town in row.towns for row in rows) for town in towns}
    sources = [
        {**_source(row, lang), "facts": facts_of_source(row, lang=lang)}
        for row in dataset.sources.to_dict("records")
    ]
    return Page(
        path=f"{lang}/index.html",
        template="front.html",
        lang=lang,
        title=text("app.title", lang),
        description=text("publish.about", lang, n=len(rows), towns=len(towns)),
        values={
            "groups": groups,
            "towns": list(towns.values()),
            "counts": counts,
            "sources": sources,
            "feeds": feed_rows(lang),
            "targets": len(dataset.targets),
            "has_digest": since_report(dataset, lang) is not None,
        },
    )


def _project(row: Project, towns: Mapping[str, Mapping[str, Any]], lang: str) -> Page:
    category = text(f"category.{row.category}", lang)
    now = " ".join(part for part in (row.now.word, row.now.date) if part)
    description = text("publish.project_about", lang, what=row.what, now=now)
    names = {town: str(one["name"]) for town, one in towns.items()}
    return Page(
        path=f"{lang}/projects/{row.id}.html",
        template="project.html",
        lang=lang,
        title=row.name,
        description=_cut(description),
        query=f"p={row.id}",
        values={
            "row": row,
            "category": category,
            "towns": [towns[town] for town in row.towns],
            "facts": facts_of_project(row, towns=names, lang=lang),
        },
    )


def _town(town: Mapping[str, Any], rows: Iterable[Project], lang: str) -> Page:
    own = [row for row in rows if town["id"] in row.towns]
    names = text("map.list_sep", lang).join(row.label for row in own)
    key = "publish.town_about" if own else "publish.town_bare"
    return Page(
        path=f"{lang}/towns/{town['id']}.html",
        template="town.html",
        lang=lang,
        title=str(town["full"]),
        description=_cut(text(key, lang, town=town["full"], n=len(own), names=names)),
        query=f"town={town['id']}",
        feed=feed_name("towns", str(town["id"])),
        values={"town": town, "rows": own},
    )
