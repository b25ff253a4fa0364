"""The user's changes of entries: shown at once, and written soon on the writer thread with their step of the journal.

:attr:`Changes.unwritten` has the changes that wait, so that entries can be shown with them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from reader.errors import BroadsheetError
from reader.library.events import ChangeFailed, ChangeWritten, LibraryEvent
from reader.library.readers import Readers
from reader.library.undo_history import Stepping
from reader.library.writer import Writer
from reader.model import Change, Entry, Field, Headline
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.store import Store
from reader.text import fold


class Changes:
    """Applies changes. ``tell`` is called from the writer thread."""

    def __init__(
        self, writer: Writer, readers: Readers, stepping: Stepping, tell: Callable[[LibraryEvent], None]
    ) -> None:
        self._writer, self._readers, self._stepping, self._tell = writer, readers, stepping, tell
        self._lock = threading.Lock()  # around ``unwritten``, which both threads change
        self.unwritten: tuple[Change, ...] = ()

    @staticmethod
    def switch(entries: Iterable[Headline | Entry], field: Field, value: bool) -> Change:
        """The change that sets ``field`` on these entries, without those that already have that value."""
        return Change(field, value, tuple(e.id for e in entries if getattr(e, field.value) is not value))

    def would_read(self, selection: Selection) -> Future[Change]:
        """The change that marks a selection read, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: self.would_change(store, selection, Field.READ, True))

    def would_set(self, ids: tuple[int, ...], field: Field, value: bool) -> Future[Change]:
        """The change that gives these entries that state, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: self.would_change(store, Selection(ids=ids), field, value))

    def would_change(self, store: Store, selection: Selection, field: Field, value: bool) -> Change:
        """The change that gives a selection a state other than a label, with the changes that wait as if written.

        For a job of the reader thread.
        """
        waiting = {entry_id: one.value for one in self.unwritten if one.field is field for entry_id in one.ids}
        but_not = [entry_id for entry_id, there in waiting.items() if there is value]
        losing = [entry_id for entry_id, there in waiting.items() if there is not value]
        return store.state.would_change(selection, field, value, but_not=but_not, losing=losing)

    def would_take_off(self, label: str) -> Future[Change]:
        """The change that takes a label off all entries, from the reader thread. Nothing is written."""
        return self._readers.submit(lambda store: _would_take_off(store, label))

    def would_rename(self, label: str, new: str) -> Future[tuple[Change, ...]]:
        """The changes that give all entries with a label another one instead, which some may have already."""

        def would(store: Store) -> tuple[Change, ...]:
            off = _would_take_off(store, label)
            if fold(label) == fold(new):  # another spelling: once no entry has it, it can be written as one likes
                return off, Change(Field.LABEL, True, off.ids, new)
            return off, store.state.would_change(Selection(ids=off.ids), Field.LABEL, True, label=new)

        return self._readers.submit(would)

    def apply(self, change: Change) -> Future[Change]:
        """Shows a change at once and writes it soon; it can be undone. The future gives what it really changed."""
        with self._lock:
            self.unwritten = (*self.unwritten, change)
        return self._writer.submit(lambda store: self._write(store, (change,))[0])

    def apply_all(self, changes: tuple[Change, ...]) -> Future[tuple[Change, ...]]:
        """The same with several changes, which are written in order and undone as one."""
        with self._lock:
            self.unwritten = (*self.unwritten, *changes)
        return self._writer.submit(lambda store: self._write(store, changes))

    def index(self) -> Future[None]:
        """Adds all entries that wait to the search index; fails with a :class:`~reader.errors.StoreError`."""
        return self._writer.submit(_index_all)

    def _write(self, store: Store, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        events = _failed(changes, BroadsheetError(problem(Problem.UNEXPECTED)))
        try:
            with store.translated():
                written = store.journal.apply_all(changes, self._stepping.session, self._stepping.now())
            events = [ChangeWritten(change) for change in written]
        except BroadsheetError as error:
            events = _failed(changes, error)
            raise
        finally:
            with self._lock:
                self.unwritten = tuple(other for other in self.unwritten if not any(other is one for one in changes))
            for event in events:
                self._tell(event)
        return written


def _failed(changes: tuple[Change, ...], error: BroadsheetError) -> list[LibraryEvent]:
    return [ChangeFailed(change.inverse(), error) for change in reversed(changes)]


def _would_take_off(store: Store, label: str) -> Change:
    return store.state.would_change(Selection(), Field.LABEL, False, label=label)


def _index_all(store: Store) -> None:
    while store.search.index_batch():
        pass
