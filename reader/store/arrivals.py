"""Writes new entries, the results of polls, and web pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.model import EDITED_SINCE, Author, Change, Field, Page
from reader.problems import ProblemDetails
from reader.store.authors import Authorship
from reader.store.compression import Packer
from reader.store.connection import small_statements
from reader.store.copies import join, keys_of
from reader.store.feeds import Feeds
from reader.store.outbox import note
from reader.store.rows import entry_details, page_details, problem_cell, read_page
from reader.store.search import take_out
from reader.store.state import with_copies, write_flag
from reader.store.title_order import title_key
from reader.store.versions import FeedEdit, Versions
from reader.text import count_words
from reader.web.address_keys import address_number
from reader.web.addresses import site_of

Flags = tuple[bool, bool, bool]  # whether an entry is read, starred, kept for later
Edits: TypeAlias = "Mapping[int, FeedEdit | None]"  # by the id of the changed entry
_UNREAD: Flags = (False, False, False)
FRESH = 5_000  # new entries whose text is kept in memory until it is in the search index


class Arrivals:
    """The only way entries get into the database."""

    def __init__(self, connection: sqlite3.Connection, fresh: dict[int, str] | None = None) -> None:
        """``fresh`` receives the text of new entries, for the search index."""
        self._connection = connection
        self._fresh = {} if fresh is None else fresh
        self._packer = Packer()
        self._versions = Versions(connection)

    def apply(self, updates: Iterable[FeedUpdate], *, now: int) -> list[int]:
        """Writes the results of some polls in one transaction; returns the ids of the new entries.

        Feeds that were removed since are skipped.
        """
        new: list[tuple[int, NewEntry]] = []
        changed: list[int] = []
        updates = list(updates)
        edits = self._edits(one for update in updates for one in update.changed)
        with small_statements(self._connection):
            authorship = Authorship(self._connection)
            for update in updates:
                new += self._apply_one(update, authorship, edits, now)
                changed += (one.id for one in update.changed)
            self._write_new(new)
            authorship.write()
            ids = [entry_id for entry_id, _ in new]
            join(self._connection, (*ids, *changed), now=now, new=ids)
        self.keep_words(new)
        return [entry_id for entry_id, _ in new]

    def write(
        self, new: Sequence[tuple[int, NewEntry, Flags]], changed: Sequence[tuple[int, ChangedEntry]], *, now: int
    ) -> tuple[list[tuple[int, NewEntry]], list[int]]:
        """Writes entries that a server has given, each with the id of its feed, in the caller's transaction.

        Returns the new entries with their ids, and the ids of those that became unread because they changed. Pass the
        new ones to :meth:`keep_words` when they are written for good, and all to :func:`~reader.store.copies.join` when
        the server's ids are.
        """
        authorship, sites, added = Authorship(self._connection), _Sites(self._connection), []
        for feed_id, entry, flags in new:
            added.append((self._add(feed_id, entry, sites.of(feed_id), authorship, now, flags), entry))
        edits = self._edits(one for _, one in changed)
        unread = [
            id_ for feed_id, one in changed for id_ in self._change(one, sites.of(feed_id), authorship, edits, now)
        ]
        self._write_new(added)
        authorship.write()
        return added, unread

    def _edits(self, changed: Iterable[ChangedEntry]) -> Edits:
        """The edits of changed entries. Comparing long texts takes a while, so it is done before a transaction."""
        return {one.id: self._versions.compare(one.id, one.parsed) for one in changed}

    def _write_new(self, new: Sequence[tuple[int, NewEntry]]) -> None:
        self._write_contents((entry_id, entry.parsed) for entry_id, entry in new)
        self._connection.executemany("INSERT INTO search_pending VALUES (?)", ((entry_id,) for entry_id, _ in new))

    def keep_words(self, new: Iterable[tuple[int, NewEntry]]) -> None:
        """Keeps the text of new entries for the search index, after they were written."""
        for entry_id, entry in new:
            self._fresh.pop(entry_id, None)
            if entry.search_words is not None and len(self._fresh) < FRESH:
                self._fresh[entry_id] = entry.search_words

    def _apply_one(
        self, update: FeedUpdate, authorship: Authorship, edits: Edits, now: int
    ) -> list[tuple[int, NewEntry]]:
        feed_id = update.poll.feed_id
        row = self._connection.execute("SELECT coalesce(link, url) FROM feeds WHERE id = ?", (feed_id,)).fetchone()
        if row is None:
            return []
        feeds = Feeds(self._connection)
        feeds.write_poll(update)
        feeds.write_parse_cache(update)
        site = site_of(update.link or row[0])
        unread = [entry_id for one in update.changed for entry_id in self._change(one, site, authorship, edits, now)]
        note(self._connection, Change(Field.READ, False, tuple(unread)), now)
        return [(self._add(feed_id, entry, site, authorship, now), entry) for entry in update.new]

    def _add(
        self, feed_id: int, entry: NewEntry, site: str, authorship: Authorship, now: int, flags: Flags = _UNREAD
    ) -> int:
        parsed = entry.parsed
        cursor = self._connection.execute(
            """
            INSERT INTO entries (feed_id, guid, url, title, byline, published, updated, first_seen, sort, words, digest,
                guid_key, url_key, content_key, title_key, canonical_key, text_key, read, starred, later)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                feed_id, parsed.guid, parsed.url, parsed.title, _byline(parsed.authors), parsed.published,
                parsed.updated, now, entry.sort, entry.words, entry.digest, *_keys(parsed), entry.content,
                title_key(parsed.title), *_copy_keys(entry), *flags,
            ),
        )  # fmt: skip
        entry_id = int(cursor.lastrowid or 0)
        authorship.add(entry_id, _site(parsed.url, site), parsed.authors)
        return entry_id

    def _change(
        self, entry: ChangedEntry, site: str, authorship: Authorship, edits: Edits, now: int
    ) -> tuple[int, ...]:
        """Writes the new version of an entry; returns what became unread by that: it and its copies, or nothing."""
        parsed = entry.parsed
        unread: tuple[int, ...] = ()
        self._fresh.pop(entry.id, None)
        stored = self._connection.execute(
            "SELECT e.byline, e.words, p.details, e.updated, e.title FROM entries e"
            " LEFT JOIN pages p ON p.entry_id = e.id WHERE e.id = ?",
            (entry.id,),
        ).fetchone()
        if stored is None:
            return ()
        byline, words, page, updated, title = stored
        edit = edits[entry.id]
        seen = parsed.updated if parsed.updated != updated and parsed.updated and parsed.updated < now else now
        if edit and self._versions.keep_of_feed(entry.id, edit, at=seen) and entry.unread:
            copies = with_copies(self._connection, (entry.id,))
            unread = write_flag(self._connection, Change(Field.READ, False, copies)).ids
        taught = bool(page and read_page("", page).authors)  # the page named the authors and has more details
        take_out(self._connection, entry.id)
        self._connection.execute(
            """
            UPDATE entries SET guid = ?, url = ?, title = ?, byline = ?, published = coalesce(?, published),
                updated = ?, words = ?, digest = ?, guid_key = ?, url_key = ?, content_key = ?,
                title_key = ?, canonical_key = ?, text_key = ?
            WHERE id = ?
            """,
            (
                parsed.guid, parsed.url, parsed.title, byline if taught else _byline(parsed.authors) or byline,
                parsed.published, parsed.updated, max(entry.words, words if page else 0), entry.digest, *_keys(parsed),
                entry.content, title_key(parsed.title), *_copy_keys(entry), entry.id,
            ),
        )  # fmt: skip
        self._write_contents([(entry.id, parsed)])
        if title != parsed.title:  # its story is found again
            self._connection.execute("UPDATE story_signs SET signs = x'' WHERE entry_id = ?", (entry.id,))
        self._connection.execute("UPDATE pages SET tried = ? WHERE entry_id = ?", (EDITED_SINCE, entry.id))
        if parsed.authors and not taught:
            authorship.replace(entry.id, _site(parsed.url, site), parsed.authors)
        return unread

    def _write_contents(self, entries: Iterable[tuple[int, ParsedEntry]]) -> None:
        self._connection.executemany(
            "INSERT INTO content (entry_id, details, summary, html, packed) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (entry_id) DO UPDATE SET details = excluded.details, summary = excluded.summary,"
            " html = excluded.html, packed = excluded.packed",
            (
                (entry_id, entry_details(parsed), *self._packer.pack_texts(parsed.summary_html, parsed.content_html))
                for entry_id, parsed in entries
            ),
        )

    def write_page(self, entry_id: int, page: Page | None, error: ProblemDetails | None, *, now: int) -> None:
        """Writes an entry's page, or why it could not be fetched.

        A failed attempt does not remove a page that is stored.
        """
        with small_statements(self._connection):
            row = self._connection.execute(
                "SELECT e.url, e.title, p.html, p.details FROM entries e LEFT JOIN pages p ON p.entry_id = e.id"
                " WHERE e.id = ?",
                (entry_id,),
            ).fetchone()
            if row is None:
                return
            if page is None:
                self._connection.execute(
                    "INSERT INTO pages (entry_id, tried, error) VALUES (?, ?, ?) ON CONFLICT (entry_id) DO UPDATE SET"
                    " tried = iif(tried = 0 AND details IS NOT NULL, 0, excluded.tried), error = excluded.error",
                    (entry_id, now, problem_cell(error)),
                )
                return
            url, title, html, details = row
            if html and details:
                self._versions.keep_of_page(entry_id, title, read_page(html, details), page, now=now)
            take_out(self._connection, entry_id)
            self._connection.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, NULL, ?, ?)",
                (entry_id, now, page.content_html, page_details(page)),
            )
            self._learn_from_page(entry_id, page, _site(url, site_of(page.url)))

    def _learn_from_page(self, entry_id: int, page: Page, site: str) -> None:
        words = count_words(page.content_text)
        self._connection.execute("UPDATE entries SET words = max(words, ?) WHERE id = ?", (words, entry_id))
        if page.authors:
            authorship = Authorship(self._connection)
            authorship.replace(entry_id, site, page.authors)
            authorship.write()
            byline = _byline(page.authors)
            self._connection.execute("UPDATE entries SET byline = ? WHERE id = ?", (byline, entry_id))


class _Sites:
    """The sites of feeds, each read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sites: dict[int, str] = {}

    def of(self, feed_id: int) -> str:
        if feed_id not in self._sites:
            sql = "SELECT coalesce(link, url) FROM feeds WHERE id = ?"
            self._sites[feed_id] = site_of(self._connection.execute(sql, (feed_id,)).fetchone()[0])
        return self._sites[feed_id]


def _keys(parsed: ParsedEntry) -> tuple[int | None, int | None]:
    guid = address_number(parsed.guid)
    return guid, guid if parsed.guid == parsed.url else address_number(parsed.url)


def _copy_keys(entry: NewEntry | ChangedEntry) -> tuple[int | None, int | None]:
    parsed = entry.parsed
    return entry.copy_keys or keys_of(parsed.url, parsed.summary_html, parsed.content_html)


def _byline(authors: Iterable[Author]) -> str:
    return ", ".join(author.name for author in authors)


def _site(url: str | None, otherwise: str) -> str:
    return site_of(url) or otherwise
