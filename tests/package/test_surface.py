"""The public names: each is described, the reference is in step, docs and examples use no other."""

from __future__ import annotations

import ast
import inspect
import re
import runpy
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PUBLIC = ("geo", "geo.asking", "geo.crs", "geo.export", "geo.view", "geo.vocabulary", "layers")
REFERENCE = runpy.run_path(str(ROOT / "scripts" / "reference.py"), run_name="reference")


def _public() -> Iterator[tuple[str, object]]:
    for package in REFERENCE["PACKAGES"]:
        for name, value in REFERENCE["names"](package):
            yield f"{package}.{name}", value


def lacking(value: object) -> list[str]:
    """Return what the docstring of a public name does not say and should."""
    doc = inspect.cleandoc(value.__doc__ or "")
    if not doc.partition("\n")[0].endswith((".", ":")):
        return ["a first sentence"]
    if not inspect.isfunction(value):
        frames = "GeoDataFrame" in str(getattr(value, "__annotations__", ""))
        return [] if not frames or re.search("EPSG|CRS|columns", doc) else ["CRS or columns"]
    given, comes = inspect.signature(value).parameters, str(inspect.signature(value).return_annotation)
    source = inspect.getsource(value)
    rules = {
        "degrees": ("lon" in given, r"degrees|WGS 84"),
        "metres": (any(name.endswith("_m") for name in given), r"metres"),
        "the CRS": ("GeoDataFrame" in comes, r"CRS|EPSG"),
        "the columns": ("DataFrame" in comes, r"columns|Columns|`\w+`|axes"),
        "errors": ("raise " in source, r"Raises\n------"),
    }
    return [what for what, (asked, told) in rules.items() if asked and not re.search(told, doc)]


@pytest.mark.parametrize(
    ("name", "value"), list(_public()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_public_name_says_shapes_crs_units_and_errors(name, value):
    """In its docstring."""
    assert lacking(value) == [], name


def test_a_name_that_says_nothing_is_found():
    """The rules find each thing that is not said."""

    def bare(lon: float, radius_m: float) -> geopandas.GeoDataFrame:  # noqa: F821 - only its name is read
        """Return something."""
        raise ValueError(lon, radius_m)

    assert lacking(bare) == ["degrees", "metres", "the CRS", "the columns", "errors"]
    bare.__doc__ = ""
    assert lacking(bare) == ["a first sentence"]


def test_reference_is_in_step_with_the_docstrings():
    """Run scripts/reference.py when this fails."""
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == REFERENCE["reference"]()


def test_every_public_name_is_there_and_nothing_private_is_listed():
    """`__all__` of each public module names what exists."""
    for module in map(import_module, PUBLIC):
        assert [name for name in module.__all__ if name.startswith("_") or not hasattr(module, name)] == []


def used(code: str) -> set[tuple[str, str]]:
    """Return what a piece of Python takes from our packages: (module, name), by import or by attribute."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"geo", "layers"}:
            found |= {(str(node.module), alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(one.name, "") for one in node.names if one.name.split(".")[0] in {"geo", "layers"}}
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in {"geo", "layers"}
        ):
            found.add((node.value.id, node.attr))
    return found


def hidden(code: str) -> set[tuple[str, str]]:
    """Return what a piece of Python takes that is not public."""
    return {
        (module, name)
        for module, name in used(code)
        if module not in PUBLIC or (name and name not in import_module(module).__all__)
    }


def pieces(file: Path) -> list[str]:
    """Return the Python of a file: all of it, or the fenced pieces of a page."""
    text = file.read_text(encoding="utf-8")
    return [text] if file.suffix == ".py" else re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_docs_and_examples_use_public_names_alone():
    """What a reader copies goes on working."""
    files = [*(ROOT / "examples").glob("*.py"), ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    files = [file for file in files if file.name != "reference.md"]
    code = {file.name: "\n".join(pieces(file)) for file in files}
    assert {name: found for name, text in code.items() if (found := hidden(text))} == {}
    assert ("layers", "project_map") in used(code["notebook.md"])


def test_a_private_name_in_an_example_is_found():
    """By import of a module, of a name, and by attribute."""
    assert hidden("import geo.reading") == {("geo.reading", "")}
    assert hidden("from geo.lookup import fold") == {("geo.lookup", "fold")}
    assert hidden("import geo\ngeo.reading.read()") == {("geo", "reading")}


def test_the_page_about_notebooks_runs(capsys):
    """Its pieces, one after another, in one namespace."""
    names: dict[str, object] = {}
    for piece in pieces(ROOT / "docs" / "notebook.md"):
        exec(compile(piece, "docs/notebook.md", "exec"), names)  # noqa: S102 - our own page
    assert "yunfu" not in capsys.readouterr().err
    assert names["content"]
