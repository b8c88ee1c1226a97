"""Where in a table the names of its columns stand, which columns hold the place, and which rows are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.upload.grids import Cell, Grid, letter
from geo.upload.headings import (
    BOTH,
    LATITUDE,
    LONGITUDE,
    PAIRS,
    WKT,
    assign,
    corrected,
    fold,
    halves,
    is_place,
)
from geo.upload.seen import Choice

__all__ = ["Layout", "Place", "best", "lay", "worth"]

# The names of the columns stand in one of the first rows.
_TRIED = 12
_TOTALS = frozenset({"合计", "总计", "小计", "总和", "共计", "total", "subtotal", "sum"})
_REMARKS = ("注", "备注", "说明", "填表", "填报", "制表", "单位", "数据来源", "资料来源", "来源")


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of coordinates, from 0.

    Attributes
    ----------
    lon, lat
        Of a point in two cells, or the same one twice; None if there is none.
    wkt
        Columns of whole geometries, the first that is filled counts.
    """

    lon: int | None = None
    lat: int | None = None
    wkt: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """As :attr:`geo.upload.seen.Seen.place` names it."""
        if self.lon is not None:
            return "one_cell" if self.lon == self.lat else "lon_lat"
        return "wkt" if self.wkt else ""

    @property
    def columns(self) -> frozenset[int]:
        """All of them."""
        pair = () if self.lon is None or self.lat is None else (self.lon, self.lat)
        return frozenset((*pair, *self.wkt))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a grid is read.

    Attributes
    ----------
    header, headers
        The row with the names of the columns, and the rows that may be it; none where it is known.
    titles
        Those names.
    ours
        Our column for each, empty for none.
    place
        Where the coordinates are.
    rows
        The rows of data.
    left_out
        Numbers of the rows below the header that are none: sums, remarks, the header again.
    """

    header: int
    headers: tuple[int, ...]
    titles: tuple[str, ...]
    ours: tuple[str, ...]
    place: Place
    rows: tuple[tuple[int, list[Cell]], ...]
    left_out: tuple[int, ...] = ()


def worth(titles: Sequence[str]) -> int:
    """Return how many of some headings we know."""
    return sum(map(bool, assign(titles))) + len({fold(title) for title in titles if is_place(title)})


def best(grid: Grid) -> int:
    """Return how many columns of a sheet we know, 0 if it has no row below their names."""
    if grid.total < 2:
        return 0
    return max(worth(titles) for _, titles in _candidates(grid))


def _candidates(grid: Grid) -> list[tuple[int, tuple[str, ...]]]:
    """Return what may be the names of the columns: each of the first rows, and two of them as one."""
    if grid.is_named:
        return [(0, tuple(cell.text.strip() for cell in grid.rows[0][1]))]
    found: list[tuple[int, tuple[str, ...]]] = []
    above: list[str] | None = None
    for at, (_, cells) in enumerate(grid.rows[:_TRIED]):
        titles = [cell.text.strip() for cell in cells]
        found.append((at, tuple(titles)))
        if above is not None and sum(map(bool, above)) > 1:
            found.append((at, tuple(own or over for own, over in zip(titles, above, strict=True))))
        above = titles
    return found


def lay(grid: Grid, choice: Choice) -> Layout:
    """Find out how a grid is read; what the visitor has said goes before what we find."""
    at, titles = _header(grid, choice.header)
    headers = () if grid.is_named else tuple(number for number, _ in grid.rows[:_TRIED])
    place = _place(grid, at, titles, choice)
    named = tuple("" if column in place.columns else title for column, title in enumerate(titles))
    # A column of coordinates is no other one.
    hers = ["" if column in place.columns else letter(column) for column in range(len(titles))]
    below = [cells for _, cells in grid.rows[at + 1 :]]
    zeros = [
        column
        for column in range(len(titles))
        if len(below) > 1 and all(cells[column].text.strip() == "0" for cells in below)
    ]
    ours = corrected(assign(named, zeros=zeros), hers, choice.columns)
    rows, left_out = [], []
    for number, cells in grid.rows[at + 1 :]:
        if _is_data(cells, titles):
            rows.append((number, cells))
        else:
            left_out.append(number)
    return Layout(grid.rows[at][0], headers, titles, ours, place, tuple(rows), tuple(left_out))


def _header(grid: Grid, chosen: int) -> tuple[int, tuple[str, ...]]:
    """Return the index of the row with the names, and the names: the row that holds most that we know."""
    candidates = _candidates(grid)
    if chosen:
        candidates = [one for one in candidates if grid.rows[one[0]][0] == chosen] or candidates
    known = max(worth(titles) for _, titles in candidates)
    if known > 1 or (chosen and known):
        return next(one for one in candidates if worth(one[1]) == known)
    if chosen:
        return candidates[0]
    # Nothing that we know: the first row that is more than a title.
    widths = [sum(map(bool, titles)) for _, titles in candidates]
    wide = max(widths) > 1
    return next(one for one, width in zip(candidates, widths, strict=True) if width > 1 or not wide)


def _is_data(cells: list[Cell], titles: Sequence[str]) -> bool:
    texts = [cell.text.strip() for cell in cells]
    full = [text for text in texts if text]
    if not full:
        return any(cell.is_full for cell in cells)
    if "".join(full[0].split()).casefold().rstrip("：:") in _TOTALS:
        return False
    if full[0].startswith("#") and titles[0].startswith("#"):
        return False  # what the columns are, not a row of them
    if len(full) > 2 and all(text == title for text, title in zip(texts, titles, strict=True) if text):
        return False  # printed again on each page
    is_remark = full[0].startswith(_REMARKS) and len(set(full)) == 1
    return not (is_remark and len(titles) > 1)


def _place(grid: Grid, at: int, titles: Sequence[str], choice: Choice) -> Place:
    """Return the columns of coordinates, by their names or as the visitor has said."""
    letters = [letter(column) for column in range(len(titles))]
    wkt = tuple(column for word in WKT for column in _named(titles, (word,)))
    if choice.lon in letters and choice.lat in letters:
        return Place(letters.index(choice.lon), letters.index(choice.lat))
    lon, lat = _named(titles, LONGITUDE), _named(titles, LATITUDE)
    if lon and lat:
        return Place(lon[0], lat[0], wkt)
    pair = _pair(titles)
    if pair and all(_is_numbers(grid, at, column) for column in pair):
        return Place(*pair, wkt)
    both = next((column for column in _named(titles, BOTH) if _is_pair(grid, at, column)), None)
    if both is not None:
        return Place(both, both, wkt)
    return Place(None, None, wkt)


def _named(titles: Sequence[str], words: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of these names, in the order of the words."""
    said = [halves(title) for title in titles]
    found = [column for word in words for column, title in enumerate(said) if word in title]
    return tuple(dict.fromkeys(found))


def _pair(titles: Sequence[str]) -> tuple[int, int] | None:
    """Return the first two columns whose names differ as those of east and north do."""
    folded = [fold(title) for title in titles]
    for east, north in PAIRS:
        for column, title in enumerate(folded):
            mates = {title.removesuffix(east) + north} if title.endswith(east) else set()
            mates |= {north + title.removeprefix(east)} if title.startswith(east) else set()
            mate = next((at for at, other in enumerate(folded) if other in mates), None)
            if mate is not None:
                return column, mate
    return None


def _is_numbers(grid: Grid, at: int, column: int) -> bool:
    """Say whether most cells of a column are numbers."""
    texts = [cells[column].text.strip() for _, cells in grid.rows[at + 1 :] if cells[column].is_full]
    return bool(texts) and 2 * sum(text[:1].isdigit() or text[:1] == "-" for text in texts) >= len(texts)


def _is_pair(grid: Grid, at: int, column: int) -> bool:
    """Say whether a column named 坐标 or location holds numbers, not an address."""
    texts = [cells[column].text for _, cells in grid.rows[at + 1 :] if cells[column].is_full]
    return bool(texts) and 2 * sum(any(sign.isdigit() for sign in text) for text in texts) >= len(texts)
