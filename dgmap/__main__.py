"""``dgmap``: the commands of ``python -m geo`` and ``python -m layers`` under one name, and two more."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geo.folders import APP_FILE

__all__ = ["main"]

# Each command: the package whose command it is, and what it does.
_COMMANDS = {
    "check": ("geo", "check every cell of every data file"),
    "export": ("geo", "write the filtered projects to a data file: export xlsx rail.xlsx --query cat=rail"),
    "diff": ("geo", "what a later report does with each project of an earlier one"),
    "digest": ("layers", "what changed between two days: digest 2024-12-31 2025-12-31 --format pdf"),
    "new": ("geo", "lay out the folder of the next report from the last one"),
    "mentions": ("geo", "find each cited name in the report's own text"),
    "build": ("layers", "render the pages that the app serves"),
    "draw": ("layers", "write the map as one file: draw html map.html; or png, svg, pdf"),
    "basemap": ("layers", "make the streets from an OpenStreetMap extract: basemap guangdong.osm.pbf"),
    "publish": ("layers", "write a folder of static files for any web server"),
    "mcp": ("mcp", "answer programs that ask in words, over standard input: a Model Context Protocol server"),
    "serve": ("streamlit", "open the app at http://localhost:8501; options are Streamlit's"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    width = max(map(len, _COMMANDS))
    listing = "\n".join(f"  {name:{width}}  {what}" for name, (_, what) in _COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dgmap",
        description="Dongguan project map: data, map and app.",
        epilog=f"commands:\n{listing}\n\ndgmap COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", metavar="COMMAND", choices=tuple(_COMMANDS), help="one of those below")
    parser.add_argument("rest", metavar="...", nargs=argparse.REMAINDER, help="what the command takes")
    chosen = parser.parse_args(arguments)
    package = _COMMANDS[chosen.command][0]
    if package == "streamlit":
        return _serve(chosen.rest)
    if package == "mcp":
        return _answer(chosen.rest)
    own = [chosen.command, *chosen.rest]
    if package == "geo":
        from geo.__main__ import main as run_geo  # noqa: PLC0415 - pandas takes a second

        return run_geo(own, prog="dgmap")
    from layers.__main__ import main as run_layers  # noqa: PLC0415 - Folium takes a second

    return run_layers(own, prog="dgmap", export_as="draw")


def _answer(options: Sequence[str]) -> int:
    """Answer a client until it goes; return 1 with a line where the SDK is not installed."""
    try:
        from dgmap.mcp_server import main as run  # noqa: PLC0415 - an extra, and pandas takes a second
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types", "pydantic"}:
            raise
        sys.stderr.write('dgmap mcp needs the SDK: pip install "dongguan-project-map[mcp]"\n')
        return 1
    return run(options)


def _serve(options: Sequence[str]) -> int:
    """Run the app until it is stopped."""
    from streamlit.web import cli  # noqa: PLC0415 - only this command needs it

    return int(cli.main(["run", str(APP_FILE), *options], prog_name="streamlit", standalone_mode=False) or 0)


if __name__ == "__main__":
    sys.exit(main())
