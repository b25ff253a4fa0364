"""People: what they wrote, and what the user says of them, which is written on the writer thread and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from reader.errors import StoreError
from reader.lazy_dataclass import dataclass
from reader.library.events import LibraryEvent, PeopleChanged, StoreFailed
from reader.library.readers import Readers
from reader.library.undo_history import Stepping
from reader.library.writer import Writer
from reader.model import Headline
from reader.person import Correction, Person, Said, Works
from reader.query.selection import Selection
from reader.store import Key, Store

SHOWN = 100  # articles of a person that are read at once


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with some of their newest articles. ``last``: the key of the oldest; None: there are no more."""

    person: Person
    headlines: tuple[Headline, ...] = ()
    last: Key | None = None
    works: Works | None = None


class People:
    """Raises :class:`~reader.errors.StoreError`, also from futures. ``tell`` is called from the writer thread."""

    def __init__(
        self, writer: Writer, readers: Readers, stepping: Stepping, tell: Callable[[LibraryEvent], None]
    ) -> None:
        self._writer, self._readers, self._stepping, self._tell = writer, readers, stepping, tell

    # -- reading

    def get(self, author_id: int) -> Person | None:
        """A person by the id of one of their names."""
        with self._readers.quick() as store:
            return store.people.get(author_id)

    def followed(self) -> list[Person]:
        """The people whom the user follows."""
        with self._readers.quick() as store:
            return store.people.followed()

    def named(self, name: str) -> list[Person]:
        """The people with this name, in any spelling."""
        with self._readers.quick() as store:
            return store.people.named(name)

    def find(self, name: str) -> list[Person]:
        """The people with this name, in any spelling, or with this name at a site: ``Ada Brine (one.example)``."""
        found = self.named(name)
        begin, bracket, site = name.rpartition(" (")
        if found or not bracket or not site.endswith(")"):
            return found
        return [one for one in self.named(begin) if any(f"{each.site})" == site for each in one.names)]

    def of_entry(self, entry_id: int) -> list[Person]:
        """The people of an entry's byline, in order, without names that the user called not a person."""
        with self._readers.quick() as store:
            found = [store.people.get(author_id) for author_id in store.authors.ids_of(entry_id)]
        return list({person.id: person for person in found if person and not person.nobody}.values())

    def page(self, author_id: int) -> PersonPage | None:
        """A person with the newest articles; reads no more than these."""
        with self._readers.quick() as store:
            person = store.people.get(author_id)
            return None if person is None else _more(store, PersonPage(person), SHOWN)

    def more(self, page: PersonPage) -> PersonPage:
        """The page with some more articles."""
        with self._readers.quick() as store:
            return _more(store, page, SHOWN) if page.last else page

    def load_works(self, author_id: int) -> Future[Works]:
        """The numbers of a person's articles, from the reader thread."""
        return self._readers.submit(lambda store: store.people.works(author_id))

    def load_names(self, person: Person) -> Future[Person]:
        """The person with the number of articles of each name, from the reader thread."""
        return self._readers.submit(lambda store: store.people.counted(person))

    def load_most_active(self, limit: int) -> Future[list[tuple[Person, int]]]:
        """The people with the most articles, with their number, from the reader thread."""

        def read(store: Store) -> list[tuple[Person, int]]:
            found = [(store.people.get(one), count) for one, count in store.people.most_active(limit)]
            return [(person, count) for person, count in found if person]

        return self._readers.submit(read)

    # -- what the user says

    def say(self, said: Said, person: int, other: str = "") -> Future[Correction]:
        """Notes what the user says; :class:`PeopleChanged` tells what it changed, if anything.

        See :meth:`reader.store.people.People.say`.
        """
        return self._writer.submit(lambda store: self._say(store, Correction(said, person, "", other=other)))

    def _say(self, store: Store, correction: Correction) -> Correction:
        try:
            with store.translated():
                done = store.people.say(correction, self._stepping.session, self._stepping.now())
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        self._tell(PeopleChanged(done))
        return done


def _more(store: Store, page: PersonPage, limit: int) -> PersonPage:
    selection = Selection(author=page.person.id)
    keys = store.entries.page(selection, older_than=page.last, limit=limit)
    headlines = store.entries.headlines([entry_id for _, entry_id in keys])
    return replace(page, headlines=(*page.headlines, *headlines), last=keys[-1] if len(keys) == limit else None)
