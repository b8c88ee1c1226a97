"""Between reports, as HTML: what a later one does with each project, or what came after the only one.

Absence is never an outcome: what a report does not name is said to be not named, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from geo.editions.diff import diff
from geo.filters import Filters, word
from geo.query import select
from geo.vocabulary import Change, Event
from i18n import text
from layers.wording import date_text
from ui import facts, marks, paper, session
from ui.paper import Row

if TYPE_CHECKING:
    import pandas as pd

    from geo.dataset import Dataset
    from geo.editions.diff import Diff
    from geo.editions.diff import Row as Way
    from geo.view import View

__all__ = [
    "among",
    "between",
    "choices",
    "compared",
    "news",
    "quiet",
    "since",
    "sum_of_changes",
    "sum_since",
    "to_digest",
]

_MOST_NEWS = 3


# --- of what is asked ---


def among(dataset: Dataset, view: View) -> Dataset:
    """Return an edition with the projects alone that a view asks for, and what is told of these.

    Of what other documents name, towns and category are known: asked for anything else, it is left out.
    """
    asked = Filters.of(view)
    if asked == Filters():
        return dataset
    projects = select(dataset, asked)
    since = dataset.since
    if replace(asked, towns=(), categories=()) != Filters():
        since = since.iloc[:0]
    if asked.towns:
        theirs = since["towns"].map(lambda towns: not set(asked.towns).isdisjoint(str(towns).split(";")))
        since = since[theirs.astype(bool)]  # of no rows, the answers would be no truth values
    if asked.categories:
        since = since[since["category"].isin(asked.categories)]
    events = dataset.events[dataset.events["project_id"].isin(projects["id"])]
    return replace(dataset, projects=projects, events=events, since=since)


def between(older: Dataset, newer: Dataset, view: View) -> Diff:
    """Return what a report does with the one before, of the projects that a view asks for in either."""
    found, asked = diff(older, newer), Filters.of(view)
    if asked == Filters():
        return found
    return found.among({str(key) for one in (older, newer) for key in select(one, asked)["id"]})


# --- after the only report ---


def _after(events: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the dated facts that may be later than a day ("2024" may be), newest first."""
    latest = events["date"].map(lambda date: str(date) + "-12-31"[len(str(date)) - 4 :])
    chosen = events[(events["event"] != Event.UNKNOWN) & (latest > day)]
    return chosen.assign(latest=latest).sort_values("latest", ascending=False, kind="stable")


def _day(dataset: Dataset) -> str:
    return str(dataset.report["date"])


def _news_of(dataset: Dataset) -> Mapping[str, Sequence[Row]]:
    """Return each project's later facts, newest first; the project with the newest comes first."""
    found: dict[str, list[Row]] = {}
    for row in _after(dataset.events, _day(dataset)).to_dict("records"):
        found.setdefault(str(row["project_id"]), []).append(row)
    return found


def sum_since(dataset: Dataset, lang: str) -> Markup:
    """Return the sum: how many projects have later facts, how many things other documents name."""
    told, year = len(_news_of(dataset)), dataset.edition
    counts = {
        "with_news": told,
        "without_news": len(dataset.projects) - told,
        "elsewhere": len(_later(dataset)),
    }
    return _sum(
        text("changes.one_report", lang, year=year),
        text("changes.not_found", lang, year=year),
        {text(f"changes.{key}", lang): (n, text(f"changes.{key}_means", lang)) for key, n in counts.items()},
    )


def _sum(headline: str, lead: str, rows: Mapping[str, tuple[int, str]]) -> Markup:
    items = Markup("").join(
        Markup("<div><dt>{} <b>{}</b></dt><dd>{}</dd></div>").format(n, name, means)
        for name, (n, means) in rows.items()
    )
    return Markup('<div class="dg-sum"><h2>{}</h2><p>{}</p><dl>{}</dl></div>').format(headline, lead, items)


def _later(dataset: Dataset) -> list[Row]:
    """Return what other documents name after the report, newest first."""
    return list(_after(dataset.since.assign(event=""), _day(dataset)).to_dict("records"))


