"""Comments below an article, and the places where they are discussed.

Separate from :mod:`reader.model` because opening the reader does not need them.
"""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass
from reader.problems import ProblemDetails


class SourceKind(StrEnum):
    """What answers with the comments. Stored: never rename a value."""

    FEED = "feed"  # RSS or Atom with the comments of one article
    HACKER_NEWS = "hacker-news"
    LOBSTERS = "lobsters"
    REDDIT = "reddit"
    MASTODON = "mastodon"
    DISCOURSE = "discourse"


BY_POSITION = frozenset(SourceKind) - {SourceKind.FEED, SourceKind.MASTODON}
"""Kinds that answer with an order of their own, the best first; of others, the oldest comment is first."""


@dataclass(frozen=True, slots=True)
class CommentSource:
    """A place where an article is discussed.

    ``url``: the address that gives the comments; ``other_url``: one to try if that fails. ``page``: the web page where
    people write comments.
    """

    kind: SourceKind
    url: str
    page: str
    other_url: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. ``id`` is unique in its source; ``parent``: the id of the comment that it answers.

    ``html`` is stored as it came. ``position``: its place in the answer of the source, where that order means something
    (best first). ``first_seen``: when it arrived here (Unix seconds); ``seen``: the user has looked at it.
    """

    id: str
    parent: str | None
    author: str
    published: int | None
    html: str
    url: str | None = None
    position: int = 0
    first_seen: int = 0
    seen: bool = False


@dataclass(frozen=True, slots=True)
class ReadComments:
    """The comments of one answer, at most :data:`reader.conversation.MOST_COMMENTS`.

    ``total``: how many the source has, as far as known. ``more``: addresses of further parts of the same conversation.
    """

    comments: tuple[Comment, ...]
    total: int = 0
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredComments:
    """The comments of one source as they are in the database.

    ``id``: of the source. ``fetched``: when they were last fetched, or found unchanged. ``error``: why the last attempt
    failed. ``looked``: when the user last looked at them; None: never.
    """

    id: int
    source: CommentSource
    comments: tuple[Comment, ...] = ()
    total: int = 0
    fetched: int | None = None
    error: ProblemDetails | None = None
    looked: int | None = None
