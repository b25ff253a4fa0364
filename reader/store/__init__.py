"""The SQLite database: all SQL of the program is in this package.

``open_store`` opens it for reading and writing, ``open_reader`` for reading only. One thread at a time may use a
connection; the reader has one for short reads on the UI thread, one on its reader thread and one on its writer
thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import StoreCorrupt, StoreError, StoreReadOnly
from reader.problems import Problem, ProblemDetails, problem
from reader.store.authors import Authors
from reader.store.connection import BUSY_SECONDS as BUSY_SECONDS
from reader.store.connection import connect_reader, connect_writer, mending, rename_damaged, translated
from reader.store.entries import Entries
from reader.store.feeds import Feeds
from reader.store.journal import Journal
from reader.store.labels import Labels
from reader.store.migrations import OnCopy as OnCopy
from reader.store.migrations import untold as untold
from reader.store.state import State
from reader.store.where_clause import Key as Key
from reader.store.where_clause import Listing as Listing

if TYPE_CHECKING:
    from reader.feed_health import FeedRecord
    from reader.store.account_edits import AccountEdits
    from reader.store.accounts import Accounts
    from reader.store.arrivals import Arrivals
    from reader.store.comments import Comments
    from reader.store.copies import Copies
    from reader.store.editions import Editions
    from reader.store.merge_feeds import Moving
    from reader.store.outbox import Outbox
    from reader.store.people import People
    from reader.store.retention import Retention
    from reader.store.search import Search
    from reader.store.story_groups import StoryGroups
    from reader.store.story_signs import StorySigns
    from reader.store.telling_rows import TellingRows
    from reader.store.versions import Versions

_STEPS = 20_000  # of SQLite's machine, about a millisecond
_QUICKLY_SAVED = 500_000_000  # bytes; a damaged database of this size is read in seconds


class Store:
    """An open database. ``notice``: what happened to the database when it was opened, for the user.

    ``refused``: why it was opened for reading only. Modules that opening the reader does not need are imported at their
    first use.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, notice: ProblemDetails | None = None) -> None:
        self.path, self.notice = path, notice
        self.refused: StoreError | None = None
        self._connection = connection
        self._fresh: dict[int, str] = {}  # text of new entries by id, for the search index
        self.feeds = Feeds(connection)
        self.entries = Entries(connection)
        self.authors = Authors(connection)
        self.state = State(connection)
        self.labels = Labels(connection)
        self.journal = Journal(connection, self.state)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Writes entries and pages that arrive."""
        from reader.store.arrivals import Arrivals

        return Arrivals(self._connection, self._fresh)

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts with their feeds, and what their servers say of articles."""
        from reader.store.accounts import Accounts

        return Accounts(self._connection, self.arrivals)

    @cached_property
    def outbox(self) -> Outbox:
        """What the servers of accounts have not heard of yet."""
        from reader.store.outbox import Outbox

        return Outbox(self._connection)

    @cached_property
    def account_edits(self) -> AccountEdits:
        """The user's edits of accounts' subscriptions."""
        from reader.store.account_edits import AccountEdits

        return AccountEdits(self._connection, self.journal)

    def has_accounts(self) -> bool:
        """Whether there ever was an account."""
        return self._connection.execute("SELECT 1 FROM accounts LIMIT 1").fetchone() is not None

    @cached_property
    def comments(self) -> Comments:
        """The conversations of articles."""
        from reader.store.comments import Comments

        return Comments(self._connection)

    @cached_property
    def people(self) -> People:
        """Who wrote what, and what the user says of them."""
        from reader.store.people import People

        return People(self._connection, self.journal)

    @cached_property
    def stories(self) -> StoryGroups:
        """Which articles report the same event, and what the user says of that."""
        from reader.store.story_groups import StoryGroups

        return StoryGroups(self._connection, self.journal)

    @cached_property
    def story_signs(self) -> StorySigns:
        """What the engine that finds stories reads and writes."""
        from reader.store.story_signs import StorySigns

        return StorySigns(self._connection, self.stories)

    @cached_property
    def telling_rows(self) -> TellingRows:
        """The rows of stories."""
        from reader.store.telling_rows import TellingRows

        return TellingRows(self._connection)

    @cached_property
    def editions(self) -> Editions:
        """Front pages."""
        from reader.store.editions import Editions

        return Editions(self._connection)

    @cached_property
    def copies(self) -> Copies:
        """The same articles in several feeds."""
        from reader.store.copies import Copies

        return Copies(self._connection)

    @cached_property
    def search(self) -> Search:
        """The search index."""
        from reader.store.search import Search

        return Search(self._connection, self._fresh)

    @cached_property
    def retention(self) -> Retention:
        """Drops old texts."""
        from reader.store.retention import Retention

        return Retention(self._connection)

    @cached_property
    def versions(self) -> Versions:
        """What entries said before they were edited."""
        from reader.store.versions import Versions

        return Versions(self._connection)

    @cached_property
    def moving(self) -> Moving:
        """Moves feeds to other addresses."""
        from reader.store.merge_feeds import Moving

        return Moving(self._connection)

    def records(self, *, now: int) -> dict[int, FeedRecord]:
        """Each subscribed feed's recent entries; see :meth:`reader.store.feed_records.HealthRecords.records`."""
        from reader.store.feed_records import HealthRecords

        return HealthRecords(self._connection).records(now=now)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Wraps a use of the store: errors of SQLite become a :class:`StoreError`."""
        try:
            with translated(self.path):
                yield
        except StoreReadOnly as error:
            raise self.refused or error from None

    def stop_when(self, stopped: Callable[[], bool]) -> None:
        """Has reads fail soon after ``stopped`` returns true, which any thread may bring about.

        They fail with :class:`sqlite3.OperationalError` or :class:`~reader.store.scan.Stopped`.
        """
        self.entries.stopped = stopped
        self._connection.set_progress_handler(stopped, _STEPS)

    def data_version(self) -> int:
        """A number that changes when any other connection writes (SQLite, PRAGMA data_version)."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()


