"""The upload page's tables and messages as HTML; everything that a visitor's file holds is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from html import escape

from geo.city import CITY
from geo.errors import Problem, shown
from geo.upload.limits import LIMITS
from i18n import table, text

__all__ = ["columns", "limits", "message", "notes", "problems", "reading_name", "uploader_words"]

# More lines than that help nobody; the first ones repaired, the rest is fewer.
_MOST = 200
# Of problems of one kind so many are told in full, and the rows of so many more are named.
_FEW, _ROWS = 3, 20
_BYTES = frozenset({"file_bytes", "unpacked_bytes"})
_CHARACTERS = frozenset({"text", "wkt"})


def message(problem: Problem, lang: str, *, group: str = "problem") -> str:
    """Return what a problem or note is and what to do, as plain text in the reader's language."""
    value = _reason(problem.value, lang) if problem.key == "invalid" else problem.value
    said = table(lang)["upload"][group]
    key = f"upload.{group}.{problem.key}" if problem.key in said else f"check.{problem.key}"
    # Names that we wrote ourselves (a count, a list of columns) stand bare, a cell's value in quotes.
    quoted = shown(value) if key.startswith("check.") or problem.key in {"differs", "repeated_id"} else value
    return text(key, lang, value=quoted, expected=problem.expected, column=problem.column)


def _reason(why: str, lang: str) -> str:
    """Return GEOS's reason for an invalid geometry in words, with its place."""
    found = re.match(r"([A-Za-z -]+)(?:\[([-\d. e+]+)\])?", why)
    if found is None:
        return text("upload.reason.other", lang)
    key = re.sub(r"[^a-z]+", "_", found[1].casefold()).strip("_")
    words = table(lang)["upload"]["reason"]
    return str(words.get(key, words["other"])) + (f" [{found[2]}]" if found[2] else "")


def reading_name(key: str, lang: str) -> str:
    """Return the name of a reading's key (``gcj02``, ``gcj02-swapped``)."""
    crs, _, swapped = key.partition("-")
    grid = next((grid for grid in CITY.grids if grid.key == crs), None)
    if grid is None:
        name = text(f"upload.crs.{crs}", lang)
    else:
        own = grid.name_zh if lang == "zh" else grid.name_en
        name = text("upload.crs.grid", lang, name=own, crs=grid.crs)
    return text("upload.crs.swapped", lang, name=name) if swapped else name


def _where(problem: Problem, lang: str) -> str:
    """Return a problem's place in the file: sheet, row or feature, column."""
    unit = "in_row" if problem.file else "in_feature"
    parts = [text("upload.in_sheet", lang, sheet=problem.file)] if problem.file else []
    parts += [text(f"upload.{unit}", lang, n=problem.row)] if problem.row else []
    parts += [problem.column] if problem.column else []
    return " · ".join(parts) or text("upload.whole", lang)


def _where_all(alike: Sequence[Problem], lang: str) -> str:
    """Return the rows of many problems of one kind in one column."""
    first = alike[0]
    rows = ", ".join(str(one.row) for one in alike[:_ROWS]) + (" …" if len(alike) > _ROWS else "")
    parts = [text("upload.in_sheet", lang, sheet=first.file)] if first.file else []
    parts += [text("upload.in_rows" if first.file else "upload.in_features", lang, rows=rows)]
    return " · ".join([*parts, first.column] if first.column else parts)


