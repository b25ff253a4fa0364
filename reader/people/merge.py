"""Merges what several sources say about the same people.

This module compiles no patterns, because the reader imports it at start-up with the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.model import Author
from reader.text import fold


def fill_gaps(author: Author, other: Author) -> Author:
    """The author, with each missing field taken from ``other``."""
    return Author(
        name=author.name,
        url=author.url or other.url,
        role=author.role or other.role,
        bio=author.bio or other.bio,
        avatar=author.avatar or other.avatar,
        links=author.links or other.links,
    )


def merge_mentions(mentions: Iterable[Author]) -> tuple[Author, ...]:
    """Each person once (by folded name), in the order of first mention.

    The first mention of a field wins, except that the longest biography does and all links are kept.
    """
    merged: dict[str, Author] = {}
    for mention in mentions:
        key = fold(mention.name)
        known = merged.get(key)
        if known is None:
            merged[key] = mention
            continue
        bio = max(known.bio or "", mention.bio or "", key=len) or None
        links = tuple(dict.fromkeys((*known.links, *mention.links)))
        merged[key] = replace(fill_gaps(known, mention), bio=bio, links=links)
    return tuple(merged.values())
