"""Why a file was not taken, in the reader's language: Streamlit's uploader says it in English.

Of our own refusals (``ui.serving.uploads``) it tells the status alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from i18n import text

__all__ = ["translate"]

# By a part of Streamlit's words, the most special first; the last is said of all others.
_WORDS = {
    "or smaller": "upload.too_large",
    "Only one file": "upload.one_file",
    "code 403": "upload.left",
    "code 408": "serving.slow",
    "code 413": "upload.too_large",
    "code 429": "serving.too_many",
    "code 503": "serving.files_full",
    "": "upload.not_sent",
}
_component = st.components.v2.component(
    "refused",
    js=Path(__file__).with_name("refused.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def translate(lang: str) -> None:
    """Have the browser say a refusal in a language, for as long as this page is shown."""
    words = {part: text(key, lang) for part, key in _WORDS.items()}
    _component(key="refused", data=json.dumps(words, ensure_ascii=False).encode())
