"""What each answer allows: scripts of ours by their hash, frames as the operator says, the position here."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.ui.asking import ask, whole_app
from ui import headers
from ui.serving.problem import ProblemError

QUOTED = "what an exception quotes"
ROOT = Path(__file__).resolve().parents[2]
_EVERYWHERE = ("cross-origin-resource-policy", "x-content-type-options")
_OF_A_DOCUMENT = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
)


@pytest.mark.parametrize("path", ["/", "/about", "/towns", "/nowhere", "/correct"])
def test_every_page_has_them(path: str):
    """Ours, and those that are not found."""
    found = ask(whole_app(), path)[1]
    assert [name for name in (*_EVERYWHERE, *_OF_A_DOCUMENT) if name not in found] == []
    assert found["referrer-policy"] == "no-referrer"
    assert "geolocation=(self)" in found["permissions-policy"]


@pytest.mark.parametrize(
    "path",
    ["/static/js/none.js", "/picture/none.png", "/map/none.html", "/health", "/data/towns.csv", "/_stcore/x"],
)
def test_every_answer_has_some(path: str):
    """Streamlit's files, too: nothing is taken for another type, or shown by another site."""
    found = ask(whole_app(), path)[1]
    assert [name for name in _EVERYWHERE if name not in found] == []


def test_document_that_says_nothing_of_itself_may_do_nothing():
    """A page, a drawing or an answer without a type that none of ours has a policy for gets a strict one."""
    for kind in (b"text/html", b"image/svg+xml", b"application/xml", None):
        given = [] if kind is None else [(b"content-type", kind)]
        found = dict(headers._completed(given))
        assert found[b"content-security-policy"] == b"default-src 'self'; frame-ancestors 'self'"
    assert b"content-security-policy" not in dict(headers._completed([(b"content-type", b"text/css")]))


@pytest.mark.parametrize("path", ["/", "/promises?lang=en", "/about"])
def test_scripts_in_a_page_are_allowed_by_their_hashes_alone(path: str):
    """Each that runs has its hash in the policy; a foreign one has none."""
    name, _, query = path.partition("?")
    _, found, body = ask(whole_app(), name, query=query)
    policy = found["content-security-policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)
    assert scripts is not None
    assert "unsafe-inline" not in scripts[1]
    assert "unsafe-eval" not in scripts[1]
    inline = re.findall(r"<script>(.*?)</script>", body.decode(), re.DOTALL)
    assert inline
    for script in inline:
        assert _hash(script) in scripts[1]
    assert _hash("alert(1)") not in scripts[1]
    assert re.search(r"<[a-z][^>]*\son[a-z]+=", body.decode()) is None


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_inline_module_is_named():
    """It runs as well, with or without quotes."""
    for kind in ('type="module"', "type=module", "type='text/javascript'", ""):
        assert _hash("go()") in headers.page_policy(f"<script {kind}>go()</script>")


def test_address_that_is_answered_brings_no_template_engine():
    """The first map of a server does not wait for Jinja; an address that is nobody's needs it (the twin)."""
    code = (
        "import sys; from tests.ui.asking import ask, whole_app;"
        "sys.modules.pop('jinja2', None);"
        "[ask(whole_app(), path) for path in ('/map/none.html', '/static/js/none.js', '/_stcore/health')];"
        "print('jinja2' in sys.modules); ask(whole_app(), '/nowhere'); print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_data_in_a_page_needs_no_hash():
    """Twin: of two scripts only the one that runs is named."""
    page = (
        '<script type="application/json">{"a": 1}</script><script src="/a.js"></script><script>go()</script>'
    )
    policy = headers.page_policy(page)
    assert policy.count("sha256-") == 1
    assert _hash("go()") in policy


@pytest.mark.parametrize(
    ("told", "app", "embedded"),
    [
        ("", "'self'", ""),
        ("'none'", "'none'", "'none'"),
        ("'self' https://www.dg.example https://*.gd.example:8443", None, None),
        ("https://a.example; script-src *", "'self'", ""),
        ("javascript:", "'self'", ""),
        ("*", "", ""),
    ],
)
def test_frames_are_as_the_operator_says(
    told: str, app: str | None, embedded: str | None, monkeypatch: pytest.MonkeyPatch
):
    """Else anyone may frame the map alone, and nobody the app; a setting that says more is not taken."""
    monkeypatch.setenv(headers.FRAMES_VARIABLE, told)
    for is_embedded, parents in ((False, app), (True, embedded)):
        who = told if parents is None else parents
        assert headers.frame_ancestors(is_embedded=is_embedded) == (who and f"frame-ancestors {who}")
    policy = ask(whole_app(), "/", query="embed=true")[1]["content-security-policy"]
    assert policy == (headers.frame_ancestors(is_embedded=True) or "base-uri 'none'")


def test_own_policy_is_kept():
    """What an answer says itself is not said a second time."""
    _, found, _ = ask(whole_app(), "/correct", query="p=none")
    assert found["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/", "/about", "/nowhere", "/static/js/none.js", "/map/none.html", "/health", "/data/towns.csv"]
)
def test_head_has_the_headers_of_get(path: str):
    """``curl -I`` shows what a browser gets."""
    head, get = (ask(whole_app(), path, method=method) for method in ("HEAD", "GET"))
    assert head[0] == get[0]
    assert {**head[1], "content-length": ""} == {**get[1], "content-length": ""}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nowhere", "GET", 404),
        ("/data/projects.csv?cat=nosuch", "GET", 400),
        ("/_stcore/upload_file/a/b", "PUT", 413),
        ("/", "GET", 429),
        ("/picture/preview.png", "GET", 503),
        ("/offline/map.html", "GET", 503),
        ("/feed.atom", "GET", 500),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_errors_have_them_too(
    path: str, method: str, status: int, lang: str, monkeypatch: pytest.MonkeyPatch
):
    """And say in the link's language, or the browser's, when to come again."""
    from ui import offline, pictures

    def broken(*_given: object) -> None:
        raise ValueError(QUOTED)

    if status == 429:
        monkeypatch.setattr("ui.serving.limits.Places.take", _refuse)
    if status == 503:
        monkeypatch.setattr(pictures, "kept", lambda _asked: None)
        for module in (pictures, offline):
            monkeypatch.setattr(module._queue, "waiting", 99)
    if status == 500:
        monkeypatch.setattr("ui.serving.answer", broken)
    name, _, query = path.partition("?")
    asked = f"{query}&lang={lang}".strip("&")
    code, found, body = ask(whole_app(), name, query=asked, method=method, content_length="99000000")
    assert code == status
    assert [one for one in _EVERYWHERE if one not in found] == []
    if "html" in found["content-type"]:
        assert [one for one in _OF_A_DOCUMENT if one not in found] == []
    assert ("retry-after" in found) == (status in {429, 503})
    assert QUOTED not in body.decode()
    assert bool(re.search("[\u4e00-\u9fff]{3}", body.decode())) == (lang == "zh")


def _refuse(_places: object, _address: str) -> None:
    raise ProblemError(429, "serving.too_many_open")
