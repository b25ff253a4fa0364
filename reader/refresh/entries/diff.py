"""What a parsed feed changes, given what is stored: new entries, edited ones, and nothing else. Pure.

An entry that fell out of the feed is no change: nothing is ever deleted here.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.arrival import ChangedEntry, KnownEntry, NewEntry, ParsedEntry
from reader.refresh.entries.identity import distinct
from reader.refresh.entries.matching import pairs
from reader.refresh.parsing.read_feed import ReadEntry

Decision = tuple[tuple[NewEntry, ...], tuple[ChangedEntry, ...]]


def decide(
    read: Sequence[ReadEntry], known: Sequence[KnownEntry], *, now: int, updated_unread: bool = False
) -> Decision | None:
    """The entries to add and the entries to change. ``known`` holds every stored entry they could be.

    ``updated_unread``: the user wants to read edited entries again.

    New entries come oldest first, and undated ones in the feed's order from its end, so that ids grow with
    age. Laws: the order within the feed does not matter to what is found; deciding again once this is stored
    gives nothing; with some of the entries cut, the decision is that of the whole feed, or None where it
    would take a text that was cut out.
    """
    all_of = {id(one.parsed): one for one in read}
    entries = [all_of[id(entry)] for entry in distinct([one.parsed for one in read], lambda e: _mark(all_of[id(e)]))]
    stored = pairs([(entry.parsed, entry.digest) for entry in entries], known)
    new, changed = [], []
    for position, entry in enumerate(entries):
        parsed, one = entry.parsed, stored.get(position)
        if one and entry.digest == one.digest and (not parsed.guid or parsed.guid == one.guid):
            continue
        if entry.cut:
            return None
        if one is None:
            new.append(NewEntry(parsed, entry.digest, sort_date(parsed, now), entry.words, entry.search_words))
        else:
            changed.append(ChangedEntry(one.id, parsed, entry.digest, entry.words, updated_unread))
    new.reverse()
    return tuple(sorted(new, key=lambda entry: entry.sort)), tuple(changed)


def _mark(entry: ReadEntry) -> str:
    return entry.digest + entry.rest


def sort_date(entry: ParsedEntry, now: int) -> int:
    """Where a new entry stands in lists, for ever: its date, but never later than it was first seen."""
    date = entry.published if entry.published is not None else entry.updated
    return now if date is None else min(date, now)
