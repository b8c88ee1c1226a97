"""How programs read an address: one example each, for the page and for the tests that run them."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from geo.export.formats import FILES, filter_view
from geo.view import View, to_query

__all__ = ["EXAMPLES", "addresses", "example"]

# The way each program is fed, with the format that it reads best. The address is between the quotes of its
# language: a canonical query holds no quote and no backslash, as all else is percent-encoded.
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "curl": ("csv", "curl --fail --output projects.csv {quoted}"),
    "python": (
        "geojson",
        """import geopandas as gpd

projects = gpd.read_file("{address}")
print(projects[["id", "name_zh", "status"]])""",
    ),
    "r": (
        "geojson",
        """library(sf)

projects <- read_sf("{address}")
print(projects[, c("id", "status")])""",
    ),
    "excel": (
        "csv",
        """let
  Source = Csv.Document(Web.Contents("{address}"), [Encoding = 65001]),
  Projects = Table.PromoteHeaders(Source)
in
  Projects""",
    ),
    "qgis": ("geojson", "{site}/ogc"),
}


def addresses(view: View, base: str, *, table: str = "projects") -> Mapping[str, str]:
    """Return the address of a table in each format, for what a view shows.

    Parameters
    ----------
    view
        Its edition, language, day and filters are in the address, and never where somebody stands.
    base
        The site's own address.
    """
    query = to_query(filter_view(view))
    return {
        name: f"{base}/data/{table}.{name}{'?' if query else ''}{query}"
        for name in FILES[table]
        if name != "oc4ids"  # the same as `json`
    }


def example(program: str, view: View, base: str) -> str:
    """Return how a program of :data:`EXAMPLES` reads the projects that a view shows."""
    form, told = EXAMPLES[program]
    known = addresses(view, base)
    return told.format(address=known[form], quoted=quote(known[form]), site=base)
