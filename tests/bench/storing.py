"""Measurements of the store in this process: reading pages, changing state, adding entries, and disk usage."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace

from reader.arrival import FeedUpdate, NewEntry
from reader.edition.choose import choose
from reader.edition.values import ChoiceSettings, Edition
from reader.model import Change, Field
from reader.query.selection import Selection
from reader.store import Store, open_store
from tests.bench.figures import Figure, Table, timed
from tests.bench.others import OURS
from tests.bench.prose import Prose
from tests.bench.rivals import Rival
from tests.bench.stock import Stock, make_entry

PAGE = 100
MARKED = (1, 1_000, 25_000)
ADDED, FROM = 1_000, 50  # entries of a refresh, and the feeds that bring them
ALL = Selection()
FIRST, JUMP, COUNTS, KEYS, ENTRY = (
    "first page: 100 keys and headlines", "a page anywhere", "unread and total of every feed",
    "keys of the whole list (off-thread)", "an entry with its content",
)  # fmt: skip


@dataclass(slots=True)
class Bench:
    """An open store, and the times of operations on it."""

    stock: Stock
    store: Store
    rnd: random.Random = field(default_factory=lambda: random.Random(7))
    taken: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def time(self, name: str, work: Callable[[], object]) -> None:
        """Runs and times it once."""
        started = time.perf_counter()
        work()
        self.taken[name].append(time.perf_counter() - started)

    def page(self, selection: Selection, older_than: tuple[int, int] | None = None) -> None:
        """A page as the list draws it."""
        keys = self.store.entries.page(selection, older_than=older_than, limit=PAGE)
        self.store.entries.headlines([entry_id for _, entry_id in keys])


def storing(stocks: Sequence[Stock], rivals: Sequence[Rival], rounds: int) -> Iterator[Table]:
    """Runs everything at all sizes in turns; the first round is not counted."""
    sizes = [(f"{stock.entries:,}", OURS, stock.bytes / stock.entries) for stock in stocks]
    sizes += [(f"{rival.entries:,}", rival.name, rival.bytes / rival.entries) for rival in rivals]
    with ExitStack() as stack:
        benches = [
            Bench(stock, stack.enter_context(closing(open_store(stock.paths.database, now=int(time.time())))))
            for stock in stocks
        ]
        few = max(3, rounds // 4)
        for part, count in ((_read, rounds), (_mark, few), (_add, few), (_choose, few)):
            for number in range(count + 1):
                for bench in benches:
                    part(bench, number)
        figures = [
            timed(name, seconds[1:], f"{bench.stock.entries:,}", limit=_limit(name))
            for bench in benches
            for name, seconds in bench.taken.items()
        ]
    yield Table("The store, in process", tuple(figures), "median (95th percentile)")
    figures = [Figure(f"bytes an entry: {name}", size, "", column) for column, name, size in sizes]
    built = [
        Figure(name, value, "s", f"{stock.entries:,}", limit=600 if name == BUILT else None)
        for stock in stocks
        for name, value in ((BUILT, stock.seconds), ("CPU seconds of that", stock.cpu))
    ]
    yield Table("On the disk, content, index and all", (*figures, *built), "none of the others has a search index")


BUILT = "building it, when it was built"


def _limit(name: str) -> float | None:
    return 100 if f"{MARKED[-1]:,}" in name else None


def _read(bench: Bench, number_of_round: int) -> None:
    entries, rnd = bench.store.entries, bench.rnd
    bench.time(FIRST, lambda: bench.page(ALL))
    number = rnd.randint(1, bench.stock.entries)
    anywhere = entries.key(number)
    bench.time(JUMP, lambda: bench.page(ALL, anywhere))
    bench.time("first page of a feed", lambda: bench.page(Selection(feeds=(rnd.randint(1, 500),))))
    bench.time("first page of unread entries", lambda: bench.page(Selection(unread=True)))
    bench.time(COUNTS, bench.store.feeds.counts)
    bench.time("next unread from anywhere", lambda: entries.unread_after(ALL, anywhere))
    bench.time(ENTRY, lambda: entries.entry(number))
    if number_of_round % 5 < 2:
        bench.time(KEYS, lambda: entries.all_keys(ALL))


def _mark(bench: Bench, _round: int) -> None:
    """Marks the newest unread first, so that there is something to mark."""
    state = bench.store.state
    for count in MARKED:
        if count > bench.stock.entries:
            continue
        ids = tuple(entry_id for _, entry_id in bench.store.entries.page(ALL, limit=count))
        before = state.apply(Change(Field.READ, False, ids))
        made = Change(Field.READ, True, ids)
        bench.time(f"mark {count:,} read", lambda made=made: state.apply(made))  # type: ignore[misc]
        bench.time(f"undo marking {count:,}", lambda made=made: state.apply(made.inverse()))  # type: ignore[misc]
        state.apply(made)
        state.apply(replace(before, value=False).inverse())


def _add(bench: Bench, number: int) -> None:
    store, now = bench.store, int(time.time())
    polls = store.feeds.polls()[:FROM]
    prose = Prose()
    prose.begin(-number - 1)
    first = 10_000_000 + number * ADDED
    made = [make_entry(prose, first + index, now, "en") for index in range(ADDED)]
    each: list[list[NewEntry]] = [made[index :: len(polls)] for index in range(len(polls))]
    updates = [FeedUpdate(poll, new=tuple(new)) for poll, new in zip(polls, each, strict=True)]
    started = time.perf_counter()
    store.arrivals.apply(updates, now=now)
    stored = time.perf_counter()
    while store.search.index_batch():
        pass
    bench.taken[f"add {ADDED:,} entries of {FROM} feeds"].append(stored - started)
    bench.taken["  and let search find them"].append(time.perf_counter() - stored)


def _choose(bench: Bench, _round: int) -> None:
    """Chooses an edition of everything unread that arrived in three days, most of which :func:`_add` has added."""
    store, now = bench.store, int(time.time())
    folders = {poll.feed_id: f"Folder {poll.feed_id % 8}" for poll in store.feeds.polls()}
    sites = {poll.feed_id: poll.url for poll in store.feeds.polls()}
    day = Edition("", 0, now, (), up_to=store.entries.newest_id(), since=now - 3 * 86_400)

    def make() -> None:
        candidates = store.editions.candidates(day, folders, sites, store.feeds.shares(now))
        assert choose(candidates, ChoiceSettings(), now)

    bench.time("choose an edition", make)
    bench.time("  and what it leaves out", lambda: store.editions.rest(day, folders))
