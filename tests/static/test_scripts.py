"""Every JavaScript file of ours is correct for the browser that runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for folder in ("layers", "ui", "benchmarks") for path in (ROOT / folder).rglob("*.js"))
# Compiled, never run. What a module exports or imports is of no matter for that.
COMPILE = "(source) => { try { new Function(source); return null; } catch (error) { return String(error); } }"


def _as_function_body(source: str) -> str:
    body = re.sub(
        r"^export (default )?(?=async |function |class |const |let )", "", source, flags=re.MULTILINE
    )
    body = re.sub(r"^export default ", "return ", body, flags=re.MULTILINE)
    return re.sub(r"^(import|export) [^;]*;", "", body, flags=re.MULTILINE)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_script_compiles(page, path: Path):
    """Chromium's own compiler takes the file."""
    assert page.evaluate(COMPILE, _as_function_body(path.read_text(encoding="utf-8"))) is None


def test_the_compiler_refuses_a_broken_script(page):
    """The check above can fail."""
    assert "SyntaxError" in page.evaluate(COMPILE, "const broken = ;")
