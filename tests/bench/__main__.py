"""``python -m tests.bench`` measures and prints tables; ``python -m tests.bench build`` only builds a store and keeps it."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from reader.paths import Paths
from tests.bench.distances import distances
from tests.bench.figures import Table, markdown, plain
from tests.bench.keeping import Keeper, build_and_say
from tests.bench.stock import FEEDS

ARTICLE_WORDS = 5_000
ILLUSTRATED = 500  # articles with pictures, after which memory is looked at
SIZES = (1_000, 100_000, 1_000_000)
KEPT = Path(__file__).parents[2] / ".bench"


def main() -> None:
    """Measures, or builds a store."""
    options = _options()
    if options.command == "build":
        build_and_say(Paths(options.config_dir.absolute(), options.data_dir.absolute()), options.entries, options.feeds)
        return
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.machine()}"
    )
    show = markdown if options.markdown else plain
    tables: list[Table] = []
    for name in options.only:
        for table in PARTS[name](options):
            tables.append(table)
            print(f"\n{show(table)}", flush=True)
    if far := distances(tables):
        print(f"\n{show(far)}")


# -- parts; each imports its own tools


def _start(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.rivals import installed_rivals
    from tests.bench.start import starts

    with _keeper(options) as keeper:
        stocks = [keeper.copy(size) for size in options.sizes]
        rivals = installed_rivals(options.keep, options.sizes) if options.others else []
        yield starts(stocks, rivals, options.rounds)


def _keys(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.keys import keys_idle, keys_while_refreshing

    with _keeper(options) as keeper, _folder() as folder:
        stocks = [keeper.copy(size) for size in options.sizes]
        yield keys_idle(stocks, options.keys)
        yield from keys_while_refreshing(stocks, max(5, options.keys // 3), folder / "served")


def _store(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.rivals import installed_rivals
    from tests.bench.storing import storing

    with _keeper(options) as keeper:
        stocks = [keeper.copy(size) for size in options.sizes]
        rivals = installed_rivals(options.keep, options.sizes) if options.others else []
        yield from storing(stocks, rivals, options.rounds)


def _search(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.searching import searching

    with _keeper(options) as keeper:
        yield searching([keeper.kept(size) for size in options.sizes], options.rounds)


def _queries(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.querying import querying

    with _keeper(options) as keeper:
        yield querying([keeper.kept(size) for size in options.sizes], max(5, options.rounds // 4))


def _stories(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.stories import finding_stories

    with _keeper(options) as keeper:
        yield finding_stories([keeper.copy(size) for size in options.sizes])


def _refresh(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.refreshing import refreshing

    with _folder() as folder:
        yield refreshing(folder, feeds=options.polled, entries=20, rounds=3, others=options.others)


def _memory(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.memory import remembering

    with _keeper(options) as keeper, _folder() as folder:
        yield remembering(keeper.copy(options.sizes[-1]), options.refreshes, folder / "served")


def _limits(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.limits import limits

    with _folder() as folder:
        yield from limits(folder, options.rounds, options.polled)


def _articles(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.articles import articles

    yield articles(ARTICLE_WORDS, options.rounds)


def _pictures(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.pictures import pictures

    with _folder() as folder:
        yield from pictures(folder, ARTICLE_WORDS, options.rounds, options.keys, ILLUSTRATED)


def _sync(options: argparse.Namespace) -> Iterator[Table]:
    from tests.bench.syncing import keys_while_syncing, syncing
    from tests.support.miniflux_server import miniflux_missing

    if missing := miniflux_missing():
        print(f"\nNo sync is measured: {missing}", file=sys.stderr)
        return
    with _folder() as folder:
        yield syncing(folder, others=options.others)
    with _keeper(options) as keeper:
        yield keys_while_syncing(keeper.copy(options.sizes[-1]))


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Table]]] = {
    "start": _start,
    "keys": _keys,
    "store": _store,
    "stories": _stories,
    "search": _search,
    "queries": _queries,
    "refresh": _refresh,
    "memory": _memory,
    "sync": _sync,
    "articles": _articles,
    "pictures": _pictures,
    "limits": _limits,
}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        yield Path(folder)


def _keeper(options: argparse.Namespace) -> Keeper:
    return Keeper(options.keep, rebuild=options.rebuild)


# -- the command line


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description="Measure the reader.")
    parser.set_defaults(command="measure")
    parser.add_argument(
        "--only", type=parts, default=tuple(PARTS), metavar="PARTS", help=f"of {','.join(PARTS)} (default: all)"
    )
    parser.add_argument(
        "--sizes", type=sizes, default=SIZES, metavar="N,N…", help="entries of the stores (default: %(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=20, help="starts of each program (default: %(default)s)")
    parser.add_argument("--keys", type=int, default=60, help="presses of each key (default: %(default)s)")
    parser.add_argument("--polled", type=int, default=1_000, help="feeds that a refresh polls (default: %(default)s)")
    parser.add_argument("--refreshes", type=int, default=100, help="over which memory is looked at (default: 100)")
    parser.add_argument("--no-others", dest="others", action="store_false", help="measure no other reader")
    parser.add_argument(
        "--keep", type=Path, default=KEPT, metavar="DIR", help="folder of the kept stores (default: .bench)"
    )
    parser.add_argument("--rebuild", action="store_true", help="rebuild the stores")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    commands = parser.add_subparsers(metavar="COMMAND")
    only = commands.add_parser("build", help="only build a store, for broadsheet --config-dir … --data-dir …")
    only.set_defaults(command="build")
    only.add_argument("--entries", type=int, default=100_000, help="entries in it (default: %(default)s)")
    only.add_argument("--feeds", type=int, default=FEEDS, help="feeds they belong to (default: %(default)s)")
    only.add_argument("--config-dir", type=Path, required=True)
    only.add_argument("--data-dir", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "build" and not 0 < options.feeds <= options.entries:
        sys.exit("tests.bench: at least one feed, and an entry for each")
    return options


def parts(text: str) -> tuple[str, ...]:
    """Names of parts, separated by commas."""
    wanted = tuple(text.split(","))
    if unknown := set(wanted) - PARTS.keys():
        raise argparse.ArgumentTypeError(f"unknown part: {', '.join(sorted(unknown))}")
    return wanted


def sizes(text: str) -> tuple[int, ...]:
    """Numbers of entries, separated by commas."""
    try:
        found = tuple(int(size) for size in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} must be numbers separated by commas") from None
    if min(found) < FEEDS:
        raise argparse.ArgumentTypeError(f"a store has {FEEDS} feeds, and an entry for each")
    return found


if __name__ == "__main__":
    main()
