"""Decides whether the text of a page takes the place of the feed's own. Pure; in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

WHOLE_ARTICLE = 200  # words; a feed's text of more is taken for the whole article
_RUN = 3  # words
_MISSED = 5  # a page covers the feed's text if it lacks at most one run in this many
_GAIN = 8  # runs that a page must have more than the feed, so that the change is worth it
_COMPARED = 1_000_000  # characters
_WORDS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|\w+")  # some scripts do not separate words


def gives_more(page: str, feed: str) -> bool:
    """Whether the text of a page contains the feed's text and more.

    Both are compared by their runs of three words, each counted once: a page that repeats a part of the feed's text
    gives nothing new. A page may leave out a short text, which is a teaser, if it gives at least twice as much instead.
    """
    in_feed, in_page = set(_runs(feed)), set(_runs(page))
    if not in_feed:
        return bool(in_page)
    missed, gained = len(in_feed - in_page), len(in_page - in_feed)
    if gained < missed + max(_GAIN, len(in_feed) // 20):
        return False
    return _MISSED * missed <= len(in_feed) or (len(in_feed) <= WHOLE_ARTICLE and gained >= 2 * missed)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """The runs of words in each line; a shorter line is a run itself."""
    for line in text[:_COMPARED].casefold().splitlines():
        words = _WORDS.findall(line)
        if len(words) < _RUN:
            yield from [tuple(words)] if words else []
        else:
            yield from zip(words, words[1:], words[2:], strict=False)
