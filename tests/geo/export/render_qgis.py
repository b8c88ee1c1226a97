"""Open the QGIS project inside a GeoPackage and render it, as QGIS's own Python: no window, no network.

    python3 tests/geo/export/render_qgis.py FILE.gpkg OUT.png [WIDTH HEIGHT]

Prints, as JSON, each layer of the project with its validity, feature count, renderer and style, and what
QGIS warned of. Run by `test_qgis.py` with the interpreter that QGIS was built for.
"""

from __future__ import annotations

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

WARNINGS = []


def told(layer):
    """Return what a layer is: for the test, which knows what it should be."""
    renderer = layer.renderer()
    rules = [rule.label() for rule in renderer.rootRule().children()] if hasattr(renderer, "rootRule") else []
    return {
        "name": layer.id(),
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "rules": rules,
        "labels": layer.labelsEnabled(),
        "crs": layer.crs().authid(),
    }


def default_style(path, name):
    """Return the rules that QGIS gives to a layer that is added by hand, from the file's own styles."""
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    renderer = layer.renderer()
    return [rule.label() for rule in renderer.rootRule().children()] if hasattr(renderer, "rootRule") else []


def main(path, out, width=1440, height=900):
    """Render the project's own extent and print what was found."""
    application = QgsApplication([], False)  # noqa: FBT003 - its own signature: no window
    application.initQgis()
    application.messageLog().messageReceived.connect(
        lambda message, tag, level=0: WARNINGS.append(f"{tag}: {message}") if level > 0 else None
    )
    project = QgsProject.instance()
    opened = project.read(f"geopackage:{path}?projectName=dongguan")
    settings = QgsMapSettings()
    layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
    settings.setLayers([layer for layer in layers if layer is not None and layer.isSpatial()])
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setLabelingEngineSettings(project.labelingEngineSettings())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setOutputSize(QSize(int(width), int(height)))
    settings.setOutputDpi(96)
    settings.setFlag(QgsMapSettings.Antialiasing)
    context = QgsExpressionContext()
    context.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(out)
    names = ("sites_line", "sites_point", "town_only", "towns")
    report = {
        "opened": opened,
        "title": project.title(),
        "crs": project.crs().authid(),
        "layers": [told(layer) for layer in layers if layer is not None],
        "missing": sum(layer is None for layer in layers),
        "styles": {name: default_style(path, name) for name in names},
        "errors": [error.message for error in job.errors()],
        "warnings": WARNINGS,
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
