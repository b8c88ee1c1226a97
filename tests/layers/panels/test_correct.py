"""Writing a correction in a file that stands alone, and what a card says of its age."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from layers.correction.destination import CORRECTIONS_VARIABLE

PROJECT = "attosecond-facility"


@pytest.fixture(scope="module")
def mail_file(tmp_path_factory, dataset):
    """One file with both languages, whose corrections go to a mail address."""
    from layers.offline import offline

    path = tmp_path_factory.mktemp("files") / "map.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CORRECTIONS_VARIABLE, "data@example.org")
        path.write_text(offline(dataset), encoding="utf-8")
    return path


@pytest.fixture
def visit(new_context, mail_file):
    """Open the file at a query, with the network off; afterwards it has asked for nothing."""
    asked: list[str] = []

    def go(query: str, *, day: datetime | None = None):
        context = new_context(offline=True, reduced_motion="reduce")
        page = context.new_page()
        if day is not None:
            page.clock.set_fixed_time(day)
        page.on("request", lambda one: one.url.startswith(mail_file.as_uri()) or asked.append(one.url))
        page.goto(f"{mail_file.as_uri()}?{query}")
        page.wait_for_selector("#card h2")
        return page

    yield go
    assert asked == []


def opened(page):
    page.locator(".card-correct summary").click()
    return page.locator(".card-correct textarea")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_file_writes_what_the_server_writes(visit, dataset, lang):
    """Every fact of the card gives the very text of letter.py; the path of the file is in none."""
    from layers.correction.letter import facts_of_project, letter
    from layers.projects.rows import projects

    page = visit(f"p={PROJECT}&lang={lang}")
    area = opened(page)
    choice = page.locator(".card-correct select")
    names = dict(
        zip(dataset.towns["id"], dataset.towns["short_zh" if lang == "zh" else "name_en"], strict=True)
    )
    (project,) = (one for one in projects(dataset, lang=lang) if one.id == PROJECT)
    facts = facts_of_project(project, towns=names, lang=lang)
    assert choice.locator("option").all_inner_texts() == [fact.label for fact in facts]
    query = f"?y=2024&lang={lang}&p={PROJECT}"
    link = f"{query}（离线文件里）" if lang == "zh" else f"{query} (in an offline file)"
    for number, fact in enumerate(facts):
        choice.select_option(str(number))
        wanted = letter("project", (project.id, project.name), fact, address=link, lang=lang)
        assert area.input_value() == wanted.text
    assert "file:" not in area.input_value()


def test_mail_holds_what_was_typed(visit):
    """The link is a mail to the operator's address with the text as it is now; nothing was sent."""
    page = visit(f"p={PROJECT}")
    area = opened(page)
    assert "现状" in area.input_value()
    area.press_sequentially("& 其实是=别的?")
    parts = urlsplit(page.locator(".correct-ways a").get_attribute("href"))
    assert (parts.scheme, parts.path) == ("mailto", "data@example.org")
    assert parse_qs(parts.query)["body"][0].replace("\r\n", "\n") == area.input_value()
    assert "data@example.org" in page.locator(".card-correct").inner_text()


def test_text_is_copied(visit):
    """The button copies, or says that the text is selected; either way it says what happened."""
    page = visit(f"p={PROJECT}")
    opened(page)
    page.locator(".correct-ways button").click()
    expect(page.locator(".correct-ways [role=status]")).not_to_be_empty()


def test_another_card_has_its_own_text(visit):
    """Of two cards that are opened one after the other each writes of itself."""
    page = visit(f"p={PROJECT}")
    opened(page)
    page.locator('[data-row="csns-phase-2"]').click()
    expect(page.locator("#card h2")).to_have_text("散裂中子源二期")
    assert "csns-phase-2" in opened(page).input_value()
    assert page.locator(".card-correct").count() == 1


@pytest.mark.parametrize("framed", [True, False])
def test_app_leads_to_its_own_page_and_a_file_does_not(show, pages, files, framed):
    """In the app the card has a link to `/correct`; alone it has the panel, and no link to a server."""
    shown = show(pages["zh"] if framed else files["zh"], framed=framed)
    shown.apply(selected=PROJECT)
    links = shown.frame.locator('#card a[href^="/correct"]')
    assert links.count() == int(framed)
    assert shown.frame.locator(".card-correct").count() == int(not framed)
    if framed:
        assert links.get_attribute("href") == f"/correct?y=2024&lang=zh&p={PROJECT}"


@pytest.mark.parametrize(("after", "told"), [(0, False), (1, True)])
def test_card_says_that_nobody_has_looked_for_long(visit, dataset, after, told):
    """From the day after the last fresh one on, by the reader's own clock, the card says so."""
    from geo.freshness import STALE_DAYS, last_looked, stale_after

    until = stale_after(last_looked(dataset)[PROJECT])
    noon = datetime.combine(until + timedelta(days=after), datetime.min.time()) + timedelta(hours=12)
    page = visit(f"p={PROJECT}", day=noon)
    assert (f"超过 {STALE_DAYS} 天" in page.locator("#card").inner_text()) is told


def test_each_source_says_when_it_was_read(visit):
    """Status, promise and every source of the card have the day of reading."""
    page = visit(f"p={PROJECT}")
    page.locator(".card-sources summary").click()
    for where in ("#card dd:has(.card-status)", "#card dd >> nth=0"):
        assert "查阅" in page.locator(where).inner_text()
    said = page.locator(".card-sources li").all_inner_texts()
    assert len(said) > 3
    assert [one for one in said if "查阅" not in one] == []
