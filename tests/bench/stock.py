"""A store of many entries, built through the store's own interface, with a user's folders around it."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.arrival import FeedUpdate, NewEntry, ParsedEntry
from reader.model import Author, Change, Enclosure, Field, Page, Poll, Status
from reader.paths import Paths
from reader.store import Store, open_store
from reader.text import search_words
from tests.bench.prose import LANGUAGES, Prose

BUILDER = 5  # change it when kept stores no longer fit
FEEDS = 500
YEARS = 3
UNREAD_EVERY = 33  # 3 %
BATCH = 1_000
AT_THE_TOP = '{"stream": "all"}'  # what the reader remembers of a session
FOLDERS = ("World", "Technology", "Science", "Culture", "Deutsch/Nachrichten")
CHINESE = "世界的一切都是新的"  # a sentence of every fifth entry
RARE_CATEGORY = "Rare Category"
STARRED_EVERY, LATER_EVERY, PAGE_EVERY = 200, 500, 250
NOBODY = "http://127.0.0.1:9"  # the discard port, so that no one else is ever contacted


@dataclass(frozen=True, slots=True)
class Stock:
    """A built store, with the seconds and CPU seconds it took. The entry with the number ``entries`` is the newest."""

    paths: Paths
    entries: int
    seconds: float
    cpu: float

    @property
    def bytes(self) -> int:
        """The size of the database on disk."""
        return sum(file.stat().st_size for file in self.paths.data_dir.glob(f"{self.paths.database.name}*"))


def title_start(number: int) -> str:
    """The unique beginning of the headline with this number."""
    return f"{number} "


def opening(number: int) -> str:
    """The unique first word of that entry's text."""
    return f"Opening{number}"


def build(
    paths: Paths, entries: int, feeds: int = FEEDS, *, tell: Callable[[int, float], None] = lambda _done, _seconds: None
) -> Stock:
    """Builds it: entries over three years, the newest from this minute, 3 % of them unread, all indexed.

    As in life, a few feeds have many entries and many have few. ``tell`` receives the number of entries and the seconds.
    """
    started, used = time.perf_counter(), time.process_time()
    now = int(time.time())
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    urls = [feed_url(feed) for feed in range(feeds)]
    write_feeds(paths, urls)
    store = open_store(paths.database, now=now)
    try:
        store.feeds.subscribe(urls)
        for done in _fill(store, entries, now):
            tell(done, time.perf_counter() - started)
    finally:
        store.close()
    paths.session.write_text(AT_THE_TOP)
    return Stock(paths, entries, time.perf_counter() - started, time.process_time() - used)


def feed_url(feed: int) -> str:
    """The address of a feed."""
    return f"{NOBODY}/feed-{feed}.xml"


def write_feeds(paths: Paths, urls: Sequence[str], *, served: Sequence[str] = ()) -> None:
    """Writes ``feeds.toml`` with these feeds in several folders. If some are ``served``, the others are paused."""
    paused = "paused = true\n" if served else ""
    tables = [
        f'[[feeds]]\nurl = "{url}"\nfolder = "{FOLDERS[number % len(FOLDERS)]}"\n{"" if url in served else paused}'
        for number, url in enumerate([*served, *urls])
    ]
    paths.feeds.write_text("\n".join(tables), encoding="utf-8")


def serve_feeds(stock: Stock, served: Sequence[str]) -> None:
    """Gives the first feeds these addresses, so that only they are polled; further addresses become new feeds."""
    store = open_store(stock.paths.database, now=int(time.time()))
    try:
        urls = [feed_url(feed) for feed in range(len(store.feeds.polls()))]
        for old, new in zip(urls, served, strict=False):
            store.moving.move(old, new)
        rest = urls[len(served) :]
        store.feeds.subscribe([*served, *rest])
    finally:
        store.close()
    write_feeds(stock.paths, rest, served=served)


def begin_at_the_top(stock: Stock) -> None:
    """Makes the reader open on the newest entry."""
    stock.paths.session.write_text(AT_THE_TOP)


