"""What the copy of the tree answers that test_field.py has changed; printed as JSON."""

from __future__ import annotations

import html
import json
import sys

import geo
from layers import project_map
from layers.publish import site
from layers.publish.pages import pages


def main(out: str) -> None:
    """Print the field on all cards and published pages, and save the map's page."""
    dataset = geo.load()
    chart = project_map(dataset)
    chart.save(out)
    cards, drawn = chart.later()["projects"], chart.projects.payload()["projects"]
    made = site._environment("", dataset)
    published = {
        page.values["row"].id: html.unescape(site._page(made, page, picture="", downloads={}).decode())
        for page in pages(dataset)
        if page.template == "project.html" and page.lang == "zh"
    }
    answers = {
        "cards": {name: card["mention"] for name, card in cards.items()},
        "drawn": [row["id"] for row in drawn if "mention" in row],
        "pages": published,
        "first": next(iter(cards)),
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1])
