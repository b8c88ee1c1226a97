"""`/data/…`: the bytes of `geo export`, by the query of any link, read strictly."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import urllib.request
from email.message import Message

import geopandas as gpd
import pytest

import geo
from geo.__main__ import main as command
from geo.export.formats import FILES, today
from geo.export.making import export_table
from geo.filters import FACETS
from geo.view import parse_query
from tests.ui.asking import ask

_QUICK = ("csv", "geojson", "parquet", "fgb", "json")
_TEXTS = ("地铁", "expressway", "科学城")


def _links(count: int) -> list[str]:
    """Return links of a few filters, always the same ones."""
    made = random.Random(13)  # noqa: S311 - no secret: the same links each time
    found = []
    while len(found) < count:
        parts = ["lang=en"] if made.random() < 0.3 else []
        for facet in FACETS.values():
            if made.random() < 0.25:
                values = made.sample(facet.values(), made.randint(2, 4))
                parts.append(f"{facet.parameter}={','.join(values)}")
        parts += [f"q={made.choice(_TEXTS)}"] if made.random() < 0.1 else []
        parts += [f"at={made.choice(('2024-06-30', '2025-03-01'))}"] if made.random() < 0.2 else []
        found.append("&".join(parts))
    return found


def _name(headers: dict[str, str]) -> str:
    return urllib.request.unquote(headers["content-disposition"].partition("''")[2])


def _quoted(query: str) -> str:
    return urllib.request.quote(query, safe="=&,")


@pytest.mark.parametrize(("number", "query"), [*enumerate(_links(30))])
def test_route_gives_the_bytes_of_export_and_the_ids_of_select(app, dataset, number, query):
    """Thirty links, the quick formats in turn; every format of every table is in the next test."""
    view = parse_query(query)[0]
    known = geo.as_of(dataset, view.at) if view.at else dataset
    ids = list(geo.select(known, view)["id"])
    form = _QUICK[number % len(_QUICK)]
    status, _, body = ask(app, f"/data/projects.{form}", query=_quoted(query))
    if form == "json" and not ids:
        assert status == 404
        return
    assert body == export_table(dataset, view, FILES["projects"][form], written=today())
    if form == "geojson":
        assert [feature["id"] for feature in json.loads(body)["features"]] == ids


def test_links_that_are_tried_choose_something(dataset):
    """The links above are no empty answers."""
    counts = [len(geo.select(dataset, parse_query(query)[0])) for query in _links(30)]
    assert sum(count > 0 for count in counts) > 10


@pytest.mark.parametrize(("table", "form"), [(table, form) for table in FILES for form in FILES[table]])
def test_every_table_in_every_format_is_that_of_export(app, dataset, table, form):
    """The name, the type, the bytes, and 304 for who has it."""
    ending = "oc4ids.json" if form == "oc4ids" else form
    query = "town=changan,songshanhu&lang=en"
    status, headers, body = ask(app, f"/data/{table}.{ending}", query=query)
    assert status == 200
    view = parse_query(query)[0]
    assert body == export_table(dataset, view, FILES[table][form], written=today())
    assert headers["content-type"].partition(";")[0] == FILES[table][form].media_type
    assert headers["access-control-allow-origin"] == "*"
    known = ask(app, f"/data/{table}.{ending}", query=query, if_none_match=headers["etag"])
    assert (known[0], known[2]) == (304, b"")


@pytest.mark.parametrize(("table", "form"), [("projects", "gpkg"), ("towns", "json")])
def test_command_writes_what_the_route_gives(app, tmp_path, table, form):
    """Saved under the name that the route gives it, a file is the command's to the byte."""
    _, headers, body = ask(app, f"/data/{table}.{form}", query="town=changan")
    out = tmp_path / _name(headers)
    assert command(["export", form, str(out), "--table", table, "--query", "town=changan"]) == 0
    assert out.read_bytes() == body


def test_command_refuses_a_table_in_a_format_that_it_is_not_given_in(tmp_path, capsys):
    """Targets have no geometry: the formats there are, and exit 1."""
    assert command(["export", "fgb", str(tmp_path / "out"), "--table", "targets"]) == 1
    assert capsys.readouterr().err == "targets are given as csv, xlsx, parquet, json\n"
    assert list(tmp_path.iterdir()) == []


def test_tables_hold_what_the_query_chooses(app):
    """Towns by `town`, events and sources of the projects that pass, all targets."""

    def rows(table: str, query: str) -> list[dict[str, object]]:
        return json.loads(ask(app, f"/data/{table}.json", query=query)[2])["rows"]

    assert [row["id"] for row in rows("towns", "town=changan&cat=rail")] == ["changan"]
    projects = set(geo.select(geo.current(), parse_query("cat=rail")[0])["id"])
    assert {row["project_id"] for row in rows("events", "cat=rail")} <= projects
    assert rows("targets", "cat=rail") == rows("targets", "")
    assert 0 < len(rows("sources", "cat=rail")) < len(rows("sources", ""))


