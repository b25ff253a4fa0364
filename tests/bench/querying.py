"""Every operator of the query language, over the kept stores: from the typed text to the first 50 headlines."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing

from reader.config import Config
from reader.library import Library, open_library
from reader.query.parse_query import parse
from reader.query.tree import Order, Query
from tests.bench.figures import Figure, Table, percentile, timed
from tests.bench.prose import Prose
from tests.bench.searching import HITS, LIMIT
from tests.bench.stock import CHINESE, RARE_CATEGORY, Stock, feed_url, opening

TOGETHER, SLOWEST = "all of them together", "the slowest of them, by its 95th percentile"


def operators(entries: int) -> list[str]:
    """Queries for each operator, with frequent, rare and missing words, alone and within a feed or folder."""
    words = Prose().tongues["en"].words
    some, other = words[900], words[300]
    return [
        # words
        "the", some, opening(3), "neverwritten", f"{some} {other}", f'"{words[3]} {words[5]}"', f'"{some} neverwritten"',
        f"{words[200][:4]}*", "neverwr*", f"-{some}", f"-the {opening(3)}", f"{some} OR {opening(5)}",
        f"({some} OR {other}) -{words[700]}", CHINESE[3], CHINESE[:2], f'"{CHINESE}"',
        f"title:{some}", f"title:{words[200][:4]}*", f"body:{other} title:{some}", "author:writer", "author:w*", "author:a*",
        "author:nobody", 'author:"Writer 12"', 'person:"Writer 12"',
        # names
        f"feed:{feed_url(7)}", f"feed:{feed_url(499)} {some}", "feed:/feed/ is:unread", "feed:/nothing/", "folder:World",
        "folder:World is:unread", f"folder:World {some}", f"-folder:World {some}", "folder:none", "tag:none", "tag:*",
        "label:none", "label:*", f"category:{some}", f'category:"{RARE_CATEGORY}"', "category:rare*", "category:neverwritten",
        f"-category:{some}", f"folder:World category:{some}", "category:page", "lang:de", "lang:en", "lang:fr", "lang:xx",
        "-lang:de", f"url:example/{entries}", "url:feed.example", "url:nowhere", "url:https://feed.example/12*",
        "story:1", f"story:1 {some}",
        # states and parts
        *(f"is:{state}" for state in ("read", "unread", "starred", "later", "followed", "updated", "duplicate")), "is:starred is:later",
        f"is:starred OR {opening(9)}", f"is:unread {some}",
        *(f"has:{part}" for part in ("enclosure", "fulltext", "comments", "picture", "author")), "-has:author",
        "has:enclosure has:fulltext", "has:enclosure -has:author words:>1000", f"has:picture {some} is:unread",
        # times and lengths
        "date:2000", "date:today", "date:yesterday..today", "newer:2d", "older:52w", f"newer:4w {some}", "words:>2000",
        "words:>2990", "words:>100000", "words:200..210", "minutes:<5", "minutes:0",
        # expressions
        "title:/^9/", "title:/nothing of this/", "title:/^(re|fwd):/", f"title:/{some}$/", r"title:/\bthe (end|last)\b/",
        "author:/^[a-c]/", "author:/er 399$/", "url:/0$/", "url:/nowhere/", f"url:/{entries // 3}/", "feed:/number 1/",
        # orders
        *(f"sort:{order}" for order in Order), *(f"{some} sort:{order}" for order in Order), "is:unread sort:title",
        "folder:World sort:length", f"category:{some} sort:title", "the sort:relevance",
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
    return Table(
        f"Queries, the first {HITS} hits with their headlines",
        (*figures, *_summaries({key: seconds[1:] for key, seconds in taken.items()})),
        "median (95th percentile)",
    )


def _summaries(taken: dict[tuple[str, int], list[float]]) -> list[Figure]:
    sizes = dict.fromkeys(entries for _, entries in taken)
    figures: list[Figure] = []
    for entries in sizes:
        each = [seconds for (_, size), seconds in taken.items() if size == entries]
        slowest = max(each, key=lambda seconds: percentile(sorted(seconds), 95))
        column = f"{entries:,}"
        figures.append(timed(TOGETHER, [second for seconds in each for second in seconds], column, limit=LIMIT))
        figures.append(timed(SLOWEST, slowest, column, limit=LIMIT))
    return figures


def _first_hits(library: Library, typed: str) -> int:
    query = parse(typed)
    assert isinstance(query, Query), query
    selection = library.feeds.selection_of(query.tree)
    ids = library.articles.in_order(selection, query.order or Order.NEWEST, limit=HITS)
    return len(library.articles.headlines(ids))
