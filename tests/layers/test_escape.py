"""What is escaped can not act, and reads back unchanged."""

from __future__ import annotations

import html
import json

import pytest
from jinja2 import Template

from layers.escape import json_safe, markup_safe

PAYLOADS = [
    "{{ 7*7 }}",
    "{% x %}",
    "{# note #}",
    "<img src=x onerror=alert(1)>",
    "${1}",
    "`${1}`",
    "</script><script>alert(1)</script>",
    "<!--",
    "line\u2028break\u2029",
    "\"'\\",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_safe_survives_two_template_passes(payload):
    """Rendered twice by Jinja, as branca does, the text is still itself once a browser reads it."""
    twice = Template(Template(markup_safe(payload)).render()).render()
    assert html.unescape(twice) == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_safe_reads_back_and_holds_no_markup(payload):
    """JSON.parse gives the text back, and no sign in it can end a script element."""
    written = json_safe({"name": payload})
    assert json.loads(written) == {"name": payload}
    assert not set(written) & set("<>&\u2028\u2029")


def test_json_safe_refuses_nan():
    """Unknown is None; NaN is no JSON."""
    with pytest.raises(ValueError, match="JSON"):
        json_safe([float("nan")])
