"""Join the page's ES modules to one script and its stylesheets to one sheet, minified.

The sources are plain ES modules, which editors, linters and browsers understand. A page that must work as
one file without a server cannot load modules by their names, so they are joined here: each after those that
it imports, in one function scope, where a minifier shortens all names. So no two modules may declare the same
name at their top; that, a missing file, a circle, or a form that our modules do not use is an error that says
where. PyPI has no bundler for this, and Node is no part of the install.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import minify

from geo.folders import CODE_FOLDER, STATIC_FOLDER

__all__ = ["ModuleError", "modules", "script", "styles"]

_IMPORT = re.compile(r'^import\s*(?:\{(?P<names>[^}]*)\}\s*from\s*)?"(?P<path>[^"]+)";?\n?', re.MULTILINE)
_DECLARATION = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|class|const|let)\s+(?P<bound>\w+|\{[^}]*\}|\[[^\]]*\])",
    re.MULTILINE,
)
# The form in which minified libraries export, once, at their end.
_LISTED = re.compile(r"export\{(?P<names>[^}]*)\};?\s*(?://.*)?\s*$")
_STATIC = CODE_FOLDER / "static"
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


def _target(path: Path, name: str) -> Path:
    """Return the file that a module imports by a relative path; static files may lie elsewhere (a wheel)."""
    found = (path.parent / name).resolve()
    if found.is_relative_to(_STATIC):
        return STATIC_FOLDER / found.relative_to(_STATIC)
    return found


def _imports(path: Path) -> list[Path]:
    """Return the modules that a module imports, in its order."""
    return [_target(path, found["path"]) for found in _IMPORT.finditer(_source(path))]


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


def _declared(body: str) -> list[str]:
    """Return the names that a module declares at its top, where nothing is indented."""
    found: list[str] = []
    for declaration in _DECLARATION.finditer(body):
        parts = re.split(r"[\s,{}\[\]]+", declaration["bound"])
        found += [part.rpartition(":")[2] for part in parts if part and not part.endswith(":")]
    return found


def _pairs(names: str) -> list[tuple[str, str]]:
    """Return what stands between the braces of an import or export as outer and inner names."""
    pairs = [name.strip().split(" as ") for name in names.split(",") if name.strip()]
    return [(pair[0], pair[-1]) for pair in pairs]


def _aliases(body: str) -> str:
    """Return the statements for what a module imports under another name."""
    found = [pair for each in _IMPORT.finditer(body) for pair in _pairs(each["names"] or "")]
    return "".join(f"const {inner} = {outer};\n" for outer, inner in found if inner != outer)


def _plain(path: Path) -> str:
    """Return a module's statements without the words `import` and `export`."""
    body = _source(path)
    if listed := _LISTED.search(body):
        # A library keeps its own short names to itself.
        pairs = _pairs(listed["names"])
        exports = ", ".join(f"{outer}: {inner}" for inner, outer in pairs)
        names = ", ".join(outer for _, outer in pairs)
        return f"const {{ {names} }} = (() => {{\n{body[: listed.start()]}\nreturn {{ {exports} }};\n}})();"
    body = _aliases(body) + re.sub(
        r"^export (?=async |function|class |const |let )", "", _IMPORT.sub("", body), flags=re.MULTILINE
    )
    if left := _LEFT.search(body):
        msg = f"`{path.name}` holds {left[0].strip()!r}, a form of import or export that is not joined"
        raise ModuleError(msg)
    return body


def _joined(paths: Sequence[Path]) -> str:
    """Return the modules one after the other."""
    bodies = [_plain(path) for path in paths]
    owners: dict[str, Path] = {}
    for path, body in zip(paths, bodies, strict=True):
        for name in _declared(body):
            if owners.setdefault(name, path) != path:
                msg = f"`{name}` is declared in {path.name} and in {owners[name].name}: give one another name"
                raise ModuleError(msg)
    return "\n".join(bodies)


def script(entries: Sequence[Path]) -> str:
    """Return ES modules and all that they import as one classic script, minified.

    Raises
    ------
    ModuleError
        As :func:`modules`, or if a module imports or exports in a form that is not understood, or if two
        declare the same name.
    """
    body = _joined(modules(entries))
    return str(minify.string("application/javascript", f'(() => {{\n"use strict";\n{body}\n}})();'))


def styles(sheets: Iterable[str]) -> str:
    """Return stylesheets as one, minified, in their order."""
    return str(minify.string("text/css", "\n".join(sheets)))
