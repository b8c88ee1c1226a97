"""Words for people, one TOML file a language.

Keys are dotted paths (``"category.rail"``). Values may hold ``{name}`` fields. Plain Python: no pandas,
no Streamlit.
"""

from i18n.dates import date_words
from i18n.messages import HTML_LANG, LANGUAGES, Language, other_lang, table, text

__all__ = ["HTML_LANG", "LANGUAGES", "Language", "date_words", "other_lang", "table", "text"]