def _fill(store: Store, entries: int, now: int) -> Iterator[int]:
    """Stores and indexes batch after batch; yields the number of entries."""
    polls, done = store.feeds.polls(), 0
    for batch in batches(entries, len(polls), now):
        arrived: defaultdict[int, list[NewEntry]] = defaultdict(list)
        for feed, entry in batch:
            arrived[feed].append(entry)
        updates = [_update(polls[feed], new, now) for feed, new in arrived.items()]
        ids = store.arrivals.apply(updates, now=batch[-1][1].sort)
        store.state.apply(Change(Field.READ, True, tuple(entry_id for entry_id in ids if entry_id % UNREAD_EVERY)))
        _use(store, ids)
        while store.search.index_batch(BATCH):
            pass
        done += len(batch)
        yield done


def _use(store: Store, ids: Sequence[int]) -> None:
    """What a user does: stars, a list for later, and articles opened, whose pages are then stored."""
    for field, every in ((Field.STARRED, STARRED_EVERY), (Field.LATER, LATER_EVERY)):
        store.state.apply(Change(field, True, tuple(entry_id for entry_id in ids if entry_id % every == 1)))
    for entry_id in ids:
        if entry_id % PAGE_EVERY == 3:
            page = Page(f"https://feed.example/{entry_id}", content_html="<p>The page says more.</p>", tags=("Page",))
            store.arrivals.write_page(entry_id, page, None, now=int(time.time()))


def batches(entries: int, feeds: int, now: int) -> Iterator[list[tuple[int, NewEntry]]]:
    """Entries, oldest first, each with the number of its feed; the same for the same arguments."""
    prose = Prose()
    step = YEARS * 365 * 86_400 / entries
    for first in range(1, entries + 1, BATCH):
        numbers = range(first, min(first + BATCH, entries + 1))
        prose.begin(first)
        yield [
            (feed, make_entry(prose, number, int(now - (entries - number) * step), LANGUAGES[feed % len(LANGUAGES)]))
            for number, feed in zip(numbers, feed_numbers(numbers, feeds), strict=True)
        ]


def feed_numbers(numbers: range, feeds: int) -> list[int]:
    """The feed of each entry of a batch: the first of 500 has a twentieth of all entries, the last a thousandth.

    The oldest entries are dealt round, so that every feed has one.
    """
    rnd = random.Random(numbers.start)
    drawn = [int(feeds * rnd.random() ** 2) for _ in numbers]
    return [number - 1 if number <= feeds else feed for number, feed in zip(numbers, drawn, strict=True)]


def _update(poll: Poll, new: list[NewEntry], now: int) -> FeedUpdate:
    done = replace(poll, status=Status.OK, last_poll=now, last_success=now, next_check=now + 3_600)
    return FeedUpdate(done, title=f"The Feed of Number {poll.feed_id}", new=tuple(new))


def make_entry(prose: Prose, number: int, sort: int, language: str) -> NewEntry:
    """The entry with this number, as parsing a feed would have made it."""
    article = prose.article(prose.length(), language)
    chinese = f"<p>{CHINESE}</p>" if number % 5 == 0 else ""
    categories = (*prose.words(2, language), *((RARE_CATEGORY,) if number % 100_000 == 70_000 else ()))
    parsed = ParsedEntry(
        guid=f"tag:feed.example,2020:{number}",
        url=f"https://feed.example/{number}",
        title=prose.title(number, language),
        authors=() if number % 20 == 9 else (Author(prose.name()),),
        published=sort,
        updated=sort + 60 if number % 100 == 5 else None,
        content_html=f"<p>{opening(number)} begins this.</p>{article.html}{chinese}",
        categories=categories,
        enclosures=(Enclosure(f"https://feed.example/{number}.mp3", "audio/mpeg"),) if number % 50 == 7 else (),
        image=f"https://feed.example/{number}.jpg" if number % 3 == 0 else None,
        language="fr-CA" if number % 5_000 == 77 else None,
        comments_url=f"https://feed.example/{number}/comments" if number % 4 == 0 else None,
        comments_count=number % 40,
    )
    return NewEntry(
        parsed,
        digest=f"{number:x}",
        sort=sort,
        words=article.words + 3 + (5 if chinese else 0),
        search_words=f"{opening(number).lower()} begins this. {article.folded}"
        + (f"\n{search_words(CHINESE)}" if chinese else ""),
    )
