"""What an operator sees of a running server: figures and log lines, and nothing of a visitor in either."""

from __future__ import annotations

from ui.monitoring.counting import WatchMiddleware
from ui.monitoring.lines import install

__all__ = ["WatchMiddleware", "install"]
