"""The headlines of a list that were read from the store, in pages around the rows that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from reader.lazy_dataclass import dataclass
from reader.model import Change, Field, Headline, TellingRow
from reader.ui.widgets.rows import Rows

PAGE = 64  # rows read at once
CACHED_ROWS = 2_048


@dataclass(frozen=True, slots=True)
class RowSource:
    """What rows are made of: headlines by their ids, entries by their labels, a feed's folder, and the tellings of
    stories.
    """

    headlines: Callable[[Sequence[int]], list[Headline]]
    labels: Callable[[Sequence[int]], Mapping[str, Iterable[int]]]
    folder: Callable[[int], str]
    tellings: Callable[[Collection[int]], Mapping[int, tuple[TellingRow, ...]]]


class ReadRows:
    """``with_labels``: their labels are read too. ``then`` is called with each page of headlines that was read."""

    def __init__(self, source: RowSource, *, with_labels: bool, then: Callable[[Sequence[Headline]], object]) -> None:
        self._source, self._with_labels, self._then = source, with_labels, then
        self._headlines: dict[int, Headline] = {}
        self._labels: dict[int, tuple[str, ...]] = {}

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self._headlines

    def headline(self, rows: Rows, row: int) -> Headline | None:
        """A row's headline; None if its entry no longer exists."""
        entry_id = rows.key_at(row)[1]
        if entry_id not in self._headlines:
            self._read_around(rows, row)
        return self._headlines.get(entry_id)

    def labels_of(self, entry_id: int) -> tuple[str, ...]:
        """The labels of an entry whose headline was read; none without a column for them."""
        return self._labels.get(entry_id, ())

    def _read_around(self, rows: Rows, row: int) -> None:
        if len(self._headlines) > CACHED_ROWS:
            self.forget()
        start = max(0, row - PAGE // 2)
        around = (rows.key_at(one)[1] for one in range(start, min(start + PAGE, len(rows))))
        wanted = [entry_id for entry_id in around if entry_id not in self._headlines]
        headlines = self._source.headlines(wanted)
        self._headlines.update((headline.id, headline) for headline in headlines)
        self._then(headlines)
        if self._with_labels:
            self._labels.update(dict.fromkeys(wanted, ()))
            for label, ids in self._source.labels(wanted).items():
                self._labels.update((entry_id, (*self._labels[entry_id], label)) for entry_id in ids)

    def apply(self, change: Change) -> None:
        """Applies a change to the headlines that it concerns."""
        for entry_id in set(change.ids) & self._headlines.keys():
            self._headlines[entry_id] = change.on(self._headlines[entry_id])
        if change.field is Field.LABEL and self._with_labels:
            self.forget()

    def use_labels(self, with_labels: bool) -> None:
        """Reads labels from now on, or no longer."""
        self._with_labels = with_labels
        self.forget()

    def forget(self) -> None:
        """Reads all rows again when they are asked for."""
        self._headlines, self._labels = {}, {}
