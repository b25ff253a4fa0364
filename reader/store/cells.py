"""Finds values in the database that Broadsheet never writes, and what to put in their place.

A flipped bit leaves the database intact for SQLite, but a text that is not UTF-8, a status that does not exist or a
date in the year 300,000. Such a value costs no more than itself: readers of cells fall back to a default, and this
module names the cell and repairs it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reader.account import FeedOwner
from reader.comment import SourceKind
from reader.lazy_dataclass import dataclass
from reader.model import CheckReasonKind, Field, Status
from reader.problems import problem_from_json
from reader.store.account_subscriptions import mended_settings
from reader.store.compression import DROPPED, unpack_text, unpack_texts
from reader.store.editions import is_contents
from reader.store.outbox import read_edit
from reader.store.rows import mended_details, mended_links, mended_page, mended_rhythm
from reader.text import fold
from reader.web.address_keys import address_number

_LATEST = 2**34  # Unix seconds, in the year 2514
_DATE = f"BETWEEN 0 AND {_LATEST}"
_FLAG = "IN (0, 1)"
# The condition on each whole number, and the SQL expression for its place if it is not met.
_NUMBERS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("feeds", "subscribed"): (_FLAG, "1"),
    ("feeds", "merged"): (_FLAG, "0"),
    ("feeds", "in_file"): (_FLAG, "0"),
    ("feeds", "account_id"): ("IS NULL OR account_id IN (SELECT id FROM accounts)", "NULL"),
    ("feeds", "http_status"): ("BETWEEN 0 AND 999", "NULL"),
    ("feeds", "failures"): ("BETWEEN 0 AND 1000000000", "0"),
    ("feeds", "left_out"): ("BETWEEN 0 AND 1000000000", "0"),
    ("feeds", "reason_number"): (f"BETWEEN 0 AND {_LATEST}", "NULL"),
    **{("feeds", name): (_DATE, "NULL") for name in ("last_poll", "last_success", "next_check", "body_read")},
    ("entries", "first_seen"): (_DATE, ":now"),
    ("entries", "sort"): (_DATE, f"iif(first_seen {_DATE}, first_seen, :now)"),
    **{("entries", name): (_DATE, "NULL") for name in ("published", "updated")},
    ("entries", "opened"): (_DATE, "NULL"),
    ("entries", "copies"): ("IS NULL OR copies BETWEEN 1 AND (SELECT max(id) FROM entries)", "NULL"),
    ("entries", "story"): ("IS NULL OR story BETWEEN 1 AND (SELECT max(id) FROM entries)", "NULL"),
    ("entries", "story_fixed"): (_FLAG, "0"),
    ("entries", "words"): ("BETWEEN 0 AND 1000000000", "0"),
    ("entries", "read"): (_FLAG, "1"),
    ("entries", "starred"): (_FLAG, "1"),
    ("entries", "later"): (_FLAG, "1"),
    ("pages", "tried"): (_DATE, "0"),
    ("authors", "looked_up"): (_DATE, "NULL"),
    ("authors", "person"): ("IN (SELECT id FROM authors)", "id"),
    ("authors", "followed"): (_DATE, ":now"),
    ("authors", "nobody"): (_FLAG, "0"),
    ("authors", "apart"): (_FLAG, "1"),
    ("comment_sources", "total"): ("BETWEEN 0 AND 1000000000", "0"),
    ("comment_sources", "failures"): ("BETWEEN 0 AND 1000000000", "0"),
    **{("comment_sources", name): (_DATE, "NULL") for name in ("fetched", "next_check", "looked")},
    ("comments", "published"): (_DATE, "NULL"),
    ("comments", "position"): (_DATE, "0"),
    ("comments", "first_seen"): (_DATE, ":now"),
    ("comments", "seen"): (_FLAG, "1"),
    ("accounts", "followed"): (_FLAG, "1"),
    ("accounts", "has_labels"): (f"IS NULL OR has_labels {_FLAG}", "NULL"),
    ("accounts", "failures"): ("BETWEEN 0 AND 1000000000", "0"),
    **{("accounts", name): (_DATE, "NULL") for name in ("last_try", "last_success", "next_sync")},
    ("editions", "made"): (_DATE, ":now"),
    ("versions", "replaced"): (_DATE, ":now"),
    ("versions", "of_page"): (_FLAG, "0"),
    ("outbox", "value"): (_FLAG, "1"),
    ("outbox", "time"): (_DATE, "0"),
    ("outbox_edits", "time"): (_DATE, "0"),
}
_Key = Sequence[tuple[str, str]]  # columns of the primary key, each with its type
_TEXTS_OF_SEARCH = frozenset({"title", "byline", "summary", "html", "packed"})


@dataclass(frozen=True, slots=True)
class Unsound:
    """A cell that holds what Broadsheet never writes. ``key``: of its row, as bytes where the column is a text.

    ``value``: what to put in its place. ``sql``: the expression to use instead of it.
    """

    table: str
    column: str
    key: tuple[Any, ...]
    value: object = None
    sql: str = ""

    @property
    def place(self) -> str:
        """``feeds.status``."""
        return f"{self.table}.{self.column}"

    @property
    def indexed(self) -> bool:
        """Whether the search index was made from another value."""
        return self.table in ("entries", "content", "pages") and self.column in _TEXTS_OF_SEARCH


def unsound_cells(connection: sqlite3.Connection) -> Iterator[Unsound]:
    """Every such cell. Reads the whole database: half a minute for a million entries."""
    for table in (
        "feeds",
        "entries",
        "content",
        "pages",
        "authors",
        "labels",
        "session",
        "comment_sources",
        "comments",
        "accounts",
        "account_feeds",
        "account_labels",
        "remote_entries",
        "editions",
        "outbox",
        "outbox_edits",
        "versions",
    ):
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        key = [(name, kind) for _, name, kind, _, _, primary in columns if primary]
        for _, name, kind, *_ in columns:
            if kind == "INTEGER" and (table, name) in _NUMBERS:
                yield from _numbers(connection, table, name, key)
            elif kind == "TEXT":
                yield from _texts(connection, table, name, key)
    yield from _packed(connection)
    yield from _address_keys(connection)
    yield from _label_keys(connection)


def mend(connection: sqlite3.Connection, cell: Unsound, *, now: int) -> None:
    """Writes the value for its place. Two labels that become the same become one.

    A row that no longer says what a server must hear of is removed.
    """
    if cell.table == "labels" and cell.column == "name_key":
        _join_labels(connection, cell)
    columns = connection.execute(f"PRAGMA table_info({cell.table})").fetchall()
    key = [(name, kind) for _, name, kind, _, _, primary in columns if primary]
    same_row = " AND ".join(f"{_raw(name, kind)} = :{name}" for name, kind in key)
    given = {name: value for (name, _), value in zip(key, cell.key, strict=True)}
    if cell.place in _INDISPENSABLE:
        connection.execute(f"DELETE FROM {cell.table} WHERE {same_row}", given)
        return
    connection.execute(
        f"UPDATE OR IGNORE {cell.table} SET {cell.column} = {cell.sql or ':value'} WHERE {same_row}",
        {"value": cell.value, "now": now, **given},
    )


def _raw(name: str, kind: str) -> str:
    return f"CAST({name} AS BLOB)" if kind == "TEXT" else name


def _numbers(connection: sqlite3.Connection, table: str, column: str, key: _Key) -> Iterator[Unsound]:
    condition, instead = _NUMBERS[table, column]
    names = ", ".join(_raw(name, kind) for name, kind in key)
    rows = connection.execute(f"SELECT {names} FROM {table} WHERE NOT ({column} {condition})")
    for row in rows.fetchall():
        yield Unsound(table, column, row, sql=instead)


def _texts(connection: sqlite3.Connection, table: str, column: str, key: _Key) -> Iterator[Unsound]:
    form = _FORMATS.get((table, column))
    # SQLite itself passes over texts that are ASCII only.
    condition = f"{column} IS NOT NULL" if form else f"{column} GLOB '*[^ -~]*'"
    names = ", ".join(_raw(name, kind) for name, kind in key)
    for *row, data in connection.execute(f"SELECT {names}, CAST({column} AS BLOB) FROM {table} WHERE {condition}"):
        text = data.decode("utf-8", "replace")
        mended = form(text) if form else text
        if mended != text or ("\ufffd" in text and text.encode() != data):
            yield Unsound(table, column, tuple(row), mended)


def _packed(connection: sqlite3.Connection) -> Iterator[Unsound]:
    for entry_id, packed in connection.execute("SELECT entry_id, packed FROM content WHERE packed IS NOT NULL"):
        try:
            unpack_texts(None, None, packed)
        except sqlite3.DatabaseError:
            yield Unsound("content", "packed", (entry_id,), DROPPED)
    for version_id, text in connection.execute("SELECT id, text FROM versions WHERE text IS NOT NULL"):
        try:
            unpack_text(text)
        except sqlite3.DatabaseError:
            yield Unsound("versions", "text", (version_id,), None)


def _address_keys(connection: sqlite3.Connection) -> Iterator[Unsound]:
    for entry_id, *pairs in connection.execute("SELECT id, guid, guid_key, url, url_key FROM entries"):
        guid, guid_key, url, url_key = pairs
        for column, address, number in (("guid_key", guid, guid_key), ("url_key", url, url_key)):
            wanted = None if address is None else address_number(address)
            if wanted != number:
                yield Unsound("entries", column, (entry_id,), wanted)


def _label_keys(connection: sqlite3.Connection) -> Iterator[Unsound]:
    for label_id, name, key in connection.execute("SELECT id, name, name_key FROM labels"):
        if fold(name) != key:
            yield Unsound("labels", "name_key", (label_id,), fold(name))


def _join_labels(connection: sqlite3.Connection, cell: Unsound) -> None:
    """Gives the entries of the label with the same key to this one, and removes that label."""
    same = connection.execute(
        "SELECT id FROM labels WHERE name_key = ? AND id <> ?", (cell.value, *cell.key)
    ).fetchone()
    if same:
        connection.execute("UPDATE OR IGNORE entry_labels SET label_id = ? WHERE label_id = ?", (*cell.key, *same))
        connection.execute("DELETE FROM labels WHERE id = ?", same)


def _mended_problem(text: str) -> str | None:
    try:
        return None if problem_from_json(json.loads(text)) is None else text
    except (ValueError, RecursionError):
        return None


# Texts of a certain form: what to put in their place, which is the text itself if it is sound.
_FORMATS: Mapping[tuple[str, str], Callable[[str], str | None]] = {
    ("feeds", "status"): lambda text: text if text in frozenset(Status) else str(Status.NEW),
    ("feeds", "rhythm"): mended_rhythm,
    ("feeds", "reason"): lambda text: text if text in frozenset(CheckReasonKind) else None,
    ("feeds", "error"): _mended_problem,
    ("content", "details"): mended_details,
    ("pages", "details"): mended_page,
    ("pages", "error"): _mended_problem,
    ("authors", "links"): mended_links,
    ("comment_sources", "kind"): lambda text: text if text in frozenset(SourceKind) else str(SourceKind.FEED),
    ("comment_sources", "error"): _mended_problem,
    ("accounts", "error"): _mended_problem,
    ("account_feeds", "owner"): lambda text: text if text in frozenset(FeedOwner) else str(FeedOwner.ACCOUNT),
    ("account_feeds", "settings"): mended_settings,
    ("editions", "contents"): lambda text: text if is_contents(text) else "{}",
    ("outbox", "field"): lambda text: text if text in frozenset(Field) else None,
    ("outbox_edits", "edit"): lambda text: text if read_edit(text) else None,
    ("outbox_edits", "refused"): _mended_problem,
}
_INDISPENSABLE = frozenset({"outbox.field", "outbox_edits.edit"})
