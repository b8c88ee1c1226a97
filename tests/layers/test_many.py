"""Very many projects (here: a lowered limit): columns in the page, words and drawings in files beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest
import shapely

from benchmarks.folder_server import serve_folder

COUNT = 1_200


@pytest.fixture(scope="module")
def served(many):
    from layers.document import build_served

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["layers.document.build"], "MANY", 1_000)
        return build_served(many, "zh")


@pytest.fixture(scope="module")
def address(served, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("many-page")
    (folder / "map").mkdir()
    (folder / "page.html").write_text(served.page, encoding="utf-8")
    for name, content in served.beside.items():
        (folder / "map" / name).write_text(content, encoding="utf-8")
    with serve_folder(folder) as base:
        yield f"{base}/page.html"


@pytest.fixture(scope="module")
def rows(many):
    from layers.projects import projects

    return projects(many, lang="zh")


def _files(served, kind: str) -> list[str]:
    return [text for name, text in served.beside.items() if f"-{kind}-" in name]


def test_files_hold_every_projects_words_and_drawing(served, rows):
    """Nothing is lost: each row's words in the page's order, and each drawing in one square."""
    words = [word for text in _files(served, "rows") for word in json.loads(text)]
    assert [word["name"] for word in words] == [row["name"] for row in rows]
    assert [word["now"]["short"] for word in words] == [row["now"]["short"] for row in rows]
    drawn = {
        int(row): drawing for text in _files(served, "tile") for row, drawing in json.loads(text).items()
    }
    assert {row["row"]: row["parts"] for row in rows if row["parts"]} == {
        row: drawing["parts"] for row, drawing in drawn.items()
    }


def test_page_of_many_holds_no_names_and_may_ask_only_its_own_server(served, rows):
    """The page has codes; names, cards and drawings are beside it."""
    assert rows[0]["name"] not in served.page
    assert "connect-src 'self'" in served.page


def test_page_of_few_has_no_script_of_many(pages):
    """Our own page does not carry what it does not need."""
    text = pages["zh"].read_text(encoding="utf-8")
    assert "scanMany(filters,byText){" not in text
    assert "drawCells(pen,bounds,scale){" not in text


def test_same_data_give_the_same_files(many, served):
    """Two builds are the same bytes."""
    from layers.document import build_served

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["layers.document.build"], "MANY", 1_000)
        assert build_served(many, "zh") == served


def _told_counts(shown, field: str) -> dict[str, int]:
    chips = shown.frame.locator(f'.chip[data-field="{field}"]').evaluate_all(
        "all => all.map(c => [c.dataset.value, +c.lastChild.textContent])"
    )
    return {value: count for value, count in chips if count}


def _drawn(shown) -> None:
    """Wait until what was asked for has come and is drawn."""
    shown.page.wait_for_load_state("networkidle")
    shown.page.wait_for_timeout(150)
    shown.page.wait_for_load_state("networkidle")
    shown.settle()


def test_many_counts_and_list_are_those_of_geo(show, address, many):
    """Each filter's counts and the list's length are what `geo` says, for all and for two choices."""
    from geo.query import Filters, facets, select
    from geo.vocabulary import Category

    shown = show(address)
    towns = ("changan", "humen")
    for filters in (Filters(), Filters(categories=(Category.RAIL,), towns=towns)):
        chosen = {"categories": list(map(str, filters.categories)), "towns": list(filters.towns)}
        shown.apply(filters=chosen)
        counts = facets(many, filters)
        for field in ("categories", "towns", "statuses", "stages", "kept", "certainty"):
            told = _told_counts(shown, field)
            assert told == {str(value): n for value, n in counts[field].items() if n}, field
        kept = select(many, filters)
        heights = shown.frame.locator("ol.rows.long").evaluate_all(
            "all => all.map(list => list.offsetHeight)"
        )
        short = shown.frame.locator("ol.rows:not(.long) > li").count()
        assert sum(heights) // 59 + short == len(kept)
    assert shown.errors == []


def test_many_marks_from_afar_count_every_project_on_the_map(show, address, rows):
    """The marks on the canvas add up to all projects with a place; nothing is left out."""
    shown = show(address)
    shown.apply(camera=[9, 22.93, 113.88])
    counted = shown.frame.evaluate(
        """() => {
          const pen = CanvasRenderingContext2D.prototype;
          const { fillText, fill } = pen;
          let sum = 0;
          pen.fillText = function (text) { sum += Number(text); };
          pen.fill = function (path) { if (path instanceof Path2D) sum += 1; };
          window.dgmap.apply({ camera: [9.3, 22.93, 113.88] });
          Object.assign(pen, { fillText, fill });
          return sum;
        }"""
    )
    assert counted == sum(bool(row["parts"]) for row in rows)


def test_many_details_come_on_zooming_in_and_take_the_pointer(show, address, many):
    """Close by each line is drawn, and a click on it selects it and opens its card."""
    lines = many.sites[many.sites.geom_type == "LineString"]
    middle = lines.geometry.iloc[5].interpolate(0.5, normalized=True)
    shown = show(address)
    shown.apply(camera=[15, middle.y, middle.x])
    _drawn(shown)
    box = shown.frame.locator(".leaflet-container").bounding_box()
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    _drawn(shown)
    chosen = shown.told("view")[-1]["view"]["selected"]
    near = lines[shapely.distance(lines.geometry.to_numpy(), middle) < 0.0006]
    assert chosen in set(near["project_id"])
    assert shown.frame.locator(f'path[data-shape="{chosen}"]').count() == 1
    name = many.projects.set_index("id").loc[chosen, "name_zh"]
    assert shown.frame.locator("#card h2").inner_text() == name
    assert shown.frame.locator("#card .card-sources").count() == 1
    assert shown.errors == []


def test_many_details_come_on_moving_the_map(show, address, many):
    """Moved without a zoom, the map draws what has come into sight."""
    lines = many.sites[many.sites.geom_type == "LineString"].reset_index(drop=True)
    ends = [lines.geometry.iloc[number].interpolate(0.5, normalized=True) for number in (5, 60)]
    shown = show(address)
    for end in ends:
        shown.apply(camera=[15, end.y, end.x])
        _drawn(shown)
    box = shown.frame.locator(".leaflet-container").bounding_box()
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    raised = shown.frame.locator("path[data-shape]").evaluate_all("all => all.map(p => p.dataset.shape)")
    near = lines[shapely.distance(lines.geometry.to_numpy(), ends[1]) < 0.0006]
    assert set(raised) & set(near["project_id"])
    assert shown.errors == []


def test_many_list_to_its_end_has_names_and_opens_a_card(show, address, rows):
    """The last row's words come when it is in sight; a click on it opens its card and its place."""
    shown = show(address)
    last = rows[-1]
    shown.frame.evaluate("document.getElementById('side-body').scrollTop = 1e9")
    _drawn(shown)
    row = shown.frame.locator(f'[data-row="{last["id"]}"]')
    assert row.locator(".row-name").inner_text() == last["name"]
    assert row.locator(".row-status").inner_text() == last["now"]["word"]
    row.click()
    _drawn(shown)
    assert shown.frame.locator("#card h2").inner_text() == last["name"]
    assert last["what"] in shown.frame.locator("#card").inner_text()
    assert shown.errors == []


def test_many_search_shows_what_the_server_found(show, address, many):
    """The page waits for the server's mask: list and counts are then those of `geo.search`."""
    from geo.lookup import search

    shown = show(address)
    text = str(many.projects["name_zh"].iloc[3])[:4]
    found = list(search(many, text))
    order = {name: row for row, name in enumerate(many.projects["id"])}
    mask = format(sum(1 << order[name] for name in found), "x")
    shown.frame.locator("#search").fill(text)
    shown.page.wait_for_timeout(300)
    assert shown.told("view")[-1]["view"]["filters"]["text"] == text
    before = shown.frame.locator("ol.rows.long").count()
    assert before > 0  # still all
    turn = shown.told("view")[-1]["view"]["turn"]
    shown.apply(filters={"text": text}, found=mask, mask=mask, turn=turn)
    assert sum(_told_counts(shown, "categories").values()) == len(found)
    assert shown.errors == []
