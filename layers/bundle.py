"""Join the page's ES modules to one script and its stylesheets to one sheet, minified.

The sources are plain ES modules, which editors, linters and browsers understand. A page that must work as
one file without a server cannot load modules by their names, so they are joined here: each module becomes a
function that returns what it exports, after those that it imports. PyPI has no bundler for this, and Node is
no part of the install; what is understood is what our modules use, and everything else is an error.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import minify

__all__ = ["ModuleError", "modules", "script", "styles"]

_IMPORT = re.compile(r'^import\s*(?:(?P<names>[^"]*?)\s*from\s*)?"(?P<path>[^"]+)";?\n?', re.MULTILINE)
_DECLARED = re.compile(
    r"^export (?P<rest>(?:async )?(?:const|function\*?|class) (?P<name>\w+))", re.MULTILINE
)
# The form in which minified libraries export, once, at their end.
_LISTED = re.compile(r"export\{(?P<names>[^}]*)\};?\s*(?://.*)?\s*$")
_LEFT = re.compile(r"^\s*(?:import|export)\b.*$", re.MULTILINE)


class ModuleError(ValueError):
    """A module that cannot be joined: it is missing, in a circle, or holds a form that is not understood."""


@cache
def _read(path: Path, modified_ns: int) -> str:
    del modified_ns  # a file that was edited is read anew
    return path.read_text(encoding="utf-8")


def _source(path: Path) -> str:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        msg = f"`{path}` is imported but is not there"
        raise ModuleError(msg) from error


def _imports(path: Path) -> list[Path]:
    """Return the modules that a module imports, in its order."""
    return [(path.parent / found["path"]).resolve() for found in _IMPORT.finditer(_source(path))]


def modules(entries: Sequence[Path]) -> list[Path]:
    """Return the modules that the entries need, each after those that it imports.

    Parameters
    ----------
    entries
        Paths of ES modules; of two that do not need each other the first comes first.

    Raises
    ------
    ModuleError
        If a module is missing or modules import each other in a circle.
    """
    graph: dict[Path, list[Path]] = {}
    open_paths = [path.resolve() for path in entries]
    while open_paths:
        path = open_paths.pop(0)
        if path not in graph:
            graph[path] = _imports(path)
            open_paths.extend(graph[path])
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        msg = f"modules import each other: {' → '.join(path.name for path in error.args[1])}"
        raise ModuleError(msg) from error


@dataclass(frozen=True, slots=True)
class _Module:
    """A module in the script: its constant, its body without `export`, and the short key of each export."""

    name: str
    body: str
    keys: Mapping[str, str]

    @property
    def text(self) -> str:
        """The module as the constant that holds its exports."""
        exports = ", ".join(f"{key}: {inner}" for inner, key in self.keys.items())
        return f"const {self.name} = (() => {{\n{self.body}\nreturn {{{exports}}};\n}})();"


def _key(number: int) -> str:
    """Return a short name: no minifier shortens the members of an object."""
    letters = string.ascii_letters
    return (
        letters[number]
        if number < len(letters)
        else _key(number // len(letters) - 1) + _key(number % len(letters))
    )


def _bound(names: str | None, module: _Module, exports: Mapping[str, str]) -> str:
    """Return the statement that binds what is imported; ``exports`` leads from outer to inner names."""
    if not names:
        return ""
    if whole := re.fullmatch(r"\* as (\w+)", names.strip()):
        members = ", ".join(
            f"{outer}: {module.name}.{module.keys[inner]}" for outer, inner in exports.items()
        )
        return f"const {whole[1]} = {{{members}}};\n"
    pairs = [name.split(" as ") for name in re.split(r"[\s,]*,\s*|\s*[{}]\s*", names) if name]
    missing = [pair[0] for pair in pairs if pair[0] not in exports]
    if missing:
        msg = f"{', '.join(missing)} is imported but not exported"
        raise ModuleError(msg)
    members = ", ".join(f"{module.keys[exports[pair[0]]]}: {pair[-1]}" for pair in pairs)
    return f"const {{{members}}} = {module.name};\n"


def _exported(body: str) -> tuple[str, dict[str, str]]:
    """Return a module's body without the word `export`, and its exports: inner names by outer ones."""
    listed = _LISTED.search(body)
    if listed:
        pairs = [pair.strip().split(" as ") for pair in listed["names"].split(",")]
        return body[: listed.start()], {pair[-1]: pair[0] for pair in pairs}
    names = [found["name"] for found in _DECLARED.finditer(body)]
    return _DECLARED.sub(lambda found: found["rest"], body), {name: name for name in names}


def _join(paths: Sequence[Path]) -> list[_Module]:
    """Return the modules, each of which finds those that it imports before it."""
    made: dict[Path, _Module] = {}
    exports: dict[Path, dict[str, str]] = {}
    for number, path in enumerate(paths):

        def bind(found: re.Match[str], path: Path = path) -> str:
            target = (path.parent / found["path"]).resolve()
            return _bound(found["names"], made[target], exports[target])

        body, exports[path] = _exported(_IMPORT.sub(bind, _source(path)))
        if left := _LEFT.search(body):
            msg = f"`{path.name}` holds {left[0].strip()!r}, a form of import or export that is not joined"
            raise ModuleError(msg)
        keys = {inner: _key(index) for index, inner in enumerate(exports[path].values())}
        made[path] = _Module(f"module{number}", body, keys)
    return list(made.values())


def script(entries: Sequence[Path]) -> str:
    """Return ES modules and all that they import as one classic script, minified.

    Raises
    ------
    ModuleError
        As :func:`modules`, or if a module imports or exports in a form that is not understood.
    """
    bodies = "\n".join(module.text for module in _join(modules(entries)))
    return str(minify.string("application/javascript", f'(() => {{\n"use strict";\n{bodies}\n}})();'))


def styles(sheets: Iterable[str]) -> str:
    """Return stylesheets as one, minified, in their order."""
    return str(minify.string("text/css", "\n".join(sheets)))
