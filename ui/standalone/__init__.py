"""Small pages of ours that need no Streamlit: a correction written out, and an address that leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse

from i18n import HTML_LANG, text
from layers import bundle
from layers.style import css_variables
from layers.templates import environment
from ui.headers import frame_ancestors, hash_source

__all__ = ["page"]

_HERE = Path(__file__).parent


def page(
    template: Path,
    values: Mapping[str, object],
    *,
    lang: str,
    status: int = 200,
    script: Path | None = None,
    has_frames: bool = False,
    asks_server: bool = False,
) -> HTMLResponse:
    """Answer with a page made from a template that extends ``base.html``; every value is escaped.

    Parameters
    ----------
    template
        The template's file.
    values
        What it shows, by name.
    lang
        The language of ``say``, by which a template asks for words.
    script
        The page's own script, if it has one.
    has_frames
        Whether it shows pages of ours in frames.
    asks_server
        Whether its script asks this server for more.
    """
    code = _script(script) if script else ""
    body = _template(template).render(
        say=lambda key, **some: text(key, lang, **some),
        lang=HTML_LANG[lang],
        style=_style(),
        script=code,
        home=f"/?lang={lang}",
        **values,
    )
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": _policy(code, has_frames=has_frames, asks_server=asks_server),
    }
    return HTMLResponse(body, status_code=status, headers=headers)


@cache
def _template(file: Path) -> jinja2.Template:
    return environment(_HERE, file.parent).get_template(file.name)


@cache
def _script(file: Path) -> str:
    return bundle.script([file])


@cache
def _style() -> str:
    return bundle.styles([css_variables(), (_HERE / "page.css").read_text(encoding="utf-8")])


def _policy(script: str, *, has_frames: bool, asks_server: bool) -> str:
    """Return the page's policy: our own style and script by their hashes, our own face and frames."""
    rules: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": hash_source(script) if script else "'none'",
        "style-src": hash_source(_style()),
        "font-src": "'self'",
        **({"frame-src": "'self'"} if has_frames else {}),
        **({"connect-src": "'self'"} if asks_server else {}),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    told = [f"{rule} {value}" for rule, value in rules.items()]
    return "; ".join([*told, frame_ancestors(is_embedded=False)])
