"""A store of many entries, built through the store's own interface, with the folders of a user around it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.model import Author, Change, FeedUpdate, Field, NewEntry, ParsedEntry, Poll, Status
from reader.paths import Paths
from reader.store import Store, open_store
from reader.text import count_words, plain_text
from tests.bench.prose import Prose

YEARS = 3
UNREAD_EVERY = 33  # 3 %
BATCH = 1_000
FOLDERS = ("World", "Technology", "Science", "Culture", "Deutsch/Nachrichten")
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing is ever asked of anyone else


@dataclass(frozen=True, slots=True)
class Stock:
    """A store that was built: the entry of number ``entries`` is the newest."""

    paths: Paths
    entries: int
    seconds: float


def title_start(number: int) -> str:
    """What the headline of the entry with this number begins with, and no other does."""
    return f"{number} "


def opening(number: int) -> str:
    """The first word of that entry's text."""
    return f"Opening{number}"


def build(paths: Paths, entries: int, feeds: int) -> Stock:
    """Builds it: three years of entries, the newest of this minute, 3 % of them unread, all known to search."""
    started = time.perf_counter()
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    urls = [f"{NOBODY}/feed-{number}.xml" for number in range(feeds)]
    paths.feeds.write_text("\n".join(_tables(urls)), encoding="utf-8")
    now = int(time.time())
    store = open_store(paths.database, now=now)
    try:
        store.feeds.subscribe(urls)
        _fill(store, entries, now)
        store.state.remember([("stream", "all")])
        while store.search.index_batch():
            pass
    finally:
        store.close()
    return Stock(paths, entries, time.perf_counter() - started)


def _tables(urls: list[str]) -> Iterator[str]:
    for number, url in enumerate(urls):
        yield f'[[feeds]]\nurl = "{url}"\nfolder = "{FOLDERS[number % len(FOLDERS)]}"\n'


def _fill(store: Store, entries: int, now: int) -> None:
    prose, polls = Prose(), store.feeds.polls()
    step = YEARS * 365 * 86_400 / entries
    for first in range(1, entries + 1, BATCH):
        numbers = range(first, min(first + BATCH, entries + 1))
        sorts = {number: int(now - (entries - number) * step) for number in numbers}
        updates = [
            _update(poll, [_entry(prose, n, sorts[n]) for n in numbers if n % len(polls) == index], now)
            for index, poll in enumerate(polls)
        ]
        ids = store.arrivals.apply([update for update in updates if update.new], now=sorts[numbers[-1]])
        read = tuple(entry_id for entry_id in ids if entry_id % UNREAD_EVERY)
        store.state.apply(Change(Field.READ, True, read))


def _update(poll: Poll, new: list[NewEntry], now: int) -> FeedUpdate:
    done = replace(poll, status=Status.OK, last_poll=now, last_success=now, next_check=now + 3_600)
    return FeedUpdate(done, title=f"The Feed of Number {poll.feed_id}", new=tuple(new))


def _entry(prose: Prose, number: int, sort: int) -> NewEntry:
    html = f"<p>{opening(number)} begins this.</p>{prose.article(prose.length())}"
    parsed = ParsedEntry(
        guid=f"tag:feed.example,2020:{number}",
        url=f"https://feed.example/{number}",
        title=prose.title(number),
        authors=(Author(prose.name()),),
        published=sort,
        content_html=html,
        categories=tuple(prose.words(2)),
        comments_count=number % 40,
    )
    return NewEntry(parsed, digest=f"{number:x}", sort=sort, words=count_words(plain_text(html)))
