"""``/metrics``: what the server has counted, as Prometheus reads it. Loaded when somebody asks (0.2 s)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from geo import __version__
from geo.days import today
from geo.folders import BUILD_FOLDER
from ui import health
from ui.monitoring.counting import BOUNDS_S, COUNTS, Spread

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["answer"]


async def answer(request: Request) -> Response:
    """Answer with all figures. Who may ask is decided before (``ui.monitoring.insiders``)."""
    encode, media_type = choose_encoder(request.headers.get("accept", ""))
    body = await run_in_threadpool(encode, _REGISTRY)
    return Response(body, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


class _Ours(Collector):
    """Make the counts into metrics at the moment they are asked for."""

    def collect(self) -> Iterator[Metric]:
        yield from _traffic()
        yield from _work()
        yield from _data()


def _traffic() -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "dgmap_requests", "Answers by route and status.", labels=("route", "status")
    )
    for (route, status), count in list(COUNTS.requests.items()):
        requests.add_metric((route, str(status)), count)
    yield requests
    seconds = HistogramMetricFamily("dgmap_request_seconds", "Seconds to an answer's end.", labels=("route",))
    for route, spread in list(COUNTS.seconds.items()):
        seconds.add_metric((route,), _buckets(spread), spread.sum_s)
    yield seconds
    reruns = HistogramMetricFamily("dgmap_rerun_seconds", "Seconds from a visitor's act to its run's end.")
    reruns.add_metric((), _buckets(COUNTS.reruns), COUNTS.reruns.sum_s)
    yield reruns
    yield GaugeMetricFamily("dgmap_sockets", "Pages that are open now.", value=COUNTS.sockets)
    held = (
        "Sessions held: those of open pages, and those left so shortly that a page may come back to its own."
    )
    leaving: Any = sys.modules.get("ui.serving.leaving")
    yield GaugeMetricFamily("dgmap_sessions", held, value=leaving.LEFT.held if leaving else 0)
    records = CounterMetricFamily("dgmap_log_records", "Warnings and errors logged.", labels=("level",))
    for level in ("warning", "error", "critical"):
        records.add_metric((level,), COUNTS.records[level])
    yield records


def _buckets(spread: Spread) -> list[tuple[str, float]]:
    """Return the counts up to each bound, as Prometheus adds them up."""
    sums, total = [], 0
    for bound, count in zip([*map(str, BOUNDS_S), "+Inf"], spread.counts, strict=True):
        total += count
        sums.append((bound, float(total)))
    return sums


# What waits, by the module that it waits in; a module that nobody has needed is not loaded for this.
_QUEUES: Mapping[str, str] = {
    "ui.pictures": "pictures",
    "ui.serving.answering": "files",
    "ui.offline": "offline",
    "ui.trying": "uploads",
}


def _work() -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        "dgmap_waiting", "Requests at work or in the queue for it.", labels=("queue",)
    )
    for module, queue in _QUEUES.items():
        waiting.add_metric((queue,), sys.modules[module].waiting() if module in sys.modules else 0)
    yield waiting
    kept = GaugeMetricFamily("dgmap_kept_bytes", "Bytes kept to be given again.", labels=("cache",))
    answering: Any = sys.modules.get("ui.serving.answering")
    kept.add_metric(("files",), answering.kept_bytes() if answering else 0)
    for name in ("pictures", "compressed", "offline"):
        kept.add_metric((name,), _size(BUILD_FOLDER / name))
    uploads: Any = sys.modules.get("ui.serving.uploads")
    kept.add_metric(("uploads",), uploads.held_bytes() if uploads else 0)
    yield kept


def _size(folder: Path) -> int:
    total = 0
    for path in folder.glob("*"):
        try:
            total += path.stat().st_size
        except OSError:  # it went while we looked
            continue
    return total


def _data() -> Iterator[Metric]:
    told: Mapping[str, Any] = health.report()
    yield GaugeMetricFamily("dgmap_ready", "1: visitors are answered.", value=int(told["ready"]))
    is_full = int(told["disk"] == "full")
    yield GaugeMetricFamily("dgmap_disk_full", "1: nothing can be kept any more.", value=is_full)
    is_good = GaugeMetricFamily(
        "dgmap_data_good", "1: the newest files are shown; 0: the last good ones.", labels=("edition",)
    )
    age = GaugeMetricFamily("dgmap_data_age_days", "Days since the newest fact.", labels=("edition",))
    info = GaugeMetricFamily("dgmap_build_info", "1.", labels=("version", "edition", "inputs"))
    for edition, one in told["editions"].items():
        is_good.add_metric((edition,), int(not one["problem"]))
        info.add_metric((__version__, edition, one["inputs"]), 1)
        if one["newest_fact"]:
            newest = date.fromisoformat(str(one["newest_fact"])[:10])
            age.add_metric((edition,), (today() - newest).days)
    yield from (is_good, age, info)


_REGISTRY = CollectorRegistry()
_REGISTRY.register(_Ours())
ProcessCollector(registry=_REGISTRY)
