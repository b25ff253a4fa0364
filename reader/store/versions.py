"""Keeps the texts of an entry from before its publisher's edits, compressed and bounded.

An edit counts if it changes what a reader sees (:mod:`reader.text.real_change`). An article that alternates
between stored versions, as in a test of two headlines, is not edited again. Of too many versions, the original and the
newest stay; those between go first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reader.arrival import ParsedEntry
from reader.lazy_dataclass import dataclass
from reader.model import Page, Version
from reader.store.compression import DROPPED, Packer, unpack_text, unpack_texts
from reader.text.real_change import feed_says_other, feed_text, page_says_other, page_text, same_words, title_says_other

MOST = 10  # versions of an entry; a live report has more, and nobody reads them all
MOST_BYTES = 600_000  # of the compressed texts of an entry
LONGEST = 300_000  # bytes of one compressed text, about a million characters; of a longer one only the headline is kept

_State = tuple[str, str]  # title and text


@dataclass(frozen=True, slots=True)
class FeedEdit:
    """The title and the text of an entry before and after an edit; None if the text before was dropped.

    ``is_arrival``: the text has arrived, or returned.
    """

    old: _State | None = None
    new: _State | None = None
    is_arrival: bool = False


class Versions:
    """The table ``versions``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._packer = Packer()

    def of(self, entry_id: int) -> tuple[Version, ...]:
        """The versions of an entry that are kept, oldest first."""
        rows = self._connection.execute(
            "SELECT title, text, replaced, of_page FROM versions WHERE entry_id = ? ORDER BY id", (entry_id,)
        )
        return tuple(
            Version(title, None if text is None else unpack_text(text), replaced, bool(of_page))
            for title, text, replaced, of_page in rows
        )

    def compare(self, entry_id: int, parsed: ParsedEntry) -> FeedEdit | None:
        """A feed's edit of an entry; None if a reader would not notice it. Takes a while for a long text."""
        row = self._connection.execute(
            "SELECT e.title, c.summary, c.html, c.packed FROM entries e LEFT JOIN content c ON c.entry_id = e.id"
            " WHERE e.id = ?",
            (entry_id,),
        ).fetchone()
        if row is None:
            return None
        title, *cells = row
        is_retitled = title_says_other(title, parsed.title)
        if cells[0] is None or cells[2] == DROPPED:
            return FeedEdit() if is_retitled else None
        before, after = unpack_texts(*cells), (parsed.summary_html, parsed.content_html)
        if not is_retitled and not feed_says_other(before, after):
            return None
        old, new = (title, feed_text(*before)), (parsed.title, feed_text(*after))
        return FeedEdit(old, new, is_arrival=not old[1] and bool(new[1]) and not is_retitled)

    def keep_of_feed(self, entry_id: int, edit: FeedEdit, *, at: int) -> bool:
        """Keeps a feed's text from before an edit, in the caller's transaction; returns whether the edit counts.

        ``at``: when it was edited. Of an entry whose text was dropped nothing is kept.
        """
        if edit.old is None or edit.new is None:
            return True
        if edit.is_arrival:
            self._take_back(entry_id, edit.new)
            return False
        return self._keep(entry_id, edit.old, edit.new, at=at, of_page=False)

    def keep_of_page(self, entry_id: int, title: str, before: Page, after: Page, *, now: int) -> None:
        """Keeps a page's text from before it was fetched again, in the caller's transaction.

        A page that shows another part of its text is not edited: one with a paywall before the rest, or without its
        further pages.
        """
        if page_says_other(before, after):
            old, new = (title, page_text(before)), (title, page_text(after))
            self._keep(entry_id, old, new, at=self._told_by_feed(entry_id) or now, of_page=True)

    def _told_by_feed(self, entry_id: int) -> int | None:
        """When the feed said that the entry was edited, if the page was not fetched again since."""
        row = self._connection.execute(
            "SELECT replaced, of_page FROM versions WHERE entry_id = ? ORDER BY id DESC LIMIT 1", (entry_id,)
        ).fetchone()
        return row[0] if row and not row[1] else None

    def _keep(self, entry_id: int, old: _State, new: _State, *, at: int, of_page: bool) -> bool:
        kept = list(self._kept(entry_id, of_page=of_page))
        again = [version_id for version_id, state in kept if _is_same(state, old)]
        if again and any(_is_same(state, new) for _, state in kept):
            return False
        self._connection.executemany("DELETE FROM versions WHERE id = ?", ((one,) for one in again))
        packed = self._packer.pack_text(old[1])
        self._connection.execute(
            "INSERT INTO versions (entry_id, replaced, of_page, title, text) VALUES (?1,"
            " max(?2, coalesce((SELECT max(replaced) FROM versions WHERE entry_id = ?1), 0)), ?3, ?4, ?5)",
            (entry_id, at, of_page, old[0], packed if len(packed) <= LONGEST else None),
        )
        self._limit(entry_id)
        return True

    def _kept(self, entry_id: int, *, of_page: bool) -> Iterator[tuple[int, _State]]:
        rows = self._connection.execute(
            "SELECT id, title, text FROM versions WHERE entry_id = ? AND of_page = ? AND text IS NOT NULL ORDER BY id",
            (entry_id, of_page),
        )
        for version_id, title, text in rows.fetchall():
            try:
                yield version_id, (title, unpack_text(text))
            except sqlite3.DatabaseError:
                continue  # a damaged version must not keep the entry from being stored

    def _take_back(self, entry_id: int, state: _State) -> None:
        """Forgets the newest version if its text has returned after the entry was empty."""
        newest = next(reversed(list(self._kept(entry_id, of_page=False))), None)
        if newest and _is_same(newest[1], state):
            self._connection.execute("DELETE FROM versions WHERE id = ?", (newest[0],))

    def _limit(self, entry_id: int) -> None:
        """Removes versions between the first and the newest until few enough are left."""
        rows = self._connection.execute(
            "SELECT id, ifnull(length(text), 0) FROM versions WHERE entry_id = ? ORDER BY id", (entry_id,)
        ).fetchall()
        while len(rows) > MOST or (len(rows) > 1 and sum(size for _, size in rows) > MOST_BYTES):
            (gone, _size) = rows.pop(1 if len(rows) > 2 else 0)
            self._connection.execute("DELETE FROM versions WHERE id = ?", (gone,))


def _is_same(one: _State, other: _State) -> bool:
    return one == other or all(map(same_words, one, other))
