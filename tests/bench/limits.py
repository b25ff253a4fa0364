"""Lower bounds: the same work done by the smallest possible program, on the same machine."""

from __future__ import annotations

import http.client
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from xml.parsers import expat

from tests.bench.bare import HEADLINE, ROW
from tests.bench.feeds import BEFORE, write_documents
from tests.bench.figures import Figure, Table, timed, times_of
from tests.bench.keyboard import DOWN, Presses, opened, press
from tests.bench.processes import memory
from tests.bench.prose import Prose
from tests.bench.server import FeedServer
from tests.bench.start import BARE
from tests.bench.stock import make_entry

ENTRIES = 20
MARKED = 25_000
ECHO = [
    sys.executable, "-c",
    "import os, tty\ntty.setraw(0)\nos.write(1, b'started')\nwhile (key := os.read(0, 64)) != b'q':\n    os.write(1, b'<' + key + b'>')",
]  # fmt: skip


def limits(folder: Path, rounds: int, feeds: int = 1_000) -> Iterator[Table]:
    """Lower bounds of a key, of a refresh of ``feeds`` feeds, and of the store."""
    yield Table("Limits: a key", tuple(_of_a_key(rounds)))
    write_documents(folder, feeds, ENTRIES)
    yield Table(
        f"Limits: refreshing {feeds} feeds × {ENTRIES} entries, in one process",
        tuple(_of_a_refresh(folder, feeds, rounds)),
    )
    yield Table("Limits: the store", tuple(_of_the_store(folder, rounds)))


def _of_a_key(rounds: int) -> Iterator[Figure]:
    with opened(ECHO) as (terminal, _):
        terminal.sent(b"started")
        yield timed("a key to its echo, by a bare Python at the pty", _presses(rounds, lambda number: press(
            terminal, DOWN, lambda written: b"<" in written)))  # fmt: skip
    with opened(BARE) as (terminal, _):
        terminal.sent(HEADLINE.encode())
        time.sleep(1)
        yield timed("↓ to its repaint, by the bare Textual app", _presses(rounds, lambda number: press(
            terminal, DOWN, lambda written: f"{ROW}{number}".encode() in written)))  # fmt: skip
        yield Figure("memory of the bare Textual app", memory(terminal.pid) / 1e6, "MB")


def _presses(count: int, do: Callable[[int], Presses]) -> list[float]:
    """Presses; the first is not counted."""
    return [second for number in range(1, count + 2) for second in do(number).seconds][1:]


def _of_a_refresh(folder: Path, feeds: int, rounds: int) -> Iterator[Figure]:
    bodies = [file.read_bytes() for file in sorted((folder / BEFORE).iterdir())]
    few = max(2, rounds // 5)
    with FeedServer(folder / BEFORE) as server:
        urls = [server.url(feed) for feed in range(feeds)]
        yield timed("bare GETs, one after another", times_of(lambda: [_get(url) for url in urls], few))
    yield timed("a bare expat pass over the bytes", times_of(lambda: [_expat(body) for body in bodies], few))
    tenth = bodies[::10]
    yield timed(
        "feedparser, as it comes, over a tenth", times_of(lambda: [_feedparser(body) for body in tenth], 1, warm=0)
    )


def _get(url: str) -> bytes:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        connection.request("GET", parts.path)
        return connection.getresponse().read()


def _expat(body: bytes) -> int:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = parser.CharacterDataHandler = lambda _text: None
    return parser.Parse(body, True)


def _feedparser(body: bytes) -> object:
    import io

    import feedparser

    return feedparser.parse(io.BytesIO(body))


_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE content (id INTEGER PRIMARY KEY, sort INTEGER, title TEXT, html TEXT);
CREATE TABLE state (id INTEGER PRIMARY KEY, read INTEGER);
CREATE VIRTUAL TABLE search USING fts5 (body, content = '');
"""


def _of_the_store(folder: Path, rounds: int) -> Iterator[Figure]:
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.executescript(_SCHEMA)
        for name, count, work in _bare_store(connection, max(2, rounds // 5), rounds):
            yield timed(name, times_of(work, count))


def _bare_store(connection: sqlite3.Connection, few: int, many: int) -> Iterator[tuple[str, int, Callable[[], object]]]:
    """Label, number of rounds and the work itself, in order, because each step needs the one before."""

    def write(statement: str, rows: Sequence[tuple[object, ...]]) -> Callable[[], None]:
        return lambda: _write(connection, statement, rows)

    prose = Prose(9)
    made = [make_entry(prose, number, number, "en") for number in range(1_000)]
    rows = [(entry.sort, entry.parsed.title, entry.parsed.content_html) for entry in made]
    words = [(entry.search_words,) for entry in made]
    yield (
        "a bare SQLite insert of 1,000 entries", few,
        write("INSERT INTO content (sort, title, html) VALUES (?, ?, ?)", rows),
    )  # fmt: skip
    yield "a bare FTS5 insert of their words", few, write("INSERT INTO search (body) VALUES (?)", words)
    hits = "SELECT rowid FROM search WHERE search MATCH 'the' ORDER BY rowid DESC LIMIT 50"
    yield "50 hits of bare FTS5, the last first", many, lambda: connection.execute(hits).fetchall()
    write("INSERT INTO state VALUES (?, 0)", [(number,) for number in range(1_000_000)])()
    update = write("UPDATE state SET read = 1 - read WHERE id > ?", [(1_000_000 - MARKED,)])
    yield f"a bare SQLite update of {MARKED:,} of a million rows", few, update


def _write(connection: sqlite3.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(statement, rows)
    connection.execute("COMMIT")
