"""A published folder changes at once and as little as it must; a broken run leaves it as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.folders import DATA_FOLDER, reading_from
from layers.publish import release as releasing
from layers.publish.release import LIST, Release, earlier


def _stamps(out: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _changed(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _bare(names: set[str]) -> set[str]:
    return {name.removesuffix(".gz").removesuffix(".br") for name in names}


@pytest.fixture(scope="module")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return a function that publishes a copy of the data with one text replaced; always the same folder."""
    from layers.publish import publish as run

    top = tmp_path_factory.mktemp("release")
    shutil.copytree(DATA_FOLDER, top / "data")

    def go(old: str = "", new: str = "") -> Path:
        path = top / "data" / "reports" / "2024" / "projects.csv"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        with reading_from(top / "data"):
            run(top / "site", pictures=False)
        return top / "site"

    return go


def test_second_run_writes_nothing_and_one_fact_changes_its_pages_alone(publish: Callable[..., Path]):
    """A name is in its page, its towns' pages, lists, feeds, files and the map, and in no other project's."""
    out = publish()
    first = _stamps(out)
    assert _changed(first, _stamps(publish())) == set()
    second = _stamps(publish("Line 1 south to Shenzhen", "Line 1 towards Shenzhen"))
    changed = _bare(_changed(first, second))
    assert {
        "en/projects/metro-1-shenzhen-6-link.html",
        "en/index.html",
        "en/map.html",
        "en/feeds/all.atom",
        "en/feeds/cat-rail.ics",
    } <= changed
    kept = {
        "en/projects/huanguan-phase-3.html",
        "zh/projects/metro-2-phase-3.html",
        "en/towns/changan.html",
        "en/feeds/cat-road.atom",
        "site.css",
        "index.html",
        "static/fonts/noto-sans-sc-400.woff2",
    }
    there = kept & set(second)
    assert len(there) >= 6
    assert changed & there == set()
    assert len(changed) < len(second) / 4


def test_broken_run_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing of it is seen, and nothing lies beside."""
    from layers.publish import site

    out = tmp_path / "site"
    _release(out, a="1", b="1")
    before = _stamps(out)

    def full(*_: object, **__: object) -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"2"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site, "_files", full)
    with pytest.raises(OSError, match="No space left"):
        site.publish(out, pictures=False)
    assert _stamps(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _release(out: Path, **files: str) -> Release:
    made = Release(out)
    for name, text in files.items():
        made.put(f"{name}.txt", text.encode())
    made.switch()
    return made


def test_reader_sees_all_of_the_old_or_all_of_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Until the switch the old folder is whole; the switch is one step; files of the owner go along."""
    out = tmp_path / "site"
    _release(out, a="1", b="1", gone="1")
    (out / "owner.html").write_text("mine", "utf-8")
    (out / "link").symlink_to("owner.html")
    seen = []
    exchange = releasing._exchanged

    def watched(new: Path, old: Path) -> bool:
        seen.append({path.name: path.read_text("utf-8") for path in old.glob("?.txt")})
        done = exchange(new, old)
        seen.append({path.name: path.read_text("utf-8") for path in old.glob("?.txt")})
        return done

    monkeypatch.setattr(releasing, "_exchanged", watched)
    made = _release(out, a="2", b="2", c="2")
    assert seen == [{"a.txt": "1", "b.txt": "1"}, {"a.txt": "2", "b.txt": "2", "c.txt": "2"}]
    assert made.written == ["a.txt", "b.txt", "c.txt"]
    assert (out / "owner.html").read_text("utf-8") == (out / "link").read_text("utf-8") == "mine"
    assert not (out / "gone.txt").exists()
    assert set(earlier(out)) == {"a.txt", "b.txt", "c.txt"}


def test_volume_that_can_not_be_moved_is_changed_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A folder that is mounted stays; its files are replaced one by one, and what is no more goes."""
    out = tmp_path / "site"
    _release(out, a="1", gone="1")
    monkeypatch.setattr(releasing, "_exchanged", lambda _new, _old: False)
    _release(out, a="2")
    assert (out / "a.txt").read_text("utf-8") == "2"
    assert sorted(path.name for path in out.iterdir()) == ["a.txt", LIST]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_is_removed(tmp_path: Path):
    """By the number of its process, which is no more; what another process writes now stays."""
    (tmp_path / ".site.999999999").mkdir()
    (tmp_path / ".site.1").mkdir()
    _release(tmp_path / "site", a="1")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.1", "site"]


def test_list_of_an_earlier_version_is_read(tmp_path: Path):
    """It was a list of names; what lies outside of the folder is not ours to remove."""
    (tmp_path / LIST).write_text('["a.txt", "../b.txt"]', "utf-8")
    assert earlier(tmp_path) == {"a.txt": ""}
    (tmp_path / LIST).write_text(json.dumps({"a.txt": "x", "../../etc/hosts": ""}), "utf-8")
    assert earlier(tmp_path) == {"a.txt": "x"}


def test_picture_is_drawn_again_when_what_it_shows_changes(dataset, tmp_path: Path, monkeypatch):
    """Its own project's words; not another's. A newer day alone is drawn after the pages are in use."""
    import dataclasses

    from layers.publish.pages import pages
    from layers.publish.pictures import Pictures
    from layers.publish.site import _put_pictures

    def keys(data) -> dict[str, str]:
        drawing = Pictures(data)
        chosen = ("en/projects/huanguan-phase-3.html", "en/projects/metro-2-phase-3.html")
        return {page.path: drawing.key(page) for page in pages(data) if page.path in chosen}

    before = keys(dataset)
    assert keys(dataset) == before
    projects = dataset.projects.copy()
    projects.loc[projects["id"] == "metro-2-phase-3", "name_en"] = "Another"
    after = keys(dataclasses.replace(dataset, projects=projects))
    assert [before[name] == after[name] for name in sorted(before)] == [True, False]

    drawing = Pictures(dataset)
    monkeypatch.setattr(Pictures, "key", lambda _self, page: page.title)
    monkeypatch.setattr(Pictures, "draw", lambda _self, _page: b"drawn")
    page = next(page for page in pages(dataset) if page.path == "en/index.html")
    made = Release(tmp_path / "site")
    assert _put_pictures(made, drawing, [dataclasses.replace(page, title="sha 2024")]) == []
    made.switch()
    (tmp_path / "site/en/index.png").write_bytes(b"old")
    newer = dataclasses.replace(page, title="sha 2025")
    made = Release(tmp_path / "site")
    assert _put_pictures(made, drawing, [newer]) == [(newer, "sha 2025")]
    made.switch()
    assert (tmp_path / "site/en/index.png").read_bytes() == b"old"
    made.renew("en/index.png", b"new", key="sha 2025")
    assert earlier(tmp_path / "site")["en/index.png"] == "sha 2025"
