"""A hundred questions in two languages, each with the tool that answers it, the ids and the facts."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).with_name("golden.tsv")


def questions() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def facts(value: object) -> Iterator[dict[str, Any]]:
    """Give every fact of an answer: what says something of the world."""
    if isinstance(value, dict):
        if "says" in value and "kind" in value:
            yield value
        for part in value.values():
            yield from facts(part)
    elif isinstance(value, list):
        for part in value:
            yield from facts(part)


def unsourced(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the facts that a reader could not check."""
    return [fact for fact in facts(answer) if not _is_sourced(fact)]


def _is_sourced(fact: dict[str, Any]) -> bool:
    source = fact.get("source") or {}
    told = all(source.get(name) for name in ("id", "title", "publisher", "read", "kind"))
    reachable = bool(source.get("url") or source.get("citation"))
    place = fact["kind"] not in {"place", "distance", "line"} or {"value", "metres"} <= set(
        fact.get("certainty", ())
    )
    return told and reachable and place and bool(fact.get("link")) and "paragraph" in fact


def parts(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the projects and targets of an answer by id; the answer itself under the empty one."""
    found = {"": answer}
    for name in ("projects", "targets"):
        rows = answer.get(name)
        found |= {row["id"]: row for row in rows} if isinstance(rows, list) else {}
    return found


def holds(answer: dict[str, Any], wanted: str) -> bool:
    """Say whether an answer holds what a golden row wants of it."""
    where, _, rest = wanted.rpartition(":") if ":" in wanted.partition("=")[0] else ("", "", wanted)
    kind, _, value = rest.partition("=")
    if kind in {"total", "content", "command"}:
        return value == str(answer[kind]) or (kind != "total" and value in str(answer[kind]))
    part = parts(answer)[where]
    own = list(facts(part))
    if kind.count(".") == 2:
        section, key, column = kind.split(".")
        (line,) = [one for one in own if (one["section"], one["key"]) == (section, key)]
        return float(value) == line["values"][column]
    return value in map(_plain, _said(part, own, kind))


def _said(part: dict[str, Any], own: list[dict[str, Any]], kind: str) -> list[object]:
    """Return the values that a part of an answer has for one kind of statement."""
    sure = [one["certainty"] for one in own if "certainty" in one]
    special: dict[str, list[object]] = {
        "unknown": [one["asked"] for one in _unknowns(part)],
        "certainty": [one["value"] for one in sure],
        "metres": [one["metres"] for one in sure if one["metres"] is not None],
        "source": [one["source"]["id"] for one in own],
        "paragraph": [one["paragraph"] for one in own],
    }
    same = [one for one in own if one["kind"] == kind]
    return special.get(kind) or [one.get(name) for one in same for name in ("value", "date")]


def _plain(value: object) -> str:
    return f"{value:.10g}" if _is_number(value) else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _unknowns(part: object) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        own = part.get("unknown")
        inner = [one for value in part.values() for one in _unknowns(value)]
        return [*own, *inner] if isinstance(own, list) else inner
    return [one for value in part for one in _unknowns(value)] if isinstance(part, list) else []


def ids(answer: dict[str, Any]) -> set[str]:
    if "id" in answer and "projects" not in answer:
        return {answer["id"]}
    return (
        {row["id"] for row in answer.get("projects", ())}
        if isinstance(answer.get("projects"), list)
        else set()
    )


def ask(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Ask a tool as the server does, without the wire (tests/asking/test_client.py goes over it)."""
    from dgmap.mcp_server import TOOLS

    named = {one.__name__: one for one in TOOLS}
    return json.loads(json.dumps(named[tool](**arguments), allow_nan=False))


def test_there_are_fifty_questions_in_each_language():
    """And every tool is asked."""
    from dgmap.mcp_server import TOOLS

    rows = questions()
    assert [sum(row["lang"] == lang for row in rows) for lang in ("zh", "en")] == [50, 50]
    assert len({row["question"] for row in rows}) == 100
    assert {row["tool"] for row in rows} == {tool.__name__ for tool in TOOLS}


@pytest.mark.parametrize("row", questions(), ids=lambda row: row["question"])
def test_golden_question_has_its_ids_and_facts_and_each_fact_a_source(row):
    """The ids are all of them, in any order; each fact wanted is there; none is without its source."""
    answer = ask(row["tool"], json.loads(row["arguments"]))
    assert answer["lang"] == row["lang"]
    assert answer["ignored"] == []
    if row["ids"]:
        assert ids(answer) == set(row["ids"].split(","))
    wanted = row["facts"].split("; ")
    if len(ids(answer)) == 1 and "id" not in answer:
        (answer,) = [part for name, part in parts(answer).items() if name in ids(answer)]
        missing = [one for one in wanted if not holds(answer, one.rpartition(":")[2])]
    else:
        missing = [one for one in wanted if not holds(answer, one)]
    assert missing == []
    assert unsourced(answer) == []


def test_the_checker_finds_a_fact_without_its_source():
    """Each thing that makes a fact one can check, taken away, is missed."""
    answer = ask("project", {"id": "metro-1-phase-1"})
    for taken in ("source", "link", "paragraph", "certainty"):
        broken = json.loads(json.dumps(answer))
        (place,) = [fact for fact in broken["facts"] if fact["kind"] == "place"]
        del place[taken]
        assert unsourced(broken) == [place]
    for empty in ("title", "read"):
        broken = json.loads(json.dumps(answer))
        broken["facts"][0]["source"][empty] = ""
        assert len(unsourced(broken)) == 1


def test_every_project_town_and_target_is_told_with_sources():
    """Not only what the questions ask: all of it."""
    from geo.dataset import load

    dataset = load()
    for name in dataset.projects["id"]:
        assert unsourced(ask("project", {"id": name})) == []
    for name in dataset.towns["id"]:
        assert unsourced(ask("town", {"name": name})) == []
    assert unsourced(ask("targets", {"limit": 50})) == []
