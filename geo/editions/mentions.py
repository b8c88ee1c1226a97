"""Find the names that a report's tables cite in the report's own text, and keep the pairs.

The text is a plain file, one paragraph a line; a line that begins with ``#`` (or ``＃``, as a Chinese
keyboard has it) is the heading of a section. Paragraphs before the first heading are 0.1, 0.2, …; those of
the fourth section 4.1, 4.2, … Only short names are kept of it, never a sentence.
"""

from __future__ import annotations

import csv
from pathlib import Path

from geo.errors import DataError, Problem
from geo.reading import own_paths, read_table, rows
from geo.schema import form

__all__ = ["LONGEST", "find", "paragraphs", "write"]

LONGEST = 16
_HEADING = ("#", "＃", "﹟")
# White space, the ideographic one too, and what is not seen at all: marks of byte order, joiners of no width.
_BLANK = " \t\r\f\v\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060"


def paragraphs(text: str) -> dict[str, str]:
    """Return the paragraphs of a report by reference, in their order."""
    found: dict[str, str] = {}
    section, number = 0, 0
    for line in (raw.strip(_BLANK) for raw in text.splitlines()):
        if line.startswith(_HEADING):
            section, number = section + 1, 0
        elif line:
            number += 1
            found[f"{section}.{number}"] = line
    return found


def find(folder: Path, report: str, *, text: str) -> list[tuple[str, str]]:
    """Return the (ref, mention) of each project, target and duty, each found in the paragraph that it cites.

    Parameters
    ----------
    folder, report
        The data folder and the edition.
    text
        The report, as the module says.

    Raises
    ------
    geo.errors.DataError
        With every mention that its paragraph does not hold (and the paragraphs that do), or that is a
        sentence rather than a name.
    """
    said = paragraphs(text)
    pairs: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    has_headings = any(not ref.startswith("0.") for ref in said)
    for name in ("projects", "targets", "duties"):
        path = own_paths(folder, report)[name]
        file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        for row, cells in rows(read_table(path, file=file, form=form(name))):
            ref, mention = cells["ref"], cells["mention"]
            if len(mention) > LONGEST:
                problems.append(Problem(file, row, "mention", "long_mention", mention, str(LONGEST)))
            elif not has_headings and not ref.startswith("0."):
                # Every paragraph would be sought in the wrong place: one cause, and no advice for each row.
                raise DataError([Problem(report, 0, "", "no_headings", ref)])
            elif not mention or mention not in said.get(ref, ""):
                others = [other for other, words in said.items() if mention and mention in words]
                problems.append(Problem(file, row, "ref", "not_in_text", mention, ", ".join(others) or "–"))
            else:
                pairs.add((ref, mention))
    if problems:
        raise DataError(problems)
    order = list(said)
    return sorted(pairs, key=lambda pair: (order.index(pair[0]), said[pair[0]].index(pair[1]), pair[1]))


def write(folder: Path, report: str, pairs: list[tuple[str, str]]) -> Path:
    """Write the pairs as the report's ``mentions.csv`` (made, never edited by hand)."""
    path = own_paths(folder, report)["mentions"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["ref", "mention"])
        writer.writerows(pairs)
    return path
