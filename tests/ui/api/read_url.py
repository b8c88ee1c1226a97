"""What QGIS reads of files by their address, as «add layer from URL» does; printed as JSON.

Run by the Python that has QGIS (the system's), not by ours. Each argument is an address.
"""

from __future__ import annotations

import json
import os
import sys

from qgis.core import QgsApplication, QgsVectorLayer


def main(addresses: list[str]) -> None:
    """Print the features of each address: how many, in which CRS, and which projects have a place."""
    QgsApplication.setPrefixPath("/usr", True)  # noqa: FBT003 - QGIS knows the argument by its place
    app = QgsApplication([], False)  # noqa: FBT003 - the same
    app.initQgis()
    found = {}
    for address in addresses:
        # A GeoPackage has a layer for each kind of geometry, in which a project may stand several times.
        is_package = ".gpkg" in address
        parts = [f"|layername=sites_{kind}" for kind in ("point", "line", "area")] if is_package else [""]
        layers = [QgsVectorLayer(f"/vsicurl/{address}{part}", "layer", "ogr") for part in parts]
        features = [feature for layer in layers for feature in layer.getFeatures()]
        found[address] = {
            "crs": sorted({layer.crs().authid() for layer in layers}),
            "placed": [one["project_id" if is_package else "id"] for one in features if one.hasGeometry()],
            "all": len(features),
        }
    print(json.dumps(found), flush=True)  # noqa: T201 - what the test reads
    os._exit(0)  # QGIS 3.22 may crash while Python takes its layers apart


main(sys.argv[1:])
