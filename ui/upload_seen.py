"""How a visitor's file was read, shown first, and what she can say instead: sheet, header, columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from geo.upload.headings import CHOSEN
from geo.upload.seen import Choice, Seen
from i18n import table, text
from ui import markup

__all__ = ["CHOICE", "choice", "show"]

CHOICE = "own_choice"
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def choice() -> Choice:
    """Return what the visitor has said of the file that is there."""
    said = st.session_state.get(CHOICE)
    return said if isinstance(said, Choice) else Choice()


def show(seen: Seen, lang: str) -> None:
    """Show how a file was read, and offer to read it in another way."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in _lines(seen, lang))
    title = text("upload.seen_title", lang)
    markup.show(f'<h3>{title}</h3><ul class="dgmap-notes">{lines}</ul>{_table(seen, lang)}')
    is_table = len(seen.taken) < 2 and any(at for at, _, _ in seen.columns)
    has_columns = is_table and len(seen.columns) > 1
    if len(seen.sheets) > 1 or has_columns or seen.columns:
        with st.expander(text("upload.seen_change", lang), expanded=has_columns and not seen.place):
            _ask(seen, lang, has_columns=has_columns)


def _lines(seen: Seen, lang: str) -> list[str]:
    lines = [text("upload.seen_kind", lang, kind=text(f"upload.kind.{seen.kind}", lang))]
    if seen.encoding:
        lines.append(text("upload.seen_encoding", lang, value=seen.encoding))
    if seen.sign in _SIGNS:
        lines.append(text("upload.seen_sign", lang, value=text(f"upload.sign.{_SIGNS[seen.sign]}", lang)))
    if any(seen.taken):
        key = "seen_sheet_of" if len(seen.sheets) > len(seen.taken) else "seen_sheet"
        lines.append(text(f"upload.{key}", lang, taken=", ".join(seen.taken), n=len(seen.sheets)))
    if seen.header:
        lines.append(text("upload.seen_header", lang, n=seen.header))
    lines.append(text("upload.seen_rows", lang, n=seen.rows))
    names = {at: title or at for at, title, _ in seen.columns}
    lon, lat = (names.get(at, at) for at in (seen.lon, seen.lat))
    place = seen.place or ("half" if choice().lon or choice().lat else "none")
    lines.append(text(f"upload.seen_place_{place}", lang, lon=lon, lat=lat))
    return lines


def _table(seen: Seen, lang: str) -> str:
    """Return the columns as a table: hers, what they were taken for, and the first rows of it."""
    if not seen.columns:
        return ""
    rows = ""
    for at, (place, title, ours) in enumerate(seen.columns):
        cells = [row[at] for row in seen.sample if at < len(row)]
        taken = _word(ours, lang) if ours else text("upload.seen_not_read", lang)
        if seen.place and place and place in {seen.lon, seen.lat}:
            taken = text("upload.seen_is_place", lang)
        parts = "".join(f"<td>{escape(one)}</td>" for one in (taken, *cells))
        rows += f'<tr><th scope="row">{escape(title or place or "–")}</th>{parts}</tr>'
    heads = [text("upload.seen_column", lang), text("upload.seen_ours", lang)]
    more = f'<th scope="col" colspan="{len(seen.sample)}">{text("upload.seen_sample", lang)}</th>'
    titles = "".join(f'<th scope="col">{one}</th>' for one in heads) + (more if seen.sample else "")
    label = text("upload.seen_title", lang)
    return (
        f'<div class="dgmap-table dgmap-seen" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _word(ours: str, lang: str) -> str:
    """Return what a column of ours is called; of one that is seldom asked for, what it means."""
    said = table(lang)
    for words in (said["upload"]["field"], said["export"]["projects"], said["export"]["sites"]):
        if ours in words:
            return str(words[ours])
    return ours


def _ask(seen: Seen, lang: str, *, has_columns: bool) -> None:
    if len(seen.sheets) > 1:
        sheets = ["", *seen.sheets]
        auto, label = text("upload.ask_auto", lang), text("upload.ask_sheet", lang)
        _select("sheet", choice().sheet, sheets, lambda one: one or auto, label)
    if has_columns:
        _ask_place(seen, lang)
    # What is a coordinate is nothing else.
    hers = {
        at or title: title or at for at, title, _ in seen.columns if not at or at not in {seen.lon, seen.lat}
    }
    found = {ours: at or title for at, title, ours in seen.columns}
    said = dict(choice().columns)
    for ours in CHOSEN if hers else ():
        at = said.get(ours, found.get(ours, ""))
        label = text("upload.ask_column", lang, name=_word(ours, lang))
        _select(ours, at, ["", *hers], lambda one: hers.get(one, text("upload.ask_none", lang)), label)


def _ask_place(seen: Seen, lang: str) -> None:
    if seen.headers:
        header = text("upload.ask_header", lang)
        _select("header", seen.header, seen.headers, lambda row: text("upload.ask_row", lang, n=row), header)
    names = {at: f"{at} · {title}" if title else at for at, title, _ in seen.columns}
    # One of the two alone is no answer yet, and stays all the same.
    said = choice()
    for field, at in (("lon", said.lon or seen.lon), ("lat", said.lat or seen.lat)):
        label = text(f"upload.ask_{field}", lang)
        _select(field, at, ["", *names], lambda one: names.get(one, text("upload.ask_none", lang)), label)


def _select(
    field: str, value: str | int, options: Sequence[str | int], word: Callable[[str], str], label: str
) -> None:
    """Draw one question; the answer stands in the choice, so that a file read anew shows what it became."""
    key = f"own_{field}"
    st.session_state[key] = value if value in options else options[0]
    st.selectbox(
        label,
        list(options),
        format_func=word,
        key=key,
        on_change=_say,
        args=(field,),
    )


def _say(field: str) -> None:
    """Take an answer; another sheet has its own header, and another header its own columns."""
    said = st.session_state[f"own_{field}"]
    kept = choice()
    if field == "sheet":
        kept = Choice(sheet=str(said))
    elif field == "header":
        kept = Choice(sheet=kept.sheet, header=int(said))
    elif field in CHOSEN:
        kept = replace(kept, columns=_with(kept.columns, field, str(said)))
    else:
        kept = replace(kept, lon=str(st.session_state["own_lon"]), lat=str(st.session_state["own_lat"]))
    st.session_state[CHOICE] = kept


def _with(columns: Sequence[tuple[str, str]], ours: str, hers: str) -> tuple[tuple[str, str], ...]:
    """Return the answers with one more: the newest goes last, and a column of hers is one of ours at most."""
    rest = [(one, "" if hers and at == hers else at) for one, at in columns if one != ours]
    return (*rest, (ours, hers))
