"""A published folder that is written beside the one in use and takes its place at once.

What is the same as before is linked, not written again: a run without a change writes nothing.
"""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli

from layers import swap

__all__ = ["LIST", "Release", "earlier"]

# What the folder says of itself: the names of our files, and the inputs of each picture.
LIST = "published.json"
# What is sent as it is; all else is text.
_BINARY = frozenset({".fgb", ".gpkg", ".parquet", ".pdf", ".pmtiles", ".png", ".woff2", ".xlsx"})
_WORTH_COMPRESSING = 1_000
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: see renameat2(2)


def earlier(out: Path) -> dict[str, str]:
    """Return what the run before wrote, each with its inputs (empty for most); only names within count."""
    try:
        found = json.loads((out / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if isinstance(found, list):  # a folder of an earlier version
        found = dict.fromkeys(map(str, found), "")
    inside = out.resolve()
    names = found.items() if isinstance(found, dict) else ()
    return {str(name): str(key) for name, key in names if (out / str(name)).resolve().is_relative_to(inside)}


class Release:
    """One run: files are put beside the folder in use, and seen by nobody before :meth:`switch`.

    Attributes
    ----------
    sizes
        The size of every file that was put.
    written
        The names of those whose bytes are new.
    """

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self.aside = self.out.with_name(f".{self.out.name}.{os.getpid()}")
        self.earlier = earlier(out)
        self.sizes: dict[str, int] = {}
        self.written: list[str] = []
        self._keys: dict[str, str] = {}
        for left in self.out.parent.glob(f".{self.out.name}.*"):
            if left.suffix[1:].isdigit() and not Path("/proc", left.suffix[1:]).exists():
                shutil.rmtree(left, ignore_errors=True)  # of a run that was killed

    def put(self, name: str, content: bytes, *, key: str = "") -> None:
        """Put a file, and what a web server can send in its place (nginx: ``gzip_static on``)."""
        is_old = self._is_old(name, content)
        self._keep(name, content, is_old=is_old, key=key)
        if Path(name).suffix in _BINARY or len(content) <= _WORTH_COMPRESSING:
            return
        for ending in (".gz", ".br"):
            packed = name + ending
            if is_old and packed in self.earlier and (self.out / packed).is_file():
                self._keep(packed, (self.out / packed).read_bytes(), is_old=True)
            else:
                self._keep(packed, _packed(content, ending), is_old=False)

    def kept(self, name: str) -> tuple[bytes, str]:
        """Return a file of the earlier run and what it was made from; both empty where there is none."""
        try:
            return (self.out / name).read_bytes(), self.earlier[name]
        except (OSError, KeyError):
            return b"", ""

    def _is_old(self, name: str, content: bytes) -> bool:
        try:
            return (self.out / name).read_bytes() == content
        except OSError:
            return False

    def _keep(self, name: str, content: bytes, *, is_old: bool, key: str = "") -> None:
        self.sizes[name], self._keys[name] = len(content), key
        target = self.aside / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if is_old and _linked(self.out / name, target):
            return
        target.write_bytes(content)
        if not is_old:
            self.written.append(name)

    def switch(self) -> None:
        """Let the new folder take the place of the old one; files of the owner's go along.

        Where the folder can not be moved (it is a volume of its own), its files are replaced one by one.
        """
        content = self._list()
        (self.aside / LIST).parent.mkdir(parents=True, exist_ok=True)
        if not (self._is_old(LIST, content) and _linked(self.out / LIST, self.aside / LIST)):
            (self.aside / LIST).write_bytes(content)
        if self.out.exists():
            self._take_along()
            if not _exchanged(self.aside, self.out):
                self._one_by_one()
        else:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            self.aside.rename(self.out)
        self.drop()

    def renew(self, name: str, content: bytes, *, key: str) -> None:
        """Replace one file of the folder in use by a newer one, and note what it was made from."""
        if not self._is_old(name, content):
            swap.replace(self.out / name, content)
            self.written.append(name)
        self.sizes[name], self._keys[name] = len(content), key
        swap.replace(self.out / LIST, self._list())

    def drop(self) -> None:
        """Remove what lies beside; after a broken run the folder in use is as it was."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def _list(self) -> bytes:
        return json.dumps(dict(sorted(self._keys.items())), indent=0).encode()

    def _take_along(self) -> None:
        """Link what is in the folder and is not ours."""
        shutil.copymode(self.out, self.aside)
        for path in self.out.rglob("*"):
            name = path.relative_to(self.out).as_posix()
            if path.is_dir() and not path.is_symlink():
                continue
            if name not in self.earlier and name != LIST and not (self.aside / name).exists():
                (self.aside / name).parent.mkdir(parents=True, exist_ok=True)
                if path.is_symlink() or not _linked(path, self.aside / name):
                    shutil.copy2(path, self.aside / name, follow_symlinks=False)

    def _one_by_one(self) -> None:
        for name in (*self.sizes, LIST):
            content = (self.aside / name).read_bytes()
            if not self._is_old(name, content):
                swap.replace(self.out / name, content)
        for name in set(self.earlier) - set(self.sizes):
            (self.out / name).unlink(missing_ok=True)


def _packed(content: bytes, ending: str) -> bytes:
    if ending == ".gz":
        return gzip.compress(content, compresslevel=9, mtime=0)
    return bytes(brotli.compress(content, quality=11))


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _exchanged(new: Path, old: Path) -> bool:
    """Exchange two folders at once, so that a reader sees one or the other; False where that can't be."""
    call: Any = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    paths = (_HERE, os.fsencode(new), _HERE, os.fsencode(old))
    return bool(call(*paths, ctypes.c_uint(_EXCHANGE)) == 0)


def lines(sizes: Mapping[str, int], written: int) -> list[str]:
    """Return number and size of the files by their ending, and how many are new."""
    kinds: dict[str, list[int]] = {}
    for name, size in sizes.items():
        kinds.setdefault("".join(Path(name).suffixes[-2:]), []).append(size)
    found = [f"{len(found)} {kind}  {sum(found) / 1000:.0f} kB" for kind, found in sorted(kinds.items())]
    return [*found, f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB, {written} written"]
