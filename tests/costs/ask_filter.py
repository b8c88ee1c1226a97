"""What the copy of the tree answers that test_filter.py has changed; printed as JSON."""

from __future__ import annotations

import json
from datetime import date

from streamlit.testing.v1 import AppTest

import geo
from geo.export.extract import extract
from geo.export.formats import Format, file_name
from geo.view import View, parse_query, to_query
from layers import project_map
from layers.title import heading
from ui.questions import answer

LANGUAGES = ("zh", "en")


def _sheet() -> None:
    from geo.view import View
    from ui.filters import _sheet
    from ui.questions import answer

    view = View(kinds=("area",))
    _sheet(view, answer(view))


def _answers() -> dict[str, object]:
    dataset, day = geo.load(), date(2026, 11, 24)
    view, ignored = parse_query("kind=line,point&cat=rail")
    lines = {lang: View(kinds=("line",), lang=lang) for lang in LANGUAGES}
    chart = project_map(dataset, lang="en")
    page, drawn = chart.data(), chart.projects.payload()["projects"]
    app = AppTest.from_function(_sheet, default_timeout=120).run()
    return {
        "read": [list(view.kinds), list(ignored)],
        "written": to_query(View(kinds=("point", "line"), text="x", categories=("rail",))),
        "suggestion": [[part.parameter, part.reason, part.suggestion] for part in parse_query("kind=lin")[1]],
        "ids": list(geo.select(dataset, view)["id"]),
        "counts": geo.facets(dataset, geo.Filters())["kinds"],
        "plain_counts": answer(View()).counts["kinds"],
        "title": {lang: heading(asked, None) for lang, asked in lines.items()},
        "file": {lang: extract(dataset, asked, written=day).filter_words() for lang, asked in lines.items()},
        "file_name": file_name(view, Format.GPKG, written=day),
        "row": next(row for row in page["facets"] if row["field"] == "kinds"),
        "drawn": {row["id"]: row["kind"] for row in drawn},
        "words": [page["words"]["ui_facet_kinds"], page["words"]["names"]["export.kind"]],
        "headings": [one.value for one in app.markdown],
        "chips": [option.content for option in app.button_group(key="f_kinds").proto.options],
        "problems": [one.value for one in app.exception],
    }


if __name__ == "__main__":
    print(json.dumps(_answers()))  # noqa: T201 - what the test reads