def since(dataset: Dataset, lang: str) -> Markup:
    """Return what later documents name and this report does not, each with its document and source."""
    rows, sources = _later(dataset), paper.by_id(dataset)
    items = [_item(str(row["category"]), "none", _elsewhere(row, sources, lang)) for row in rows]
    return _section(text("changes.elsewhere", lang), text("changes.elsewhere_note", lang), items, n=len(rows))


def _elsewhere(row: Row, sources: Mapping[str, Row], lang: str) -> Markup:
    towns = [word("towns", town, lang) for town in str(row["towns"]).split(";") if town]
    where = text("changes.list", lang).join(towns)
    return Markup(
        '<span class="dg-name"><b>{}</b></span><span class="dg-small">{}</span>'
        '<p>{}</p><span class="dg-small">{} {}</span>'
    ).format(
        row[f"name_{lang}"],
        " · ".join(part for part in (date_text(row["date"], lang=lang), where) if part),
        row[f"fact_{lang}"] or row["fact_zh"],
        row[f"document_{lang}"],
        paper.source_link(sources.get(str(row["source_id"])), lang),
    )


def _projects(dataset: Dataset) -> Mapping[str, Row]:
    return {str(row["id"]): row for row in dataset.projects.to_dict("records")}


def news(dataset: Dataset, lang: str) -> Markup:
    """Return the report's projects with their later facts, the newest first."""
    projects, sources, told = _projects(dataset), paper.by_id(dataset), _news_of(dataset)
    items = []
    for key, events in told.items():
        row = projects[key]
        facts_told = Markup("").join(
            Markup("<p>{}</p>").format(paper.told(event, sources, lang)) for event in events[:_MOST_NEWS]
        )
        name = Markup('<span class="dg-name">{}</span>').format(paper.on_map(key, str(row[f"name_{lang}"])))
        items.append(_item(str(row["category"]), str(row["certainty"]), name + facts_told))
    return _section(text("changes.with_news", lang), text("changes.news_note", lang), items, n=len(told))


def quiet(dataset: Dataset, lang: str) -> Markup:
    """Return the projects of which nothing later was read: unknown, not undone."""
    told = _news_of(dataset)
    rows = [row for key, row in _projects(dataset).items() if key not in told]
    items = [
        _item(
            str(row["category"]),
            str(row["certainty"]),
            Markup('<span class="dg-name">{}</span>').format(
                paper.on_map(str(row["id"]), str(row[f"name_{lang}"]))
            ),
        )
        for row in rows
    ]
    return _section(
        text("changes.without_news", lang), text("changes.without_news_means", lang), items, n=len(rows)
    )


# --- one report and the next ---


def sum_of_changes(found: Diff, lang: str) -> Markup:
    """Return the number of each sort and what it means, those that are none left out."""
    rows = {
        text(f"change.{change}", lang): (n, text(f"change_means.{change}", lang))
        for change, n in found.counts().items()
        if n
    }
    headline = text("changes.between", lang, older=found.older, newer=found.newer)
    return _sum(headline, text("changes.by_ids", lang), rows)


def compared(found: Diff, older: Dataset, newer: Dataset, lang: str) -> Markup:
    """Return every project under its sort, with what became of it and whence that is known."""
    sources, before, after = paper.by_id(newer), _projects(older), _projects(newer)
    parts = []
    for change in Change:
        rows = found.of(change)
        if rows:
            items = [_way(row, found, before, after, sources=sources, lang=lang) for row in rows]
            parts.append(
                _section(
                    text(f"change.{change}", lang), text(f"change_means.{change}", lang), items, n=len(rows)
                )
            )
    return Markup("").join([*parts, _suspects(found, before, after, lang)])


def _way(
    way: Way,
    found: Diff,
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    *,
    sources: Mapping[str, Row],
    lang: str,
) -> Markup:
    """Return one project's way: names with links into both reports, stages, outcome, note."""
    row = after[way.new_ids[0]] if way.new_ids else before[way.old_ids[0]]
    news = [_named(key, after[key], found.newer, lang) for key in way.new_ids]
    olds = [_named(key, before[key], found.older, lang) for key in way.old_ids if way.old_ids != way.new_ids]
    names = Markup(" → ").join(Markup(" · ").join(part) for part in (olds, news) if part)
    lines = [
        way.said(older=found.older, newer=found.newer, lang=lang),
        _renamed(way, lang),
        *_outcome(way, sources, lang),
        *_step(way, sources, lang),
    ]
    body = Markup('<span class="dg-name">{}</span>').format(names) + Markup("").join(
        Markup('<span class="dg-small">{}</span>').format(line) for line in lines if line
    )
    return _item(str(row["category"]), str(row["certainty"]), body)


