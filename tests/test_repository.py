"""The rules that hold for the whole tree: sizes, pins, words, links and licences."""

from __future__ import annotations

import ast
import csv
import importlib
import importlib.metadata
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import geo

ROOT = Path(__file__).parents[1]
PACKAGES = ("dgmap", "geo", "i18n", "layers", "ui")
SOURCES = [
    ROOT / "app.py",
    *(path for package in (*PACKAGES, "benchmarks") for path in sorted((ROOT / package).rglob("*.py"))),
]
APP_SOURCES = [path for path in SOURCES if path.relative_to(ROOT).parts[0] != "benchmarks"]
MARKDOWN = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_FUNCTION = 40


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tracked() -> list[Path]:
    """Return the files of the repository, as git knows them (also when not committed yet)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


_MACHINE = re.compile(rb"/wor[k]/(main|shared)|/roo[t]/|/opt/ven[v]|/hom[e]/[a-z]+/")


def test_no_file_holds_a_path_or_host_of_one_machine():
    """Nothing that is committed works only where it was written."""
    tracked = _tracked()
    assert len(tracked) > 300
    assert [_name(path) for path in tracked if _MACHINE.search(path.read_bytes())] == []


@pytest.mark.parametrize("place", ["work/main", "work/shared", "root", "opt/venv", "home/somebody"])
def test_path_of_one_machine_is_noticed(place: str):
    """The test above finds such a path."""
    assert _MACHINE.search(f"see /{place}/x".encode())


def _ids_in_code(source: str, ids: set[str]) -> set[str]:
    """Return the ids of rows of the data that a Python source writes as a word of its own."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and value in ids}


def test_no_page_names_a_row_of_the_data():
    """What is said of one project, figure or source stands in the data, never in the code of a page."""
    names = ("reports/2024/projects", "reports/2024/targets", "reports/2024/duties", "sources")
    files = [ROOT / "data" / f"{name}.csv" for name in names]
    ids = {row["id"] for path in files for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    pages = [path for path in APP_SOURCES if path.relative_to(ROOT).parts[0] in {"ui", "layers", "geo"}]
    found = {_name(path): own for path in pages if (own := _ids_in_code(path.read_text("utf-8"), ids))}
    assert found == {}


def test_an_id_of_the_data_in_code_is_found():
    """The check above can find one, and does not mind the word inside of another."""
    source = 'row = targets[targets["id"] == "care-beds"]\nnote = "care-beds-of-old"\n'
    assert _ids_in_code(source, {"care-beds", "markets"}) == {"care-beds"}


def _long_functions(path: Path) -> list[str]:
    """List the functions of a file with more than 40 lines, not counting their docstrings."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if ast.get_docstring(node) is not None:
            first = node.body[0]
            lines -= (first.end_lineno or first.lineno) - first.lineno + 1
        if lines > LONGEST_FUNCTION:
            found.append(f"{path.name}:{node.lineno} {node.name} has {lines} lines")
    return found


def test_no_function_is_longer_than_forty_lines():
    """A function fits on a screen; its docstring does not count."""
    assert len(SOURCES) > 150
    assert [line for path in SOURCES for line in _long_functions(path)] == []


def test_long_function_is_noticed(tmp_path: Path):
    """The test above finds a method of 41 lines, and none of 40 with a docstring."""
    path = tmp_path / "long.py"
    good = ["def good():", '    """Say', '    what."""', *["    pass"] * 39]
    bad = ["class A:", "    async def bad():", *["        pass"] * 40]
    path.write_text("\n".join([*good, *bad]), encoding="utf-8")
    assert _long_functions(path) == [f"long.py:{len(good) + 2} bad has 41 lines"]


def test_app_has_at_most_sixty_lines():
    """The entry stays an entry."""
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 60


_TABLES = re.compile(
    r"\bcsv\.(?:DictReader|reader)\(|\.read_(?:csv|excel|feather|file|json|parquet|table)\(|\bopen_dataset\("
)
_FEATURES = re.compile(r"\bjson\.loads?\(")


def test_one_module_reads_the_data_files():
    """Tables and features are read in one module, but for what a link needs and a visitor's own file."""
    texts = {_name(path): path.read_text(encoding="utf-8") for path in APP_SOURCES}
    assert {name for name, text in texts.items() if _TABLES.search(text)} == {
        "geo/plain_text.py",  # whoever has text, an editor or a visitor
    }
    assert {name for name, text in texts.items() if name.startswith("geo/") and _FEATURES.search(text)} == {
        "geo/places.py",
        "geo/reading.py",
        "geo/upload/strict_json.py",
        "geo/worker.py",  # what the server asks of it
    }


@pytest.mark.parametrize(
    "call", ["pd.read_csv(path)", "gpd.read_file(path)", "csv.DictReader(file)", "csv.reader(file)"]
)
def test_reader_of_tables_is_noticed(call: str):
    """The test above finds a reader whatever it is called on."""
    assert _TABLES.search(f"rows = {call}")


_MARK = re.compile(r"#\s*(noqa|type:\s*ignore)(.*)$")
_REASONED = re.compile(r"^(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*|\[[a-z, -]+\])\s*(#|-|—|:|\()\s*\S+")


def _is_bare(line: str) -> bool:
    """Say whether a line suppresses a rule without its code or a reason."""
    hit = _MARK.search(line)
    return hit is not None and _REASONED.match(hit.group(2)) is None


def _leaves_its_package(name: str, text: str) -> bool:
    """Say whether a module goes up from its own file beyond its package."""
    ups = [int(number) + 1 for number in re.findall(r"\.parents\[(\d+)\]", text)]
    ups += [found.count(".parent") for found in re.findall(r"(?:\.parent\b)+", text)]
    return max(ups, default=0) >= len(Path(name).parts)


def test_only_geo_folders_knows_where_files_lie():
    """Installed, data and static files lie elsewhere than in a clone: one module knows."""
    found = [
        name for path in APP_SOURCES if _leaves_its_package(name := _name(path), path.read_text("utf-8"))
    ]
    assert found == ["geo/folders.py"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ui/theme.py", 'Path(__file__).parent / "theme.css"', False),
        ("ui/theme.py", 'Path(__file__).resolve().parent.parent / "static"', True),
        ("ui/pages/upload.py", 'Path(__file__).parents[1] / "upload.css"', False),
        ("geo/export/symbology.py", 'Path(__file__).resolve().parents[2] / "static"', True),
    ],
)
def test_module_that_leaves_its_package_is_found(name: str, text: str, expected: bool):
    """What the rule above looks for."""
    assert _leaves_its_package(name, text) == expected


