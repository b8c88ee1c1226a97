"""A stand-in for WeChat's server, on this machine: it answers as it is told, and says what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

APPID, SECRET, TOKEN, TICKET = (
    "wx0123456789abcdef",
    "s3cret-of-the-account",
    "token-of-today",
    "ticket-of-today",
)
TOKEN_PATH, TICKET_PATH = "/stable_token", "/ticket/getticket"
# How a phone's WeChat names itself, and an iPhone's.
_PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
AGENT = f"{_PHONE} MicroMessenger/8.0.50"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
APPLE = f"{_IPHONE} MicroMessenger/8.0.50"

Answer = Callable[[BaseHTTPRequestHandler], None]


def says(told: object, *, status: int = 200, **headers: str) -> Answer:
    """Return what answers with JSON, or with bytes as they are."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


class WeChat:
    """What is asked, in order, as (path with query, body); what is answered, by path; whether it waits."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str]] = []
        self.open = threading.Event()
        self.open.set()
        self.answers: dict[str, Answer] = {
            TOKEN_PATH: says({"access_token": TOKEN, "expires_in": 7200}),
            TICKET_PATH: says({"errcode": 0, "errmsg": "ok", "ticket": TICKET, "expires_in": 7200}),
        }

    @property
    def paths(self) -> list[str]:
        """What is asked, without queries."""
        return [path.partition("?")[0] for path, _ in self.asked]


@contextmanager
def wechat() -> Iterator[WeChat]:
    """Run the stand-in; its ``url`` stands where `ui.wechat.tickets.API` does."""
    stand_in = WeChat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            stand_in.asked.append((self.path, self.rfile.read(size).decode()))
            stand_in.open.wait()
            stand_in.answers[self.path.partition("?")[0]](self)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_told: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_told: Any) -> None:
            """Who hangs up in the middle of an answer is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield stand_in
    finally:
        stand_in.open.set()
        server.shutdown()
        server.server_close()


def settings(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of an operator with an account, whose secret lies in a folder."""
    file = folder / "wechat-secret"
    file.write_text(f"{SECRET}\n", encoding="ascii")
    return {"DGMAP_WECHAT_APPID": APPID, "DGMAP_WECHAT_SECRET_FILE": str(file), "DGMAP_URL": url}
