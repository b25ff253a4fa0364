"""A reader without a screen that obeys commands and synchronises, to be killed at any moment.

``python -m tests.support.tortured_reader CONFIG DATA`` reads commands from its standard input, one JSON object a line, and
says what happens, one JSON object a line.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

from reader.config import Config
from reader.errors import BroadsheetError
from reader.library import ChangeReverted, Library, LibraryEvent, open_library
from reader.library.edits import ChangeFeed
from reader.model import Change, Field
from reader.paths import Paths
from reader.refresh.worker import worker_client
from reader.refresh.worker.protocol import Sync, SyncDone


def tell(what: str, **words: object) -> None:
    """Writes one line in one piece: a kill may come between any two."""
    os.write(1, json.dumps({"is": what, **words}).encode() + b"\n")


class SyncReader:
    """Does one command after the other."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._library = open_library(paths, Config())
        self._library.listen(self._hear)
        self._library.worker.start()
        self._made: list[Change] = []  # since the start; these can be undone
        Thread(target=self._name_workers, daemon=True).start()

    def run(self) -> None:
        """Until its input ends."""
        for line in sys.stdin:
            words = json.loads(line)
            match words["do"]:
                case "mark":
                    self._mark(Field(words["field"]), words["value"], words["ids"])
                case "undo":
                    self._undo()
                case "edit":
                    self._edit(words["url"], words["field"], words["value"])
                case "sync":
                    _client(self._library).send(Sync())
                case "echo":
                    tell("echo", number=words["number"])
        self._library.close()

    def _mark(self, field: Field, value: bool, remote: list[str]) -> None:
        ids = tuple(self._ids("remote_id", remote).values())
        change = self._library.changes.would_set(ids, field, value).result()
        if not change.ids:
            return
        self._say("asked", change)
        written = self._library.changes.apply(change).result()
        self._say("written", written)
        self._made.append(written)

    def _undo(self) -> None:
        if self._made:
            self._say("undoing", self._made.pop().inverse())
            self._library.history.undo().result()

    def _edit(self, url: str, field: str, value: str) -> None:
        tell("editing", url=url, field=field, value=value)
        try:
            done = self._library.subscriptions.edit(ChangeFeed(url, {field: value})).result()
        except BroadsheetError:  # it does not know the feed yet
            done = ()
        if done:
            self._made.clear()  # the edit would be undone first
        tell("edited" if done else "not edited", url=url, field=field, value=value)

    def _hear(self, event: LibraryEvent) -> None:
        if isinstance(event, SyncDone):
            error = event.error.code.value if event.error else None
            tell("done", new=event.new, changed=event.changed, sent=event.sent, waiting=event.waiting, error=error)
        elif isinstance(event, ChangeReverted):
            self._say("undone", event.change)

    def _say(self, what: str, change: Change) -> None:
        remote = {entry_id: name for name, entry_id in self._ids("entry_id", list(change.ids)).items()}
        known = [remote[one] for one in change.ids if one in remote]
        tell(what, field=change.field.value, value=change.value, ids=known)

    def _ids(self, column: str, wanted: list[Any]) -> dict[str, int]:
        """The ids here by those at the server."""
        with closing(sqlite3.connect(f"file:{self._paths.database}?mode=ro", uri=True, timeout=30)) as raw:
            rows = raw.execute(
                f"SELECT remote_id, entry_id FROM remote_entries WHERE {column} IN (SELECT value FROM json_each(?))",
                (json.dumps(wanted),),
            )
            return dict(rows.fetchall())

    def _name_workers(self) -> None:
        named: int | None = None
        while True:
            pid = self._library.worker.pid
            if pid not in (None, named):
                named = pid
                tell("worker", pid=pid)
            time.sleep(0.02)


def _client(library: Library) -> Any:
    assert library.worker._client is not None
    return library.worker._client


if __name__ == "__main__":
    worker_client.STARTS_A_MINUTE = 1_000  # it is killed more often than it fails in life
    SyncReader(Paths(Path(sys.argv[1]), Path(sys.argv[2]))).run()
