"""A store with entries in it, made through its own interface."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.arrival import FeedUpdate, NewEntry, ParsedEntry
from reader.files import PRIVATE_FILE, make_private_folder
from reader.model import Author, Poll, Status
from reader.paths import Paths
from reader.store import Store, open_store

NOW = 1_780_000_000
Content = tuple[tuple[str, tuple[NewEntry, ...]], ...]
"""Entries by the address of their feed."""


def new_entry(
    number: int, *, sort: int | None = None, title: str | None = None, html: str = "", by: str = ""
) -> NewEntry:
    """An entry with a unique number."""
    parsed = ParsedEntry(
        guid=f"guid-{number}",
        url=f"https://paper.example/{number}",
        title=title or f"Title {number}",
        authors=(Author(by),) if by else (),
        published=sort if sort is not None else NOW - number,
        content_html=html or f"<p>Text of number {number}.</p>",
    )
    return NewEntry(parsed, digest=f"d{number}", sort=sort if sort is not None else NOW - number, words=120)


def stocked(path: Path, feeds: Mapping[str, Iterable[NewEntry]]) -> Store:
    """A store that is subscribed to these feeds and has their entries, indexed for search; a new one, if there is none."""
    content = tuple((url, tuple(entries)) for url, entries in feeds.items())
    if not path.exists():
        make_private_folder(path.parent)
        path.touch(PRIVATE_FILE)
        path.write_bytes(_database(content))
        return open_store(path, now=NOW)
    return _fill(open_store(path, now=NOW), content)


def _fill(store: Store, content: Content) -> Store:
    store.feeds.subscribe([url for url, _ in content])
    polls = {poll.url: poll for poll in store.feeds.polls()}
    store.arrivals.apply((update(polls[url], entries) for url, entries in content), now=NOW)
    while store.search.index_batch():
        pass
    return store


def stock(paths: Paths, toml: str, feeds: Mapping[str, Iterable[NewEntry]]) -> None:
    """Makes the folders of a reader: this ``feeds.toml``, and a store with the entries of its feeds."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(toml, encoding="utf-8")
    put_database(paths, _database(tuple((url, tuple(entries)) for url, entries in feeds.items())))


def put_database(paths: Paths, content: bytes) -> None:
    """Makes the folder of a reader with this file as its database."""
    make_private_folder(paths.data_dir)
    paths.database.write_bytes(content)
    paths.database.chmod(PRIVATE_FILE)


@lru_cache(maxsize=16)
def _database(content: Content) -> bytes:
    """The file of a store with this content, with which many tests of a module begin."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store"
        _fill(open_store(file, now=NOW), content).close()
        return file.read_bytes()


def states(path: Path) -> list[tuple[object, ...]]:
    """What the user did to each article: its id; whether it is read, starred, kept for later; its labels."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT id, read, starred, later, (SELECT group_concat(name) FROM (SELECT name FROM labels JOIN entry_labels"
            " ON labels.id = label_id WHERE entry_id = entries.id ORDER BY name)) FROM entries ORDER BY id"
        ).fetchall()


def update(poll: Poll, entries: Iterable[NewEntry]) -> FeedUpdate:
    """The result of a poll that found these entries."""
    done = replace(poll, status=Status.OK, last_success=NOW, next_check=NOW + 3600)
    return FeedUpdate(done, title=f"Feed {poll.feed_id}", new=tuple(entries))
