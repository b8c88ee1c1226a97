"""The command ``python -m tools.build_data --raw ../shared``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.build_data import basemap, mentions, sites, stations, towns
from tools.build_data.features import write

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Write the geometry files and tell the size of each.

    Parameters
    ----------
    arguments
        The words of the command line.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.build_data", description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with geodata/ and report/")
    parser.add_argument("--out", type=Path, default=Path("data"), help="the data folder to write")
    options = parser.parse_args(arguments)
    raw, out = options.raw, options.out
    report = out / "reports" / "2024"
    files = {
        out / "towns.geojson": towns.build(raw),
        out / "basemap" / "neighbours.geojson": basemap.neighbours(raw),
        out / "basemap" / "water.geojson": basemap.water(raw),
        out / "basemap" / "roads.geojson": basemap.roads(raw),
        out / "basemap" / "railways.geojson": basemap.railways(raw),
        out / "basemap" / "stations.geojson": stations.build(raw),
        report / "sites.geojson": sites.build(raw, towns=towns.polygons(raw)),
    }
    for path, features in files.items():
        size = write(path, features=features)
        sys.stdout.write(f"{path}: {len(features)} features, {size / 1000:.0f} kB\n")
    tables = [path for name in ("projects", "targets", "duties") if (path := report / f"{name}.csv").exists()]
    pairs = mentions.build(raw / "report" / "dongguan-2024.txt", tables=tables)
    mentions.write(report / "mentions.csv", pairs=pairs)
    sys.stdout.write(f"{report / 'mentions.csv'}: {len(pairs)} pairs\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
