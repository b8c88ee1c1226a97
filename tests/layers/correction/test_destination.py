"""Where corrections go to: what the operator may set, and that nothing else becomes an address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from layers.correction.destination import (
    CORRECTIONS_VARIABLE,
    Destination,
    DestinationError,
    Way,
    configured,
    read,
)

FORM = "https://code.example.org/map/issues/new?template=data-correction.yml&title={title}&link={link}&wrong={text}"
HOSTILE = 'a&b=c#d?e\r\nBcc: x@y.z "<script>alert(1)</script> {link} %0A 寄'


@pytest.mark.parametrize(
    ("value", "way", "address"),
    [
        ("", Way.COPY, ""),
        ("  ", Way.COPY, ""),
        ("data@example.org", Way.MAIL, "data@example.org"),
        ("mailto:map.data+2024@city.example.cn", Way.MAIL, "map.data+2024@city.example.cn"),
        ("12345", Way.HOTLINE, "12345"),
        ("+86 769-12345", Way.HOTLINE, "+86 769-12345"),
        ("https://forms.example.org/correct", Way.FORM, "https://forms.example.org/correct"),
        (FORM, Way.FORM, FORM),
    ],
)
def test_setting_is_a_mail_address_a_form_or_a_number(value, way, address):
    """Each of the three is taken as it is, and none at all means text to copy."""
    assert read(value) == Destination(way, address)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://forms.example.org/",
        "https://",
        "https://localhost/form",
        "https://user:secret@forms.example.org/",
        "https://forms.example.org/ onclick=x",
        'https://forms.example.org/"><script>',
        "https://forms.example.org/{text}",
        "https://forms.example.org/?a={password}",
        "https://forms.example.org/?a={text",
        "https://forms.example.org/?a=b#{text}",
        "https://forms.example.org/?q=" + "a" * 600,
        "mailto:data@example.org?bcc=spy@example.org",
        "data@example.org,spy@example.org",
        "data%0A@example.org",
        "data@example",
        "mailto:",
        "12345; rm",
        "call us",
        "https://map.example.org\\@evil.example/",
    ],
)
def test_anything_else_is_refused_with_what_it_may_be(value):
    """No other scheme, no second receiver, no field of a stranger's, nothing that ends an attribute."""
    with pytest.raises(DestinationError, match=r"mail address.*https address.*hotline"):
        read(value)


def test_mail_holds_title_and_text_and_no_field_of_theirs():
    """Whatever the text holds, the mail has one receiver, one subject and one body."""
    parts = urlsplit(read("data@example.org").filled(title=HOSTILE, text=HOSTILE, link="x"))
    assert (parts.scheme, parts.path, parts.fragment) == ("mailto", "data@example.org", "")
    fields = parse_qs(parts.query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert fields["subject"] == [" ".join(HOSTILE.split())]
    assert fields["body"] == [HOSTILE]
    assert not set(parts.query) & set("<>\"' \r\n{}")


def test_form_is_filled_in_its_own_fields_only():
    """Each field is encoded once, and a brace in a text is never filled in again."""
    parts = urlsplit(
        read(FORM).filled(title=HOSTILE, text="one\ntwo", link="https://map.example/?p=a&lang=en")
    )
    fields = parse_qs(parts.query, strict_parsing=True)
    assert parts.netloc == "code.example.org"
    assert fields["template"] == ["data-correction.yml"]
    assert fields["title"] == [" ".join(HOSTILE.split())]
    assert fields["wrong"] == ["one\r\ntwo"]
    assert fields["link"] == ["https://map.example/?p=a&lang=en"]


def test_hotline_and_nothing_open_no_address():
    """Then the text is copied, and nothing is a link."""
    for value in ("", "12345"):
        assert read(value).filled(title="a", text="b", link="c") == ""


def test_setting_that_cannot_be_is_told_and_left_out(monkeypatch, caplog):
    """The operator reads what is wrong in the log; visitors find the text to copy."""
    monkeypatch.setenv(CORRECTIONS_VARIABLE, "javascript:alert(1)")
    assert configured() == Destination()
    assert CORRECTIONS_VARIABLE in caplog.text
    monkeypatch.setenv(CORRECTIONS_VARIABLE, "data@example.org")
    assert configured().way is Way.MAIL


def test_another_setting_makes_the_pages_stale(monkeypatch):
    """The files that stand alone hold the setting, so they are made anew when it changes."""
    from layers.prepared import fingerprint

    monkeypatch.delenv(CORRECTIONS_VARIABLE, raising=False)
    before = fingerprint()
    monkeypatch.setenv(CORRECTIONS_VARIABLE, "12345")
    assert fingerprint() != before
