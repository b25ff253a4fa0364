"""Reading entries: pages by key, rows by id, one entry whole. Nothing here writes.

Lists are newest first by ``(sort, id)``. A page is found by that key and costs the same anywhere in a
million entries; ``OFFSET`` is never used. Copies of an article are one row (:mod:`reader.store.one_row`).
"""

from __future__ import annotations

import heapq
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from reader.model import Entry, Headline
from reader.query.selection import Selection
from reader.query.tree import BY_FEED, EVERYTHING, Either, Node, Order
from reader.store.authors import entry_people
from reader.store.compression import unpack_texts
from reader.store.connection import reading
from reader.store.labels import labels_of
from reader.store.one_row import first_rows, groups, hidden_among, hidden_of_all, in_group, spare
from reader.store.rows import read_details, read_page, read_problem
from reader.store.state import with_copies
from reader.store.where_clause import FEEDS_TO_MERGE, MEMBERS, RANKED, Key, Listing, Searched, placeholders, where
from reader.text import reading_minutes

if TYPE_CHECKING:  # whole lists come after the first paint
    from reader.arrival import KnownEntry
    from reader.store.list_keys import Columns

T = TypeVar("T")
_FOLLOWED = (
    "EXISTS (SELECT 1 FROM authors WHERE followed IS NOT NULL) AND EXISTS (SELECT 1 FROM entry_authors JOIN authors"
    " ON authors.id = author_id WHERE entry_id = entries.id AND person IN"
    " (SELECT person FROM authors WHERE followed IS NOT NULL))"
)
_ANY_RENAMED = "SELECT 1 FROM authors WHERE own_name IS NOT NULL LIMIT 1"
_RENAMED_AMONG = (
    "SELECT DISTINCT entry_id FROM json_each(?) JOIN entry_authors ON entry_id = value JOIN authors ON"
    " authors.id = author_id WHERE person IN (SELECT person FROM authors WHERE own_name IS NOT NULL)"
)
_ORDERS = {
    Order.OLDEST: "{sort}, {id}",
    Order.TITLE: "{title}, {sort} DESC, {id} DESC",
    Order.LENGTH: "{words} DESC, {sort} DESC, {id} DESC",
}
_FEW = 5_000  # entries that are sorted at once; of more, the first are found by walking an index in order
OLDEST_KEY = (-(2**63), 0)  # older than every entry
_BATCH = 500  # bound values in one statement; SQLite's own limit is 32,766 (999 before 3.32)