def test_a_program_reads_the_address(site, tmp_path):
    """GeoPandas reads GeoJSON, FlatGeobuf and GeoParquet of a started server; HEAD has no body."""
    ids = list(geo.select(geo.current(), parse_query("town=changan")[0])["id"])
    query = "?town=changan"
    parquet = gpd.read_parquet(io.BytesIO(_fetched(f"{site}/data/projects.parquet{query}")[1]))
    for frame in (
        gpd.read_file(f"{site}/data/projects.geojson{query}"),
        gpd.read_file(f"{site}/data/projects.fgb{query}"),
        parquet,
    ):
        assert list(frame["id"]) == ids
        assert frame.crs == "EPSG:4326"
    headers, body = _fetched(f"{site}/data/projects.csv", "HEAD")
    assert (body, int(headers["Content-Length"]) > 1000) == (b"", True)
    assert "GET" in _fetched(f"{site}/data/projects.csv", "OPTIONS")[0]["Access-Control-Allow-Methods"]


def _fetched(url: str, method: str = "GET") -> tuple[Message, bytes]:
    request = urllib.request.Request(url, method=method)  # noqa: S310 - our own server on this machine
    with urllib.request.urlopen(request) as answered:  # noqa: S310 - the same
        return answered.headers, answered.read()


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("town=chagnan&lang=en", "town", ["changan"]),
        ("category=raill&lang=en", "cat", ["rail"]),
        ("at=2199-01-01", "at", None),
        ("at=yesterday", "at", []),
        ("y=1999", "y", ["2024"]),
        ("lang=fr", "lang", None),
    ],
)
def test_value_that_is_not_understood_is_a_problem(app, query, parameter, nearest):
    """400 with the value, the nearest valid one, and all where the list is closed."""
    status, headers, body = ask(app, "/data/projects.csv", query=query)
    said = json.loads(body)
    (error,) = said["errors"]
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert error["parameter"] == parameter
    assert nearest is None or error["nearest"] == nearest
    assert error["value"] in said["detail"]
    assert ("is not understood" in said["detail"]) == ("lang=en" in query)


@pytest.mark.parametrize("name", ["projects.pdf", "sites.csv", "targets.fgb", "projects", "..%2fetc"])
def test_name_that_is_none_of_ours_is_a_problem(app, name):
    """404, with the names there are."""
    status, _, body = ask(app, f"/data/{name}", query="lang=en")
    said = json.loads(body)
    assert status == 404
    assert "projects.csv" in said["allowed"]
    assert "There is no file" in said["detail"]


def test_too_long_a_query_is_a_problem(app):
    """Neither twenty thousand characters nor two hundred parameters are read."""
    # Of a name that is dropped unread: nothing else of it could be wrong.
    for query, status in (
        ("near=" + "1" * 19_000, 200),
        ("near=" + "1" * 20_000, 400),
        ("&".join(["near=1"] * 200), 200),
        ("&".join(["near=1"] * 201), 400),
    ):
        assert ask(app, "/data/projects.csv", query=query)[0] == status


def test_place_of_a_person_is_nowhere(app, monkeypatch):
    """`near`, camera and open project change neither bytes nor key; unknown parameters do not, either."""
    from ui.serving import answering

    keys: list[object] = []
    kept = answering._kept.get
    monkeypatch.setattr(answering._kept, "get", lambda key: keys.append(key) or kept(key))
    plain = ask(app, "/data/projects.geojson", query="cat=rail")
    noisy = "cat=rail&near=113.7512,23.0203&r=2000&m=12/22.93/113.88&p=metro-1-phase-1&utm_source=x&foo=1"
    assert ask(app, "/data/projects.geojson", query=noisy) == plain
    # The wrong place is not looked at, and so is not said to be wrong.
    assert ask(app, "/data/projects.geojson", query="cat=rail&near=nowhere") == plain
    assert len(set(keys)) == 1
    assert "113.7512" not in repr(keys)


def test_two_values_of_one_parameter_are_added_as_in_links(app):
    """`town=a&town=b` is `town=a,b`."""
    both = ask(app, "/data/projects.csv", query="town=changan&town=humen")
    assert both == ask(app, "/data/projects.csv", query="town=changan,humen")


def test_server_starts_without_pandas():
    """The routes are known before anything heavy is imported."""
    program = "import sys; import ui.api.addresses, ui.server; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
