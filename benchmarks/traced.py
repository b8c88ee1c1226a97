"""Streamlit as it is, but each script run writes down the CPU time of its thread.

``python -m benchmarks.traced FILE run app.py …`` adds one line, milliseconds, to FILE after each run.
The clock is the thread's own, so that the server's other work (websocket, event loop, watchers) is not in it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main


def _trace(log: Path) -> None:
    run = ScriptRunner._run_script  # noqa: SLF001 - what a run costs can be seen nowhere else

    def timed(self: ScriptRunner, *arguments: Any) -> None:
        before = time.thread_time_ns()
        try:
            run(self, *arguments)
        finally:
            with log.open("a", encoding="utf-8") as lines:
                lines.write(f"{(time.thread_time_ns() - before) / 1e6}\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign]  # noqa: SLF001 - as above


if __name__ == "__main__":
    _trace(Path(sys.argv.pop(1)))
    sys.argv[0] = "streamlit"
    main()