class Entries:
    """The tables ``entries``, ``content`` and ``pages``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.stopped: Callable[[], bool] = bool  # whether nobody waits for the result any more; never

    def page(
        self,
        selection: Selection,
        *,
        older_than: Key | None = None,
        limit: int = 100,
        report: Callable[[list[Key]], object] = list,
    ) -> list[Key]:
        """The newest ``limit`` keys of a selection, or the newest below a key; newest first.

        ``report`` receives what a long search has found so far, in no order.
        """
        return first_rows(
            self._connection, selection, limit, lambda wanted: self._page(selection, older_than, wanted, report)
        )

    def _page(
        self, selection: Selection, older_than: Key | None, limit: int, report: Callable[[list[Key]], object] = list
    ) -> list[Key]:
        """The keys of all entries, copies as well."""
        if isinstance(selection.query, Either) and selection.query.parts:
            return self._page_of_either(selection, selection.query.parts, older_than, limit)
        if selection.query != EVERYTHING and older_than is None:
            from reader.store.newest import newest_found  # opening the reader does without

            def by_index(selection: Selection) -> list[Key]:
                return self._keys(selection, None, limit, order="DESC", beyond="<")

            with reading(self._connection):
                return newest_found(self._connection, selection, limit, by_index, self.stopped, report)
        return self._keys(selection, older_than, limit, order="DESC", beyond="<")

    def rows(self, selection: Selection, keys: list[Key]) -> list[Key]:
        """Those of some keys of a selection that have a row, in their order."""
        return first_rows(self._connection, selection, -1, lambda _all: keys)

    def _page_of_either(
        self, selection: Selection, parts: Sequence[Node], older_than: Key | None, limit: int
    ) -> list[Key]:
        """Of alternatives, each is read by its own index."""
        whole = replace(selection, query=EVERYTHING)
        pages = [self._page(whole.narrowed(part), older_than, limit) for part in parts]
        return list(islice(dict.fromkeys(heapq.merge(*pages, reverse=True)), limit))

    def page_before(self, selection: Selection, newer_than: Key, limit: int = 100) -> list[Key]:
        """The ``limit`` keys just above a key, newest first."""

        def read(wanted: int) -> list[Key]:
            return self._keys(selection, newer_than, wanted, order="ASC", beyond=">")

        return first_rows(self._connection, selection, limit, read)[::-1]

    def _keys(self, selection: Selection, key: Key | None, limit: int, *, order: str, beyond: str) -> list[Key]:
        feeds = selection.feeds
        at_once = selection.by_words or selection.author is not None
        if feeds is None or len(feeds) == 1 or len(feeds) > FEEDS_TO_MERGE or at_once:
            return list(self._keys_at_once(selection, key, limit, order, beyond))
        each = (replace(selection, feeds=(feed,)) for feed in feeds)
        pages = [self._keys_at_once(one, key, limit, order, beyond) for one in each]
        return list(islice(heapq.merge(*pages, reverse=order == "DESC"), limit))

    def _keys_at_once(
        self,
        selection: Selection,
        key: Key | None,
        limit: int,
        order: str,
        beyond: str,
        words: Searched = Searched.AT_ONCE,
    ) -> Iterable[Key]:
        if selection.author is not None and selection.query == EVERYTHING and selection.ids is None:
            return self._keys_of_author(selection, key, limit, order, beyond)
        condition = where(selection, feed_by_index=len(selection.feeds or ()) <= 1, words=words)
        if condition.nothing:
            return ()
        past = f"AND (sort, id) {beyond} (?, ?)" if key else ""
        sql = f"SELECT sort, id FROM entries WHERE {condition.sql} {past} ORDER BY sort {order}, id {order} LIMIT ?"
        return self._connection.execute(sql, (*condition.values, *(key or ()), limit))

    def _keys_of_author(
        self, selection: Selection, key: Key | None, limit: int, order: str, beyond: str
    ) -> Iterable[Key]:
        """The keys of a person's entries in the order of an index, each name of the person by itself."""
        condition = where(replace(selection, author=None), feed_by_index=False)
        if condition.nothing:
            return ()
        joined = "" if condition.sql == "TRUE" else "CROSS JOIN entries ON entries.id = id_"
        past = f"AND (sort_, id_) {beyond} (?, ?)" if key else ""
        sql = (
            "SELECT sort_, id_ FROM (SELECT author_id, sort AS sort_, entry_id AS id_ FROM entry_authors)"
            f" {joined} WHERE author_id = ? {past} AND {condition.sql} ORDER BY sort_ {order}, id_ {order}"
        )
        members = self._connection.execute(MEMBERS, (selection.author,)).fetchall()
        each = [self._connection.execute(sql, (member, *(key or ()), *condition.values)) for (member,) in members]
        found = [one for one, _ in islice(groupby(heapq.merge(*each, reverse=order == "DESC")), limit)]
        for cursor in each:
            cursor.close()
        return found

    def best(self, selection: Selection, *, limit: int = RANKED) -> list[Key]:
        """The keys of the best search results, best first, or the newest; see :func:`~.search_results.best_hits`."""
        from reader.store.search_results import best_hits

        def read(wanted: int) -> list[Key]:
            best = best_hits(self._connection, selection, wanted)
            return self._page(selection, None, wanted) if best is None else best

        return first_rows(self._connection, selection, limit, read)

    def in_order(self, selection: Selection, order: Order, feeds: Sequence[int], *, limit: int = -1) -> list[Key]:
        """The keys of a selection in another order than by date. ``feeds``: ids in the order of their titles."""
        if order is Order.RELEVANCE:
            return self.best(selection, limit=min(limit, RANKED) if limit >= 0 else RANKED)
        if order is Order.NEWEST:
            return self.page(selection, limit=limit if limit >= 0 else 2**62)

        def read(wanted: int) -> list[Key]:
            if order in BY_FEED:
                return self._by_feed(selection, feeds, wanted, oldest_first=order is Order.FEED_OLDEST)
            return self._sorted(selection, order, wanted)

        return first_rows(self._connection, selection, limit, read)

    def _sorted(self, selection: Selection, order: Order, limit: int) -> list[Key]:
        """The keys in the order of an index: all of a few sorted at once, or the first met on a walk over the index."""
        title = "title_key"
        if order is Order.TITLE:
            from reader.store.title_order import title_column  # opening the reader does without

            title = title_column(self._connection)
        in_order = _ORDERS[order].format(sort="sort", id="id", words="words", title=title)
        if 0 <= limit < _FEW:
            many = self._has_many_hits(selection)
            few = [] if many else self._page(selection, None, _FEW)
            if not many and len(few) < _FEW:
                ids = json.dumps([entry_id for _, entry_id in few])
                among = "id IN (SELECT value FROM json_each(?))"
                sql = f"SELECT sort, id FROM entries WHERE {among} ORDER BY {in_order} LIMIT ?"
                return self._connection.execute(sql, (ids, limit)).fetchall()
            if title == "title_key":
                words = Searched.ONE_BY_ONE if many else Searched.AT_ONCE
                return self._first_of_index(selection, order, limit, words)
        condition = where(selection)
        if condition.nothing:
            return []
        sql = f"SELECT sort, id FROM entries WHERE {condition.sql} ORDER BY {in_order} LIMIT ?"
        return self._connection.execute(sql, (*condition.values, limit)).fetchall()

    def _has_many_hits(self, selection: Selection) -> bool:
        if not selection.by_words:
            return False
        from reader.store.search_results import has_many_hits  # opening the reader does without

        return has_many_hits(self._connection, selection.query)

    def _first_of_index(self, selection: Selection, order: Order, limit: int, words: Searched) -> list[Key]:
        """Walks over the index that has the order; SQLite would rather read another one and sort."""
        condition = where(selection, feed_by_index=False, words=words)
        of_line = _ORDERS[order].format(sort="sort_", id="id_", words="words_", title="title_")
        rows = self._connection.execute(
            "SELECT sort_, id_ FROM"
            " (SELECT sort AS sort_, id AS id_, words AS words_, title_key AS title_ FROM entries)"
            f" CROSS JOIN entries ON entries.id = id_ WHERE {condition.sql} ORDER BY {of_line} LIMIT ?",
            (*condition.values, limit),
        )
        return rows.fetchall()

    def _by_feed(self, selection: Selection, feeds: Sequence[int], limit: int, *, oldest_first: bool) -> list[Key]:
        """The keys feed by feed, newest or oldest first; entries of other feeds come last."""
        of_these = selection.feeds is None or set(selection.feeds) <= set(feeds)
        many = limit >= 0 and of_these and not selection.indexed and self._has_many_hits(selection)
        if limit >= 0 and of_these and (many or selection.indexed):
            wanted = set(feeds if selection.feeds is None else selection.feeds)
            words = Searched.ONE_BY_ONE if many else Searched.AT_ONCE
            keys: list[Key] = []
            for feed in feeds:
                if feed in wanted and len(keys) < limit:
                    one = replace(selection, feeds=(feed,))
                    order, beyond = ("ASC", ">") if oldest_first else ("DESC", "<")
                    keys += self._keys_at_once(one, None, limit - len(keys), order, beyond, words)
            if len(keys) == limit:
                return keys
        condition = where(selection)
        if condition.nothing:
            return []
        place = {feed: number for number, feed in enumerate(feeds)}
        sql = f"SELECT feed_id, sort, id FROM entries WHERE {condition.sql}"
        rows = self._connection.execute(sql, condition.values).fetchall()
        rows.sort(key=itemgetter(1, 2), reverse=not oldest_first)
        rows.sort(key=lambda row: place.get(row[0], len(place)))
        return [(sort, entry_id) for _, sort, entry_id in rows[: limit if limit >= 0 else None]]

    def all_keys(self, selection: Selection) -> Columns:
        """Sort dates and ids of a whole selection, newest first; see :mod:`reader.store.list_keys`."""
        from reader.store.list_keys import all_keys, array_code, gathered

        if selection.author is not None and selection.query == EVERYTHING and selection.ids is None:
            with reading(self._connection):
                return gathered(self.page(selection, limit=sys.maxsize), array_code(self._connection))
        return all_keys(self._connection, selection, self.stopped)

    def listing(self, selection: Selection, order: Order, feeds: Sequence[int], kept: Sequence[int] = ()) -> Listing:
        """All keys of a selection by feed, title or length; see :mod:`reader.store.list_orders`."""
        from reader.store.list_orders import listing

        return listing(self._connection, selection, order, feeds, kept)

    def unread_among(self, ids: Sequence[int]) -> set[int]:
        """The unread ones of these entries."""
        sql = "SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND read = 0"
        return {entry_id for (entry_id,) in self._connection.execute(sql, (json.dumps(list(ids)),))}

    def keys_since(self, selection: Selection, newest_id: int) -> Columns:
        """Sort dates and ids of the entries with a higher id, newest first."""
        from reader.store.list_keys import keys_since

        return keys_since(self._connection, selection, newest_id)

    def key(self, entry_id: int) -> Key | None:
        """An entry's key, its position in every list."""
        row = self._connection.execute("SELECT sort, id FROM entries WHERE id = ?", (entry_id,)).fetchone()
        return row if row is None else (row[0], row[1])

    def keys(self, entry_ids: Sequence[int]) -> list[Key]:
        """The keys of these entries, in no order. Of merged duplicates, only the remaining one has a key."""
        return [
            (sort, entry_id)
            for batch in _batches(entry_ids)
            for sort, entry_id in self._connection.execute(
                f"SELECT sort, id FROM entries WHERE id IN ({placeholders(batch)})"
                " AND feed_id NOT IN (SELECT id FROM feeds WHERE merged = 1)",
                batch,
            )
        ]

    def newest_id(self) -> int:
        """The highest id; entries that arrive later have a higher one."""
        row = self._connection.execute("SELECT max(id) FROM entries").fetchone()
        return row[0] or 0

    def arrived_since(self, selection: Selection, newest_id: int) -> int:
        """How many rows of a selection have a higher id."""
        condition = where(selection, feed_by_index=False)
        if condition.nothing:
            return 0
        later = f"FROM entries NOT INDEXED WHERE id > ? AND {condition.sql}"
        values = (newest_id, *condition.values)
        (count,) = self._connection.execute(f"SELECT count(*) {later}", values).fetchone()
        if count and groups(self._connection, selection):
            ids = self._connection.execute(f"SELECT id {later} AND {in_group(selection)}", values)
            count -= len(hidden_among(self._connection, selection, [entry_id for (entry_id,) in ids]))
        return int(count)

    def count(self, selection: Selection) -> int:
        """Counts the rows of a selection, for selections whose count is not kept."""
        if selection.query != EVERYTHING:
            from reader.store.newest import found_in_blocks  # opening the reader does without

            with reading(self._connection):
                found = found_in_blocks(self._connection, selection, self.stopped)
                if found is not None:
                    ids = [entry_id for _, entry_id in found]
                    hidden = groups(self._connection, selection) and hidden_of_all(self._connection, selection, [ids])
                    return len(ids) - len(hidden or ())
        condition = where(selection)
        if condition.nothing:
            return 0
        row = self._connection.execute(f"SELECT count(*) FROM entries WHERE {condition.sql}", condition.values)
        count = int(row.fetchone()[0])
        return count - spare(self._connection, selection, count)

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """The headlines with these ids, in that order, without entries that no longer exist."""
        found: dict[int, Headline] = {}
        for batch in _batches(ids):
            rows = self._connection.execute(
                f"SELECT id, feed_id, title, byline, sort, read, starred, words, later, {_FOLLOWED}, copies,"
                " story FROM entries"
                f" WHERE id IN ({placeholders(batch)})",
                batch,
            )
            for id_, feed_id, title, byline, sort, read, starred, words, later, followed, copies, story in rows:
                minutes = reading_minutes(words)
                found[id_] = Headline(
                    id_, feed_id, title, byline, sort, bool(read), bool(starred), minutes, bool(later), bool(followed),
                    copies, story,
                )  # fmt: skip
        if found and self._connection.execute(_ANY_RENAMED).fetchone():
            found |= self._with_own_names(found)
        return [found[id_] for id_ in ids if id_ in found]

    def _with_own_names(self, headlines: Mapping[int, Headline]) -> dict[int, Headline]:
        """Those of people to whom the user gave another name, with that name."""
        wanted = json.dumps([*headlines])
        entries = [entry_id for (entry_id,) in self._connection.execute(_RENAMED_AMONG, (wanted,))]
        return {
            entry_id: replace(headlines[entry_id], author=", ".join(credit.name for credit in byline))
            for entry_id in entries
            if (byline := entry_people(self._connection, entry_id)[1])
        }

    def entry(self, entry_id: int) -> Entry | None:
        """One entry with its content and its page."""
        row = self._connection.execute(
            """
            SELECT e.id, e.feed_id, f.url, f.title, e.title, e.url, e.published, e.updated, e.sort, e.read,
                e.starred, c.summary, c.html, c.packed, c.details,
                p.tried, p.error, p.html, p.details, f.language, e.byline, e.words, e.later,
                (SELECT count(*) FROM comment_sources s JOIN comments m ON m.source_id = s.id WHERE s.entry_id = e.id),
                (SELECT max(replaced) FROM versions WHERE entry_id = e.id), e.copies, e.story
            FROM entries e JOIN feeds f ON f.id = e.feed_id
                LEFT JOIN content c ON c.entry_id = e.id LEFT JOIN pages p ON p.entry_id = e.id
            WHERE e.id = ?
            """,
            (entry_id,),
        ).fetchone()
        if row is None:
            return None
        (id_, feed_id, feed_url, feed_title, title, url, published, updated, sort, read, starred, summary, html,
         packed, details, tried, page_error, page_html, page_details, language, byline, words, later,
         comments_here, edited, copies, story) = row  # fmt: skip
        summary, html = unpack_texts(summary, html, packed)
        authors, credited = entry_people(self._connection, id_)
        return Entry(
            id=id_, feed_id=feed_id, feed_url=feed_url, feed_title=feed_title, title=title, url=url,
            authors=authors, credits=credited, published=published, updated=updated, sort=sort,
            read=bool(read), starred=bool(starred), labels=labels_of(self._connection, id_),
            summary_html=summary, content_html=html,
            page=read_page(page_html or "", page_details) if page_details else None, page_tried=tried,
            page_error=read_problem(page_error),
            byline=byline, words=words, later=bool(later), comments_here=comments_here,
            edited=edited, copies=copies, story=story,
            duplicates=tuple(sorted({*self.copies_of(id_)} - {id_})) if copies else (),
            **{"language": language, **read_details(details)},
        )  # fmt: skip

    def copies_of(self, entry_id: int) -> tuple[int, ...]:
        """An entry and its copies."""
        return with_copies(self._connection, (entry_id,))

    def known(
        self, feed_id: int, guids: Iterable[str], urls: Iterable[str], contents: Iterable[int] = ()
    ) -> list[KnownEntry]:
        """The feed's stored entries with one of these guids or addresses, in any spelling, or of these contents.

        ``contents``: see :func:`reader.refresh.entries.identity.content_number`.
        """
        from reader.arrival import KnownEntry  # opening the reader does without
        from reader.web.address_keys import address_number

        wanted = {
            "guid_key": map(address_number, guids), "url_key": map(address_number, urls), "content_key": contents
        }  # fmt: skip
        found: dict[int, KnownEntry] = {}
        for column, values in wanted.items():
            for batch in _batches(list(dict.fromkeys(values))):
                rows = self._connection.execute(
                    "SELECT id, guid, url, title, published, digest, content_key FROM entries"
                    f" WHERE feed_id = ? AND {column} IN ({placeholders(batch)})",
                    (feed_id, *batch),
                )
                found.update((row[0], KnownEntry(*row)) for row in rows)
        return list(found.values())

    def unread_after(self, selection: Selection, key: Key | None, *, before: bool = False) -> int | None:
        """The id of the next unread entry that is older than a key (or, with ``before``, newer).

        Without a key, the newest unread one (or the oldest).
        """
        unread = replace(selection, unread=True)
        page = self.page_before(unread, key or OLDEST_KEY, 1) if before else self.page(unread, older_than=key, limit=1)
        return page[0][1] if page else None


def _batches(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
