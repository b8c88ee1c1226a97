"""The link as an API: the data that a link shows, for programs."""

from __future__ import annotations
