"""Modules are joined in the order of their imports, and what cannot be joined is an error that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import bundle

RUN = "(source) => { window.said = undefined; new Function(source)(); return window.said; }"


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes modules and gives the path of the first."""

    def make(**modules: str) -> Path:
        for name, source in modules.items():
            (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
        return tmp_path / f"{next(iter(modules))}.js"

    return make


def test_modules_come_after_those_that_they_import(write):
    """Each module is there once, however many import it."""
    entry = write(
        main='import { b } from "./b.js";\nimport { a } from "./a.js";\nwindow.said = a + b;\n',
        a="export const a = 1;\n",
        b='import { a } from "./a.js";\nexport const b = a + 1;\n',
    )
    assert [path.stem for path in bundle.modules([entry])] == ["a", "b", "main"]


@pytest.mark.browser
def test_joined_script_runs_as_the_modules_would(write, page):
    """Functions, classes, several names, other names, and a library that exports at its end."""
    entry = write(
        main=(
            'import { a as first, add } from "./a.js";\nimport { twice } from "./lib.js";\n'
            "const own = twice(add(first, 2));\nwindow.said = own;\n"
        ),
        a="export const a = 1;\n/** A sum. */\nexport function add(one, other) {\n  return one + other;\n}\n",
        lib="var t=n=>2*n;export{t as twice};//# sourceMappingURL=lib.js.map\n",
    )
    assert page.evaluate(RUN, bundle.script([entry])) == 6


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"main": 'import { a } from "./gone.js";\n'}, "gone.js"),
        ({"main": 'import "./a.js";\n', "a": 'import "./main.js";\n'}, "import each other"),
        ({"main": 'import "./a.js";\nconst same = 1;\n', "a": "const same = 2;\n"}, "`same` is declared"),
        ({"main": 'import "./a.js";\nconst { x, y: same } = {};\n', "a": "let same = 2;\n"}, "`same`"),
        ({"main": "export default 1;\n"}, "export default 1"),
        ({"main": 'import * as all from "./a.js";\n', "a": "export const a = 1;\n"}, "import [*] as all"),
    ],
    ids=["missing", "circle", "two of a name", "two of a name in braces", "default", "namespace"],
)
def test_what_cannot_be_joined_says_where(write, modules: dict[str, str], message: str):
    """A page is never built with a script that would stop it."""
    with pytest.raises(bundle.ModuleError, match=message):
        bundle.script([write(**modules)])


def test_edited_module_is_read_anew(write):
    """Someone who works on a script need not start the program again."""
    entry = write(main="window.said = 1;\n")
    assert "said=1" in bundle.script([entry])
    entry.write_text("window.said = 22;\n", encoding="utf-8")
    assert "said=22" in bundle.script([entry])
