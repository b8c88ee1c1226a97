"""Each construct as the value of each parameter of a link, into what no route alone makes.

The pages, what the map is told, the words on pictures, the offline file, and the tools for programs that ask.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sys
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.dataset import Dataset, load
from geo.spelling import PARAMETERS
from geo.view import parse, parse_query, to_query
from i18n import LANGUAGES
from tests.hostile.constructs import CONSTRUCTS, acting, chosen
from tests.hostile.faults import csv_faults, elements, page_faults
from ui.titles import PAGES

ROOT = Path(__file__).resolve().parents[2]
# Streamlit keeps `embed` for itself: a page never sees it. A name that is almost ours is said back, too.
NAMES = [name for name in PARAMETERS if name not in {"lang", "embed"}] + ["twon<img>", "{{q}}", "cat[]"]
_LINK = re.compile(r"(?:https://[^/?#\s]+)?[/?]?(?:[\w.-]+/?)*(?:\?[\w%.,/&=~-]*)?")


@pytest.fixture(scope="module")
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def _open(app: AppTest, path: str, **query: str) -> dict[str, Any]:
    """Open a page with a link; return its errors and elements as they are sent."""
    app._page_hash = calc_hash(path)
    app.query_params.clear()
    app.session_state["ignored"] = ()
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return {"errors": [one.message for one in app.exception], "elements": list(elements(app))}


# --- pages, and what the map is told ----------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_link_acts_on_a_page(app: AppTest, path: str):
    """HTML is escaped, labels escape Markdown, nothing fails; most constructs are said back as text."""
    pairs, said = chosen(NAMES, turn=list(PAGES).index(path)), 0
    for number, (name, words) in enumerate(pairs):
        told = _open(app, path, **{name: CONSTRUCTS[words], "lang": LANGUAGES[number % 2]})
        assert page_faults(told) == [], (name, words)
        said += "zqx" in json.dumps(told)
    sys.stdout.write(f"/{path}: {len(pairs)} links, said back {said}\n")


def _messages(told: dict[str, Any]) -> list[dict[str, Any]]:
    sent = [one for one in told["elements"] if one["type"] == "bidi_component" and one.get("bytes")]
    return [found for one in sent if isinstance(found := json.loads(b64decode(one["bytes"])), dict)]


def _texts(value: object, key: str = "") -> list[tuple[str, str]]:
    """Return each string of a message with the name of its field."""
    if isinstance(value, dict):
        return [pair for name, one in value.items() for pair in _texts(one, str(name))]
    if isinstance(value, list):
        return [pair for one in value for pair in _texts(one, key)]
    return [(key, value)] if isinstance(value, str) else []


# What the map's scripts write as text, or read as a value; addresses are links as we spell them.
_AS_TEXT = frozenset({"title", "text", "label", "value", "q"})
_AS_LINK = frozenset({"query", "place_query", "src"})


def _message_faults(message: dict[str, Any]) -> list[str]:
    texts = _texts(message)
    found = [f"{key}: {text[:60]}" for key, text in texts if "zqx" in text and key not in _AS_TEXT | _AS_LINK]
    return found + [
        text for key, text in texts if key in _AS_LINK and not _LINK.fullmatch(f"?{text}"[key == "src" :])
    ]


def test_map_is_told_a_link_as_data(app: AppTest):
    """JSON in which a stranger's words stand where text is written; links in it are spelt by us."""
    met = 0
    for number, (name, words) in enumerate([*chosen(NAMES, turn=3), *(("q", one) for one in CONSTRUCTS)]):
        messages = _messages(_open(app, "", **{name: CONSTRUCTS[words], "lang": LANGUAGES[number % 2]}))
        assert messages
        assert [fault for one in messages for fault in _message_faults(one)] == [], (name, words)
        met += any("zqx" in json.dumps(one) for one in messages)
    assert met > len(CONSTRUCTS) / 2


def test_message_with_a_string_elsewhere_is_found():
    """The twin: as an address, and under a name that no script writes as text."""
    assert _message_faults({"query": "q=<img src=zqx>"}) == ["q=<img src=zqx>"]
    assert _message_faults({"state": {"notices": [{"html": "<zqx>"}]}}) == ["html: <zqx>"]
    assert _message_faults({"query": "q=%3Czqx%3E", "src": "/map/2024-zh-1.html"}) == []


