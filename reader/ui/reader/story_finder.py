"""Finds the story that an article belongs to, by a few letters of a title: first those with most words in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.model import Headline
from reader.text import fold
from reader.ui.commands.fuzzy import Index, named
from reader.ui.language.display_dates import row_date
from reader.ui.widgets.pick_list import PickRow
from reader.wording.titles import shown_title

_MOST_ROWS = 200
_WORD = re.compile(r"\w{4,}")


class StoryFinder:
    """``rows``: of articles of other stories and none; ``counts``: tellings of each story; ``now``: in Unix seconds."""

    def __init__(
        self, row: Headline, rows: Sequence[Headline], counts: Mapping[int, int], titles: Mapping[int, str], now: int
    ) -> None:
        self._counts, self._titles, self._now = counts, titles, now
        words = _words(row)
        self._all = sorted(rows, key=lambda one: (-len(words & _words(one)), abs(one.sort - row.sort), one.id))
        self._index = Index([named(one, shown_title(one.title), titles.get(one.feed_id, "")) for one in self._all])

    def find(self, typed: str) -> list[PickRow]:
        """One row for each story; for an empty text, first those whose titles have most words in common."""
        found = self._index.find(typed, most=_MOST_ROWS, strictly=True) if typed.strip() else self._all
        best: dict[int, Headline] = {}  # of each story, or of an article without one (negative), what fits best
        for one in found:
            best.setdefault(-one.id if one.story is None else one.story, one)
        return [self._row(one) for one in list(best.values())[:_MOST_ROWS]]

    def _row(self, one: Headline) -> PickRow:
        others = self._counts.get(one.story, 1) - 1 if one.story is not None else 0
        date = row_date(one.sort, self._now)
        right = f"+{others}  {date}" if others else date
        return PickRow(one.id, shown_title(one.title), self._titles.get(one.feed_id, ""), right)


def _words(row: Headline) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(row.title)))
