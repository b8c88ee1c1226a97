"""The promises as HTML: the sum in words, each with its timeline and outcome, stages by category, figures.

No outcome is written without its date and its source; where nothing was read it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from geo.days import today as today_in_the_city
from geo.freshness import STALE_DAYS, due
from geo.outcomes import promises, stage_by_category
from geo.vocabulary import Category, Kept, Stage
from i18n import text
from layers.target_words import scope_text, value_text
from layers.wording import date_text, known, newest_fact
from ui import marks, paper, session, timeline
from ui.correcting.links import correct_link
from ui.paper import Row
from ui.report.links import paragraph_link

if TYPE_CHECKING:
    import pandas as pd

    from geo.dataset import Dataset
    from geo.query import Filters
    from geo.view import View

__all__ = [
    "chart",
    "figures",
    "result_text",
    "summary",
    "table",
    "undated",
]

_DATED = (Kept.KEPT, Kept.LATE, Kept.NOT_YET, Kept.UNKNOWN)
_FIRST = 9
_MOST_SQUARES = 30


def summary(dataset: Dataset, filters: Filters, lang: str) -> Markup:
    """Return the sum: a headline, and each outcome with its number and what it means."""
    frame = promises(dataset, filters)
    counts = {value: int((frame["kept"] == value).sum()) for value in Kept}
    dated = sum(counts[value] for value in _DATED)
    shown = [value for value in _DATED if counts[value] or value is not Kept.NOT_YET]
    words = [text(f"promises.sum_{value}", lang, n=counts[value]) for value in shown]
    headline = text(
        "promises.headline",
        lang,
        n=dated,
        year=dataset.edition,
        outcomes=text("promises.comma", lang).join(words),
    )
    rows = Markup("").join(
        Markup("<div><dt>{} <b>{}</b></dt><dd>{}</dd></div>").format(
            paper.counted(counts[value], replace(session.view(), kept=(value,)), page="promises"),
            text(f"kept.{value}", lang),
            text(f"ui.means_kept.{value}", lang),
        )
        for value in (*_DATED, Kept.OPEN)
    )
    return Markup('<div class="dg-sum"><h2>{}</h2><p>{}</p><dl>{}</dl><p>{}</p><p>{}</p></div>').format(
        headline,
        text("promises.others", lang, n=counts[Kept.OPEN]),
        rows,
        text("promises.by_the_words", lang),
        _as_of(dataset, lang),
    )


def _as_of(dataset: Dataset, lang: str) -> str:
    """Say which edition this is, how new the newest fact is, and when was last looked."""
    return text(
        "promises.as_of",
        lang,
        year=dataset.edition,
        newest=date_text(newest_fact(dataset), lang=lang),
        looked=date_text(max(dataset.sources["date_read"].astype(str)), lang=lang),
    )


# --- the table with the timelines ---


def table(dataset: Dataset, filters: Filters, lang: str, *, today: date) -> Markup:
    """Return the promises with a year, grouped by outcome; an empty group is left out."""
    frame = promises(dataset, filters)
    if frame.empty:
        return Markup("<p>{}</p>").format(text("ui.empty_all", lang))
    frame = frame[frame["kept"] != Kept.OPEN]
    axis = timeline.axis_of(int(dataset.edition), today=today, newest=newest_fact(dataset))
    sources, stale = paper.by_id(dataset), _stale(dataset, today, lang)
    groups = [
        _group(
            frame[frame["kept"] == value],
            value,
            dataset=dataset,
            axis=axis,
            sources=sources,
            stale=stale,
            lang=lang,
        )
        for value in _DATED
        if (frame["kept"] == value).any()
    ]
    if not groups:
        return Markup("<p>{}</p>").format(text("promises.none_dated", lang))
    return Markup(
        '<table class="dg-promises" role="table"><caption class="dg-hidden">{}</caption>'
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{}</th>'
        '<th role="columnheader" scope="col"><span class="dg-hidden">{}</span>{}</th>'
        '<th role="columnheader" scope="col"><span class="dg-hidden">{}</span>{}</th></tr></thead>{}</table>'
    ).format(
        text("promises.table", lang),
        text("promises.promise", lang),
        text("promises.events", lang),
        timeline.draw_years(axis, today=_today(axis, lang)),
        text("promises.outcome", lang),
        _legend(lang),
        Markup("").join(groups),
    )


def _stale(dataset: Dataset, today: date, lang: str) -> Mapping[str, str]:
    """Return what to say of each project that was not looked at for too long."""
    return {
        one.project_id: text(
            "record.stale", lang, date=date_text(one.looked.isoformat(), lang=lang), days=STALE_DAYS
        )
        for one in due(dataset, today=today)
        if one.looked is not None
    }


def _today(axis: timeline.Axis, lang: str) -> str:
    """Return the word for the day that is shown as today."""
    is_past = axis.today < today_in_the_city()
    return date_text(axis.today.isoformat(), lang=lang) if is_past else text("past.today", lang)


def _legend(lang: str) -> Markup:
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(marks.event_mark(kind), text(f"promises.mark_{kind}", lang))
        for kind in ("begun", "news", "done", "delayed")
    )
    return Markup('<ul class="dg-legend dg-plain">{}</ul>').format(items)


def _group(
    frame: pd.DataFrame,
    kept: Kept,
    *,
    dataset: Dataset,
    axis: timeline.Axis,
    sources: Mapping[str, Row],
    stale: Mapping[str, str],
    lang: str,
) -> Markup:
    last = date_text(f"{dataset.edition}-12-31", lang=lang)
    note = text("promises.dashed", lang, date=last, now=_today(axis, lang))
    head = Markup(
        '<tr role="row" class="dg-group"><th role="rowheader" colspan="3" scope="colgroup">'
        "{} <span>{}{}</span></th></tr>"
    ).format(
        text(f"kept.{kept}", lang),
        text("promises.n_items", lang, n=len(frame)),
        text("map.dot", lang) + note if kept is Kept.UNKNOWN else "",
    )
    rows = [
        _row(row, dataset=dataset, axis=axis, sources=sources, stale=stale.get(str(row["id"]), ""), lang=lang)
        for row in frame.to_dict("records")
    ]
    return Markup('<tbody role="rowgroup">{}{}</tbody>').format(head, Markup("").join(rows))


def _row(
    row: Row,
    *,
    dataset: Dataset,
    axis: timeline.Axis,
    sources: Mapping[str, Row],
    stale: str,
    lang: str,
) -> Markup:
    events = [
        event
        for event in dataset.events[dataset.events["project_id"] == row["id"]]
        .sort_values("date", kind="stable")
        .to_dict("records")
        if event["event"] != "unknown"
    ]
    return Markup(
        '<tr role="row" class="dg-{}"><th role="rowheader" scope="row">{}<span class="dg-name">{}</span>'
        '<span class="dg-small">{}</span></th><td role="cell">{}</td><td role="cell">{}{}{}{}</td></tr>'
    ).format(
        row["category"],
        marks.swatch(str(row["category"]), str(row["certainty"])),
        paper.on_map(str(row["id"]), str(row[f"name_{lang}"])),
        _said(row, lang, report=dataset.edition),
        timeline.draw_events(events, axis, label=_in_words(events, lang)),
        _outcome(row, sources, lang),
        Markup('<span class="dg-small">{}</span>').format(stale) if stale else "",
        _all_events(events, sources, lang),
        correct_link(
            "p", str(row["id"]), str(row[f"name_{lang}"]), report=dataset.edition, lang=lang, field="promise"
        ),
    )


def _said(row: Row, lang: str, *, report: str) -> Markup:
    """Return what the report promised, and where it says so."""
    words = str(known(row[f"promise_{lang}"]) or "").rstrip("。.")
    where = paragraph_link(row["ref"], report=report, lang=lang)
    return Markup(text("map.dot", lang)).join(part for part in (words, where) if part)  # noqa: S704 - ours


def _in_words(events: Sequence[Row], lang: str) -> str:
    """Return the timeline in words."""
    if not events:
        return text("promises.no_events", lang)
    kinds = [timeline.event_kind(str(event["event"])) for event in events]
    pieces = [
        f"{date_text(event['date'], lang=lang)} {text(f'promises.mark_{kind}', lang)}"
        for event, kind in zip(events, kinds, strict=True)
    ]
    return text("promises.semicolon", lang).join(pieces)


def _outcome(row: Row, sources: Mapping[str, Row], lang: str) -> Markup:
    """Return the outcome with its date, fact and source; unknown says what was last read."""
    kept = str(row["kept"])
    if kept in (Kept.KEPT, Kept.LATE, Kept.NOT_YET):
        day, fact, source = row["kept_date"], row[f"kept_fact_{lang}"], row["kept_source_id"]
        title = text(f"kept.{kept}", lang)
    else:
        day, fact, source = row["status_date"], row[f"status_fact_{lang}"], row["status_source_id"]
        title = text("kept.unknown", lang)
    if known(day) is None:
        return Markup("<b>{}</b>").format(title)
    return Markup('<b>{}</b><span class="dg-small">{} {} {}</span>').format(
        title, date_text(day, lang=lang), known(fact) or "", paper.source_link(sources.get(str(source)), lang)
    )


def _all_events(events: Sequence[Row], sources: Mapping[str, Row], lang: str) -> Markup:
    if not events:
        return Markup("")
    items = Markup("").join(
        Markup("<li>{}</li>").format(paper.told(event, sources, lang)) for event in reversed(events)
    )
    return Markup("<details><summary>{}</summary><ol>{}</ol></details>").format(
        text("promises.all_events", lang, n=len(events)), items
    )


# --- those not promised for the year ---


def undated(dataset: Dataset, filters: Filters, lang: str) -> Markup:
    """Return what was not promised for the year, newest news first; all but nine are folded away."""
    frame = promises(dataset, filters)
    if frame.empty:  # the table above says so
        return Markup("")
    rows = frame[frame["kept"] == Kept.OPEN].to_dict("records")
    if not rows:
        return Markup("<p>{}</p>").format(text("promises.none_undated", lang))
    sources = paper.by_id(dataset)
    cards = [_card(row, sources, lang) for row in rows]
    more = Markup("")
    if len(cards) > _FIRST:
        more = Markup('<details><summary>{}</summary><ul class="dg-cards">{}</ul></details>').format(
            text("promises.more_undated", lang, n=len(cards) - _FIRST), Markup("").join(cards[_FIRST:])
        )
    return Markup('<h2>{} <span>{}</span></h2><ul class="dg-cards">{}</ul>{}').format(
        text("promises.undated", lang, n=len(rows)),
        text("promises.undated_note", lang),
        Markup("").join(cards[:_FIRST]),
        more,
    )


def _card(row: Row, sources: Mapping[str, Row], lang: str) -> Markup:
    word = known(row[f"status_word_{lang}"]) or text(f"status.{row['status']}", lang)
    day = date_text(row["status_date"], lang=lang) if known(row["status_date"]) else ""
    source = paper.source_link(sources.get(str(row["status_source_id"])), lang)
    return Markup(
        '<li class="dg-{}">{}<span class="dg-name">{} <span class="dg-now">{} {}</span></span>'
        '<span class="dg-small">{}{}{}</span></li>'
    ).format(
        row["category"],
        marks.swatch(str(row["category"]), str(row["certainty"])),
        paper.on_map(str(row["id"]), str(row[f"name_{lang}"])),
        marks.status_mark(str(row["status"])),
        word,
        day,
        text("map.dot", lang) if day and source else "",
        source,
    )


# --- charts and figures ---


def chart(dataset: Dataset, filters: Filters, lang: str) -> Markup:
    """Return stages by category as a table whose cells show their number, and one square a project."""
    counts = stage_by_category(dataset, filters)
    heads = [text(f"stage.{stage}", lang) for stage in counts.columns]
    stages = [Stage(str(stage)) for stage in counts.columns]
    rows = [
        _chart_row(Category(str(name)), dict(zip(stages, map(int, values), strict=True)), lang)
        for name, values in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    view = session.view()
    foot = [
        paper.counted(int(n), replace(view, stages=(stage,)))
        for stage, n in zip(stages, counts.sum(axis=0), strict=True)
    ]
    return Markup(
        '<h2>{}</h2><div class="dgmap-table" role="region" tabindex="0" aria-label="{}">'
        '<table class="dg-chart"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody>'
        '<tfoot><tr><th scope="row">{}</th>{}</tr></tfoot></table></div>'
    ).format(
        text("promises.chart", lang),
        text("promises.chart", lang),
        text("ui.column_category", lang),
        _cells("th", [*heads, text("promises.total", lang)], attribute=' scope="col"'),
        Markup("").join(rows),
        text("promises.total", lang),
        _cells("td", [*foot, paper.counted(int(counts.to_numpy().sum()), view)]),
    )


def _cells(tag: str, values: Sequence[object], attribute: str = "") -> Markup:
    opening = Markup(f"<{tag}{attribute}>")  # noqa: S704 - a tag of ours
    closing = Markup(f"</{tag}>")  # noqa: S704 - a tag of ours
    return Markup("").join(opening + Markup("{}").format(value) + closing for value in values)


def _chart_row(category: Category, counts: Mapping[Stage, int], lang: str) -> Markup:
    """Return a category's row; each bar leads to the projects that it stands for."""
    row = replace(session.view(), categories=(category,))
    squares = [_squares(n, replace(row, stages=(stage,))) for stage, n in counts.items()]
    whole = sum(counts.values())
    return Markup('<tr class="dg-{}"><th scope="row">{} {}</th>{}</tr>').format(
        category,
        Markup('<span class="dg-icon" aria-hidden="true"></span>'),
        text(f"category.{category}", lang),
        _cells("td", [*squares, paper.counted(whole, row)]),
    )