# --- pictures, the offline file ---------------------------------------------------------------------------


def test_pictures_say_a_link_as_text(dataset: Dataset):
    """A formula is none, the code's address is spelt by us, and no figures of a place stand on the sheet."""
    from layers.picture.draw import compose
    from layers.picture.layout import LAYOUTS
    from layers.picture.scene import scene

    pairs, met = [*chosen(NAMES, turn=4), *(("q", one) for one in list(CONSTRUCTS))], 0
    for number, (name, words) in enumerate(pairs):
        query = {name: [CONSTRUCTS[words]], "near": ["113.7654,23.0321"], "lang": [LANGUAGES[number % 2]]}
        drawn = scene(dataset, parse(query)[0], url="https://example.org/")
        assert _LINK.fullmatch(drawn.link), drawn.link
        if number % 7:  # the sheet itself takes longer
            continue
        texts = compose(drawn, LAYOUTS["slide"]).texts
        assert not any(text.get_parse_math() for text, _ in texts)
        said = " ".join(text.get_text() for text, _ in texts)
        assert [part for part in ("62615533", "113.76", "23.03") if part in said] == []
        met += any(sign in said for sign in "<{[=")
    assert met > 2


def test_offline_file_holds_a_link_as_data_alone():
    """Beside what it opens with, it is the same for all; that is JSON which cannot end its element."""
    from layers.opening import _END, _START, opened_at

    plain = f"<!DOCTYPE html><title>x</title>{_START}{{}}{_END}<p>end</p>"
    pairs = [*chosen(NAMES), *(("q", one) for one in CONSTRUCTS)]
    for name, words in pairs:
        view, _ = parse({name: [CONSTRUCTS[words]]})
        made = opened_at(plain, view)
        assert acting(made) == [], (name, words)
        before, _, rest = made.partition(_START)
        island, _, after = rest.partition(_END)
        assert (before, after) == ("<!DOCTYPE html><title>x</title>", "<p>end</p>")
        query = json.loads(island)["query"]
        assert to_query(parse_query(query)[0]) == query


# --- programs that ask ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A tool's answer: its words, and its data where it is no error."""

    text: str
    data: Mapping[str, Any] | None = None


async def _asked(made: Any, tool: str, arguments: Mapping[str, str]) -> Said:
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        result = await made.call_tool(tool, arguments)
    except ToolError as error:
        return Said(str(error))
    return Said(" ".join(one.text for one in result.content), result.structured_content)


def _answer_faults(said: Said) -> list[str]:
    """Return what is wrong with an answer: something computed, or quoted of the program, a file that acts."""
    found = [part for part in ("62615533", "Traceback", "site-packages", 'File "') if part in said.text]
    file = str((said.data or {}).get("content") or "")
    return found + (csv_faults(file.encode()) if file else [])


def test_tools_take_each_argument_as_data(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    """Each argument of each tool: an answer or an error in words; nothing on the channel or in the log."""
    from dgmap.mcp_server import server

    async def run() -> list[Said]:
        made, answers = server(), []
        for tool in await made.list_tools():
            needed = dict.fromkeys(tool.input_schema.get("required", ()), "x")
            for name, words in product(tool.input_schema.get("properties", ()), CONSTRUCTS.values()):
                value = f"q={words}" if name == "query" else words
                answers.append(await _asked(made, tool.name, {**needed, name: value}))
        return answers

    answers = asyncio.run(run())
    assert [(said.text[:80], fault) for said in answers if (fault := _answer_faults(said))] == []
    assert len(answers) > 30 * len(CONSTRUCTS)
    assert sum(said.data is not None for said in answers) > 3 * len(CONSTRUCTS)
    assert ("zqx" in caplog.text, "".join(capfd.readouterr())) == (False, "")
    sys.stdout.write(f"{len(answers)} calls\n")


def test_answer_that_computes_or_quotes_the_program_is_found():
    """The twin: in words, and in a file within the answer."""
    assert _answer_faults(Said("62615533")) == ["62615533"]
    assert _answer_faults(Said("Traceback (most recent call last)")) == ["Traceback"]
    line = io.StringIO()
    csv.writer(line).writerow([CONSTRUCTS["formula ="]])
    assert _answer_faults(Said("", {"content": line.getvalue()})) == [CONSTRUCTS["formula ="]]
