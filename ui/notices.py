"""What is said instead of a result: bad links, empty answers, no position. Each offers a way out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from geo.filters import FACETS, word
from geo.view import PARAMETERS, Ignored, Reason
from i18n import date_words, text
from ui import editions, facts, session

__all__ = [
    "act",
    "data_notices",
    "days_notice",
    "dismiss",
    "link_notices",
    "remember",
]

_KEPT = "ignored"
_Action = dict[str, Any]


def _action(label: str, **event: Any) -> _Action:
    return {"label": label, "event": event}


def remember(ignored: Sequence[Ignored]) -> None:
    """Keep what a link held that was left out: the address is tidied and will not hold it any more."""
    if ignored:
        st.session_state[_KEPT] = tuple(ignored)


def dismiss() -> None:
    """Stop saying what was ignored."""
    st.session_state.pop(_KEPT, None)


def link_notices(lang: str, *, without: Collection[str] = ()) -> list[Mapping[str, Any]]:
    """Return the notice of what the link held that was left out, as the map document takes it.

    ``without`` names parameters that are told of elsewhere. What the actions do: :func:`act`.
    """
    kept: tuple[Ignored, ...] = st.session_state.get(_KEPT, ())
    ignored = tuple(one for one in kept if one.parameter not in without)
    told = [editions.notice(one, lang) for one in ignored if one.reason in editions.REASONS]
    ignored = tuple(one for one in ignored if one.reason not in editions.REASONS)
    return [*told, *([_left_out(ignored, lang)] if ignored else [])]


def _left_out(ignored: Sequence[Ignored], lang: str) -> Mapping[str, Any]:
    """Return the one notice of all parts that were not understood."""
    # The part that can be put right is worth more room than the one that can not.
    first = min(ignored, key=lambda one: _suggested(one, lang) is None)
    rest = len(ignored) - 1
    shown = f"{first.parameter}={first.value}" if first.value else first.parameter
    title = text(f"ui.ignored_{'adjusted' if first.reason in _ADJUSTED else 'unknown'}", lang, part=shown)
    if first.parameter == "y" and first.suggestion:
        title = text("editions.no_such_year", lang, year=first.value, other=first.suggestion)
    if first.parameter == "at" and first.suggestion:
        title = day_words(first, lang)
    lines = [text("ui.ignored_more", lang, n=rest)] if rest else []
    lines.append(text("ui.ignored_rest", lang))
    actions = [_action(text("ui.understood", lang), type="dismiss")]
    if (suggested := _suggested(first, lang)) is not None:
        field, value, name = suggested
        lines.append(text("ui.did_you_mean", lang, name=name))
        event = {"type": "try", "field": field, "value": value}
        actions.insert(0, {"label": text("ui.see", lang, name=name), "event": event})
    joiner = "" if lang == "zh" else " "
    return {"title": title, "text": joiner.join(lines), "actions": actions}


def act(told: Mapping[str, Any]) -> None:
    """Do what an action of the notice says: take its suggestion, or say no more of it."""
    dismiss()
    field, value = str(told.get("field")), str(told.get("value"))
    if told.get("type") == "dismiss":
        return
    if field == "project":
        session.change(project=value if facts.project(value) is not None else None)
    elif field == "report":
        session.open_report(value, project=told.get("project"))
    elif field in FACETS and value in FACETS[field].values():
        session.change(**{field: (*getattr(session.view(), field), value)})


def day_words(ignored: Ignored, lang: str) -> str:
    """Say of a link's day that the report came later, or that it is still to come."""
    first = str(ignored.suggestion)
    key = "past.before" if ignored.value < first else "past.to_come"
    return text(key, lang, day=ignored.value, first=date_words(first, lang))


def days_notice(lang: str) -> str:
    """Return what is said of a day of a link's two that can not be shown as it was asked for, else empty."""
    kept: tuple[Ignored, ...] = st.session_state.get(_KEPT, ())
    told = [one for one in kept if one.parameter in ("since", "at")]
    lines = [
        day_words(one, lang)
        if one.suggestion
        else text("digest.no_day", lang, name=one.parameter, value=one.value)
        for one in told
    ]
    return ("" if lang == "zh" else " ").join(lines)


_ADJUSTED = {Reason.CLAMPED, Reason.REPEATED, Reason.TOO_LONG}
# What a suggestion can put right: closed lists, and the open project.
_MENDABLE = {*FACETS, "project"}


def _suggested(ignored: Ignored, lang: str) -> tuple[str, str, str] | None:
    """Return the view's field, the value and its name that an ignored part may have meant."""
    field = PARAMETERS.get(ignored.parameter)
    if field not in _MENDABLE or ignored.suggestion is None or ignored.reason is not Reason.UNKNOWN_VALUE:
        return None
    if field == "project":
        row = facts.project(ignored.suggestion)
        return None if row is None else (field, ignored.suggestion, str(row[f"name_{lang}"]))
    return field, ignored.suggestion, word(field, ignored.suggestion, lang)


def data_notices(lang: str) -> list[Mapping[str, Any]]:
    """Say that the newest data could not be read and the last good pages are shown."""
    if not facts.prepared().problem:
        return []
    newest = facts.prepared().facts["newest_fact"]
    return [{"title": text("ui.stale", lang), "text": text("ui.stale_why", lang, date=newest), "actions": []}]
