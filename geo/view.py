"""The URL and the view: the whole state of the app, as a value.

Plain Python, no pandas, no Streamlit. :func:`parse` turns what a link holds into a :class:`View` and
says what it left out; :func:`to_query` writes the one canonical spelling of a view. Links hold ids and
closed values only, never labels, so that renaming or translating a word breaks no link.
``docs/links.md`` describes each parameter for people; a test holds it to :data:`PARAMETERS`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import parse_qsl

from geo.link import SHOWN, Link
from geo.places import reports, town_names
from geo.spelling import PARAMETER_ALIASES, PARAMETERS, VALUE_ALIASES, Ignored, Reason, to_query
from geo.state import LANGUAGES, RADIUS_M, Base, Camera, Place, View, clean_text

__all__ = [
    "LANGUAGES",
    "PARAMETERS",
    "PARAMETER_ALIASES",
    "RADIUS_M",
    "VALUE_ALIASES",
    "Base",
    "Camera",
    "Ignored",
    "Place",
    "Reason",
    "View",
    "parse",
    "parse_query",
    "to_query",
]


def parse(
    params: Mapping[str, list[str]],
    *,
    towns: Collection[str] | None = None,
    editions: Collection[str] | None = None,
    today: date | None = None,
) -> tuple[View, tuple[Ignored, ...]]:
    """Turn the parameters of a link into the nearest valid view; never raises.

    Parameters
    ----------
    params
        Each parameter's values, percent-decoded (``st.query_params``' own form, or ``parse_qs``).
        Whatever a stranger can put there: wrong types, lone surrogates and megabytes included.
    towns, editions
        Known town ids and reports; by default those of the data folder, read without pandas. If none
        are known, each well-formed id is taken.
    today
        The day that it is; by default the city's own. A day to come (``at``) opens today's view.

    Returns
    -------
    tuple
        The view, and what was left out (at most 20 parts), in the order of the link's parameters.
        Project and tour ids are taken as written: only the caller knows which exist.
    """
    link = Link(
        towns=tuple(town_names() if towns is None else towns),
        editions=tuple(reports() if editions is None else editions),
        today=today,
    )
    return link.read(params)


def parse_query(query: str) -> tuple[View, tuple[Ignored, ...]]:
    """Turn a query string (``"town=changan&cat=rail"``) into a view, as :func:`parse` does."""
    params: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query[:20_000].lstrip("?"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return View(), (Ignored("", clean_text(query[:SHOWN]), Reason.TOO_LONG),)
    if any("\ufffd" in part for pair in pairs for part in pair):
        from geo.mending import pairs_of  # noqa: PLC0415 - for bytes that are no UTF-8

        pairs = pairs_of(query)
    for name, value in pairs:
        params.setdefault(name, []).append(value)
    return parse(params)
