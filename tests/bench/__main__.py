"""``python -m tests.bench``: builds a store, measures, prints a table; ``… build`` only builds a store and keeps it."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from reader.paths import Paths
from tests.bench.articles import articles
from tests.bench.figures import Figure, table
from tests.bench.stock import Stock, build
from tests.bench.terminals import keys_and_memory, starts

ARTICLE_WORDS = 5_000


def main() -> None:
    """Measures, or builds."""
    options = _options()
    if options.command == "build":
        stock = build(Paths(options.config_dir.absolute(), options.data_dir.absolute()), options.entries, options.feeds)
        _tell(stock)
        return
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as root:
        _tell(stock := build(Paths(Path(root, "config"), Path(root, "data")), options.entries, options.feeds))
        print(table(_measure(stock, options.rounds, options.keys)))


def _measure(stock: Stock, rounds: int, keys: int) -> list[Figure]:
    return [*starts(stock, rounds), *keys_and_memory(stock, keys), *articles(ARTICLE_WORDS, rounds)]


def _tell(stock: Stock) -> None:
    size = sum(file.stat().st_size for file in stock.paths.data_dir.iterdir())
    print(
        f"{stock.entries:,} entries in {stock.seconds:.1f} s, {size / 1e6:.0f} MB "
        f"({size / stock.entries / 1000:.2f} kB an entry); Python {platform.python_version()}, "
        f"Textual {version('textual')}, SQLite {sqlite3.sqlite_version}",
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure the reader.")
    _sizes(parser)
    parser.add_argument("--rounds", type=int, default=20, help="starts of each program (default: 20)")
    parser.add_argument("--keys", type=int, default=100, help="keys pressed (default: 100)")
    parser.set_defaults(command="measure")
    commands = parser.add_subparsers(metavar="COMMAND")
    only = commands.add_parser("build", help="only build a store, for broadsheet --config-dir … --data-dir …")
    only.set_defaults(command="build")
    _sizes(only)
    only.add_argument("--config-dir", type=Path, required=True)
    only.add_argument("--data-dir", type=Path, required=True)
    options = parser.parse_args()
    if options.entries < options.feeds or options.feeds < 1:
        sys.exit("tests.bench: at least one feed, and an entry for each")
    return options


def _sizes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entries", type=int, default=10_000, help="entries in the store (default: 10,000)")
    parser.add_argument("--feeds", type=int, default=50, help="feeds they belong to (default: 50)")


if __name__ == "__main__":
    main()
