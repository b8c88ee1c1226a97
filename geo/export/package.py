"""What the data are, for machines that collect data: a Frictionless Data Package and a DCAT catalogue.

Both are made from the tables that the files are made from. Who publishes is not known here, and so not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.city import CITY
from geo.export import tables
from geo.export.delimited import ABOUT_COLUMNS, about_columns
from geo.export.extract import Extract
from geo.export.formats import FILES
from i18n import HTML_LANG, text

__all__ = ["catalogue", "data_package"]

Json = dict[str, Any]
_ODBL = {"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/"}
_KEYS = {"projects": "id", "towns": "id", "targets": "id", "sources": "id"}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def data_package(taken: Extract, *, base: str, query: str = "") -> Mapping[str, Any]:
    """Return the data package (specs.frictionlessdata.io, version 1): a tabular resource a table.

    Parameters
    ----------
    taken
        All of an edition, in the language of the words.
    base
        The address before ``/data/…``.
    query
        What stands behind the `?` of each address: edition and language.
    """
    about = taken.about()
    return {
        "profile": "tabular-data-package",
        "name": f"{CITY.id}-project-map-{taken.view.report}",
        "title": f"{about['title']} · {about['report']}",
        "description": "\n".join(about[key] for key in ("licence", "certainty", "silence", "borders")),
        "version": about["newest_fact"],
        "resources": [_resource(taken, table, f"{base}/data/{table}.csv{query}") for table in FILES],
        "sources": [
            {"title": str(row["title"]), **({"path": str(row["url"])} if row["url"] else {})}
            for row in tables.rows(taken, "sources")
        ],
    }


def _resource(taken: Extract, table: str, address: str) -> Json:
    resource: Json = {
        "profile": "tabular-data-resource",
        "name": table,
        "title": text(f"export.layer.{table}", taken.lang),
        "path": address,
        "format": "csv",
        "mediatype": FILES[table]["csv"].media_type,
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": _schema(table, taken.lang),
    }
    if table == "projects" and taken.has_osm:
        resource["licenses"] = [_ODBL | {"title": taken.licence()}]
    return resource


def _schema(table: str, lang: str) -> Json:
    numbers = {column.name for column in tables.TABLES[table] if column.number}
    lists = {
        column.name: [str(one) for one in column.members]
        for column in tables.TABLES[table]
        if column.members is not None
    }
    told = [
        {
            "name": name,
            "type": "number" if name in numbers else "string",
            "description": tables.meaning(table, name, lang),
            **({"constraints": {"enum": lists[name]}} if name in lists else {}),
        }
        for name in tables.column_names(table)
    ]
    told += [
        {"name": column, "type": "string", "description": text(f"export.about.{name}", lang)}
        for column, name in zip(about_columns(table), ABOUT_COLUMNS, strict=True)
    ]
    key = _KEYS.get(table)
    return {"fields": told, "missingValues": [""], **({"primaryKey": key} if key else {})}


def catalogue(taken: Extract, *, base: str, query: str = "") -> Mapping[str, Any]:
    """Return a DCAT 3 catalogue as JSON-LD: a dataset a table, a distribution a format.

    Parameters are those of :func:`data_package`.
    """
    about = taken.about()
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{base}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _words(about["title"], taken.lang),
        "dct:description": _words(about["certainty"], taken.lang),
        "dct:language": HTML_LANG[taken.lang],
        "dcat:service": [
            {
                "@type": "dcat:DataService",
                "@id": f"{base}/ogc",
                "dcat:endpointURL": {"@id": f"{base}/ogc"},
                "dct:conformsTo": {
                    "@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                },
            }
        ],
        "dcat:dataset": [_dataset(taken, table, base=base, query=query) for table in FILES],
    }


def _words(value: str, lang: str) -> Json:
    return {"@value": value, "@language": HTML_LANG[lang]}


def _dataset(taken: Extract, table: str, *, base: str, query: str) -> Json:
    about = taken.about()
    west, south, east, north = (round(float(edge), 5) for edge in taken.dataset.towns.total_bounds)
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    return {
        "@id": f"{base}/data/{table}",
        "@type": "dcat:Dataset",
        "dct:title": _words(f"{about['report']} · {text(f'export.layer.{table}', taken.lang)}", taken.lang),
        "dct:rights": _words(about["licence"], taken.lang),
        "dct:modified": {"@value": about["newest_fact"], "@type": "xsd:date"},
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {"@value": box, "@type": "http://www.opengis.net/ont/geosparql#wktLiteral"},
        },
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{table}.{name}",
                "dcat:downloadURL": {"@id": f"{base}/data/{table}.{name}{query}"},
                "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{file.media_type}"},
                "dct:rights": _words(about["licence"], taken.lang),
            }
            for name, file in FILES[table].items()
            if name != "oc4ids"  # the same as `json`
        ],
    }
