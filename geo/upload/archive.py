"""The ZIP archive around a workbook or a layer: looked at whole before a parser sees any of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["check_xml", "names", "unpack"]

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What a workbook never needs, and what makes an XML parser open files or fill the memory.
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_UTF8 = {b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII"}
# An element or an attribute costs its parser some hundred bytes, far more than it has in the file.
_MARKUP = 4 * LIMITS.rows * LIMITS.columns


_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def names(raw: bytes) -> frozenset[str]:
    """Return the names of an archive's files, before anything is unpacked.

    Raises
    ------
    RefusedError
        ``broken`` if it cannot be read, ``bomb`` if it has too many.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = archive.namelist()
    except _BROKEN:
        raise RefusedError(Refusal.BROKEN) from None
    if len(found) > LIMITS.entries or len(set(found)) < len(found):
        raise RefusedError(Refusal.BOMB, expected=_megabytes())
    return frozenset(found)


def unpack(raw: bytes, needed: re.Pattern[str]) -> dict[str, bytes]:
    """Return the files of an archive that are needed, by name.

    The sizes that the archive's directory claims are added up first, over all its files; then what is
    needed is unpacked, at most to the limit whatever the directory claims.

    Raises
    ------
    RefusedError
        ``bomb`` if it would unpack to too much; ``locked`` if it is encrypted; ``broken`` if it cannot be
        read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _unpack(archive, _checked(archive.infolist(), needed))
    except _BROKEN:
        raise RefusedError(Refusal.BROKEN) from None


def check_xml(files: Iterable[bytes]) -> None:
    """Look at files of XML before a parser does.

    Raises
    ------
    RefusedError
        ``xml_bomb`` if one declares a document type or entities, or could hide one by its encoding;
        ``bomb`` if one holds more elements than a parser can be given.
    """
    for body in files:
        _check_xml(body)
        if max(body.count(sign) for sign in (b"<", b"=")) > _MARKUP:
            raise RefusedError(Refusal.BOMB, expected=_megabytes())


def _checked(entries: list[zipfile.ZipInfo], needed: re.Pattern[str]) -> list[zipfile.ZipInfo]:
    """Return the entries that are needed, once the directory as a whole is in order."""
    too_many = len(entries) > LIMITS.entries or len({entry.filename for entry in entries}) < len(entries)
    if too_many or sum(entry.file_size for entry in entries) > LIMITS.unpacked_bytes:
        raise RefusedError(Refusal.BOMB, expected=_megabytes())
    taken = [entry for entry in entries if needed.fullmatch(entry.filename)]
    if any(entry.flag_bits & _ENCRYPTED for entry in taken):
        raise RefusedError(Refusal.LOCKED)
    if any(entry.compress_type not in _METHODS for entry in taken):
        raise RefusedError(Refusal.BROKEN)
    return taken


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
