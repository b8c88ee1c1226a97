"""Every command that README and docs show: the cheap ones are run, of the others each option is known."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SHOWN = re.compile(r"(?:\.venv/bin/)?(?:python -m (geo|layers)|(dgmap)) ([a-z]+[^\n`#|]*)")
# What takes minutes, serves until it is stopped, or needs a file or a report that is not here.
_ASKED_ONLY = {"publish", "build", "basemap", "serve", "mcp", "new", "mentions", "diff"}


def shown(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give the commands of a page: whose they are, and their words. «…» and brackets are for the reader."""
    for block in re.findall(r"(?m)^ {4}.*$|`[^`\n]+`", text):
        for package, alias, words in _SHOWN.findall(block):
            plain = re.sub(r"[\[\]…（）()，。：、].*", "", words) if re.search(r"\[|…", words) else words
            yield package or alias, shlex.split(plain.strip(" .,;"))


def _commands() -> list[tuple[str, str, list[str]]]:
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    files = [file for file in files if file.name != "reference.md"]
    found = [(file.name, *one) for file in files for one in shown(file.read_text(encoding="utf-8"))]
    return [one for place, one in enumerate(found) if one[1:] not in [other[1:] for other in found[:place]]]


def run(package: str, words: list[str]) -> int:
    """Run a command in this process; return its exit status."""
    if package == "dgmap":
        from dgmap.__main__ import main
    elif package == "geo":
        from geo.__main__ import main
    else:
        from layers.__main__ import main
    try:
        return main(words)
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize(
    ("shown_on", "package", "words"),
    _commands(),
    ids=lambda one: " ".join(one) if isinstance(one, list) else one,
)
def test_shown_command_runs(shown_on, package, words, tmp_path, monkeypatch, capsys):
    """In an empty folder; what is only asked for its help knows each option that is shown."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    is_whole = not any(word.isupper() for word in words[1:])
    is_whole = is_whole and not (words[0] in {"export", "draw"} and len(words) == 1)
    # Under its other name the same code runs: once is enough.
    is_whole = is_whole and (package != "dgmap" or words[0] == "export")
    # What is dear is run elsewhere: tests/package/test_wheel.py, tests/layers/publish, tests/asking.
    if words[0] in _ASKED_ONLY or not is_whole or "2025" in words or _needs_streets(words):
        if words[0] == "serve":
            return
        assert run(package, [words[0], "--help"]) == 0, shown_on
        told = capsys.readouterr().out
        assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in told] == []
        return
    assert run(package, words) in ({0, 3} if "--fresh" in words else {0}), shown_on
    if words[0] in {"export", "draw"}:
        assert (tmp_path / words[2]).stat().st_size > 1_000


def _needs_streets(words: list[str]) -> bool:
    return any("base=streets" in word for word in words)


def test_commands_are_found_on_the_pages():
    """The README's own, and those of docs; one that is not there is found out."""
    commands = [(package, words[0]) for _, package, words in _commands()]
    assert {
        ("geo", "check"),
        ("geo", "export"),
        ("layers", "build"),
        ("dgmap", "mcp"),
        ("dgmap", "draw"),
    } <= set(commands)
    assert list(shown("    .venv/bin/python -m geo nonsense --wrong x")) == [
        ("geo", ["nonsense", "--wrong", "x"])
    ]
    assert run("geo", ["nonsense", "--help"]) != 0
