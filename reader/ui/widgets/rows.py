"""The line numbers of headlines and of the headings of days or feeds between them. Pure.

All rows have the same height, and so have all headings. Therefore the row at a line is found by bisecting the few dozen
headings, even among a million rows.

Some rows may have others beneath them for a while: the other tellings of a story that was opened, one line each. They
are not in the columns of the list, which stay as they are. A row is counted among all that are shown, an *own* row
among those of the list.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from reader.library import Key
from reader.query.tree import Order

BY_DATE = frozenset({Order.NEWEST, Order.OLDEST})
_BLOCK = 1_000  # rows that are looked through at once
_FEW = 200  # entries that are looked up one by one faster than by walking over a long list


class Rows:
    """Sort dates and ids of a stream in an order, with its headings.

    ``row_height`` and ``heading_height`` are in lines; a heading of 0 lines is only known by its first row. ``below``:
    the keys beneath own rows.
    """

    def __init__(
        self,
        sorts: Sequence[int],
        ids: Sequence[int],
        headings: Sequence[tuple[int, str]],
        row_height: int,
        *,
        heading_height: int = 1,
        order: Order = Order.NEWEST,
        below: Mapping[int, Sequence[Key]] | None = None,
    ) -> None:
        self.sorts = sorts if isinstance(sorts, array) else array("q", sorts)
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.headings = tuple(headings)
        self.row_height, self.heading_height, self.order = row_height, heading_height, order
        opened = sorted((own, tuple(keys)) for own, keys in (below or {}).items() if keys)
        self._opened = [own for own, _ in opened]
        self._below = [keys for _, keys in opened]
        self._before = [0, *accumulate(len(keys) for keys in self._below)]
        self._starts = [index for index, _ in headings]
        self._heading_lines = [
            self._beneath_above(index) + index * row_height + number * heading_height
            for number, index in enumerate(self._starts)
        ]
        self._opened_lines = [self._top_of_own(own) for own in self._opened]

    def __len__(self) -> int:
        return len(self.ids) + self._before[-1]

    @property
    def dated(self) -> bool:
        """Whether the rows are in order by date."""
        return self.order in BY_DATE

    def at_height(self, row_height: int, heading_height: int) -> Rows:
        """The same rows with other heights."""
        return self._changed(row_height, heading_height, dict(zip(self._opened, self._below, strict=True)))

    def with_below(self, below: Mapping[int, Sequence[Key]]) -> Rows:
        """The same list with other rows beneath own ones."""
        return self._changed(self.row_height, self.heading_height, below)

    def _changed(self, row_height: int, heading_height: int, below: Mapping[int, Sequence[Key]]) -> Rows:
        return Rows(
            self.sorts, self.ids, self.headings, row_height, heading_height=heading_height, order=self.order,
            below=below,
        )  # fmt: skip

    # -- own rows, and those beneath them

    def row_of(self, own: int) -> int:
        """The row of an own row."""
        return own + self._beneath_above(own)

    def own_of(self, row: int) -> tuple[int, int]:
        """The own row of a row, and how far below it the row is; 0: it is that itself."""
        number = bisect_right(self._opened, row, key=self.row_of) - 1
        if number < 0:
            return row, 0
        own = self._opened[number]
        below = row - self.row_of(own)
        return (own, below) if below <= len(self._below[number]) else (row - self._before[number + 1], 0)

    def _beneath_above(self, own: int) -> int:
        """How many rows are beneath the own rows above."""
        return self._before[bisect_left(self._opened, own)]

    @property
    def has_below(self) -> bool:
        """Whether any row has others beneath it."""
        return bool(self._opened)

    def below(self, own: int) -> Sequence[Key]:
        """The keys beneath an own row."""
        number = bisect_left(self._opened, own)
        return self._below[number] if number < len(self._opened) and self._opened[number] == own else ()

    def key_at(self, row: int) -> Key:
        """The key of a row."""
        own, below = self.own_of(row)
        return self.below(own)[below - 1] if below else (self.sorts[own], self.ids[own])

    # -- lines

    @property
    def lines(self) -> int:
        """The number of lines of all rows and headings."""
        return len(self.ids) * self.row_height + self._before[-1] + len(self.headings) * self.heading_height

    def _top_of_own(self, own: int) -> int:
        headings = bisect_right(self._starts, own) * self.heading_height
        return own * self.row_height + self._beneath_above(own) + headings

    def top_of(self, row: int) -> int:
        """The first line of a row."""
        own, below = self.own_of(row)
        return self._top_of_own(own) + (self._above_below + below - 1 if below else 0)

    @property
    def _above_below(self) -> int:
        """The lines of a row with others beneath it; the empty one at its end follows the last of these."""
        return max(1, self.row_height - 1)

    def height_of(self, row: int) -> int:
        """The lines of a row."""
        own, number = self.own_of(row)
        below = len(self.below(own))
        if number == below:
            return self.row_height if not below else 1 + self.row_height - self._above_below
        return 1 if number else self._above_below

    def locate(self, line: int) -> tuple[int | None, int, str]:
        """The content of a line: row and line within the row, or None, the line within a heading, and its text."""
        number = bisect_right(self._heading_lines, line) - 1
        if number >= 0:
            below = line - self._heading_lines[number]
            if below < self.heading_height:
                return None, below, self.headings[number][1]
        opened = bisect_right(self._opened_lines, line) - 1
        if opened >= 0:
            within = line - self._opened_lines[opened]
            count = len(self._below[opened])
            if within < self.row_height + count:
                return self._locate_in(self.row_of(self._opened[opened]), within, count)
        own, within = divmod(line - (number + 1) * self.heading_height - self._before[opened + 1], self.row_height)
        return own + self._before[opened + 1], within, ""

    def _locate_in(self, row: int, within: int, count: int) -> tuple[int, int, str]:
        """The row and the line in it, of a line of a row that has ``count`` others beneath it."""
        if within < self._above_below:
            return row, within, ""
        below = min(within - self._above_below + 1, count)
        return row + below, within - self._above_below - below + 1, ""

    def heading_of(self, row: int) -> str:
        """The heading right above a row; empty if there is none."""
        own, below = self.own_of(row)
        number = bisect_left(self._starts, own)
        has_one = not below and number < len(self._starts) and self._starts[number] == own
        return self.headings[number][1] if has_one else ""

    # -- looking for entries

    def index_of(self, sort: int, entry_id: int) -> int | None:
        """The row of an entry; None if it is not in the list."""
        own = self.own_index_of(sort, entry_id)
        if own is not None:
            return self.row_of(own)
        for own, keys in zip(self._opened, self._below, strict=True):
            if (sort, entry_id) in keys:
                return self.row_of(own) + 1 + keys.index((sort, entry_id))
        return None

    def own_index_of(self, sort: int, entry_id: int) -> int | None:
        """The own row of an entry; None if it has none."""
        if not self.dated:
            return _index(self.ids, entry_id)
        own = self._own_place_of(sort, entry_id)
        return own if own < len(self.ids) and self.ids[own] == entry_id else None

    def indices_of(self, keys: Collection[Key]) -> dict[int, int]:
        """The rows of those entries that are in the list itself, by id."""
        return {entry_id: self.row_of(own) for entry_id, own in self.own_indices_of(keys).items()}

    def own_indices_of(self, keys: Collection[Key]) -> dict[int, int]:
        """The own rows of those entries that are in the list itself, by id."""
        if self.dated and len(keys) < _FEW:
            rows = {entry_id: self.own_index_of(sort, entry_id) for sort, entry_id in keys}
            return {entry_id: row for entry_id, row in rows.items() if row is not None}
        wanted, found = {entry_id for _, entry_id in keys}, dict[int, int]()
        for start in range(0, len(self.ids), _BLOCK):
            block = self.ids[start : start + _BLOCK]
            if not wanted.isdisjoint(block):
                found |= {entry_id: row for row, entry_id in enumerate(block, start) if entry_id in wanted}
                if len(found) == len(wanted):
                    break
        return found

    def place_of(self, sort: int, entry_id: int) -> int:
        """The row of an entry, or the row where it would be inserted; 0 if the order is not by date."""
        if not self.dated:
            return self.index_of(sort, entry_id) or 0
        return self.row_of(self._own_place_of(sort, entry_id))

    def _own_place_of(self, sort: int, entry_id: int) -> int:
        return place_of(self.sorts, self.ids, (sort, entry_id), oldest_first=self.order is Order.OLDEST)


def _index(ids: array[int], entry_id: int) -> int | None:
    """The first place of a number, looked for as bytes: in a million numbers, that is ten times as fast."""
    try:
        sought = array(ids.typecode, (entry_id,)).tobytes()
    except OverflowError:
        return None
    cells, at = ids.tobytes(), -1
    while (at := cells.find(sought, at + 1)) >= 0:
        if at % ids.itemsize == 0:
            return at // ids.itemsize
    return None


def place_of(sorts: Sequence[int], ids: Sequence[int], key: Key, *, oldest_first: bool = False) -> int:
    """The row of the entry with that key, or the row where it would be inserted."""
    if oldest_first:
        return bisect_left(range(len(ids)), key, key=lambda row: (sorts[row], ids[row]))
    return bisect_left(range(len(ids)), True, key=lambda row: (sorts[row], ids[row]) <= key)


def merged(sorts: array[int], ids: array[int], keys: Iterable[Key]) -> tuple[array[int], array[int]]:
    """Inserts keys into both columns, which are newest first, each only once.

    The arrays grow in place, because a copy of a long list would take as much memory again. A new array is returned
    only if a number does not fit into the old one's type.
    """
    new: list[tuple[int, Key]] = []
    for key in sorted(set(keys), reverse=True):
        place = place_of(sorts, ids, key)
        if place == len(ids) or (sorts[place], ids[place]) != key:
            new.append((place, key))
    places = [place for place, _ in new]
    return (
        _with_numbers(sorts, places, [sort for _, (sort, _) in new]),
        _with_numbers(ids, places, [entry_id for _, (_, entry_id) in new]),
    )


def _with_numbers(column: array[int], places: list[int], numbers: list[int]) -> array[int]:
    """Inserts each number before the index given for it; indices ascend. Every element moves once, from the end."""
    end = len(column)
    try:
        column.extend(array(column.typecode, numbers))
    except OverflowError:
        column = array("q", column)
        column.extend(array("q", numbers))
    with memoryview(column) as cells:
        for before in range(len(places) - 1, -1, -1):
            start = places[before]
            cells[start + before + 1 : end + before + 1] = cells[start:end]
            cells[start + before] = numbers[before]
            end = start
    return column
