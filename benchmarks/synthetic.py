"""Write a data folder of N made-up projects: `python -m benchmarks.synthetic 1000 /tmp/a-thousand`.

The mix is that of our own data: the projects are made from ours in turn, so that categories, stages,
kinds, certainty, parts, events and vertices a project stand in the same proportion. What is drawn anew for
each: its id, its name, where it lies, its course, its words (clauses of our sentences, recombined). The
same N gives the same bytes. Never written into ``data/``: none of it is true.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from benchmarks.servers import ROOT
from geo.places import MAP_BOUNDS

REPORT = "2024"
Row = dict[str, str]

# Two of these make a place's or a firm's name; with the town before and the kind behind it is read as one.
_SYLLABLES = (
    "安宝北昌长朝晨城川春大丹德东丰峰凤福富港高光广桂海和恒红宏虹鸿湖华辉惠吉嘉建江金锦京景康宽兰乐利莲梁林岭龙隆"
    "茂美明南宁鹏平浦启前桥青清庆泉仁荣瑞润三沙山上胜盛石水顺松泰塘天田通万旺望文西溪仙祥新鑫兴旭阳怡益银英永裕元源远悦云运泽湛"
    "振正志中洲珠竹紫"
)
_NOUNS = {
    "rail": ("号线", "城际", "支线", "联络线"),
    "road": ("大道", "快速路", "改造", "通道", "高架"),
    "science": ("研究院", "实验室", "装置", "大学"),
    "industry": ("产业园", "基地", "厂区", "创新城"),
    "logistics": ("港区", "物流园", "仓储中心"),
    "civic": ("医院", "学校", "文化馆", "体育馆"),
    "renewal": ("旧村改造", "更新单元", "新城"),
    "greenway": ("绿道", "湿地公园", "慢行道"),
    "water": ("治理", "水厂", "碧道"),
}
_SENTENCES = ("what", "promise", "place", "note")


@dataclass(frozen=True, slots=True)
class Model:
    """One of our projects, of which others are made: its row, its sites and its events."""

    row: Row
    sites: tuple[Mapping[str, Any], ...]
    events: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What is taken from our data: models, clauses by column, towns."""

    models: tuple[Model, ...]
    clauses: Mapping[str, tuple[str, ...]]
    towns: tuple[tuple[str, str, BaseGeometry], ...]
    index: shapely.STRtree
    sources: tuple[Row, ...]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _split(sentence: str, lang: str) -> list[str]:
    ends = "，。；" if lang == "zh" else ",.;"
    for end in ends:
        sentence = sentence.replace(end, "\n")
    return [clause.strip() for clause in sentence.split("\n") if len(clause.strip()) > 3]


