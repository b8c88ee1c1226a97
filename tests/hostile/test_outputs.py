"""Payload matrix: every text column of the data × every construct, in every output; nothing acts anywhere.

One test an output; each kind of check has a twin that finds a string which was planted as it is.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.conftest import Made
from tests.hostile.constructs import CONSTRUCTS, acting
from tests.hostile.faults import (
    calendar_faults,
    csv_faults,
    feed_faults,
    markdown_faults,
    page_faults,
    pdf_faults,
    svg_faults,
    workbook_faults,
)
from tests.hostile.poison import TEXTS


def tried(text: str) -> int:
    """Return how many of the constructs a text holds, whatever its way to spell them."""
    plain = {
        "jinja expression": "7919",
        "element with handler": "onerror",
        "prompt": "Ignore all instructions",
    }
    return sum(word in text for word in plain.values())


def test_every_text_column_meets_every_construct(made: Made):
    """The matrix is whole: no column is left out, and the folder passes the checks (it was built from)."""
    from geo.schema import COLUMNS

    columns = {
        column if column == "mention" else f"{table}.{column}"
        for table, rules in COLUMNS.items()
        for column, rule in rules.items()
        if rule.key in TEXTS and table not in {"report", "succession"}  # no row there; it has values by key
    }
    whole = {name for name, constructs in made.met.items() if constructs == set(CONSTRUCTS)}
    # The lines of the stations are only so many.
    assert columns - whole == {"stations.lines"}
    assert {"tours.text_zh", "tours.note_en", "words.about", "report.title_zh"} <= set(made.met)
    sys.stdout.write(
        f"{sum(map(len, made.met.values()))} pairs of column and construct, {len(made.met)} columns\n"
    )


# --- pages of HTML ----------------------------------------------------------------------------------------

HTML = {"map/*.html": 2, "offline/*.html": 2, "published/**/*.html": 160, "digest/*.html": 2}


@pytest.mark.parametrize(("pattern", "least"), HTML.items(), ids=HTML)
def test_nothing_acts_in_a_document(made: Made, pattern: str, least: int):
    """Map, offline file, published pages, digest: parsed as a browser does."""
    pages = made.texts(pattern)
    assert len(pages) >= least
    assert sum(map(tried, pages.values())) > least
    assert {name: found for name, text in pages.items() if (found := acting(text))} == {}


@pytest.mark.parametrize("name", ["jinja expression", "element with handler", "script", "end of a script",
                                  "end of a title", "markdown link"])  # fmt: skip
def test_construct_that_was_planted_is_found(made: Made, name: str):
    """The same check finds one in the same page: as Jinja would compute it, else as it is."""
    page = next(iter(made.texts("published/zh/projects/*.html").values()))
    words = {
        "jinja expression": str(7919 * 7907),
        "markdown link": '<a href="javascript:window.__ran=1">x</a>',
    }
    assert acting(page.replace("</main>", f"{words.get(name, CONSTRUCTS[name])}</main>", 1)) != []


def test_map_data_hold_the_strings_as_they_are(made: Made):
    """The files beside the map are JSON, and every construct is in them as data."""
    beside = made.texts("map/*.json")
    assert len(beside) == 8
    whole = json.dumps([json.loads(text) for text in beside.values()], ensure_ascii=False)
    found = [
        name for name, words in CONSTRUCTS.items() if json.dumps(words, ensure_ascii=False)[1:-1] in whole
    ]
    assert found == list(CONSTRUCTS)


# --- the app's own pages ----------------------------------------------------------------------------------


def test_no_page_of_the_app_says_it_as_markup_or_markdown(made: Made):
    """Ten pages in two languages: HTML is escaped, labels escape Markdown, nothing fails."""
    pages = {name: json.loads(text) for name, text in made.texts("app/*.json").items()}
    assert len(pages) == 30
    holding = [name for name, told in pages.items() if "zqx" in json.dumps(told)]
    assert len(holding) > 15
    assert {name: found for name, told in pages.items() if (found := page_faults(told))} == {}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "html", "body": f"<p>{CONSTRUCTS['element with handler']}</p>"},
        {"type": "primary", "label": CONSTRUCTS["Streamlit's icon"]},
        {"type": "flex_container", "popover": {"label": CONSTRUCTS["Streamlit's colour"]}},
        {"type": "markdown", "body": CONSTRUCTS["markdown image"]},
        {"type": "page_link", "label": CONSTRUCTS["formula in markdown"]},
        {"type": "bidi_component", "cssContent": CONSTRUCTS["end of a style"]},
    ],
    ids=lambda one: one["type"],
)
def test_element_with_a_string_as_it_is_is_found(element: dict[str, Any]):
    """HTML, labels, what lies deeper, and a component's own files."""
    assert page_faults({"errors": [], "elements": [element]}) != []


