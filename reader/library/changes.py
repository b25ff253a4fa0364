"""The user's changes of entries: applied at once, written soon on the writer thread, undone in reverse order.

:attr:`Changes.unwritten` has the changes that wait, so that entries can be shown with them. Undo reverts only what a
change really changed: entries that another program had changed already keep their state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.errors import BroadsheetError, StoreError
from reader.library.events import ChangeFailed, ChangeWritten, LibraryEvent
from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import Change, Entry, Field, Headline
from reader.problems import Problem, problem
from reader.store import Store
from reader.stream import Selection

if TYPE_CHECKING:
    from reader.library.edits import Edit

UNDO_DEPTH = 200


@dataclass(frozen=True, slots=True)
class _Done:
    """A change or an edit that can be undone. ``future`` gives None if nothing was to change."""

    what: Change | Edit
    future: Future[Any]
    undo: Callable[[], None]

    @property
    def void(self) -> bool:
        """Whether it failed or changed nothing."""
        return self.future.done() and (self.future.exception() is not None or self.future.result() is None)


class Changes:
    """Applies changes, and undoes them and edits of ``feeds.toml`` in reverse order.

    ``tell`` is called from the writer thread.
    """

    def __init__(self, writer: Writer, readers: Readers, tell: Callable[[LibraryEvent], None]) -> None:
        self._writer, self._readers, self._tell = writer, readers, tell
        self._done: list[_Done] = []
        self._lock = threading.Lock()  # around ``unwritten``, which both threads change
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
        self.note(change, future, lambda: self._undo(change, future))
        return future

    def note(self, what: Change | Edit, future: Future[Any], undo: Callable[[], None]) -> None:
        """Records what was done and how to undo it."""
        self._done = [*self._done[-UNDO_DEPTH + 1 :], _Done(what, future, undo)]

    def undo(self) -> Change | Edit | None:
        """Undoes the last change of entries or edit of ``feeds.toml``; returns it, None if there is nothing to undo.

        A change is returned as its inverse. What still waits to be written is undone after it. As with the change or
        the edit itself, an event says how it went.
        """
        done = [one for one in self._done if not one.void]
        if not done:
            return None
        *self._done, last = done
        last.undo()
        return last.what.inverse() if isinstance(last.what, Change) else last.what

    def _undo(self, change: Change, done: Future[Change]) -> None:
        self._write(change.inverse(), lambda: done.result().inverse())

    def index(self) -> Future[None]:
        """Adds all entries that wait to the search index; fails with a :class:`~reader.errors.StoreError`."""
        return self._writer.submit(_index_all)

    def _write(self, shown: Change, wanted: Callable[[], Change]) -> Future[Change]:
        with self._lock:
            self.unwritten = (*self.unwritten, shown)
        return self._writer.submit(lambda store: self._write_now(store, shown, wanted))

    def _write_now(self, store: Store, shown: Change, wanted: Callable[[], Change]) -> Change:
        """``wanted`` is called when its turn has come: only then is known what an undo has to revert."""
        event: LibraryEvent = ChangeFailed(shown.inverse(), BroadsheetError(problem(Problem.UNEXPECTED)))
        try:
            with store.translated():
                written = store.state.apply(wanted())
            event = ChangeWritten(written)
        except StoreError as error:
            event = ChangeFailed(shown.inverse(), error)
            raise
        finally:
            with self._lock:
                self.unwritten = tuple(other for other in self.unwritten if other is not shown)
            self._tell(event)
        return written


def _index_all(store: Store) -> None:
    while store.search.index_batch():
        pass
