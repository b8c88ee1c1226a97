"""Each construct as the value of each parameter of a link, into each route that reads one."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from geo.spelling import PARAMETERS
from i18n import LANGUAGES
from tests.hostile.constructs import CONSTRUCTS, acting
from tests.ui.asking import ask, whole_app

# Path, and the parameters of its own.
ROUTES = {
    "/": (),
    "/promises": (),
    "/digest": (),
    "/nothing-here": (),
    "/pair": (),
    "/own-tour": ("step", "add"),
    "/report": (),
    "/correct": ("target", "source", "field"),
    "/feed.atom": (),
    "/events.ics": (),
    "/data/projects.csv": ("limit",),
    "/data/projects.json": (),
    "/data/projects.geojson": (),
    "/ogc/collections/projects/items": ("bbox", "datetime", "limit", "filter", "f"),
    "/datapackage.json": (),
}
_NAMES = tuple(name for name in PARAMETERS if name != "lang")
# What a parameter of its own needs beside it to be read at all.
_BESIDE = {"field": "&p=metro-1-phase-1"}


def faults(kind: str, body: bytes) -> list[str]:
    """Return what of the constructs acts in an answer of a kind."""
    text = body.decode("utf-8")
    if "62615533" in text or "zqzzqz" in text:
        return ["computed"]
    if "html" in kind:
        # The view itself, as a quoted link of our own in a frame.
        return [one for one in acting(text) if not one.startswith("attribute src=/?")]
    if "csv" in kind:
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        return [cell for row in rows for cell in row if re.match(r"[=@+]|-\D|-\d.*[|!(]", cell)]
    if "json" in kind:
        json.loads(text)
    if "xml" in kind:
        tags = [str(one.tag) for one in ET.fromstring(body).iter()]  # noqa: S314 - our own answer
        return [tag for tag in tags if "zqx" in tag or "script" in tag]
    return []


def _queries(own: tuple[str, ...]) -> list[str]:
    """Return each parameter with each construct: those that stand together hold the same one."""
    names = dict.fromkeys((*_NAMES, *own))
    return [
        "&".join(f"{name}={quote(text, safe='')}{_BESIDE.get(name, '') * (len(part) == 1)}" for name in part)
        + f"&lang={LANGUAGES[number % 2]}"
        for number, text in enumerate(CONSTRUCTS.values())
        for part in (names, ("q",), *((name,) for name in own))
    ]


@pytest.mark.parametrize("path", ROUTES)
def test_nothing_of_a_link_acts_in_an_answer(path: str, monkeypatch: pytest.MonkeyPatch):
    """A good answer or a clear refusal; no header of another line, nothing computed, nothing unescaped."""
    for name in ("DGMAP_REQUESTS_A_MINUTE", "DGMAP_REQUESTS_IN_10S"):
        monkeypatch.setenv(name, "0")
    app, met = whole_app(), set()
    queries = _queries(ROUTES[path])
    for query in queries:
        status, head, body = ask(app, path, query=query, host="127.0.0.1")
        met.add(status)
        assert status in {200, 302, 307, 308, 400, 404}, (status, query[:200])
        assert re.fullmatch(r"(/[^/\\].*)?|/", head.get("location", "/")), head
        assert [value for value in head.values() if re.search(r"[\r\n]|zqx>|<script", value)] == []
        assert faults(head.get("content-type", ""), body) == [], query[:200]
    sys.stdout.write(f"{path}: {len(queries)} links, answers {sorted(met)}\n")


def test_detector_finds_what_is_planted():
    """The twin: the same constructs as they are, in each kind of answer."""
    assert faults("text/html", f"<p>{CONSTRUCTS['element with handler']}</p>".encode())
    assert faults("text/html", b"<p>62615533</p>") == ["computed"]
    for kind in ("formula =", "formula +", "formula -", "formula @"):
        line = io.StringIO()
        csv.writer(line).writerow(["x", CONSTRUCTS[kind]])
        assert faults("text/csv", line.getvalue().encode()) == [CONSTRUCTS[kind]]
    assert faults("application/atom+xml", b"<a><zqx/></a>") == ["zqx"]
    with pytest.raises(json.JSONDecodeError):
        faults("application/json", b'{"a": "zqx" "')
