"""Build the geometry files of ``data/`` from raw material.

Maintainers run it as ``python -m tools.build_data --raw ../shared``. It makes
``data/towns.geojson``, ``data/basemap/*.geojson``, ``data/reports/2024/sites.geojson`` and
``data/reports/2024/mentions.csv``. Everything else in ``data/`` is edited by hand.
"""
