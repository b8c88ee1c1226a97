"""The vendored files are those the manifest names, with their licences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
PACKAGES = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text(encoding="utf-8"))["packages"]
OPEN_LICENCES = {"BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "OFL-1.1"}


def _named() -> dict[str, str]:
    return {name: digest for package in PACKAGES for name, digest in package["files"].items()}


def test_every_vendored_file_has_the_digest_of_the_manifest():
    """A file that was changed by hand, or is missing, is found by its sha256."""
    found = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in _named()}
    assert found == _named()


def test_no_file_under_static_is_outside_of_the_manifest():
    """Whatever the browser loads from static/ is named, with its origin and licence."""
    present = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()}
    assert present - {"vendor/MANIFEST.json", "fonts/fonts.css"} == set(_named())


def test_every_package_names_a_version_and_an_open_licence_with_its_text():
    """Each package says what it is and carries its licence file."""
    for package in PACKAGES:
        assert package["version"][0].isdigit()
        assert package["licence"] in OPEN_LICENCES
        assert package["licence_file"] in package["files"]
        assert len((STATIC / package["licence_file"]).read_text(encoding="utf-8")) > 400
