"""What a program asks for: the query of a link, read strictly.

A page opens the nearest valid view and says what it left out; a program would take other data for those it
asked for, so here a value that is not understood is an error. Only what chooses data is read: the place of a
person (`near`), camera, tour and the rest of a link are dropped before anything else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl

from geo.export.formats import filter_view
from geo.filters import FACETS
from geo.spelling import PARAMETER_ALIASES
from geo.view import LANGUAGES, Ignored, View, parse
from i18n import text
from ui import facts
from ui.serving import ProblemError

__all__ = ["READ", "allowed", "asked_view", "not_understood", "pairs"]

# The parameters of a link that choose what a file holds.
READ = ("y", "lang", *(facet.parameter for facet in FACETS.values()), "q", "at")
_LONGEST_QUERY = 20_000
_MOST_FIELDS = 200


def pairs(query: str) -> list[tuple[str, str]]:
    """Return the parameters of a query by today's names; `ProblemError` 400 if there are too many.

    Names that are not a link's stay as they are.
    """
    if len(query) > _LONGEST_QUERY:
        raise ProblemError(400, "api.too_long")
    try:
        found = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ProblemError(400, "api.too_long") from error
    return [(PARAMETER_ALIASES.get(name.lower(), name.lower()), value) for name, value in found]


def asked_view(query: str, *, read: Collection[str] = READ) -> View:
    """Return what a query chooses: edition, language, day and filters, and nothing else of a link.

    Parameters
    ----------
    query
        What stands behind the `?` of a link, percent-encoded.
    read
        The parameters that are looked at; others are dropped.

    Raises
    ------
    ProblemError
        400 if a value is not understood, with the nearest valid values.
    """
    params: dict[str, list[str]] = {}
    for name, value in pairs(query):
        if name in read:
            params.setdefault(name, []).append(value)
    view, ignored = parse(params, editions=facts.editions())
    if ignored:
        raise not_understood(ignored, lang=view.lang)
    return filter_view(view)


def not_understood(ignored: Sequence[Ignored], *, lang: str) -> ProblemError:
    """Return the problem that names each value, the nearest valid one, and all where the list is closed."""
    first = ignored[0]
    hint = first.suggestion or ", ".join(allowed(first.parameter)[:12])
    meant = text("api.nearest", lang, values=hint) if hint else ""
    return ProblemError(
        400, "api.not_understood", parameter=first.parameter, value=first.value, nearest=meant
    ).with_members({"errors": [_named(one) for one in ignored]})


def _named(one: Ignored) -> Mapping[str, object]:
    return {
        "parameter": one.parameter,
        "value": one.value,
        "reason": one.reason.value,
        "nearest": [one.suggestion] if one.suggestion else [],
        "allowed": allowed(one.parameter),
    }


def allowed(parameter: str) -> list[str]:
    """Return the values of a parameter that has a closed list, else nothing."""
    known: dict[str, Sequence[str]] = {facet.parameter: facet.values() for facet in FACETS.values()}
    known |= {"lang": LANGUAGES, "y": facts.editions()}
    return [str(value) for value in known.get(parameter, ())]
