"""The user's changes of entries: applied at once, written soon on the writer thread, undone in reverse order.

Until a change is written it is in :attr:`Changes.unwritten`, so that entries read meanwhile can be shown with it.
Undo reverts only what a change really changed: entries that another program had changed already keep their state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.library.events import LibraryEvent, StateWritten, WriteFailed
from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import Change, Entry, Field, Headline
from reader.store import Store
from reader.stream import Selection

if TYPE_CHECKING:
    from reader.library.editing import FileEdit

UNDO_DEPTH = 200
UNWRITTEN = "a marking could not be saved"


class Changes:
    """Applies and undoes changes. ``tell`` is called from the writer thread.

    ``undo_edit`` undoes a change of ``feeds.toml``; it is set by whoever can make one.
    """

    undo_edit: Callable[[FileEdit], None]

    def __init__(self, writer: Writer, readers: Readers, tell: Callable[[LibraryEvent], None]) -> None:
        self._writer, self._readers, self._tell = writer, readers, tell
        self._done: list[tuple[Change, Future[Change]] | FileEdit] = []
        self._lock = threading.Lock()  # around the two lists, which both threads change
        self.unwritten: tuple[Change, ...] = ()

    @staticmethod
    def switch(entries: Iterable[Headline | Entry], field: Field, value: bool) -> Change:
        """The change that sets ``field`` on these entries, without those that already have that value."""
        return Change(field, value, tuple(e.id for e in entries if getattr(e, field.value) is not value))

    def would_read(self, selection: Selection) -> Future[Change]:
        """The change that marks a selection read, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: store.state.would_change(selection, Field.READ, True))

    def apply(self, change: Change) -> Future[Change]:
        """Shows a change at once and writes it soon; it can be undone."""
        future = self._write(change, lambda: change)
        with self._lock:
            self._done = [*self._done[-UNDO_DEPTH + 1 :], (change, future)]
        return future

    def note(self, edit: FileEdit) -> None:
        """Records a change of ``feeds.toml``, so that :meth:`undo` returns it in its turn."""
        with self._lock:
            self._done = [*self._done[-UNDO_DEPTH + 1 :], edit]

    def undo(self) -> Change | FileEdit | None:
        """Undoes the last change of an entry or of ``feeds.toml``; returns what was done, None if there is nothing.

        Raises :class:`~reader.errors.ConfigError` if a change of ``feeds.toml`` cannot be undone.
        """
        with self._lock:
            done = [one for one in self._done if not isinstance(one, tuple) or not _failed(one[1])]
            if not done:
                return None
            *self._done, newest = done
        if not isinstance(newest, tuple):
            self.undo_edit(newest)
            return newest
        last, future = newest
        self._write(last.inverse(), lambda: future.result().inverse())
        return last.inverse()

    def index(self) -> Future[None]:
        """Adds all entries that wait to the search index; fails with a :class:`~reader.errors.StoreError`."""
        return self._writer.submit(_index_all)

    def _write(self, shown: Change, wanted: Callable[[], Change]) -> Future[Change]:
        with self._lock:
            self.unwritten = (*self.unwritten, shown)
        return self._writer.submit(lambda store: self._write_now(store, shown, wanted))

    def _write_now(self, store: Store, shown: Change, wanted: Callable[[], Change]) -> Change:
        """``wanted`` is called when its turn has come: only then is known what an undo has to revert."""
        event: LibraryEvent = WriteFailed(shown.inverse(), UNWRITTEN)
        try:
            with store.translated():
                written = store.state.apply(wanted())
            event = StateWritten(written)
        except StoreError as error:
            event = WriteFailed(shown.inverse(), str(error))
            raise
        finally:
            with self._lock:
                self.unwritten = tuple(other for other in self.unwritten if other is not shown)
            self._tell(event)
        return written


def _index_all(store: Store) -> None:
    while store.search.index_batch():
        pass


def _failed(future: Future[Change]) -> bool:
    return future.done() and future.exception() is not None
