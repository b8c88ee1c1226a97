"""The wheel, installed into a folder and used from another: nothing of the clone is in reach."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"dgmap", "geo", "i18n", "layers", "ui"}
NO_NETWORK = ("--disable-pip-version-check", "--quiet", "--no-deps", "--no-index")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", *NO_NETWORK, "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *NO_NETWORK, "--target", target, wheel], check=True
    )
    return target


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def environment(installed: Path, elsewhere: Path) -> dict[str, str]:
    names = ("DGMAP_DATA", "DGMAP_BUILD")
    own = {name: value for name, value in os.environ.items() if name not in names}
    return own | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(elsewhere / "cache")}


def run(*command: str | Path, cwd: Path, env: dict[str, str]) -> str:
    """Run a command; return what it prints, fail with what it complains of."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_installs_our_packages_and_nothing_of_a_common_name(wheel: Path):
    """Data and static files lie in a folder of ours, not as packages `data` and `static`."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == PACKAGES | {next(top for top in tops if top.endswith(".dist-info"))}
    assert {"dgmap/files/data/towns.geojson", "dgmap/files/app.py", "dgmap/files/.streamlit/config.toml"} <= {
        *names
    }


def test_installed_package_loads_its_own_data(installed: Path, elsewhere: Path, environment: dict[str, str]):
    """`import geo` from another folder finds data that came with the wheel."""
    code = "import geo; from geo.folders import DATA_FOLDER; print(len(geo.load().projects), DATA_FOLDER)"
    printed = run(sys.executable, "-c", code, cwd=elsewhere, env=environment)
    assert printed.split() == ["44", str(installed / "dgmap" / "files" / "data")]


@pytest.mark.parametrize("module", ["geo", "dgmap"])
def test_check_says_what_it_says_in_the_clone(module: str, elsewhere: Path, environment: dict[str, str]):
    """Both names of the command read the same data."""
    here = run(sys.executable, "-m", "geo", "check", cwd=ROOT, env={**environment, "PYTHONPATH": ""})
    assert run(sys.executable, "-m", module, "check", cwd=elsewhere, env=environment) == here


def test_script_exports_data(installed: Path, elsewhere: Path, environment: dict[str, str]):
    """The console script is there and writes a file."""
    command = [installed / "bin" / "dgmap", "export", "geojson", "rail.geojson", "--query", "cat=rail"]
    run(*command, cwd=elsewhere, env=environment)
    features = json.loads((elsewhere / "rail.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["category"] for feature in features} == {"rail"}


@pytest.mark.parametrize("form", ["html", "png"])
def test_view_is_drawn(form: str, elsewhere: Path, environment: dict[str, str]):
    """Scripts, icons and fonts of page and picture are found."""
    run(sys.executable, "-m", "dgmap", "draw", form, f"map.{form}", cwd=elsewhere, env=environment)
    assert (elsewhere / f"map.{form}").stat().st_size > 50_000


def _listed(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if "__pycache__" not in path.parts
    }


def test_pages_are_kept_in_the_users_cache(installed: Path, elsewhere: Path, environment: dict[str, str]):
    """Nothing is written where the packages are installed."""
    before = _listed(installed)
    run(sys.executable, "-m", "dgmap", "build", cwd=elsewhere, env=environment)
    assert list((elsewhere / "cache").glob("*/*/index.json"))
    assert _listed(installed) == before


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, path
        return answer.read().decode()


@pytest.fixture
def port(elsewhere: Path, environment: dict[str, str]) -> Iterator[int]:
    """Serve the installed app from another folder; give its port once it answers."""
    port = _free_port()
    command = [sys.executable, "-m", "dgmap", "serve", "--server.port", str(port)]
    log = elsewhere / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 300
        while True:
            with contextlib.suppress(OSError):
                _get(port, "/_stcore/health")
                break
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_serve_opens_the_app(port: int):
    """The index page is ours, and so is the map's page that it names."""
    page = _get(port, "/?lang=en")
    assert "<title>Dongguan Project Map</title>" in page
    name = page.partition("/map/")[2].partition(".html")[0]
    assert "Chang’an" in _get(port, f"/map/{name}.html")
