"""The user's changes of entries: applied at once, written soon on the writer thread, undone in reverse order.

:attr:`Changes.unwritten` has the changes that wait, so that entries can be shown with them. Undo reverts only what a
change really changed, and redo only what that undo reverted: entries that another program had changed already keep
their state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from reader.errors import BroadsheetError
from reader.library.events import ChangeFailed, ChangeWritten, LibraryEvent
from reader.library.readers import Readers
from reader.library.undo_history import Running, Step, UndoHistory, raise_failure
from reader.library.writer import Writer
from reader.model import Change, Entry, Field, Headline
from reader.problems import Problem, ProblemDetails, problem
from reader.query.selection import Selection
from reader.store import Store

if TYPE_CHECKING:
    from reader.library.edits import Edit


class Changes:
    """Applies changes. ``undo_history`` undoes and repeats them; ``tell`` is called from the writer thread."""

    def __init__(self, writer: Writer, readers: Readers, tell: Callable[[LibraryEvent], None]) -> None:
        self._writer, self._readers, self._tell = writer, readers, tell
        self.undo_history = UndoHistory()
        self._lock = threading.Lock()  # around ``unwritten``, which both threads change
        self.unwritten: tuple[Change, ...] = ()

    @staticmethod
    def switch(entries: Iterable[Headline | Entry], field: Field, value: bool) -> Change:
        """The change that sets ``field`` on these entries, without those that already have that value."""
        return Change(field, value, tuple(e.id for e in entries if getattr(e, field.value) is not value))

    def would_read(self, selection: Selection) -> Future[Change]:
        """The change that marks a selection read, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: store.state.would_change(selection, Field.READ, True))

    def would_set(self, ids: tuple[int, ...], field: Field, value: bool) -> Future[Change]:
        """The change that gives these entries that state, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: store.state.would_change(Selection(ids=ids), field, value))

    def apply(self, change: Change) -> Future[Change]:
        """Shows a change at once and writes it soon; it can be undone."""
        return self.undo_history.do(lambda: self._step(change, self._write(change, lambda: change))).future

    def undo(self) -> Change | Edit | ProblemDetails | None:
        """See :meth:`~reader.library.undo_history.UndoHistory.undo`."""
        return self.undo_history.undo()

    def redo(self) -> Change | Edit | None:
        """See :meth:`~reader.library.undo_history.UndoHistory.redo`."""
        return self.undo_history.redo()

    def _step(self, change: Change, future: Future[Change]) -> Step:
        return Step(change, future, lambda running: self._reverse(change, future, running))

    def _reverse(self, change: Change, done: Future[Change], running: Running) -> Step:
        inverse = change.inverse()

        def wanted() -> Change:
            raise_failure(running)
            return done.result().inverse()

        return self._step(inverse, self._write(inverse, wanted))

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
        except BroadsheetError as error:
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
