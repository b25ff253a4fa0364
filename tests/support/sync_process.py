"""Our reader as a process of its own that synchronises with a server, for the torture of sync."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from queue import Empty, Queue
from threading import Thread
from typing import Any

from reader.model import Field
from reader.paths import Paths
from tests.support.command import ROOT
from tests.support.processes import PATIENCE, runs
from tests.support.sync_model import Act, FeedAct, Side


class ReaderProcess:
    """``tests.support.tortured_reader``, started again after each kill. ``ahead``: its clock, seconds before ours."""

    def __init__(self, paths: Paths) -> None:
        self.paths, self.ahead, self.starts = paths, 0.0, 0
        self.failures: list[str] = []  # problem codes of failed synchronisations
        self._heard: Queue[dict[str, Any]] = Queue()
        self._acts: list[Act] = []
        self._asked: Act | None = None
        self._edits: list[FeedAct] = []
        self._editing: FeedAct | None = None
        self._worker: int | None = None
        self._echoes = self._done = 0
        self.start()

    def start(self) -> None:
        self.starts += 1
        folders = (str(self.paths.config_dir), str(self.paths.data_dir))
        command = [sys.executable, "-m", "tests.support.tortured_reader", *folders]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=self._environment()
        )
        self._thread = Thread(target=self._listen, args=(self._process,))
        self._thread.start()

    # --- commands

    def mark(self, field: Field, value: bool, ids: tuple[str, ...]) -> None:
        self._tell(do="mark", field=field.value, value=value, ids=ids)

    def undo(self) -> None:
        self._tell(do="undo")

    def edit(self, url: str, which: str, value: str) -> None:
        """``which``: title or folder."""
        self._tell(do="edit", url=url, field=which, value=value)

    def take_edits(self) -> list[FeedAct]:
        """Those of subscriptions since the last call."""
        edits, self._edits = self._edits, []
        return edits

    def sync(self) -> None:
        self._tell(do="sync")

    def finish(self) -> list[Act]:
        """Waits until all commands are done or it is dead; returns what it did since the last call.

        It is started again if it is dead.
        """
        self._echoes += 1
        self._tell(do="echo", number=self._echoes)
        for said in self._said():
            self._take(said)
            if said["is"] == "echo" and said["number"] == self._echoes:
                break
        else:
            self.kill()
        acts, self._acts = self._acts, []
        return acts

    def kill(self) -> None:
        """SIGKILL, and another is started. Its worker ends on its own."""
        self._process.kill()
        self._wait()
        for said in self._drained():
            self._take(said)
        self._give_up_asked()
        self.start()

    def kill_worker(self) -> None:
        """SIGKILL, and the reader starts another."""
        for said in self._drained():
            self._take(said)
        if self._worker and runs(self._worker):
            os.kill(self._worker, signal.SIGKILL)

    def restart(self, ahead: float) -> None:
        """As a user would, with another clock."""
        self._end()
        self._give_up_asked()
        self.ahead = ahead
        self.start()

    def close(self) -> None:
        """As a user would."""
        self._end()

    # --- what it has

    def synchronise(self, seconds: float = 20.0) -> str | None:
        """Waits for the end of a synchronisation; returns the problem code of its failure."""
        done, end = self._done, time.monotonic() + seconds
        self.sync()
        for said in self._said(until=end):
            self._take(said)
            if said["is"] == "done" and self._done > done:
                return said["error"] and str(said["error"])
        return "nothing heard"

    def settle(self, seconds: float = PATIENCE) -> bool:
        """Synchronises until nothing waits on either side."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.synchronise() is None and self._waiting() == 0:
                return True
            time.sleep(0.2)
        return False

    def side(self) -> Side:
        """What its database has of the account."""
        rows = self._rows(_ARTICLES)
        return Side(
            frozenset(name for name, _, _ in rows),
            frozenset(name for name, read, _ in rows if not read),
            frozenset(name for name, _, starred in rows if starred),
        )

    def count(self) -> int:
        """How many articles of the account are here."""
        try:
            return int(self._rows(f"SELECT count(*) FROM ({_ARTICLES})")[0][0])
        except sqlite3.OperationalError:  # at the first start, before the database is made
            return 0

    def feeds(self) -> set[tuple[str, str, str]]:
        """Address, title and folder of the feeds that come from the account."""
        return set(self._rows(_FEEDS))

    def refused(self) -> list[str]:
        """Edits of subscriptions that the server did not accept, and why."""
        return [f"{edit}: {why}" for edit, why in self._rows(_REFUSED)]

    def _waiting(self) -> int:
        """Changes that are not sent, and one if not all old articles are here."""
        return int(self._rows(_WAITING)[0][0])

    def _rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self.paths.database}?mode=ro", uri=True, timeout=30)) as raw:
            return raw.execute(query).fetchall()

    # --- how

    def _environment(self) -> dict[str, str]:
        """With a clock that is ahead, in all processes of the reader."""
        folder = self.paths.data_dir.parent / "clock"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(_CLOCK.format(ahead=self.ahead), encoding="utf-8")
        return {**os.environ, "PYTHONPATH": str(folder)}

    def _tell(self, **words: object) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            self._process.wait()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        for line in process.stdout:
            if line.endswith(b"\n"):
                self._heard.put(json.loads(line))
        self._heard.put({"is": "end"})

    def _said(self, until: float | None = None) -> Iterator[dict[str, Any]]:
        """Until it is dead. Raises :class:`AssertionError` after a while without a word."""
        while True:
            left = PATIENCE if until is None else until - time.monotonic()
            try:
                said = self._heard.get(timeout=max(0.001, left))
            except Empty:
                assert until is not None, "the reader does not answer"
                return
            if said["is"] == "end":
                self._heard.put(said)  # for _drained
                return
            yield said

    def _drained(self) -> list[dict[str, Any]]:
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def _take(self, said: dict[str, Any]) -> None:
        if said["is"] == "worker":
            self._worker = said["pid"]
        elif said["is"] == "done":
            self._done += 1
            if said["error"]:
                self.failures.append(said["error"])
        elif said["is"] in ("asked", "undoing", "written", "undone"):
            act = Act(Field(said["field"]), said["value"], tuple(said["ids"]), sure=said["is"] == "written")
            if said["is"] == "asked":
                self._asked = act
            else:
                self._asked = None
                self._acts.append(act)
        elif said["is"] in ("editing", "edited", "not edited"):
            edit = FeedAct(said["url"], said["field"], said["value"], sure=said["is"] == "edited")
            self._editing = edit if said["is"] == "editing" else None
            if edit.sure:
                self._edits.append(edit)

    def _give_up_asked(self) -> None:
        """Whether it was done before the kill, nobody knows."""
        if self._editing:
            self._edits.append(self._editing)
            self._editing = None
        if self._asked:
            self._acts.append(self._asked)
            self._asked = None

    def _end(self) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._wait()
        for said in self._drained():
            self._take(said)

    def _wait(self) -> None:
        self._process.wait(PATIENCE)
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream
            with suppress(BrokenPipeError):
                stream.close()


_CLOCK = """import time
_time = time.time
time.time = lambda: _time() + {ahead}
"""
_ARTICLES = """
SELECT remote_entries.remote_id, entries.read, entries.starred FROM remote_entries
JOIN entries ON entries.id = remote_entries.entry_id JOIN feeds ON feeds.id = entries.feed_id
WHERE feeds.account_id IS NOT NULL AND feeds.subscribed AND remote_entries.remote_id IS NOT NULL
"""
_FEEDS = """
SELECT account_feeds.url, account_feeds.title, account_feeds.folder FROM account_feeds
JOIN feeds ON feeds.id = account_feeds.feed_id WHERE account_feeds.owner = 'account' AND feeds.subscribed
"""
_REFUSED = "SELECT edit, refused FROM outbox_edits WHERE refused IS NOT NULL"
_WAITING = """
SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM outbox_edits WHERE refused IS NULL)
    + (SELECT count(*) FROM accounts WHERE history IS NOT NULL)
"""
