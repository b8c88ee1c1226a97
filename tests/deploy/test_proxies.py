"""HAProxy and nginx with the files of ``deploy/``, before two real processes of the map."""

from __future__ import annotations

import asyncio
import http.client
import re
import ssl
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import brotli
import pytest

from benchmarks.servers import free_port
from benchmarks.session import arrive, leave
from tests.deploy.running import (
    App,
    Site,
    ask,
    eventually,
    half_open,
    haproxy,
    lines,
    nginx,
    refuse_early,
    still_open,
)

PICTURE = "/picture/preview.png?town=changan"


def _process(site: Site, path: str, **headers: str) -> str:
    """Return the process that the cookie names, empty where none is set."""
    found = re.match(r"dgmap=(\d); ", ask(f"{site.url}{path}", **headers).headers.get("set-cookie", ""))
    return found[1] if found else ""


def _reached(two: Sequence[App], route: str) -> int:
    """Return how many requests for a route the processes have answered."""
    return sum(line.get("route") == route for app in two for line in lines(app.log))


def test_page_opens_and_names_no_server(site: Site):
    """With all its headers, and without the one that says what we run."""
    answer = ask(f"{site.url}/", accept_encoding="br")
    assert answer.status == 200
    assert b"dgmap" in brotli.decompress(answer.body)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src" in answer.headers["content-security-policy"]
    assert "uvicorn" not in answer.headers.get("server", "")


def test_cookie_names_a_process_and_keeps_to_it(site: Site):
    """Both are given out; who has one stays there; a false one is put right."""
    assert {_process(site, "/") for _ in range(24)} == {"1", "2"}
    for mine in ("1", "2"):
        assert {_process(site, "/", cookie=f"dgmap={mine}") for _ in range(8)} == {""}
    assert _process(site, "/", cookie="dgmap=9") in {"1", "2"}


def test_websocket_runs_the_page(site: Site):
    """First runs and a click each, through the proxy."""

    async def visit() -> list[int]:
        visitors = [await arrive(site.url, "ours") for _ in range(4)]
        for visitor in visitors:
            await visitor.click()
        await leave(visitors)
        return [visitor.reruns for visitor in visitors]

    assert asyncio.run(visit()) == [2] * 4


def test_picture_is_drawn_once_and_kept(site: Site, two: Sequence[App]):
    """The second one does not reach the process; a picture of a place is never kept."""
    before = _reached(two, "/picture")
    first = ask(f"{site.url}{PICTURE}")
    assert (first.status, first.headers["content-type"]) == (200, "image/png")
    assert ask(f"{site.url}{PICTURE}").body == first.body
    for _ in range(2):
        assert ask(f"{site.url}/picture/preview.png?near=113.7512,23.0212&r=3").status == 200
    eventually(lambda: _reached(two, "/picture") >= before + 3)
    assert _reached(two, "/picture") == before + 3


def test_feed_is_kept(site: Site, two: Sequence[App]):
    """Readers that come every minute are answered by the proxy."""
    path = "/feed.atom?cat=rail"
    before = _reached(two, "/feed.atom")
    first = ask(f"{site.url}{path}")
    assert (first.status, b"<feed" in first.body) == (200, True)
    assert {ask(f"{site.url}{path}").body for _ in range(3)} == {first.body}
    assert ask(f"{site.url}/feed.atom?cat=road").status == 200
    eventually(lambda: _reached(two, "/feed.atom") >= before + 2)
    assert _reached(two, "/feed.atom") == before + 2


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_figures_are_not_shown_to_the_world(site: Site, path: str):
    """Not through the proxy, and not by asking as if from this machine."""
    assert ask(f"{site.url}{path}").status == 404
    assert ask(f"{site.url}{path}", x_forwarded_for="127.0.0.1").status == 404


def test_other_host_is_not_answered(site: Site):
    """A page kept under it would lead people elsewhere."""
    try:
        assert ask(f"{site.url}/", host="evil.example").status == 421
    except ConnectionError:  # nginx closes without a word
        return


def test_upload_that_is_too_large_is_refused(site: Site):
    """Before a process reads it."""
    assert refuse_early(site, "/_stcore/upload_file/a/b", 22_000_000) == 413


