"""The towns' pages as HTML: a town's head and facts, the table of all towns, how the sums add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from geo.filters import field_of, word
from geo.inside import OUTSIDE
from geo.towns import Presence, TownSummary, line_metres, town_counts, town_summary
from geo.view import View
from geo.vocabulary import Certainty, Status
from i18n import text
from layers.target_words import scope_text, value_text
from layers.wording import distance, known
from ui import marks, paper, session
from ui.correcting.links import correct_link
from ui.paper import Row
from ui.promise_report import result_text
from ui.report.links import paragraph_link

if TYPE_CHECKING:
    import pandas as pd

    from geo.dataset import Dataset
    from geo.query import Filters

__all__ = ["COLUMNS", "beside", "head", "line_sums", "overview_head", "overview_table", "target", "ways_on"]

COLUMNS = ("town", "projects", *(how.value for how in Presence))
# A drawing is not surer than this.
_METRES_STEP = 10


def _town(dataset: Dataset, town_id: str) -> Row:
    return dataset.towns[dataset.towns["id"] == town_id].to_dict("records")[0]


def _name(row: Row, lang: str) -> str:
    return str(row["short_zh"] if lang == "zh" else row["name_en"])


def _town_link(town_id: str | None, name: str) -> Markup:
    """Return a link to a town's page, or to all towns, with the rest of the view kept."""
    towns = () if town_id is None else (town_id,)
    query = session.link(replace(session.view(), towns=towns, project=None))
    return Markup('<a href="./towns?{}" target="_self">{}</a>').format(query, name)


# --- one town: above the list ---


