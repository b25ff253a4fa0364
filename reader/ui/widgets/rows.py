"""Where the headlines of a stream and the headings of its days stand, as lines. Pure.

Rows all have one height and headings another, so that any line of a million rows is found in a few steps
(bisection over the headings, of which there are a few dozen).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

HEADING_HEIGHT = 2  # an empty line and the heading


class Rows:
    """Sort dates and ids of a stream, newest first, with its headings; ``row_height`` is in lines.

    With ``dated=False`` they are in another order, and any row is found by looking at each.
    """

    def __init__(
        self,
        sorts: Sequence[int],
        ids: Sequence[int],
        headings: Sequence[tuple[int, str]],
        row_height: int,
        *,
        dated: bool = True,
    ) -> None:
        self.sorts = sorts if isinstance(sorts, array) else array("q", sorts)
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.headings = tuple(headings)
        self.row_height, self.dated = row_height, dated
        self._starts = [index for index, _ in headings]
        self._heading_lines = [
            index * row_height + number * HEADING_HEIGHT for number, index in enumerate(self._starts)
        ]

    def __len__(self) -> int:
        return len(self.ids)

    def at_height(self, row_height: int) -> Rows:
        """The same rows at another height."""
        return Rows(self.sorts, self.ids, self.headings, row_height, dated=self.dated)

    @property
    def lines(self) -> int:
        """How many lines rows and headings have together."""
        return len(self.ids) * self.row_height + len(self.headings) * HEADING_HEIGHT

    def top_of(self, index: int) -> int:
        """The first line of a row."""
        return index * self.row_height + bisect_right(self._starts, index) * HEADING_HEIGHT

    def locate(self, line: int) -> tuple[int | None, int, str]:
        """What a line shows: row and line within it, or None, the line within the heading, and its words."""
        number = bisect_right(self._heading_lines, line) - 1
        if number >= 0:
            below = line - self._heading_lines[number]
            if below < HEADING_HEIGHT:
                return None, below, self.headings[number][1]
        row, within = divmod(line - (number + 1) * HEADING_HEIGHT, self.row_height)
        return row, within, ""

    def index_of(self, sort: int, entry_id: int) -> int | None:
        """The row of an entry by its key, in a few steps."""
        if not self.dated:
            return self.ids.index(entry_id) if entry_id in self.ids else None
        low = bisect_left(self.sorts, -sort, key=lambda seconds: -seconds)
        high = bisect_right(self.sorts, -sort, lo=low, key=lambda seconds: -seconds)
        try:
            return self.ids.index(entry_id, low, high)
        except ValueError:
            return None

    def place_of(self, sort: int, entry_id: int) -> int:
        """The row at which an entry with that key would stand; the first, if that is nowhere."""
        if not self.dated:
            return self.index_of(sort, entry_id) or 0
        low = bisect_left(self.sorts, -sort, key=lambda seconds: -seconds)
        while low < len(self.ids) and self.sorts[low] == sort and self.ids[low] > entry_id:
            low += 1
        return low
