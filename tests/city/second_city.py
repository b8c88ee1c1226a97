"""A made-up second city: twelve square units, three projects, and nothing that is like Dongguan's.

Another metric system, time zone, code pattern, year and names of levels; no metro, road, water or tour.
None of it is true.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

REPORT = "2027"
CITY = """
id = "yunchuan"
name_zh = "云川"
name_en = "Yunchuan"
region = "编造省云川市"
country = "编造国"
time_zone = "Asia/Kathmandu"
default_report = "2027"

[map]
bounds = [102.0, 35.0, 104.5, 37.0]
metric_crs = "EPSG:4543"

[units]
name_zh = "区县"
name_en = "district"
plural_en = "districts"
code = "9901xx"
area_km2 = [50, 5_000]
population = [500, 9_000_000]

[[units.kinds]]
id = "urban-district"
name_zh = "区"
name_en = "Urban district"
code = "99010x"

[[units.kinds]]
id = "county"
name_zh = "县"
name_en = "County"
code = "99012x"

[units.old_ids]
old-south = "unit-1"

[[grids]]
crs = "EPSG:4543"
name_zh = "CGCS2000 三度带，中央经线 102°"
name_en = "CGCS2000, 3-degree zone, meridian 102° E"
"""

_WEST, _SOUTH, _STEP = 102.6, 35.6, 0.2
_COLUMNS, _ROWS = 4, 3
_SOURCE = "made-up-source"
_NAMES = ("东岭", "西岭", "南原", "北原", "上川", "中川", "下川", "石门", "白塔", "红寺", "青崖", "黄羊")
_ENGLISH = (
    "Dongling", "Xiling", "Nanyuan", "Beiyuan", "Shangchuan", "Zhongchuan", "Xiachuan", "Shimen", "Baita",
    "Hongsi", "Qingya", "Huangyang",
)  # fmt: skip

Row = dict[str, object]


def _place(across: float, up: float) -> list[float]:
    """Return lon, lat of a place counted in squares from the south-west corner."""
    return [round(_WEST + across * _STEP, 5), round(_SOUTH + up * _STEP, 5)]


def _square(across: float, up: float, size: float = 1.0) -> dict[str, object]:
    steps = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return {"type": "Polygon", "coordinates": [[_place(across + x, up + y) for x, y in steps]]}


def _units() -> list[tuple[Row, dict[str, object]]]:
    units = []
    for number, (name, english) in enumerate(zip(_NAMES, _ENGLISH, strict=True)):
        across, up = number % _COLUMNS, number // _COLUMNS
        is_county = up == _ROWS - 1
        label = _place(across + 0.5, up + 0.5)
        row: Row = {
            "id": f"unit-{number + 1}",
            "code": f"9901{2 if is_county else 0}{number % 10}",
            "name_zh": f"{name}{'县' if is_county else '区'}",
            "short_zh": name,
            "name_en": english,
            "kind": "county" if is_county else "urban-district",
            # A square of 0.2 degrees at this latitude, to the tolerance of the check.
            "area_km2": 400,
            "area_source": _SOURCE,
            "population_2020": None,
            "population_source": None,
            "label_lon": label[0],
            "label_lat": label[1],
            "source_id": _SOURCE,
        }
        units.append((row, _square(across, up)))
    return units


def _projects(columns: Sequence[str]) -> list[Row]:
    common = {
        "kind": "point",
        "located": "placed",
        "towns_in_order": "no",
        "what_zh": "编出来的。",
        "what_en": "Made up.",
        "promise_zh": "编出来的。",
        "promise_en": "Made up.",
        "source_id": _SOURCE,
        "town_source_id": _SOURCE,
        "ref": "1.1",
    }
    own: list[Row] = [
        {
            "id": "valley-tramway", "no": "1", "name_zh": "川谷有轨电车", "name_en": "Valley tramway",
            "category": "rail", "stage": "building", "kind": "line", "towns": "unit-1;unit-2;unit-3",
            "towns_in_order": "yes",
        },
        {
            "id": "hill-hospital", "no": "2", "name_zh": "岭上医院", "name_en": "Hill hospital",
            "category": "civic", "stage": "completing", "promised": "opened", "towns": "unit-7",
        },
        {
            "id": "county-roads", "no": "N1", "name_zh": "县乡道路整修", "name_en": "County roads",
            "category": "road", "stage": "preparing", "kind": "area", "located": "unsited",
            "towns": "", "town_source_id": "",
        },
    ]  # fmt: skip
    rows = []
    for row in own:
        named = {
            "mention": row["name_zh"],
            "label_zh": row["name_zh"],
            "label_en": row["name_en"],
        }
        rows.append(dict.fromkeys(columns, "") | common | named | row)
    return rows


def _sites() -> list[tuple[Row, dict[str, object]]]:
    about = {"name_zh": None, "name_en": None, "method_zh": "编出来的。", "method_en": "Made up."}
    about |= {"source_id": _SOURCE, "displaced_m": 0}
    line = {"type": "LineString", "coordinates": [_place(0.2, 0.4), _place(1.5, 0.6), _place(2.7, 0.3)]}
    point = {"type": "Point", "coordinates": _place(2.5, 1.5)}
    return [
        (
            about
            | {"project_id": "valley-tramway", "part": "line", "certainty": "schematic", "accuracy_m": 800},
            line,
        ),
        (
            about
            | {"project_id": "hill-hospital", "part": "site", "certainty": "approximate", "accuracy_m": 500},
            point,
        ),
    ]


def _csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _geojson(path: Path, rows: Sequence[tuple[Row, dict[str, object]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    features = [{"type": "Feature", "properties": row, "geometry": shape} for row, shape in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def build(folder: Path) -> None:
    """Write the whole data folder of the second city."""
    from geo.schema import COLUMNS

    folder.mkdir(parents=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    edition = folder / "reports" / REPORT
    rows: dict[str, list[Row]] = {
        "sources": [
            {
                "id": _SOURCE, "title": "编造的来源", "publisher": "编造", "citation": "编造",
                "licence": "CC0 1.0", "date_read": "2027-06-01", "kind": "data",
            }
        ],
        "events": [
            {
                "project_id": "hill-hospital", "date": "2027-05-20", "event": "opened", "status": "done",
                "fact_zh": "编造的开业。",
                "fact_en": "It opened, in this made-up city.", "source_id": _SOURCE,
            }
        ],
        "placements": [],
        "since": [],
        "succession": [],
    }  # fmt: skip
    for name, own in rows.items():
        _csv(folder / f"{name}.csv", list(COLUMNS[name]), own)
    projects = _projects(list(COLUMNS["projects"]))
    _csv(edition / "projects.csv", list(COLUMNS["projects"]), projects)
    target: Row = {
        "id": "made-up-trees", "ref": "1.2", "name_zh": "种树", "name_en": "Trees planted", "value": 1000,
        "unit_zh": "棵", "unit_en": "trees", "bound": "at_least", "per": "town", "mention": "种树一千棵",
        "source_id": _SOURCE,
    }  # fmt: skip
    _csv(edition / "targets.csv", list(COLUMNS["targets"]), [target])
    named = [{"ref": row["ref"], "mention": row["mention"]} for row in [*projects, target]]
    _csv(edition / "mentions.csv", list(COLUMNS["mentions"]), named)
    report = {
        "title_zh": "编造的报告", "title_en": "A made-up report", "date": "2027-02-01", "publisher": "编造",
        "url": "", "source_id": _SOURCE,
    }  # fmt: skip
    _csv(edition / "report.csv", ("key", "value"), [{"key": k, "value": v} for k, v in report.items()])
    _geojson(folder / "towns.geojson", _units())
    _geojson(edition / "sites.geojson", _sites())
    neighbour: Row = {"name_zh": "邻市", "name_en": "Next city", "kind": "city", "source_id": _SOURCE}
    label = _place(-0.8, 1.0)
    neighbour |= {"label_lon": label[0], "label_lat": label[1]}
    _geojson(folder / "basemap" / "neighbours.geojson", [(neighbour, _square(-1.5, 0, 1.4))])
    for name in ("water", "roads", "railways", "stations"):
        _geojson(folder / "basemap" / f"{name}.geojson", [])
