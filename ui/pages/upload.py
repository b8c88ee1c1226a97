"""Try your own data: a file in, every problem of it out, its shapes on the map, for this session only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile

from geo.city import CITY
from geo.errors import Problem
from geo.upload.limits import LIMITS, SENT_BYTES
from i18n import text
from ui import day, facts, markup, own, session, trying
from ui.upload_words import columns, limits, notes, problems, reading_name, uploader_words

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.upload.coordinates import Reading, Suspicion
    from geo.upload.hints import Hint
    from geo.upload.trial import Judged, Tried

__all__ = ["draw"]

_FILE = "own_file"
_READ = "own_read"
_CHECKED = "own_checked"
_SIZE_MB = LIMITS.file_bytes // 1_000_000
# What Streamlit takes at all (.streamlit/config.toml): above it the browser refuses, between the two we do.
_TAKEN_MB = SENT_BYTES // 1_000_000


def draw() -> None:
    """Draw the uploader, what came of the file, and what a file should hold."""
    lang = session.view().lang
    day.banner()
    markup.show(f"<h2>{text('ui.tab_upload', lang)}</h2><p>{text('upload.lead', lang)}</p>")
    markup.show(f"<style>{_stylesheet()}\n{uploader_words(lang, size=f'{_SIZE_MB} MB')}</style>")
    file = st.file_uploader(
        text("upload.choose", lang), key=_FILE, max_upload_size=_TAKEN_MB, on_change=_forget
    )
    markup.show(f'<p class="dgmap-quiet">{text("upload.private", lang)}</p>')
    if file is not None:
        _show(file, lang)
    elif isinstance(st.session_state.get(_FILE), DeletedFile):
        # The browser still names it; the process that had it has gone.
        st.text(text("upload.lost", lang))
    elif own.count():
        st.text(text("upload.still", lang, n=own.count()))
        st.button(text("upload.remove_shapes", lang), key="own_forget", on_click=_forget)
    _templates(lang)
    markup.show(columns(lang) + limits(lang))


@cache
def _stylesheet() -> str:
    return (Path(__file__).resolve().parents[1] / "styles" / "upload.css").read_text(encoding="utf-8")


def _forget() -> None:
    """Drop everything that came from the last file."""
    own.forget()
    for key in (_READ, _CHECKED):
        st.session_state.pop(key, None)


def _show(file: UploadedFile, lang: str) -> None:
    """Say what came of a file; the coordinates are asked about before a place is drawn or checked."""
    tried = _read(file, lang)
    if tried.suspicion is None:
        _refuse(tried.refused, lang)
        return
    reading = _ask(tried.suspicion, tried.hint, lang)
    if reading is None:
        own.forget()
        st.session_state.pop(_CHECKED, None)
        st.text(text("upload.crs_waiting", lang))
        return
    judged = _check(file, reading, lang)
    if isinstance(judged, Problem):
        _refuse(judged, lang)
        return
    markup.show(_result(judged, reading, lang))


def _refuse(problem: Problem | None, lang: str) -> None:
    own.forget()
    said = problems([problem], lang) if problem else ""
    title = f"<strong>{text('upload.refused', lang)}</strong>"
    markup.show(f'<div class="dgmap-refused" role="alert">{title}{said}</div>')


@dataclass(frozen=True, slots=True)
class _Kept:
    """What came of one step with a file, under one answer about its coordinates."""

    file_id: str
    answer: str
    found: Tried | Judged


def _kept(key: str, file: UploadedFile, answer: str = "") -> Tried | Judged | None:
    kept = st.session_state.get(key)
    if isinstance(kept, _Kept) and (kept.file_id, kept.answer) == (file.file_id, answer):
        return kept.found
    return None


def _is_here() -> Callable[[], bool]:
    """Return what says whether this run's visitor is still here."""
    from streamlit.runtime import get_instance  # noqa: PLC0415 - heavy, and there by now
    from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: PLC0415 - the same

    context = get_script_run_ctx()
    if context is None:
        return lambda: True
    return lambda: get_instance().is_active_session(context.session_id)


