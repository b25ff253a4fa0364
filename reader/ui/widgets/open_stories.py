"""Which stories of a list are open, with their other tellings beneath their rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from reader.library import Key
from reader.library.articles import read_after
from reader.model import Change, Field, Headline, TellingRow
from reader.ui.widgets.rows import Rows

_MOST_KNOWN = 2_048  # stories
Tellings = Callable[[Collection[int]], Mapping[int, tuple[TellingRow, ...]]]


class OpenStories:
    """``tellings`` reads the tellings of stories, earliest first. Results are kept until :meth:`forget`."""

    def __init__(self, tellings: Tellings) -> None:
        self._tellings = tellings
        self._known: dict[int, tuple[TellingRow, ...]] = {}  # by story
        self._open: dict[int, tuple[Key, ...]] = {}  # by the entry of the row: its key and those beneath it

    # -- the tellings

    def read(self, headlines: Iterable[Headline]) -> None:
        """Reads the tellings of the stories of some rows at once."""
        if len(self._known) > _MOST_KNOWN:
            self._known = {}
        stories = {row.story for row in headlines if row.story is not None} - self._known.keys()
        self._known.update(dict.fromkeys(stories, ()) | dict(self._tellings(stories)) if stories else {})

    def others(self, row: Headline) -> tuple[TellingRow, ...]:
        """The other tellings of a row's story, earliest first."""
        if row.story is None:
            return ()
        self.read((row,))
        return tuple(one for one in self._known[row.story] if not one.is_same(row))

    def apply(self, change: Change) -> None:
        """Takes over a change of :attr:`~reader.model.Field.READ`."""
        if change.field is Field.READ:
            self._known = {story: read_after(change, rows) for story, rows in self._known.items()}

    def forget(self) -> None:
        """Reads the tellings again where they are needed."""
        self._known = {}

    # -- open stories

    def __bool__(self) -> bool:
        return bool(self._open)

    def open(self, row: Headline) -> bool:
        """Opens the story of a row; False if it has no other tellings."""
        others = self.others(row)
        if others:
            self._open[row.id] = ((row.sort, row.id), *(one.key for one in others))
        return bool(others)

    def close(self, entry_id: int) -> bool:
        """Closes the story of a row; False if it is not open."""
        return self._open.pop(entry_id, None) is not None

    def close_all(self) -> None:
        """Closes all stories."""
        self._open = {}

    def below(self, rows: Rows) -> dict[int, tuple[Key, ...]]:
        """The keys beneath the own rows of a list."""
        found = rows.own_indices_of([keys[0] for keys in self._open.values()]) if self._open else {}
        return {own: self._open[entry_id][1:] for entry_id, own in found.items()}

    def follow(self, rows: Rows, headlines: Callable[[list[int]], list[Headline]]) -> None:
        """Opens the same stories in another list, as they are now.

        A story whose row has gone is open at the row of another of its tellings, if one has a row.
        """
        opened, self._open = self._open, {}
        if not opened:
            return
        found = rows.own_indices_of([key for keys in opened.values() for key in keys])
        self.forget()
        for keys in opened.values():
            any(self.open(row) for row in headlines([one for _, one in keys if one in found]))
