"""Editions: front pages that are made once and kept for a month."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.edition.values import Candidate, ChoiceSettings, Edition
from reader.errors import StoreError
from reader.library.changes import Changes
from reader.library.events import EditionMade, LibraryEvent
from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import Change, Feed, Field
from reader.query.selection import Selection
from reader.store import Store
from reader.subscriptions import is_built_in
from reader.web.addresses import site_of

if TYPE_CHECKING:
    from reader.library.edition_articles import EditionArticle
    from reader.library.edition_formats import Paper
    from reader.library.feeds import Feeds

DAY = 86_400
FIRST = DAY  # seconds that the first edition looks back
LONGEST = 3 * DAY  # seconds that the others look back at most, after a holiday
KEPT = 30 * DAY  # seconds
LOOKED_INTO = 3  # candidates for each place in an edition whose texts are searched for pictures


class Editions:
    """Everything is a future; they fail with a :class:`~reader.errors.StoreError`.

    ``stories``: how many articles an edition has at most. ``tell`` is called from the writer thread.
    """

    def __init__(
        self,
        writer: Writer,
        readers: Readers,
        feeds: Feeds,
        changes: Changes,
        now: Callable[[], int],
        stories: Callable[[], int],
        tell: Callable[[LibraryEvent], None],
    ) -> None:
        self._writer, self._readers, self._feeds, self._changes = writer, readers, feeds, changes
        self._now, self._stories, self._tell = now, stories, tell

    # -- reading

    def latest(self) -> Future[Edition | None]:
        """The edition that was made last."""
        return self._readers.submit(lambda store: store.editions.latest())

    def of(self, day: str, number: int | None = None) -> Future[Edition | None]:
        """An edition of a day, ``2026-11-29``; without a number, the last one of that day."""
        return self._readers.submit(lambda store: store.editions.of(day, number))

    def all(self) -> Future[list[Edition]]:
        """All editions that are kept, the last one first."""
        return self._readers.submit(lambda store: store.editions.all())

    def articles(self, edition: Edition) -> Future[Mapping[int, EditionArticle]]:
        """The articles of an edition as a front page shows them, by id. Those that no longer exist are missing."""
        titles = dict(self._feeds.titles)
        return self._readers.submit(lambda store: self._paper(store, edition, titles).articles)

    def paper(self, edition: Edition) -> Future[Paper]:
        """An edition with its articles, for :mod:`reader.library.edition_formats`."""
        titles = dict(self._feeds.titles)
        return self._readers.submit(lambda store: self._paper(store, edition, titles))

    def _paper(self, store: Store, edition: Edition, titles: Mapping[int, str]) -> Paper:
        from reader.library.edition_articles import edition_article  # need the HTML parser
        from reader.library.edition_formats import Paper

        pending = self._changes.unwritten
        entries = {}
        for item in edition.items:
            entry = store.entries.entry(item.entry_id)
            for change in pending:
                if entry and entry.id in change.ids:
                    entry = change.on(entry)
            if entry:
                entries[entry.id] = entry
        articles = {one.id: edition_article(one, titles.get(one.feed_id) or one.feed_title) for one in entries.values()}
        return Paper(edition, entries, articles)

    def would_mark_rest(self, edition: Edition) -> Future[Change]:
        """The change that marks all other articles of an edition's time read. Nothing is written.

        Articles of the edition stay as they are. Apply it with :meth:`.Changes.apply`, which makes it one step.
        """
        feeds = self._taking_part()

        def read(store: Store) -> Change:
            rest = Selection(ids=tuple(store.editions.rest(edition, feeds)))
            return self._changes.would_change(store, rest, Field.READ, True)

        return self._readers.submit(read)

    def awaits_stories(self) -> bool:
        """Whether the worker has yet to find the stories of the newest articles."""
        with self._readers.quick() as store:
            return store.story_signs.is_behind()

    # -- writing

    def make(self, *, late: bool = False) -> Future[Edition | None]:
        """Makes today's edition from the articles that arrived since the last one, or returns the existing one.

        ``late`` makes another one. None: nothing new has arrived. :class:`EditionMade` tells of a new one.
        """
        feeds, now = self._taking_part(), self._now()
        in_folders = tuple(feed.folder for feed in feeds.values())
        settings = ChoiceSettings(self._stories(), tuple(self._feeds.folders()), in_folders)
        return self._writer.submit(lambda store: self._make(store, feeds, settings, now, late=late))

    def note_opened(self, *entry_ids: int) -> None:
        """Notes soon that the user has opened articles. This is not a step of the journal.

        A failure is not reported: only a hint about the user's interests is lost.
        """
        now = self._now()

        def write(store: Store) -> None:
            with suppress(StoreError), store.translated():
                store.state.note_opened(entry_ids, now)
                self._feeds.shares_outdated = True

        if not self._writer.read_only:
            self._writer.submit(write)

    def _make(
        self, store: Store, feeds: Mapping[int, Feed], settings: ChoiceSettings, now: int, *, late: bool
    ) -> Edition | None:
        from reader.edition.choose import choose  # opening the reader does without

        latest, day = store.editions.latest(), local_day(now)
        if not late and latest and latest.day == day:
            return latest
        since = now - (LONGEST if latest else FIRST)
        up_to = store.entries.newest_id()
        begun = Edition(day, 0, now, (), after=latest.up_to if latest else 0, up_to=up_to, since=since)
        candidates = _with_pictures(store, _candidates(store, begun, feeds, now), now, LOOKED_INTO * settings.stories)
        sections = choose(candidates, settings, now)
        if not sections:
            return None
        made = replace(begun, sections=sections, arrived=store.editions.arrived(begun, feeds))
        stored = store.editions.add(made, latest)
        store.editions.remove_older(now - KEPT)
        self._tell(EditionMade(stored))
        return stored

    def _taking_part(self) -> dict[int, Feed]:
        """The feeds whose articles may be in an edition, by id."""
        feeds = self._feeds.by_id.values()
        return {feed.id: feed for feed in feeds if not feed.hidden and not is_built_in(feed.url)}


def _candidates(store: Store, edition: Edition, feeds: Mapping[int, Feed], now: int) -> list[Candidate]:
    folders = {feed.id: feed.folder for feed in feeds.values()}
    sites = {feed.id: site_of(feed.link) or site_of(feed.url) or feed.url for feed in feeds.values()}
    return store.editions.candidates(edition, folders, sites, store.feeds.shares(now))


def _with_pictures(store: Store, candidates: Iterable[Candidate], now: int, limit: int) -> list[Candidate]:
    """The candidates; of the best, the texts are searched for pictures, which their feeds may not name."""
    from reader.edition.rank import points  # opening the reader does without
    from reader.library.edition_articles import has_picture

    ranked = sorted(candidates, key=lambda one: (-points(one, now), one.entry_id))
    best = []
    for one in ranked[:limit]:
        entry = store.entries.entry(one.entry_id)
        best.append(replace(one, has_picture=entry is not None and has_picture(entry)))
    return best + ranked[limit:]


def local_day(now: int) -> str:
    """The local date, ``2026-11-29``."""
    return time.strftime("%Y-%m-%d", time.localtime(now))
