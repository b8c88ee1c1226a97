"""The reports year by year: laying out the next one, telling two apart, and ids that live for ever."""

from __future__ import annotations
