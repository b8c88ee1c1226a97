"""The server around Streamlit: compressed, cached, in the link's language, and only what is ours."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.ui.asking import ask, whole_app
from ui import facts, server
from ui.compression import accepted, compressed
from ui.index_page import index_page
from ui.mapframe import SCRIPT, SCRIPT_NAME


def get(path: str, *, query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the whole app."""
    return ask(whole_app(), path, query=query, **headers)


@pytest.fixture(autouse=True)
def no_warming(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's loop ends at once: nothing may be started later on it."""
    monkeypatch.setattr(server, "_warm_later", lambda: None)


@pytest.fixture
def document() -> Path:
    return facts.prepared().page("zh")


@pytest.mark.parametrize(("header", "decode"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_document_is_compressed_and_kept_for_good(document: Path, header: str, decode: Any):
    """The document comes as the browser likes it and unpacks to the file."""
    status, headers, body = get(f"/map/{document.name}", accept_encoding=header)
    assert status == 200
    assert headers["cache-control"].endswith("immutable")
    assert headers["vary"] == "Accept-Encoding"
    assert decode(body) == document.read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_document_is_the_page_of_project_map(lang: str):
    """The app serves the very map that a notebook makes of the same dataset."""
    from geo.dataset import load
    from layers import project_map

    document = facts.prepared().page(lang)
    chart = project_map(load(), lang=lang)
    beside = facts.prepared().facts["documents"][lang]["beside"]
    (more,) = [name for name in beside if name.endswith("more.json")]
    chart.beside = f"/map/{more.removesuffix('more.json')}"
    assert get(f"/map/{document.name}")[2].decode() == chart.get_root().render()


def test_document_when_known_is_not_sent_again(document: Path):
    """A browser that has it is told so."""
    tag = get(f"/map/{document.name}", accept_encoding="br")[1]["etag"]
    status, _, body = get(f"/map/{document.name}", accept_encoding="br", if_none_match=tag)
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("name", ["index.json", "..%2Fapp.py", "2024-zh-0000.html", "2024-zh-0000.html.br"])
def test_document_when_name_is_none_of_ours_is_not_found(name: str):
    """Only the prepared documents are served."""
    assert get(f"/map/{name}")[0] == 404


def test_streamlits_scripts_are_compressed():
    """A script of Streamlit's unpacks to what Streamlit would have sent."""
    folder = server._STREAMLIT_STATIC / "static" / "js"
    script = next(
        path for path in sorted(folder.iterdir()) if path.name.startswith("index.") and path.suffix == ".js"
    )
    _, headers, body = get(f"/static/js/{script.name}", accept_encoding="br")
    assert headers["content-encoding"] == "br"
    assert brotli.decompress(body) == script.read_bytes()
    assert len(body) < script.stat().st_size / 3


def test_streamlits_stylesheet_comes_without_its_fonts():
    """The faces that the page never shows are not in it; every other rule is."""
    folder = server._STREAMLIT_STATIC / "static" / "css"
    sheet = next(path for path in sorted(folder.iterdir()) if path.name.startswith("index."))
    served = get(f"/static/css/{sheet.name}")[2].decode()
    assert "SourceSansVF" not in served
    assert "MaterialSymbols" not in served
    assert served.count("{") == sheet.read_text(encoding="utf-8").count("{") - 3


def test_bridge_script_is_served_under_its_hashed_name():
    """The loader finds the script that the component names."""
    _, headers, body = get(f"/bridge/{SCRIPT_NAME}")
    assert headers["content-type"].startswith("text/javascript")
    assert body == SCRIPT.encode()


@pytest.mark.parametrize("path", ["/favicon.png", "/manifest.json", "/_stcore/health"])
def test_what_is_not_ours_is_left_to_streamlit(path: str):
    """Everything else goes on unchanged."""
    assert get(path)[2] == b"streamlit"


@pytest.mark.parametrize(
    ("path", "query", "wanted"),
    [
        ("/towns/", "town=changan&q=%E5%9C%B0", "/towns?town=changan&q=%E5%9C%B0"),
        ("/towns/", "", "/towns"),
        ("/promises/", "cat=rail", "/promises?cat=rail"),
        ("/upload/", "lang=en", "/upload?lang=en"),
        ("/about//", "", "/about"),
        ("/data///", "lang=zh", "/data?lang=zh"),
        ("//", "lang=en", "/?lang=en"),
        ("//towns//", "", "/towns"),
        ("/no-such-page/", "", "/no-such-page"),
        ("//example.org/", "", "/example.org"),
        ("/\\example.org/", "", "/%5Cexample.org"),
    ],
)
def test_path_with_spare_slashes_leads_to_the_plain_one(path: str, query: str, wanted: str):
    """The query is kept, and nobody is led to another host."""
    status, headers, _ = get(path, query=query)
    assert (status, headers["location"]) == (308, wanted)


@pytest.mark.parametrize("path", ["/", "/towns", "/favicon.png", "/_stcore/health"])
def test_plain_path_is_answered_at_once(path: str):
    """No page is moved that is where it should be."""
    assert get(path)[0] == 200


@pytest.mark.parametrize(
    ("path", "query", "lang", "title"),
    [
        ("/", "", "zh-CN", "东莞项目地图"),
        ("/", "lang=en", "en", "Dongguan Project Map"),
        ("/about", "lang=en", "en", "About · Dongguan Project Map"),
        ("/projects", "lang=<script>", "zh-CN", "数据 · 东莞项目地图"),
    ],
)
def test_index_page_is_in_the_links_language(path: str, query: str, lang: str, title: str):
    """A screen reader knows the language before any script runs."""
    page = get(path, query=query)[2].decode()
    assert f'<html lang="{lang}"' in page
    assert f"<title>{title}</title>" in page
    assert "SourceSansVF-Upright" not in page


def test_index_page_can_be_read_without_scripts():
    """Where no script runs there is a picture, and every project in words."""
    _, _, body = get("/", query="lang=en")
    (reading,) = re.findall(r"<noscript>(.*?)</noscript>", body.decode(), re.DOTALL)
    assert reading.count("<li>") == len(facts.projects()) == 44
    assert '<img src="/picture/preview.png?lang=en" alt="Map of projects"' in reading


def test_index_page_when_streamlits_is_another_is_left_alone(tmp_path: Path):
    """A Streamlit whose page we do not know is served as it is."""
    (tmp_path / "index.html").write_text("<html><title>New</title></html>", encoding="utf-8")
    assert index_page(tmp_path, query="", page="") is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("gzip, deflate, br", "br"),
        ("gzip;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
    ],
)
def test_accepted_takes_the_best_that_is_allowed(header: str, expected: str | None):
    """Brotli before gzip, and nothing that was refused."""
    assert accepted(header) == expected


def test_compressed_is_made_once_and_made_anew_for_a_new_file(tmp_path: Path):
    """A second ask reads the copy; a changed file gets a copy of its own."""
    source, copies = tmp_path / "a.js", tmp_path / "copies"
    source.write_bytes(b"one" * 100)
    assert brotli.decompress(compressed(source, encoding="br", folder=copies)) == b"one" * 100
    (kept,) = copies.iterdir()
    kept.write_bytes(brotli.compress(b"the copy"))
    assert brotli.decompress(compressed(source, encoding="br", folder=copies)) == b"the copy"
    source.write_bytes(b"other" * 100)
    assert brotli.decompress(compressed(source, encoding="br", folder=copies)) == b"other" * 100


def test_no_page_has_the_server_ask_who_it_is(monkeypatch: pytest.MonkeyPatch):
    """A socket from another site's page has Streamlit ask Amazon for our address; ours never."""
    from streamlit import net_util
    from streamlit.web.server import server_util

    asked: list[str] = []
    monkeypatch.setattr("ui.monitoring.install", lambda: None)  # this process's log is pytest's
    monkeypatch.setattr(net_util, "_external_ip", None)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_named: asked.append(url))
    assert not server_util.is_url_from_allowed_origins("http://evil.example")
    assert len(asked) == 2  # what it does by itself
    asked.clear()

    async def started() -> None:
        async with server.lifespan(None):
            assert not server_util.is_url_from_allowed_origins("http://evil.example")

    asyncio.run(started())
    assert asked == []
