"""What ``feeds.toml`` says, with the user's edits; following the file when another program writes it.

The caller never waits. An edit shows in :attr:`Subscriptions.file` at once; the file is written on the writer thread,
in order with the changes of entries, and the database follows it there. The file is read on the reader thread when
it changed, which the writer thread would do too late while another program holds the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import Config
from reader.errors import BroadsheetError, ConfigError, StoreError
from reader.library.changes import Changes
from reader.library.events import (
    EditDone,
    EditFailed,
    LibraryEvent,
    StoreFailed,
    SubscriptionsRead,
    SubscriptionsStored,
)
from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.store import Store
from reader.subscriptions import FeedsFile, read_feeds

if TYPE_CHECKING:
    from reader.library.edits import Edit
    from reader.subscriptions.rewrite import Rewritten

Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """An edit that is not written yet: how it changes what the file says, and the feeds that it removes."""

    preview: Callable[[FeedsFile], FeedsFile]
    removed: frozenset[str] = frozenset()


class Subscriptions:
    """``feeds.toml`` as it was last read, with the edits that wait. ``mistakes``: problems in the user's files.

    ``tell`` is called from the reader and the writer thread; ``reload_worker`` when the worker has to read the file.
    """

    def __init__(
        self,
        path: Path,
        file: FeedsFile,
        config: Config,
        writer: Writer,
        readers: Readers,
        changes: Changes,
        tell: Callable[[LibraryEvent], None],
        reload_worker: Callable[[], None],
    ) -> None:
        self._path, self._config = path, config
        self._writer, self._readers, self._changes = writer, readers, changes
        self._tell, self._reload_worker = tell, reload_worker
        self._reading = threading.Lock()  # held while the file is read, so that the newest reading counts
        self._lock = threading.Lock()  # around the values below, which all three threads change
        self._saved = self.file = file
        self._pending: tuple[_Pending, ...] = ()
        self._leaving: frozenset[str] = frozenset()  # no longer in the file, but still subscribed in the database
        self._stored = True
        self.mistakes: tuple[ConfigError, ...] = file.mistakes
        self._stamp = _stamp(path)

    @property
    def all(self) -> tuple[Subscription, ...]:
        """The subscriptions, in the order of ``feeds.toml``."""
        return self.file.subscriptions

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of ``feeds.toml``."""
        return self.file.searches

    @property
    def removed(self) -> frozenset[str]:
        """Addresses of feeds that are removed, although the database does not know it yet."""
        return self._leaving.union(*(one.removed for one in self._pending))

    def get(self, url: str) -> Subscription | None:
        """The subscription to the feed at that address."""
        return next((one for one in self.all if one.url == url), None)

    def reads_on_open(self, feed_url: str) -> bool:
        """Whether opening an article of this feed marks it read."""
        subscription = self.get(feed_url)
        return ((subscription and subscription.mark_read) or self._config.mark_read) == "open"

    # -- edits

    def edit(self, edit: Edit) -> Future[Rewritten | None]:
        """Shows an edit at once and writes it soon; it can be undone. :class:`EditDone` or :class:`EditFailed` follows.

        The future gives what was written, None if the file said so already; it raises
        :class:`~reader.errors.ConfigError` or :class:`~reader.errors.StoreError`.
        """
        from reader.library.edits import preview, removed_urls, write  # with the first edit

        before = self.file
        pending = _Pending(partial(preview, edit), frozenset(removed_urls([edit])))
        self._push(pending)
        after = self.file
        future = self._writer.submit(
            lambda store: self._run(store, edit, pending, lambda: write(edit, self._path, store))
        )
        self._changes.note(edit, future, lambda: self._undo(edit, future, before, after))
        return future

    def _undo(self, edit: Edit, done: Future[Rewritten | None], before: FeedsFile, after: FeedsFile) -> None:
        """Undoes an edit, which may still wait to be written."""
        from reader.library.edits import unwrite

        def restored(file: FeedsFile) -> FeedsFile:
            if (file.subscriptions, file.searches) != (after.subscriptions, after.searches):
                return file  # others changed it since: it shows when the undo is written
            return replace(file, subscriptions=before.subscriptions, searches=before.searches)

        def revert(store: Store) -> Rewritten | None:
            written = None if done.exception() else done.result()
            return written and unwrite(edit, written, self._path, store)

        pending = _Pending(restored)
        self._push(pending)
        self._writer.submit(lambda store: self._run(store, edit, pending, lambda: revert(store), undone=True))

    def _run(
        self, store: Store, edit: Edit, pending: _Pending, do: Callable[[], Rewritten | None], *, undone: bool = False
    ) -> Rewritten | None:
        try:
            with store.translated():
                written = do()
        except Exception as error:
            if self._read(finished=pending):  # the file was written, but the articles could not move
                self._store(store)
            known = error if isinstance(error, BroadsheetError) else BroadsheetError(problem(Problem.UNEXPECTED))
            self._tell(EditFailed(edit, known, undone))
            raise
        self._read(finished=pending)
        self._store(store)
        self._tell(EditDone(edit, undone, changed=written is not None))
        return written

    def _push(self, pending: _Pending) -> None:
        with self._lock:
            self._pending = (*self._pending, pending)
            self._combine()

    def _combine(self) -> None:
        file = self._saved
        for one in self._pending:
            file = one.preview(file)
        self.file = file

    # -- following the file

    def check(self) -> None:
        """Reads ``feeds.toml`` soon if another program wrote it: :class:`SubscriptionsRead` says that it was read."""
        self._readers.run(self._check)

    def reload(self) -> None:
        """Reads ``feeds.toml`` soon, after the worker wrote it; :class:`SubscriptionsRead` follows."""
        self._readers.run(self._reload)

    def _check(self) -> None:
        if _stamp(self._path) != self._stamp:
            self._read()
            self._tell(SubscriptionsRead())
        elif self._stored:
            return
        self._writer.submit(self._follow)

    def _reload(self) -> None:
        self._read()
        self._tell(SubscriptionsRead())

    def _follow(self, store: Store) -> None:
        if self._store(store):
            self._tell(SubscriptionsStored())

    def _read(self, *, finished: _Pending | None = None) -> bool:
        """Reads the file, without the preview of an edit that is finished; whether it changed."""
        with self._reading:
            before, stamp = self._stamp, _stamp(self._path)
            file = read_feeds(self._path).over(self._saved)
            with self._lock:
                if is_whole(file):
                    left = {one.url for one in self._saved.subscriptions} - {one.url for one in file.subscriptions}
                    self._leaving = (self._leaving | left) - {one.url for one in file.subscriptions}
                self._saved, self.mistakes, self._stamp = file, file.mistakes, stamp
                self._pending = tuple(one for one in self._pending if one is not finished)
                self._combine()
            return before != stamp

    def _store(self, store: Store) -> bool:
        """Subscribes to the feeds of the file. A failure is reported once, and :meth:`check` tries again."""
        file = self._saved
        try:
            with store.translated():
                store.feeds.subscribe([one.url for one in file.subscriptions], only=is_whole(file))
        except StoreError as error:
            if self._stored:
                self._tell(StoreFailed(error))
            self._stored = False
            return False
        self._stored = True
        with self._lock:
            if file is self._saved:
                self._leaving = frozenset()
        self._reload_worker()
        return True


def is_whole(file: FeedsFile) -> bool:
    """Whether feeds that are not in the file may be hidden: a file read while it is being saved is empty."""
    return bool(file.subscriptions) and file.whole


def _stamp(path: Path) -> Stamp:
    """A value that changes when the file is written; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
