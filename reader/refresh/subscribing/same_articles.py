"""Tells feeds that carry the same articles, such as the RSS, Atom and JSON feeds of one site. Pure.

Two feeds are the same if most of the newest articles of both are: the feed of one section is contained in the feed of
the whole site, but its newest articles are not the site's newest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from reader.arrival import ParsedEntry
from reader.refresh.worker.protocol import FeedFound
from reader.text import fold, plain_text
from reader.web.address_keys import address_key

COMPARED = 20  # newest articles of a feed
ALIKE = 0.8  # share of them that both feeds carry
_KINDS = ("Atom", "JSON", "RSS")  # the better one first, where feeds differ in nothing else
_STEP = 1.5  # texts that are longer by this factor make a better feed


def article_keys(titles_and_urls: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """What tells the articles of a feed, newest first: the title, or the address of one without a title."""
    keys = (fold(title) or (address_key(url) if url else "") for title, url in titles_and_urls)
    return tuple(dict.fromkeys(key[:200] for key in keys if key))[:COMPARED]


def newest_first(entries: Iterable[ParsedEntry]) -> list[ParsedEntry]:
    """The entries by date; those without a date stay in the order of the feed."""
    return sorted(entries, key=lambda entry: -(entry.published or entry.updated or 0))


def mean_letters(entries: Sequence[ParsedEntry]) -> int:
    """The average length of the texts of the newest entries."""
    texts = [plain_text(entry.content_html or entry.summary_html) for entry in entries[:COMPARED]]
    return sum(map(len, texts)) // len(texts) if texts else 0


def carry_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two feeds carry the same articles, by their keys."""
    compared = min(len(one), len(other))
    return compared > 0 and len({*one[:compared]} & {*other[:compared]}) >= ALIKE * compared


def best_first(found: Iterable[FeedFound]) -> list[tuple[FeedFound, FeedFound | None]]:
    """The feeds, each followed by the others with the same articles, and for those the feed that is better.

    The best one has the longest texts, then the most entries. Groups stay in the order of their first feeds.
    """
    groups: list[list[FeedFound]] = []
    for one in found:
        alike = (group for group in groups if _alike(group[0], one))
        group = next(alike, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    ordered = (sorted(group, key=_rank) for group in groups)
    return [(one, None if one is group[0] else group[0]) for group in ordered for one in group]


def _alike(one: FeedFound, other: FeedFound) -> bool:
    return one.comments == other.comments and carry_the_same(one.articles, other.articles)


def _rank(found: FeedFound) -> tuple[bool, int, int, int]:
    """A feed that the user has already comes first: the others would only repeat it."""
    length = round(math.log(found.letters + 1, _STEP))
    kind = _KINDS.index(found.kind) if found.kind in _KINDS else len(_KINDS)
    return not found.subscribed, -length, -found.entries, kind
