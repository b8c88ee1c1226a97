"""Add the vendored files to a CycloneDX list of packages, and write the licences as a table.

``scripts/sbom`` calls it with the list and the folder to write to. Fails where a package names no licence.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

# These say it in words of their own, which no program reads (looked at on 28 November 2026).
_IN_WORDS = {"protobuf": "BSD-3-Clause", "pydeck": "Apache-2.0"}
VENDORED = Path(__file__).resolve().parents[1] / "static" / "vendor" / "MANIFEST.json"


def vendored(packages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the packages of the manifest as components, each file with its hash."""
    return [
        {
            "type": "library",
            "bom-ref": f"vendored-{package['name']}",
            "name": package["name"],
            "version": package["version"],
            "licenses": [{"license": {"id": package["licence"]}}],
            "components": [
                {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
                for name, digest in package["files"].items()
            ],
        }
        for package in packages
    ]


def licence(component: dict[str, Any]) -> str:
    """Return how a component is licensed, by SPDX's names where it uses them; empty where it says nothing."""
    if not component.get("licenses") and component["name"] in _IN_WORDS:
        return _IN_WORDS[component["name"]]
    said = []
    for one in component.get("licenses", []):
        inner = one.get("license", {})
        said.append(one.get("expression") or inner.get("id") or inner.get("name", "").rpartition(" :: ")[2])
    return " AND ".join(dict.fromkeys(filter(None, (" ".join(one.split())[:80] for one in said))))


def main(listed: Path, out: Path) -> int:
    """Write ``sbom.cdx.json`` and ``licences.csv``; return 1 where a licence is missing."""
    bom = json.loads(listed.read_text(encoding="utf-8"))
    own = json.loads(VENDORED.read_text(encoding="utf-8"))["packages"]
    bom["components"] = [*bom["components"], *vendored(own)]
    (out / "sbom.cdx.json").write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    rows = sorted((one["name"].lower(), one["version"], licence(one)) for one in bom["components"])
    with (out / "licences.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("name", "version", "licence"), *rows])
    missing = [name for name, _, said in rows if not said]
    print(f"{len(rows)} components, {len(missing)} without a licence: {', '.join(missing) or '-'}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
