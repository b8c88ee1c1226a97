"""The page's scripts: no text becomes markup, every message that they ask for is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import layers
from layers.near.near import asking_words
from layers.page.data import words
from layers.panels.elsewhere import found_words

ROOT = Path(layers.__file__).parent
SCRIPTS = sorted(path for path in ROOT.rglob("*.js") if path.name != "foreign.js")
_COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
_MARKUP = re.compile(
    r"\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|\.setHTML\w*|document\.write|\bDOMParser\b"
    r"|createContextualFragment|\beval\(|new Function|\bsrcdoc\b"
)


def sources(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path.relative_to(ROOT)): _COMMENT.sub("", path.read_text(encoding="utf-8")) for path in paths}


def markup(texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return where scripts make markup or code of text."""
    return [(name, found) for name, text in texts.items() for found in _MARKUP.findall(text)]


def asked(texts: Iterable[str]) -> set[str]:
    """Return the keys of the messages that scripts ask for by name."""
    return {key for text in texts for key in re.findall(r'\bsay\(\s*"(\w+)"', text)}


def test_scripts_never_parse_text_as_markup():
    """Text of the data goes in as text nodes: no script writes markup or evaluates strings."""
    texts = sources(SCRIPTS)
    assert len(texts) > 40
    assert sum("createElement" in text for text in texts.values()) > 0
    assert markup(texts) == []


@pytest.mark.parametrize(
    "line",
    ["node.innerHTML = name;", "node.insertAdjacentHTML('beforeend', name);", "new Function(name)();",
     "new DOMParser().parseFromString(name, 'text/html');"],
)  # fmt: skip
def test_markup_made_of_text_is_found(line):
    """The check above finds each planted fault."""
    assert len(markup({"planted.js": f"const a = 1;\n{line}"})) == 1


def test_markup_of_planners_is_made_in_one_file_that_our_pages_do_not_have():
    """Folium's popups hold HTML of whoever wrote the map: the one script for them is apart."""
    assert markup(sources([ROOT / "page" / "foreign.js"])) == [("page/foreign.js", "DOMParser")]
    importers = [path.name for path in SCRIPTS if "foreign.js" in path.read_text(encoding="utf-8")]
    assert importers == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_message_that_the_scripts_ask_for_is_there(lang):
    """A missing message would stop the page."""
    keys = asked(sources(SCRIPTS).values())
    assert len(keys) > 60
    assert keys - set(words(lang)) - set(asking_words(lang)["near"]) - set(found_words(lang)) == set()


def test_message_that_is_not_there_is_found():
    """The check above reads calls as they are written, also over two lines."""
    planted = 'el("p", {}, say("nothing_of_it"), say(\n  "nor_this",\n  { n }));'
    assert asked([planted]) - set(words("zh")) == {"nothing_of_it", "nor_this"}
