"""What a correction is about: a project, a figure or a source of an edition, looked up by its id."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.view import View, to_query

if TYPE_CHECKING:
    from geo.dataset import Dataset
    from layers.correction.letter import Fact
    from layers.projects.records import Project

__all__ = ["KINDS", "Entry", "entry"]

# The parameter of each kind, and the fact that is wrong most often.
KINDS = {"p": ("project", "status"), "target": ("target", "result"), "source": ("source", "address")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with its facts; ``where`` is the page that shows it, with its query."""

    kind: str
    id: str
    name: str
    facts: tuple[Fact, ...]
    usual: str
    where: str

    def fact(self, key: str) -> Fact:
        """Return the fact of a key; of one that there is not, the usual one."""
        found = {fact.key: fact for fact in self.facts}
        return found.get(key) or found.get(self.usual) or self.facts[0]


@lru_cache(maxsize=4)
def _records(dataset: Dataset, lang: str) -> Mapping[str, Project]:
    from layers.projects.rows import projects  # noqa: PLC0415 - it loads pandas

    return {project.id: project for project in projects(dataset, lang=lang)}


def _row(frame: Any, entry_id: str) -> Mapping[Hashable, Any] | None:  # noqa: ANN401 - a pandas frame
    found: list[Mapping[Hashable, Any]] = frame[frame["id"] == entry_id].to_dict("records")
    return found[0] if found else None


def entry(dataset: Dataset, parameter: str, entry_id: str, *, lang: str) -> Entry | None:
    """Return what a correction is about, None for an id that this edition does not have.

    Parameters
    ----------
    parameter
        One of :data:`KINDS`.
    """
    make = {"p": _project, "target": _target, "source": _source}[parameter]
    return make(dataset, entry_id, lang)


def _where(page: str, dataset: Dataset, lang: str, project: str | None = None) -> str:
    query = to_query(View(report=dataset.edition, lang=lang, project=project))
    return f"/{page}?{query}" if query else f"/{page}"


def _project(dataset: Dataset, entry_id: str, lang: str) -> Entry | None:
    from layers.correction.letter import facts_of_project  # noqa: PLC0415 - it loads pandas

    project = _records(dataset, lang).get(entry_id)
    if project is None:
        return None
    column = "short_zh" if lang == "zh" else "name_en"
    names = dict(zip(dataset.towns["id"], dataset.towns[column], strict=True))
    facts = facts_of_project(project, towns=names, lang=lang)
    where = _where("", dataset, lang, entry_id)
    return Entry("project", entry_id, project.name, tuple(facts), KINDS["p"][1], where)


def _target(dataset: Dataset, entry_id: str, lang: str) -> Entry | None:
    from layers.correction.letter import facts_of_target  # noqa: PLC0415 - it loads pandas
    from layers.target_words import scope_text, value_text  # noqa: PLC0415 - only where a target is asked for

    row = _row(dataset.targets, entry_id)
    if row is None:
        return None
    sources = {str(one["id"]): one for one in dataset.sources.to_dict("records")}
    facts = facts_of_target(
        row, value=value_text(row, lang), scope=scope_text(row, lang), sources=sources, lang=lang
    )
    where = _where("promises", dataset, lang)
    return Entry("target", entry_id, str(row[f"name_{lang}"]), tuple(facts), KINDS["target"][1], where)


def _source(dataset: Dataset, entry_id: str, lang: str) -> Entry | None:
    from layers.correction.letter import facts_of_source  # noqa: PLC0415 - it loads pandas

    row = _row(dataset.sources, entry_id)
    if row is None:
        return None
    where = _where("about", dataset, lang)
    facts = facts_of_source(row, lang=lang)
    return Entry("source", entry_id, str(row["title"]), tuple(facts), KINDS["source"][1], where)
