"""What is Dongguan stands in its data folder: no module names a coordinate, a system or a town.

``tools/`` makes Dongguan's own data and is left out. The last test plants each fault and finds it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.city import CITY
from geo.folders import DATA_FOLDER

ROOT = Path(__file__).parents[2]
FOLDERS = ("geo", "i18n", "layers", "ui", "static/fonts")
# The one place of the web map's own systems, and of the area whose maps are shifted (GCJ-02).
STANDARDS = "geo/crs.py"
_OF_THE_WEB = {"4326", "3857"}
_CODES = {grid.crs.partition(":")[2] for grid in CITY.grids}


def _names() -> re.Pattern[str]:
    """Return a pattern of the city's and its units' names, in Chinese and as words."""
    features = json.loads((DATA_FOLDER / "towns.geojson").read_text(encoding="utf-8"))["features"]
    rows = [feature["properties"] for feature in features]
    chinese = {CITY.name_zh, *(row[name] for row in rows for name in ("name_zh", "short_zh"))}
    words = {CITY.id, CITY.name_en, *CITY.old_unit_ids}
    words |= {row[name] for row in rows for name in ("id", "name_en")}
    latin = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"{'|'.join(sorted(chinese))}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])")


NAMES = _names()
_EPSG = re.compile(r"EPSG[:_ ]?(\d{4,6})", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:Asia|Europe|America|Africa|Australia|Etc)/\w+|[+-]\d\d:\d\d\b")


def _faults_of_text(text: str, *, is_standard: bool) -> Iterator[str]:
    """Yield the names, systems and time zones in a text."""
    yield from (f"the name {found[0]}" for found in NAMES.finditer(text))
    yield from (f"the time zone {found[0]}" for found in _ZONE.finditer(text))
    for found in _EPSG.finditer(text):
        if found[1] not in _OF_THE_WEB or not is_standard:
            yield f"the system {found[0]}"


def _is_coordinate(value: float) -> bool:
    box = CITY.bounds
    return box.west <= value <= box.east or box.south <= value <= box.north


def _docstrings(tree: ast.Module) -> set[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, owners) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def python_faults(source: str, name: str) -> list[str]:
    """Return what a module's code says of the city; comments and docstrings may give examples."""
    tree, is_standard = ast.parse(source), name == STANDARDS
    docstrings, found = _docstrings(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "timezone":
            found.append(f"{name}:{node.lineno}: a time zone of its own")
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            faults = list(_faults_of_text(node.value, is_standard=is_standard))
            faults += ["the report 2024"] if node.value == CITY.default_report else []
        elif isinstance(node.value, float) and not is_standard:
            faults = [f"the coordinate {node.value}"] if _is_coordinate(node.value) else []
        elif isinstance(node.value, int) and str(node.value) in _CODES | _OF_THE_WEB:
            faults = [f"the system {node.value}"]
        else:
            faults = []
        found += [f"{name}:{node.lineno}: {fault}" for fault in faults]
    return found


_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*|<!--.*?-->", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.#-])\d{2,3}\.\d+(?![\w.%])")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`")


def text_faults(source: str, name: str) -> list[str]:
    """Return what a script, a style or a template says of the city, comments left out."""
    code = _COMMENT.sub("", source)
    # Leaflet's own name for Web Mercator is no second place for it.
    faults = list(_faults_of_text(code.replace("L.CRS.EPSG3857", ""), is_standard=False))
    if name.endswith(".js"):
        numbers = _NUMBER.findall(_STRING.sub('""', code))
        faults += [f"the coordinate {number}" for number in numbers if _is_coordinate(float(number))]
    return [f"{name}: {fault}" for fault in faults]


def words_faults(source: str, name: str) -> list[str]:
    """Return what our own messages say of the city: they take it from ``city.toml``."""
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    faults = list(_faults_of_text("\n".join(lines), is_standard=True))
    faults += [f"the level {CITY.unit_zh}"] * ("\n".join(lines).count(CITY.unit_zh))
    return [f"{name}: {fault}" for fault in faults]


CHECKS = {
    ".py": python_faults,
    ".js": text_faults,
    ".css": text_faults,
    ".html": text_faults,
    ".xml": text_faults,
    ".toml": words_faults,
}


def _files() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    return [path for path in [ROOT / "app.py", *found] if path.suffix in CHECKS]


def test_no_module_names_what_only_the_city_knows():
    """A second city is a data folder: whatever is Dongguan's is read from ours."""
    files = _files()
    kinds = {path.suffix for path in files}
    assert kinds == set(CHECKS)
    assert len(files) > 200
    found = [
        fault
        for path in files
        for fault in CHECKS[path.suffix](path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


PLANTED = {
    "a coordinate": ("a.py", "WEST = 113.48"),
    "a latitude in a call": ("a.py", "import math\nx = math.cos(math.radians(22.9))"),
    "a system": ("a.py", 'METRES = "EPSG:4547"'),
    "a system as a number": ("a.py", "frame.to_crs(4547)"),
    "a standard in a second place": ("a.py", 'DEGREES = "EPSG:4326"'),
    "another system in the place of the standards": (STANDARDS, 'METRES = "EPSG:4547"'),
    "a town's id": ("a.py", 'if town == "changan":\n    pass'),
    "a town's name": ("a.py", 'words = "只看长安镇"'),
    "the city in an f-string": ("a.py", 'name = f"dongguan-{year}"'),
    "the time zone": ("a.py", 'ZoneInfo("Asia/Shanghai")'),
    "the time zone as hours": ("a.py", "zone = timezone(timedelta(hours=8))"),
    "the time zone in a text": ("a.py", 'day = f"{day}T00:00:00+08:00"'),
    "the first report": ("a.py", 'def load(report="2024"):\n    pass'),
    "a coordinate in a script": ("a.js", "const MIDDLE = [22.93, 113.88];"),
    "a town in a script": ("a.js", 'if (id === "humen") stop();'),
    "the city in a style": ("a.css", 'p { font-family: "Dongguan Sans"; }'),
    "the city in a template": ("a.html", "<p>东莞项目地图</p>"),
    "the city in a message": ("a.toml", 'title = "东莞项目地图"'),
    "its word for a unit in a message": ("a.toml", 'tab = "镇街"'),
    "its system in a message": ("a.toml", 'crs = "EPSG:4547"'),
}


@pytest.mark.parametrize(("name", "source"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(name: str, source: str):
    """The search above finds one of each kind."""
    assert CHECKS[Path(name).suffix](source, name) != []


ALLOWED = {
    "an example in a docstring": ("a.py", 'def f():\n    """长安镇, EPSG:4547."""'),
    "an example in a comment": ("a.py", "x = 1  # 长安镇"),
    "a comment in a script": ("a.js", "let x = 1; // 113.88, 长安"),
    "the standards in their place": (STANDARDS, 'DEGREES = "EPSG:4326"'),
    "a field in a message": ("a.toml", 'title = "{city}项目地图"'),
}


@pytest.mark.parametrize(("name", "source"), ALLOWED.values(), ids=ALLOWED)
def test_what_is_no_fault_is_left_alone(name: str, source: str):
    """Examples may name a real place."""
    assert CHECKS[Path(name).suffix](source, name) == []
