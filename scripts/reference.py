"""Write docs/reference.md: the public names of `geo` and `layers`, from their docstrings.

    .venv/bin/python scripts/reference.py

A test holds the file to what this writes.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference.md"
PACKAGES = ("geo", "geo.export", "geo.asking", "layers")

_HEAD = """# Reference

The public names, from their docstrings; `scripts/reference.py` writes this file, so change the docstring. All
else is ours to change. Degrees are WGS 84 (EPSG:4326), metres are planar in the city's metric system
(EPSG:4547). How the names go together: [notebook.md](notebook.md).
"""
# A default that is longer is shown as an ellipsis.
_LONGEST_DEFAULT = 20


def names(package: str) -> Iterator[tuple[str, object]]:
    """Give each public name of a package with what it is, but for modules."""
    module = import_module(package)
    for name in sorted(module.__all__, key=str.lower):
        value = getattr(module, name)
        if not isinstance(value, ModuleType):
            yield name, value


def _signature(name: str, value: object) -> str:
    if inspect.isclass(value):
        return f"class {name}"
    if not callable(value):
        return name
    signature = inspect.signature(value)
    shown = [
        one
        if one.default is inspect.Parameter.empty or len(repr(one.default)) <= _LONGEST_DEFAULT
        else one.replace(default=...)
        for one in signature.parameters.values()
    ]
    # Annotations are text in our modules; in quotes they would be hard to read.
    told = str(signature.replace(parameters=shown))
    return name + re.sub(r"(: |-> )'([^']*)'", r"\1\2", told).replace("Ellipsis", "…")


def _entry(package: str, name: str, value: object) -> str:
    doc = inspect.cleandoc(value.__doc__ or "")
    first, _, rest = doc.partition("\n")
    text = f"### {package}.{name}\n\n```python\n{_signature(name, value)}\n```\n\n{first}\n"
    return text + (f"\n```text\n{rest.strip()}\n```\n" if rest.strip() else "")


def reference() -> str:
    """Return the whole file."""
    parts = [_HEAD]
    for package in PACKAGES:
        about = inspect.cleandoc(import_module(package).__doc__ or "").partition("\n")[0]
        parts.append(f"## {package}\n\n{about}\n")
        parts += [_entry(package, name, value) for name, value in names(package)]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    OUT.write_text(reference(), encoding="utf-8")
    print(f"{OUT}  {OUT.stat().st_size:,} bytes")
