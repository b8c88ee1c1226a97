"""The page's codec of links is the app's: for every frozen link, and for views made by chance."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.filters import FACETS
from geo.spelling import FOREIGN, PARAMETER_ALIASES, PARAMETERS
from geo.view import Base, View, parse_query, to_query
from layers import bundle

LINKS = Path(__file__).with_name("v1.tsv")
PAGE = Path(__file__).parents[2] / "layers" / "page"
# What a link holds beside what the map changes: it stays as the app has spelt it.
ASK = """queries => queries.map(({ base, view }) => window.codec.writeQuery(view, base))"""


@pytest.fixture(scope="module")
def codec(browser, tmp_path_factory) -> Any:
    """Return a page with the codec and the islands that it reads."""
    import geo
    from layers import project_map

    entry = tmp_path_factory.mktemp("codec") / "codec.js"
    entry.write_text(
        f'import {{ readQuery, writeQuery }} from "{_relative(entry.parent)}/link.js";\n'
        f'import {{ mendedPairs }} from "{_relative(entry.parent)}/mending.js";\n'
        "window.codec = { readQuery, writeQuery, mendedPairs };\n",
        encoding="utf-8",
    )
    chart = project_map(geo.load(), both_languages=True)  # a page that knows earlier days
    chart.get_root().render()
    islands = "".join(island.render() for island in chart.islands())
    page = browser.new_page()
    page.set_content(f"<body>{islands}<script>{bundle.script([entry])}</script></body>")
    yield page
    page.close()


def _relative(folder: Path) -> str:
    import os

    return os.path.relpath(PAGE, folder)


def _shown(view: View) -> dict[str, Any]:
    """Return what the page holds of a view."""
    filters: dict[str, Any] = {name: list(getattr(view, name)) for name in FACETS}
    tour = None if view.tour is None else {"id": view.tour, "step": view.step}
    return {
        "filters": filters | {"text": view.text},
        "selected": view.project,
        "tour": tour,
        "base": view.base,
        "at": view.at,
        "show": view.show,
    }


def _canonical(view: View) -> str:
    return to_query(replace(view, camera=None))


def _views() -> list[View]:
    with LINKS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [parse_query(row["query"] or "")[0] for row in rows]


def _made_up(number: int) -> list[View]:
    chance = random.Random(7)  # noqa: S311 - test data, the same each time
    texts = [
        "",
        "地铁",
        "a b",
        "100%",
        "1号线/2号线",
        "(x)!*'",
        "č ü",
        "&?=#+",
        "%7B%7B",
        "“引号”",
        "  two  ",
        "1号线.",
        "a/",
        "v1-",
    ]
    views = []
    for _ in range(number):
        fields = {
            name: tuple(chance.sample(facet.values(), chance.choice([0, 0, 1, 2, 3])))
            for name, facet in FACETS.items()
        }
        project = chance.choice([None, "metro-1-phase-1"])
        at = chance.choice([None, "2024-02-29", "2024-12-31", "2025-06-01"])
        lang, base = chance.choice(["zh", "en"]), chance.choice([Base.QUIET, Base.BLANK])
        text = chance.choice(texts)
        views.append(View(**fields, text=text, project=project, lang=lang, at=at, base=base))
    return views


@pytest.mark.browser
@pytest.mark.parametrize("views", [_views(), _made_up(500)], ids=["frozen", "made up"])
def test_page_writes_the_canonical_link(codec, views: list[View]):
    """One spelling: what the browser puts into the address is what Python would."""
    assert len(views) > 200
    asked = [{"base": _canonical(view), "view": _shown(view)} for view in views]
    wanted = [_canonical(view) for view in views]
    assert codec.evaluate(ASK, asked) == wanted


@pytest.mark.browser
def test_page_reads_what_python_reads(codec):
    """A file and an embedded page read a link as the app does: filters, text, project and tour."""
    views = _made_up(300)
    read = codec.evaluate(
        "queries => queries.map(query => window.codec.readQuery(query))", list(map(to_query, views))
    )
    found = [{key: one[key] for key in ("filters", "selected", "tour", "base", "at", "show")} for one in read]
    assert [json.dumps(one, sort_keys=True) for one in found] == [
        json.dumps(_shown(view), sort_keys=True) for view in views
    ]


@pytest.mark.browser
def test_page_says_what_a_link_held_that_is_unknown(codec):
    """Older spellings lead on; the rest is named, and nothing is thrown."""
    read = codec.evaluate(
        "q => window.codec.readQuery(q)", "category=metro&town=atlantis,changan&p=no-such&at=2024-02-30&%E5=%"
    )
    assert read["at"] is None
    assert read["filters"]["categories"] == ["rail"]
    assert read["filters"]["towns"] == ["changan"]
    assert read["ignored"] == [
        {"parameter": "town", "value": "atlantis"},
        {"parameter": "p", "value": "no-such"},
        {"parameter": "at", "value": "2024-02-30"},
    ]


@pytest.mark.browser
def test_page_mends_what_python_mends(codec, monkeypatch):
    """Each damaged link of the table becomes the same names and values; names are another test's."""
    from geo import mending

    monkeypatch.setattr(mending, "named", lambda *_: None)
    with LINKS.with_name("damaged.tsv").open(encoding="utf-8", newline="") as file:
        queries = [row["query"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert len(queries) > 140
    links = {"parameters": list(PARAMETERS), "aliases": dict(PARAMETER_ALIASES), "foreign": FOREIGN.pattern}
    found = codec.evaluate(
        """([queries, links]) => queries.map((query) => window.codec.mendedPairs(query, {
            ...links, idOf: () => undefined, foreign: new RegExp(`^(?:${links.foreign})$`) }))""",
        [queries, links],
    )
    wanted = [[list(pair) for pair in mending.mended(mending.pairs_of(query))] for query in queries]
    assert list(zip(queries, found, strict=True)) == list(zip(queries, wanted, strict=True))
