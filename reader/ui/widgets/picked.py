"""The rows of a list that the user has selected for a command. Pure.

Rows are counted from 0. They stand for the same entries until the list gets other rows; see :meth:`Picked.moved`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows that were selected, and a range that grows with the cursor.

    ``anchor``: the row at which that range begins; None: there is none. ``acted``: a command was run on the rows, so
    that they are forgotten when the cursor moves on.
    """

    rows: frozenset[int] = frozenset()
    anchor: int | None = None
    acted: bool = False

    def __bool__(self) -> bool:
        return self.anchor is not None or bool(self.rows)

    def growing(self, cursor: int) -> range:
        """The rows of the range from the anchor to the cursor."""
        if self.anchor is None:
            return range(0)
        return range(min(self.anchor, cursor), max(self.anchor, cursor) + 1)

    def holds(self, row: int, cursor: int) -> bool:
        """Whether a row is selected."""
        return row in self.rows or row in self.growing(cursor)

    def count(self, cursor: int) -> int:
        """The number of selected rows."""
        growing = self.growing(cursor)
        return len(growing) + sum(row not in growing for row in self.rows)

    def all(self, cursor: int) -> list[int]:
        """The selected rows, from the top."""
        return sorted(self.rows.union(self.growing(cursor)))

    def extended(self, cursor: int) -> Picked:
        """Begins a range at the cursor; ends the range that grows; or takes out the selected row under the cursor."""
        if self.anchor is not None:
            return Picked(frozenset(self.all(cursor)))
        if cursor in self.rows:
            return Picked(self.rows - {cursor})
        return Picked(self.rows, anchor=cursor)

    def toggled(self, row: int, cursor: int) -> Picked:
        """Adds a single row or takes it out; a range that grows ends at the cursor."""
        return Picked(frozenset(self.all(cursor)) ^ {row})

    def used(self) -> Picked:
        """After a command was run on the rows."""
        return replace(self, acted=True)

    def after_move(self) -> Picked:
        """After the cursor was moved to another row."""
        return Picked() if self.acted else self

    def moved(self, places: Mapping[int, int], cursor: int, cursor_after: int) -> Picked:
        """The same entries in a list with other rows. ``places``: the new row of each old one that still exists.

        A range stops growing if rows came in between or the cursor is elsewhere, so that nothing is selected that the
        user did not select.
        """
        before = self.all(cursor)
        rows = frozenset(places[row] for row in before if row in places)
        anchor = None if self.anchor is None else places.get(self.anchor)
        if anchor is not None:
            same = Picked(rows - set(range(min(anchor, cursor_after), max(anchor, cursor_after) + 1)), anchor)
            if same.count(cursor_after) == len(rows):
                return replace(same, acted=self.acted)
        return Picked(rows, acted=self.acted)
