"""The cells of a dBASE table, as a shapefile has it: .dbf, and .cpg with its code page."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.code_pages import of_text
from geo.upload.limits import LIMITS

__all__ = ["read_rows"]

_CODECS = {
    "65001": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "936": "gb18030",
    "GBK": "gb18030",
    "GB2312": "gb18030",
    "GB18030": "gb18030",
    "950": "big5hkscs",
    "BIG5": "big5hkscs",
    "932": "cp932",
    "SJIS": "cp932",
    "1252": "cp1252",
    "ISO-8859-1": "cp1252",
    "ISO 88591": "cp1252",
}
# What the table itself says of its language; most say nothing, or «as Windows is».
_LANGUAGES = {
    0x13: "cp932",
    0x7B: "cp932",
    0x4D: "gb18030",
    0x7A: "gb18030",
    0x4F: "big5hkscs",
    0x78: "big5hkscs",
}
_WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    start: int
    size: int

    def of(self, row: bytes) -> bytes:
        return row[self.start : self.start + self.size].strip(b" \0")


def read_rows(dbf: bytes, cpg: bytes) -> Iterator[dict[str, object]]:
    """Yield the cells of each row by the names of their columns, up to one row more than are read.

    Parameters
    ----------
    dbf, cpg
        The table, and the file that names its code page; empty if there is none.

    Raises
    ------
    ValueError, struct.error
        If it is no such table.
    """
    count, head, size = struct.unpack_from("<IHH", dbf, 4)
    if size < 1 or head < 33:
        raise ValueError
    fields = list(_fields(dbf, head))
    rows = list(_rows(dbf, count, head, size))
    codec = _CODECS.get(cpg.decode("ascii", "replace").strip().upper(), "") or _codec(dbf[29], fields, rows)
    for row in rows:
        yield {_text(field.name, codec): _value(_text(field.of(row), codec), field.kind) for field in fields}


def _rows(dbf: bytes, count: int, head: int, size: int) -> Iterator[bytes]:
    for number in range(min(count, LIMITS.rows + 1)):
        row = dbf[head + number * size : head + (number + 1) * size]
        if len(row) < size:
            return
        yield row


def _fields(dbf: bytes, head: int) -> Iterator[_Field]:
    start = 1
    for at in range(32, min(head, len(dbf)) - 1, 32):
        if dbf[at] == 0x0D or len(dbf) < at + 18:
            return
        name = dbf[at : at + 11].split(b"\0")[0].strip()
        yield _Field(name, chr(dbf[at + 11]), start, dbf[at + 16])
        start += dbf[at + 16]


def _codec(language: int, fields: Sequence[_Field], rows: Sequence[bytes]) -> str:
    """Return the encoding of a table that has no .cpg: as it says itself, else as its words look."""
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    # A cell as wide as its column may end within a character.
    cells = {field.of(row) for field in fields for row in rows if len(field.of(row)) < field.size}
    said = b"\n".join(
        sorted(cell for cell in {*cells, *(field.name for field in fields)} if not cell.isascii())
    )
    try:
        said.decode("utf-8")
    except UnicodeDecodeError:
        found = of_text(said)
        return found[0].codec if found else _WESTERN
    return "utf-8"


def _text(plain: bytes, codec: str) -> str:
    """Return a cell's text; it may be cut within a character."""
    for one in (codec, "utf-8", "gb18030"):
        try:
            return plain.decode(one)
        except UnicodeDecodeError:
            continue
    return plain.decode(codec, "replace")


def _value(text: str, kind: str) -> object:
    if kind in {"N", "F"}:
        try:
            return float(text) if text and not set(text) <= {"*"} else None
        except ValueError:
            return text
    if kind == "D" and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text
