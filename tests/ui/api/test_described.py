"""The description by OpenAPI 3.1 and the examples: both are tried, not only read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import geopandas as gpd
import pytest
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

import geo
from geo.view import parse_query
from tests.ui.asking import ask
from ui.api.examples import EXAMPLES, addresses, example
from ui.api.files import NAMES

_QUERY = "town=changan&lang=en&q=%27%22%24%28id%29%60"


@pytest.fixture(scope="module", params=["zh", "en"])
def described(request, app):
    status, headers, body = ask(app, "/data/openapi.json", query=f"lang={request.param}", host="x.localhost")
    assert (status, headers["content-type"]) == (200, "application/vnd.oai.openapi+json;version=3.1")
    return json.loads(body)


def test_description_is_openapi(described):
    """Held to the specification's own schema; the twin breaks one member."""
    validate(described)
    with pytest.raises(OpenAPIValidationError):
        validate({**described, "paths": {"/data": {"get": {"parameters": [{"name": "town"}]}}}})


def test_ogc_description_is_openapi_too(app):
    """That of the features is OpenAPI 3.0."""
    validate(json.loads(ask(app, "/ogc/api", query="lang=en", host="x.localhost")[2]))


def test_description_names_every_address_and_no_other(app, described):
    """Each path is one that is answered, each parameter one that is read."""
    assert {path.removeprefix("/data/") for path in described["paths"]} == set(NAMES) - {
        "projects.oc4ids.json"
    }
    known = described["components"]["parameters"]
    assert set(known) == {"y", "lang", "town", "cat", "stage", "status", "kept", "sure", "q", "at"}
    for name, told in known.items():
        for value in told["schema"].get("items", told["schema"]).get("enum", ())[:2]:
            assert ask(app, "/data/sources.json", query=f"{name}={value}")[0] == 200


def test_addresses_hold_the_filters_and_no_place():
    """What the page shows is the canonical query of what chooses data."""
    view = parse_query("near=113.75,23.02&town=changan&m=12/22.9/113.8&at=2024-12-31")[0]
    found = addresses(view, "http://x")
    assert found["fgb"] == "http://x/data/projects.fgb?town=changan&at=2024-12-31"
    assert list(found) == ["gpkg", "xlsx", "geojson", "csv", "parquet", "fgb", "json"]


@pytest.mark.parametrize("program", EXAMPLES)
def test_no_search_text_ends_a_string_of_an_example(program):
    """Quotes and what a shell would run stay percent-encoded, whatever was searched for."""
    told = example(program, parse_query(_QUERY)[0], "http://x")
    assert "$(id)" not in told
    assert "`" not in told
    assert program == "qgis" or "%27%22%24%28id%29%60" in told


def test_python_example_runs(site):
    """The very text of the page, by a fresh interpreter, against a started server."""
    told = example("python", parse_query("town=changan")[0], site)
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    ids = geo.select(geo.current(), parse_query("town=changan")[0])["id"]
    assert len(ids)
    assert all(one in done.stdout for one in ids)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_example_runs(site, tmp_path):
    """The line of the page, by a shell; a value that is not understood ends it with an error."""
    told = example("curl", parse_query("town=changan")[0], site)
    subprocess.run(["sh", "-c", told], cwd=tmp_path, check=True, capture_output=True)
    frame = gpd.pd.read_csv(tmp_path / "projects.csv", encoding="utf-8-sig")
    assert list(frame["id"]) == list(geo.select(geo.current(), parse_query("town=changan")[0])["id"])
    wrong = told.replace("changan", "chagnan")
    assert (
        subprocess.run(["sh", "-c", wrong], cwd=tmp_path, check=False, capture_output=True).returncode == 22
    )


def test_csv_is_read_as_excels_example_reads_it(site):
    """Power Query is not here: the file that its example names is UTF-8 with a head, as it says (65001)."""
    told = example("excel", parse_query("town=changan")[0], site)
    address = told.partition('Contents("')[2].partition('"')[0]
    assert "Encoding = 65001" in told
    assert "name_zh" in gpd.pd.read_csv(address, encoding="utf-8-sig").columns
