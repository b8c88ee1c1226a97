"""The fixture that keeps the tests' browser on this machine does so, and says what was asked for."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext


def test_request_to_another_machine_is_refused_and_noted(
    new_context: Callable[..., BrowserContext], external_requests: list[str]
):
    """A picture of another server never comes, and its address is in the list that each test ends with."""
    page = new_context().new_page()
    with page.expect_event("requestfailed"):
        page.set_content("<img src='http://tiles.example/1.png'>")
    assert external_requests == ["http://tiles.example/1.png"]
    external_requests.clear()
