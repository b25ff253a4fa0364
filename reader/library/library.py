"""What is subscribed, what is stored of it, marking it, and passing wishes to the worker.

Reading is :class:`~reader.library.reading.Reading`'s. All of the user's state goes to the writer thread as a
:class:`~reader.model.Change`; until it is written, what is read here already shows it. Fetching is the worker
process's, to which this passes wishes and from which it passes events.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import Config
from reader.library.events import LibraryEvent, WriteFailed
from reader.library.reading import Reading
from reader.library.streams import select
from reader.library.writing import Writing
from reader.model import Change, Entry, Feed, Field, Headline, SavedSearch, Status, Subscription
from reader.paths import Paths, bundled
from reader.store import BUSY_SECONDS, OnCopy, Store, open_store, untold
from reader.stream import Kind, Selection, Stream
from reader.subscriptions import FeedsFile, is_built_in, load_or_begin, read_feeds
from reader.text import fold, site_of

if TYPE_CHECKING:
    from reader.feed_health import Health
    from reader.library.editing import Editing, FileEdit
    from reader.refresh.worker.worker_client import WorkerLink

WELCOME = "broadsheet:welcome"


class Library(Reading):
    """Subscriptions, entries and state, and the way to the worker.

    ``mistakes`` holds what is wrong in the user's files; ``notice`` what happened to the database.
    """

    def __init__(
        self,
        paths: Paths,
        config: Config,
        wanted: FeedsFile,
        writer: Store,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.paths, self.config = paths, config
        self._wanted, self.mistakes = wanted, wanted.mistakes
        self.notice = writer.notice
        with writer.translated():
            self.session = writer.state.recall()
        self._clock = clock
        self._listener: Callable[[LibraryEvent], None] = _nobody
        super().__init__(paths.database, Writing(writer, self._tell))
        self.lost: tuple[str, ...] = ()
        self._link: WorkerLink | None = None
        self._searches = 0
        self._version = self._reader.data_version()
        self._stamp = _stamp(paths.feeds)
        self._titles: dict[int, str] = {}
        self._named: dict[int, tuple[Feed, Subscription | None, Feed]] = {}
        self.reload_feeds()

    # -- feeds and streams

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What ``feeds.toml`` says, in its order."""
        return self._wanted.subscriptions

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of ``feeds.toml``."""
        return self._wanted.searches

    @property
    def welcome_url(self) -> str | None:
        """The address of the Welcome feed, while the user is subscribed to it."""
        return next((feed.url for feed in self._feeds.values() if feed.url == WELCOME), None)

    @property
    def wanted(self) -> FeedsFile:
        """What ``feeds.toml`` says, as it was last read."""
        return self._wanted

    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock())

    @property
    def feeds(self) -> dict[int, Feed]:
        """The subscribed feeds by id, in the order of ``feeds.toml``, as of the last :meth:`reload_feeds`."""
        return self._feeds

    def reload_feeds(self) -> dict[int, Feed]:
        """Reads titles, counts and health anew."""
        self._feeds = self._load_feeds()
        self._titles = {feed.id: feed.title for feed in self._feeds.values()}
        return self._feeds

    def changed_outside(self) -> bool:
        """Whether anything was written to the store since this was last asked (``PRAGMA data_version``)."""
        with self._reader.translated():
            version = self._reader.data_version()
        before, self._version = self._version, version
        return before != version

    def subscriptions_changed(self) -> bool:
        """Reads ``feeds.toml`` anew if somebody wrote it since; the worker and the store then follow it."""
        stamp = _stamp(self.paths.feeds)
        if stamp == self._stamp:
            return False
        self.reload_subscriptions()
        urls = [subscription.url for subscription in self.subscriptions]
        self._writing.subscribe(urls, only=_is_whole(self._wanted)).result()
        self.reload_feeds()
        if self._link:
            from reader.refresh.worker.protocol import Reload

            self._link.send(Reload())
        return True

    def reload_subscriptions(self) -> None:
        """Reads ``feeds.toml`` anew after the worker wrote it."""
        self._wanted = read_feeds(self.paths.feeds).over(self._wanted)
        self.mistakes = self._wanted.mistakes
        self._stamp = _stamp(self.paths.feeds)
        self.reload_feeds()

    def _load_feeds(self) -> dict[int, Feed]:
        wanted = {subscription.url: subscription for subscription in self.subscriptions}
        order = {url: number for number, url in enumerate(wanted)}
        with self._reader.translated():
            stored = self._reader.feeds.subscribed()
        stored.sort(key=lambda feed: (order.get(feed.url, len(order)), feed.id))
        return {feed.id: self._name(feed, wanted.get(feed.url)) for feed in stored}

    def _name(self, feed: Feed, subscription: Subscription | None) -> Feed:
        """The feed as the user calls it; the value made last time, if it is made of the same two."""
        made = self._named.get(feed.id)
        if made is None or made[0] is not feed or made[1] is not subscription:
            made = self._named[feed.id] = (feed, subscription, _named(feed, subscription))
        return made[2]

    def selection(self, stream: Stream) -> Selection:
        """Which entries a stream holds, at this moment."""
        with self._reader.translated():
            others = self._reader.feeds.hidden()
        return select(stream, self._feeds.values(), self.searches, others=others, now=self.now())

    def polled_feeds(self) -> tuple[int, ...]:
        """The feeds that can be asked for news: all but the built-in and the paused ones."""
        paused = {one.url for one in self.subscriptions if one.paused}
        return tuple(one.id for one in self._feeds.values() if not is_built_in(one.url) and one.url not in paused)

    def folders(self) -> list[str]:
        """All folders and those around them, by name."""
        paths = {one.folder for one in self.subscriptions}
        around = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 2)}
        return sorted(around - {""}, key=fold)

    def tags(self) -> list[str]:
        """The tags of all subscriptions, by name."""
        return sorted({tag for one in self.subscriptions for tag in one.tags}, key=fold)

    def feed_titles(self) -> dict[int, str]:
        """The name of each feed, by id."""
        return self._titles

    def health(self) -> Future[list[Health]]:
        """How each subscribed feed fares, in the order of ``feeds.toml``, from the reader thread."""
        from reader.feed_health import FeedRecord, judge  # opening the reader does without

        feeds, now = tuple(self._feeds.values()), self.now()

        def read(store: Store) -> list[Health]:
            records = store.records(now=now)
            return [judge(feed, records.get(feed.id, FeedRecord(())), now=now) for feed in feeds]

        return self._in_background(read)

    def count(self, stream: Stream) -> int:
        """How many entries a stream has; counted, so for streams that stay small."""
        with self._reader.translated():
            return self._reader.entries.count(self.selection(stream))

    def count_unread(self, stream: Stream) -> int:
        """How many of them are unread."""
        with self._reader.translated():
            return self._reader.entries.count(replace(self.selection(stream), unread=True))

    def count_saved(self) -> Future[dict[Stream, int]]:
        """How many entries of each saved search are unread, from the reader thread."""
        streams = [Stream(Kind.SAVED, search.title) for search in self.searches]
        wanted = {stream: replace(self.selection(stream), unread=True) for stream in streams}
        return self._in_background(lambda store: {stream: store.entries.count(one) for stream, one in wanted.items()})

    # -- state

    def apply(self, change: Change) -> Future[Change]:
        """Makes a change true on the screen at once and in the store soon; can be undone."""
        return self._writing.apply(change)

    def undo(self) -> Change | FileEdit | None:
        """Takes the last change back; returns what that changed, or None if there is nothing to undo.

        Raises :class:`~reader.errors.ConfigError` if it was one of ``feeds.toml`` that cannot be taken back.
        """
        undone = self._writing.undo()
        if undone is None or isinstance(undone, Change):
            return undone
        self.editing.take_back(undone)
        self.subscriptions_changed()
        return undone

    @cached_property
    def editing(self) -> Editing:
        """What changes ``feeds.toml``."""
        from reader.library.editing import Editing  # not before the first paint

        return Editing(self.paths.feeds, self._writing, self._edited)

    def _edited(self, edit: FileEdit) -> None:
        self._writing.did(edit)
        self.subscriptions_changed()

    def subscription(self, url: str) -> Subscription | None:
        """What the user wants from a feed, if it is subscribed."""
        return next((one for one in self.subscriptions if one.url == url), None)

    def reads_on_open(self, feed_url: str) -> bool:
        """Whether an article of this feed counts as read once it is opened."""
        wish = self.subscription(feed_url)
        return ((wish and wish.mark_read) or self.config.mark_read) == "open"

    def switch(self, entries: Iterable[Headline | Entry], field: Field, value: bool) -> Change:
        """The change that switches these entries; those that are so already are not in it."""
        return Change(field, value, tuple(e.id for e in entries if getattr(e, field.value) is not value))

    def index(self) -> Future[None]:
        """Lets search find everything; fails with a :class:`~reader.errors.StoreError` where that cannot be written."""
        return self._writing.index()

    def would_read(self, selection: Selection) -> Future[Change]:
        """The change that marks a selection read, from the reader thread; nothing is written yet."""
        return self._in_background(lambda store: store.state.would_change(selection, Field.READ, True))

    def remember(self, **values: str) -> None:
        """Keeps what the session looked like. Many calls in a row become one write."""
        self.session.update(values)
        self._writing.remember(values)

    # -- the worker

    def listen(self, listener: Callable[[LibraryEvent], None]) -> None:
        """Who is told of events; called from other threads."""
        self._listener = listener

    def start_worker(self) -> None:
        """Starts the process that polls and fetches."""
        from reader.refresh.worker.worker_client import WorkerLink  # after the first paint

        self._link = WorkerLink(self.paths, self._tell)
        self._link.start()

    def _tell(self, event: LibraryEvent) -> None:
        self._listener(event)

    def refresh(self, feed_ids: tuple[int, ...] | None = None, *, force: bool = False) -> None:
        """Asks the worker to poll these feeds, or what is due."""
        if self._link:
            from reader.refresh.worker.protocol import Refresh

            self._link.send(Refresh(feed_ids, force))

    def search_feeds(self, typed: str) -> int | None:
        """Asks the worker for the feeds behind what a person typed, and returns the number of this search.

        Answers are ``Searching``, ``FeedFound`` and ``Searched``. None: no worker runs.
        """
        if self._link is None:
            return None
        from reader.refresh.worker.protocol import Search

        self._searches += 1
        self._link.send(Search(self._searches, typed))
        return self._searches

    def stop_search(self, ticket: int) -> None:
        """Nobody waits for this search any more."""
        if self._link:
            from reader.refresh.worker.protocol import StopSearch

            self._link.send(StopSearch(ticket))

    def subscribe_to_found(self, ticket: int, url: str, *, title: str, folder: str, tags: tuple[str, ...]) -> None:
        """Asks the worker to subscribe to a feed that it has found; the answer is ``Subscribed``."""
        if self._link:
            from reader.refresh.worker.protocol import Subscribe

            self._link.send(Subscribe(ticket, url, title, folder, tags))

    @staticmethod
    def wrong_address(text: str) -> str:
        """Why feeds cannot be looked for at an address, in words; empty if they can."""
        from reader.subscriptions.discovery import what_is_wrong

        return what_is_wrong(text)

    @property
    def fetches_pages(self) -> bool:
        """Whether pages of opened entries are got."""
        return self._link is not None and self.config.fetch_pages

    def get_page(self, entry_id: int, *, force: bool = False) -> None:
        """Asks the worker for an entry's page, unless the user does not want pages. ``force``: even if it has it."""
        if self._link and self.fetches_pages:
            from reader.refresh.worker.protocol import GetPage

            self._link.send(GetPage(entry_id, force))

    def seed(self) -> None:
        """Puts the Welcome feed's articles into the store if it never was read; needs no network."""
        new = any(feed.url == WELCOME and feed.poll and feed.poll.status is Status.NEW for feed in self._feeds.values())
        if new:
            from reader.refresh.worker.worker_client import poll_once

            poll_once(self.paths, [WELCOME])
            self.reload_feeds()

    # -- the end

    def _hear_loss(self, event: LibraryEvent) -> None:
        if isinstance(event, WriteFailed):
            self.lost = (*self.lost, event.words)

    def close(self) -> None:
        """Writes what waits, ends the threads and the worker. Can be called twice.

        What could not be written is in :attr:`lost`, in words.
        """
        self._listener = self._hear_loss
        if self._link:
            self._link.close()
            self._link = None
        self._close_readers()
        self._writing.close()  # last, for only who can write can put away SQLite's log


