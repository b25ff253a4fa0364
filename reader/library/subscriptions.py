"""What ``feeds.toml`` says, with the user's edits; following the file when another program writes it.

The caller never waits. An edit shows in :attr:`Subscriptions.file` at once; the file is written on the writer thread,
in order with the changes of entries, and the database follows it there. The file is read on the reader thread when
it changed, which the writer thread would do too late while another program holds the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import Config
from reader.errors import BroadsheetError, ConfigError, StoreError
from reader.lazy_dataclass import dataclass
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
from reader.library.undo_history import Running, Step, raise_failure
from reader.library.writer import Writer
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.store import Store
from reader.subscriptions import FEEDS, SEARCHES, FeedsFile, read_feeds

if TYPE_CHECKING:
    from reader.library.edits import Edit, Written

Name = tuple[str, str]  # of a table, as in reader.subscriptions.edit_feeds
Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """An edit that is not written yet: how it changes what the file says, and the feeds that it removes.

    ``hidden``: tables that it changes although ``preview`` does not show it.
    """

    preview: Callable[[FeedsFile], FeedsFile]
    removed: frozenset[str] = frozenset()
    hidden: frozenset[Name] = frozenset()


@dataclass(frozen=True, slots=True)
class _Run:
    """An edit that is being written, undone, or repeated (``again``)."""

    edit: Edit
    pending: _Pending
    undone: bool = False
    again: bool = False


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

    def edit(self, edit: Edit) -> Future[Written | None]:
        """Shows an edit at once and writes it soon; it can be undone. :class:`EditDone` or :class:`EditFailed` follows.

        The future gives what was written, None if the file said so already; it raises
        :class:`~reader.errors.ConfigError` or :class:`~reader.errors.StoreError`.
        """
        from reader.library.edits import moved_names, preview, removed_urls, write  # with the first edit

        def begin() -> Step:
            before = self.file
            pending = _Pending(partial(preview, edit), removed_urls(edit), moved_names(edit))
            self._push(pending)
            after = self.file
            run = _Run(edit, pending)
            future = self._writer.submit(lambda store: self._run(store, run, lambda: write(edit, self._path, store)))
            return self._step(run, future, before, after)

        return self._changes.undo_history.do(begin).future

    def _step(self, run: _Run, future: Future[Written | None], before: FeedsFile, after: FeedsFile) -> Step:
        """``before``, ``after``: what the file said, as it was shown."""
        return Step(
            run.edit, future, lambda running: self._reverse(run, future, before, after, running), run.pending, run.again
        )

    def _reverse(
        self, run: _Run, done: Future[Written | None], before: FeedsFile, after: FeedsFile, running: Running
    ) -> Step:
        """Undoes an edit, or the undo of one. The reverted step may still wait to be written."""
        from reader.library.edits import moved_names, removed_urls, unwrite

        def restored(file: FeedsFile) -> FeedsFile:
            if (file.subscriptions, file.searches) != (after.subscriptions, after.searches):
                return file  # others changed it since: it shows when this is written
            return replace(file, subscriptions=before.subscriptions, searches=before.searches)

        def revert(store: Store) -> Written | None:
            raise_failure(running)
            written = None if done.exception() else done.result()
            return written and unwrite(run.edit, written, self._path, store, again=reverse.again)

        removed = removed_urls(run.edit) if run.undone else frozenset()
        pending = _Pending(restored, removed, moved_names(run.edit))
        reverse = _Run(run.edit, pending, undone=not run.undone, again=run.undone)
        self._push(pending)
        future = self._writer.submit(lambda store: self._run(store, reverse, lambda: revert(store)))
        return self._step(reverse, future, after, before)

    def _run(self, store: Store, run: _Run, do: Callable[[], Written | None]) -> Written | None:
        try:
            self._stop_at_outside_edits(run)
            with store.translated():
                written = do()
        except Exception as error:
            if self._read(finished=run.pending)[0]:  # the file was written, but the articles could not move
                self._store(store)
            known = error if isinstance(error, BroadsheetError) else BroadsheetError(problem(Problem.UNEXPECTED))
            self._tell(EditFailed(run.edit, known, run.undone))
            raise
        self._read(finished=run.pending, may_be_empty=written is not None)
        self._store(store, may_be_empty=written is not None)
        self._tell(EditDone(run.edit, run.undone, changed=written is not None, again=run.again))
        return written

    def _stop_at_outside_edits(self, run: _Run) -> None:
        """Notices an edit by another program that comes before this one, which must not undo or repeat anything then.

        Raises :class:`ConfigError`.
        """
        if self.current:
            return
        before = self._saved
        self._read()
        if names := _differences(before, self._saved):
            self._changes.undo_history.stop(Problem.UNDO_ENDS_AT_FILE, names, before=run.pending)
            if run.undone or run.again:
                raise BroadsheetError(problem(Problem.UNDO_ENDS_AT_FILE))

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

    @property
    def current(self) -> bool:
        """Whether the file is as it was last read."""
        return _stamp(self._path) == self._stamp

    def check(self) -> Future[object]:
        """Reads ``feeds.toml`` soon if another program wrote it: :class:`SubscriptionsRead` says that it was read.

        Such an edit cannot be undone here, nor what was done before it.
        """
        return self._readers.run(self._check)

    def reload(self, names: frozenset[Name] = frozenset()) -> None:
        """Reads ``feeds.toml`` soon, after our worker changed these tables; :class:`SubscriptionsRead` follows."""
        self._readers.run(lambda: self._reload(names))

    def _check(self) -> None:
        if not self.current:
            _changed, names = self._read()
            if names:
                self._changes.undo_history.stop(Problem.UNDO_ENDS_AT_FILE, names)
            self._tell(SubscriptionsRead())
        elif self._stored:
            return
        self._writer.submit(self._follow)

    def _reload(self, names: frozenset[Name]) -> None:
        _changed, outside = self._read()
        if outside - names:
            self._changes.undo_history.stop(Problem.UNDO_ENDS_AT_FILE, outside)
        self._changes.undo_history.explain(names)
        self._tell(SubscriptionsRead())

    def _follow(self, store: Store) -> None:
        if self._store(store):
            self._tell(SubscriptionsStored())

    def _read(self, *, finished: _Pending | None = None, may_be_empty: bool = False) -> tuple[bool, frozenset[Name]]:
        """Reads the file, without the preview of an edit that is finished.

        Returns whether it was written since the last time, and the tables that neither we nor our edits changed.
        """
        with self._reading:
            before, stamp = self._stamp, _stamp(self._path)
            file = read_feeds(self._path).over(self._saved)
            with self._lock:
                outside = self._outside_changes(file) if before != stamp and finished is None else frozenset()
                if is_whole(file, may_be_empty=may_be_empty):
                    left = {one.url for one in self._saved.subscriptions} - {one.url for one in file.subscriptions}
                    self._leaving = (self._leaving | left) - {one.url for one in file.subscriptions}
                self._saved, self.mistakes, self._stamp = file, file.mistakes, stamp
                self._pending = tuple(one for one in self._pending if one is not finished)
                self._combine()
            return before != stamp, outside

    def _outside_changes(self, new: FeedsFile) -> frozenset[Name]:
        """The tables whose values none of the edits that wait explains, the one included that is being written."""
        file = self._saved
        names = _differences(file, new)
        for one in self._pending:
            file = one.preview(file)
            names = (names & _differences(file, new)) - one.hidden
        return names

    def _store(self, store: Store, *, may_be_empty: bool = False) -> bool:
        """Subscribes to the feeds of the file. A failure is reported once, and :meth:`check` tries again."""
        file = self._saved
        try:
            with store.translated():
                store.feeds.subscribe(
                    [one.url for one in file.subscriptions], only=is_whole(file, may_be_empty=may_be_empty)
                )
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


def is_whole(file: FeedsFile, *, may_be_empty: bool = False) -> bool:
    """Whether feeds that are not in the file may be hidden.

    A file read while another program saves it is empty; one that we have just written may stay empty.
    """
    return (may_be_empty or bool(file.subscriptions)) and file.whole


def _differences(one: FeedsFile, other: FeedsFile) -> frozenset[Name]:
    """The names of the tables that differ, or that both have in another order."""
    before, after = _tables(one), _tables(other)
    order, now = ([name for name in names if name in before and name in after] for names in (before, after))
    moved = {name for name, other_name in zip(order, now, strict=True) if name != other_name}
    return frozenset(moved | {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)})


def _tables(file: FeedsFile) -> dict[Name, Subscription | SavedSearch]:
    feeds: dict[Name, Subscription | SavedSearch] = {(FEEDS, one.url): one for one in file.subscriptions}
    return feeds | {(SEARCHES, one.title): one for one in file.searches}


def _stamp(path: Path) -> Stamp:
    """A value that changes when the file is written; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
