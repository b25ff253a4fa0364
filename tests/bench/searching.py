"""Searches at every size: the newest 50 matches and the best ones, for words from the rarest to the most common."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass

from reader.store import Store, open_reader
from tests.bench.figures import Figure, Table, timed
from tests.bench.prose import Prose, Tongue
from tests.bench.stock import Stock, opening
from tests.support.queries import looking_for

LIMIT = 100.0  # milliseconds, from the design
HITS = 50


@dataclass(frozen=True, slots=True)
class Query:
    """A search and its kind."""

    name: str
    words: str


def queries(entries: int) -> list[Query]:
    """One search of each kind, with words that occur in the generated prose."""
    tongue = Prose().tongues["en"]
    return [
        Query("a rare word", opening(entries // 2)),
        Query("a word of every second entry", "the"),
        Query("a word of some entries", tongue.words[900]),
        Query("two words", f"{tongue.words[300]} {tongue.words[700]}"),
        Query("a prefix", f"{tongue.words[200][:4]}*"),
        Query("a phrase", f'"{_phrase(tongue)}"'),
        Query("words that never meet", f"{opening(1)} {opening(2)}"),
    ]


def _phrase(tongue: Tongue) -> str:
    return " ".join(tongue.folded[17].split()[3:6]).strip(".,")


def searching(stocks: Sequence[Stock], rounds: int) -> Table:
    """Runs every query at all sizes in turns; the first round is not counted."""
    taken: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    found: dict[tuple[str, int], int] = {}
    with ExitStack() as stack:
        stores = [(stock, stack.enter_context(closing(open_reader(stock.paths.database)))) for stock in stocks]
        for _ in range(rounds + 1):
            for stock, store in stores:
                for query in queries(stock.entries):
                    for order, search in ORDERS.items():
                        started = time.perf_counter()
                        count = search(store, query.words)
                        taken[f"{query.name}, {order}", stock.entries].append(time.perf_counter() - started)
                        found[f"{query.name}, {order}", stock.entries] = count
    figures = [timed(name, seconds[1:], f"{entries:,}", limit=LIMIT) for (name, entries), seconds in taken.items()]
    hits = [
        Figure(f"  hits shown: {name}", count, "", f"{entries:,}")
        for (name, entries), count in found.items()
        if count < HITS
    ]
    return Table(f"Search, the first {HITS} hits with their headlines", (*figures, *hits), "median (95th percentile)")


def _newest(store: Store, words: str) -> int:
    keys = store.entries.page(looking_for(words=words), limit=HITS)
    return len(store.entries.headlines([entry_id for _, entry_id in keys]))


def _best(store: Store, words: str) -> int:
    keys = store.entries.best(looking_for(words=words), limit=HITS)
    return len(store.entries.headlines([entry_id for _, entry_id in keys]))


ORDERS: dict[str, Callable[[Store, str], int]] = {"newest first": _newest, "by rank": _best}
