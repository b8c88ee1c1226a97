"""docs/limits.md: every route of the app has a row, and every number in it is the code's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.upload.limits import LIMITS, SENT_BYTES
from tests.ui.asking import every_path
from ui import offline, pictures, trying
from ui.serving import answering, bounds, leaving, limits, sockets, uploads
from ui.wechat import route, tickets

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")


def row(begin: str) -> str:
    """Return the one row of the tables that begins so."""
    (found,) = [line for line in DOC.splitlines() if line.startswith(f"| {begin}")]
    return found


def test_every_route_has_a_row():
    """Ours, Streamlit's and the pages; one that is not in the table is found (the twin)."""
    named = set(re.findall(r"`(/[^` ]*)`", DOC))
    paths = every_path()
    assert {"/_stcore/stream", "/picture/{file}", "/media/{file_id}", "/about"} < paths
    assert paths - named == set()
    assert {*paths, "/new"} - named == {"/new"}


@pytest.mark.parametrize(
    ("begin", "numbers"),
    [
        (
            "requests of an address (",
            (f"{bounds.REQUESTS_IN_10S:,} at once", f"{bounds.REQUESTS_IN_10S // 10} a second"),
        ),
        (
            "requests of an address that",
            (f"{bounds.OPEN_OF_ONE} (", f"`Retry-After: {bounds.RETRY_AFTER_S}`"),
        ),
        ("the same, of all", (f"{bounds.AT_ONCE:,} ",)),
        ("pages", (f"all {bounds.SESSIONS} sessions",)),
        (
            "`/_stcore/stream`",
            (
                f"message {sockets.MESSAGE_BYTES // 1_000_000} MB",
                f"{sockets.PIECES:,} pieces",
                f"all {sockets.ALL_BYTES // 1_000_000} MB",
                f"unread answers {sockets.UNREAD_BYTES // 1_000_000} MB",
                f"message {sockets.UNFINISHED_S:.0f} s",
                f"{bounds.OPEN_OF_ONE} of an address",
                f"{bounds.SESSIONS} of all",
                f"{bounds.MESSAGES_AT_ONCE} at once, then {bounds.MESSAGES_A_SECOND} a second",
            ),
        ),
        ("session that was left", (f"{leaving.KEPT_S} s (`{leaving.KEPT_VARIABLE}`",)),
        (
            "`/_stcore/upload_file",
            (
                f"{SENT_BYTES // 1_000_000} MB; a session holds {uploads.OF_A_SESSION}",
                f"all {uploads.ALL_MB} MB",
                f"{uploads.SENDING_S} s",
                f"{uploads.OF_A_SESSION} of a session",
            ),
        ),
        (
            "trying",
            (
                f"{LIMITS.file_bytes // 1_000_000} MB",
                f"{trying.CPU_S} s of processor",
                f"{trying.MOST_S} s in all, {trying.MEMORY_BYTES // 1_000_000} MB",
                f"{trying._apart.wait_s} s of waiting",
            ),
        ),
        (
            "`/picture",
            (f"{pictures._TIMEOUT_S:.0f} s", f"{pictures._WAITING}; {pictures._KEPT_FILES} are kept"),
        ),
        (
            "`/wechat/signature`",
            (
                f"address of {route.LONGEST:,} signs",
                f"{tickets.TIMEOUT_S} s and {tickets.ANSWER_BYTES // 1_000} kB",
                f"{limits._A_MINUTE} a minute of an address, {limits._BURST} at once",
            ),
        ),
        ("`/offline", (f"{offline._TIMEOUT_S} s", f"| {offline.WAITING} |")),
        (
            "`/data/{file}`",
            (
                f"{answering._WAITING}; {answering._KEPT_BYTES // 1_000_000} MB",
                f"{answering._maker.wall_s if hasattr(answering._maker, 'wall_s') else 60} s",
                f"{limits._A_MINUTE} a minute of an address, {limits._BURST} at once",
            ),
        ),
    ],
)
def test_numbers_are_those_of_the_code(begin: str, numbers: tuple[str, ...]):
    """Another number there, and this fails."""
    found = row(begin)
    assert [number for number in numbers if number not in found] == []


def test_settings_are_named():
    """Each setting of a bound stands in the page with its name."""
    variables = (
        bounds.REQUESTS_VARIABLE,
        bounds.OPEN_VARIABLE,
        bounds.SESSIONS_VARIABLE,
        uploads.MB_VARIABLE,
        leaving.KEPT_VARIABLE,
        limits.RATE_VARIABLE,
    )
    assert [name for name in variables if f"`{name}`" not in DOC] == []