def _clauses(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for column in columns:
        pieces = [clause for row in rows for clause in _split(row[column], column[-2:])]
        found[column] = tuple(dict.fromkeys(pieces))
    return found


def _world(data: Path) -> World:
    edition = data / "reports" / REPORT
    projects, events = _rows(edition / "projects.csv"), _rows(data / "events.csv")
    sites = json.loads((edition / "sites.geojson").read_text(encoding="utf-8"))["features"]
    towns = json.loads((data / "towns.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [shape(town["geometry"]) for town in towns]
    names = [(town["properties"]["id"], town["properties"]["short_zh"]) for town in towns]
    shapely.prepare(shapes)
    columns = [f"{name}_{lang}" for name in _SENTENCES for lang in ("zh", "en")]
    return World(
        models=tuple(
            Model(
                row=row,
                sites=tuple(site for site in sites if site["properties"]["project_id"] == row["id"]),
                events=tuple(event for event in events if event["project_id"] == row["id"]),
            )
            for row in projects
        ),
        clauses=_clauses(projects, columns) | _clauses(events, ["fact_zh", "fact_en"]),
        towns=tuple((*name, outline) for name, outline in zip(names, shapes, strict=True)),
        index=shapely.STRtree(shapes),
        sources=tuple(_rows(data / "sources.csv")),
    )


def _point_in(outline: BaseGeometry, dice: random.Random) -> tuple[float, float]:
    west, south, east, north = outline.bounds
    while True:
        lon, lat = dice.uniform(west, east), dice.uniform(south, north)
        if shapely.intersects_xy(outline, lon, lat):
            return lon, lat


def _moved(geometry: BaseGeometry, to: tuple[float, float], dice: random.Random) -> BaseGeometry:
    """Return a course of the same kind and number of vertices: begun elsewhere, turned, shrunk, shaken."""
    start = shapely.get_coordinates(geometry)[0]
    turn, scale = dice.uniform(0, 2 * math.pi), dice.uniform(0.1, 0.6)
    shake = np.random.default_rng(dice.getrandbits(32))

    def place(points: np.ndarray) -> np.ndarray:
        east, north = (points - start).T * scale
        found = np.column_stack(
            (east * math.cos(turn) - north * math.sin(turn), east * math.sin(turn) + north * math.cos(turn))
        )
        if len(found) > 2 and geometry.geom_type == "LineString":
            found[1:-1] += shake.normal(0, 0.0005, (len(found) - 2, 2))
        low = (MAP_BOUNDS.west + 0.01, MAP_BOUNDS.south + 0.01)
        high = (MAP_BOUNDS.east - 0.01, MAP_BOUNDS.north - 0.01)
        return np.clip(found + to, low, high).round(5)

    return shapely.transform(geometry, place)


def _sentence(world: World, column: str, dice: random.Random, *, start: str = "") -> str:
    lang = column[-2:]
    clauses = world.clauses[column]
    chosen = [start] * bool(start) + [dice.choice(clauses) for _ in range(dice.randint(1, 3))]
    return ("，" if lang == "zh" else ", ").join(chosen)[:380] + ("。" if lang == "zh" else ".")


def _names(row: Row, town: tuple[str, str, BaseGeometry], number: int, dice: random.Random) -> Row:
    word = "".join(dice.choices(_SYLLABLES, k=2))
    noun = dice.choice(_NOUNS[row["category"]])
    name = f"{town[1]}{word}{noun}{number}"
    english = (
        f"{town[0].title()} {row['category']} {dice.choice(('site', 'link', 'works', 'scheme'))} {number}"
    )
    return {
        "mention": name,
        "name_zh": name,
        "name_en": english,
        "label_zh": f"{word}{noun}",
        "label_en": english,
        "aliases": f"{word}{dice.choice(_SYLLABLES)};{english[:12]} {word}" if row["aliases"] else "",
    }


def _sites(model: Model, name: str, home: BaseGeometry, dice: random.Random) -> list[dict[str, Any]]:
    sites = []
    for site in model.sites:
        own = dict(site["properties"]) | {"project_id": name, "displaced_m": 0}
        if own["accuracy_m"] is not None:
            own["accuracy_m"] = max(10, round(own["accuracy_m"] * dice.uniform(0.5, 1.2), -1))
        moved = _moved(shape(site["geometry"]), _point_in(home, dice), dice)
        # A shrunk outline may cross itself once its corners are rounded.
        whole = moved if moved.is_valid else moved.convex_hull
        sites.append({"type": "Feature", "properties": own, "geometry": mapping(whole)})
    return sites


def _towns(world: World, model: Model, sites: Sequence[Mapping[str, Any]], dice: random.Random) -> list[str]:
    known = [town for town in model.row["towns"].split(";") if town]
    if not known:
        return []
    shapes = [shape(site["geometry"]) for site in sites]
    if not shapes:
        return [town[0] for town in dice.sample(world.towns, len(known))]
    met = {int(place) for one in shapes for place in world.index.query(one, predicate="intersects")}
    return [world.towns[place][0] for place in sorted(met)]


def _project(
    world: World, model: Model, number: int, dice: random.Random
) -> tuple[Row, list[dict[str, Any]], list[Row]]:
    home = dice.choice(world.towns)
    row = dict(model.row)
    name = f"{row['category']}-{number}"
    sites = _sites(model, name, home[2], dice)
    towns = _towns(world, model, sites, dice)
    row |= {"id": name} | _names(row, home, number, dice)
    row["towns"], row["order_unverified"] = ";".join(towns), ""
    row["towns_in_order"] = "yes" if row["towns_in_order"] == "yes" and len(towns) > 1 else "no"
    row["town_source_id"] = (row["town_source_id"] or row["source_id"]) if towns else ""
    for column in (f"{part}_{lang}" for part in _SENTENCES for lang in ("zh", "en")):
        start = row["name_zh"] if column == "what_zh" else ""
        row[column] = _sentence(world, column, dice, start=start) if row[column] else ""
    events = []
    for event in model.events:
        facts = {f"fact_{lang}": _sentence(world, f"fact_{lang}", dice) for lang in ("zh", "en")}
        events.append(dict(event) | {"project_id": name} | facts)
    return row, sites, events


def _numbered(models: Sequence[Model], count: int) -> Iterator[tuple[int, str, Model]]:
    """Yield our projects in turn, those without a place after the others, each list numbered by itself."""
    chosen = [models[place % len(models)] for place in range(count)]
    for prefix, located in (("", "placed"), ("N", "unsited")):
        own = [model for model in chosen if model.row["located"] == located]
        for number, model in enumerate(own, start=1):
            yield number, f"{prefix}{number}", model


def _sources(world: World, rows: Sequence[Row], dice: random.Random) -> list[Row]:
    """Give the facts as many sources a project as ours have, and return them all."""
    ours = [source for source in world.sources if source["kind"] in {"official", "news", "repost"}]
    made = []
    share = len(ours) / len(world.models)
    for number in range(round(share * sum("no" in row for row in rows))):
        source = dict(dice.choice(ours))
        source["id"] = f"source-{number}"
        source["title"] = dice.choice(world.clauses["fact_zh"])[:80] + str(number)
        if source["url"]:
            source["url"] = source["url"].rsplit("/", 1)[0] + f"/{dice.getrandbits(40):x}.html"
        made.append(source)
    unused = list(made)
    for row in rows:
        if row.get("event") == "unknown":
            continue  # a search that found nothing has no source
        source = unused[-1] if unused else dice.choice(made)
        # What has happened cannot be read of before.
        if not row.get("date") or row["date"] <= source["date_read"][: len(row["date"])]:
            row["source_id"] = source["id"]
            del unused[-1:]
    return [*world.sources, *made]


def _cited(sources: Sequence[Row], rows: Sequence[Row], folder: Path) -> list[Row]:
    """Return the sources that something names: where made-up ones took their place, ours are left over."""
    named = {row[column] for row in rows for column in ("source_id", "town_source_id") if column in row}
    rest = [folder / "since.csv", *folder.rglob("*.geojson"), *folder.glob("reports/*/*.csv")]
    other = "".join(path.read_text(encoding="utf-8") for path in rest if path.name != "projects.csv")

    def is_cited(name: str) -> bool:
        return name in named or re.search(rf"(?<![a-z0-9-]){name}(?![a-z0-9-])", other) is not None

    return [source for source in sources if is_cited(source["id"])]


def write(count: int, folder: Path, *, data: Path = ROOT / "data") -> None:
    """Write a data folder of `count` projects that `geo.load(folder=…)` accepts."""
    dice = random.Random(count)  # noqa: S311 - made-up data, the same each time
    world = _world(data)
    shutil.copytree(data, folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "tours", ignore_errors=True)  # they speak of our own projects
    projects, sites, events = [], [], []
    for order, (_, no, model) in enumerate(_numbered(world.models, count), start=1):
        row, own_sites, own_events = _project(world, model, order, dice)
        projects.append(row | {"no": no})
        sites += own_sites
        events += own_events
    sources = _sources(world, [*projects, *events], dice)
    edition = folder / "reports" / REPORT
    named_in_report = [*projects, *_rows(edition / "targets.csv"), *_rows(edition / "duties.csv")]
    named = dict.fromkeys((row["ref"], row["mention"]) for row in named_in_report)
    _write(folder / "events.csv", events)
    _write(edition / "projects.csv", projects)
    _write(edition / "mentions.csv", [{"ref": ref, "mention": mention} for ref, mention in named])
    features = {"type": "FeatureCollection", "features": sites}
    (edition / "sites.geojson").write_text(json.dumps(features, ensure_ascii=False), encoding="utf-8")
    _free_stations(folder / "basemap" / "stations.geojson")
    for name in ("placements.csv", "succession.csv"):  # these name our own projects too
        _keep_header(folder / name)
    _write(folder / "sources.csv", _cited(sources, [*projects, *events], folder))


def _keep_header(path: Path) -> None:
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n", encoding="utf-8")


def _free_stations(path: Path) -> None:
    """Stations belong to our own projects: here they belong to none."""
    stations = json.loads(path.read_text(encoding="utf-8"))
    for feature in stations["features"]:
        feature["properties"] |= {"project_id": None, "order": None}
    path.write_text(json.dumps(stations, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    """Write the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    if (ROOT / "data") in (options.folder.resolve(), *options.folder.resolve().parents):
        parser.error("made-up projects do not go into data/")
    write(options.count, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
