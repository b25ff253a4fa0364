"""Opens the user's folders and composes the parts of the library."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from reader.config import Config
from reader.errors import BroadsheetError, ConfigError
from reader.library.accounts import Accounts, OpenedAccounts, open_accounts
from reader.library.articles import Articles
from reader.library.changes import Changes
from reader.library.events import (
    ChangedOutside,
    ChangeFailed,
    ChangeReverted,
    ChangeWritten,
    EditFailed,
    LibraryEvent,
    StoreFailed,
)
from reader.library.feeds import Feeds
from reader.library.people import People
from reader.library.pictures import Pictures
from reader.library.readers import Readers
from reader.library.session import SessionFile
from reader.library.subscriptions import Subscriptions, is_whole
from reader.library.undo_history import Stepping, UndoHistory
from reader.library.worker import Worker
from reader.library.writer import Writer
from reader.paths import Paths, bundled
from reader.store import BUSY_SECONDS, OnCopy, Store, open_store, untold
from reader.subscriptions import FeedsFile, load_or_begin

if TYPE_CHECKING:
    from reader.library.conversations import Conversations
    from reader.library.editions import Editions
    from reader.library.stories import Stories

READER, COMMANDS = "reader", "commands"


class Library:
    """One user's folders, open: ``feeds``, ``articles``, ``people``, ``stories``, ``conversations``,
    ``changes``, ``subscriptions``, ``accounts``, ``history``, ``worker``, ``pictures``, ``session`` and ``positions``.

    ``source``: whose steps ``history`` undoes, those taken in the :data:`READER` or by :data:`COMMANDS`. ``notice``
    says what happened to the database when it was opened; ``lost`` why something could not be written before the end.
    ``file_mistakes``: those that the faces found in other files of the user, by file.
    """

    def __init__(
        self,
        paths: Paths,
        config: Config,
        file: FeedsFile,
        store: Store,
        *,
        accounts: OpenedAccounts | None = None,
        source: str = READER,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.paths, self.config, self.notice = paths, config, store.notice
        with store.translated():
            old_session = store.state.values()
            session = store.journal.begin_session(source, int.from_bytes(os.urandom(7)))
        self._data_version = store.data_version()
        self._outside_check: Future[None] | None = None
        self._clock = clock
        self._listener: Callable[[LibraryEvent], None] = _ignore
        self.file_mistakes: dict[str, tuple[ConfigError, ...]] = {}
        self.lost: tuple[BroadsheetError, ...] = ()
        self._readers = Readers(paths.database)
        self._writer = Writer(store)
        self.session = SessionFile(paths.session, self._writer, old_session)
        self.positions = SessionFile(paths.positions, self._writer, {})
        stepping = self._stepping = Stepping(session, self.now, paths.config)
        self.changes = Changes(self._writer, self._readers, stepping, self._tell)
        self.accounts = Accounts(
            paths, accounts, self._writer, self._readers, stepping, self._tell,
            push=lambda: self.worker.sync(push_only=True), sync=self._sync,
        )  # fmt: skip
        self.subscriptions = Subscriptions(
            paths.feeds, file, config, self._writer, self._readers, self.accounts, stepping, self._tell,
            self._reload_worker,
        )  # fmt: skip
        self.history = UndoHistory(self._writer, self.subscriptions, self.accounts, stepping, self._tell)
        self.feeds = Feeds(self._readers, self.subscriptions, self.now)
        self.articles = Articles(self._readers, self.feeds, self.changes)
        self.people = People(self._writer, self._readers, stepping, self._tell)
        self.worker = Worker(paths, config, self.feeds, self._tell_of_worker)
        self.pictures = Pictures(paths, self.worker)

    @cached_property
    def editions(self) -> Editions:
        """The front pages."""
        from reader.library.editions import Editions  # opening the reader does without

        return Editions(
            self._writer, self._readers, self.feeds, self.changes, self.now, lambda: self.config.edition_stories,
            self._tell,
        )  # fmt: skip

    @cached_property
    def stories(self) -> Stories:
        """Corrections of which articles report the same event."""
        from reader.library.stories import Stories  # opening the reader does without

        return Stories(self._writer, self._stepping, self._tell)

    @cached_property
    def conversations(self) -> Conversations:
        """The comments on articles."""
        from reader.library.conversations import Conversations  # opening the reader does without

        return Conversations(self._readers, self._writer, self.now)

    @property
    def mistakes(self) -> tuple[ConfigError, ...]:
        """The mistakes in all of the user's files, those in ``feeds.toml`` last."""
        others = chain.from_iterable(self.file_mistakes.values())
        return (*others, *self.accounts.mistakes, *self.subscriptions.mistakes)

    def use_config(self, config: Config) -> None:
        """Uses other settings from here on, in the worker as well."""
        self.config = config
        self.subscriptions.use_config(config)
        self.worker.use_config(config)

    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock())

    def listen(self, listener: Callable[[LibraryEvent], None]) -> None:
        """Calls ``listener`` with each event, from other threads."""
        self._listener = listener

    def _tell(self, event: LibraryEvent) -> None:
        self._listener(event)
        if isinstance(event, ChangeWritten | ChangeReverted):
            self.accounts.count_soon()

    def _tell_of_worker(self, event: LibraryEvent) -> None:
        self.pictures.hear(event)
        self.accounts.hear(event, self.subscriptions.is_known)
        self._tell(event)

    def _reload_worker(self) -> None:
        self.worker.reload()

    def _sync(self, account: str) -> None:
        self.worker.sync(account)

    def check_outside(self) -> None:
        """Looks soon whether another connection wrote to the database; :class:`ChangedOutside` says so.

        The writer's connection does the looking: SQLite's ``data_version`` leaves out its own changes.
        """
        if self._outside_check is None or self._outside_check.done():
            self._outside_check = self._writer.submit(self._check_outside_now)

    def _check_outside_now(self, store: Store) -> None:
        before, self._data_version = self._data_version, store.data_version()
        if before != self._data_version:
            self._tell(ChangedOutside())

    def close(self) -> None:
        """Writes all changes that wait, ends the threads and the worker. Can be called twice."""
        self._listener = self._note_loss
        self.worker.close()
        self._readers.close()
        self.session.flush()
        self.positions.flush()
        self._writer.close()  # last: only a connection that can write can remove SQLite's log

    def _note_loss(self, event: LibraryEvent) -> None:
        if isinstance(event, ChangeFailed | EditFailed | StoreFailed):
            self.lost = (*self.lost, event.error)


def open_library(
    paths: Paths,
    config: Config,
    *,
    source: str = READER,
    clock: Callable[[], float] = time.time,
    busy_seconds: float = BUSY_SECONDS,
    on_copy: OnCopy = untold,
) -> Library:
    """Opens the user's folders, making them on the first start. Raises :class:`~reader.errors.StoreError`.

    ``on_copy`` receives the progress, 0 to 1, of the copy made of an earlier version's database. Mistakes in
    ``feeds.toml`` stop nothing: what could be read is there, and no feed is hidden that the rest may name.
    """
    file = load_or_begin(paths.feeds, bundled("feeds.toml"))
    store = open_store(paths.database, now=int(clock()), busy_seconds=busy_seconds, on_copy=on_copy)
    with store.translated():
        store.feeds.subscribe([one.url for one in file.subscriptions], only=is_whole(file))
    accounts = open_accounts(paths, store)
    return Library(paths, config, file, store, accounts=accounts, source=source, clock=clock)


def _ignore(_event: LibraryEvent) -> None:
    """The listener before :meth:`Library.listen` is called."""
