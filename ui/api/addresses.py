"""The addresses for programs, each with the module that answers: plain, as the server starts with it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ROUTES"]

ROUTES: Mapping[str, str] = {
    "/data/{file}": "ui.api.files",
}
