"""The page's own filters and search: at once, the same as `geo`, and the server's when it knows more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

VALUES = {
    "categories": [
        "rail",
        "road",
        "science",
        "industry",
        "logistics",
        "civic",
        "renewal",
        "greenway",
        "water",
    ],
    "stages": ["seeking", "preparing", "starting", "building", "completing"],
    "statuses": ["done", "building", "planned", "delayed", "unknown"],
    "kept": ["kept", "late", "not_yet", "open", "unknown"],
    "certainty": ["surveyed", "approximate", "schematic", "town", "none"],
}
TEXTS = [
    "",
    "",
    "地铁",
    "松山湖",
    "sslkxc",
    "changan",
    "长安镇",
    "Line 1",
    "zoologie",
    "東莞",
    "1号线",
    "s",
    "路",
    "轨道",
]
READ = """given => given.map(([filters, answer]) => {
  dgmap.apply({ view: { filters }, answer, theme: "light" });
  const rows = [...document.querySelectorAll("[data-row]")].map(row => row.dataset.row);
  const counts = {};
  for (const chip of document.querySelectorAll("[data-field]"))
    (counts[chip.dataset.field] ??= {})[chip.dataset.value] = +chip.querySelector(".chip-count").textContent;
  return { rows, counts };
})"""


@pytest.fixture
def desktop(show, pages):
    shown = show(pages["zh"])
    yield shown
    assert shown.errors == []


def _questions(dataset, *, seed: int, number: int) -> list[dict[str, object]]:
    chance = random.Random(seed)  # noqa: S311 - test data, the same each time
    towns = list(dataset.towns["id"])
    out: list[dict[str, object]] = []
    for _ in range(number):
        filters: dict[str, object] = {
            field: chance.sample(values, chance.choice([0, 0, 0, 1, 2])) for field, values in VALUES.items()
        }
        filters["towns"] = chance.sample(towns, chance.choice([0, 0, 1, 3]))
        filters["text"] = chance.choice(TEXTS)
        out.append(filters)
    return out


def _asked(filters):
    from geo.query import Filters

    return Filters(
        **{field: tuple(value) if isinstance(value, list) else value for field, value in filters.items()}
    )


def _answer(text):
    """Return what the app says to a text that the page does not hold: until then its rows stay."""
    return {"text": text, "ids": [], "offers": []} if text == "zoologie" else None


def test_page_selects_and_counts_what_geo_does(desktop, dataset):
    """Two hundred random questions: the same projects, and the same count at every chip."""
    from geo.query import facets, select

    questions = _questions(dataset, seed=7, number=200)
    said = desktop.frame.evaluate(READ, [[filters, _answer(filters["text"])] for filters in questions])
    for filters, answer in zip(questions, said, strict=True):
        assert sorted(answer["rows"]) == sorted(select(dataset, _asked(filters))["id"]), filters
        counts = facets(dataset, _asked(filters))
        assert answer["counts"] == {field: counts[field] for field in answer["counts"]}, filters


@pytest.mark.parametrize(
    "text",
    [
        "sslkxc",
        "SSLKXC",
        "松山湖科学城",
        "地鐵1號線",
        "ditie1haoxian",
        "1号线",
        "Metro Line 1",
        "line shenzhen",
        "莞深",
        "轨道",
        "humen",
    ],
)
def test_page_finds_by_name_what_geo_finds(desktop, dataset, text):
    """Chinese old and new, pinyin, initials, English, several words: found in the page as on the server."""
    from geo.lookup import search

    found = desktop.frame.evaluate(READ, [[{"text": text}, None]])[0]["rows"]
    assert found
    assert sorted(found) == sorted(search(dataset, text, limit=99))


def test_page_and_geo_agree_on_everything_that_is_typed(desktop, dataset):
    """Of each text the page finds what `geo` finds, or nothing: then the server is asked, and says it."""
    from geo.lookup import search

    file = Path(__file__).parents[1] / "geo" / "search" / "typed.tsv"
    texts = [line.split("\t")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    texts += ["地铁", "metro", "road", "大学", "park", "1", "in", "rail", "六", "水", "R&D", "subway", "桥"]
    # Between two of them stands one that nothing holds: its rows, none, stay where the page finds nothing.
    asked = [one for text in texts for one in (("zoologie", _answer("zoologie")), (text, None))]
    said = desktop.frame.evaluate(READ, [[{"text": text}, answer] for text, answer in asked])[1::2]
    own = {text: sorted(answer["rows"]) for text, answer in zip(texts, said, strict=True) if answer["rows"]}
    assert own == {text: sorted(search(dataset, text, limit=99)) for text in own}
    # Numbers and the words of kinds are the page's own.
    assert {"一号线", "shihaoxian", "line one", "地铁", "大学", "bridge"} <= set(own)


def test_chip_when_pressed_filters_at_once_and_tells(desktop):
    """No answer of the app is needed to see it; the app hears which act it was."""
    chip = desktop.frame.locator('#choices [data-value="water"]')
    promised = int(chip.locator(".chip-count").inner_text())
    chip.click()
    assert desktop.frame.locator("[data-row]").count() == promised
    assert chip.get_attribute("aria-pressed") == "true"
    (told,) = desktop.told("view")
    assert (told["turn"], told["view"]) == (1, {"filters": {"categories": ["water"]}})


def test_answer_when_older_than_the_last_act_changes_no_filter(desktop):
    """Quick fingers: the answer to the first press does not undo the second."""
    chips = desktop.frame.locator("#choices [data-field=categories]")
    chips.nth(0).click()
    chips.nth(1).click()
    desktop.apply(turn=1, filters={"categories": ["rail"]}, theme="light")
    pressed = desktop.frame.locator("#choices [aria-pressed=true]").count()
    desktop.apply(turn=2, filters={"categories": ["rail"]}, theme="light")
    assert (pressed, desktop.frame.locator("#choices [aria-pressed=true]").count()) == (2, 1)


def test_answer_of_the_server_holds_over_the_pages_own(desktop, dataset):
    """For a text that nothing here holds, list and counts are those of what the server found."""
    ids = [dataset.projects["id"].iloc[0], dataset.projects["id"].iloc[43]]
    answer = {"text": "dtie", "ids": ids, "offers": []}
    desktop.apply(filters={"text": "dtie"}, answer=answer, theme="light")
    rows = desktop.frame.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    assert rows == ids
    counts = desktop.frame.locator("#choices .chip-count").all_inner_texts()
    assert sum(map(int, counts)) == 2


def test_text_with_a_typing_error_keeps_the_list_until_the_answer(desktop):
    """In the app the list does not go empty while the server looks for what may have been meant."""
    desktop.frame.locator("#search").fill("songsanhu")
    desktop.page.wait_for_timeout(400)
    assert desktop.frame.locator("[data-row]").count() == 44
    assert desktop.told("view")[-1]["view"]["filters"] == {"text": "songsanhu"}


def test_offers_name_towns_and_stations(desktop):
    """A town filters; a station is measured from, and its name goes along."""
    desktop.frame.locator("#search").fill("humen")
    offer = desktop.frame.locator("#offers button")
    offer.first.wait_for()
    assert offer.first.inner_text() == "镇街：虎门"
    offer.first.click()
    assert desktop.told("view")[-1]["view"]["filters"] == {"towns": ["humen"]}
    assert desktop.frame.locator("#search").input_value() == ""


def test_sheet_opens_counts_and_gives_the_focus_back(desktop):
    """All filters stand in one panel; Esc closes it."""
    button = desktop.frame.locator("#filter-button")
    button.click()
    sheet = desktop.frame.locator("#sheet")
    sheet.get_by_role("button", name="在建").click()
    shown = desktop.frame.locator("[data-row]").count()
    assert sheet.get_by_role("button", name=f"看这 {shown} 个项目").is_visible()
    desktop.page.keyboard.press("Escape")
    assert sheet.is_hidden()
    assert desktop.frame.evaluate("document.activeElement.id") == "filter-button"


def test_page_alone_filters_and_clears_by_itself(show, files):
    """Without the app every filter works, and an empty answer leads back."""
    shown = show(files["zh"], framed=False)
    shown.frame.locator("#search").fill("没有这样的项目")
    shown.frame.get_by_role("button", name="清除筛选", exact=True).first.click()
    assert shown.frame.locator("[data-row]").count() == 44
    assert shown.errors == []
