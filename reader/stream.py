"""What a list can show: a stream names it, a selection says which stored entries belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sorts of stream."""

    ALL = "all"
    TODAY = "today"
    UNREAD = "unread"
    STARRED = "starred"
    FOLDER = "folder"
    FEED = "feed"
    TAG = "tag"
    SAVED = "saved"
    AUTHOR = "author"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Stream:
    """An ordered set of entries, newest first, by its name.

    ``value`` is the folder's path, the feed's URL, the tag, the saved search's title, the author's id in the
    store or the words searched for; empty for the other kinds.
    """

    kind: Kind
    value: str = ""

    def key(self) -> str:
        """The name as one string, for keeping; :func:`from_key` reads it."""
        return f"{self.kind}:{self.value}" if self.value else str(self.kind)


def from_key(key: str) -> Stream | None:
    """The stream of that key, or None if it is none (a state file edited by hand)."""
    kind, _, value = key.partition(":")
    try:
        stream = Stream(Kind(kind), value)
    except ValueError:
        return None
    is_id = value.isascii() and value.isdecimal() and len(value) <= 18
    return stream if stream.kind is not Kind.AUTHOR or is_id else None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries of the store; every field narrows, None does not.

    ``feeds``: ids of the feeds. ``since``: Unix seconds, of the sort date. ``words``: text that title,
    author or body must hold, all of them (see :func:`reader.query.match_expression`); ``headline`` and ``byline``:
    words for title and author alone. ``up_to``: the highest id, so that what arrives later does not belong to it.
    """

    feeds: tuple[int, ...] | None = None
    unread: bool = False
    starred: bool = False
    since: int | None = None
    author: int | None = None
    words: str | None = None
    headline: str | None = None
    byline: str | None = None
    up_to: int | None = None

    @property
    def by_words(self) -> bool:
        """Whether the search index says what belongs to it."""
        return not (self.words is None and self.headline is None and self.byline is None)

    @property
    def steady(self) -> bool:
        """Whether what belongs to it always will, whatever is marked or edited, unless entries move or go."""
        return not (self.unread or self.starred or self.by_words or self.author is not None)