def open_library(
    paths: Paths,
    config: Config,
    *,
    clock: Callable[[], float] = time.time,
    busy_seconds: float = BUSY_SECONDS,
    on_copy: OnCopy = untold,
) -> Library:
    """Opens the user's folders, making them on the first start. Raises :class:`~reader.errors.StoreError`.

    ``on_copy`` hears how far the copy is, 0 to 1, that is taken of an earlier version's database.

    Mistakes in ``feeds.toml`` do not stop it: what could be read is there, and nothing is hidden that
    may stand in the part that could not.
    """
    wanted = load_or_begin(paths.feeds, bundled("feeds.toml"))
    writer = open_store(paths.database, now=int(clock()), busy_seconds=busy_seconds, on_copy=on_copy)
    with writer.translated():
        writer.feeds.subscribe([s.url for s in wanted.subscriptions], only=_is_whole(wanted))
    return Library(paths, config, wanted, writer, clock=clock)


def _is_whole(wanted: FeedsFile) -> bool:
    """Whether feeds may be hidden for not being in it: a file caught while it is being saved is empty."""
    return bool(wanted.subscriptions) and wanted.whole


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is written; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _named(feed: Feed, subscription: Subscription | None) -> Feed:
    title = (subscription and subscription.title) or feed.title or site_of(feed.url) or feed.url
    if subscription is None:
        return replace(feed, title=title)
    return replace(
        feed,
        title=title,
        folder=subscription.folder,
        tags=subscription.tags,
        hidden=subscription.hidden,
        paused=subscription.paused,
    )


def _nobody(_event: LibraryEvent) -> None:
    """Who listens before anybody does."""
