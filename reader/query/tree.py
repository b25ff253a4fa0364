"""The expression tree of a query. Make trees with :func:`all_of`, :func:`any_of` and :func:`negated`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeAlias

from reader.lazy_dataclass import dataclass


class Name(StrEnum):
    """The fields that a query can name, as they are typed before the colon."""

    TITLE = "title"
    BODY = "body"
    AUTHOR = "author"
    PERSON = "person"  # somebody by any of their names
    FEED = "feed"
    FOLDER = "folder"
    TAG = "tag"
    LABEL = "label"
    CATEGORY = "category"
    LANG = "lang"
    URL = "url"
    IS = "is"
    HAS = "has"
    DATE = "date"
    NEWER = "newer"
    OLDER = "older"
    WORDS = "words"
    MINUTES = "minutes"
    STORY = "story"
    SORT = "sort"


class State(StrEnum):
    """What ``is:`` asks for."""

    READ = "read"
    UNREAD = "unread"
    STARRED = "starred"
    LATER = "later"
    FOLLOWED = "followed"  # by a person whom the user follows
    UPDATED = "updated"  # the publisher changed it after it was published
    EDITED = "edited"  # a version of it from before an edit is kept
    DUPLICATE = "duplicate"  # another feed has the same article


class Part(StrEnum):
    """What ``has:`` asks for."""

    ENCLOSURE = "enclosure"
    FULLTEXT = "fulltext"  # the text of its web page is stored
    COMMENTS = "comments"  # the address of a page with comments
    PICTURE = "picture"  # one that the feed or the page names for the whole article
    AUTHOR = "author"


class Order(StrEnum):
    """What ``sort:`` asks for."""

    NEWEST = "newest"
    OLDEST = "oldest"
    FEED = "feed"  # by title, each newest first
    FEED_OLDEST = "feed-oldest"
    TITLE = "title"
    LENGTH = "length"  # longest first
    RELEVANCE = "relevance"


BY_FEED = frozenset({Order.FEED, Order.FEED_OLDEST})


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts, every entry belongs to it."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds. Without parts, no entry belongs to it."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase. ``field``: TITLE, BODY or AUTHOR, None for any. ``prefix``: the last word may be longer."""

    value: str
    field: Name | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (:mod:`reader.query.patterns`) that TITLE, AUTHOR, FEED or URL contains."""

    field: Name
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """PERSON, FEED, FOLDER, TAG, LABEL, CATEGORY, LANG or URL has this value. ``prefix``: it begins with it."""

    field: Name
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The entry is in this state."""

    state: State


@dataclass(frozen=True, slots=True)
class Has:
    """The entry has this."""

    part: Part


@dataclass(frozen=True, slots=True)
class Dated:
    """Local days as they were typed (2026, 2026-11, 2026-11-01, today, yesterday), both included; "" is open."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Aged:
    """At most (``newer``) or more than the given number of seconds old."""

    newer: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Sized:
    """WORDS or MINUTES between two numbers, both included; None is open."""

    field: Name
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class InStory:
    """Among the articles of the story with this number; None: of any."""

    number: int | None


@dataclass(frozen=True, slots=True)
class InFeeds:
    """From one of these feeds, by id. Only :func:`~reader.query.resolve.resolve` makes it."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Between:
    """A sort date from ``since`` to before ``before``, in Unix seconds; made as :class:`InFeeds` is."""

    since: int | None = None
    before: int | None = None


Leaf: TypeAlias = Words | Pattern | Named | Is | Has | Dated | Aged | Sized | InStory | InFeeds | Between
Node: TypeAlias = All | Either | Not | Leaf

EVERYTHING, NOTHING = All(), Either()


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: which entries, and in which order if the query says so."""

    tree: Node = EVERYTHING
    order: Order | None = None


def all_of(parts: Iterable[Node]) -> Node:
    """A tree that holds where all parts hold."""
    return _joined(parts, All, NOTHING)


def any_of(parts: Iterable[Node]) -> Node:
    """A tree that holds where one of the parts holds."""
    return _joined(parts, Either, EVERYTHING)


def negated(node: Node) -> Node:
    """A tree that holds where this one does not."""
    if isinstance(node, Not):
        return node.part
    return NOTHING if node == EVERYTHING else EVERYTHING if node == NOTHING else Not(node)


def _joined(parts: Iterable[Node], kind: type[All | Either], decisive: Node) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    if decisive in flat:
        return decisive
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The parts that must all hold."""
    return node.parts if isinstance(node, All) else (node,)


def where_known(node: Node, known: Mapping[State, bool]) -> Node:
    """The tree for entries of which it is known whether they are in these states."""
    match node:
        case All(parts):
            return all_of(where_known(part, known) for part in parts)
        case Either(parts):
            return any_of(where_known(part, known) for part in parts)
        case Not(part):
            return negated(where_known(part, known))
        case Is(state) if state in known:
            return EVERYTHING if known[state] else NOTHING
    return node


def leaves(node: Node, *, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """All leaves, each with whether it is wanted, which means that it is in no negation or in two."""
    match node:
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part, wanted=wanted)
        case Not(part):
            yield from leaves(part, wanted=not wanted)
        case _:
            yield node, wanted
