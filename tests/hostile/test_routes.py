"""Each construct as the value of each parameter of a link, into each route that reads one; nothing acts.

And as a piece of each path, as each header that is read, and none of it in a log or a figure.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest

from geo.logs import JsonLines
from geo.spelling import PARAMETERS
from i18n import LANGUAGES
from tests.hostile.constructs import CONSTRUCTS, WHOLE, chosen, quoted
from tests.hostile.faults import answer_faults
from tests.ui.asking import ask, every_path, whole_app

# Path, and the parameters of its own.
ROUTES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("/", "/promises", "/digest", "/nothing-here", "/pair", "/report"), ()),
    "/own-tour": ("step", "add"),
    "/correct": ("target", "source", "field"),
    **dict.fromkeys(("/feed.atom", "/events.ics", "/digest.md", "/datapackage.json", "/catalog.jsonld"), ()),
    "/data/projects.csv": ("limit",),
    "/data/projects.json": (),
    "/data/projects.geojson": (),
    "/data/projects.xlsx": (),
    "/data/events.csv": (),
    "/ogc/collections/projects/items": ("bbox", "datetime", "limit", "filter", "f"),
    "/ogc/collections/towns/items": ("bbox", "f"),
    "/ogc/collections/projects/items/metro-1-phase-1": ("f",),
    "/app.webmanifest": (),
    "/health": (),
    "/digest.pdf": (),
    "/picture/slide.svg": (),
    "/picture/preview.png": (),
}
# What takes a second each: every so many pairs.
_SLOW = {"/digest.pdf": 15, "/picture/slide.svg": 24, "/picture/preview.png": 14, "/data/projects.xlsx": 8}
_NAMES = tuple(name for name in PARAMETERS if name != "lang")
# What a parameter of its own needs beside it to be read at all.
_BESIDE = {"field": "&p=metro-1-phase-1"}
_STATUSES = frozenset({200, 302, 307, 308, 400, 404})
# Where a figure or a log would hold who asked: none of it is a construct's.
_READ = (
    *("host", "accept", "accept-language", "accept-encoding", "range", "if-none-match", "if-range", "cookie"),
    *("referer", "user-agent", "origin", "forwarded", "x-forwarded-for", "x-forwarded-proto"),
)


@pytest.fixture(autouse=True)
def no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DGMAP_REQUESTS_A_MINUTE", "DGMAP_REQUESTS_IN_10S"):
        monkeypatch.setenv(name, "0")


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """End the processes that make files."""
    from ui import pictures
    from ui.serving import answering

    yield
    pictures.stop()
    answering.stop()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Write the log as an operator reads it, and what packages say as it is."""
    monkeypatch.setenv("DGMAP_LOG", "json")
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def _queries(path: str) -> list[str]:
    """Return each parameter with its constructs alone, and all of them with each one."""
    names, turn = [*dict.fromkeys((*_NAMES, *ROUTES[path]))], list(ROUTES).index(path)
    own = [(name, words) for name in ("q", *ROUTES[path]) for words in CONSTRUCTS]
    alone = dict.fromkeys([*chosen(names, turn=turn), *own])
    found = [f"{name}={quote(CONSTRUCTS[words], safe='')}{_BESIDE.get(name, '')}" for name, words in alone]
    found += ["&".join(f"{name}={quote(one, safe='')}" for name in names) for one in CONSTRUCTS.values()]
    said = [f"{query}&lang={LANGUAGES[number % 2]}" for number, query in enumerate(found)]
    return said if WHOLE else said[:: _SLOW.get(path, 1)]


def _clean(head: Mapping[str, str]) -> bool:
    """Say whether the headers lead to this host, and none of them holds a line or an element."""
    is_here = re.fullmatch(r"(/[^/\\].*)?|/", head.get("location", "/"))
    return bool(is_here) and not any(re.search(r"[\r\n]|zqx>|<script", value) for value in head.values())


def _said_clean(log: io.StringIO, requests: int) -> list[dict[str, object]]:
    """Return the log's lines: each is JSON and holds no construct, and there is one a request."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line for line in lines if quoted(json.dumps(line, ensure_ascii=False))] == []
    assert sum(line["message"] == "request" for line in lines) == requests
    return lines


@pytest.mark.parametrize("path", ROUTES)
def test_nothing_of_a_link_acts_in_an_answer(path: str, log: io.StringIO):
    """A good answer or a clear refusal; nothing computed, unescaped, in a header's line, or in the log."""
    app, met = whole_app(), set()
    queries = _queries(path)
    for query in queries:
        status, head, body = ask(app, path, query=query, host="127.0.0.1")
        met.add(status)
        assert status in _STATUSES, (status, query[:200])
        assert _clean(head), head
        assert answer_faults(head.get("content-type", ""), body) == [], query[:200]
    _said_clean(log, len(queries))
    sys.stdout.write(f"{path}: {len(queries)} links, answers {sorted(met)}\n")


