"""A selection as SQL: the only place where statements are put together from parts."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

from reader.lazy_dataclass import dataclass
from reader.query.selection import Selection
from reader.query.tree import EVERYTHING, NOTHING

Key = tuple[int, int]  # (sort, id): an entry's position in every list
RANKED = 2_000  # results of a search among which the best are chosen
MEMBERS = "SELECT id FROM authors WHERE person = (SELECT person FROM authors WHERE id = ?)"  # a person's names
FEEDS_TO_MERGE = 250  # up to here, a list of several feeds is merged from one list for each of them


class Listing(NamedTuple):
    """Sort dates and ids in the order of a list. ``groups``: by feed, the first row of each and the feed's id."""

    sorts: array[int]
    ids: array[int]
    groups: tuple[tuple[int, int], ...] = ()


class Searched(Enum):
    """How a condition uses the search index for words."""

    AT_ONCE = "at once"  # for all that it finds
    IN_RANGE = "in range"  # for what it finds in a range of ids, where nothing else is wanted
    ONE_BY_ONE = "one by one"  # whether it finds an entry, which takes 10 to 300 µs; for words that most entries have


class Bound(Enum):
    """Stands for a bound value that is known later."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Where:
    """A condition over ``entries`` with its bound values. ``nothing``: it can never be true."""

    sql: str
    values: tuple[Any, ...]
    nothing: bool = False

    def between(self, low: int, high: int) -> tuple[Any, ...]:
        """The values of a condition with :attr:`Searched.IN_RANGE`, for entries with these ids."""
        return tuple(low if value is Bound.LOW else high if value is Bound.HIGH else value for value in self.values)


def where(selection: Selection, *, feed_by_index: bool = True, words: Searched = Searched.AT_ONCE) -> Where:
    """The condition. ``feed_by_index=False`` keeps SQLite from choosing an index on the feed."""
    parts: list[str] = []
    values: list[Any] = []
    nothing = False
    if selection.feeds is not None:
        nothing = not selection.feeds
        column = "feed_id" if feed_by_index else "+feed_id"
        parts.append(f"{column} IN ({placeholders(selection.feeds)})")
        values += selection.feeds
    if selection.unread:
        parts.append("read = 0")
    if selection.starred:
        parts.append("starred = 1")
    if selection.later:
        parts.append("later = 1")
    if selection.since is not None:
        parts.append("sort >= ?")
        values.append(selection.since)
    if selection.up_to is not None:
        parts.append("+id <= ?")
        values.append(selection.up_to)
    if selection.ids is not None:
        parts.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(selection.ids))
    if selection.author is not None:
        parts.append(f"id IN (SELECT entry_id FROM entry_authors WHERE author_id IN ({MEMBERS}))")
        values.append(selection.author)
    if selection.query != EVERYTHING:
        from reader.store.query_sql import condition  # opening the reader does without

        sql, more = condition(selection.query, words)
        nothing = nothing or selection.query == NOTHING
        parts.append(f"({sql})")
        values += more
    return Where(" AND ".join(parts) or "TRUE", tuple(values), nothing)


def placeholders(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))
