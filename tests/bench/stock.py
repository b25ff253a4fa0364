"""A store of many entries, built through the store's own interface, with the folders of a user around it."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reader.model import Author, Change, FeedUpdate, Field, NewEntry, ParsedEntry, Poll, Status
from reader.paths import Paths
from reader.store import Store, open_store
from tests.bench.prose import LANGUAGES, Prose

BUILDER = 2  # another number: the stores that were kept do not fit any more
FEEDS = 500
YEARS = 3
UNREAD_EVERY = 33  # 3 %
BATCH = 1_000
FOLDERS = ("World", "Technology", "Science", "Culture", "Deutsch/Nachrichten")
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing is ever asked of anyone else


@dataclass(frozen=True, slots=True)
class Stock:
    """A store that was built, in ``seconds``: the entry of number ``entries`` is the newest."""

    paths: Paths
    entries: int
    seconds: float

    @property
    def bytes(self) -> int:
        """What the database takes on the disk."""
        return sum(file.stat().st_size for file in self.paths.data_dir.glob(f"{self.paths.database.name}*"))


def title_start(number: int) -> str:
    """What the headline of the entry with this number begins with, and no other does."""
    return f"{number} "


def opening(number: int) -> str:
    """The first word of that entry's text, and of no other."""
    return f"Opening{number}"


def build(
    paths: Paths, entries: int, feeds: int = FEEDS, *, tell: Callable[[int, float], None] = lambda _done, _seconds: None
) -> Stock:
    """Builds it: three years of entries, the newest of this minute, 3 % of them unread, all known to search.

    A few feeds have much, many have little, as in life. ``tell`` hears how many entries are there after how long.
    """
    started = time.perf_counter()
    now = int(time.time())
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    urls = [f"{NOBODY}/feed-{number}.xml" for number in range(feeds)]
    write_feeds(paths, urls)
    store = open_store(paths.database, now=now)
    try:
        store.feeds.subscribe(urls)
        for done in _fill(store, entries, now):
            tell(done, time.perf_counter() - started)
        store.state.remember([("stream", "all")])
    finally:
        store.close()
    return Stock(paths, entries, time.perf_counter() - started)


def write_feeds(paths: Paths, urls: list[str]) -> None:
    """``feeds.toml`` with these feeds, spread over the folders."""
    tables = (
        f'[[feeds]]\nurl = "{url}"\nfolder = "{FOLDERS[number % len(FOLDERS)]}"\n' for number, url in enumerate(urls)
    )
    paths.feeds.write_text("\n".join(tables), encoding="utf-8")


def _fill(store: Store, entries: int, now: int) -> Iterator[int]:
    """Stores and indexes a batch after the other; yields how many there are."""
    prose, polls = Prose(), store.feeds.polls()
    step = YEARS * 365 * 86_400 / entries
    for first in range(1, entries + 1, BATCH):
        numbers = range(first, min(first + BATCH, entries + 1))
        prose.begin(first)
        arrived: defaultdict[int, list[NewEntry]] = defaultdict(list)
        for number, feed in zip(numbers, feed_numbers(numbers, len(polls)), strict=True):
            sort = int(now - (entries - number) * step)
            arrived[feed].append(make_entry(prose, number, sort, LANGUAGES[feed % len(LANGUAGES)]))
        updates = [_update(polls[feed], new, now) for feed, new in arrived.items()]
        ids = store.arrivals.apply(updates, now=int(now - (entries - numbers[-1]) * step))
        store.state.apply(Change(Field.READ, True, tuple(entry_id for entry_id in ids if entry_id % UNREAD_EVERY)))
        while store.search.index_batch(BATCH):
            pass
        yield numbers[-1]


def feed_numbers(numbers: range, feeds: int) -> list[int]:
    """Which feed each entry of a batch belongs to: the first of 500 has a twentieth of all, the last a thousandth."""
    rnd = random.Random(numbers.start)
    return [int(feeds * rnd.random() ** 2) for _ in numbers]


def _update(poll: Poll, new: list[NewEntry], now: int) -> FeedUpdate:
    done = replace(poll, status=Status.OK, last_poll=now, last_success=now, next_check=now + 3_600)
    return FeedUpdate(done, title=f"The Feed of Number {poll.feed_id}", new=tuple(new))


def make_entry(prose: Prose, number: int, sort: int, language: str) -> NewEntry:
    """The entry of this number, as parsing a feed would have made it."""
    html, words = prose.article(prose.length(), language)
    parsed = ParsedEntry(
        guid=f"tag:feed.example,2020:{number}",
        url=f"https://feed.example/{number}",
        title=prose.title(number, language),
        authors=(Author(prose.name()),),
        published=sort,
        content_html=f"<p>{opening(number)} begins this.</p>{html}",
        categories=tuple(prose.words(2, language)),
        comments_count=number % 40,
    )
    return NewEntry(parsed, digest=f"{number:x}", sort=sort, words=words + 3)
