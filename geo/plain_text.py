"""Text as programs save it: the one place that finds out an encoding, and parts lines into cells.

Excel writes CSV with a byte order mark, with semicolons or tabs by the machine's settings, in GBK on Chinese
Windows, and «Unicode text» in UTF-16. Notepad writes a mark, too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.code_pages import of_text

__all__ = ["UTF8", "Decoded", "TextError", "cells_of", "decode", "split", "with_plain_days"]

UTF8 = "UTF-8"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", UTF8),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_SIGNS = (",", ";", "\t", "|")
# So many lines say how a file is parted.
_TRIED = 20
_EXCELS_DAY = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII)


class TextError(ValueError):
    """Bytes that are text in no encoding that we know, from a line on."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its mark, and its encoding: `UTF8`, ``UTF-16``, or a name of `geo.code_pages`."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded:
    """Return the text of a file.

    Raises
    ------
    TextError
        If it is neither UTF-8 nor, by its mark or its zeros, UTF-16, nor text of :mod:`geo.code_pages`.
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(_decoded(raw.removeprefix(mark), codec), name)
    start = raw[:200]
    if start and len(raw) % 2 == 0 and start.count(0) * 3 >= len(start):
        codec = "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
        return Decoded(_decoded(raw, codec), "UTF-16")
    try:
        return Decoded(raw.decode("utf-8"), UTF8)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    found = of_text(raw)
    if found is None:
        raise TextError(line)
    page, text = found
    return Decoded(text, page.name)


def _decoded(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        raise TextError(raw.count(b"\n", 0, error.start) + 1) from None


def split(text: str, *, columns: Collection[str] = ()) -> tuple[list[list[str]], str]:
    """Return the lines of a CSV as cells, and the sign that parts them.

    It is the sign that makes the most cells of the same number in the first lines; Excel's own first line
    ``sep=;`` is believed and taken out (its line stays, empty, so that numbers of lines hold). Cells that
    are empty in each line are left out at the right, and such lines at the end. Where `columns` are known, a
    sign that makes one of them in the first line goes before all others: cells may hold many signs.

    Raises
    ------
    csv.Error
        If a quote is never closed.
    """
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        sign, text = first.strip()[4], "\n" + rest
    else:
        sign = max(_SIGNS, key=lambda one: (_names(first, one, columns), _score(text, one)))
    return _without_margin(list(_lines(text, sign))), sign


def with_plain_days(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return cells with the days that Excel has rewritten as they were: 2025/2/18 is 2025-02-18.

    Excel shows a day as its system does, and saves what it shows, in every row of a file that it opens. Its
    months (Dec-24) do not say their century; they stay, and the checks name them.
    """
    return [[_plain_day(cell) for cell in line] for line in lines]


def _plain_day(cell: str) -> str:
    found = _EXCELS_DAY.fullmatch(cell)
    return cell if found is None else f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def cells_of(path: Path, *, columns: Collection[str] = ()) -> list[list[str]]:
    """Return the cells of a CSV file that has some columns, none where it cannot be read."""
    try:
        return with_plain_days(split(decode(path.read_bytes()).text, columns=columns)[0])
    except (OSError, ValueError, csv.Error):
        return []


def _lines(text: str, sign: str) -> Sequence[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))


def _names(line: str, sign: str, columns: Collection[str]) -> int:
    """Return how many of some columns the cells of a line are."""
    return len(set(columns) & {cell.strip().strip('"') for cell in line.split(sign)}) if columns else 0


def _score(text: str, sign: str) -> int:
    """Return how many cells the usual line of a file's beginning would have, times how usual it is."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    counts: Counter[int] = Counter()
    try:
        for _, line in zip(range(_TRIED), reader, strict=False):
            counts[len(line)] += len(line) > 1
    except csv.Error:
        return 0
    return max((cells * lines for cells, lines in counts.items()), default=0)


def _without_margin(lines: list[list[str]]) -> list[list[str]]:
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    width = max((len(_cut(line)) for line in lines), default=0)
    return [line[:width] if len(line) > width else line for line in lines]


def _cut(line: list[str]) -> list[str]:
    """Return a line without the empty cells at its end."""
    end = len(line)
    while end and not line[end - 1].strip():
        end -= 1
    return line[:end]
