"""Try your own data: a file in, every problem of it out, its shapes on the map, for this session only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile

from geo.city import CITY
from geo.errors import Problem
from geo.upload.limits import LIMITS, SENT_BYTES
from i18n import text
from ui import day, facts, markup, own, refused, session, trying, upload_seen
from ui.theme import more_styles
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
_SEEN = "own_seen"
_STOPPED = "own_stopped"
_SIZE_MB = LIMITS.file_bytes // 1_000_000
# What Streamlit takes at all (.streamlit/config.toml): above it the browser refuses, between the two we do.
_TAKEN_MB = SENT_BYTES // 1_000_000


def draw() -> None:
    """Draw the uploader, what came of the file, and what a file should hold."""
    lang = session.view().lang
    day.banner()
    markup.show(f"<h2>{text('ui.tab_upload', lang)}</h2><p>{text('upload.lead', lang)}</p>")
    markup.show(f"<style>{more_styles('upload')}\n{uploader_words(lang, size=f'{_SIZE_MB} MB')}</style>")
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
    refused.translate(lang)


def _forget() -> None:
    """Drop everything that came from the last file."""
    own.forget()
    for key in (_READ, _CHECKED, _SEEN, _STOPPED, upload_seen.CHOICE):
        st.session_state.pop(key, None)


def _show(file: UploadedFile, lang: str) -> None:
    """Say how a file was read, then what came of it; coordinates are asked about before."""
    if st.session_state.get(_STOPPED) == file.file_id:
        _undraw()
        markup.show(f'<p role="status">{text("upload.stopped", lang)}</p>')
        st.button(text("upload.again", lang), key="own_again", on_click=_go_on)
        return
    tried = _read(file, lang)
    seen = tried.seen or st.session_state.get(_SEEN)
    if seen is not None:  # what she has chosen may not be readable: the way back stays
        st.session_state[_SEEN] = seen
        upload_seen.show(seen, lang)
    if tried.suspicion is None:
        _refuse(tried.refused, lang)
        return
    reading = _ask(tried.suspicion, tried.hint, lang)
    if reading is None:
        _undraw()
        st.text(text("upload.crs_waiting", lang))
        return
    judged = _check(file, reading, lang)
    if isinstance(judged, Problem):
        _refuse(judged, lang)
        return
    markup.show(_result(judged, reading, lang))


def _stop(file_id: str) -> None:
    st.session_state[_STOPPED] = file_id


def _go_on() -> None:
    st.session_state.pop(_STOPPED, None)


def _undraw() -> None:
    """Take the shapes off the map, and forget what put them there."""
    own.forget()
    st.session_state.pop(_CHECKED, None)


def _refuse(problem: Problem | None, lang: str) -> None:
    _undraw()
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


T = TypeVar("T")


def _waited(step: str, file: UploadedFile, lang: str, work: Callable[[Callable[[], bool]], T]) -> T:
    """Return the work's answer; meanwhile say how long it takes, and offer to stop it.

    Each drawing is also where Streamlit ends this run, if the visitor has pressed something or gone to
    another page: then the process that reads is ended with it (:meth:`ui.apart.Apart.ask`).
    """
    is_here, start = _is_here(), time.monotonic()
    shown = st.empty()
    with shown.container(key=f"own_busy_{step}"):
        markup.show(f'<p role="status">{escape(text("upload.busy_file", lang, name=file.name))}</p>')
        bar = st.empty()
        st.button(text("upload.stop", lang), key=f"own_stop_{step}", on_click=_stop, args=(file.file_id,))

    def waits() -> bool:
        gone = time.monotonic() - start
        said = text("upload.busy_time", lang, n=int(gone), most=trying.MOST_S)
        bar.progress(min(gone / trying.MOST_S, 1.0), text=said)
        return is_here()

    found = work(waits)
    shown.empty()
    return found


def _read(file: UploadedFile, lang: str) -> Tried:
    """Read a file, once for each choice."""
    choice = upload_seen.choice()
    kept = _kept(_READ, file, str(choice))
    if kept is not None:
        return cast("Tried", kept)
    raw, report = file.getvalue(), session.view().report
    tried = _waited(
        "read",
        file,
        lang,
        lambda is_here: trying.try_file(raw, file.name, report=report, choice=choice, is_here=is_here),
    )
    st.session_state[_READ] = _Kept(file.file_id, str(choice), tried)
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
    """Check the file under the answers, once, and keep its shapes for the map."""
    choice = upload_seen.choice()
    answer = f"{reading.key} {choice}"
    kept = _kept(_CHECKED, file, answer)
    if kept is not None:
        return cast("Judged", kept)
    raw, report = file.getvalue(), session.view().report

    def work(is_here: Callable[[], bool]) -> Judged | Problem:
        return trying.judge(raw, file.name, report=report, reading=reading, choice=choice, is_here=is_here)

    judged = _waited("check", file, lang, work)
    if not isinstance(judged, Problem):
        own.keep(judged.shapes)
        st.session_state[_CHECKED] = _Kept(file.file_id, answer, judged)
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
    verdict = text("upload.clean" if shapes else "upload.undrawn", lang)
    if count:
        verdict = text("upload.found", lang, n=count)
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