def _squares(n: int, asked: View) -> Markup:
    if not n:
        return Markup('<span class="dg-zero">0</span>')
    squares = Markup('{} <i class="dg-squares" style="width:{}px"></i>').format(n, 9 * min(n, _MOST_SQUARES))
    return paper.counted(n, asked, squares)


def figures(dataset: Dataset, lang: str) -> Markup:
    """Return the city's figures: target, bound, unit, paragraph, and what a dated source says of each."""
    sources = paper.by_id(dataset)
    rows = Markup("").join(
        _figure(row, sources, lang, report=dataset.edition) for row in dataset.targets.to_dict("records")
    )
    said = sources.get(dataset.report["source_id"])
    read = Markup("") if said is None else Markup(" {}").format(paper.source_link(said, lang))
    heads = [text(f"promises.figure_{name}", lang) for name in ("name", "value", "per", "ref", "outcome")]
    title = text("promises.figures", lang, n=len(dataset.targets))
    return Markup(
        '<h2>{}</h2><p class="dg-note">{}{}</p>'
        '<div class="dgmap-table" role="region" tabindex="0" aria-label="{}">'
        '<table class="dg-figures"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(
        title,
        text("promises.figures_note", lang, n=int((dataset.targets["result_zh"] != "").sum())),
        read,
        title,
        _cells("th", heads, attribute=' scope="col"'),
        rows,
    )


def _figure(row: Row, sources: Mapping[str, Row], lang: str, *, report: str) -> Markup:
    return Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{} {}</td></tr>').format(
        row[f"name_{lang}"],
        value_text(row, lang),
        scope_text(row, lang),
        paragraph_link(row["ref"], report=report, lang=lang),
        result_text(row, sources, lang),
        correct_link("target", str(row["id"]), str(row[f"name_{lang}"]), report=report, lang=lang),
    )


def result_text(row: Row, sources: Mapping[str, Row], lang: str) -> Markup:
    """Return a figure's result in the source's words; whether it reaches the target is for the reader."""
    if not known(row["result_zh"]):
        return marks.status_mark("unknown") + Markup(" {}").format(text("kept.unknown", lang))
    return Markup('{}<span class="dg-small">{} {}</span>').format(
        row[f"result_{lang}"],
        date_text(row["result_date"], lang=lang),
        paper.source_link(sources.get(str(row["result_source_id"])), lang),
    )
