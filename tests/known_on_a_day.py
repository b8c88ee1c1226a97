"""What was known on a day, worked out from the files of the data alone: nothing of `geo` is asked."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

DATA_FOLDER = Path(__file__).parents[1] / "data"

DUE = "2024-12-31"
# What fulfils each kind of promise, written down again here.
FULFILS = {
    "works_started": ("works_started", "delivered", "completed", "opened"),
    "delivered": ("delivered", "completed", "opened"),
    "completed": ("completed", "opened"),
    "opened": ("opened",),
}


def table(name):
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EVENTS = table("events.csv")
PLACEMENTS = table("placements.csv")
PROJECTS = table("reports/2024/projects.csv")
TARGETS = table("reports/2024/targets.csv")
READ = {row["id"]: row["date_read"] for row in table("sources.csv")}


def end_of(when):
    """The last day of a year, a month or a day, by counting back from the first of the next one."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 3:
        return date(*parts)
    after = date(parts[0] + 1, 1, 1) if len(parts) == 1 or parts[1] == 12 else date(parts[0], parts[1] + 1, 1)
    return after - timedelta(days=1)


def counts_from(row, when="date", source="source_id"):
    end = end_of(row[when])
    read = READ.get(row[source])
    return end if len(row[when]) == 10 or not read else min(end, date.fromisoformat(read))


FROM = [(counts_from(row), row) for row in EVENTS]
DAYS = [min(day for day, _ in FROM) + timedelta(days=n) for n in range(3300)]
DAYS = [day for day in DAYS if day <= max(day for day, _ in FROM)]


def newest_of(known):
    """The event that shows the state; a search that found nothing counts only where all else is silent."""
    telling = [row for row in known if row["status"]]
    told = [row for row in telling if row["status"] != "unknown"] or telling
    newest = None
    for row in told:
        if newest is None or end_of(row["date"]) >= end_of(newest["date"]):
            newest = row
    return newest


def status_of(known):
    """The state that the newest event shows."""
    newest = newest_of(known)
    return newest["status"] if newest else "unknown"


def kept_of(promised, known):
    if not promised:
        return "open"
    done = sorted((row["date"], row["date"] <= DUE) for row in known if row["event"] in FULFILS[promised])
    if done:
        when = done[0][0]
        return "kept" if end_of(when) <= date.fromisoformat(DUE) else "late"
    return "not_yet" if any(row["event"] == "not_yet" and row["date"] > DUE for row in known) else "unknown"


def towns_of(project, day):
    known = [row for row in PLACEMENTS if row["project_id"] == project["id"] and counts_from(row) <= day]
    return project["towns"] or (max(known, key=lambda row: row["date"])["towns"] if known else "")


def known_on(day):
    """The events of each project that were known on a day."""
    known = {}
    for since, row in FROM:
        if since <= day:
            known.setdefault(row["project_id"], []).append(row)
    return known


def recomputed(day):
    """Status, kept and towns of each project on a day."""
    known = known_on(day)
    return {
        one["id"]: (
            status_of(known.get(one["id"], [])),
            kept_of(one["promised"], known.get(one["id"], [])),
            tuple(towns_of(one, day).split(";")) if towns_of(one, day) else (),
        )
        for one in PROJECTS
    }
