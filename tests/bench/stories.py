"""What finding stories costs for each article, whatever the number of articles in the store."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from reader.arrival import FeedUpdate, NewEntry
from reader.refresh.stories.find_stories import STEP, StoryWork
from reader.store import Store, open_store
from tests.bench.figures import Figure, Table, timed
from tests.bench.prose import Prose
from tests.bench.stock import Stock, make_entry

ARRIVING = 1_000  # new entries
MOST = 0.002  # seconds of an article


def finding_stories(stocks: Sequence[Stock]) -> Table:
    """Looks at the last 72 hours of each store, as its first refresh does, and then at new articles."""
    figures: list[Figure] = []
    for stock in stocks:
        now = int(time.time())
        with closing(open_store(stock.paths.database, now=now)) as store:
            column = f"{stock.entries:,}"
            work, _ = _timed(store, now)
            steps = _steps(work, store, now)
            _arrive(store, now)
            again, loading = _timed(store, now)
            figures.append(Figure("articles of the last 72 hours", len(steps) * STEP, "", column))
            figures.append(Figure("reading their words after a start", loading, "s", column))
            each = [seconds / STEP for seconds in _steps(again, store, now)]
            figures.append(timed(f"an article of {ARRIVING:,} new ones", each, column, limit=MOST * 1_000))
    return Table("Finding stories, in process", tuple(figures), "median (95th percentile) of steps of 25 articles")


def _timed(store: Store, now: int) -> tuple[StoryWork, float]:
    started = time.perf_counter()
    work = StoryWork(store, now, frozenset())
    return work, time.perf_counter() - started


def _steps(work: StoryWork, store: Store, now: int) -> list[float]:
    """The seconds of each step."""
    seconds, more = [], True
    while more:
        started = time.perf_counter()
        _, more = work.step(store, now)
        seconds.append(time.perf_counter() - started)
    return seconds


def _arrive(store: Store, now: int) -> None:
    prose = Prose()
    prose.begin(-7)
    polls = store.feeds.polls()[:50]
    made = [
        replace(one, parsed=replace(one.parsed, url=f"https://paper-{number % 50}.example/{number}"))
        for number in range(ARRIVING)
        for one in [make_entry(prose, 20_000_000 + number, now, "en")]
    ]
    each: list[list[NewEntry]] = [made[index :: len(polls)] for index in range(len(polls))]
    store.arrivals.apply([FeedUpdate(poll, new=tuple(new)) for poll, new in zip(polls, each, strict=True)], now=now)
