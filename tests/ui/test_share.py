"""The share panel's parts: what the link holds, the frame's code, and the document for a frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geo.state import Embed
from geo.view import View, parse_query
from ui import embed, facts
from ui.share import snippet

ROOT = Path(__file__).parents[2]
PLACE = (113.751, 23.021)


def _panel(*, place: bool = False, ticked: bool = False, **params: str) -> AppTest:
    """Draw the panel's body alone."""

    def script(place: tuple[float, float] | None) -> None:
        from ui import session, share

        if place is not None:
            session.put_place(session.Standing(place[0], place[1], "", 3000))
        share._body(session.view().lang)

    app = AppTest.from_function(script, kwargs={"place": PLACE if place else None}, default_timeout=120)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    if ticked:
        app.checkbox(key="share_place").check().run()
    assert not app.exception
    return app


def _html(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def _pictures(app: AppTest) -> list[tuple[str, View]]:
    found = [urlsplit(unescape(link)) for link in re.findall(r'href="([^"]+)" download', _html(app))]
    return [(link.path, parse_query(link.query)[0]) for link in found]


def test_each_picture_is_of_the_view():
    """Each file is of the filters, the language and the camera of the address."""
    asked = {"town": "changan", "cat": "rail", "lang": "en", "m": "12/22.8/113.8"}
    view = parse_query("&".join(f"{name}={value}" for name, value in asked.items()))[0]
    files = [
        "picture/slide.png",
        "picture/moments.png",
        "picture/slide.svg",
        "picture/slide.pdf",
        "picture/a4.pdf",
        "offline/map.html",
    ]
    assert _pictures(_panel(**asked)) == [(f"/{file}", view) for file in files]


def test_whole_tour_is_offered_in_a_tour_alone():
    """As one file, of the view that the other files show."""
    view = parse_query("tour=rail&step=2")[0]
    assert ("/picture/tour.pdf", view) in _pictures(_panel(tour="rail", step="2"))
    assert "/picture/tour.pdf" not in dict(_pictures(_panel(cat="rail")))


def test_the_place_is_in_nothing_unless_it_is_ticked():
    """Neither it nor the camera is in the panel's links; ticked, it is in the link, never in a picture's."""
    closed = _panel(place=True, m="12/22.8/113.8", cat="rail")
    assert {view for _, view in _pictures(closed)} == {parse_query("cat=rail")[0]}
    assert ["near=" in one.value for one in closed.code] == [False, False]
    opened = _panel(place=True, ticked=True, cat="rail")
    assert {view for _, view in _pictures(opened)} == {parse_query("cat=rail")[0]}
    # The feed (the first) takes no place, whatever is ticked.
    assert ["near=113.751,23.021" in one.value for one in opened.code] == [False, True]


@pytest.mark.parametrize("place", [False, True])
def test_view_goes_to_the_visitors_own_tour_without_the_place(place: bool):
    """The link holds the view alone, as a link spells it, under its language and report."""
    app = _panel(place=place, ticked=place, cat="rail", lang="en")
    (link,) = re.findall(r'href="(/own-tour[^"]+)" target="_blank"', _html(app))
    asked = dict(parse_qsl(urlsplit(unescape(link)).query))
    assert asked == {"y": "2024", "lang": "en", "add": "lang=en&cat=rail"}


def test_unticked_parts_are_hidden_in_the_frame():
    """The frame's code follows the ticks; with all of them nothing is hidden."""
    app = _panel(town="changan")
    assert "?town=changan&amp;embed=true&" not in app.code[-1].value
    assert "?town=changan&amp;embed=true" in app.code[-1].value
    for box in app.checkbox:
        if box.label in {"项目列表", "图例"}:
            box.uncheck()
    app.run()
    assert "?town=changan&amp;embed=list,key" in app.code[-1].value


def test_the_snippet_is_one_tag_whatever_the_view_holds():
    """Text of a link ends no attribute of the code that people paste into their pages."""
    code = snippet(View(text='"><script>'), hidden=(Embed.LIST,), base="https://map.example.org")
    assert code.count("<") == 2
    src = unescape(re.search(r'src="([^"]*)"', code)[1])
    assert parse_query(urlsplit(src).query)[0] == View(text='"><script>', embed=(Embed.LIST,))


@pytest.mark.parametrize(
    ("query", "lang"),
    [("embed=true", "zh"), ("lang=en&embed=list,head", "en"), ("embed=1&town=changan", "zh")],
)
def test_a_frame_gets_the_document_itself(query: str, lang: str):
    """A link with embed= is answered with the prepared document of its language."""
    assert embed.document(query) == facts.prepared().page(lang)


@pytest.mark.parametrize("query", ["", "town=changan", "embed=false", "embed=nothing", "q=embed"])
def test_other_links_get_the_app(query: str):
    """Without embed=, or with nothing of ours in it, the app answers."""
    assert embed.document(query) is None


def test_the_panel_opens_in_the_app(run_app: Callable[..., AppTest]):
    """The panel is drawn in both languages without an exception."""
    for lang in ("zh", "en"):
        app = run_app(lang=lang)
        app.session_state["share"] = True
        app.run()
        assert not app.exception
