"""Words for people, one TOML file a language.

Keys are dotted paths (``"category.rail"``). Values may hold ``{name}`` fields. Plain Python: no pandas,
no Streamlit.
"""

from i18n.messages import LANGUAGES, Language, table, text

__all__ = ["LANGUAGES", "Language", "table", "text"]