def head(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Return the town's name, size and people, and its projects by status."""
    row, summary = _town(dataset, town_id), town_summary(dataset, town_id)
    full, other = (row["name_zh"], row["name_en"]) if lang == "zh" else (row["name_en"], row["name_zh"])
    return Markup(
        '<div class="dg-town"><p class="dg-small">{} / {}</p><h2>{} <span lang="{}">{}</span></h2>'
        '<p class="dg-small">{}</p>{}</div>'
    ).format(
        _town_link(None, text("ui.tab_towns", lang)),
        _name(row, lang),
        full,
        "en" if lang == "zh" else "zh-CN",
        other,
        _size(row, lang),
        _status_bar(summary.counts["status"], _in_town(town_id), lang),
    )


def _size(row: Row, lang: str) -> str:
    """Return area and people with where each is from; what is not known is said."""
    drawn = row["area_source"] == row["source_id"]
    key = "town_page.area_drawn" if drawn else "town_page.area_published"
    parts = [text(key, lang, n=f"{float(row['area_km2']):g}")]
    people = known(row["population_2020"])
    if people is None:
        parts.append(text("town_page.people_unknown", lang))
    elif lang == "zh":
        parts.append(text("town_page.people", lang, n=f"{float(people) / 10_000:.1f}"))
    else:
        parts.append(text("town_page.people", lang, n=f"{float(people):,.0f}"))
    return text("map.dot", lang).join(parts)


def _in_town(town_id: str) -> View:
    """Return the view of all of a town's projects: edition, language and day are those of the page."""
    now = session.view()
    return View(report=now.report, lang=now.lang, at=now.at, towns=(town_id,))


def _status_bar(counts: Mapping[str, int], town: View, lang: str) -> Markup:
    """Return one bar of all projects by status, with the words and numbers below, which lead to them."""
    shown = [status for status in Status if counts[status]]
    if not shown:  # the map's list says so
        return Markup("")
    bar = Markup("").join(
        Markup('<i class="dg-part dg-part-{}" style="flex-grow:{}"></i>').format(status, counts[status])
        for status in shown
    )
    items = Markup("").join(
        Markup('<li><i class="dg-key dg-part-{}" aria-hidden="true"></i>{} {}</li>').format(
            status,
            text(f"status.{status}", lang),
            paper.counted(counts[status], replace(town, statuses=(status,))),
        )
        for status in shown
    )
    return Markup('<div class="dg-bar" aria-hidden="true">{}</div><ul class="dg-legend">{}</ul>').format(
        bar, items
    )


# --- one town: beside the map ---


def beside(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Return lines with their metres, targets, counts and how they add up, the town among the others."""
    summary = town_summary(dataset, town_id)
    parts = [
        _lines(dataset, summary, lang),
        _targets(dataset, summary, lang),
        _counts(summary, _in_town(town_id), lang),
        _among(dataset, town_id, lang),
        _sums(dataset, town_id, lang),
    ]
    return Markup("").join(Markup("<section>{}</section>").format(part) for part in parts if part)


def _lines(dataset: Dataset, summary: TownSummary, lang: str) -> Markup:
    if summary.lines.empty and summary.context.empty:
        return Markup("<h2>{}</h2><p>{}</p>").format(
            text("town_page.lines", lang), text("town_page.no_lines", lang)
        )
    projects = dataset.projects.set_index("id")
    rows = [_line(row, projects.loc[row["project_id"]], lang) for row in summary.lines.to_dict("records")]
    existing = [_context(row, lang) for row in summary.context.to_dict("records")]
    more = Markup('<h3 class="dg-small">{}</h3><ul class="dg-lines">{}</ul>').format(
        text("town_page.context", lang), Markup("").join(existing)
    )
    return Markup('<h2>{} <span>{}</span></h2><ul class="dg-lines">{}</ul>{}').format(
        text("town_page.lines", lang),
        text("town_page.lines_note", lang),
        Markup("").join(rows),
        more if existing else "",
    )


def _line(row: Row, project: pd.Series, lang: str) -> Markup:
    """Return one line: how it is known, its name, its metres in the town or that they are not known."""
    metres = known(row["metres"])
    return Markup(
        '<li>{}<span class="dg-name">{} <span class="dg-how">{}</span></span><span>{}</span></li>'
    ).format(
        marks.line_mark(str(row["certainty"]), str(project["category"])),
        paper.on_map(str(row["project_id"]), str(project[f"label_{lang}"] or project[f"name_{lang}"])),
        _how(row, lang),
        text("town_page.unknown", lang) if metres is None else _rounded(float(metres)),
    )


def _rounded(metres: float) -> str:
    """Return metres to the nearest ten; below that the drawing cannot tell."""
    return (
        f"{round(metres / _METRES_STEP) * _METRES_STEP:,}"
        if metres >= _METRES_STEP / 2
        else f"<{_METRES_STEP}"
    )


def _how(row: Row, lang: str) -> str:
    """Say how a line is known here: its error, that it is a sketch, that only the town is known."""
    sure = str(row["certainty"])
    if sure == Certainty.TOWN:
        return text("certainty.town", lang)
    if known(row["metres"]) is None:
        return text("town_page.course_unknown", lang)
    key = "town_page.how_plain" if known(row["accuracy_m"]) is None else "town_page.how"
    reach = distance(float(known(row["accuracy_m"]) or 0), lang=lang)
    words = text(key, lang, certainty=text(f"certainty.{sure}", lang), distance=reach)
    return words if row["named"] else text("town_page.not_named", lang, how=words)


def _context(row: Row, lang: str) -> Markup:
    return Markup('<li>{}<span class="dg-name">{}</span><span>{}</span></li>').format(
        marks.line_mark(str(row["kind"])), row[f"name_{lang}"], _rounded(float(row["metres"]))
    )


def _targets(dataset: Dataset, summary: TownSummary, lang: str) -> Markup:
    """Return the figures and duties that bind this unit, each with its scope.

    Where no kind of unit that they name is this one's (a zone), what is not said is said.
    """
    sources = paper.by_id(dataset)
    rows = [
        target(
            row,
            sources,
            lang,
            correct_link(
                "target", str(row["id"]), str(row[f"name_{lang}"]), report=dataset.edition, lang=lang
            ),
            report=dataset.edition,
        )
        for row in summary.targets.to_dict("records")
    ]
    rows += [
        target(row | {"per": "town"}, sources, lang, report=dataset.edition)
        for row in summary.duties.to_dict("records")
    ]
    bound = ";".join([*dataset.targets["binds"], *dataset.duties["binds"]]).split(";")
    is_named = _town(dataset, summary.town_id)["kind"] in bound
    said = Markup('<p class="dg-note">{}</p>').format(text("town_page.targets_zone", lang))
    return Markup('<h2>{}</h2><ul class="dg-targets">{}</ul>{}').format(
        text("town_page.targets", lang), Markup("").join(rows), "" if is_named else said
    )


def target(row: Row, sources: Mapping[str, Row], lang: str, correct: str = "", *, report: str) -> Markup:
    """Return one figure, or a duty without one: its scope, its paragraph, and what came of it."""
    value = text("town_page.colon", lang) + value_text(row, lang) if "value" in row else ""
    where = paragraph_link(row["ref"], report=report, lang=lang)
    of_town = row["per"] == "town"
    result = text("town_page.target_unknown", lang) if of_town else result_text(row, sources, lang)
    parts = [part for part in (scope_text(row, lang), where, result, correct) if part]
    return Markup('<li>{}{}<span class="dg-small">{}</span></li>').format(
        row[f"name_{lang}"],
        value,
        Markup(text("map.dot", lang)).join(parts),  # noqa: S704 - ours
    )


def _counts(summary: TownSummary, town: View, lang: str) -> Markup:
    """Return the counts by presence, category, stage and promise; each row of numbers is the whole."""
    if summary.projects.empty:
        return Markup("")
    tables = (
        ("presence", "town_page.presence"),
        ("category", "category"),
        ("stage", "stage"),
        ("kept", "kept"),
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(
            text(f"town_page.by_{name}", lang), _listed(summary.counts[name], table, town)
        )
        for name, table in tables
    )
    return Markup('<h2>{}</h2><table class="dg-counts"><tbody>{}</tbody></table>').format(
        text("town_page.counts", lang, n=len(summary.projects)), rows
    )


def _listed(counts: Mapping[str, int], table: str, town: View) -> Markup:
    """Return words with their counts; where a filter says the same, a count leads to its projects."""
    lang = town.lang
    field = field_of(table)
    words = [
        Markup("{} {}").format(text(f"{table}.{value}", lang), _count(n, town, field, value))
        for value, n in counts.items()
        if n
    ]
    return Markup(text("map.list_sep", lang)).join(words)  # noqa: S704 - a sign of ours


def _count(n: int, town: View, field: str | None, value: str) -> Markup:
    if field is None:
        return Markup("{}").format(n)
    asked: dict[str, Any] = {field: (value,)}
    return paper.counted(n, replace(town, **asked))


def _among(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Return a bar for each town, most projects first, this one in ink."""
    from geo.query import Filters  # noqa: PLC0415 - typed above, needed here alone

    frame = town_counts(dataset, Filters()).sort_values("projects", ascending=False, kind="stable")
    most, own = int(frame["projects"].max()), int(frame.loc[frame["town"] == town_id, "projects"].iloc[0])
    bars = Markup("").join(
        Markup(
            '<a{} href="./towns?{}" target="_self" aria-label="{} {}"><i style="height:{:.1f}%"></i></a>'
        ).format(
            Markup(' class="dg-this"') if town == town_id else "",
            session.link(_in_town(str(town))),
            word("towns", str(town), lang),
            n,
            100 * int(n) / max(most, 1),
        )
        for town, n in zip(frame["town"], frame["projects"], strict=True)
    )
    name = _name(_town(dataset, town_id), lang)
    first = _name(_town(dataset, str(frame["town"].iloc[0])), lang)
    return Markup(
        '<h2>{} <span>{}</span></h2><div class="dg-columns">{}</div>'
        '<p class="dg-ends"><b>{} {}</b><span>{}</span></p>'
    ).format(
        text("town_page.among", lang),
        text("town_page.most", lang, town=first, n=most),
        bars,
        name,
        own,
        text("town_page.without", lang, n=int((frame["projects"] == 0).sum())),
    )


def _sums(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Say how a town's numbers add up to the city's."""
    summary, totals = town_summary(dataset, town_id), _totals(dataset)
    shared = int((summary.projects["towns"].map(len) > 1).sum())
    line = text("town_page.sums", lang, n=len(summary.projects), shared=shared)
    return Markup('<h2>{}</h2><p class="dg-note">{} {}</p>').format(
        text("town_page.sums_title", lang), line, text("town_page.sums_city", lang, **totals)
    )


def _totals(dataset: Dataset, shown: pd.DataFrame | None = None) -> dict[str, int]:
    projects = dataset.projects if shown is None else shown
    return {
        "added": int(projects["towns"].map(len).sum()),
        "whole": len(projects),
        "nowhere": int((projects["towns"].map(len) == 0).sum()),
    }


def ways_on(lang: str) -> Markup:
    """Return the links to the same town's data, and to a comparison that begins with it."""
    query = session.link(replace(session.view(), project=None))
    links = [
        Markup('<a href="./{}?{}" target="_self">{}</a>').format(page, query, text(f"ui.tab_{page}", lang))
        for page in ("projects", "compare")
    ]
    return Markup('<div class="dg-acts">{}</div>').format(Markup("").join(links))


# --- all towns ---


def overview_head(dataset: Dataset, filters: Filters, lang: str, *, counted: str) -> Markup:
    """Return what is counted, and how the towns' numbers add up to the city's."""
    from geo.query import select  # noqa: PLC0415 - needed here alone

    chosen = select(dataset, replace(filters, towns=()))
    return Markup('<div class="dg-town"><h2>{}</h2><p class="dg-note">{}</p></div>').format(
        counted, text("town_page.sums_city", lang, **_totals(dataset, chosen))
    )


def overview_table(dataset: Dataset, filters: Filters, lang: str, *, by: str, counted: str) -> Markup:
    """Return all towns with what is counted and how it is there, in the order of a column.

    Parameters
    ----------
    by
        One of :data:`COLUMNS`; numbers sort from the largest, equal ones stay in the towns' order.
    """
    frame = town_counts(dataset, filters)
    if by != "town":
        frame = frame.sort_values(by, ascending=False, kind="stable")
    names = {str(row["id"]): _name(row, lang) for row in dataset.towns.to_dict("records")}
    heads = Markup("").join(_column(name, by, lang) for name in COLUMNS)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            _town_link(str(row["town"]), names[str(row["town"])]),
            _numbers([row[name] for name in COLUMNS[1:]]),
        )
        for row in frame.to_dict("records")
    )
    return Markup(
        '<div class="dgmap-table dg-table" role="region" tabindex="0" aria-label="{}">'
        '<table class="dg-towns">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody>"
        '<tfoot><tr><th scope="row">{}</th>{}</tr></tfoot></table></div>'
    ).format(
        counted,
        heads,
        rows,
        text("town_page.added", lang),
        _numbers([int(frame[name].sum()) for name in COLUMNS[1:]]),
    )


def line_sums(dataset: Dataset, filters: Filters, lang: str) -> Markup:
    """Return each drawn line's length: what the towns add up to, what lies outside of all, the whole."""
    from geo.query import select  # noqa: PLC0415 - needed here alone

    metres, shown = line_metres(dataset), select(dataset, replace(filters, towns=()))
    rows = []
    for project in shown.to_dict("records"):
        own = metres[metres["project_id"] == project["id"]]
        if own.empty:
            continue
        outside = float(own.loc[own["town"] == OUTSIDE, "metres"].sum())
        inside = float(own["metres"].sum()) - outside
        name = project[f"label_{lang}"] or project[f"name_{lang}"]
        cells = [f"{n:,}" for n in (round(inside), round(outside), round(inside) + round(outside))]
        rows.append(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                paper.on_map(str(project["id"]), str(name)), _numbers(cells)
            )
        )
    if not rows:
        return Markup("<section><h2>{}</h2><p>{}</p></section>").format(
            text("town_page.line_sums", lang), text("town_page.no_line_sums", lang)
        )
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(text(f"town_page.sum_{name}", lang))
        for name in ("line", "inside", "outside", "whole")
    )
    return Markup(
        '<section><h2>{}</h2><p class="dg-note">{}</p>'
        '<div class="dgmap-table dg-table" role="region" tabindex="0" aria-label="{}">'
        '<table class="dg-towns dg-sums"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></section>'
    ).format(
        text("town_page.line_sums", lang),
        text("town_page.line_sums_note", lang),
        text("town_page.line_sums", lang),
        heads,
        Markup("").join(rows),
    )


def _numbers(values: Sequence[object]) -> Markup:
    return Markup("").join(Markup("<td>{}</td>").format(value) for value in values)


def _column(name: str, by: str, lang: str) -> Markup:
    sort = "" if name != by else "ascending" if name == "town" else "descending"
    return Markup('<th scope="col"{}>{}</th>').format(
        Markup(' aria-sort="{}"').format(sort) if sort else "", text(f"town_page.column_{name}", lang)
    )
