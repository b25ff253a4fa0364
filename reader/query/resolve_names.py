"""Puts the ids of feeds and moments of time in place of names, days and ages. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from reader.model import Feed
from reader.query.tree import (
    Aged,
    All,
    Between,
    Dated,
    Either,
    InFeeds,
    Name,
    Named,
    Node,
    Not,
    Pattern,
    Sized,
    all_of,
    any_of,
    negated,
)  # fmt: skip
from reader.stream import is_inside
from reader.text import SHORTEST_WITH_MINUTES, WORDS_A_MINUTE, fold, reading_minutes


def resolve(tree: Node, feeds: Sequence[Feed], *, now: int) -> Node:
    """The tree for these feeds at this moment, as :func:`~reader.query.match_entry.match` and the store take it."""
    match tree:
        case All(parts):
            return _joined_feeds([resolve(part, feeds, now=now) for part in parts], all_of, frozenset.intersection)
        case Either(parts):
            return _joined_feeds([resolve(part, feeds, now=now) for part in parts], any_of, frozenset.union)
        case Not(part):
            return negated(resolve(part, feeds, now=now))
        case Named(Name.FEED | Name.FOLDER | Name.TAG):
            return InFeeds(frozenset(feed.id for feed in _named(tree, feeds)))
        case Pattern(Name.FEED, source):
            from reader.query.patterns import found  # opening the reader does without

            return InFeeds(frozenset(feed.id for feed in feeds if found(source, feed.title)))
        case Dated(first, last):
            return Between(_begin(first, now) if first else None, _end(last, now) if last else None)
        case Aged(newer, seconds):
            return Between(now - seconds) if newer else Between(None, now - seconds)
        case Sized(Name.MINUTES, low, high):
            return Sized(Name.WORDS, _fewest(low or 0), None if high is None else _fewest(high + 1) - 1)
    return tree


_Joining = Callable[..., frozenset[int]]


def _joined_feeds(parts: list[Node], joined: Callable[[list[Node]], Node], combine: _Joining) -> Node:
    """The parts with those that only name feeds made one."""
    sets = [part.ids for part in parts if isinstance(part, InFeeds)]
    others = [part for part in parts if not isinstance(part, InFeeds)]
    one: list[Node] = [InFeeds(combine(*sets))] if sets else []
    return joined([*one, *others])


def _named(node: Named, feeds: Sequence[Feed]) -> list[Feed]:
    """The feeds with exactly this name, or else those with one like it."""
    if node.field is Name.FOLDER:
        feeds = [feed for feed in feeds if not feed.hidden]
    is_exact, is_like = _NAMED[node.field]
    exact = [] if node.prefix else [feed for feed in feeds if is_exact(node.value, feed)]
    return exact or [feed for feed in feeds if is_like(node, feed)]


def _in_folder(node: Named, feed: Feed) -> bool:
    wanted, path = fold(node.value), fold(feed.folder)
    return bool(path) and path.startswith(wanted) if node.prefix else is_inside(path, wanted)


def _is_called(node: Named, feed: Feed) -> bool:
    """Whether the words are in the title, or in the name of the host."""
    if "://" in node.value:
        return node.prefix and feed.url.startswith(node.value)
    from reader.query.match_entry import occurs  # opening the reader does without
    from reader.query.terms import term, words_of

    wanted = term(node.value, prefix=node.prefix)
    host = feed.url.partition("://")[2].partition("/")[0]
    return occurs(wanted, words_of(feed.title)) or occurs(wanted, words_of(host))


def _has_tag_like(node: Named, feed: Feed) -> bool:
    from reader.query.match_entry import fits_name  # opening the reader does without

    return any(fits_name(node, tag) for tag in feed.tags)


_NAMED: dict[Name, tuple[Callable[[str, Feed], bool], Callable[[Named, Feed], bool]]] = {
    Name.FEED: (lambda value, feed: value in (feed.url, feed.title), _is_called),
    Name.FOLDER: (lambda value, feed: is_inside(feed.folder, value), _in_folder),
    Name.TAG: (lambda value, feed: value in feed.tags, _has_tag_like),
}


def _begin(day: str, now: int) -> int:
    return _midnight(_dates(day, now)[0])


def _end(day: str, now: int) -> int:
    return _midnight(_dates(day, now)[1])


def _dates(day: str, now: int) -> tuple[date, date]:
    """The first day of a day, month or year, and the first one after it."""
    if day in ("today", "yesterday"):
        first = datetime.fromtimestamp(now, tz=UTC).astimezone().date() - timedelta(day == "yesterday")
        return first, first + timedelta(1)
    year, month, number = (int(part) for part in (day + "-00-00").split("-")[:3])
    first = date(year, month or 1, number or 1)
    if number:
        return first, first + timedelta(1)
    return first, date(year + (not month or month == 12), month % 12 + 1 if month else 1, 1)


def _midnight(day: date) -> int:
    """The first second of a local day."""
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())


def _fewest(minutes: int) -> int:
    """The fewest words that take this many minutes to read; very short texts have no reading time."""
    most = minutes * WORDS_A_MINUTE + SHORTEST_WITH_MINUTES + 1
    return bisect_left(range(most), minutes, key=lambda words: reading_minutes(words) or 0)
