"""What QGIS reads of an OGC API Features address, by its own provider; printed as JSON.

Run by the Python that has QGIS (the system's), not by ours.
"""

from __future__ import annotations

import json
import os
import sys

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer


def main(site: str) -> None:
    """Print features by collection: how many in all, and the projects in a rectangle."""
    QgsApplication.setPrefixPath("/usr", True)  # noqa: FBT003 - the same
    app = QgsApplication([], False)  # noqa: FBT003 - QGIS knows the argument by its place
    app.initQgis()
    found = {}
    for name in ("projects", "sites", "towns"):
        source = f"url='{site}/ogc' typename='{name}' restrictToRequestBBOX='1' pageSize='10'"
        layer = QgsVectorLayer(source, name, "OAPIF")
        box = QgsFeatureRequest(QgsRectangle(113.7, 22.7, 113.9, 22.9))
        found[name] = {
            "valid": layer.isValid(),
            "all": len(list(layer.getFeatures())),
            "box": len(list(layer.getFeatures(box))),
        }
    print(json.dumps(found), flush=True)  # noqa: T201 - what the test reads
    os._exit(0)  # QGIS 3.22 may crash while Python takes its layers apart


main(sys.argv[1])
