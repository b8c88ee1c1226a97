"""Where the streets are asked for, and whether the file is another one. Plain Python, for the first view."""

from __future__ import annotations

from geo.folders import STREETS_FILE

__all__ = ["ROUTE", "stamp"]

# The app's own address of the file (ui/streets.py).
ROUTE = "/streets/"


def stamp() -> bytes:
    """Return what is another once the file is another; empty if there is none."""
    try:
        stat = STREETS_FILE.stat()
    except OSError:
        return b""
    return f"{STREETS_FILE} {stat.st_mtime_ns} {stat.st_size}".encode()
