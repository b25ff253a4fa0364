"""newsboat's ``cache.db``, opened for reading only: its articles and their state.

The file belongs to another program and may come from anywhere. It is opened as immutable, without locks or files
beside it; if newsboat is writing to it, a copy is read instead. Views are not read, because they can compute for
ever, and every value is cleaned like the values of a feed.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from html import escape
from pathlib import Path
from typing import Any

from reader.arrival import ParsedEntry
from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.model import Author, Enclosure
from reader.problems import Problem, problem
from reader.text import clean_line, clean_title
from reader.web.addresses import web_url

_HEADER = b"SQLite format 3\0"
_BESIDE = ("-wal", "-journal")
_LONGEST = 300_000_000  # bytes of one value that SQLite reads
_LONGEST_TEXT = 10_000_000  # characters or bytes of one that are taken
_COLUMNS = (
    "guid", "title", "author", "url", "pubDate", "content", "unread", "enclosure_url", "enclosure_type", "flags",
    "deleted",
)  # fmt: skip
_SHORT = frozenset({"pubDate", "unread", "deleted"})
_CHUNK = 500
_LATEST = 253_402_300_799  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class CachedFeed:
    """A feed that the cache has entries of. ``url``: as in newsboat's ``urls``."""

    url: str
    title: str
    link: str | None
    entries: int


@dataclass(frozen=True, slots=True)
class CachedEntry:
    """An entry with its state. ``flags`` are letters; a deleted entry counts as read."""

    parsed: ParsedEntry
    read: bool
    flags: str


class Cache:
    """An open cache."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns = {row[1] for row in connection.execute("PRAGMA table_info(rss_item)")}

    def feeds(self) -> list[CachedFeed]:
        """The feeds that have entries."""
        rows = self._connection.execute(
            f"SELECT i.feedurl, {_cut('f.title')}, {_cut('f.url')}, count(*) FROM rss_item i"
            " LEFT JOIN rss_feed f ON f.rssurl = i.feedurl GROUP BY i.feedurl ORDER BY i.feedurl"
        )
        return [
            CachedFeed(_text(url), clean_title(_text(title)), web_url(_text(link)), n) for url, title, link, n in rows
        ]

    def entries(self, feed_url: str) -> Iterator[list[CachedEntry]]:
        """The entries of a feed in chunks, oldest first."""
        columns = (column if column in _SHORT else _cut(column) for column in _COLUMNS)
        plain = "content_mime_type" if "content_mime_type" in self._columns else "''"
        rows = self._connection.execute(
            f"SELECT {', '.join(columns)}, {plain} FROM rss_item WHERE feedurl = ? ORDER BY pubDate, id",
            (feed_url,),
        )
        while chunk := rows.fetchmany(_CHUNK):
            yield [_entry(*row) for row in chunk]


def _cut(column: str) -> str:
    """A column whose text is cut."""
    return f"substr({column}, 1, {_LONGEST_TEXT})"


def is_cache(data: bytes) -> bool:
    """Whether a file begins like an SQLite database."""
    return data.startswith(_HEADER)


@contextmanager
def open_cache(path: Path) -> Iterator[Cache]:
    """Opens a cache for the block. Raises :class:`ParseError` and ``OSError``."""
    with path.open("rb") as file:  # SQLite would create a missing file, and reports little else
        if not is_cache(file.read(len(_HEADER))):
            raise ParseError(problem(Problem.NOT_NEWSBOAT_CACHE, path=str(path)))
    try:
        with _lying_still(path) as uri, closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            _refuse_all_but_tables(connection, path)
            yield Cache(connection)
    except sqlite3.Error as error:
        raise ParseError(problem(Problem.NEWSBOAT_CACHE_DAMAGED, path=str(path))) from error


@contextmanager
def _lying_still(path: Path) -> Iterator[str]:
    """The URI of the file, or of a copy into which SQLite can replay the log of a transaction."""
    beside = [path.with_name(path.name + suffix) for suffix in _BESIDE]
    if not any(_holds_something(file) for file in beside):
        yield f"{path.absolute().as_uri()}?immutable=1"
        return
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
        for file in (path, *beside):
            with suppress(FileNotFoundError):
                shutil.copyfile(file, Path(folder, file.name))
        yield f"{Path(folder, path.name).as_uri()}?mode=rw"


def _holds_something(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _refuse_all_but_tables(connection: sqlite3.Connection, path: Path) -> None:
    rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE name IN ('rss_item', 'rss_feed')")
    tables = {name for name, kind, sql in rows if kind == "table" and "VIRTUAL" not in sql[:40].upper()}
    if tables != {"rss_item", "rss_feed"}:
        raise ParseError(problem(Problem.NOT_NEWSBOAT_CACHE, path=str(path)))


def _entry(
    guid: Any, title: Any, author: Any, url: Any, published: Any, content: Any, unread: Any, file_url: Any,
    file_type: Any, flags: Any, deleted: Any, content_type: Any,
) -> CachedEntry:  # fmt: skip
    link, words, own = web_url(_text(url)), clean_title(_text(title)), clean_line(_text(guid))
    markup, name, file = _text(content), clean_line(_text(author)), web_url(_text(file_url))
    if _text(content_type).startswith("text/plain"):
        markup = f"<pre>{escape(markup, quote=False)}</pre>"
    made_up = not link and own == words  # newsboat gives an entry without guid and link its title for a guid
    return CachedEntry(
        ParsedEntry(
            guid=None if made_up or not own else own,
            url=link,
            title=words,
            authors=(Author(name),) if name else (),
            published=published if isinstance(published, int) and 0 < published < _LATEST else None,
            content_html="" if deleted else markup,
            enclosures=(Enclosure(file, clean_line(_text(file_type)) or None),) if file else (),
        ),
        read=not unread or bool(deleted),
        flags="".join(sorted({letter for letter in _text(flags) if letter.isascii() and letter.isalpha()})),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
