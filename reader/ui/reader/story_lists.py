"""Which lists show one row for each story: as the user chose for each list, or as configured."""

from __future__ import annotations

from collections.abc import Mapping

from reader.library import Key, Library, Listing
from reader.stream import Kind, Stream
from reader.ui.reader.session import SessionKeeper
from reader.ui.widgets.rows import place_of


class StoryLists:
    """Knows and remembers the choices. All searches share one, because their words differ each time."""

    def __init__(self, library: Library, session: SessionKeeper) -> None:
        self._library, self._session = library, session

    def of(self, stream: Stream) -> bool:
        """Whether a list shows stories."""
        return self._session.now.by_stories.get(_name(stream), self._library.config.stories)

    def choose(self, stream: Stream, wanted: bool) -> None:
        """Remembers a choice that differs from the settings."""
        others = {name: on for name, on in self._session.now.by_stories.items() if name != _name(stream)}
        chosen = {} if wanted is self._library.config.stories else {_name(stream): wanted}
        self._session.change(by_stories={**others, **chosen})

    def follow(self, old: Stream, new: Stream) -> None:
        """Keeps the choice for a feed that has a new address."""
        self.choose(new, self.of(old))

    # -- rows that the user changed, which stay in their list

    def each_once(self, touched: Mapping[int, Key]) -> dict[int, Key]:
        """The rows of those entries that stay, of a story only the first one."""
        stories = self._stories(touched)
        first = {story: entry_id for entry_id, story in reversed(stories.items())}
        return {one: key for one, key in touched.items() if (story := stories.get(one)) is None or first[story] == one}

    def without_others(self, listing: Listing, touched: Mapping[int, Key]) -> Listing:
        """A list by date, newest first, in which the rows that stay are the only ones of their stories."""
        stories = {story for story in self._stories(touched).values() if story is not None}
        sorts, ids = listing.sorts, listing.ids
        for tellings in self._library.articles.tellings(stories).values():
            for one in tellings:
                row = place_of(sorts, ids, one.key)
                if one.id not in touched and row < len(ids) and ids[row] == one.id:
                    del sorts[row], ids[row]
        return listing

    def _stories(self, touched: Mapping[int, Key]) -> dict[int, int | None]:
        return {row.id: row.story for row in self._library.articles.headlines([*touched])}


def _name(stream: Stream) -> str:
    return str(Kind.SEARCH) if stream.kind is Kind.SEARCH else stream.key()
