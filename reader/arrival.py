"""Parsed feeds and entries, and the updates of the store made from them.

They are separate from :mod:`reader.model` because opening the reader does not need them, and each dataclass takes half
a millisecond to create.
"""

from __future__ import annotations

from reader.lazy_dataclass import dataclass
from reader.model import Author, Chapter, Enclosure, Poll, Rhythm


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """An entry as the feed has it."""

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
    comments_url: str | None = None  # a web page
    comments_feed: str | None = None
    comments_count: int | None = None
    chapters: tuple[Chapter, ...] = ()
    reply_to: str | None = None  # the guid, or the address, of the entry that this one answers


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document. ``kind`` is "RSS", "Atom" or "JSON".

    ``complete`` is false if the document was truncated; ``entries`` are then the complete ones. ``left_out``: how many
    of the oldest entries are missing because the document has too many.
    """

    title: str
    link: str | None = None
    description: str = ""
    language: str | None = None
    updated: int | None = None
    entries: tuple[ParsedEntry, ...] = ()
    rhythm: Rhythm = Rhythm()
    complete: bool = True
    kind: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """The part of a stored entry that is needed to match it.

    ``content``: see :func:`reader.refresh.entries.identity.content_number`; earlier versions did not store it.
    """

    id: int
    guid: str | None
    url: str | None
    title: str
    published: int | None
    digest: str  # see reader.refresh.parsing.read_feed
    content: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is not stored yet. ``search_words``: see :func:`reader.text.search_words`, if known.

    ``content``: see :class:`KnownEntry`. ``copy_keys``: see :func:`reader.stories.same_article.copy_keys`, if known.
    """

    parsed: ParsedEntry
    digest: str
    sort: int
    words: int
    search_words: str | None = None
    content: int | None = None
    copy_keys: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A stored entry that its publisher edited. Its state does not change.

    ``unread``: it becomes unread if its title or text changed. ``copy_keys``: as of a :class:`NewEntry`.
    """

    id: int
    parsed: ParsedEntry
    digest: str
    words: int
    unread: bool = False
    content: int | None = None
    copy_keys: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """The changes of the store by one poll of a feed, written in one transaction."""

    poll: Poll
    title: str | None = None
    link: str | None = None
    description: str | None = None
    language: str | None = None
    new: tuple[NewEntry, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    parse_cache: bytes | None = None  # see reader.refresh.parsing.read_feed; None: unchanged
