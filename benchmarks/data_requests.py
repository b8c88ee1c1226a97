"""What a data request costs: CPU and bytes, made first and asked again, beside a bare file response.

    python benchmarks/data_requests.py

All run in one process over ASGI, without a network; the ratio to Starlette's own file response of the same
bytes, in the same run, says more than milliseconds of one machine.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DGMAP_REQUESTS_A_MINUTE"] = "0"

from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route

from ui import server

ASKED = (
    *((f"/data/projects.{form}", "town=changan") for form in ("csv", "geojson", "json", "fgb", "parquet")),
    *((f"/data/projects.{form}", "town=changan") for form in ("xlsx", "gpkg")),
    ("/ogc/collections/projects/items", "limit=10"),
    ("/datapackage.json", ""),
)
TIMES = 200


async def ask(app: Starlette, path: str, query: str, headers: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
    """Return status and body of an answer."""
    sent: list[Any] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"x.example"), *headers],
        "root_path": "",
        "scheme": "http",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    tags = [value for name, value in sent[0]["headers"] if name == b"etag"]
    headers[:] = [(b"if-none-match", tags[0])] if tags else []
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


async def cpu_ms(app: Starlette, path: str, query: str = "", *, times: int = 1, again: bool = False) -> float:
    """Return the CPU milliseconds of this process for one request; ``again``: with the tag it was given."""
    tags: list[tuple[bytes, bytes]] = []
    if again:
        await ask(app, path, query, tags)
    before = time.process_time()
    for _ in range(times):
        await ask(app, path, query, list(tags))
    return (time.process_time() - before) * 1000 / times


async def main() -> None:
    """Print a row an address."""
    app = Starlette(routes=server.routes())
    await ask(app, "/data/sources.csv", "", [])  # imports and the dataset are not what is measured
    print(f"{'address':<36}{'bytes':>9}{'first ms':>10}{'again ms':>10}{'304 ms':>8}{'again : file':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for path, query in ASKED:
            first = await cpu_ms(app, path, query)
            _, body = await ask(app, path, query, [])
            again = await cpu_ms(app, path, query, times=TIMES)
            known = await cpu_ms(app, path, query, times=TIMES, again=True)
            file = Path(folder) / "file"
            file.write_bytes(body)
            bare = Starlette(routes=[Route("/file", lambda _request, file=file: FileResponse(file))])
            plain = await cpu_ms(bare, "/file", times=TIMES)
            print(f"{path:<36}{len(body):>9}{first:>10.1f}{again:>10.2f}{known:>8.2f}{again / plain:>14.2f}")


if __name__ == "__main__":
    asyncio.run(main())
