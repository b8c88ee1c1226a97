"""Streamlit's theme message is written once and is the same."""

from __future__ import annotations

import inspect

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ui.theme_message import kept

_SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


def whole(write) -> CustomThemeConfig:
    """Return the message as Streamlit puts it together, part by part."""
    message = CustomThemeConfig()
    parts = (
        message,
        message.light,
        message.dark,
        message.sidebar,
        message.light.sidebar,
        message.dark.sidebar,
    )
    for part, section in zip(parts, _SECTIONS, strict=True):
        write(part, section)
    return message


def test_the_kept_message_is_streamlits_own():
    """The first time and later, whatever is done to a message that was handed out."""
    wanted = whole(app_session._populate_theme_msg)
    assert wanted.ByteSize() > 0, "the theme of .streamlit/config.toml is not read"
    write = kept(app_session._populate_theme_msg)
    for _ in range(3):
        message = whole(write)
        assert message == wanted
        assert message.SerializeToString(deterministic=True) == wanted.SerializeToString(deterministic=True)
        message.primary_color = "none"


def test_each_section_is_written_once():
    """And one that holds nothing is not said to be there."""
    asked = []

    def write(message: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        if section == "theme":
            message.primary_color = "#123456"

    fill = kept(write)
    for _ in range(3):
        message = CustomThemeConfig()
        fill(message)
        fill(message.dark, "theme.dark")
        assert message.primary_color == "#123456"
        assert not message.HasField("dark")
    assert asked == ["theme", "theme.dark"]


def test_streamlit_still_writes_it_in_this_way():
    """A new version that does it elsewhere is seen here: `keep` would do nothing, and clicks cost more."""
    assert "_populate_theme_msg(msg.new_session.custom_theme)" in inspect.getsource(app_session)
    with pytest.raises(TypeError):
        app_session._populate_theme_msg()
