"""Which names and figures stand in which paragraph of the report.

The pairs come from the report's own text, so that a wrong reference in ``projects.csv`` or
``targets.csv`` is found also where the report is not at hand. Only short fragments are kept,
never a sentence.
"""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["LONGEST", "build", "paragraphs", "write"]

#: Lines of the report that open a section; section 0 has no heading line of its own.
HEADINGS = (7, 11, 16, 21, 26, 30, 34, 38, 46)
FIRST_LINE = 4
LAST_LINE = 51

#: The longest fragment that is kept, in characters.
LONGEST = 16


def paragraphs(report: Path) -> dict[str, str]:
    """Split the report into its paragraphs.

    Parameters
    ----------
    report
        ``dongguan-2024.txt``, one paragraph a line.

    Returns
    -------
    dict of str to str
        Reference (section.paragraph, such as 4.2) to text.
    """
    lines = report.read_text(encoding="utf-8").splitlines()
    result: dict[str, str] = {}
    section, number = 0, 0
    for position in range(FIRST_LINE, LAST_LINE + 1):
        if position in HEADINGS:
            section, number = section + 1, 0
            continue
        number += 1
        result[f"{section}.{number}"] = lines[position - 1]
    return result


def build(report: Path, *, tables: list[Path]) -> list[tuple[str, str]]:
    """Find every mention of the tables in the report.

    Parameters
    ----------
    report
        The report's text.
    tables
        CSV files with a column `mention`; their column `ref` is not read on purpose: the paragraphs
        come from the text.

    Returns
    -------
    list of tuple
        (ref, mention) for every paragraph that holds the mention, ordered as in the report.

    Raises
    ------
    ValueError
        If a mention is in no paragraph, or too long to be a name.
    """
    texts = paragraphs(report)
    mentions: set[str] = set()
    for table in tables:
        with table.open(encoding="utf-8") as file:
            mentions |= {row["mention"] for row in csv.DictReader(file)}
    found = {(ref, mention) for mention in mentions for ref, text in texts.items() if mention in text}
    lost = mentions - {mention for _, mention in found}
    long = {mention for mention in mentions if len(mention) > LONGEST}
    if lost or long:
        msg = f"not in the report: {sorted(lost)}; too long: {sorted(long)}"
        raise ValueError(msg)
    order = {ref: position for position, ref in enumerate(texts)}
    return sorted(found, key=lambda pair: (order[pair[0]], texts[pair[0]].index(pair[1]), pair[1]))


def write(path: Path, *, pairs: list[tuple[str, str]]) -> None:
    """Write the pairs as CSV with the columns ref and mention."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["ref", "mention"])
        writer.writerows(pairs)