def open_store(path: Path, *, now: int, busy_seconds: float = BUSY_SECONDS, on_copy: OnCopy = untold) -> Store:
    """Opens the database for reading and writing; creates or migrates it if necessary.

    A damaged database is renamed and a new one created; ``notice`` says so. ``busy_seconds``: how long each use waits
    for another program's lock. ``on_copy`` receives the progress, 0 to 1, of the copy made before a migration. Raises
    :class:`~reader.errors.StoreError`.
    """
    try:
        return Store(connect_writer(path, busy_seconds=busy_seconds, on_copy=on_copy), path)
    except StoreCorrupt:
        with mending(path):
            return _begin_anew(path, now, busy_seconds)


def _begin_anew(path: Path, now: int, busy_seconds: float) -> Store:
    """Replaces a damaged database, unless another process has done so since."""
    try:
        return Store(connect_writer(path, busy_seconds=busy_seconds), path)
    except StoreCorrupt:
        aside = rename_damaged(path, now)
        saved = _save(path, aside, now)
        notice = problem(Problem.STORE_REPLACED, path=str(aside), saved=saved)
        return Store(connect_writer(path, busy_seconds=busy_seconds), path, notice)


def _save(path: Path, aside: Path, now: int) -> int:
    """Copies what can be read of a damaged database if that takes only seconds; returns the number of entries."""
    if aside.stat().st_size > _QUICKLY_SAVED:
        return 0
    from reader.store.integrity import repair
    from reader.store.recovery import copy_into

    with translated(path), closing(connect_writer(path)) as new:
        saved = copy_into(new, aside)
    repair(path, now=now, index=False)
    return saved


def open_reader(path: Path) -> Store:
    """Opens an existing database of this version for reading. Raises :class:`~reader.errors.StoreError`."""
    return Store(connect_reader(path), path)


def check(path: Path) -> list[str]:
    """What SQLite finds wrong with the database (``PRAGMA integrity_check``); empty if nothing."""
    with translated(path):
        connection = connect_reader(path)
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        finally:
            connection.close()
    return [] if found == ["ok"] else found
