"""The user's corrections of stories, which are written on the writer thread and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from reader.errors import StoreError
from reader.library.events import LibraryEvent, StoreFailed, StoryCorrected
from reader.library.undo_history import Stepping
from reader.library.writer import Writer
from reader.store import Store
from reader.stories.correction import StoryCorrection, StorySaid


class Stories:
    """Futures fail with a :class:`~reader.errors.StoreError`. ``tell`` is called from the writer thread."""

    def __init__(self, writer: Writer, stepping: Stepping, tell: Callable[[LibraryEvent], None]) -> None:
        self._writer, self._stepping, self._tell = writer, stepping, tell

    def take_out(self, entry_id: int) -> Future[StoryCorrection]:
        """The article belongs to no story; :class:`StoryCorrected` tells what moved, if anything."""
        return self._writer.submit(lambda store: self._say(store, StoryCorrection(StorySaid.TAKE_OUT, entry_id)))

    def put_in(self, entry_id: int, other: int) -> Future[StoryCorrection]:
        """The article reports the same event as the other one; see :meth:`take_out`."""
        return self._writer.submit(lambda store: self._say(store, StoryCorrection(StorySaid.PUT_IN, entry_id, other)))

    def _say(self, store: Store, correction: StoryCorrection) -> StoryCorrection:
        try:
            with store.translated():
                done = store.stories.say(correction, self._stepping.session, self._stepping.now())
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        self._tell(StoryCorrected(done))
        return done
