"""A visitor's rows under our rules: every problem at its place, and nothing that she cannot mend."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import pytest
import shapely

from geo import schema
from geo.export import Format, export
from geo.export.extract import extract
from geo.folders import DATA_FOLDER
from geo.upload import read
from geo.upload.checking import check
from geo.upload.coordinates import Crs, Reading
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.template import geojson_template, xlsx_template
from geo.view import parse
from i18n import LANGUAGES

WORDS = {"columns": "columns", "column": "column", "needed": "needed", "rule": "rule", "yes": "yes"}
BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[113.7, 23.0], [113.8, 23.1], [113.8, 23.0], [113.7, 23.1], [113.7, 23.0]]],
}


def told(raw: bytes, dataset, *, name: str = "mine.geojson", reading: Reading | None = None):
    """Return the problems of a file as row, column, key."""
    checked = check(read(raw, name=name), dataset, reading=reading or Reading())
    return [(one.row, one.column, one.key) for one in checked.problems]


def noted(raw: bytes, dataset, *, name: str = "mine.geojson") -> set[str]:
    return {one.key for one in check(read(raw, name=name), dataset, reading=Reading()).notes}


def test_good_feature_has_no_problem_and_a_shape(dataset, collection, feature):
    """The least that a row needs is enough."""
    checked = check(read(collection(feature()), name="mine.geojson"), dataset, reading=Reading())
    assert checked.problems == ()
    assert checked.shapes[["row", "project_id", "name"]].to_dict("records") == [
        {"row": 1, "project_id": "own-one", "name": "我的项目"}
    ]
    assert checked.shapes.crs.to_epsg() == 4326
    assert (checked.rows, checked.moved_m) == (1, 0)


@pytest.mark.parametrize("form", ["geojson", "xlsx"])
def test_template_passes_its_own_checks(dataset, form: str):
    """What we offer to begin with is read without a problem, and all of it is drawn."""
    made = geojson_template(dataset) if form == "geojson" else xlsx_template(dataset, words=WORDS)
    checked = check(read(made, name=f"template.{form}"), dataset, reading=Reading())
    assert checked.problems == ()
    kinds = set(checked.shapes.geometry.geom_type.str.removeprefix("Multi"))
    assert {"Point", "LineString", "Polygon"} <= kinds


def test_our_own_sites_file_passes(dataset):
    """The file that the map is made of is a good upload by itself."""
    raw = (DATA_FOLDER / "reports/2024/sites.geojson").read_bytes()
    checked = check(read(raw, name="sites.geojson"), dataset, reading=Reading())
    assert (checked.problems, len(checked.shapes)) == ((), len(dataset.sites))


# The filter is the same in both languages.
QUERIES = [("zh", one) for one in ("town=changan", "cat=road", "sure=approximate,schematic", "at=2024-12-31")]


# Formats of ours that the upload does not read, and what it says of them.
UNREAD = {
    Format.PARQUET: Refusal.OTHER_LAYER,
    Format.FGB: Refusal.OTHER_LAYER,
    Format.OC4IDS: Refusal.NOT_GEOJSON,
}


@pytest.mark.parametrize(("lang", "query"), [("zh", ""), ("en", ""), *QUERIES])
@pytest.mark.parametrize("form", [form for form in Format if form not in UNREAD])
def test_our_own_export_passes_our_own_check(dataset, form: Format, lang: str, query: str):
    """What we hand out can be handed back: no problem, the same projects, every part in its place."""
    view = replace(parse(parse_qs(query))[0], lang=lang)
    taken = extract(dataset, view, written=date(2026, 11, 24))
    raw = export(dataset, view, form, written=date(2026, 11, 24))
    checked = check(read(raw, name=f"export{form.suffix}"), dataset, reading=Reading())
    assert checked.problems == ()
    assert set(checked.shapes["project_id"]) == set(taken.sites["project_id"])
    drawn = shapely.union_all(checked.shapes.geometry)
    assert drawn.hausdorff_distance(shapely.union_all(taken.sites.geometry)) < 2e-5


@pytest.mark.parametrize("form", UNREAD)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_export_that_is_not_read_says_so(dataset, form: Format, lang: str):
    """Refused with its reason: never read as something that it is not."""
    raw = export(dataset, replace(parse({})[0], lang=lang), form, written=date(2026, 11, 24))
    with pytest.raises(RefusedError) as caught:
        read(raw, name=f"export{form.suffix}")
    assert caught.value.reason is UNREAD[form]


CELLS = {
    "a category that is none": ({"category": "metro"}, ("category", "one_of")),
    "an id with capitals": ({"id": "Own One"}, ("id", "slug")),
    "text for metres": ({"accuracy_m": "about 200"}, ("accuracy_m", "number")),
    "metres below zero": ({"accuracy_m": -5}, ("accuracy_m", "number")),
    "a huge number": ({"accuracy_m": 1e30}, ("accuracy_m", "number")),
    "an unknown town": ({"towns": ["atlantis"]}, ("towns", "reference")),
    "a site that knows no place": ({"certainty": "town"}, ("certainty", "sited")),
    "an empty name": ({"name_zh": " "}, ("name_zh", "text_zh")),
    "a hidden sign": ({"name_zh": "我的\u202e项目"}, ("name_zh", "text_zh")),
    "half a character": ({"name_zh": "\ud800"}, ("name_zh", "text_zh")),
    "an object": ({"name_zh": {"a": 1}}, ("name_zh", "nested")),
    "a point without its error": ({"accuracy_m": ""}, ("accuracy_m", "accuracy")),
    "one language of two": ({"note_zh": "说明", "note_en": ""}, ("note_en", "together")),
    "a promise without a date": ({"promised": "opened"}, ("promised", "promised")),
}


@pytest.mark.parametrize(("cells", "problem"), CELLS.values(), ids=CELLS)
def test_wrong_cell_is_told_at_its_row(cells, problem, dataset, feature):
    """Our own rules speak, at the number of her feature."""
    features = [feature(id="own-zero"), feature(**cells)]
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    assert (2, *problem) in told(raw, dataset)


def test_all_problems_come_at_once(dataset, collection, feature):
    """Cells, ids, shapes: one list, in the order of the file."""
    raw = collection(
        feature(category="metro", accuracy_m="x"),
        feature(BOWTIE, id="own-two"),
        feature({"type": "Point", "coordinates": [116.4, 39.9]}, id="own-three"),
        feature({"type": "Point", "coordinates": ["a", 1]}, id="own-four"),
    )
    assert told(raw, dataset) == [
        (1, "accuracy_m", "accuracy"),
        (1, "accuracy_m", "number"),
        (1, "category", "one_of"),
        (2, "geometry", "invalid"),
        (3, "geometry", "off_map"),
        (4, "geometry", "position"),
    ]


@pytest.mark.parametrize("text", ["{{7*7}}", "<script>alert(1)</script>", "{% x %}", "=1+1", "${1}"])
def test_payload_in_a_name_is_a_name(text: str, dataset, collection, feature):
    """Text is text: it comes out as it went in, for those who show it to escape."""
    checked = check(read(collection(feature(name_zh=text))), dataset, reading=Reading())
    assert checked.problems == ()
    assert list(checked.shapes["name"]) == [text]


def test_missing_column_is_told_once_and_the_rest_is_noted(dataset, collection, feature):
    """What is needed is a problem; what is not is a note; what is none of ours is a note."""
    raw = collection(feature(category=None, colour="red"), feature(category=None, id="own-two"))
    assert told(raw, dataset) == [(0, "category", "missing_column")]
    assert {"absent_columns", "strange_columns"} <= noted(raw, dataset)


def test_id_twice_without_a_part_is_told(dataset, collection, feature):
    """Two features of one id need a name for each part."""
    assert told(collection(feature(), feature()), dataset) == [(2, "id", "repeated_id")]


def test_parts_of_one_project_are_one_project(dataset, collection, feature):
    """Named parts are good; the same part twice, or another name for the project, is not."""
    good = collection(feature(part="a"), feature(part="b"))
    bad = collection(feature(part="a"), feature(part="a"), feature(part="b", name_zh="别的名字"))
    assert told(good, dataset) == []
    assert told(bad, dataset) == [(2, "part", "repeated"), (3, "name_zh", "differs")]


def test_id_of_ours_is_noted_and_not_refused(dataset, collection, feature):
    """A new version of a project of ours keeps its id."""
    raw = collection(feature(id="metro-1-phase-1"))
    assert told(raw, dataset) == []
    assert "known_ids" in noted(raw, dataset)


def test_site_of_an_unknown_project_is_told(dataset, collection):
    """A file of sites alone refers to our projects."""
    point = {"type": "Point", "coordinates": [113.75, 23.02]}
    cells = {"project_id": "no-such-project", "certainty": "approximate", "accuracy_m": 100}
    raw = collection({"type": "Feature", "properties": cells, "geometry": point})
    assert told(raw, dataset) == [(1, "project_id", "reference")]


def test_place_away_from_its_town_is_told(dataset, collection, feature):
    """A point in 南城 is not in 长安."""
    raw = collection(feature(towns=["changan"], town_source_id="towns-poi86"))
    assert told(raw, dataset) == [(1, "geometry", "away")]


def test_row_with_swapped_axes_is_told_as_that(dataset, collection, feature):
    """One row against the others is a slip, not a reading."""
    swapped = {"type": "Point", "coordinates": [23.02, 113.75]}
    raw = collection(feature(), feature(id="own-two"), feature(swapped, id="own-three"))
    assert told(raw, dataset) == [(3, "geometry", "swapped_row")]


@pytest.mark.parametrize("count", [1, 3, 4, 200])
def test_file_of_another_place_is_told_once(dataset, collection, feature, count: int):
    """Hundreds of rows that are off the map for one cause are one problem; a few are told by row."""
    point = {"type": "Point", "coordinates": [77.39, 23.22]}
    raw = collection(*(feature(point, id=f"p-{number}") for number in range(count)))
    found = told(raw, dataset)
    expected = [(n + 1, "geometry", "off_map") for n in range(count)]
    assert found == (expected if count < 4 else [(0, "geometry", "all_off_map")])
    mixed = collection(feature(), *(feature(point, id=f"p-{number}") for number in range(5)))
    assert [key for _, _, key in told(mixed, dataset)] == ["off_map"] * 5


def test_answer_moves_the_shapes_and_says_how_far(dataset, collection, feature):
    """GCJ-02 read as that lies some 600 m from where its numbers stand."""
    upload = read(collection(feature()), name="mine.geojson")
    plain = check(upload, dataset, reading=Reading())
    moved = check(upload, dataset, reading=Reading(Crs.GCJ02))
    metric = moved.shapes.to_crs(4547).distance(plain.shapes.to_crs(4547))
    assert moved.moved_m == pytest.approx(float(metric.iloc[0]), rel=0.01)
    assert 500 < moved.moved_m < 700


def test_workbook_of_two_sheets_is_checked_by_its_rows(dataset, workbook):
    """Problems name the sheet and the row as Excel counts; empty rows between do not shift them."""
    raw = workbook(
        projects=[["id", "name_zh", "category", "stage"], [], ["own-one", "甲", "rail", "later"]],
        sites=[
            ["project_id", "certainty", "accuracy_m", "lon", "lat", "wkt"],
            ["own-one", "approximate", 100, 113.75, 23.02, ""],
            ["own-two", "approximate", 100, "", "", "LINESTRING (113.7 23, 113.8 23)"],
        ],
        notes=[["anything"]],
    )
    checked = check(read(raw, name="mine.xlsx"), dataset, reading=Reading())
    assert [(one.file, one.row, one.column, one.key) for one in checked.problems] == [
        ("projects", 3, "stage", "one_of"),
        ("sites", 3, "project_id", "reference"),
    ]
    assert list(checked.shapes.geometry.geom_type) == ["Point", "LineString"]
    assert "skipped_sheets" in {one.key for one in checked.notes}


def test_rows_without_a_place_are_noted(dataset, collection, feature):
    """A project without a shape is no mistake."""
    raw = collection(feature(None, certainty=""))
    assert "without_place" in noted(raw, dataset)
    assert check(read(raw), dataset, reading=Reading()).shapes.empty


def test_every_check_of_the_file_has_words_in_both_languages():
    """A key that the rules use is never without its message."""
    from i18n import table

    for lang in LANGUAGES:
        words = {*table(lang)["check"], *table(lang)["upload"]["problem"]}
        rules = {rule.key for name in ("projects", "sites") for rule in schema.COLUMNS[name].values()}
        assert rules - words == set()


def test_invalid_polygon_is_drawn_all_the_same(dataset, collection, feature):
    """A planner sees where her outline crosses itself."""
    checked = check(read(collection(feature(BOWTIE))), dataset, reading=Reading())
    assert [one.key for one in checked.problems] == ["invalid"]
    assert checked.problems[0].value.startswith("Self-intersection")
    assert isinstance(checked.shapes.geometry.iloc[0], shapely.Polygon)


OPTIONAL = ["no", "name_en", "what_zh", "what_en", "kind", "ref", "mention", "label_zh", "towns", "located"]


@pytest.mark.parametrize("column", OPTIONAL)
@pytest.mark.parametrize("empty", [1, 2, 9])
def test_empty_cells_of_a_column_that_may_be_left_out_are_one_note(
    dataset, feature, collection, column: str, empty: int
):
    """A table of another office has gaps: said once, not in each row, and no problem."""
    rows = [feature(id=f"own-{at}", **{column: ""}) for at in range(empty)]
    found = check(read(collection(*rows), name="a.geojson"), dataset, reading=Reading())
    assert [one for one in found.problems if one.column == column and not one.value] == []
    said = [one.value for one in found.notes if (one.key, one.column) == ("empty_cells", column)]
    rule = schema.COLUMNS["projects"].get(column) or schema.COLUMNS["sites"][column]
    assert said == ([] if rule.holds("") else [str(empty)])


@pytest.mark.parametrize("column", ["id", "name_zh", "category", "stage", "certainty"])
def test_empty_cell_of_a_column_that_is_needed_is_a_problem(dataset, feature, collection, column: str):
    """Without it a row says nothing."""
    rows = [feature(id="own-one"), feature(**({"id": "own-two"} | {column: ""}))]
    found = check(read(collection(*rows), name="a.geojson"), dataset, reading=Reading())
    assert column in {one.column for one in found.problems}


GRIDS = {
    "Taiwan, TWD97": (302485.6, 2775299.1),
    "Hong Kong 1980": (836708.7, 819974.3),
    "UTM 32, Cologne": (357579.0, 5639976.4),
    "Gauß-Krüger, zone 2": (2358536.3, 5643869.6),
    "Finland, GK25": (25485095.0, 6672856.0),
    "Finland, TM35": (366787.9, 7001300.6),
    "Japan, plane IX": (-9824.5, -36125.2),
    "Ohio, feet": (2191845.1, 664214.9),
    "Macau": (20000.0, 18000.0),
    "Web Mercator, Tokyo": (15557000.0, 4257000.0),
    "a local grid": (500.0, 700.0),
}
PLACES = {
    "Taipei": (121.5, 25.03),
    "Takamatsu": (134.05, 34.35),
    "Cologne": (6.96, 50.94),
    "New York": (-74.0, 40.7),
    "Sydney": (151.2, -33.9),
    "nowhere": (0.0, 0.0),
    "Takamatsu, north first": (34.34, 134.05),
    "Sydney, north first": (-33.9, 151.2),
}


@pytest.mark.parametrize(
    ("spot", "key"),
    [(spot, "all_in_metres") for spot in GRIDS.values()]
    + [(spot, "all_off_map") for spot in PLACES.values()],
    ids=[*GRIDS, *PLACES],
)
def test_file_of_another_place_has_one_cause(
    dataset, feature, collection, spot: tuple[float, float], key: str
):
    """Degrees of elsewhere, or metres of a grid that is not ours: said as that, once, with the numbers."""
    rows = [
        feature({"type": "Point", "coordinates": [spot[0] + at / 9, spot[1]]}, id=f"own-{at}")
        for at in range(6)
    ]
    found = check(read(collection(*rows), name="a.geojson"), dataset, reading=Reading())
    assert [(one.row, one.key, one.expected) for one in found.problems] == [(0, key, "6")]
    assert f"{spot[0]:.10g}" in found.problems[0].value
    assert len(found.shapes) == 0


LOST = {
    "csv": "編號,名稱,lon,lat\n1,\ufffd\ufffd,113.75,23.02\n",
    "a heading": "\ufffd,lon,lat\na,113.75,23.02\n",
    "geojson": '{"type":"Feature","properties":{"name":"\ufffd"},"geometry":null}',
    "json": '[{"name":"\ufffd\ufffd","lon":113.75,"lat":23.02}]',
    "kml": '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>\ufffd</name></Placemark></kml>',
    "a column that is not read": "name,note,lon,lat\na,\ufffd,113.75,23.02\n",
    "tabs": "name\tlon\tlat\n\ufffd\t113.75\t23.02\n",
    "one of many": "name,lon,lat\n" + "a,113.75,23.02\n" * 30 + "\ufffd,113.75,23.02\n",
    "semicolons": "name;lon;lat\n\ufffd;113,75;23,02\n",
    "features a line": '{"type":"Feature","properties":{"a":"\ufffd"},"geometry":null}\n' * 2,
}


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_letters_that_another_program_lost_are_told(text: str):
    """What stands for them is good text: without a word nobody would know."""
    found = [one.value for one in read(text.encode(), name="a").problems if one.key == "lost_letters"]
    assert found == [str(text.count("\ufffd"))]
    assert "lost_letters" not in {one.key for one in read(text.replace("\ufffd", "甲").encode()).problems}