def test_every_suppressed_rule_has_its_code_and_reason():
    """A `noqa` or `type: ignore` names its rule and says why."""
    lines = [(path, line) for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    assert sum(_MARK.search(line) is not None for _, line in lines) > 20
    assert [f"{_name(path)}: {line.strip()}" for path, line in lines if _is_bare(line)] == []


def test_bare_suppression_is_noticed():
    """The test above finds one without a code, and one without a reason; a whole one passes."""
    mark = "# " + "noqa"
    assert [_is_bare(f"x = 1  {mark}{rest}") for rest in ("", ": E501", ": E501 - a table")] == [
        True,
        True,
        False,
    ]


# --- Packages --------------------------------------------------------------------------------------


def _direct(extra: str | None = None) -> list[Requirement]:
    project = PROJECT["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in lines]


def _pins(file: str) -> dict[str, str]:
    """Return the pinned versions of a requirements file, by canonical name."""
    pins = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r ")):
            name, version = line.partition(";")[0].split("==")
            pins[canonicalize_name(name)] = version
    return pins


def _closure(direct: list[Requirement]) -> set[str]:
    """Return the canonical names of the installed packages that these bring, themselves included."""
    environment = {**default_environment(), "extra": ""}
    names: set[str] = set()
    waiting = list(direct)
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in names:
            continue
        names.add(name)
        brought = map(Requirement, importlib.metadata.requires(name) or [])
        waiting += [needed for needed in brought if not needed.marker or needed.marker.evaluate(environment)]
    return names


def test_pins_lie_within_the_ranges_of_pyproject():
    """Each direct dependency is pinned to a version that pyproject.toml allows."""
    pins = _pins("requirements.txt") | _pins("requirements-dev.txt")
    wrong = [
        str(need)
        for need in _direct() + _direct("dev")
        if pins[canonicalize_name(need.name)] not in need.specifier
    ]
    assert wrong == []


def test_requirements_pin_all_that_the_app_runs_on_and_nothing_else():
    """requirements.txt is the closure of the direct dependencies."""
    assert set(_pins("requirements.txt")) == _closure(_direct())


def test_dev_requirements_pin_the_rest():
    """requirements-dev.txt holds what tests and tools need besides, and starts with requirements.txt."""
    assert "-r requirements.txt" in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert set(_pins("requirements-dev.txt")) == _closure(_direct("dev")) - _closure(_direct())


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_holds_the_pins_with_a_hash_of_each_file(name: str):
    """What is installed is what was looked at (scripts/lock writes it anew)."""
    blocks = re.split(r"\n(?=\S)", (ROOT / f"{name}.lock").read_text(encoding="utf-8"))
    locked = {}
    for block in blocks:
        found, version = re.split(r"[ ;]", block, maxsplit=1)[0].split("==")
        locked[canonicalize_name(found)] = version
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    own = _pins("requirements.txt")
    pins = own if name == "requirements" else own | _pins("requirements-dev.txt")
    # Other systems may need more (colorama on Windows); none is missing or of another version.
    assert {one: locked.get(one) for one in pins} == pins


def test_installed_versions_are_the_pinned_ones():
    """The tests speak of the versions that users get."""
    pins = _pins("requirements.txt") | _pins("requirements-dev.txt")
    assert {name: importlib.metadata.version(name) for name in pins} == pins


def _imported(path: Path) -> set[str]:
    """Return the top-level modules a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def test_every_imported_package_is_a_declared_dependency():
    """Nothing is used that only happens to be there."""
    imported = {name for path in APP_SOURCES for name in _imported(path)}
    assert {"geopandas", "folium", "streamlit"} <= imported
    # Types of the type checker's own, which no package brings.
    foreign = imported - set(sys.stdlib_module_names) - set(PACKAGES) - {"app", "_typeshed"}
    owners = importlib.metadata.packages_distributions()
    owned = {canonicalize_name(owner) for name in foreign for owner in owners.get(name, [name])}
    optional = {canonicalize_name(need.name) for need in _direct("mcp")}
    assert owned - {canonicalize_name(need.name) for need in _direct()} - optional == set()
    using = {
        path.name
        for path in APP_SOURCES
        for name in _imported(path)
        if optional & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert using == {"mcp_server.py"}


# --- What a stranger starts with -------------------------------------------------------------------


def test_citation_names_the_version():
    """What is cited is what is installed."""
    (version,) = re.findall(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert version == geo.__version__


def test_hooks_before_a_commit_are_checks_of_the_suite():
    """Each hook calls a tool of .venv that scripts/test calls too."""
    entries = re.findall(
        r"entry: \.venv/bin/(?:python -m )?([\w-]+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    )
    suite = (ROOT / "scripts" / "test").read_text("utf-8")
    assert entries
    assert [tool for tool in entries if f"-m {tool}" not in suite and f"bin/{tool}" not in suite] == []


def test_files_that_the_security_policy_names_exist():
    """A reader finds what it points to."""
    named = re.findall(r"`([\w/.]+/[\w.]*)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


# --- Words, links, licences ------------------------------------------------------------------------


def _keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        found |= _keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
    return found


def _words(lang: str) -> dict[str, object]:
    return tomllib.loads((ROOT / "i18n" / f"{lang}.toml").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_messages():
    """No message exists in one language only."""
    assert len(_keys(_words("zh"))) > 500
    assert _keys(_words("zh")) ^ _keys(_words("en")) == set()


@pytest.mark.parametrize("path", MARKDOWN, ids=_name)
def test_links_of_the_documents_exist(path: Path):
    """Each relative link of a document leads to a file or folder of the tree."""
    assert _missing(path.read_text(encoding="utf-8"), path.parent) == []


def _missing(text: str, folder: Path) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    return [target for target in targets if ":" not in target and not (folder / target).exists()]


def test_link_that_leads_nowhere_is_noticed():
    """The test above finds it, also with a place in the file and a title."""
    text = "[a](docs/none.md) [b](none.md#part) [c](README.md) [d](https://example.org) [e](none.png 'title')"
    assert _missing(text, ROOT) == ["docs/none.md", "none.md", "none.png"]


@pytest.mark.parametrize("path", ["scripts/run", "scripts/test", ".ci/run"])
def test_commands_of_the_readme_exist_and_can_be_started(path: str):
    """The commands the README names are there, executable, and correct for bash."""
    assert path in (ROOT / "README.md").read_text(encoding="utf-8")
    assert os.access(ROOT / path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], cwd=ROOT, check=False).returncode == 0


def test_modules_of_the_readme_can_be_run():
    """Each `python -m name` of the README has its __main__."""
    named = re.findall(r"python -m (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name / "__main__.py").exists()] == []


def test_changelog_opens_with_what_is_unreleased():
    """The next release's notes have their place."""
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"


def test_every_source_of_the_data_states_its_licence():
    """No data source is used without a word on its licence."""
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    assert sources
    assert [source["id"] for source in sources if not source["licence"].strip()] == []


def test_every_test_folder_is_run():
    """The list of test paths in pyproject.toml leaves no folder out."""
    folders = {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/test_*.py")}
    assert len(folders) > 6
    assert folders - set(PROJECT["tool"]["pytest"]["ini_options"]["testpaths"]) == set()


def _twice(names: list[str]) -> list[str]:
    """Return the numbers that more than one decision has."""
    numbers = [name.partition("-")[0] for name in names]
    return sorted({number for number in numbers if numbers.count(number) > 1})


def test_each_decision_has_its_own_number():
    """A decision is cited by its number."""
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(names) > 10
    assert _twice(names) == []
    assert _twice([*names, names[0]]) == [names[0].partition("-")[0]]


def _hidden(names: Sequence[str], submodules: Iterable[str]) -> set[str]:
    """Return the public names of a package that the import of a submodule would replace."""
    return set(names) & set(submodules)


@pytest.mark.parametrize("package", ["geo", "layers"])
def test_no_public_name_is_that_of_a_submodule(package: str):
    """Python sets a submodule on its package when it is imported: a function of that name would be gone."""
    module = importlib.import_module(package)
    submodules = {found.name for found in pkgutil.iter_modules(module.__path__)}
    functions = [name for name in module.__all__ if not isinstance(getattr(module, name), ModuleType)]
    assert functions
    assert _hidden(functions, submodules) == set()
    assert _hidden([*functions, "view"], ["view"]) == {"view"}
