"""Every operator of the query language, over the stored copies: from the typed text to the first 50 headlines."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing

from reader.config import Config
from reader.library import Library, open_library
from reader.query.parse_query import parse
from reader.query.tree import Order, Query
from tests.bench.figures import Figure, Table, timed
from tests.bench.prose import Prose
from tests.bench.searching import HITS, LIMIT
from tests.bench.stock import Stock, feed_url, opening


def operators(entries: int) -> list[str]:
    """A query for each operator; what it finds is frequent, rare or nothing."""
    words = Prose().tongues["en"].words
    some, other = words[900], words[300]
    return [
        some, f'"{words[3]} {words[5]}"', f"{words[200][:4]}*", f"-{some}", f"-the {opening(3)}", f"{some} OR {opening(5)}",
        f"({some} OR {other}) -{words[700]}", f"title:{some}", f"body:{other} title:{some}", "author:a*", "author:nobody",
        f"feed:{feed_url(7)}", f"feed:{feed_url(499)} {some}", "feed:/feed/ is:unread", "folder:World", "folder:World is:unread",
        f"-folder:World {some}", "tag:none", "label:none", f"category:{some}", "category:none", "lang:de", "lang:xx",
        f"url:example/{entries}", "url:feed.example", "is:read", "is:unread", "is:starred", "is:updated",
        f"is:starred OR {opening(9)}", f"is:unread {some}", "has:enclosure", "has:fulltext", "has:comments", "has:picture",
        "has:author", "-has:author", "date:2000", "date:today", "newer:2d", "older:52w", f"newer:4w {some}", "words:>2000",
        "words:<5", "minutes:<5", "title:/^9/", "title:/nothing of this/", "author:/^[a-c]/", "url:/0$/", "sort:oldest",
        "sort:feed", "sort:title", "sort:length", f"{some} sort:title", f"{some} sort:relevance",
    ]  # fmt: skip


def querying(stocks: Sequence[Stock], rounds: int) -> Table:
    """Runs every query at all sizes in turns; the first round is not counted."""
    taken: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        libraries = [(stock, stack.enter_context(closing(open_library(stock.paths, Config())))) for stock in stocks]
        for _ in range(rounds + 1):
            for stock, library in libraries:
                for number, typed in enumerate(operators(stock.entries)):
                    started = time.perf_counter()
                    _first_hits(library, typed)
                    name = operators(stocks[0].entries)[number]
                    taken[name, stock.entries].append(time.perf_counter() - started)
    figures: list[Figure] = [
        timed(name, seconds[1:], f"{entries:,}", limit=LIMIT) for (name, entries), seconds in taken.items()
    ]
    return Table(f"Queries, the first {HITS} hits with their headlines", tuple(figures), "median (95th percentile)")


def _first_hits(library: Library, typed: str) -> int:
    query = parse(typed)
    assert isinstance(query, Query), query
    selection = library.feeds.selection_of(query.tree)
    ids = library.articles.in_order(selection, query.order or Order.NEWEST, limit=HITS)
    return len(library.articles.headlines(ids))
