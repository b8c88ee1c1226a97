"""Make a string safe to stand where Folium, branca or HTML would read it as code.

branca renders the finished script a second time as a Jinja template: a ``{{ … }}`` that came from data would
run on the server. ``html.escape`` leaves braces alone, so it is not enough.
"""

from __future__ import annotations

import json

__all__ = ["json_safe", "markup_safe"]

_UNSAFE = "&<>\"'{}$`\\%"
_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in _UNSAFE}
_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def markup_safe(text: object) -> str:
    """Return the text with each sign that HTML, Jinja or a JS template could act on as a numeric entity."""
    return str(text).translate(_ENTITIES)


def json_safe(value: object) -> str:
    r"""Return compact JSON that can not end the ``<script>`` it stands in.

    ``<``, ``>``, ``&``, U+2028 and U+2029 become ``\u003c`` and so on; JSON.parse reads them back unchanged.

    Raises
    ------
    ValueError
        If a number is NaN or infinite: unknown is ``None``, and JSON has no NaN.
    """
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=False
    ).translate(_SCRIPT)
