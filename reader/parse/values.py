"""What a feed that was read before needs to be read again at little cost."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reader.arrival import ParsedFeed


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier reading of the feed said: its ``context``, and the ``marks`` of entries that may be cut out."""

    context: str
    marks: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Sifted:
    """A feed as it was read.

    ``marks``: one for each entry of the document, in its order; none where entries cannot be known again. Equal
    marks in equal ``context`` (what entries have from their feed, and the version that read it) mean entries
    that are read the same. With ``cut``, ``feed.entries`` lacks those whose mark was known.
    """

    feed: ParsedFeed
    marks: tuple[str, ...] = ()
    context: str = ""
    cut: bool = False