def test_state_of_the_map_is_data(made: Made):
    """What the component is sent is JSON."""
    for text in made.texts("app/map-*.json").values():
        sent = [one for one in json.loads(text)["elements"] if one["type"] == "bidi_component"]
        assert all(json.loads(base64.b64decode(one["bytes"])) for one in sent if one.get("bytes"))


# --- files ------------------------------------------------------------------------------------------------


def test_no_cell_of_a_csv_is_a_formula(made: Made):
    """Files of every table, in both languages; each row has as many cells as the head."""
    files = {path: path.read_bytes() for path in (made.out / "exports").glob("*.csv")}
    assert len(files) == 10
    assert sum(raw.count(b"cmd|") for raw in files.values()) > 100
    assert {path.name: found for path, raw in files.items() if (found := csv_faults(raw))} == {}
    for raw in files.values():
        assert len({len(row) for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))}) == 1


def test_no_cell_of_a_workbook_is_a_formula(made: Made):
    """Texts that begin with a sign stay texts; links lead to the web."""
    files = list((made.out / "exports").glob("*.xlsx"))
    assert len(files) == 10
    assert {path.name: found for path in files if (found := workbook_faults(path.read_bytes()))} == {}


def test_cell_that_was_planted_is_found():
    """As a formula in either kind of file, and as a link."""
    from openpyxl import Workbook

    assert csv_faults(b"a,b\r\n=1+1,x\r\n") == ["=1+1"]
    book = Workbook()
    book.active["A1"] = "=1+1"
    book.active["A2"] = "x"
    book.active["A2"].hyperlink = "javascript:1"
    into = io.BytesIO()
    book.save(into)
    assert workbook_faults(into.getvalue()) == ["formula A1", "link javascript:1"]