def _read(file: UploadedFile, lang: str) -> Tried:
    """Read a file, once."""
    kept = _kept(_READ, file)
    if kept is not None:
        return cast("Tried", kept)
    with st.spinner(text("upload.busy", lang)):
        tried = trying.try_file(file.getvalue(), file.name, report=session.view().report, is_here=_is_here())
    st.session_state[_READ] = _Kept(file.file_id, "", tried)
    return tried


def _ask(suspicion: Suspicion, hint: Hint | None, lang: str) -> Reading | None:
    """Ask which coordinates the file is in; None until there is an answer."""
    if suspicion.key == "nothing":
        return suspicion.default
    markup.show(
        f"<h3>{text('upload.crs_title', lang)}</h3><p>{text(f'upload.crs_{suspicion.key}', lang)}</p>"
    )
    if hint is not None:
        name = reading_name(hint.reading.key, lang)
        said = text("upload.crs_hint", lang, n=hint.places, name=name, distance=f"{hint.distance_m:.0f}")
        markup.show(f'<p class="dgmap-hint">{said}</p>')
    by_key = {reading.key: reading for reading in suspicion.readings}
    default = suspicion.default
    if hint is not None and hint.reading != default:
        default = None  # places that we know speak against it: she has to say
    chosen = st.radio(
        text("upload.crs_title", lang),
        list(by_key),
        index=None if default is None else list(by_key).index(default.key),
        format_func=lambda key: reading_name(key, lang),
        key="own_crs",
        label_visibility="collapsed",
    )
    return by_key.get(str(chosen))


def _check(file: UploadedFile, reading: Reading, lang: str) -> Judged | Problem:
    """Check the file under an answer, once, and keep its shapes for the map."""
    kept = _kept(_CHECKED, file, reading.key)
    if kept is not None:
        return cast("Judged", kept)
    with st.spinner(text("upload.busy", lang)):
        judged = trying.judge(
            file.getvalue(),
            file.name,
            report=session.view().report,
            reading=reading,
            is_here=_is_here(),
        )
    if not isinstance(judged, Problem):
        own.keep(judged.shapes)
        st.session_state[_CHECKED] = _Kept(file.file_id, reading.key, judged)
    return judged


def _result(checked: Judged, reading: Reading, lang: str) -> str:
    """Return what the checks found, as HTML."""
    name = reading_name(reading.key, lang)
    if checked.moved_m:
        said = text("upload.moved", lang, name=name, distance=f"{checked.moved_m:.0f}")
    else:
        said = text("upload.as_read" if reading.key == "wgs84" else "upload.moved_grid", lang, name=name)
    shapes = len(checked.shapes)
    lines = [text("upload.summary", lang, rows=checked.rows, shapes=shapes)]
    lines += [said, text("upload.on_map", lang)] if shapes else []
    joiner = "" if lang == "zh" else " "
    count = len(checked.problems)
    verdict = text("upload.found", lang, n=count) if count else text("upload.clean", lang)
    return (
        f'<div role="status"><p>{joiner.join(lines)}</p><h3>{verdict}</h3></div>'
        f"{problems(checked.problems, lang)}{notes(checked.notes, lang)}"
    )


def _templates(lang: str) -> None:
    """Offer a file to begin with in each format, made when it is asked for."""
    with st.container(key="templates", horizontal=True):
        st.download_button(
            text("upload.template_geojson", lang),
            _geojson_template,
            file_name=f"{CITY.id}-template.geojson",
            mime="application/geo+json",
            on_click="ignore",
        )
        st.download_button(
            text("upload.template_xlsx", lang),
            lambda: _xlsx_template(lang),
            file_name=f"{CITY.id}-template.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
    markup.show(f'<p class="dgmap-quiet">{text("upload.template_note", lang)}</p>')


def _geojson_template() -> bytes:
    from geo.upload.template import geojson_template  # noqa: PLC0415 - only when it is asked for

    return geojson_template(facts.dataset_today())


def _xlsx_template(lang: str) -> bytes:
    from geo.upload.template import xlsx_template  # noqa: PLC0415 - only when it is asked for

    names: Sequence[str] = ("column", "needed", "rule", "yes")
    words: Mapping[str, str] = {name: text(f"upload.{name}", lang) for name in names}
    return xlsx_template(
        facts.dataset_today(), words={**words, "columns": text("upload.columns_sheet", lang)}
    )
