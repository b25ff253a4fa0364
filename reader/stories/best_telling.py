"""Which telling represents a story in a list, and the order of the others beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story. ``sort``: its date in Unix seconds; ``full_text``: whether its whole text is stored."""

    id: int
    feed_id: int
    sort: int
    full_text: bool = False


def best_telling(tellings: Iterable[Telling], shares: Mapping[int, float]) -> Telling:
    """The telling that represents a story: the first of :func:`in_order`. Raises ``ValueError`` if there is none."""
    return min(tellings, key=lambda one: _rank(one, shares))


def in_order(tellings: Iterable[Telling], shares: Mapping[int, float]) -> list[Telling]:
    """The best telling, then the others from the earliest to the latest. None is left out.

    ``shares``: the part of each feed's articles that the user opens (``store.feeds.shares``); 0 if missing. The best
    is of the feed that is opened most, then one with its full text, then the earliest, then the lowest id.
    """
    rest = sorted(tellings, key=lambda one: (one.sort, one.id))
    if not rest:
        return []
    best = best_telling(rest, shares)
    return [best, *(one for one in rest if one is not best)]


def _rank(telling: Telling, shares: Mapping[int, float]) -> tuple[float, bool, int, int]:
    return -shares.get(telling.feed_id, 0.0), not telling.full_text, telling.sort, telling.id
