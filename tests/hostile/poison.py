"""A copy of the data folder in which every text holds constructs: each column meets each of them."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from math import ceil
from pathlib import Path

from geo.schema import COLUMNS, paths
from tests.hostile.constructs import ADDRESSES, CONSTRUCTS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = frozenset({"text", "text_zh", "text_en"})
_KEPT = 60  # signs of the text that was there
_REPORT = ("title_zh", "title_en", "publisher")
Met = dict[str, set[str]]


class Poison:
    """Gives each cell of a column its constructs; the same text gets the same in every file."""

    def __init__(self) -> None:
        self.met: Met = defaultdict(set)
        self._given: dict[tuple[str, str], str] = {}
        self._next: dict[str, int] = defaultdict(int)

    def cell(self, column: str, value: str, *, rows: int, of: Mapping[str, str] = CONSTRUCTS) -> str:
        """Return a text with as many constructs before it as make the column meet all in its rows."""
        own = column.rpartition(".")[2]
        key = (own if own == "mention" else column, value)
        if key not in self._given:
            names = list(of)
            start, many = self._next[key[0]], 1 if of is ADDRESSES else ceil(len(names) / rows)
            chosen = [names[(start + one) % len(names)] for one in range(many)]
            self._next[key[0]] = start + many
            self.met[key[0]] |= set(chosen)
            words = " ".join(of[name] for name in chosen)
            if of is ADDRESSES:
                self._given[key] = f"{words}/{start}"
            else:
                self._given[key] = f"{words} {value[:_KEPT]}".strip()[:390].rstrip()
        return self._given[key]


def build(folder: Path) -> Mapping[str, set[str]]:
    """Write the copy; return which constructs each ``table.column`` holds."""
    shutil.copytree(ROOT / "data", folder)
    poison = Poison()
    for name, path in paths(folder, "2024").items():
        if path.suffix == ".csv":
            _csv(name, path, poison)
        elif path.exists():
            _geojson(name, path, poison)
    for path in sorted((folder / "tours").glob("*.toml")):
        _toml(path, poison, "tours", lambda key: key.endswith(("_zh", "_en")))
    for path in sorted((folder / "words").glob("*.toml")):
        _toml(path, poison, "words", lambda _key: True)
    return poison.met


def _columns(name: str) -> dict[str, Mapping[str, str]]:
    of = {column: CONSTRUCTS for column, rule in COLUMNS[name].items() if rule.key in TEXTS}
    if name == "report":
        return {}
    return of | {column: ADDRESSES for column, rule in COLUMNS[name].items() if rule.key == "url"}


def _csv(name: str, path: Path, poison: Poison) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return
    for column, of in _columns(name).items():
        full = len({row[column] for row in rows if row[column]})
        for row in rows:
            if row[column]:
                row[column] = poison.cell(f"{name}.{column}", row[column], rows=full, of=of)
    if name == "report":
        for row in rows:
            if row["key"] in _REPORT:
                row["value"] = poison.cell(f"report.{row['key']}", row["value"], rows=3)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _geojson(name: str, path: Path, poison: Poison) -> None:
    content = json.loads(path.read_text("utf-8"))
    rows = [feature["properties"] for feature in content["features"]]
    for column, of in _columns(name).items():
        full = len({str(row[column]) for row in rows if row[column]})
        for row in rows:
            if isinstance(row[column], list):
                row[column] = [poison.cell(f"{name}.{column}", one, rows=full, of=of) for one in row[column]]
            elif row[column]:
                row[column] = poison.cell(f"{name}.{column}", row[column], rows=full, of=of)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


_LINE = re.compile(r'^(\w+) = "(?!"")(.*)"$', re.MULTILINE)


def _toml(path: Path, poison: Poison, name: str, is_text: Callable[[str], bool]) -> None:
    """Put a construct behind each text; without braces, which are fields, and figures, which are checked."""
    of = {key: one for key, one in CONSTRUCTS.items() if not set("{}023456789") & set(one)}

    def filled(line: re.Match[str]) -> str:
        key, value = line[1], line[2]
        if not is_text(key):
            return line[0]
        names = list(of)
        turn = poison._next[name]
        poison._next[name] = turn + 1
        poison.met[f"{name}.{key}"].add(names[turn % len(names)])
        most = 18 if key.startswith("title") else 300
        words = of[names[turn % len(names)]]
        if key.startswith("title"):  # the checks let a title be 60 signs long
            value, words = value[:most], words[:38]
        return f"{key} = {json.dumps(f'{value} {words}'.strip(), ensure_ascii=False)}"

    text = path.read_text("utf-8")
    path.write_text(_LINE.sub(filled, text), "utf-8")
