"""A reader without a screen that refreshes and changes state as fast as it can, to be killed in the crash tests.

``python -m tests.support.marker CONFIG DATA SEED`` prints a JSON line before each change it requests, another when the
library reports it as written, one for each new worker process, and one for each refresh.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from concurrent.futures import Future
from pathlib import Path

from reader.config import Config
from reader.library import ChangeFailed, ChangeReverted, ChangeWritten, Library, LibraryEvent, open_library
from reader.library.worker_events import Finished
from reader.model import Change, Field
from reader.paths import Paths
from reader.query.selection import Selection


def tell(**words: object) -> None:
    """Writes one line in one piece: a kill may come between any two."""
    os.write(1, json.dumps(words).encode() + b"\n")


def tell_change(kind: str, change: Change) -> None:
    tell(is_=kind, field=change.field.value, value=change.value, ids=change.ids)


def main(config: str, data: str, seed: str) -> None:
    """Runs until it is killed, or a minute."""
    chance, end = random.Random(seed), time.monotonic() + 60
    library = open_library(Paths(Path(config), Path(data)), Config())

    def hear(event: LibraryEvent) -> None:
        if isinstance(event, ChangeWritten | ChangeReverted):
            tell_change("written", event.change)
        elif isinstance(event, ChangeFailed):
            tell(is_="failed", words=str(event.error))
        elif isinstance(event, Finished) and event.polled:  # none: another refresh is under way
            tell(is_="polled", new=event.new)
            library.worker.refresh(force=True)

    library.listen(hear)
    library.worker.start()
    assert library.worker._client is not None
    worker: int | None = None
    made: list[Future[Change]] = []
    while time.monotonic() < end:
        pid = library.worker._client.pid
        if pid not in (None, worker):
            worker = pid
            tell(is_="worker", pid=pid)
            library.worker.refresh(force=True)
        mark_something(library, made, chance)
        time.sleep(chance.random() * 0.01)


def mark_something(library: Library, made: list[Future[Change]], chance: random.Random) -> None:
    """One change of a few entries or of all; some are undone. ``made``: those that can be."""
    if chance.random() < 0.1:
        undone = next((change for future in reversed(made) if (change := future.result()).ids), None)
        if undone:
            del made[next(number for number, future in enumerate(made) if future.result() is undone) :]
            tell_change("asked", undone.inverse())
            library.history.undo()
        return
    ids = library.articles.newest(Selection(), limit=500)
    if ids:
        some = chance.sample(ids, min(chance.choice((1, 1, 2, len(ids) // 2, len(ids))) or 1, len(ids)))
        change = Change(chance.choice(list(Field)), chance.random() < 0.6, tuple(some), "kept")
        tell_change("asked", change)
        made.append(library.changes.apply(change))


if __name__ == "__main__":
    main(*sys.argv[1:])
