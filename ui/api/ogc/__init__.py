"""OGC API Features, Part 1 (OGC 17-069r4): core, GeoJSON and OpenAPI 3.0, for QGIS and other clients."""

from __future__ import annotations