def _named(project_id: str, row: Row, report: str, lang: str) -> Markup:
    """Return a link to a project's card in one of the reports."""
    query = session.link(replace(session.view(), report=report, project=project_id))
    return Markup('<a href="./?{}" target="_self">{}</a>').format(query, row[f"name_{lang}"])


def _renamed(way: Way, lang: str) -> str:
    was = way.was_zh if lang == "zh" else way.was_en
    now = way.name_zh if lang == "zh" else way.name_en
    same_id = bool(way.old_ids) and way.old_ids == way.new_ids
    return text("changes.was", lang, name=was) if same_id and was != now else ""


def _outcome(way: Way, sources: Mapping[str, Row], lang: str) -> list[Markup]:
    """Return the outcome of the older promise, with its day and source; nothing without them."""
    if Change.KEPT not in way.changes or not way.kept_date:
        return []
    source = paper.source_link(sources.get(str(way.kept_source_id)), lang)
    return [
        Markup("{} {} {}").format(text(f"kept.{way.kept}", lang), date_text(way.kept_date, lang=lang), source)
    ]


def _step(way: Way, sources: Mapping[str, Row], lang: str) -> list[Markup]:
    """Return the written step from old id to new, with its day and source."""
    if way.step is None:
        return []
    note = way.step.note_zh if lang == "zh" else way.step.note_en
    source = paper.source_link(sources.get(way.step.source_id), lang)
    return [Markup("{} {} {}").format(date_text(way.step.date, lang=lang), note, source)]


def _suspects(found: Diff, before: Mapping[str, Row], after: Mapping[str, Row], lang: str) -> Markup:
    if not found.suspects:
        return Markup("")
    items = [
        _item(
            str(after[pair.new_id]["category"]),
            str(after[pair.new_id]["certainty"]),
            Markup("{} · {}").format(
                _named(pair.old_id, before[pair.old_id], found.older, lang),
                _named(pair.new_id, after[pair.new_id], found.newer, lang),
            ),
        )
        for pair in found.suspects
    ]
    return _section(text("changes.alike", lang), text("changes.alike_note", lang), items, n=len(items))


# --- both ---


def _item(category: str, certainty: str, body: Markup) -> Markup:
    return Markup("<li>{}<div>{}</div></li>").format(marks.swatch(category, certainty), body)


def _section(title: str, note: str, items: Sequence[Markup], *, n: int) -> Markup:
    if not items:
        return Markup("")
    return Markup('<div class="dg-part"><h2>{} <span>{}</span></h2><p class="dg-note">{}</p>{}</div>').format(
        title, n, note, Markup('<ul class="dg-changes">{}</ul>').format(Markup("").join(items))
    )


def choices(lang: str) -> Markup:
    """Return a link to each comparison that there is, empty while there is one report only."""
    years = facts.editions()
    if len(years) < 2:
        return Markup("")
    links = []
    for before, year in zip(("", *years), years, strict=False):
        key = "between" if before else "after"
        label = text(f"changes.{key}", lang, older=before, newer=year)
        query = session.link(replace(session.view(), report=year, project=None))
        here = Markup(' aria-current="page"') if year == facts.shown_report() else Markup("")
        compare = Markup('<a href="./changes?{}" target="_self"{}>{}</a>').format(query, here, label)
        on_map = Markup('<a href="./?{}" target="_self">{}</a>').format(
            query, text("changes.on_map", lang, year=year)
        )
        links.append(Markup("<li>{} {}</li>").format(compare, on_map))
    return Markup('<ul class="dg-editions">{}</ul>').format(Markup("").join(links))


def to_digest(lang: str) -> Markup:
    """Return the way to the page of two days."""
    query = session.link(replace(session.view(), project=None))
    return Markup('<ul class="dg-editions"><li><a href="./digest?{}" target="_self">{}</a></li></ul>').format(
        query, text("ui.tab_digest", lang)
    )
