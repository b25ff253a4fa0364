"""What a fake server of the Google Reader API has: feeds, articles, their state. Changed by its API, or by a test."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Product(StrEnum):
    """Whose behaviour it has."""

    FRESHRSS = "FreshRSS"
    OLD_READER = "The Old Reader"
    BAZQUX = "BazQux Reader"


@dataclass
class FakeFeed:
    """A subscription. ``folders``: one, at BazQux several."""

    number: int
    url: str
    title: str
    folders: list[str]


@dataclass
class FakeItem:
    """An article. ``number``: when it arrived, in microseconds; it grows from article to article."""

    number: int
    feed: int
    title: str
    published: int
    content: str
    author: str = ""
    read: bool = False
    starred: bool = False
    labels: set[str] = field(default_factory=set)

    @property
    def link(self) -> str:
        return f"https://articles.example/{self.feed}/{self.number}?a=1&b=2"


@dataclass
class ReaderLibrary:
    """Everything of one user. Ids in the methods for tests are those that ``stream/items/ids`` gives."""

    product: Product
    feeds: dict[int, FakeFeed] = field(default_factory=dict)
    items: dict[int, FakeItem] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _clock: int = 1_760_000_000_000_000  # the microsecond of the last arrival
    _feeds_made: int = 0

    # --- what a test does

    def subscribe(self, url: str, title: str = "", folder: str = "") -> FakeFeed:
        """A new feed without articles, or the one that has this address."""
        with self.lock:
            found = next((feed for feed in self.feeds.values() if feed.url == url), None)
            if found is None:
                self._feeds_made += 1
                found = FakeFeed(self._feeds_made, url, title or f"Feed {self._feeds_made}", [folder] if folder else [])
                self.feeds[found.number] = found
            return found

    def publish(self, feed: FakeFeed, count: int = 1, *, title: str = "", published: int | None = None) -> list[str]:
        """New articles of a feed; returns their ids."""
        made = []
        with self.lock:
            for _ in range(count):
                self._clock += 1_000_003
                item = FakeItem(
                    self._clock, feed.number, title or f"Article {self._clock}",
                    self._clock // 1_000_000 if published is None else published, f"<p>Content of {self._clock}.</p>",
                )  # fmt: skip
                self.items[item.number] = item
                made.append(self.short_id(item.number))
        return made

    def mark(self, ids: Iterable[str], *, read: bool = True) -> None:
        """As by another client."""
        with self.lock:
            for item in self.named(ids):
                item.read = read

    def star(self, ids: Iterable[str], *, starred: bool = True) -> None:
        """As by another client."""
        with self.lock:
            for item in self.named(ids):
                item.starred = starred

    def unsubscribe(self, feed: int) -> None:
        """Its articles go, those with a star too."""
        with self.lock:
            self.feeds.pop(feed, None)
            self.items = {number: item for number, item in self.items.items() if item.feed != feed}

    def everything(self) -> set[str]:
        """The ids of all articles."""
        return {self.short_id(number) for number in self.items}

    def unread(self) -> set[str]:
        """The ids of the unread ones."""
        return {self.short_id(item.number) for item in self.items.values() if not item.read}

    def starred(self) -> set[str]:
        """The ids of those with a star."""
        return {self.short_id(item.number) for item in self.items.values() if item.starred}

    def labelled(self, label: str) -> set[str]:
        """The ids of those with a label."""
        return {self.short_id(item.number) for item in self.items.values() if label in item.labels}

    # --- ids

    def short_id(self, number: int) -> str:
        """As ``stream/items/ids`` gives it: signed decimals, at The Old Reader a BSON id."""
        if self.product is Product.OLD_READER:
            return f"{number:024x}"
        return str(_signed(self._wide(number)))

    def long_id(self, number: int) -> str:
        """As contents give it."""
        digits = f"{number:024x}" if self.product is Product.OLD_READER else f"{self._wide(number):016x}"
        return f"tag:google.com,2005:reader/item/{digits}"

    def number_of(self, name: str) -> int:
        """Of an id in either form; 0: it is none."""
        digits = name.rpartition("/")[2]
        try:
            if self.product is Product.OLD_READER:
                return int(digits, 16)
            wide = int(digits, 16) if "/" in name else int(name) % 2**64
        except ValueError:
            return 0
        return wide ^ (wide & _HIGH if self.product is Product.BAZQUX else 0)

    def named(self, ids: Iterable[str]) -> list[FakeItem]:
        """The articles that are there."""
        return [self.items[number] for number in map(self.number_of, ids) if number in self.items]

    def feed_id(self, feed: FakeFeed) -> str:
        """The id of its stream."""
        if self.product is Product.BAZQUX:
            return f"feed/{feed.url}"
        return f"feed/{feed.number:024x}" if self.product is Product.OLD_READER else f"feed/{feed.number}"

    def feed_of(self, stream: str) -> FakeFeed | None:
        """By the id of its stream, or by its address."""
        found = (feed for feed in self.feeds.values() if stream in (self.feed_id(feed), f"feed/{feed.url}"))
        return next(found, None)

    def folders(self) -> list[str]:
        """Those that have feeds."""
        return sorted({folder for feed in self.feeds.values() for folder in feed.folders})

    def labels(self) -> list[str]:
        """Those of articles."""
        return sorted({label for item in self.items.values() for label in item.labels})

    def newest_first(self, items: Collection[FakeItem]) -> list[FakeItem]:
        """By arrival."""
        return sorted(items, key=lambda item: item.number, reverse=True)

    def _wide(self, number: int) -> int:
        """BazQux's ids fill 64 bits, so that some are negative as decimals."""
        return number | _HIGH if self.product is Product.BAZQUX and number % 2 else number


_HIGH = 1 << 63


def _signed(wide: int) -> int:
    return wide - 2**64 if wide >= 2**63 else wide
