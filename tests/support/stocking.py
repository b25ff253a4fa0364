"""A store with entries in it, made through its own interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from reader.arrival import FeedUpdate, NewEntry, ParsedEntry
from reader.model import Author, Poll, Status
from reader.store import Store, open_store

NOW = 1_780_000_000


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
    """A new store that is subscribed to these feeds and has their entries, indexed for search."""
    store = open_store(path, now=NOW)
    store.feeds.subscribe(feeds)
    polls = {poll.url: poll for poll in store.feeds.polls()}
    store.arrivals.apply((update(polls[url], entries) for url, entries in feeds.items()), now=NOW)
    while store.search.index_batch():
        pass
    return store


def update(poll: Poll, entries: Iterable[NewEntry]) -> FeedUpdate:
    """The result of a poll that found these entries."""
    done = replace(poll, status=Status.OK, last_success=NOW, next_check=NOW + 3600)
    return FeedUpdate(done, title=f"Feed {poll.feed_id}", new=tuple(entries))
