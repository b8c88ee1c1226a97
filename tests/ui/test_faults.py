"""A full disk, and one that nobody may write: people are answered, no half file stays, the state is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.folders import BUILD_FOLDER, BUILD_VARIABLE, CODE_FOLDER, DATA_FOLDER, DATA_VARIABLE
from tests.deploy.running import App, apps, ask, eventually

_NAME, _OTHER = "Line 1 south to Shenzhen", "Line 1 towards Shenzhen"
_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
# Made when they are asked for, each in its own way.
_MADE = (
    "/picture/slide.png?town=humen",
    "/data/projects.csv?cat=rail",
    "/data/projects.gpkg",
    "/feed.atom?cat=road",
    "/offline/map.html?lang=en",
)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of so many megabytes; skip with a word where that is not allowed."""
    folder.mkdir()
    size = f"size={megabytes}m,uid={os.getuid()},mode=0755"
    mount = [*_ROOT, "mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    if shutil.which(mount[0]) is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run([*_ROOT, "umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0
    return filler


def health(app: App) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(ask(f"http://{app.address}/health").body)
    return found


def unanswered(app: App) -> dict[str, tuple[int, int]]:
    """Ask for every kind of thing that we answer with; return status and bytes of what is not answered."""
    index = ask(f"http://{app.address}/?lang=en").body.decode()
    document = index.split("/map/", 1)[1].split('"', 1)[0].split("?", 1)[0].split("#", 1)[0]
    found = {}
    for path in ("/", "/promises", "/towns?town=changan", f"/map/{document}", *_MADE):
        answer = ask(f"http://{app.address}{path}", accept_encoding="gzip")
        found[path] = answer.status, len(answer.body)
    return {path: told for path, told in found.items() if told[0] != 200 or told[1] < 200}


def half_files(folder: Path) -> list[str]:
    """Return what was written aside and not put in place."""
    return [str(one) for one in folder.rglob(".*") if one.name != ".building"]


def test_full_disk(tmp_path: Path):
    """All is answered, nothing is left half; new data come once there is room, by themselves."""
    with small_disk(tmp_path / "disk", 60) as disk:
        data, build = disk / "data", disk / "build"
        shutil.copytree(DATA_FOLDER, data)
        settings = {DATA_VARIABLE: str(data), BUILD_VARIABLE: str(build)}
        with apps(1, tmp_path, **settings) as (app,):
            assert (health(app)["state"], health(app)["disk"]) == ("ok", "ok")
            projects = data / "reports" / "2024" / "projects.csv"
            changed = projects.read_text("utf-8").replace(_NAME, _OTHER)
            filler = fill(disk)
            assert unanswered(app) == {}
            assert health(app)["disk"] == "full"
            with projects.open("r+b") as file:  # in place: there is no room for another
                file.write(changed.encode()[: projects.stat().st_size])
            eventually(lambda: health(app)["state"] == "last_good")
            assert "No space left" in str(health(app)["editions"])
            assert str(disk) not in str(health(app))
            assert _OTHER not in ask(f"http://{app.address}/data/projects.csv").body.decode()
            assert half_files(build) == []
            filler.unlink()
            projects.write_text(changed, "utf-8")
            eventually(lambda: health(app)["state"] == "ok")
            assert _OTHER in ask(f"http://{app.address}/data/projects.csv").body.decode()
            assert half_files(build) == []


@pytest.mark.parametrize(
    "command",
    [
        ["layers", "export", "html"],
        ["layers", "export", "png"],
        ["geo", "export", "csv"],
        ["geo", "digest", "2024-12-31", "2025-12-31"],
    ],
    ids=" ".join,
)
def test_command_on_a_full_disk_leaves_what_was_there(command: list[str], tmp_path: Path):
    """No half file, one line that says why, and an exit code."""
    with small_disk(tmp_path / "disk", 1) as disk:
        out = disk / "out"
        out.write_bytes(b"of before")
        fill(disk)
        target = ["--out", str(out)] if command[1] == "digest" else [str(out)]
        asked = [sys.executable, "-m", *command, *target]
        done = subprocess.run(asked, cwd=CODE_FOLDER, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "No space left" in done.stderr
        assert "Traceback" not in done.stderr
        assert out.read_bytes() == b"of before"
        assert sorted(path.name for path in disk.iterdir()) == ["filler", "out"]


_INSTALLED = ("app.py", "geo", "i18n", "layers", "ui", "static", "data", ".streamlit")


def test_read_only_install(tmp_path: Path):
    """Code, data and pages where nobody may write: all is answered, only kept nowhere."""
    home = tmp_path / "install"
    for name in _INSTALLED:
        source = CODE_FOLDER / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, _within(home, name))
    build = home / "build"
    shutil.copytree(BUILD_FOLDER, build)  # if it is fresh, there is little to be built
    settings = {BUILD_VARIABLE: str(build), DATA_VARIABLE: str(home / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "layers", "build"]
    subprocess.run(command, cwd=home, env={**os.environ, **settings}, check=True, capture_output=True)
    with read_only(home):
        before = sorted(home.rglob("*"))
        app = App(tmp_path, settings, home=home)
        try:
            app.start()
            assert unanswered(app) == {}
            assert (health(app)["state"], health(app)["disk"]) == ("ok", "read-only")
        finally:
            app.end()
        assert sorted(home.rglob("*")) == before


def _within(home: Path, name: str) -> Path:
    home.mkdir(exist_ok=True)
    return home / name


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Mount a folder read-only upon itself, as an image's file system is: the rights of root do not help."""
    mounts = (["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,bind,ro", str(folder)])
    for command in mounts:
        if subprocess.run([*_ROOT, *command], capture_output=True, check=False).returncode:
            pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(OSError, match="Read-only"):  # the twin: it is
            (folder / "x").write_bytes(b"")
        yield
    finally:
        subprocess.run([*_ROOT, "umount", "--lazy", str(folder)], check=True)
