"""The projector mode: names for a room, no controls, the presenter's keys, and a clock in the notes."""

from __future__ import annotations

import pytest

STEP_4 = {"tour": {"id": "rail", "step": 4}, "theme": "light"}
SIZE = "node => node.getBoundingClientRect().height"


def _place(shown) -> str:
    return shown.frame.locator(".tour-place span").inner_text()


@pytest.fixture(scope="module")
def offline_page(dataset, tmp_path_factory):
    """Return the offline file, which holds the mode itself."""
    from layers.offline import offline

    path = tmp_path_factory.mktemp("offline") / "map.html"
    path.write_text(offline(dataset), encoding="utf-8")
    return path


@pytest.fixture
def rail(show, pages):
    """Open step 4 of the tour of railways, as a link with `show=projector` does."""
    shown = show(pages["zh"])
    shown.apply(show="projector", **STEP_4)
    shown.frame.wait_for_selector("body.projecting", timeout=8000)
    shown.frame.wait_for_selector("#tour h2:not(:empty)", state="attached")  # words come with the first tour
    shown.settle()
    return shown


def test_controls_are_away_and_names_are_larger(show, pages):
    """What one presses is hidden; names are 1.6 times as large; without the mode both are as ever."""
    shown = show(pages["zh"])
    name = shown.frame.locator('[data-label="town"]').first
    small = name.evaluate(SIZE)
    assert shown.frame.locator("#controls").is_visible()
    shown.apply(show="projector")
    shown.frame.wait_for_selector("body.projecting", timeout=8000)
    shown.settle()
    assert shown.frame.locator('[data-label="town"]').first.evaluate(SIZE) == pytest.approx(
        1.6 * small, abs=0.5
    )
    for part in ("#controls", "#side", "#corner"):
        assert not shown.frame.locator(part).is_visible()
    assert shown.errors == []


def test_names_of_the_mode_do_not_touch_each_other(rail):
    """They are placed as large as they are drawn."""
    boxes = rail.frame.evaluate(
        "[...document.querySelectorAll('[data-label]')].map(one => one.getBoundingClientRect()).map("
        "({left, top, right, bottom}) => [left, top, right, bottom])"
    )
    assert len(boxes) > 5
    hits = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[2] - 1 and one[2] > other[0] + 1 and one[1] < other[3] - 1 and one[3] > other[1] + 1
    ]
    assert hits == []


def test_b_is_black_and_any_other_key_shows_the_map(rail):
    """B covers all, B again takes it away, and a step on shows the map too."""
    black = rail.frame.locator("#projector-black")
    rail.page.keyboard.press("b")
    assert black.is_visible()
    rail.page.keyboard.press("b")
    assert not black.is_visible()
    rail.page.keyboard.press("B")
    rail.page.keyboard.press("PageDown")
    assert not black.is_visible()
    assert _place(rail) == "5 / 7"


@pytest.mark.parametrize(
    ("keys", "place"), [("2", "2 / 7"), ("07", "7 / 7"), ("9", "4 / 7"), ("0", "4 / 7"), ("", "4 / 7")]
)
def test_number_and_enter_go_to_a_step(rail, keys, place):
    """A step that there is opens; another number changes nothing."""
    for key in [*keys, "Enter"]:
        rail.page.keyboard.press(key)
    assert _place(rail) == place


def test_p_in_a_tour_begins_the_mode(show, pages):
    """The link then holds it, so that a bookmark opens the same."""
    shown = show(pages["zh"])
    shown.apply(**STEP_4)
    shown.page.keyboard.press("p")
    shown.frame.wait_for_selector("body.projecting", timeout=8000)
    assert shown.told("view")[-1]["query"] == "tour=rail&step=4&show=projector"


def test_escape_leaves_the_mode_and_then_the_tour(rail):
    """The link loses the mode, the tour goes on; the next Escape ends it."""
    rail.page.keyboard.press("Escape")
    assert "projecting" not in rail.frame.locator("body").get_attribute("class")
    assert "show=" not in rail.told("view")[-1]["query"]
    assert _place(rail) == "4 / 7"
    rail.page.keyboard.press("Escape")
    assert not rail.frame.locator("#tour").is_visible()


def test_notes_have_a_clock_and_the_next_picture(rail):
    """The window shows how long it has been, and the map of the step to come; its keys lead, too."""
    rail.page.keyboard.press("Escape")
    with rail.page.expect_popup() as opened:
        rail.frame.locator(".tour-window-button").click()
    notes = opened.value
    assert notes.locator(".notes-clock").count() == 0
    rail.apply(show="projector", **STEP_4)
    rail.frame.wait_for_selector("body.projecting", timeout=8000)
    assert notes.locator(".notes-clock time").inner_text().startswith("00:0")
    assert notes.locator(".notes-picture path").count() > 1
    notes.keyboard.press("7")
    notes.keyboard.press("Enter")
    assert _place(rail) == "7 / 7"
    assert notes.locator(".notes-picture").count() == 0


def test_offline_file_opens_in_the_mode_by_its_address(show, offline_page):
    """The file holds the mode, and its address keeps it until Escape."""
    shown = show(f"{offline_page.as_uri()}?tour=rail&step=2&show=projector", framed=False)
    shown.apply(show="projector", tour={"id": "rail", "step": 2})
    assert "projecting" in shown.frame.locator("body").get_attribute("class")
    shown.page.keyboard.press("b")
    assert shown.frame.locator("#projector-black").is_visible()
    assert shown.errors == []
