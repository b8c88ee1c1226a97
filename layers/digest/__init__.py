"""What changed between two days as a page that stands alone, and as PDF in our own face.

``python -m layers digest FROM TO --format md|html|pdf`` (``dgmap digest``).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo import digest_command
from geo.digest_command import Writer

if TYPE_CHECKING:
    from geo.between import Digest

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

__all__ = ["FORMATS", "add", "run"]


def _html(found: Digest, base: str) -> bytes:
    from layers.digest.page import page  # noqa: PLC0415 - Jinja, only when a page is made

    return page(found, base=base)


def _pdf(found: Digest, base: str) -> bytes:
    from layers.digest.pdf import pdf  # noqa: PLC0415 - matplotlib, only when a file is made

    return pdf(found, base=base)


FORMATS: Mapping[str, Writer] = {**digest_command.MARKDOWN, "html": _html, "pdf": _pdf}


def add(commands: Commands) -> None:
    """Add the command and its options."""
    digest_command.add(commands, formats=FORMATS)


def run(options: argparse.Namespace) -> int:
    """Write or print the digest; the exit status is that of ``python -m geo digest``."""
    return digest_command.run(options, formats=FORMATS)
