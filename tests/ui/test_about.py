"""The statement on accessibility names whom to write to, as the operator says."""

from __future__ import annotations

import pytest

from ui.pages import about


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("access@example.org", 'href="mailto:access@example.org"'),
        ("https://example.org/write", 'href="https://example.org/write"'),
        ("", "没有写明联系人"),
        ("javascript:alert(1)", "没有写明联系人"),
        ('a@b.c"><script>', "没有写明联系人"),
    ],
)
def test_contact_is_a_mail_or_a_page_or_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, told: str, expected: str
):
    """Anything else is no contact, and never a link."""
    monkeypatch.setenv(about.CONTACT_VARIABLE, told)
    said = about.contact("zh")
    assert expected in said
    assert "script" not in said
