"""Feeds: subscriptions, the state of polling, unread counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from json import dumps
from typing import TYPE_CHECKING, Any

from reader.model import CheckReason, CheckReasonKind, Feed, Poll, Status, Validators
from reader.store.connection import transaction
from reader.store.rows import problem_cell, read_problem, read_rhythm, rhythm_cell

if TYPE_CHECKING:
    from reader.arrival import FeedUpdate

_POLL_COLUMNS = (
    "id, url, etag, last_modified, body_hash, body_read, rhythm, status, http_status, failures, error, last_poll, "
    "last_success, next_check, reason, reason_number, left_out"
)
_ACCOUNT = "(SELECT name FROM accounts WHERE accounts.id = feeds.account_id)"

SHARE_SECONDS = 60 * 86_400
_FEWEST = 10  # articles of a feed


class Feeds:
    """The tables ``feeds`` and ``counts``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._made: dict[tuple[Any, ...], Feed] = {}  # by row; few change between two calls
        self._polls: dict[int, tuple[tuple[Any, ...], Poll]] = {}  # by feed, with its row; the counts change more often

    def subscribe(self, urls: Iterable[str], *, only: bool = True) -> None:
        """Makes exactly these feeds the subscribed ones that are polled here. Others are hidden and keep their entries.

        Feeds of accounts stay as they are; the user is asked about one that is both. ``only=False`` hides nothing, for
        a list of subscriptions that could not be read to its end.
        """
        wanted = dict.fromkeys(urls)
        rows = self._connection.execute("SELECT url, subscribed, account_id IS NOT NULL FROM feeds").fetchall()
        stored = {url for url, *_ in rows}
        missing = [(url,) for url in wanted if url not in stored]
        switched = [(int(url in wanted), url) for url, on, remote in rows if not remote and bool(on) != (url in wanted)]
        if not only:
            switched = [(on, url) for on, url in switched if on]
        if missing or switched:
            with transaction(self._connection):
                self._connection.executemany("INSERT OR IGNORE INTO feeds (url) VALUES (?)", missing)
                self._connection.executemany("UPDATE feeds SET subscribed = ? WHERE url = ?", switched)
        if any(remote for *_, remote in rows):
            from reader.store.feed_owners import note_local  # opening the reader without an account does without

            note_local(self._connection, wanted, only=only)

    def subscribed(self) -> list[Feed]:
        """The subscribed feeds with counts and health, in no order, without folders."""
        rows = self._connection.execute(
            f"SELECT {_POLL_COLUMNS}, title, link, unread, total, {_ACCOUNT}"
            " FROM feeds JOIN counts ON counts.feed_id = feeds.id WHERE subscribed = 1"
        )
        self._made = {row: self._made.get(row) or self._feed(row) for row in rows}
        return list(self._made.values())

    def some(self, feed_ids: Iterable[int]) -> list[Feed]:
        """Those of these feeds that are subscribed, like :meth:`subscribed`."""
        rows = self._connection.execute(
            f"SELECT {_POLL_COLUMNS}, title, link, unread, total, {_ACCOUNT}"
            " FROM feeds JOIN counts ON counts.feed_id = feeds.id WHERE subscribed = 1"
            " AND id IN (SELECT value FROM json_each(?))",
            (dumps(list(feed_ids)),),
        )
        return [self._feed(row) for row in rows]

    def _feed(self, row: Sequence[Any]) -> Feed:
        *_, title, link, unread, total, account = row
        columns = tuple(row[:-5])
        known = self._polls.get(row[0])
        if known is None or known[0] != columns:
            known = self._polls[row[0]] = columns, _poll(columns)
        return Feed(
            id=row[0], url=row[1], title=title, link=link, unread=unread, total=total, poll=known[1],
            account=account or "",
        )  # fmt: skip

    def of_entries(self, entry_ids: Sequence[int]) -> set[int]:
        """The ids of the feeds to which entries belong."""
        rows = self._connection.execute(
            "SELECT DISTINCT feed_id FROM entries WHERE id IN (SELECT value FROM json_each(?))",
            (dumps(list(entry_ids)),),
        )
        return {feed_id for (feed_id,) in rows}

    def is_subscribed(self, url: str) -> bool:
        """Whether a feed with this address is subscribed."""
        query = "SELECT 1 FROM feeds WHERE url = ? AND subscribed = 1"
        return self._connection.execute(query, (url,)).fetchone() is not None

    def polls(self) -> list[Poll]:
        """The state of polling of each subscribed feed that is polled here, not by the server of an account."""
        rows = self._connection.execute(
            f"SELECT {_POLL_COLUMNS} FROM feeds WHERE subscribed = 1 AND account_id IS NULL"
        )
        return [_poll(row) for row in rows]

    def parse_cache(self, feed_id: int) -> bytes:
        """The cache of the feed's last parse; empty if there is none."""
        row = self._connection.execute("SELECT entries FROM memories WHERE feed_id = ?", (feed_id,)).fetchone()
        return bytes(row[0]) if row else b""

    def newest_dates(self, feed_id: int, limit: int = 10) -> tuple[int, ...]:
        """The sort dates of a feed's newest entries, newest first."""
        rows = self._connection.execute(
            "SELECT sort FROM entries WHERE feed_id = ? ORDER BY sort DESC, id DESC LIMIT ?", (feed_id, limit)
        )
        return tuple(sort for (sort,) in rows)

    def latest(self) -> dict[int, int]:
        """The sort date of the newest entry of each subscribed feed that has one, by feed id."""
        rows = self._connection.execute(
            "SELECT id, (SELECT max(sort) FROM entries WHERE feed_id = feeds.id) FROM feeds WHERE subscribed = 1"
        )
        return {feed_id: sort for feed_id, sort in rows if sort is not None}

    def copies(self) -> dict[tuple[int, ...], int]:
        """How many articles are unread in the same several feeds, by the ids of these.

        Each of these feeds counts it as unread.
        """
        found: dict[tuple[int, ...], int] = {}
        for feeds, unread in self._connection.execute("SELECT feeds, unread FROM copy_counts"):
            with suppress(ValueError):  # it is damaged
                found[tuple(map(int, feeds.split(",")))] = unread
        return found

    def counts(self) -> dict[int, tuple[int, int]]:
        """Unread and total entries of each subscribed feed, by feed id."""
        rows = self._connection.execute(
            "SELECT feed_id, unread, total FROM counts JOIN feeds ON feeds.id = feed_id WHERE subscribed = 1"
        )
        return {feed_id: (unread, total) for feed_id, unread, total in rows}

    def shares(self, now: int) -> dict[int, float]:
        """What part of its articles of the last sixty days the user has opened, of each feed with opened ones, by id.

        A feed with fewer than ten articles is counted as if it had ten, so that one opened article says little.
        """
        since = now - SHARE_SECONDS
        rows = self._connection.execute(
            """
            SELECT feed_id, opened, (SELECT count(*) FROM entries INDEXED BY entries_by_feed
                WHERE feed_id = few.feed_id AND sort >= ?1)
            FROM (SELECT feed_id, count(*) AS opened FROM entries INDEXED BY entries_opened
                WHERE opened IS NOT NULL AND sort >= ?1 GROUP BY feed_id) AS few
            """,
            (since,),
        )
        return {feed_id: min(1.0, opened / max(total, _FEWEST)) for feed_id, opened, total in rows}

    def hidden(self) -> bool:
        """Whether there are entries of feeds that are no longer subscribed."""
        row = self._connection.execute(
            "SELECT 1 FROM feeds JOIN counts ON feed_id = id WHERE subscribed = 0 AND total > 0 LIMIT 1"
        ).fetchone()
        return row is not None

    def write_parse_cache(self, update: FeedUpdate) -> None:
        """Stores the cache for the next parse; must be called inside a transaction."""
        if update.parse_cache is not None:
            self._connection.execute(
                "INSERT OR REPLACE INTO memories VALUES (?, ?)", (update.poll.feed_id, update.parse_cache)
            )

    def write_poll(self, update: FeedUpdate) -> None:
        """Stores what a poll says about the feed itself; call inside a transaction."""
        poll = update.poll
        self._connection.execute(
            """
            UPDATE feeds SET etag = ?, last_modified = ?, body_hash = ?, body_read = ?, rhythm = ?, status = ?,
                http_status = ?, failures = ?, error = ?, last_poll = ?, last_success = ?, next_check = ?, reason = ?,
                reason_number = ?, left_out = ?,
                title = coalesce(?, title), link = coalesce(?, link), description = coalesce(?, description),
                language = coalesce(?, language)
            WHERE id = ?
            """,
            (
                poll.validators.etag, poll.validators.last_modified, poll.body_hash, poll.body_read,
                rhythm_cell(poll.rhythm), poll.status, poll.http_status, poll.failures, problem_cell(poll.error),
                poll.last_poll, poll.last_success, poll.next_check, poll.reason and poll.reason.kind,
                poll.reason and poll.reason.number, poll.left_out, update.title, update.link, update.description,
                update.language, poll.feed_id,
            ),
        )  # fmt: skip


def _poll(row: Sequence[Any]) -> Poll:
    (
        id_, url, etag, modified, body_hash, body_read, rhythm, status, http_status, failures, error, last, success,
        due, reason, reason_number, left_out,
    ) = row  # fmt: skip
    return Poll(
        feed_id=id_,
        url=url,
        validators=Validators(etag, modified) if etag or modified else _NO_VALIDATORS,
        body_hash=body_hash,
        body_read=body_read,
        rhythm=read_rhythm(rhythm),
        status=_STATUSES.get(status, Status.NEW),
        http_status=http_status,
        failures=failures,
        error=read_problem(error),
        last_poll=last,
        last_success=success,
        next_check=due,
        reason=_check_reason(reason, reason_number),
        left_out=left_out,
    )


def _check_reason(kind: str | None, number: int | None) -> CheckReason | None:
    """None for a kind that a later version wrote."""
    known = _CHECK_REASONS.get(kind)
    return CheckReason(known, number or 0) if known else None


_NO_VALIDATORS = Validators()
_CHECK_REASONS: dict[str | None, CheckReasonKind] = {kind.value: kind for kind in CheckReasonKind}
_STATUSES: dict[str, Status] = {status.value: status for status in Status}