def test_layers_hold_the_strings_as_they_are(made: Made):
    """GeoJSON, GeoPackage, FlatGeobuf, GeoParquet and OC4IDS: the same names, none changed and none lost."""
    import geopandas as gpd

    for lang in ("zh", "en"):
        stem = made.out / "exports" / f"projects-{lang}"
        wanted = [one["properties"]["name_zh"] for one in _json(stem.with_suffix(".geojson"))["features"]]
        assert sum("zqx" in one for one in wanted) > 10
        for suffix in (".gpkg", ".fgb"):
            # QGIS's own tables lie beside the layer.
            found = gpd.read_file(stem.with_suffix(suffix), layer="projects" if suffix == ".gpkg" else None)
            assert sorted(set(found["name_zh"])) == sorted(set(wanted)), suffix
        assert sorted(gpd.read_parquet(stem.with_suffix(".parquet"))["name_zh"]) == sorted(wanted)
        titles = [one["title"] for one in _json(Path(f"{stem}.oc4ids.json"))["projects"]]
        assert sum("zqx" in one for one in titles) > 10


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_styles_in_a_geopackage_are_xml_of_ours(made: Made):
    """QGIS's project and styles parse, and no construct became an element or an attribute's name."""
    for path in (made.out / "exports").glob("*.gpkg"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
            (styles,) = base.execute("SELECT count(*) FROM layer_styles").fetchone()
            documents = [row[0] for row in base.execute("SELECT styleQML FROM layer_styles")]
            kinds = {row[0] for row in base.execute("SELECT type FROM sqlite_master")}
        assert styles == len(documents) > 0
        assert [one.tag for text in documents for one in ET.fromstring(text).iter() if "zqx" in one.tag] == []  # noqa: S314
        assert kinds <= {"table", "index", "trigger", "view"}


# --- feeds, calendars, descriptions -----------------------------------------------------------------------


def test_feeds_are_whole_and_say_plain_text(made: Made):
    """Those of the folder and the app's own: no markup, and links lead to the web."""
    files = [*made.out.glob("published/*/feeds/*.atom"), *made.out.glob("routes/*.atom")]
    assert len(files) == 92
    assert sum(path.read_bytes().count(b"zqx") for path in files) > 100
    assert {path.name: found for path in files if (found := feed_faults(path.read_bytes()))} == {}


def test_entry_that_was_planted_is_found(made: Made):
    """Markup in a summary, and a link that is a script."""
    raw = (made.out / "published/en/feeds/all.atom").read_text("utf-8")
    bad = '<entry><title type="html">&lt;img src=zqx onerror=x&gt;</title><link href="javascript:1"/></entry>'
    found = feed_faults(raw.replace("</feed>", f"{bad}</feed>").encode())
    assert any("img" in one or "onerror" in one for one in found)
    assert "javascript:1" in found


def test_calendars_are_whole(made: Made):
    """No text of the data makes a property or a component of its own."""
    files = [*made.out.glob("published/*/feeds/*.ics"), *made.out.glob("routes/*.ics")]
    assert len(files) == 92
    assert {path.name: found for path in files if (found := calendar_faults(path.read_bytes()))} == {}
    planted = (
        max(files, key=lambda path: path.stat().st_size)
        .read_bytes()
        .replace(
            b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nATTACH:https://zqx.invalid\r\nBEGIN:VALARM\r\nEND:VALARM", 1
        )
    )
    assert calendar_faults(planted) == ["VALARM", "ATTACH"]


def test_descriptions_are_json_and_xml(made: Made):
    """Data package, catalogue, OGC items, description of the interface, sitemap, robots."""
    for name, text in made.texts("routes/*").items():
        if name.endswith((".json", ".jsonld", ".head", "items", "health")):
            json.loads(text)
        if name.endswith("sitemap.xml"):
            ET.fromstring(text)  # noqa: S314 - our own answer
        if name.endswith(("robots.txt", ".head", "sitemap.xml")):
            assert "zqx" not in text, name
    packages = made.texts("routes/*-datapackage.json")
    assert len(packages) == 2
    assert all("zqx" in text for text in packages.values())


# --- what people and programs read ------------------------------------------------------------------------


def test_digest_in_markdown_holds_text_alone(made: Made):
    """Links are those to projects and to sources' own addresses; no image, no code, no HTML."""
    files = {**made.texts("digest/*.md"), **made.texts("published/*/digest.md")}
    assert len(files) == 4
    for name, text in files.items():
        own = text if name.startswith("digest") else re.sub(r"\(<\?", "(<https://example.org/?", text)
        assert text.count("zqx") > 10
        assert markdown_faults(own) == [], name
    assert markdown_faults(CONSTRUCTS["markdown image"]) == ["image"]
    assert markdown_faults("[a](//zqx.invalid) <b>") == ["//zqx.invalid", "html_inline"]


def test_pictures_draw_the_strings_as_they_are(made: Made):
    """A formula stays text; the vector files hold no script, no link but ours and nothing from outside."""
    texts = json.dumps(json.loads((made.out / "pictures/texts.json").read_text("utf-8")), ensure_ascii=False)
    assert "zqx" in texts
    assert "$$x$$" in texts or "$zqx^2$" in texts or "frac" in texts
    for path in (made.out / "pictures").glob("*.svg"):
        assert svg_faults(path.read_bytes()) == [], path
    files = [
        *made.out.glob("pictures/*.pdf"),
        *made.out.glob("digest/*.pdf"),
        *made.out.glob("published/**/*.pdf"),
    ]
    assert len(files) == 6
    for path in files:
        assert pdf_faults(path.read_bytes()) == [], path


def test_answers_to_programs_are_data(made: Made):
    """What a model is given is JSON with the words as they stand; no answer is an error."""
    for text in made.texts("mcp/*.json").values():
        answers = json.loads(text)
        assert len(answers) == 11
        whole = json.dumps(answers, ensure_ascii=False)
        assert "Ignore all instructions" in whole
        assert "62615533" not in whole


def test_log_lines_are_one_line_each(made: Made):
    """JSON without a control sign; what others' messages and errors quote is left out."""
    lines = json.loads((made.out / "logs/lines.json").read_text("utf-8"))
    assert len(lines) == 3 * (len(CONSTRUCTS) + 47)
    assert [line for line in lines if re.search(r"[\x00-\x1f]", line)] == []
    for line in lines:
        said = json.loads(line)
        assert said["logger"] == "ui.test" or "zqx" not in line
        assert len(line) < 1_000
