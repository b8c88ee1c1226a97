"""Files made from the data when somebody asks: kept, known again, bounded, open to other sites' pages."""

from __future__ import annotations

from ui.serving.answering import Asked, answer, stop
from ui.serving.problem import ProblemError

__all__ = ["Asked", "ProblemError", "answer", "stop"]
