"""The ZIP archive around a workbook: looked at whole before a parser sees any of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["unpack"]

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# All that cells, their kinds and their sheets need. Links to other workbooks, pictures, macros, embedded
# objects and the author's name are not even unpacked.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.xml"
)
# What a workbook never needs, and what makes an XML parser open files or fill the memory.
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_UTF8 = {b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII"}
# An element or an attribute costs its parser some hundred bytes, far more than it has in the file.
_MARKUP = 4 * LIMITS.rows * LIMITS.columns


def unpack(raw: bytes) -> dict[str, bytes]:
    """Return the files of a workbook that are needed, by name.

    The sizes that the archive's directory claims are added up first, over all its files; then what is
    needed is unpacked, at most to the limit whatever the directory claims.

    Raises
    ------
    RefusedError
        ``bomb`` if it would unpack to too much; ``archive`` if it is no workbook; ``locked`` if it is
        encrypted; ``xml_bomb`` if a file of it declares a document type or entities; ``broken`` if it
        cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = _unpack(archive, _checked(archive.infolist()))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise RefusedError(Refusal.BROKEN) from None
    for body in files.values():
        _check_xml(body)
    if max(sum(body.count(sign) for body in files.values()) for sign in (b"<", b"=")) > _MARKUP:
        raise RefusedError(Refusal.BOMB, expected=_megabytes())
    return files


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries that are needed, once the directory as a whole is in order."""
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise RefusedError(Refusal.ARCHIVE)
    too_many = len(entries) > LIMITS.entries or len(names) < len(entries)
    if too_many or sum(entry.file_size for entry in entries) > LIMITS.unpacked_bytes:
        raise RefusedError(Refusal.BOMB, expected=_megabytes())
    needed = [entry for entry in entries if _NEEDED.fullmatch(entry.filename)]
    if any(entry.flag_bits & _ENCRYPTED for entry in needed):
        raise RefusedError(Refusal.LOCKED)
    if any(entry.compress_type not in _METHODS for entry in needed):
        raise RefusedError(Refusal.BROKEN)
    return needed


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = LIMITS.unpacked_bytes
    for entry in entries:
        with archive.open(entry) as file:
            body = file.read(left + 1)
        left -= len(body)
        if left < 0:
            raise RefusedError(Refusal.BOMB, expected=_megabytes())
        files[entry.filename] = body
    return files


def _megabytes() -> str:
    return f"{LIMITS.unpacked_bytes // 1_000_000} MB"


def _check_xml(body: bytes) -> None:
    """Refuse XML with a document type, and XML that could hide one by its encoding."""
    declared = _ENCODING.search(body[:200])
    if _DOCTYPE.search(body) or b"\0" in body or (declared and declared[1].upper() not in _UTF8):
        raise RefusedError(Refusal.XML_BOMB)
