"""What the data are, for machines that collect data: a Frictionless Data Package and a DCAT catalogue.

Both are made from the tables that the files are made from. Who publishes is not known here, and so not said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.city import CITY
from geo.export import tables
from geo.export.delimited import ABOUT_COLUMNS, about_columns
from geo.export.extract import Extract
from geo.export.formats import FILES, File
from i18n import HTML_LANG, text

__all__ = ["Files", "catalogue", "data_package", "schema_org"]

Json = dict[str, Any]
_ODBL = {"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/"}
_KEYS = {"projects": "id", "towns": "id", "targets": "id", "sources": "id"}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files are that are described.

    Attributes
    ----------
    base
        The address before the catalogue's own name, with its slash; empty where that is not known.
    of
        The address of a table in a format (a key of ``FILES[table]``); empty where there is no such file.
    service
        The address of the OGC API, if there is one.
    """

    base: str
    of: Callable[[str, str], str]
    service: str = ""


def data_package(taken: Extract, files: Files) -> Mapping[str, Any]:
    """Return the data package (specs.frictionlessdata.io, version 1): a tabular resource a table.

    Parameters
    ----------
    taken
        All of an edition, in the language of the words.
    files
        Where its files are; a table without a CSV is left out.
    """
    about = taken.about()
    return {
        "profile": "tabular-data-package",
        "name": f"{CITY.id}-project-map-{taken.view.report}",
        "title": f"{about['title']} · {about['report']}",
        "description": "\n".join(about[key] for key in ("licence", "certainty", "silence", "borders")),
        "version": about["newest_fact"],
        "resources": [
            _resource(taken, table, address) for table in FILES if (address := files.of(table, "csv"))
        ],
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


def catalogue(taken: Extract, files: Files) -> Mapping[str, Any]:
    """Return a DCAT 3 catalogue as JSON-LD: a dataset a table, a distribution a format.

    Parameters are those of :func:`data_package`.
    """
    about = taken.about()
    datasets = [_dataset(taken, table, files) for table in FILES]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{files.base}catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _words(about["title"], taken.lang),
        "dct:description": _words(about["certainty"], taken.lang),
        "dct:language": HTML_LANG[taken.lang],
        **({"dcat:service": [_service(files.service)]} if files.service else {}),
        "dcat:dataset": [one for one in datasets if one["dcat:distribution"]],
    }


def _service(address: str) -> Json:
    return {
        "@type": "dcat:DataService",
        "@id": address,
        "dcat:endpointURL": {"@id": address},
        "dct:conformsTo": {"@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"},
    }


def _words(value: str, lang: str) -> Json:
    return {"@value": value, "@language": HTML_LANG[lang]}


def schema_org(taken: Extract, files: Files) -> Mapping[str, Any]:
    """Return the data as schema.org's Dataset, for the page that offers the files.

    Parameters are those of :func:`data_package`.
    """
    about = taken.about()
    west, south, east, north = _bounds(taken)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{about['title']} · {about['report']}",
        "description": "\n".join(about[key] for key in ("certainty", "silence", "borders")),
        "license": about["licence"],
        "inLanguage": HTML_LANG[taken.lang],
        "dateModified": about["newest_fact"],
        "isAccessibleForFree": True,
        **({"url": f"{files.base}index.html"} if files.base else {}),
        "spatialCoverage": {
            "@type": "Place",
            "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
        },
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": file.media_type, "contentUrl": address}
            for table in FILES
            for name, file, address in _addresses(table, files)
        ],
    }


def _addresses(table: str, files: Files) -> list[tuple[str, File, str]]:
    """Return each format of a table that there is, with its address; ``oc4ids`` is the same as ``json``."""
    found = ((name, file, files.of(table, name)) for name, file in FILES[table].items() if name != "oc4ids")
    return [one for one in found if one[2]]


def _bounds(taken: Extract) -> tuple[float, ...]:
    """Return west, south, east, north of the city, degrees."""
    return tuple(round(float(edge), 5) for edge in taken.dataset.towns.total_bounds)


def _dataset(taken: Extract, table: str, files: Files) -> Json:
    about = taken.about()
    west, south, east, north = _bounds(taken)
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    return {
        "@id": f"{files.base}data/{table}",
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
                "dcat:downloadURL": {"@id": address},
                "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{file.media_type}"},
                "dct:rights": _words(about["licence"], taken.lang),
            }
            for name, file, address in _addresses(table, files)
        ],
    }
