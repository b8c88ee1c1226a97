"""Undo what chat programs, mail and content systems do to a link, before it is read.

A link is sent on as text: a full stop is glued to its end, ``&`` becomes ``&amp;``, the whole of it is
encoded once more. What the person meant is plain, so nothing is said of it. Imported only for a link that is
not plain. A page without a server does the same (``layers/page/mending.js``); ``tests/links/damaged.tsv``
holds both to the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes, urlencode

from geo.names import named
from geo.spelling import FOREIGN, PARAMETER_ALIASES, PARAMETERS

__all__ = ["mended", "mended_query", "pairs_of"]

_MOST = 200
_LONGEST = 2_001  # a longer value is told as too long: it must stay too long
_AGAIN = 3  # times that a link is encoded once more
_DEEPEST = 40  # parameters in one
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
# Nobody types these into a search: bytes beyond ASCII.
_ESCAPED_TEXT = re.compile(r"%(?:25)*[89A-Fa-f][0-9A-Fa-f]")
# Where another parameter begins inside of a value.
_NEXT = re.compile(r"[?&;？＆；]+(?:(?:amp|#38)[;；])*(?=[A-Za-z_]\w{0,39}[=＝])")
_NEXT_NAME = re.compile(r"(\w+)[=＝]")
_GLUED_FRONT = re.compile(r"^(?:[\W_]*(?:amp|#38);)*[?&;#/？＆；\s]*", re.IGNORECASE)
_QUOTES = "\"'“”‘’„«»<>《》〈〉()（）[]【】「」『』"
_IDS = frozenset(
    {"town", "cat", "stage", "status", "kept", "sure", "p", "tour", "base", "lang", "embed", "y", "show"}
)
_ONE = frozenset({"p", "tour", "base", "lang", "y", "at", "since", "v", "r", "step", "show"})
_HAN = re.compile(r"[㐀-鿿]")
_PLAIN_START = re.compile(r"[A-Za-z0-9_./+'’ -]+")
_LOST = "\ufffd"


def mended_query(query: str) -> str:
    """Return a query string (as in an address, still encoded) with its damage undone, in plain UTF-8."""
    return urlencode(mended(pairs_of(query)))


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Return a query's names and values, decoded: as UTF-8, else as GBK; without a character cut in two."""
    text = query[:20_000].lstrip("?")
    parts = [part for part in text.split("&")[:_MOST] if part]
    pairs = [part.partition("=") for part in parts]
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def mended(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the names and values that were meant; of what is not damaged, the same."""
    split = [piece for pair in pairs for piece in _pieces(pair[0][:_LONGEST], pair[1][:_LONGEST])]
    return [(name, _value(name, value)) for name, value in split[:_MOST] if name]


def _decoded(raw: str) -> str:
    """Return percent-encoded text as it was written."""
    if "%" not in raw:
        return raw.replace("+", " ")
    data = unquote_to_bytes(raw.replace("+", " "))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # cut by a program that counts bytes
            return data[: error.start].decode() or _LOST
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return data.decode(errors="replace")


def _again(text: str, escape: re.Pattern[str]) -> str:
    """Return text with the encodings undone that lie over each other."""
    for _ in range(_AGAIN):
        if not escape.search(text):
            break
        text = _decoded(text.replace("+", "%2B"))
    return text


def _pieces(name: str, value: str, *, depth: int = 0) -> list[tuple[str, str]]:
    """Return the parameters that stand in one: the whole query may be a name, a value may hold the next."""
    if depth > _DEEPEST:
        return []
    name = _GLUED_FRONT.sub("", _again(_seen(name), _ESCAPE))
    if re.search("[=＝]", name):
        whole = f"{name}={value}" if value else name
        first, _, rest = re.sub("＝", "=", whole, count=1).partition("=")
        return _pieces(first, rest, depth=depth + 1)
    name = unicodedata.normalize("NFKC", name).strip()
    is_text = PARAMETER_ALIASES.get(name.lower(), name.lower()) == "q"
    value = _again(_seen(value), _ESCAPED_TEXT if is_text else _ESCAPE)
    found = next((one for one in _NEXT.finditer(value) if not is_text or _is_name(value, one.end())), None)
    if found is None:
        return [(name, value)]
    rest = value[found.end() :]
    after, _, more = re.sub("＝", "=", rest, count=1).partition("=")
    return [(name, value[: found.start()]), *_pieces(after, more, depth=depth + 1)]


def _is_name(text: str, start: int) -> bool:
    """Say whether a parameter that we know stands there: a search text may hold ``?x=``."""
    found = _NEXT_NAME.match(text, start)
    name = found[1].lower() if found else ""
    return name in PARAMETERS or name in PARAMETER_ALIASES or FOREIGN.fullmatch(name) is not None


def _seen(text: str) -> str:
    """Return text without signs that cannot be seen."""
    return "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cs"})


def _value(name: str, value: str) -> str:
    parameter = PARAMETER_ALIASES.get(name.lower(), name.lower())
    if parameter == "q" or parameter not in PARAMETERS or len(value) >= _LONGEST:
        return value
    plain = unicodedata.normalize("NFKC", value).replace("、", ",").lstrip(_QUOTES + " ")
    items = [_item(parameter, item.strip()) for item in plain.split(",")]
    if parameter in _ONE and len(items) > 1 and all(_HAN.search(item) or not item for item in items[1:]):
        items = items[:1]
    if parameter in {"m", "near"}:
        items = [item for item in items if not _HAN.search(item)]
    return ",".join(item for item in items if item)


def _item(parameter: str, item: str) -> str:
    """Return one id or number without what is glued to it; a name as its id."""
    start = _PLAIN_START.match(item)
    if start is None:
        if not _HAN.search(item):
            return item
        item = re.split(r"[^\w·・'’() ]", item.strip(_QUOTES + " "), maxsplit=1)[0]
        return named(parameter, item) or item
    cut = start[0].rstrip("./+-_'’ ")
    bare = cut or item
    if parameter not in _IDS or re.fullmatch(r"[A-Za-z0-9-]+", bare):
        if _HAN.match(item[start.end() :]) and (own := named(parameter, item)):
            return own  # a name that begins with a number: 1号线一期
        return bare
    return named(parameter, bare) or (bare if bare.startswith((".", "/")) else bare.split(" ")[0])