def test_nothing_of_a_path_acts_in_an_answer(log: io.StringIO):
    """Each construct as each piece of each path: refused, or led to a page; figures name our routes alone."""
    paths = sorted({*(path for path in every_path() if "{" in path), "/{x}", "/x/{x}", "/towns{x}", "/?{x}"})
    app, asked = whole_app(), 0
    for path in paths:
        for words in CONSTRUCTS.values():
            status, head, body = ask(app, re.sub(r"{\w+}", lambda _, one=words: one, path), host="127.0.0.1")
            assert status in _STATUSES, (status, path, words)
            assert _clean(head), head
            assert answer_faults(head.get("content-type", ""), body) == [], (path, words)
            asked += 1
    routes = {str(line["route"]) for line in _said_clean(log, asked)}
    figures = ask(app, "/metrics", host="127.0.0.1", client="127.0.0.1")[2].decode()
    assert {"other", "/data", "/ogc"} < routes
    assert quoted(" ".join(routes) + figures) == []
    sys.stdout.write(f"{asked} paths\n")


def test_nothing_of_a_header_acts_in_an_answer(log: io.StringIO):
    """Each construct as each header that is read, or that a log would like to keep."""
    app, asked = whole_app(), 0
    for number, (name, words) in enumerate(chosen(_READ, turn=1)):
        for path in ("/", "/data/towns.csv", "/nothing-here", "/correct"):
            named = {"host": "127.0.0.1", name.replace("-", "_"): CONSTRUCTS[words]}
            status, head, body = ask(app, path, query=f"lang={LANGUAGES[number % 2]}", **named)
            assert status in {*_STATUSES, 416}, (status, named)
            assert _clean(head), head
            assert quoted(" ".join(head.values())) == []
            assert quoted(body.decode(errors="replace")) == [], (path, named)
            asked += 1
    _said_clean(log, asked)
    sys.stdout.write(f"{asked} requests\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_map_in_a_frame_is_the_same_document_for_each_link(lang: str):
    """Nothing of a link is written into it: its script reads the address."""
    app = whole_app()
    bodies = set()
    for name, words in chosen([one for one in _NAMES if one not in {"y", "embed"}]):
        query = f"embed=true&lang={lang}&{name}={quote(CONSTRUCTS[words], safe='')}"
        status, head, body = ask(app, "/", query=query, host="127.0.0.1")
        if status == 308:  # what no script could read is put right first
            status, _, body = ask(app, "/", query=head["location"].partition("?")[2], host="127.0.0.1")
        assert status == 200
        bodies.add(hashlib.sha256(body).hexdigest())
    assert len(bodies) == 1


def test_detector_finds_what_is_planted(log: io.StringIO):
    """The twin: the same constructs as they are, in each kind of answer, and in a line of the log."""
    planted = {
        "text/html": f"<p>{CONSTRUCTS['element with handler']}</p>",
        "text/csv": f'x,"{CONSTRUCTS["formula @"]}"\r\n',
        "application/atom+xml": f"<feed><entry><title>{CONSTRUCTS['CDATA']}",
        "application/xml": "<a><zqx/></a>",
        "image/svg+xml": "<svg><script/></svg>",
        "application/pdf": "/OpenAction <<>>",
        "text/markdown": CONSTRUCTS["markdown image"],
        "text/calendar": "BEGIN:VCALENDAR\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VCALENDAR\r\n",
    }
    assert [kind for kind, text in planted.items() if not answer_faults(kind, text.encode())] == []
    assert answer_faults("text/html", b"<p>62615533</p>") == ["computed"]
    with pytest.raises(json.JSONDecodeError):
        answer_faults("application/json", b'{"a": "zqx" "')
    assert not _clean({"location": "//zqx.invalid"})
    assert not _clean({"x": "a\r\nset-cookie: b"})
    for words in CONSTRUCTS.values():
        logging.getLogger("ui").warning("asked for %s", words)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert all(quoted(line["message"]) for line in lines)
    assert len(lines) == len(CONSTRUCTS)
