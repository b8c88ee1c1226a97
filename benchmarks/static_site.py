"""How many the published folder serves: ``python -m benchmarks.static_site OUT`` (nginx and wrk from Debian).

Asks a page, the map and a feed, each compressed as it lies there, and in turn the same bytes as a bare
file of a server without any setting. Prints a line a file: requests a second, p50, p99, the ratio to it.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILES = ("zh/projects/metro-1-phase-1.html", "zh/map.html", "zh/feeds/all.atom")
_MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
_CONFIG = """{load}
pid {folder}/pid; error_log {folder}/error.log; worker_processes auto; daemon off;
events {{ worker_connections 2048; }}
http {{ access_log off; sendfile on; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
  fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {site}; {static}; error_page 404 /404.html; }}
  server {{ listen 127.0.0.1:{bare_port}; root {bare}; }} }}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(site: Path) -> Iterator[tuple[str, str]]:
    """Start nginx with the folder and, on another port, its compressed files as bare ones."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx"
    port, bare_port = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        packed = ".br" if Path(_MODULE).exists() else ".gz"
        for file in _FILES:
            target = folder / "bare" / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(site / f"{file}{packed}", target)
        values = {
            "folder": folder,
            "site": site,
            "bare": folder / "bare",
            "port": port,
            "bare_port": bare_port,
        }
        values |= {"load": f"load_module {_MODULE};" if packed == ".br" else ""}
        values |= {"static": "brotli_static on" if packed == ".br" else "gzip_static on"}
        config = folder / "nginx.conf"
        config.write_text(_CONFIG.format(**values), encoding="utf-8")
        process = subprocess.Popen([nginx, "-c", str(config), "-e", str(folder / "error.log")])
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bare_port}"
        finally:
            process.terminate()
            process.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    msg = "nginx did not start"
    raise RuntimeError(msg)


def _asked(url: str, seconds: int) -> tuple[float, str, str]:
    """Return requests a second, p50 and p99."""
    command = ["wrk", "-t1", "-c50", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br, gzip", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if wrong := re.search(r"Non-2xx.*", told):
        raise RuntimeError(wrong[0])
    found = {
        name: re.search(rf"^\s*{name}\s+(\S+)", told, re.MULTILINE)
        for name in ("50%", "99%", "Requests/sec:")
    }
    half, most, rate = (match[1] if match else "0" for match in found.values())
    return float(rate), half, most


def main() -> None:
    """Measure the files of a published folder."""
    site, seconds = Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 8
    with _serving(site) as (ours, bare):
        for file in _FILES:
            plain, half, most = _asked(f"{bare}/{file}", seconds)
            rate, p50, p99 = _asked(f"{ours}/{file}", seconds)
            print(
                f"{file}: {rate:,.0f} a second, p50 {p50}, p99 {p99}; "
                f"bare {plain:,.0f}, p50 {half}, p99 {most}; ratio {rate / plain:.2f}"
            )


if __name__ == "__main__":
    main()
