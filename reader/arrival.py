"""What arrives: a feed as it was read, and what comes of it for the store.

Values as in :mod:`reader.model`, whose words they are made of. Opening the reader does without them, and each
such class takes half a millisecond to make.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Author, Enclosure, Poll, Rhythm


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item as a feed carried it."""

    guid: str | None  # raw, never resolved against a base
    url: str | None  # http(s) only
    title: str
    authors: tuple[Author, ...] = ()
    published: int | None = None
    updated: int | None = None
    summary_html: str = ""
    content_html: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    language: str | None = None
    comments_url: str | None = None  # a page for people
    comments_feed: str | None = None
    comments_count: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document: ``kind`` is "RSS", "Atom" or "JSON".

    ``complete`` is false when it was cut off and only its whole entries were kept.
    """

    title: str
    link: str | None = None
    description: str = ""
    language: str | None = None
    updated: int | None = None
    entries: tuple[ParsedEntry, ...] = ()
    rhythm: Rhythm = Rhythm()  # noqa: RUF009 - frozen itself
    complete: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """As much of a stored entry as telling it from another takes."""

    id: int
    guid: str | None
    url: str | None
    title: str
    published: int | None
    digest: str  # of all that the feed carried; see reader.refresh.entries.diff


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that the store does not have yet. ``search_words``: see :func:`reader.text.search_words`, if known."""

    parsed: ParsedEntry
    digest: str
    sort: int
    words: int
    search_words: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A stored entry that its publisher edited. Read state and stars stay as they are.

    ``unread``: it is unread again if its title or its words are others than before.
    """

    id: int
    parsed: ParsedEntry
    digest: str
    words: int
    unread: bool = False


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """All that one poll of one feed changes in the store, as one transaction."""

    poll: Poll
    title: str | None = None
    link: str | None = None
    description: str | None = None
    language: str | None = None
    new: tuple[NewEntry, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    memory: bytes | None = None  # what the next reading is told (see reader.refresh.parsing.read_feed); None: as before
