"""What the copy of the tree answers that test_format.py has changed; printed as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date

from streamlit.testing.v1 import AppTest

import geo
from geo.__main__ import main as command
from geo.export import Format, file_name
from geo.view import View
from layers.publish import site
from layers.publish.described import described
from layers.publish.pages import pages


def _page() -> None:
    import streamlit as st

    from geo.view import View
    from ui.downloads import draw

    st.session_state.setdefault("download_format", "geojsonl")
    draw(View(), count=3)


def _published() -> tuple[list[str], str]:
    """Return the files of the published folder's data in Chinese, and its front page."""
    dataset = geo.load()
    told = described(dataset, "zh", site_url="")
    paths = list(told.files)
    downloads = {"zh": [{"path": path, "name": path, "size": "1 kB"} for path in paths]}
    front = next(page for page in pages(dataset) if page.path == "zh/index.html")
    made = site._environment("", dataset)
    made.globals["island_zh"] = told.island
    html = site._page(made, front, picture="", downloads=downloads)
    return paths, html.decode()


def main(out: str) -> None:
    """Print what each way to a file says of the new format."""
    status = command(["export", "geojsonl", out, "--query", "cat=rail", "--date", "2026-11-24"])
    app = AppTest.from_function(_page, default_timeout=120).run()
    published, front = _published()
    form = Format("geojsonl")
    answers = {
        "command": status,
        "problems": [one.value for one in app.exception],
        "offered": [option.content for option in app.button_group(key="download_format").proto.options],
        "explained": app.text[0].value,
        "file_name": file_name(View(), form, written=date(2026, 11, 24)),
        "media_type": form.media_type,
        "published": published,
        "front": front,
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1])
