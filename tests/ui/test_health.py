"""What an operator's monitor reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from layers.prepared import BuildError
from tests.ui.asking import ask, whole_app
from ui import facts


def test_health_names_each_edition_and_its_newest_fact():
    """All is well: 200, nothing kept on the way, and the day of the newest fact."""
    status, headers, body = ask(whole_app(), "/health")
    said = json.loads(body)
    assert (status, headers["cache-control"], said["state"]) == (200, "no-store", "ok")
    assert said["editions"]["2024"]["newest_fact"] == facts.of_report("2024").facts["newest_fact"]
    assert said["editions"]["2024"]["problem"] == ""


def test_broken_data_is_said_while_the_last_good_is_served(monkeypatch: pytest.MonkeyPatch):
    """File, row and column stand in it; visitors are still answered."""
    good = facts.of_report("2024")
    words = "data/events.csv:3 date: no day\nTraceback"
    monkeypatch.setattr(facts, "of_report", lambda _year: replace(good, problem=words))
    status, _, body = ask(whole_app(), "/health")
    said = json.loads(body)
    assert (status, said["state"]) == (200, "last_good")
    assert said["editions"]["2024"]["problem"] == "data/events.csv:3 date: no day"


def test_server_without_pages_is_not_ready(monkeypatch: pytest.MonkeyPatch):
    """A balancer sends nobody there."""

    def broken(_year: str) -> None:
        msg = "no pages"
        raise BuildError(msg)

    monkeypatch.setattr(facts, "of_report", broken)
    status, _, body = ask(whole_app(), "/health")
    assert (status, json.loads(body)["state"]) == (503, "down")
