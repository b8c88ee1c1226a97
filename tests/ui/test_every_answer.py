"""Every answer of a running server says what a browser may do with it: of each route, and each refusal."""

from __future__ import annotations

import http.client
import re
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.applications import Starlette

from tests.deploy.running import Answer, App, apps, ask
from tests.ui.asking import ask as ask_here
from tests.ui.asking import every_path
from ui import facts, server
from ui.headers import HeadersMiddleware
from ui.mapframe import SCRIPT_NAME
from ui.serving import bounds

_REQUESTS, _ANOTHER = 200, "127.0.0.2"
_EVERYWHERE = {
    "x-content-type-options": r"nosniff",
    "cross-origin-resource-policy": r"same-origin|cross-origin",
}
# What a browser heeds in documents alone, and in what does not say its type.
_DOCUMENT = re.compile(r"html|svg|xml|pdf|^$")
_OF_A_DOCUMENT = {
    "content-security-policy": r"(?!.*script-src[^;]*unsafe-).+",
    "cross-origin-opener-policy": r"same-origin",
    "permissions-policy": r"geolocation=\(self\), camera=\(\), .*usb=\(\)",
    "referrer-policy": r"no-referrer",
}
_SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def lacking(answer: Answer) -> list[str]:
    """Return the headers that an answer should have and has not, or that say something else."""
    wanted = dict(_EVERYWHERE)
    if _DOCUMENT.search(answer.headers.get("content-type", "")):
        wanted |= _OF_A_DOCUMENT
    return [name for name, said in wanted.items() if not re.fullmatch(said, answer.headers.get(name, ""))]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A process that one socket fills."""
    settings = {bounds.SESSIONS_VARIABLE: "1", bounds.REQUESTS_VARIABLE: str(_REQUESTS)}
    with apps(1, tmp_path_factory.mktemp("answers"), **settings) as (one,):
        yield one


def _walked() -> Iterator[str]:
    """Yield an address of every route of the app, with a file that is there where it has one."""
    names = {
        "/map/{file}": facts.prepared().facts["documents"]["zh"]["file"],
        "/bridge/{name}": SCRIPT_NAME,
        "/picture/{file}": "preview.png",
        "/data/{file}": "towns.csv",
        "/icon-{size}.png": "192",
    }
    for path in sorted(every_path()):
        filled = path.replace("{collection}", "projects").replace("{item}", "metro-1-phase-1")
        yield re.sub(r"{\w+}", names.get(path, "x"), filled)
    yield from ("/?embed=true", "/about/", "/nowhere", "/static/none.js", "/_stcore/nowhere", "/%2e%2e/x")


def _refused(app: App) -> Iterator[tuple[str, int, Answer]]:
    """Yield what is refused: what was asked, the status that is due, the answer."""
    url, outside = f"http://{app.address}", {"x_forwarded_for": "203.0.113.9"}
    yield "/metrics from outside", 404, ask(f"{url}/metrics", **outside)
    yield "/_stcore/metrics from outside", 404, ask(f"{url}/_stcore/metrics", **outside)
    for path in ("/", "/data/towns.csv", "/health", "/static/none.js"):
        yield f"POST {path}", 405, ask(f"{url}{path}", method="POST", data=b"x")
    yield "POST to Streamlit's agent", 404, ask(f"{url}/_stcore/agent/mcp", method="POST", data=b"{}")
    yield "query", 400, ask(f"{url}/data/projects.csv?cat=nosuch")
    yield "range", 416, ask(f"{url}/data/towns.csv", range="bytes=99999999-")
    file = "/_stcore/upload_file/a/b"
    yield "file that is too large", 413, _with(app, "PUT", file, Content_Length="40000000")
    yield "file of no session", 403, ask(f"{url}{file}", method="PUT", data=b"x")
    with closing(http.client.HTTPConnection(app.address, timeout=20)) as first:
        first.request("GET", "/_stcore/stream", headers=_SOCKET)
        assert first.getresponse().status == 101
        yield "page while all is full", 503, ask(f"{url}/")
        yield "socket while all is full", 503, _with(app, "GET", "/_stcore/stream", **_SOCKET)
    for _ in range(3 * _REQUESTS):
        if _with(app, "GET", "/health", source=_ANOTHER).status == 429:
            break
    yield "page too often", 429, _with(app, "GET", "/", source=_ANOTHER)
    yield "file too often", 429, _with(app, "GET", "/feed.atom", source=_ANOTHER)


def _with(app: App, method: str, path: str, *, source: str = "127.0.0.1", **headers: str) -> Answer:
    """Ask with headers alone, as they are, from an address of this machine."""
    opened = http.client.HTTPConnection(app.address, timeout=20, source_address=(source, 0))
    with closing(opened) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path)
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())


def test_every_answer_has_the_headers(app: App):
    """Of each route as ``curl -I`` shows them (printed with ``-s``), of GET, and of each kind of refusal."""
    walked = [(f"{method} {path}", path, method) for path in _walked() for method in ("HEAD", "GET")]
    answers = [(name, ask(f"http://{app.address}{path}", method=method)) for name, path, method in walked]
    refused = list(_refused(app))
    assert [(name, due, one.status) for name, due, one in refused if one.status != due] == []
    answers += [(name, one) for name, _, one in refused]
    for name, one in answers:
        if not name.startswith("GET"):
            shown = "".join(f"  {header}: {value}\n" for header, value in sorted(one.headers.items()))
            sys.stdout.write(f"{name} {one.status}\n{shown}")
    assert len(answers) > 130
    assert {200, 302, 308, 400, 403, 404, 405, 413, 416, 429, 503} <= {one.status for _, one in answers}
    assert {name: found for name, one in answers if (found := lacking(one))} == {}


def test_app_is_answered_for_its_own_pages_alone(app: App):
    """Streamlit gives its index page for any address; only a page of ours is it, all others are 404."""
    for path in ("/static/none.js", "/_stcore/nowhere", "/_stcore/stream", "/app/x", "/auth/x", "/nowhere"):
        answer = ask(f"http://{app.address}{path}")
        assert (answer.status, b"stApp" in answer.body or b'id="root"' in answer.body) == (404, False), path
    assert b'id="root"' in ask(f"http://{app.address}/about").body


def test_answer_without_them_is_found():
    """The twin: the app without its middleware, and a header that says something else."""
    bare = [one for one in server.middleware() if one.cls is not HeadersMiddleware]
    found = Answer(*ask_here(Starlette(routes=server.routes(), middleware=bare), "/health"))
    assert lacking(found) == list(_EVERYWHERE)
    assert set(lacking(Answer(404, {}, b""))) == {*_EVERYWHERE, *_OF_A_DOCUMENT}
    loose = {"content-type": "text/html", "content-security-policy": "script-src 'self' 'unsafe-inline'"}
    assert "content-security-policy" in lacking(Answer(200, loose, b""))
