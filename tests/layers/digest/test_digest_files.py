"""The digest as a page and as PDF."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import html5lib
import pytest

from geo.between import digest
from geo.digest_words import headline, sections
from geo.view import View
from layers.digest import FORMATS
from layers.digest.pdf import _HEIGHT, _MARGIN, _pages, _paragraphs


@pytest.fixture(scope="module", params=["zh", "en"])
def found(request):
    from geo.dataset import load

    return digest(load(), "2024-12-31", "2025-12-31", view=View(lang=request.param))


@pytest.fixture(scope="module")
def content(found):
    return FORMATS["pdf"](found, "")


def test_page_is_well_formed_and_whole(found):
    """A strict parser reads it; every name is there, linked where the site is known."""
    html = FORMATS["html"](found, "https://map.example").decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<li>") == sum(len(part.items) for part in sections(found))
    assert 'href="https://map.example/?' in html
    assert "<script" not in html


def test_paragraph_is_a_link_where_there_is_a_page_for_it(found):
    """Each project leads to what the report says of it; without the app's address nothing is linked."""
    told = FORMATS["html"](found, "https://map.example").decode()
    lang, ref = found.view.lang, found.updated[0].project.ref
    said = {"zh": f"报告 {ref} 段", "en": f"Report, paragraph {ref}"}[lang]
    assert f'<a href="https://map.example/report?y=2024&amp;lang={lang}#{ref}">{said}</a>' in told
    alone = FORMATS["html"](found, "").decode()
    assert said in alone
    assert "/report?" not in alone


def test_words_of_the_data_are_text_on_the_page(found):
    """A hostile name is escaped."""
    first = replace(found.updated[0], project=replace(found.updated[0].project, name="<script>x</script>"))
    html = FORMATS["html"](replace(found, updated=(first,)), "").decode()
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_pdf_embeds_our_face(content):
    """It goes along, so that the file reads the same everywhere."""
    assert content.startswith(b"%PDF-")
    assert b"NotoSansSC" in content
    assert b"/FontFile2" in content


def test_pdf_has_every_line_within_its_margins(found):
    """No line is lost between pages, none runs over the foot."""
    pages = list(_pages(list(_paragraphs(found)), found.view.lang))
    assert len(pages) > 1
    assert all(_MARGIN < top <= _HEIGHT - _MARGIN for page in pages for _, _, top in page)
    joined = "".join(line for page in pages for _, line, _ in page)
    names = [item.name for part in sections(found) for item in part.items]
    assert all(_letters(name) in _letters(joined) for name in names)
    assert _letters(headline(found)) in _letters(joined)
    assert not any(page[-1][0].is_head for page in pages)


def _letters(words: str) -> str:
    return re.sub(r"\W", "", words)


def test_short_pdf_is_the_same_twice(found):
    """No clock in it: a cache and a published folder know it again."""
    short = replace(found, updated=(), results=(), elsewhere=())
    assert FORMATS["pdf"](short, "") == FORMATS["pdf"](short, "")
    assert b"CreationDate" not in FORMATS["pdf"](short, "")


def test_streams_of_the_pdf_are_whole(content):
    """Each compressed part opens."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    assert sum(len(zlib.decompress(one)) for one in streams if one[:1] == b"x") > 10_000
