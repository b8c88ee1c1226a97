"""One request after another: a line and bytes in, a line and bytes out."""

from __future__ import annotations

import io
import json
from pathlib import Path

from geo import worker


def test_requests_are_answered_one_after_another(tmp_path: Path):
    """With bytes and without, until the input ends."""
    sent = tmp_path / "sent"
    lines = [({"name": "a", "bytes": 3}, b"\nb\n"), ({"name": "c"}, b"")]
    sent.write_bytes(b"".join(json.dumps(head).encode() + b"\n" + raw for head, raw in lines))
    told = io.BytesIO()
    with io.FileIO(sent) as source:
        worker.serve(lambda asked, raw: ({"said": asked["name"]}, raw * 2), source, told)
    told.seek(0)
    for head, raw in lines:
        answer = json.loads(told.readline())
        assert answer == {"said": head["name"], "bytes": 2 * len(raw)}
        assert told.read(answer["bytes"]) == raw * 2
