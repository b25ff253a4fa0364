"""Drops the entries that a document lists twice. Pure, and independent of their order.

Entries with the same guid and title, or the same link and title, are one entry if they also have the same date or the
same text: a publisher who lists an entry twice repeats one of them. Atom is stricter, because there an id names one
entry, and several entries with it are its versions (RFC 4287 section 4.1.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from reader.arrival import ParsedEntry
from reader.refresh.entries.identity import date_of
from reader.refresh.parsing.read_feed import EntryResult
from reader.web.address_keys import address_key

_Key = Callable[[ParsedEntry], tuple[str, ...] | None]
_Signs = Callable[[EntryResult], Iterable[Hashable]]


def unique_entries(entries: Sequence[EntryResult], *, versions: bool = False) -> list[EntryResult]:
    """The entries without duplicates, in the document's order; the latest version of each stays.

    ``versions``: entries with one guid are versions of one entry, as in Atom.
    """
    left = _collapse(entries, _guid_and_title, _one_sign if versions else _date_and_text)
    if versions:
        left = _collapse(left, _guid_and_link, _published_and_text)
    return _collapse(left, _link_and_title, _date_and_text, _dated_with_guid)


def _guid_and_title(entry: ParsedEntry) -> tuple[str, ...] | None:
    return (address_key(entry.guid), entry.title) if entry.guid else None


def _guid_and_link(entry: ParsedEntry) -> tuple[str, ...] | None:
    return (address_key(entry.guid), address_key(entry.url or "")) if entry.guid else None


def _link_and_title(entry: ParsedEntry) -> tuple[str, ...] | None:
    if not entry.url or (entry.guid and not entry.title):
        return None
    return (address_key(entry.url), entry.title)


def _one_sign(_entry: EntryResult) -> Iterable[Hashable]:
    return ("",)


def _date_and_text(entry: EntryResult) -> Iterable[Hashable]:
    return (("date", date_of(entry.parsed)), ("text", entry.text_digest))


def _published_and_text(entry: EntryResult) -> Iterable[Hashable]:
    date = entry.parsed.published
    return (("date", date or entry.digest), ("text", entry.text_digest or entry.digest))


def _dated_with_guid(entry: EntryResult) -> Iterable[Hashable]:
    # Episodes with a common page and title, but each with guid and date, are different entries.
    return (("date", date_of(entry.parsed)),)


def _has_guid_and_date(entry: EntryResult) -> bool:
    return bool(entry.parsed.guid and entry.parsed.published is not None)


def _collapse(
    entries: Sequence[EntryResult], key_of: _Key, signs: _Signs, signs_with_guids: _Signs | None = None
) -> list[EntryResult]:
    """Reduces the entries that have a key and, directly or over others, a sign in common to the latest of them.

    ``signs_with_guids`` apply where all entries with a key have a guid and a date.
    """
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        groups[key_of(entry.parsed) or number].append(number)
    if len(groups) == len(entries):
        return list(entries)
    kept: list[int] = []
    for numbers in groups.values():
        if len(numbers) == 1:
            kept += numbers
            continue
        exact = signs_with_guids and all(_has_guid_and_date(entries[number]) for number in numbers)
        found = _connected(numbers, entries, signs_with_guids if exact and signs_with_guids else signs)
        kept += (max(group, key=lambda number: _latest(entries[number])) for group in found)
    return [entries[number] for number in sorted(kept)]


def _connected(numbers: Sequence[int], entries: Sequence[EntryResult], signs: _Signs) -> Iterable[list[int]]:
    """Groups of entries in which each shares a sign with another one (union–find)."""
    parents = {number: number for number in numbers}

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    first: dict[Hashable, int] = {}
    for number in numbers:
        for sign in signs(entries[number]):
            parents[root(number)] = root(first.setdefault(sign, number))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number in numbers:
        groups[root(number)].append(number)
    return groups.values()


def _latest(entry: EntryResult) -> tuple[int, str]:
    return entry.parsed.updated or entry.parsed.published or 0, entry.digest + entry.hidden_digest