def problems(found: Sequence[Problem], lang: str) -> str:
    """Return problems as a table: where, what it is and what to do; many of one kind as a few and a count."""
    if not found:
        return ""
    lines = [line for alike in _alike(found) for line in _lines(alike, lang)]
    rows = "".join(
        f"<tr><td>{escape(where)}</td><td>{escape(said)}</td></tr>" for where, said in lines[:_MOST]
    )
    more = f"<p>{text('upload.first_of', lang, n=_MOST)}</p>" if len(lines) > _MOST else ""
    heads = "".join(f'<th scope="col">{text(f"upload.{name}", lang)}</th>' for name in ("where", "what"))
    label = text("upload.problems", lang)
    return (
        f'{more}<div class="dgmap-table dgmap-problems" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _alike(found: Sequence[Problem]) -> list[list[Problem]]:
    """Return problems of one kind in one column together, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for one in found:
        groups.setdefault((one.file, one.column, one.key), []).append(one)
    return list(groups.values())


def _lines(alike: Sequence[Problem], lang: str) -> list[tuple[str, str]]:
    """Return where and what for problems of one kind: the first ones, then in how many rows more."""
    shown = alike if len(alike) <= _FEW + 1 else alike[:_FEW]
    lines = [(_where(one, lang), message(one, lang)) for one in shown]
    rest = alike[len(shown) :]
    if rest:
        lines.append((_where_all(rest, lang), text("upload.more_alike", lang, n=len(rest))))
    return lines


def notes(found: Sequence[Problem], lang: str) -> str:
    """Return what is good to know, as a list."""
    if not found:
        return ""
    lines = [
        (f"{_where(one, lang)}{'：' if lang == 'zh' else ': '}" if one.row else "")
        + message(one, lang, group="note")
        for one in found[:_MOST]
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<h3>{text("upload.notes", lang)}</h3><ul class="dgmap-notes">{items}</ul>'


def columns(lang: str) -> str:
    """Return the columns of projects and sites: needed or not, what they mean, how they are written."""
    from geo.schema import COLUMNS  # noqa: PLC0415 - pandas, on this page only
    from geo.upload.tables import NEEDED  # noqa: PLC0415 - the same

    rows = ""
    for name in NEEDED:
        meanings = table(lang)["export"][name]
        rows += f'<tr><th scope="rowgroup" colspan="4">{name}</th></tr>'
        for column, rule in COLUMNS[name].items():
            needed = text("upload.yes", lang) if column in NEEDED[name] else ""
            texts = (needed, str(meanings[column]), rule.expected)
            cells = "".join(f"<td>{escape(one)}</td>" for one in texts)
            rows += f'<tr><th scope="row">{column}</th>{cells}</tr>'
    names = ("column", "needed", "meaning", "rule")
    heads = "".join(f'<th scope="col">{text(f"upload.{name}", lang)}</th>' for name in names)
    title = text("upload.columns_title", lang)
    said = "".join(f"<p>{text(f'upload.columns_{part}', lang)}</p>" for part in ("note", "rest"))
    return (
        f'<details class="dgmap-details"><summary>{title}</summary>{said}'
        f'<div class="dgmap-table" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def limits(lang: str) -> str:
    """Return the table of limits."""
    rows = "".join(
        f'<tr><th scope="row">{text(f"upload.limits.{one.name}", lang)}</th>'
        f"<td>{_amount(one.name, getattr(LIMITS, one.name), lang)}</td></tr>"
        for one in fields(LIMITS)
    )
    title, note = text("upload.limits_title", lang), text("upload.limits_note", lang)
    return (
        f'<details class="dgmap-details"><summary>{title}</summary><p>{note}</p>'
        f'<div class="dgmap-table"><table><tbody>{rows}</tbody></table></div></details>'
    )


def _amount(name: str, most: int, lang: str) -> str:
    if name in _BYTES:
        return f"{most // 1_000_000} MB"
    return text("upload.limits.characters", lang, n=f"{most:,}") if name in _CHARACTERS else f"{most:,}"


def uploader_words(lang: str, *, size: str) -> str:
    """Return CSS variables with the uploader's words: Streamlit has its own in English only."""
    words = {
        "drop": text("upload.drop", lang),
        "limit": text("upload.limit", lang, size=size),
        "browse": text("upload.browse", lang),
        "refused": text("upload.not_sent", lang),
    }
    variables = (f"--upload-{name}:{json.dumps(word, ensure_ascii=False)}" for name, word in words.items())
    return f":root{{{';'.join(variables)}}}"
