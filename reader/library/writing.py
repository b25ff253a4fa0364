"""The writer thread: the user's changes, one after another, and the session.

Until a change is written it is in :attr:`Writing.unwritten`, so that what is read meanwhile can be shown
with it. A change that cannot be written is told with its inverse. Undo takes back what was really changed:
what had been so already, by another program's doing, stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.library.events import LibraryEvent, StateWritten, WriteFailed
from reader.model import Change, Field
from reader.store import Store

if TYPE_CHECKING:
    from reader.library.editing import FileEdit

UNDO_DEPTH = 200
UNWRITTEN = "a marking could not be saved"


class Writing:
    """Owns a store that can write. ``tell`` is called from the writer thread."""

    def __init__(self, store: Store, tell: Callable[[LibraryEvent], None]) -> None:
        self._store, self._tell = store, tell
        self._thread = ThreadPoolExecutor(1, "writer")
        self._done: list[tuple[Change, Future[Change]] | FileEdit] = []
        self._lock = threading.Lock()  # around the two below, which both threads change
        self._unremembered: dict[str, str] = {}
        self.unwritten: tuple[Change, ...] = ()

    def apply(self, change: Change) -> Future[Change]:
        """Writes a change soon, and can undo it."""
        future = self._write(change, lambda: change)
        with self._lock:
            self._done = [*self._done[-UNDO_DEPTH + 1 :], (change, future)]
        return future

    def did(self, edit: FileEdit) -> None:
        """Takes note of a change of ``feeds.toml``, which is undone when its turn comes."""
        with self._lock:
            self._done = [*self._done[-UNDO_DEPTH + 1 :], edit]

    def undo(self) -> Change | FileEdit | None:
        """Writes the inverse of the last change, and returns it as it was asked for.

        A change of ``feeds.toml`` is only returned: taking it back is the caller's.
        """
        with self._lock:
            done = [one for one in self._done if not isinstance(one, tuple) or not _failed(one[1])]
            if not done:
                return None
            *self._done, newest = done
        if not isinstance(newest, tuple):
            return newest
        last, future = newest
        self._write(last.inverse(), lambda: future.result().inverse())
        return last.inverse()

    def _write(self, shown: Change, wanted: Callable[[], Change]) -> Future[Change]:
        with self._lock:
            self.unwritten = (*self.unwritten, shown)
        return self._thread.submit(self._write_now, shown, wanted)

    def _write_now(self, shown: Change, wanted: Callable[[], Change]) -> Change:
        """``wanted`` is asked for when its turn has come: what an undo takes back is known only then."""
        event: LibraryEvent = WriteFailed(shown.inverse(), UNWRITTEN)
        try:
            with self._store.translated():
                written = self._store.state.apply(wanted())
            event = StateWritten(written)
        except StoreError as error:
            event = WriteFailed(shown.inverse(), str(error))
            raise
        finally:
            with self._lock:
                self.unwritten = tuple(other for other in self.unwritten if other is not shown)
            self._tell(event)
        return written

    def remember(self, values: Mapping[str, str]) -> None:
        """Keeps values of the session soon; many calls in a row become one write."""
        with self._lock:
            flush_waits = bool(self._unremembered)
            self._unremembered = {**self._unremembered, **values}
        if not flush_waits:
            self._thread.submit(self._remember_now)

    def _remember_now(self) -> None:
        with self._lock:
            values, self._unremembered = self._unremembered, {}
        try:
            with self._store.translated():
                self._store.state.remember(list(values.items()))
        except StoreError as error:
            if self._store.refused:
                return  # said at the start; that the session is not remembered is not worth a word each time
            self._tell(WriteFailed(Change(Field.READ, True, ()), str(error)))

    def subscribe(self, urls: Sequence[str], *, only: bool) -> Future[None]:
        """Makes these the subscribed feeds; see :meth:`reader.store.feeds.Feeds.subscribe`."""
        return self._thread.submit(self._subscribe_now, urls, only=only)

    def _subscribe_now(self, urls: Sequence[str], *, only: bool) -> None:
        try:
            with self._store.translated():
                self._store.feeds.subscribe(urls, only=only)
        except StoreError as error:
            self._tell(WriteFailed(Change(Field.READ, True, ()), str(error)))

    def announce(self, old_url: str, new_url: str | None) -> None:
        """A feed is about to move; see :meth:`reader.store.merge_feeds.Moving.announce`. Waits until it is written."""
        self._thread.submit(self._now, lambda store: store.moving.announce(old_url, new_url)).result()

    def move(self, old_url: str, new_url: str) -> None:
        """A feed's articles are at another address from now on. Waits until it is written."""
        from reader.refresh.feeds.relocate import move_history  # rare, and brings much along

        self._thread.submit(self._now, lambda store: move_history(store, old_url, new_url)).result()

    def _now(self, write: Callable[[Store], object]) -> None:
        with self._store.translated():
            write(self._store)

    def index(self) -> Future[None]:
        """Puts all that waits into the search index; fails with a :class:`~reader.errors.StoreError`."""
        return self._thread.submit(self._index_now)

    def _index_now(self) -> None:
        with self._store.translated():
            while self._store.search.index_batch():
                pass

    def close(self) -> None:
        """Writes what waits, and ends."""
        self._thread.shutdown()
        self._store.close()


def _failed(future: Future[Change]) -> bool:
    return future.done() and future.exception() is not None
