"""The other files of ``deploy/``: what they name is there, and they say what they must."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import unexcused
from tests.deploy.running import DEPLOY, ROOT

CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
KUBERNETES = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "dgmap.yaml").read_text(encoding="utf-8")))
UNIT = (DEPLOY / "dgmap@.service").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


# --- the image -------------------------------------------------------------------------------------------


def _steps() -> list[tuple[str, str]]:
    """Return the Containerfile's steps, each with what follows its word."""
    joined = re.sub(r"\\\n\s*", " ", CONTAINERFILE)
    lines = [line.strip() for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def test_image_runs_as_nobody_and_looks_after_itself():
    """A user by number, a health check, an end by SIGTERM; packages by hash."""
    steps = dict(_steps())
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", steps["USER"])
    assert "/health" in steps["HEALTHCHECK"]
    assert steps["STOPSIGNAL"] == "SIGTERM"
    (install,) = [said for word, said in _steps() if word == "RUN" and "pip install" in said]
    assert {"--require-hashes", "--only-binary", "--no-cache-dir"} <= set(shlex.split(install))
    assert "exec " in steps["CMD"]  # else the shell would get the signal, and keep it


def test_health_check_of_the_image_is_a_program():
    """It fails where nobody answers."""
    words = re.search(r"CMD (\[.*python\", \"-c\".*\])", CONTAINERFILE)
    assert words is not None
    code = yaml.safe_load(words[1])[2].replace("8501", "1")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 1


def test_image_holds_what_the_wheel_holds():
    """The list of what goes into it names each package, and nothing that is not there."""
    listed = (DEPLOY / "Containerfile.containerignore").read_text(encoding="utf-8").splitlines()
    kept = {line.removeprefix("!") for line in listed if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert kept == {*wheel["packages"], *wheel["force-include"], "requirements.lock"}
    assert listed[1] == "*"


# --- compose ---------------------------------------------------------------------------------------------


def test_compose_shuts_the_processes_in():
    """Read-only, no rights, no way out, only the proxy is open to the world."""
    apps = [COMPOSE["services"][name] for name in ("app1", "app2")]
    for app in apps:
        assert app["read_only"] is True
        assert (app["cap_drop"], app["networks"]) == (["ALL"], ["inner"])
        assert "ports" not in app
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    proxy = COMPOSE["services"]["proxy"]["environment"]
    named = set(re.findall(r"presetenv (\w+)", (DEPLOY / "haproxy.cfg").read_text("utf-8"))) | {
        "DGMAP_CERTIFICATE"
    }
    assert proxy.keys() <= named


def test_restarted_container_can_write_and_is_found():
    """Its tmpfs has the rights of the image's folder then, and its name another address."""
    assert "RUN mkdir -m 1777 /cache" in CONTAINERFILE
    for name in ("app1", "app2"):
        (tmpfs,) = COMPOSE["services"][name]["tmpfs"]
        assert re.fullmatch(r"/cache:size=\d+m,mode=1777", tmpfs), "Podman knows no uid= here"
    backends = (DEPLOY / "haproxy.cfg").read_text("utf-8").split("\nbackend ")[1:]
    assert [
        one for one in backends if "  server " in one and "default-server resolvers names" not in one
    ] == []


# --- systemd ---------------------------------------------------------------------------------------------


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit as it would be for one port, with programs that are there."""
    path = tmp_path / "dgmap@8501.service"
    path.write_text(UNIT.replace("/opt/dgmap/current/.venv/bin/python", sys.executable), encoding="utf-8")
    return path


def _analyze(*words: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def test_unit_is_one(unit: Path):
    """Each line is known to systemd."""
    done = _analyze("verify", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


def test_unit_with_a_wrong_line_is_noticed(unit: Path):
    """The twin of the test above."""
    unit.write_text(unit.read_text("utf-8").replace("ProtectHome=yes", "ProtectHouse=yes"), encoding="utf-8")
    assert "ProtectHouse" in _analyze("verify", str(unit)).stderr


def test_unit_leaves_little_open(unit: Path):
    """Systemd's own measure, 0 to 10: at most 2."""
    done = _analyze("security", "--offline=true", "--threshold=20", str(unit))
    assert done.returncode == 0, done.stdout[-300:]


# --- Kubernetes ------------------------------------------------------------------------------------------


def _one(kind: str) -> dict[str, Any]:
    (found,) = [one for one in KUBERNETES if one["kind"] == kind]
    return dict(found)


def test_every_part_of_the_cluster_is_there_and_fits():
    """Labels, names and ports of one part are those that the others mean."""
    pod = _one("Deployment")["spec"]["template"]
    labels = pod["metadata"]["labels"]
    (container,) = pod["spec"]["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert _one("Service")["spec"]["selector"] == labels
    assert _one("Service")["spec"]["ports"][0]["targetPort"] in ports
    assert _one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert _one("NetworkPolicy")["spec"]["podSelector"]["matchLabels"] == labels
    assert (
        _one("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"]
        == _one("Deployment")["metadata"]["name"]
    )
    (path,) = _one("Ingress")["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["name"] == _one("Service")["metadata"]["name"]
    assert _one("Ingress")["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    assert {
        container[f"{kind}Probe"]["httpGet"]["port"] for kind in ("liveness", "readiness", "startup")
    } == {"http"}
    assert ports == {"http": 8501}


def test_pod_has_no_rights():
    """Not root, nothing to write but its volumes, no way out."""
    spec = _one("Deployment")["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"]["drop"] == ["ALL"]
    assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in spec["volumes"]}
    assert _one("NetworkPolicy")["spec"]["egress"] == []


def test_cluster_files_fit_their_schemas():
    """Kubernetes' own, where they are there."""
    program = shutil.which("kubernetes-validate")
    if program is None:
        pytest.skip("kubernetes-validate is not installed (scripts/test-clients brings it)")
    file = DEPLOY / "kubernetes" / "dgmap.yaml"
    done = subprocess.run([program, "--strict", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- the site's settings and this folder's tests ---------------------------------------------------------


def test_settings_that_the_files_name_are_the_programs():
    """A name that nothing reads would be a setting without an effect."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    text += "".join(path.read_text("utf-8") for path in (ROOT / "geo").rglob("*.py"))
    own = {"DGMAP_HOST", "DGMAP_COOKIE_SECRET", "DGMAP_CERTIFICATE", "DGMAP_LISTEN", "DGMAP_TLS_LISTEN"}
    named = set(re.findall(r"DGMAP_[A-Z_]+", CONTAINERFILE + UNIT + str(COMPOSE) + str(KUBERNETES))) - own
    assert {"DGMAP_LOG", "DGMAP_BUILD", "DGMAP_URL", "DGMAP_METRICS"} <= named
    assert [name for name in named - {"DGMAP_APP"} if f'"{name}"' not in text] == []


@pytest.mark.parametrize(
    ("reason", "environment", "expected"),
    [
        ("nginx is not installed", {}, False),
        ("nginx is not installed", {"CI": "true"}, True),
        ("LibreOffice is not installed (apt-get …)", {"CI": "true"}, False),
        ("LibreOffice is not installed", {"CI": "true", "DGMAP_NO_SKIPS": "1"}, True),
        ("", {"CI": "true"}, True),
    ],
)
def test_skip_in_ci_needs_an_excuse(reason: str, environment: dict[str, str], expected: bool):
    """A tool that CI should have and has not is a failure; a list says which may be missing, and why."""
    assert unexcused(reason, environment) is expected
