"""Joins the copies of an article, in the transaction in which they arrive or change.

Candidates have the same number of their address or text in an index; :mod:`reader.stories.same_article` judges each
pair, and entries connected by such pairs are one group. All candidates are judged again each time, so the order of
arrival changes nothing. The poll of a feed has decided which of its entries are the same: an address that two of them
share identifies nothing, and texts that would put two of them into one group do not count.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from reader.store.compression import DROPPED, unpack_texts
from reader.store.connection import transaction
from reader.store.copy_states import unite
from reader.store.rows import dumps
from reader.store.state import note_rearranged
from reader.store.story_groups import unite_copies
from reader.stories.same_article import (
    APART,
    OF_ONE_SITE_APART,
    Article,
    are_copies,
    article,
    copy_keys,
    goes_apart,
    is_own,
)
from reader.text import plain_text
from reader.web.addresses import site_of

UNLINKED = "copies-unlinked"  # key in the table `session`: the highest id of the entries that have no keys yet
LINKED_SECONDS = 30 * 86_400  # entries that arrived earlier than this before a migration stay as they are
_MOST_AT_ADDRESS, _MOST_WITH_TEXT = 200, 100  # candidates; a number that more have says nothing


Pair = tuple[int, int]  # ids of copies


class Row(NamedTuple):
    """The values by which candidates are found."""

    id: int
    feed_id: int
    canonical_key: int | None
    text_key: int | None
    sort: int
    copies: int | None


def keys_of(url: str | None, summary_html: str, content_html: str) -> tuple[int | None, int | None]:
    """See :func:`reader.stories.same_article.copy_keys`."""
    return copy_keys(url, plain_text(content_html) or plain_text(summary_html))


def join(connection: sqlite3.Connection, ids: Collection[int], *, now: int, new: Collection[int] = ()) -> set[int]:
    """Finds the copies of entries that arrived or changed, in the caller's transaction. ``new``: those that arrived.

    Returns the entries whose state changed by that.
    """
    begun = _with_candidates(connection, ids)
    if not begun:
        return set()
    rows, crowded = _connected(connection, begun)
    groups = _groups(connection, rows, crowded)
    wanted = {one: min(group) for group in groups for one in group}
    moved = [row for row in rows.values() if row.copies != wanted.get(row.id)]
    if not moved:
        return set()
    connection.executemany(
        "UPDATE entries SET copies = ? WHERE id = ?", [(wanted.get(row.id), row.id) for row in moved]
    )
    if _rearranges(groups, rows, moved, frozenset(new)):
        note_rearranged(connection)
    here = {row.id for row in moved}
    changed: set[int] = set()
    for group in groups:
        if not here.isdisjoint(group):
            unite_copies(connection, group)
            changed |= unite(connection, group, now=now)
    return changed


def _rearranges(groups: Iterable[set[int]], rows: Mapping[int, Row], moved: Iterable[Row], new: frozenset[int]) -> bool:
    """Whether an older entry may have gained or lost its row."""
    if any(row.copies is not None and row.id not in new for row in moved):
        return True
    return any(sum(rows[one].copies is None for one in group - new) > 1 for group in groups) or any(
        len({rows[one].copies for one in group - new if rows[one].copies}) > 1 for group in groups
    )


# -- candidates

_ROW = "SELECT id, feed_id, canonical_key, text_key, sort, copies FROM entries"
_NEAR = f"BETWEEN {{sort}} - {APART} AND {{sort}} + {APART}"


def _with_candidates(connection: sqlite3.Connection, ids: Collection[int]) -> list[Row]:
    rows = connection.execute(
        f"{_ROW} e WHERE id IN (SELECT value FROM json_each(?)) AND (copies IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM entries o WHERE o.canonical_key = e.canonical_key AND o.feed_id <> e.feed_id)"
        " OR EXISTS (SELECT 1 FROM entries o WHERE o.text_key = e.text_key"
        f" AND o.sort {_NEAR.format(sort='e.sort')} AND o.feed_id <> e.feed_id))",
        (dumps(list(ids)),),
    )
    return [Row(*row) for row in rows]


def _connected(connection: sqlite3.Connection, begun: Iterable[Row]) -> tuple[dict[int, Row], set[int]]:
    """All entries to which candidates lead from these, by id, and the numbers of texts that too many have."""
    rows: dict[int, Row] = {}
    crowded: set[int] = set()
    asked: set[tuple[str, int]] = set()
    frontier = {row.id: row for row in begun}

    def find(row: Row) -> Iterator[Row]:
        for column, value, most in (
            ("canonical_key", row.canonical_key, _MOST_AT_ADDRESS + 1), ("copies", row.copies, -1),
        ):  # fmt: skip
            if value is not None and (column, value) not in asked:
                asked.add((column, value))
                found = connection.execute(f"{_ROW} WHERE {column} = ? ORDER BY id LIMIT ?", (value, most))
                yield from map(Row._make, found.fetchall())
        if row.text_key is not None and row.text_key not in crowded:
            sql = f"{_ROW} WHERE text_key = ?1 AND sort {_NEAR.format(sort='?2')} LIMIT {_MOST_WITH_TEXT + 1}"
            near = connection.execute(sql, (row.text_key, row.sort)).fetchall()
            if len(near) > _MOST_WITH_TEXT:
                crowded.add(row.text_key)
            else:
                yield from map(Row._make, near)

    while frontier:
        rows |= frontier
        found = [one for row in frontier.values() for one in find(row)]
        frontier = {one.id: one for one in found if one.id not in rows}
    return rows, crowded


# -- groups


def _groups(connection: sqlite3.Connection, rows: Mapping[int, Row], crowded: Collection[int]) -> list[set[int]]:
    """The groups of several among these entries."""
    judge = _Judge(connection, rows)
    by_address: defaultdict[int, list[Row]] = defaultdict(list)
    by_text: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row.canonical_key is not None:
            by_address[row.canonical_key].append(row)
        if row.text_key is not None and row.text_key not in crowded:
            by_text[row.text_key].append(row)
    plain: list[tuple[int, int]] = []
    for same in by_address.values():
        if len({row.feed_id for row in same}) == len(same) <= _MOST_AT_ADDRESS:
            plain += judge.pairs(same, by_address=True)
    joined = {one: number for number, group in enumerate(_components(plain)) for one in group}
    textual = [pair for same in by_text.values() for pair in judge.pairs(same, by_address=False, joined=joined)]
    whole = _components((*plain, *textual))
    return [part for group in whole for part in _consistent(judge, group, plain, textual, joined)]


def _consistent(
    judge: _Judge, group: set[int], plain: Iterable[Pair], textual: Iterable[Pair], joined: Mapping[int, int]
) -> list[set[int]]:
    """A group, or its parts if a feed has two of it, or if a teaser joins articles that only begin alike."""
    if judge.is_one(group, joined):
        return [group]
    own = [pair for pair in plain if pair[0] in group]
    whole = [pair for pair in textual if pair[0] in group and not judge.is_cut(pair)]
    parts = _components((*own, *whole))
    return parts if all(judge.is_one(part, joined) for part in parts) else _components(own)


class _Judge:
    """Judges pairs; reads the text of an article only where that decides, and once."""

    def __init__(self, connection: sqlite3.Connection, rows: Mapping[int, Row]) -> None:
        self._connection, self._rows = connection, rows
        self._articles: dict[int, Article] = {}
        self._own: dict[int, bool] = {}
        self._dropped: set[int] = set()

    def pairs(
        self, same: Collection[Row], *, by_address: bool, joined: Mapping[int, int] | None = None
    ) -> list[tuple[int, int]]:
        """The copies among candidates, except pairs of which both have the same number in ``joined``."""
        joined = joined or {}
        return [
            (one.id, other.id)
            for one, other in combinations(same, 2)
            if one.feed_id != other.feed_id
            and joined.get(one.id, -one.id) != joined.get(other.id, -other.id)
            and self._are_copies(one, other, by_address=by_address)
        ]

    def is_one(self, group: Collection[int], joined: Mapping[int, int]) -> bool:
        """Whether entries that pairs connect can all be copies of one article. ``joined``: as for :meth:`pairs`."""
        if len({self._rows[one].feed_id for one in group}) < len(group):
            return False
        texts = [self._rows[one] for one in sorted(group) if self._rows[one].text_key is not None]
        return len(group) < 3 or not any(
            one.text_key == other.text_key
            and joined.get(one.id, -one.id) != joined.get(other.id, -other.id)
            and goes_apart(self._article(one), self._article(other))
            for one, other in combinations(texts, 2)
        )

    def is_cut(self, pair: Pair) -> bool:
        """Whether one of the texts breaks off."""
        return any(self._article(self._rows[one]).cut for one in pair)

    def _are_copies(self, one: Row, other: Row, *, by_address: bool) -> bool:
        apart = abs(one.sort - other.sort)
        if by_address and apart <= OF_ONE_SITE_APART and self._is_own(one) and self._is_own(other):
            return True
        if not by_address and apart > APART:
            return False
        mine, its = self._article(one), self._article(other)
        if self._dropped.isdisjoint((one.id, other.id)) or (by_address and mine.own and its.own):
            return are_copies(mine, its, by_address=by_address)
        return one.copies is not None and one.copies == other.copies  # as judged while both had their texts

    def _is_own(self, row: Row) -> bool:
        """Whether an entry's address is at the site of its feed."""
        if row.id not in self._own:
            url, site = self._connection.execute(
                "SELECT e.url, f.url FROM entries e JOIN feeds f ON f.id = feed_id WHERE e.id = ?", (row.id,)
            ).fetchone()
            self._own[row.id] = is_own(site_of(url), site_of(site))
        return self._own[row.id]

    def _article(self, row: Row) -> Article:
        if row.id not in self._articles:
            url, title, site, *cells = self._connection.execute(
                "SELECT e.url, e.title, f.url, summary, html, packed FROM entries e"
                " JOIN feeds f ON f.id = feed_id LEFT JOIN content ON entry_id = e.id WHERE e.id = ?",
                (row.id,),
            ).fetchone()
            if cells[2] == DROPPED:
                self._dropped.add(row.id)
            summary, html = unpack_texts(*cells)
            self._articles[row.id] = article(
                feed=row.feed_id, site=site_of(site), url=url, host=site_of(url), title=title,
                text=plain_text(html) or plain_text(summary), date=row.sort,
            )  # fmt: skip
        return self._articles[row.id]


