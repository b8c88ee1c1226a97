"""How the data are found: the descriptions agree with the files, and the site lists its own addresses."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from geo.address import URL_VARIABLE
from geo.export.formats import FILES
from tests.ui.asking import ask


def _json(app, path: str, query: str = ""):
    status, headers, body = ask(app, path, query=query, host="x.example")
    assert status == 200
    return headers["content-type"], json.loads(body)


def _path(address: str) -> tuple[str, str]:
    path, _, query = address.removeprefix("http://x.example").partition("?")
    return path, query


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_data_package_describes_the_files_as_they_are(app, lang):
    """Each resource is answered; its columns, numbers, closed lists and key are those of the schema."""
    _, found = _json(app, "/datapackage.json", f"lang={lang}")
    assert [one["name"] for one in found["resources"]] == list(FILES)
    for resource in found["resources"]:
        path, query = _path(resource["path"])
        status, headers, body = ask(app, path, query=query)
        assert (status, headers["content-type"].partition(";")[0]) == (200, resource["mediatype"])
        rows = list(csv.DictReader(io.StringIO(body.decode(resource["encoding"]), newline="")))
        schema = resource["schema"]
        assert list(rows[0]) == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows if row[field["name"]] not in schema["missingValues"]]
            assert field["description"]
            if field["type"] == "number":
                assert all(float(cell) is not None for cell in cells)
            assert set(cells) <= set(field.get("constraints", {}).get("enum", cells))
        if key := schema.get("primaryKey"):
            assert len({row[key] for row in rows}) == len(rows)
    assert found["sources"]
    assert all(one["title"] for one in found["sources"])


def test_catalogue_lists_every_file_with_its_type(app):
    """Every distribution is answered with the media type that is said; nobody is named as publisher."""
    kind, found = _json(app, "/catalog.jsonld", "lang=en")
    assert (kind, found["@type"]) == ("application/ld+json", "dcat:Catalog")
    assert "publisher" not in json.dumps(found)
    files = [one for dataset in found["dcat:dataset"] for one in dataset["dcat:distribution"]]
    assert len(files) == sum(len(forms) for forms in FILES.values()) - 1
    for one in files:
        path, _ = _path(one["dcat:downloadURL"]["@id"])
        table, _, form = path.removeprefix("/data/").partition(".")
        assert one["dcat:mediaType"]["@id"].endswith(FILES[table][form].media_type)
        assert one["dct:rights"]["@value"]


def test_sitemap_is_there_where_the_address_is_known(app, monkeypatch):
    """Pages, towns and projects in both languages; without an address neither sitemap nor a word of it."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert ask(app, "/sitemap.xml")[0] == 404
    assert b"Sitemap" not in ask(app, "/robots.txt")[2]
    monkeypatch.setenv(URL_VARIABLE, "https://map.example/")
    assert b"Sitemap: https://map.example/sitemap.xml\n" in ask(app, "/robots.txt")[2]
    status, headers, body = ask(app, "/sitemap.xml")
    assert (status, headers["content-type"]) == (200, "application/xml")
    root = ET.fromstring(body)  # noqa: S314 - our own answer
    places = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == len(set(places)) == 2 * (7 + 35 + 44)
    assert "https://map.example/?p=metro-1-phase-1" in places
    assert "https://map.example/towns?lang=en&town=changan" in places
    assert "https://map.example/api" in places
