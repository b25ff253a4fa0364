"""What ``feeds.toml`` says, with the user's edits; following the file when another program writes it. Together with
the feeds of accounts, which :mod:`reader.library.accounts` knows.

The caller never waits. An edit shows in :attr:`Subscriptions.file` at once; the file is written on the writer thread,
in order with the changes of entries, and the database follows it there. The file is read on the reader thread when
it changed, which the writer thread would do too late while another program holds the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config import Config
from reader.errors import BroadsheetError, ConfigError, StoreError, UsageError
from reader.files import stamp
from reader.lazy_dataclass import dataclass
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
from reader.store.journal import JournalStep
from reader.subscriptions import FeedsFile, read_feeds

if TYPE_CHECKING:
    from reader.library.accounts import Accounts
    from reader.library.edit_steps import EditRecorder
    from reader.library.edits import Edit, PastImport
    from reader.library.undo_history import Stepping
    from reader.library.written_files import IntendFiles, WrittenFiles


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """An edit that is not written yet: how it changes what the file says, and the feeds that it removes."""

    preview: Callable[[FeedsFile], FeedsFile]
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Run:
    """An edit that is being written, or reverted: the ``step`` of it that is undone or repeated."""

    edit: Edit
    pending: _Pending | None = None
    step: JournalStep | None = None

    @property
    def undone(self) -> bool:
        return self.step is not None and not self.step.undone

    @property
    def again(self) -> bool:
        return self.step is not None and self.step.undone


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
        accounts: Accounts,
        stepping: Stepping,
        tell: Callable[[LibraryEvent], None],
        reload_worker: Callable[[], None],
    ) -> None:
        self._path, self._config = path, config
        self._writer, self._readers, self._accounts, self._stepping = writer, readers, accounts, stepping
        self._tell, self._reload_worker = tell, reload_worker
        self._reading = threading.Lock()  # held while the file is read, so that the newest reading counts
        self._before_edit: FeedsFile | None = None  # while an edit of ours changes the file, and then the database
        self._lock = threading.Lock()  # around the values below, which all three threads change
        self._saved = self.file = file
        self._pending: tuple[_Pending, ...] = ()
        self._leaving: frozenset[str] = frozenset()  # no longer in the file, but still subscribed in the database
        self._stored = True
        self._joined: tuple[object, object, tuple[Subscription, ...], frozenset[str]] | None = None
        self.mistakes: tuple[ConfigError, ...] = file.mistakes
        self._stamp = stamp(path)

    def use_config(self, config: Config) -> None:
        """Uses other settings."""
        self._config = config

    @property
    def all(self) -> tuple[Subscription, ...]:
        """The subscriptions, in the order of ``feeds.toml``, then accounts' subscriptions."""
        local = self.file.subscriptions
        others = self._accounts.beside(local)
        if not others:
            return local
        joined = self._joined
        if joined is None or joined[0] is not local or joined[1] is not others:
            every = (*local, *others)
            joined = self._joined = (local, others, every, frozenset(one.url for one in every))
        return joined[2]

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of ``feeds.toml``."""
        return self.file.searches

    @property
    def removed(self) -> frozenset[str]:
        """Addresses of feeds that are removed, although the database does not know it yet."""
        return self._leaving.union(self._accounts.removed, *(one.removed for one in self._pending))

    def get(self, url: str) -> Subscription | None:
        """The subscription to the feed at that address."""
        return next((one for one in self.all if one.url == url), None)

    def is_known(self, url: str) -> bool:
        """Whether there is a subscription to the feed at that address. Quick if there are accounts."""
        every, joined = self.all, self._joined
        return url in joined[3] if joined and joined[2] is every else self.get(url) is not None

    def mark_read(self, feed_url: str) -> str:
        """When an opened article of this feed becomes read: as in the settings."""
        subscription = self.get(feed_url)
        return (subscription and subscription.mark_read) or self._config.mark_read

    # -- edits

    def edit(self, edit: Edit) -> Future[Any]:
        """Shows an edit at once and writes it soon; it can be undone. :class:`EditDone` or :class:`EditFailed` follows.

        The future gives what was written, nothing if all was so already; it raises
        :class:`~reader.errors.ConfigError` or :class:`~reader.errors.StoreError`. One that cannot be has failed when
        this returns, with a :class:`~reader.errors.UsageError`, and no event follows.
        """
        try:
            parts = self._accounts.split(edit, self.file.subscriptions, self.searches)
        except UsageError as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed
        if parts is None:
            return self._edit_file(edit)
        done = self._accounts.edit(edit, parts.feeds)
        return done if parts.local is None else self._edit_file(parts.local)

    def _edit_file(self, edit: Edit) -> Future[WrittenFiles | None]:
        from reader.library.edits import preview, removed_urls, write  # with the first edit

        pending = _Pending(partial(preview, edit), removed_urls(edit))
        self._push(pending)

        def job(store: Store) -> WrittenFiles | None:
            return self._run(store, _Run(edit, pending), lambda intend: write(edit, self._path, store, intend))

        return self._writer.submit(job)

    def note_import(self, edit: PastImport) -> None:
        """Notes an import of articles, which undo can only name."""
        from reader.library.edit_steps import encode

        step = self._stepping
        self._writer.submit(lambda store: store.journal.begin(encode(edit), None, step.session, step.now()))

    def revert(self, store: Store, step: JournalStep, edit: Edit) -> None:
        """Undoes an edit, or repeats one; on the writer thread. :class:`EditDone` or :class:`EditFailed` follows.

        Raises what :func:`~reader.library.edits.unwrite` raises, and ``ValueError`` for a damaged step.
        """
        from reader.library.edits import unwrite
        from reader.library.written_files import unpack_files

        written, config = unpack_files(step.written or b""), self._stepping.config
        run = _Run(edit, step=step)
        self._run(store, run, lambda intend: unwrite(edit, written, self._path, config, store, intend, again=run.again))

    def settle(self, store: Store) -> None:
        """Finds out what became of edits that a program could not finish; on the writer thread."""
        from reader.library.edit_steps import settle_steps

        settle_steps(store, self._stepping.session, self._path, self._stepping.config)

    def _run(self, store: Store, run: _Run, do: Callable[[IntendFiles], WrittenFiles | None]) -> WrittenFiles | None:
        from reader.library.edit_steps import EditRecorder

        with suppress(StoreError), store.translated():
            self.settle(store)
        recorder = EditRecorder(store, run.edit, self._stepping.session, self._stepping.now(), run.step)
        with self._reading:
            self._before_edit = self._saved
        try:
            with store.translated():
                written = do(recorder.intend)
        except Exception as error:
            if self._read(finished=run.pending, ours=True):  # the file was written, but the articles could not move
                self._store(store)
            known = error if isinstance(error, BroadsheetError) else BroadsheetError(problem(Problem.UNEXPECTED))
            self._tell(EditFailed(run.edit, known, run.undone))
            with suppress(StoreError), store.translated():
                self.settle(store)
            raise
        unnoted = None if written is None else self._note(store, recorder, written)
        self._read(finished=run.pending, may_be_empty=written is not None, ours=True)
        self._store(store, may_be_empty=written is not None)
        when = None if run.step is None or run.step.own else run.step.time
        self._tell(EditDone(run.edit, run.undone, changed=written is not None, again=run.again, when=when))
        if unnoted and self._stored:
            self._tell(StoreFailed(unnoted))
        return written

    @staticmethod
    def _note(store: Store, recorder: EditRecorder, written: WrittenFiles) -> StoreError | None:
        """Notes what was written, or returns why not: a new edit cannot be undone then, others are settled later."""
        try:
            with store.translated():
                recorder.finish(written)
        except StoreError as error:
            return error
        return None

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
        return stamp(self._path) == self._stamp

    def check(self) -> Future[object]:
        """Reads ``feeds.toml`` soon if another program wrote it: :class:`SubscriptionsRead` says that it was read."""
        return self._readers.run(self._check)

    def reload(self) -> None:
        """Reads ``feeds.toml`` soon, after our worker changed it; :class:`SubscriptionsRead` follows."""
        self._readers.run(self._reload)

    def _check(self) -> None:
        self._accounts.check()
        if not self.current:
            self._reload()
        elif self._stored:
            return
        self._writer.submit(self._follow)

    def _reload(self) -> None:
        self._read()
        self._tell(SubscriptionsRead())

    def _follow(self, store: Store) -> None:
        if self._store(store):
            self._tell(SubscriptionsStored())

    def _read(self, *, finished: _Pending | None = None, may_be_empty: bool = False, ours: bool = False) -> bool:
        """Reads the file, without the preview of an edit that is finished. Whether it was written since last time.

        ``ours``: at the end of an edit. What has left the file is told only then, because until the database follows, a
        feed with a new address looks as if another program had removed it.
        """
        with self._reading:
            since = self._before_edit or self._saved
            if ours:
                self._before_edit = None
            before, now = self._stamp, stamp(self._path)
            file = self._read_file(exists=now is not None).over(self._saved)
            with self._lock:
                if is_whole(file, may_be_empty=may_be_empty) and not self._before_edit:
                    left = {one.url for one in since.subscriptions} - {one.url for one in file.subscriptions}
                    self._leaving = (self._leaving | left) - {one.url for one in file.subscriptions}
                self._saved, self.mistakes, self._stamp = file, file.mistakes, now
                self._pending = tuple(one for one in self._pending if one is not finished)
                self._combine()
            return before != now

    def _read_file(self, *, exists: bool) -> FeedsFile:
        """The file; if another program removed it, the contents as last read, with a mistake that says so."""
        file = read_feeds(self._path)
        if exists or file.subscriptions or not self._saved.subscriptions:
            return file
        return replace(file, mistakes=(ConfigError(self._path, problem(Problem.FEEDS_FILE_GONE)),), whole=False)

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