def _components(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The groups that pairs connect."""
    group_of: dict[int, set[int]] = {}
    for one, other in pairs:
        mine, its = group_of.setdefault(one, {one}), group_of.setdefault(other, {other})
        if mine is not its:
            mine |= its
            group_of |= dict.fromkeys(its, mine)
    return list({id(group): group for group in group_of.values()}.values())


# -- entries from before, and checking


class Copies:
    """The column ``entries.copies``, beside what :func:`join` does when entries arrive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def link_batch(self, size: int, *, now: int) -> bool:
        """Joins copies among the newest entries that are older than the column; False when all is done.

        One transaction. Entries that arrived more than :data:`LINKED_SECONDS` ago stay as they are.
        """
        if _unlinked(self._connection) is None:
            return False
        with transaction(self._connection):
            return self._link(size, now)

    def _link(self, size: int, now: int) -> bool:
        below = _unlinked(self._connection)
        found = self._connection.execute(
            "SELECT e.id, e.url, summary, html, packed FROM entries e LEFT JOIN content ON entry_id = e.id"
            " WHERE e.id <= ? AND first_seen > ? ORDER BY e.id DESC LIMIT ?",
            (below or 0, now - LINKED_SECONDS, size),
        ).fetchall()
        self._connection.executemany(
            "UPDATE entries SET canonical_key = ?, text_key = ? WHERE id = ?",
            [(*keys_of(url, *unpack_texts(*cells)), entry_id) for entry_id, url, *cells in found],
        )
        join(self._connection, [entry[0] for entry in found], now=now)
        if len(found) < size:
            self._connection.execute("DELETE FROM session WHERE key = ?", (UNLINKED,))
            return False
        self._connection.execute("UPDATE session SET value = ? WHERE key = ?", (str(found[-1][0] - 1), UNLINKED))
        return True


def _unlinked(connection: sqlite3.Connection) -> int | None:
    row = connection.execute("SELECT CAST(value AS INTEGER) FROM session WHERE key = ?", (UNLINKED,)).fetchone()
    return row and int(row[0])


def wrong_groups(connection: sqlite3.Connection) -> int:
    """How many groups have one entry only, or two of one feed, or are counted wrongly."""
    (groups,) = connection.execute(f"SELECT count(*) FROM ({_IMPOSSIBLE})").fetchone()
    (counted,) = connection.execute(
        f"SELECT (SELECT count(*) FROM ({_MISCOUNTED})) + (SELECT count(*) FROM (SELECT id, feeds FROM copy_groups"
        f" EXCEPT {_COUNTED})) + (SELECT count(*) FROM (SELECT feeds, count(*) FROM copy_groups GROUP BY feeds"
        " EXCEPT SELECT feeds, unread FROM copy_counts)) + (SELECT count(*) FROM (SELECT feeds FROM copy_counts"
        " EXCEPT SELECT feeds FROM copy_groups))"
    ).fetchone()
    return int(groups + counted)


def mend_groups(connection: sqlite3.Connection) -> None:
    """Dissolves groups that cannot be, counts all again, and has the newest entries joined again, in a transaction."""
    run = connection.execute
    run(f"UPDATE entries SET copies = NULL WHERE copies IN ({_IMPOSSIBLE})")
    run("DELETE FROM copy_groups")
    run("DELETE FROM copy_counts")
    run(f"INSERT INTO copy_groups {_COUNTED}")
    run("INSERT OR REPLACE INTO session SELECT ?, max(id) FROM entries HAVING max(id) > 0", (UNLINKED,))


_IMPOSSIBLE = """
    SELECT copies FROM entries WHERE copies IS NOT NULL GROUP BY copies
    HAVING count(*) = 1 OR count(DISTINCT feed_id) < count(*)
"""
_COUNTED = """
    SELECT copies, group_concat(feed_id) FROM (
        SELECT copies, feed_id FROM entries WHERE copies IS NOT NULL AND read = 0 ORDER BY copies, feed_id
    ) GROUP BY copies HAVING count(*) > 1
"""
_MISCOUNTED = f"{_COUNTED} EXCEPT SELECT id, feeds FROM copy_groups"
