"""Stories: their tellings, and the user's corrections, which are written on the writer thread and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future

from reader.errors import StoreError
from reader.library.events import LibraryEvent, StoreFailed, StoryCorrected
from reader.library.readers import Readers
from reader.library.undo_history import Stepping
from reader.library.writer import Writer
from reader.store import Store
from reader.stories.best_telling import Telling
from reader.stories.correction import StoryCorrection, StorySaid


class Stories:
    """Raises :class:`~reader.errors.StoreError`, also from futures. ``tell`` is called from the writer thread."""

    def __init__(
        self, writer: Writer, readers: Readers, stepping: Stepping, tell: Callable[[LibraryEvent], None]
    ) -> None:
        self._writer, self._readers, self._stepping, self._tell = writer, readers, stepping, tell

    # -- reading

    def tellings(self, story: int) -> list[Telling]:
        """The tellings of a story, earliest first; of copies only one."""
        with self._readers.quick() as store:
            return store.stories.tellings(story)

    def counts(self, stories: Iterable[int]) -> dict[int, int]:
        """The number of tellings of each of these stories."""
        with self._readers.quick() as store:
            return store.stories.counts(stories)

    def of_entry(self, entry_id: int) -> int | None:
        """The story of an article, if it has other tellings."""
        with self._readers.quick() as store:
            return store.stories.of_entry(entry_id)

    # -- what the user says

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
