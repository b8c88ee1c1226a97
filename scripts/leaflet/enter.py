"""Enter the cut Leaflet into static/vendor/MANIFEST.json: the last step of scripts/leaflet/build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
MANIFEST = STATIC / "vendor" / "MANIFEST.json"
SOURCE = (
    "npm package leaflet@1.9.4: leaflet.js from src/, cut to what the map uses and minified by "
    "scripts/leaflet/build; leaflet-whole.js is dist/leaflet.js, for maps that others add elements to; "
    "the others from dist/"
)


def main() -> None:
    """Write source and digests into the entry of Leaflet."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    entry = next(package for package in manifest["packages"] if package["name"] == "Leaflet")
    entry["source"] = SOURCE
    digests = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in entry["files"]}
    entry["files"] = digests
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
