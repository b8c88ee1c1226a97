"""The offline file over HTTP, and the ways out of the app."""

from __future__ import annotations

import gzip

import pytest
from starlette.applications import Starlette

from tests.ui.asking import ask
from ui import offline


def get(query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the route; return status, headers and body."""
    return ask(Starlette(routes=offline.routes()), offline.PATH, query=query, **headers)


def test_file_is_saved_and_opens_at_the_view_without_the_place():
    """It is an attachment, whole, and knows the filters and the language but not where somebody stands."""
    status, headers, body = get("cat=rail&lang=en&near=113.75,23.02&nonsense=1")
    page = body.decode()
    assert (status, "attachment" in headers["content-disposition"]) == (200, True)
    assert 'id="dgmap-open">{"query":"cat=rail","lang":"en"}<' in page
    assert "113.75,23.02" not in page
    assert page.rstrip().endswith("</html>")


def test_file_is_made_once(monkeypatch):
    """The second one who asks starts no process."""
    get()
    monkeypatch.setattr(offline.subprocess, "run", lambda *_a, **_k: pytest.fail("made again"))
    status, headers, _ = get("town=changan")
    assert (status, "content-encoding" in headers) == (200, False)


def test_file_is_sent_compressed():
    """More than three times smaller on the way."""
    _, headers, body = get(accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(body)) > 3 * len(body)


def test_a_file_that_can_not_be_made_is_told(monkeypatch, tmp_path):
    """No half file, no trace of why for strangers."""
    monkeypatch.setattr(offline, "_FOLDER", tmp_path)

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError

    monkeypatch.setattr(offline.subprocess, "run", fail)
    status, _, body = get()
    assert (status, b"OSError" in body) == (500, False)
    assert "是我们的问题" in body.decode()


def test_a_file_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    """Its process is ended, and the asker told when to come again."""
    monkeypatch.setattr(offline, "_FOLDER", tmp_path)
    monkeypatch.setattr(offline, "_TIMEOUT_S", 0.01)
    status, headers, _ = get()
    assert (status, headers["retry-after"]) == (503, "10")


@pytest.mark.parametrize(
    ("address", "shown"),
    [("https://example.org/dg", True), ("javascript:alert(1)", False), ("", False)],
)
def test_published_pages_are_named_when_there_are_some(monkeypatch, address, shown):
    """The way there stands on the page only for a web address."""
    from ui.pages import about

    monkeypatch.setenv("DGMAP_PUBLISHED_URL", address)
    words = about._elsewhere("en")
    assert ('href="https://example.org/dg/en/index.html"' in words) == shown
    assert 'href="offline/map.html?lang=en"' in words
    assert "javascript" not in words
