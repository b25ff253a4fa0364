"""Where the cursor and the selected rows are in a list, so that they stay there when the list gets other rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reader.lazy_dataclass import dataclass
from reader.library import Key
from reader.ui.widgets.rows import Rows

NEAR = 64  # rows on each side of the cursor that may take its place

Spot = tuple[Key, Key | None]
"""An entry in the list, and of one beneath the row of its story, that row's entry."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where the cursor is: its entry, the visible lines above it, and its row.

    ``picked``: the entries of selected rows. ``beside``: entries near the cursor, the nearest first, unless their order
    by date tells where the cursor's would be.
    """

    spot: Spot | None
    above: int
    row: int
    picked: Mapping[int, Spot]
    beside: Sequence[Key]

    def cursor_in(self, rows: Rows) -> int:
        """The row of the entry that the cursor was on, or of one that was near."""
        if not self.spot or not len(rows):
            return 0
        key, home = self.spot
        row = _beneath(rows, key, home) if home else None
        key = home or key  # of a telling that has left its story, the story's row
        if row is None:
            row = rows.index_of(*key)
        if row is None and rows.dated:
            row = rows.place_of(*key)
        if row is None:
            found = rows.indices_of(self.beside)
            row = next((found[entry_id] for _, entry_id in self.beside if entry_id in found), 0)
        return min(row, len(rows) - 1)

    def picked_in(self, rows: Rows) -> dict[int, int]:
        """The new rows of the selected entries that are still in the list, by the rows that they had.

        An entry is beneath its story's row if it was there, or else where the list has it.
        """
        if not self.picked:
            return {}
        own = rows.indices_of([key for key, _ in self.picked.values()])
        found = {row: own[key[1]] for row, (key, _) in self.picked.items() if key[1] in own}
        beneath = ((row, _beneath(rows, key, home)) for row, (key, home) in self.picked.items() if home)
        return found | {row: place for row, place in beneath if place is not None}


def place_in(rows: Rows, cursor: int, above: int, picked: Sequence[int]) -> ListPlace:
    """The place of the cursor and of selected rows. ``above``: the visible lines above the cursor's row."""
    if not len(rows):
        return ListPlace(None, above, cursor, {}, ())
    own = rows.own_of(cursor)[0]
    near = range(max(0, own - NEAR), min(len(rows.ids), own + NEAR))
    by_distance = sorted(near, key=lambda row: (abs(row - own), row < own))
    beside = () if rows.dated else tuple((rows.sorts[row], rows.ids[row]) for row in by_distance)
    at = dict(zip(picked, spots(rows, picked), strict=True))
    return ListPlace(_spot(rows, cursor), above, cursor, at, beside)


def spots(rows: Rows, numbers: Iterable[int]) -> Iterable[Spot]:
    """The spots of rows, of which there may be a million."""
    if rows.has_below:
        return (_spot(rows, row) for row in numbers)
    sorts, ids = rows.sorts, rows.ids
    return (((sorts[row], ids[row]), None) for row in numbers)


def _spot(rows: Rows, row: int) -> Spot:
    own, below = rows.own_of(row)
    home = (rows.sorts[own], rows.ids[own])
    return (rows.key_at(row), home) if below else (home, None)


def _beneath(rows: Rows, key: Key, home: Key) -> int | None:
    """The row of an entry beneath its story's row, if it is there."""
    own = rows.own_index_of(*home)
    below = rows.below(own) if own is not None else ()
    return rows.row_of(own) + 1 + below.index(key) if own is not None and key in below else None
