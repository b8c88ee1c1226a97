"""Enter what reads the streets into static/vendor/MANIFEST.json: the last step of scripts/streets/build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
MANIFEST = STATIC / "vendor" / "MANIFEST.json"
FOLDER = "vendor/pmtiles"
JOINED = f"{FOLDER}/pmtiles.js"
# Name, version, licence, page; the first one has the file that all are joined in.
PACKAGES = (
    ("pmtiles", "4.5.0", "BSD-3-Clause", "https://docs.protomaps.com/pmtiles"),
    ("@mapbox/vector-tile", "3.0.0", "BSD-3-Clause", "https://github.com/mapbox/vector-tile-js"),
    ("@mapbox/point-geometry", "1.1.0", "ISC", "https://github.com/mapbox/point-geometry"),
    ("pbf", "5.1.2", "BSD-3-Clause", "https://github.com/mapbox/pbf"),
    ("fflate", "0.8.3", "MIT", "https://101arrowz.github.io/fflate"),
)


def _entry(name: str, version: str, licence: str, page: str) -> dict[str, object]:
    (text,) = (STATIC / FOLDER).glob(f"LICENSE-{name.rpartition('/')[2]}*")
    own = [str(text.relative_to(STATIC)), *([JOINED] if name == "pmtiles" else [])]
    return {
        "name": name,
        "version": version,
        "licence": licence,
        "licence_file": own[0],
        "homepage": page,
        "source": f"npm package {name}@{version}, joined to {JOINED} by scripts/streets/build",
        "files": {path: hashlib.sha256((STATIC / path).read_bytes()).hexdigest() for path in own},
    }


def main() -> None:
    """Write the packages' entries anew."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    names = {name for name, *_ in PACKAGES}
    others = [package for package in manifest["packages"] if package["name"] not in names]
    manifest["packages"] = [*others, *(_entry(*package) for package in PACKAGES)]
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
