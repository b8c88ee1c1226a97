"""The digest's page and its files."""

from __future__ import annotations

import json

import pytest

from tests.ui.asking import ask, whole_app


@pytest.fixture(scope="module")
def app():
    return whole_app()


def test_markdown_of_a_link_is_saved(app):
    """The days and filters of the link, the place of a person left out."""
    query = "lang=en&cat=rail&at=2025-12-31&since=2024-12-31&near=113.75,23.02"
    status, headers, body = ask(app, "/digest.md", query=query, host="map.example")
    assert (status, headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert "digest-2024-12-31-2025-12-31.md" in headers["content-disposition"]
    assert body.decode().startswith("# After 31 Dec 2024, up to 31 Dec 2025")
    assert b"113.75" not in body
    again = ask(app, "/digest.md", query=query, host="map.example", if_none_match=headers["etag"])
    assert again[0] == 304


def test_pdf_of_a_link_is_sent(app):
    """The same digest, as PDF."""
    status, headers, body = ask(app, "/digest.pdf", query="cat=rail&at=2025-12-31&since=2024-12-31")
    assert (status, headers["content-type"], body[:5]) == (200, "application/pdf", b"%PDF-")


def test_days_out_of_order_are_a_problem_in_words(app):
    """400, and which day is to be first."""
    status, _, body = ask(app, "/digest.md", query="at=2025-01-01&since=2025-06-01&lang=en")
    assert (status, json.loads(body)["detail"]) == (
        400,
        "2025-06-01 is not before 2025-01-01. Put the earlier day first.",
    )
