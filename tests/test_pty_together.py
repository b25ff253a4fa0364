"""Two readers and a refresh at the same time on one folder: each works, and nothing comes twice."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from reader.paths import Paths
from reader.store.integrity import check_integrity
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.reading import subscribe_to
from tests.support.terminal import Terminal, reader_command

WELCOME = "Welcome: how to read here"


def test_two_readers_and_a_refresh_share_one_folder(newspaper: Newspaper, paths: Paths, broadsheet: Command) -> None:
    subscribe_to(paths, newspaper)
    with Terminal(reader_command(paths)) as one, Terminal(reader_command(paths)) as two:
        done = broadsheet.process("refresh", "--force", "--json")
        assert (done.code, done.json["failed"]) == (0, 0)
        for terminal in (one, two):
            terminal.shows(WELCOME, "53 unread", "Four keys")
        newspaper.publish("en", title="While two are reading")
        one.press("j\r")
        two.press("jj\r")
        done = broadsheet.process("refresh", "--force", "--json")
        assert (done.code, done.json["new"]) == (0, 1)
        one.shows("52 unread")
        two.shows("52 unread")
        for terminal in (one, two):
            terminal.press("q")
            assert terminal.ended() == 0
    assert check_integrity(paths.database, now=int(time.time())).sound
    with closing(sqlite3.connect(paths.database)) as raw:
        assert raw.execute("SELECT count(*), count(DISTINCT title), sum(read) FROM entries").fetchone() == (54, 54, 2)
    log = paths.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