@pytest.mark.parametrize(
    ("proxy", "settings"),
    [
        (haproxy, {"DGMAP_MADE_A_MINUTE": "20"}),
        (haproxy, {"DGMAP_REQUESTS_IN_10S": "20"}),
        (nginx, {"DGMAP_MADE_A_MINUTE": "1"}),
    ],
    ids=["haproxy-made", "haproxy-all", "nginx-made"],
)
def test_too_many_requests_are_told_when_to_come_again(
    proxy: object, settings: dict[str, str], two: Sequence[App], tmp_path: Path
):
    """429 with ``Retry-After``; below the limit all are answered."""
    with proxy(two, tmp_path, **settings) as site:  # type: ignore[operator]
        answers = [ask(f"{site.url}/data/towns.csv?n={number}") for number in range(40)]
    assert [answer.status for answer in answers[:10]] == [200] * 10
    assert {answer.status for answer in answers} == {200, 429}
    late = [answer for answer in answers if answer.status == 429]
    assert all(int(answer.headers["retry-after"]) >= 10 for answer in late)


def test_half_open_connections_keep_nobody_out(site: Site):
    """More than a process has handles, from another address: pages are served."""
    opened = half_open(site.port, 1_500, "127.0.0.2")
    try:
        assert [ask(f"{site.url}/").status for _ in range(5)] == [200] * 5
        if site.folder.name == "haproxy":
            assert still_open(opened) <= 201
    finally:
        for one in opened:
            one.close()


def test_connections_that_are_allowed_stay_open(two: Sequence[App], tmp_path: Path):
    """The twin: it is the limit that closes them, not the test."""
    with haproxy(two, tmp_path, DGMAP_CONNECTIONS="5000") as site:
        opened = half_open(site.port, 400, "127.0.0.2")
        assert still_open(opened) == 400
        for one in opened:
            one.close()


def test_four_processes_share_the_visitors(two: Sequence[App], folder: Path, tmp_path: Path):
    """Two more behind the same file: the cookies name all four."""
    from tests.deploy.running import apps

    with apps(2, folder, DGMAP_LOG="json") as more, haproxy([*two, *more], tmp_path) as site:
        assert {_process(site, "/") for _ in range(40)} == {"1", "2", "3", "4"}


def test_published_folder_is_sent_compressed(two: Sequence[App], tmp_path: Path):
    """What lies beside a file is sent in its place, whatever the browser takes."""
    site_folder = tmp_path / "site"
    (site_folder / "towns").mkdir(parents=True)
    (site_folder / "towns" / "index.html").write_bytes(b"<p>plain")
    (site_folder / "towns" / "index.html.br").write_bytes(brotli.compress(b"<p>plain"))
    with nginx(two, tmp_path, DGMAP_SITE=str(site_folder), DGMAP_HOST="localhost") as site:
        answer = ask(f"{site.url}/towns", host="static.localhost", accept_encoding="br")
        assert (answer.status, answer.headers["content-encoding"]) == (200, "br")
        assert brotli.decompress(answer.body) == b"<p>plain"
        assert ask(f"{site.url}/towns", host="static.localhost").body == b"<p>plain"
        assert ask(f"{site.url}/none", host="static.localhost").status == 404


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a key and a certificate for this machine, in one file as both proxies read it."""
    folder = tmp_path_factory.mktemp("tls")
    key, chain, both = folder / "key.pem", folder / "chain.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", chain], check=True, capture_output=True)
    both.write_bytes(chain.read_bytes() + key.read_bytes())
    return both


def _by_tls(
    port: int, path: str, *, host: str = "127.0.0.1", newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> http.client.HTTPResponse:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if newest < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # else it is the client who refuses
        with pytest.deprecated_call():
            context.minimum_version = context.maximum_version = newest
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
    with closing(connection):
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.parametrize("proxy", [haproxy, nginx], ids=["haproxy", "nginx"])
def test_tls_is_the_only_way_in(proxy: object, two: Sequence[App], certificate: Path, tmp_path: Path):
    """Http leads to https, which tells browsers to stay there; old TLS and other names are refused."""
    port = free_port()
    settings = {"DGMAP_TLS_LISTEN": f"127.0.0.1:{port}"}
    settings |= dict.fromkeys(("DGMAP_CERTIFICATE", "DGMAP_KEY"), str(certificate))
    with proxy(two, tmp_path, **settings) as site:  # type: ignore[operator]
        plain = ask(f"{site.url}/towns?lang=en")
        assert plain.status == 308
        assert re.fullmatch(r"https://127\.0\.0\.1(:\d+)?/towns\?lang=en", plain.headers["location"])
        for path in ("/towns", "/data/towns.csv", "/none"):
            assert _by_tls(port, path).getheader("strict-transport-security") == "max-age=31536000"
        answer = _by_tls(port, "/towns")
        assert answer.status == 200
        cookies = answer.headers.get_all("set-cookie")
        assert cookies
        assert all("secure" in one.lower() for one in cookies), cookies
        with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
            _by_tls(port, "/towns", newest=ssl.TLSVersion.TLSv1_1)
        try:
            assert _by_tls(port, "/towns", host="evil.example").status == 421
        except ConnectionError:  # nginx closes without a word
            return
