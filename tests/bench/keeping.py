"""Stores built once and measured many times: each run works on a copy.

A stamp beside a kept store records its builder. A store of another builder is rebuilt; one with an older schema is
migrated like a user's, with a message.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from reader.arrival import FeedUpdate
from reader.paths import Paths
from reader.store import open_store
from reader.store.migrations import MIGRATIONS
from tests.bench.stock import BUILDER, Stock, build

STAMP = "stock.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Identifies a kept store."""

    entries: int
    builder: int
    schema: int
    seconds: float
    cpu: float

    def write(self, folder: Path) -> None:
        """Written last, so that an incomplete store has none."""
        (folder / STAMP).write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of a kept store, or None if it is missing or unreadable."""
    try:
        return Stamp(**json.loads((folder / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class Keeper:
    """``with Keeper(folder) as keeper: keeper.copy(100_000)``: copies that are deleted afterwards."""

    def __init__(self, folder: Path, *, rebuild: bool = False) -> None:
        self._folder, self._rebuild = folder.absolute(), rebuild
        self._folder.mkdir(parents=True, exist_ok=True)
        self._copies = tempfile.TemporaryDirectory(prefix="copy-", dir=self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._copies.cleanup()

    def copy(self, entries: int) -> Stock:
        """A copy of a store with ``entries`` entries and no due feeds; builds the store if necessary."""
        kept = self.kept(entries)
        place = Path(tempfile.mkdtemp(dir=self._copies.name), "stock")  # another copy may be in use
        _copy(kept.paths.config_dir.parent, place)
        stock = replace(kept, paths=_paths(place))
        _polled_just_now(stock)
        return stock

    def kept(self, entries: int) -> Stock:
        """The kept store of that size, built or migrated if necessary."""
        folder = self._folder / str(entries)
        stamp, paths = read_stamp(folder), _paths(folder)
        if stamp is None or stamp.builder != BUILDER or stamp.schema > len(MIGRATIONS) or self._rebuild:
            if folder.exists():
                shutil.rmtree(folder)
            return build_and_say(paths, entries)
        if stamp.schema < len(MIGRATIONS):
            _migrate(paths, stamp)
        return Stock(paths, entries, stamp.seconds, stamp.cpu)


def build_and_say(paths: Paths, entries: int, feeds: int | None = None) -> Stock:
    """Builds a store, reports progress, and stamps it if both folders are the same."""
    spoken = time.monotonic()

    def tell(done: int, seconds: float) -> None:
        nonlocal spoken
        if time.monotonic() - spoken > 20:
            spoken = time.monotonic()
            print(f"{done:,} of {entries:,} entries in {seconds:.0f} s", flush=True)

    stock = build(paths, entries, **({"feeds": feeds} if feeds else {}), tell=tell)
    print(
        f"Built {entries:,} entries in {stock.seconds:.1f} s ({stock.cpu:.1f} CPU seconds), {stock.bytes / 1e6:,.0f} MB "
        f"({stock.bytes / entries / 1000:.2f} kB an entry)",
        flush=True,
    )
    if paths.config_dir.parent == paths.data_dir.parent:
        Stamp(entries, BUILDER, len(MIGRATIONS), stock.seconds, stock.cpu).write(paths.data_dir.parent)
    return stock


def _migrate(paths: Paths, stamp: Stamp) -> None:
    started = time.perf_counter()
    store = open_store(paths.database, now=int(time.time()))
    seconds = time.perf_counter() - started
    while store.search.index_batch():
        pass
    store.close()
    derived = time.perf_counter() - started - seconds
    for copy in paths.data_dir.glob(f"{paths.database.name}.before-*"):
        copy.unlink()
    replace(stamp, schema=len(MIGRATIONS)).write(paths.data_dir.parent)
    print(
        f"Migrated {stamp.entries:,} entries from schema {stamp.schema} to {len(MIGRATIONS)} in {seconds:.1f} s,"
        f" and {derived:.1f} s in the background"
    )


def _paths(folder: Path) -> Paths:
    return Paths(folder / "config", folder / "data")


def _copy(source: Path, target: Path) -> None:
    """A copy that is free where the file system supports it."""
    if subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], capture_output=True).returncode:
        shutil.copytree(source, target, dirs_exist_ok=True)


def _polled_just_now(stock: Stock) -> None:
    """Marks every feed as polled just now, so that no worker polls unasked."""
    now = int(time.time())
    store = open_store(stock.paths.database, now=now)
    try:
        polls = [replace(poll, last_poll=now, next_check=now + 7_200) for poll in store.feeds.polls()]
        store.arrivals.apply([FeedUpdate(poll) for poll in polls], now=now)
    finally:
        store.close()
