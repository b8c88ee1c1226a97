"""Every JavaScript file of ours: correct for the browser, no markup made of text, no message that is missing.

The sources are read, not the page: there the scripts are minified and their names are others.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from i18n import LANGUAGES
from layers.document.build import words

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for folder in ("layers", "ui", "benchmarks") for path in (ROOT / folder).rglob("*.js"))
# Compiled, never run. What a module exports or imports is of no matter for that.
COMPILE = "(source) => { try { new Function(source); return null; } catch (error) { return String(error); } }"


def _as_function_body(source: str) -> str:
    body = re.sub(
        r"^export (default )?(?=async |function |class |const |let )", "", source, flags=re.MULTILINE
    )
    body = re.sub(r"^export default ", "return ", body, flags=re.MULTILINE)
    return re.sub(r"^(import|export) .*$", "", body, flags=re.MULTILINE)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_script_compiles(page, path: Path):
    """Chromium's own compiler takes the file."""
    assert page.evaluate(COMPILE, _as_function_body(path.read_text(encoding="utf-8"))) is None


def test_the_compiler_refuses_a_broken_script(page):
    """The check above can fail."""
    assert "SyntaxError" in page.evaluate(COMPILE, "const broken = ;")


# --- text of the data is never markup, and never code ---

_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML(?:Unsafe)?|parseFromString|createContextualFragment|srcdoc)\b"
    r"|\bdocument\s*\.\s*write(?:ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\(\s*[\"'`]"
)
_APP_SCRIPTS = [path for path in SCRIPTS if path.relative_to(ROOT).parts[0] != "benchmarks"]


def test_scripts_never_parse_text_as_markup():
    """Text of the data goes in as text nodes: no script writes markup or evaluates strings."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _APP_SCRIPTS}
    assert len(sources) > 20
    assert sum(map(len, sources.values())) > 50_000
    assert {name: found for name, text in sources.items() if (found := _MARKUP.findall(text))} == {}


@pytest.mark.parametrize(
    "fault",
    [
        "node.innerHTML = name",
        "x['outerHTML'] = name",
        "node.insertAdjacentHTML('beforeend', name)",
        "document.write(name)",
        "const one = eval(name)",
        "new Function(name)()",
        "setTimeout('run(' + name + ')')",
        "const at = 'https://a.example' // then\nframe.srcdoc = name",
    ],
)
def test_script_that_parses_text_is_noticed(fault: str):
    """The test above finds each way there is."""
    assert len(_MARKUP.findall(f"const before = 1\n{fault}\n")) == 1


# --- messages ---


def _asked(source: str) -> set[str]:
    """Return the messages that a script asks for by name: the texts in the first argument of each `say(…)`.

    A name that is put together from parts is left out.
    """
    asked = set()
    for found in re.finditer(r"\bsay\(([^,()]*)", source):
        asked |= set(
            re.findall(r"(?<!\+)(?<!\+\s)\"(\w+)\"(?!\s*\+)", re.sub(r"[!=]==?\s*\"\w+\"", "", found[1]))
        )
    return asked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_that_the_scripts_ask_for_is_there(lang: str):
    """A missing message would stop the page."""
    asked = {name for path in _APP_SCRIPTS for name in _asked(path.read_text(encoding="utf-8"))}
    assert len(asked) > 60
    assert asked - set(words(lang)) == set()


def test_message_that_is_missing_is_noticed():
    """The test above finds the names in each form that the scripts use."""
    source = """
      say("one"); say("two", { n }); say(isLong ? "three" : "four", {}); say( "five" )
      say("group_" + kind); say(kind + "_note"); say(key); essay("six")
      say(kind === "rail" ? "seven" : "eight")
    """
    assert _asked(source) == {"one", "two", "three", "four", "five", "seven", "eight"}
