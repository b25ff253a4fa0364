"""Compares a parsed feed with the stored entries: which are new, which were edited. Pure.

Entries that left the feed stay: nothing is ever deleted here.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.arrival import ChangedEntry, KnownEntry, NewEntry, ParsedEntry
from reader.refresh.entries.identity import date_of
from reader.refresh.entries.matching import match_entries
from reader.refresh.entries.unique import unique_entries
from reader.refresh.parsing.read_feed import EntryResult

EntryDiff = tuple[tuple[NewEntry, ...], tuple[ChangedEntry, ...]]


def diff_entries(
    results: Sequence[EntryResult],
    known: Sequence[KnownEntry],
    *,
    now: int,
    updated_unread: bool = False,
    versions: bool = False,
) -> EntryDiff | None:
    """The entries to add and the entries to change. ``known`` has every stored entry that may be one of them.

    ``updated_unread``: edited entries become unread. ``versions``: see :func:`.unique.unique_entries`.

    New entries are sorted oldest first, undated ones in reverse order of the feed, so that newer entries get higher
    ids. Laws: the order within the feed does not change the result, except for that sorting; a second diff after
    storing is empty; if some entries are partial, it equals the diff of the full feed, or None if it needs content that
    was left out.
    """
    entries = unique_entries(results, versions=versions)
    stored = match_entries([entry.identity for entry in entries], known)
    new, changed = [], []
    for position, entry in enumerate(entries):
        parsed, one = entry.parsed, stored.get(position)
        if one and entry.digest == one.digest and (not parsed.guid or parsed.guid == one.guid):
            continue
        if entry.partial:
            return None
        if one is None:
            new.append(
                NewEntry(
                    parsed, entry.digest, sort_date(parsed, now), entry.words, entry.search_words, entry.content,
                    entry.copy_keys,
                )
            )  # fmt: skip
        else:
            changed.append(
                ChangedEntry(one.id, parsed, entry.digest, entry.words, updated_unread, entry.content, entry.copy_keys)
            )
    new.reverse()
    return tuple(sorted(new, key=lambda entry: entry.sort)), tuple(changed)


def sort_date(entry: ParsedEntry, now: int) -> int:
    """The date by which a new entry is sorted from then on: its own, but at most ``now``."""
    date = date_of(entry)
    return now if date is None else min(date, now)
