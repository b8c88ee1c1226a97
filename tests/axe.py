"""axe-core in a page of the tests: what it finds against a page's accessibility."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(frame: Any) -> list[str]:
    """Return the serious and critical findings in a page or frame, each with where it is."""
    frame.evaluate(AXE)
    report = frame.evaluate("axe.run(document, {resultTypes: ['violations', 'passes'], iframes: false})")
    assert report["passes"], "axe has looked at nothing"
    return [
        f"{finding['impact']} {finding['id']}: {[node['target'] for node in finding['nodes']][:4]}"
        for finding in report["violations"]
        if finding["impact"] in {"serious", "critical"}
    ]
