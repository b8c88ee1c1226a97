"""The site's own address: never a name that a stranger wrote into the Host header."""

from __future__ import annotations

import pytest

from geo.address import URL_VARIABLE
from tests.ui.asking import ask, whole_app
from ui import hosts


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.setenv(hosts.HOSTS_VARIABLE, "map.example.org, Other.Example.org")


@pytest.mark.parametrize(
    ("headers", "scheme", "expected"),
    [
        ({"host": "map.example.org"}, "http", "http://map.example.org"),
        ({"host": "other.example.org:8080"}, "http", "http://other.example.org:8080"),
        ({"host": "localhost:8501"}, "https", "https://localhost:8501"),
        ({"host": "[::1]:8501"}, "http", "http://[::1]:8501"),
        ({"host": "192.168.1.7:8501"}, "http", "http://192.168.1.7:8501"),
        ({"host": "map.example.org", "x-forwarded-proto": "https"}, "http", "https://map.example.org"),
        ({"host": "map.example.org", "x-forwarded-proto": "javascript"}, "http", "http://map.example.org"),
        ({"host": "evil.example"}, "http", ""),
        ({"host": "map.example.org.evil.example"}, "http", ""),
        ({"host": "203.0.113.9.evil.example"}, "http", ""),
        ({"host": "8.8.8.8"}, "http", ""),
        ({"host": "0.0.0.0"}, "http", ""),  # noqa: S104 - a header, nothing is bound
        ({"host": 'a"><script>'}, "http", ""),
        ({"host": "a/b?c"}, "http", ""),
        ({}, "http", ""),
    ],
)
def test_base_url_takes_only_a_host_that_is_ours(headers: dict[str, str], scheme: str, expected: str):
    """The Host header is a stranger's word: it is one of our names, or nothing."""
    assert hosts.base_url(headers, scheme) == expected


def test_base_url_is_the_configured_one_if_there_is_one(monkeypatch: pytest.MonkeyPatch):
    """Behind a proxy the address is told by the environment, and its name is ours then."""
    monkeypatch.setenv(URL_VARIABLE, "https://map.dg.example/")
    assert hosts.base_url({"host": "10.0.0.1"}) == "https://map.dg.example"
    assert hosts.known_host({"host": "map.dg.example"}) == "map.dg.example"


def test_what_only_the_asker_sees_names_what_they_called():
    """The share panel's link is of use where the operator has set nothing; it is still a host or nothing."""
    assert hosts.base_url({"host": "city.example"}, is_private=True) == "http://city.example"
    assert hosts.base_url({"host": 'a"><script>'}, is_private=True) == ""


@pytest.mark.parametrize("path", ["/", "/about", "/towns"])
def test_foreign_host_is_nowhere_in_a_page(path: str):
    """Not in the picture that a posted link shows; a name of ours is (the twin)."""
    assert b"evil.example" not in ask(whole_app(), path, host="evil.example")[2]
    assert b"map.example.org" in ask(whole_app(), path, host="map.example.org")[2]
