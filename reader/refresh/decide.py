"""What a parsed feed changes, given what is stored: new entries, edited ones, and nothing else. Pure.

An entry that fell out of the feed is no change: nothing is ever deleted here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from reader.model import ChangedEntry, KnownEntry, NewEntry, ParsedEntry, ParsedFeed
from reader.refresh.identity import distinct, pairs
from reader.text import count_words, plain_text

Decision = tuple[tuple[NewEntry, ...], tuple[ChangedEntry, ...]]


def decide(parsed: ParsedFeed, known: Sequence[KnownEntry], *, now: int, updated_unread: bool = False) -> Decision:
    """The entries to add and the entries to change. ``known`` holds every stored entry they could be.

    ``updated_unread``: the user wants to read edited entries again.

    New entries come oldest first, and undated ones in the feed's order from its end, so that ids grow with
    age. Laws: the order within the feed does not matter to what is found; deciding again once this is stored
    gives nothing.
    """
    entries = [(entry, digest(entry)) for entry in distinct(parsed.entries, digest)]
    stored = pairs(entries, known)
    new, changed = [], []
    for position, (entry, mark) in enumerate(entries):
        one = stored.get(position)
        if one is None:
            new.append(NewEntry(entry, mark, sort_date(entry, now), _words(entry)))
        elif mark != one.digest or (entry.guid and entry.guid != one.guid):
            changed.append(ChangedEntry(one.id, entry, mark, _words(entry), updated_unread))
    new.reverse()
    return tuple(sorted(new, key=lambda entry: entry.sort)), tuple(changed)


def digest(entry: ParsedEntry) -> str:
    """A mark of what readers see of an entry; the number of comments is not part of it."""
    seen = (
        entry.title,
        entry.url,
        [author.name for author in entry.authors],
        entry.summary_html,
        entry.content_html,
        entry.categories,
        [(file.url, file.type, file.length) for file in entry.enclosures],
    )
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def sort_date(entry: ParsedEntry, now: int) -> int:
    """Where a new entry stands in lists, for ever: its date, but never later than it was first seen."""
    date = entry.published if entry.published is not None else entry.updated
    return now if date is None else min(date, now)


def _words(entry: ParsedEntry) -> int:
    return count_words(plain_text(entry.content_html or entry.summary_html))
