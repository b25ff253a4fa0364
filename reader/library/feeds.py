"""The subscribed feeds as the user sees them: titles, folders, tags, counts, health, and the entries of a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.lazy_dataclass import dataclass
from reader.library.readers import Readers
from reader.library.streams import query_of, select
from reader.model import Feed, Subscription
from reader.query.resolve_names import resolve
from reader.query.selection import Selection
from reader.query.selection import select as select_tree
from reader.query.tree import Node, Query
from reader.store import Store
from reader.stream import Kind, Stream, with_parents
from reader.subscriptions import is_built_in
from reader.text import fold
from reader.web.addresses import site_of

if TYPE_CHECKING:
    from reader.feed_health import Health
    from reader.library.subscriptions import Subscriptions

WELCOME = "broadsheet:welcome"
_FEW = 1_000  # entries whose feeds are looked up; reading 500 feeds takes no longer


@dataclass(frozen=True, slots=True)
class ReadFeeds:
    """Feeds as they were read, for :meth:`Feeds.use`. ``after``: how often feeds had been read before.

    ``whole``: these are all feeds.
    """

    stored: tuple[Feed, ...]
    copies: dict[tuple[int, ...], int]
    after: int
    whole: bool = False


class Feeds:
    """What the store knows of each feed, together with what ``feeds.toml`` says, as of the last :meth:`reload`."""

    def __init__(self, readers: Readers, subscriptions: Subscriptions, now: Callable[[], int]) -> None:
        self._readers, self._subscriptions, self._now = readers, subscriptions, now
        self._named: _Known = {}
        self._reads = 0  # how often feeds were read
        self.by_id: dict[int, Feed] = {}
        self.titles: dict[int, str] = {}
        self.copies: dict[tuple[int, ...], int] = {}  # see reader.store.feeds.Feeds.copies
        self.shares: tuple[tuple[int, float], ...] | None = None  # see reader.store.feeds.Feeds.shares; once loaded
        self.shares_outdated = True  # articles were opened or have arrived since
        self.reload()

    @property
    def none_added(self) -> bool:
        """Whether there are no feeds but those that Broadsheet brings along."""
        return all(is_built_in(feed.url) for feed in self.by_id.values())

    def reload(self) -> dict[int, Feed]:
        """Reads titles, counts and health again; returns the feeds by id, in the order of the subscriptions."""
        self._reads += 1
        with self._readers.quick() as store:
            stored, copies = store.feeds.subscribed(), store.feeds.copies()
        self._take_all(stored, copies)
        return self.by_id

    def load_all(self) -> Future[ReadFeeds]:
        """What :meth:`reload` reads, read in the background: thousands of feeds take longer than a key may."""
        after, known = self._reads, self._named

        def read(store: Store) -> ReadFeeds:
            stored = tuple(_same_object(feed, known) for feed in store.feeds.subscribed())
            return ReadFeeds(stored, store.feeds.copies(), after, whole=True)

        return self._readers.submit(read, background=True)

    def load_some(self, feed_ids: frozenset[int]) -> Future[ReadFeeds]:
        """Titles, counts and health of these feeds only, read in the background."""
        after = self._reads
        return self._readers.submit(
            lambda store: ReadFeeds(tuple(store.feeds.some(feed_ids)), store.feeds.copies(), after), background=True
        )

    def use(self, read: ReadFeeds) -> bool:
        """Takes feeds that were loaded, unless others were read meanwhile, which may be newer.

        :attr:`by_id` becomes another dictionary.
        """
        if read.after != self._reads:
            return False
        self._reads += 1
        take = self._take_all if read.whole else self._take
        take(read.stored, read.copies)
        return True

    def _take_all(self, stored: Iterable[Feed], copies: dict[tuple[int, ...], int]) -> None:
        wanted = {subscription.url: subscription for subscription in self._subscriptions.all}
        removed = self._subscriptions.removed
        order = {url: number for number, url in enumerate(wanted)}
        kept = [feed for feed in stored if feed.url not in removed]
        kept.sort(key=lambda feed: (order.get(feed.url, len(order)), feed.id))
        self.copies = copies
        self.by_id = {feed.id: self._name(feed, wanted.get(feed.url)) for feed in kept}
        self.titles = {feed.id: feed.title for feed in self.by_id.values()}

    def _take(self, stored: Iterable[Feed], copies: dict[tuple[int, ...], int]) -> None:
        self.copies = copies
        wanted = {subscription.url: subscription for subscription in self._subscriptions.all}
        named = {feed.id: self._name(feed, wanted.get(feed.url)) for feed in stored if feed.id in self.by_id}
        self.by_id = {**self.by_id, **named}
        self.titles = {**self.titles, **{feed_id: feed.title for feed_id, feed in named.items()}}

    def reload_of_entries(self, entry_ids: Sequence[int]) -> None:
        """Reads the feeds of these entries only, whose counts have changed; of many entries, all feeds."""
        if len(entry_ids) > _FEW:
            self.reload()
            return
        with self._readers.quick() as store:
            feed_ids = store.feeds.of_entries(entry_ids)
            stored, copies = store.feeds.some(feed_ids & self.by_id.keys()), store.feeds.copies()
        self._reads += 1
        self._take(stored, copies)

    def _name(self, feed: Feed, subscription: Subscription | None) -> Feed:
        """The feed with the user's title and folder; the same object as last time if nothing changed."""
        made = self._named.get(feed.id)
        if made is None or made[0] is not feed or made[1] is not subscription:
            made = self._named[feed.id] = (feed, subscription, _named(feed, subscription))
        return made[2]

    @property
    def welcome_url(self) -> str | None:
        """The address of the Welcome feed, while the user is subscribed to it."""
        return next((feed.url for feed in self.by_id.values() if feed.url == WELCOME), None)

    def polled(self) -> tuple[int, ...]:
        """Ids of the feeds that are polled: all but built-in, paused and accounts' feeds."""
        paused = {one.url for one in self._subscriptions.all if one.paused or one.account}
        return tuple(one.id for one in self.by_id.values() if not is_built_in(one.url) and one.url not in paused)

    def folder_of(self, feed_id: int) -> str:
        """The path of a feed's folder; empty for a feed at the top or without a subscription."""
        feed = self.by_id.get(feed_id)
        return feed.folder if feed else ""

    def by_title(self) -> list[int]:
        """The ids of all feeds, by title."""
        return sorted(self.titles, key=lambda feed_id: fold(self.titles[feed_id]))

    def folders(self) -> list[str]:
        """All folders and their parents, by name."""
        return sorted(with_parents(one.folder for one in self._subscriptions.all), key=fold)

    def tags(self) -> list[str]:
        """The tags of all subscriptions, by name."""
        return sorted({tag for one in self._subscriptions.all for tag in one.tags}, key=fold)

    def health(self) -> Future[list[Health]]:
        """The health of each subscribed feed, in the order of ``feeds.toml``, from the reader thread."""
        from reader.feed_health import FeedRecord, judge  # opening the reader does without

        feeds, now = tuple(self.by_id.values()), self._now()

        def read(store: Store) -> list[Health]:
            records = store.records(now=now)
            return [judge(feed, records.get(feed.id, FeedRecord(())), now=now) for feed in feeds]

        return self._readers.submit(read)

    def load_shares(self) -> Future[None]:
        """Reads :attr:`shares` in the background: with a million recent articles, that takes a tenth of a second.

        If that fails, they stay outdated.
        """
        self.shares_outdated, now = False, self._now()

        def read(store: Store) -> None:
            self.shares = tuple(store.feeds.shares(now).items())

        def done(reading: Future[None]) -> None:
            if reading.cancelled() or reading.exception():
                self.shares_outdated = True

        reading = self._readers.submit(read, background=True)
        reading.add_done_callback(done)
        return reading

    def latest(self) -> dict[int, int]:
        """The date of each feed's newest entry, by feed id; feeds without entries are left out."""
        with self._readers.quick() as store:
            return store.feeds.latest()

    # -- streams

    def selection(self, stream: Stream) -> Selection:
        """The selection of a stream's entries, as of now."""
        with self._readers.quick() as store:
            others = store.feeds.hidden() or bool(self._subscriptions.removed)
        return select(stream, self.by_id.values(), self._subscriptions.searches, others=others, now=self._now())

    def selection_of(self, tree: Node) -> Selection:
        """The selection of the entries of a query, as of now."""
        with self._readers.quick() as store:
            others = store.feeds.hidden() or bool(self._subscriptions.removed)
        return select_tree(tree, self.by_id.values(), others=others, now=self._now())

    def by_stories(self, selection: Selection) -> Selection:
        """The selection with one row for each story, chosen by what :meth:`load_shares` has found so far."""
        return replace(selection, stories=True, shares=self.shares or ())

    def narrowed(self, selection: Selection, tree: Node) -> Selection:
        """The entries of a selection that a query finds, as of now."""
        return selection.narrowed(resolve(tree, tuple(self.by_id.values()), now=self._now()))

    def query_of(self, stream: Stream) -> Query:
        """The query of a stream."""
        return query_of(stream, self._subscriptions.searches)

    def count(self, stream: Stream) -> int:
        """How many entries a stream has. They are counted one by one: for small streams only."""
        selection = self.selection(stream)
        with self._readers.quick() as store:
            return store.entries.count(selection)

    def count_unread(self, stream: Stream) -> int:
        """How many unread entries a stream has, counted in the same way."""
        selection = replace(self.selection(stream), unread=True)
        with self._readers.quick() as store:
            return store.entries.count(selection)

    def labels(self) -> dict[str, int]:
        """How many entries have each label, by name. They are counted in an index of those that have one."""
        with self._readers.quick() as store:
            return store.labels.counts()

    def count_saved(self, people: Iterable[int] = ()) -> Future[dict[Stream, int]]:
        """How many entries of each saved search, and of these people, are unread; counted in the background."""
        streams = [Stream(Kind.SAVED, search.title) for search in self._subscriptions.searches]
        streams += (Stream(Kind.AUTHOR, str(person)) for person in people)
        wanted = {stream: replace(self.selection(stream), unread=True) for stream in streams}

        def count(store: Store) -> dict[Stream, int]:
            return {stream: store.entries.count(one) for stream, one in wanted.items()}

        return self._readers.submit(count, background=True)


_Known = dict[int, tuple[Feed, Subscription | None, Feed]]  # as stored, and with the user's title and folder, by id


def _same_object(feed: Feed, known: _Known) -> Feed:
    """The feed as it was read before if it is still the same, so that nothing is made of it again."""
    made = known.get(feed.id)
    return made[0] if made and made[0] == feed else feed


def _named(feed: Feed, subscription: Subscription | None) -> Feed:
    title = (subscription and subscription.title) or feed.title or site_of(feed.url) or feed.url
    if subscription is None:
        return replace(feed, title=title)
    one = subscription
    return Feed(  # a third of what ``replace`` takes, for hundreds of feeds whose counts change together
        feed.id, feed.url, title, one.folder, one.tags, one.hidden, one.paused, feed.link, feed.unread, feed.total,
        feed.poll, one.account,
    )  # fmt: skip
