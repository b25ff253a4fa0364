"""Matches a feed's entries with stored ones. Pure, and independent of their order.

Each entry has keys, from the most reliable (guid and content) to the least (title, date and text alone). Entries with
an equal key are matched, beginning with the most reliable kind of key, and each entry once. A guid or link that several
entries share is *ambiguous*: it proves nothing alone, so title or date must agree too. Entries are found by their keys
and never compared pairwise: ten thousand with one guid would take minutes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from reader.arrival import KnownEntry
from reader.refresh.entries.identity import Identity, identity_of

Ambiguous = set[tuple[str, object]]
MatchKey = tuple[tuple[object, ...], tuple[object, ...]]  # values that must be equal; values that may be missing
Keys = Callable[[Identity, Ambiguous, str], Iterator[MatchKey]]
_ANY = "*"
_PARSED, _STORED = "parsed", "stored"


def match_entries(entries: Sequence[Identity], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    """The stored entries among ``entries``, by position."""
    return _match(entries, known) if known else {}


def find_duplicates(one: Sequence[KnownEntry], other: Sequence[KnownEntry]) -> list[tuple[int, int]]:
    """Pairs of ids of entries that two feeds have in common."""
    found = _match([_stored_identity(entry) for entry in one], other)
    return [(one[position].id, known.id) for position, known in found.items()]


def _stored_identity(entry: KnownEntry) -> Identity:
    return identity_of(entry, entry.digest, entry.content)


def _match(identities: Sequence[Identity], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    """Matches by each kind of key in turn; stored entries in the order of their ids take the oldest match."""
    order = sorted(
        range(len(identities)),
        key=lambda position: (identities[position].date or 0, identities[position].digest, position),
    )
    ordered = [identities[position] for position in order]
    stored = sorted(((one.id, one, _stored_identity(one)) for one in known), key=lambda each: each[0])
    ambiguous = _ambiguous(ordered) | _ambiguous(identity for _, _, identity in stored) | _repeated(ordered)
    matched: dict[int, KnownEntry] = {}  # by index in ``ordered``
    for keys in _KEY_KINDS:
        unmatched = _Unmatched(ordered, keys, ambiguous, matched)
        left = []
        for id_, one, identity in stored:
            place = unmatched.first(identity)
            if place is None:
                left.append((id_, one, identity))
            else:
                matched[place] = one
        stored = left
    return {order[place]: one for place, one in matched.items()}


class _Unmatched:
    """The parsed entries without a match, by their keys of one kind."""

    def __init__(
        self, ordered: Sequence[Identity], keys: Keys, ambiguous: Ambiguous, matched: dict[int, KnownEntry]
    ) -> None:
        self._keys, self._ambiguous, self._matched = keys, ambiguous, matched
        self._by: defaultdict[object, list[int]] = defaultdict(list)
        for place in reversed(range(len(ordered))):
            if place not in matched:
                for same, optional in keys(ordered[place], ambiguous, _PARSED):
                    for values in product(*((value, _ANY) for value in optional)):
                        self._by[same, values].append(place)

    def first(self, identity: Identity) -> int | None:
        """The first one that has a key of the stored entry."""
        found = []
        for same, optional in self._keys(identity, self._ambiguous, _STORED):
            for values in product(*((_ANY,) if value is None else (value, None) for value in optional)):
                places = self._by.get((same, values), [])
                while places and places[-1] in self._matched:
                    places.pop()
                found += places[-1:]
        return min(found, default=None)


def _ambiguous(identities: Iterable[Identity]) -> Ambiguous:
    """Guids and links that several entries share, and guids that they share together with the title."""
    counts: Counter[tuple[str, object]] = Counter()
    for identity in identities:
        counts.update((kind, name) for kind, name in (("guid", identity.guid), ("link", identity.link)) if name)
        if identity.guid:
            counts["guid and title", (identity.guid, identity.title)] += 1
    return {name for name, count in counts.items() if count > 1}


def _repeated(parsed: Iterable[Identity]) -> Ambiguous:
    """Contents that occur more than once in the document. Only the address can distinguish such entries."""
    counts = Counter(identity.content for identity in parsed)
    return {("content", content) for content, count in counts.items() if count > 1}


def _content_at_same_place(identity: Identity, _ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    yield (identity.guid, identity.link, identity.title, identity.date, identity.digest), ()


def _guid_title_and_date(identity: Identity, _ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.guid:
        yield (identity.guid, identity.title), (identity.date,)


def _guid_and_title(identity: Identity, ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.guid and ("guid and title", (identity.guid, identity.title)) not in ambiguous:
        yield (identity.guid, identity.title), ()


def _guid_and_date(identity: Identity, _ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.guid and identity.date is not None:
        yield (identity.guid, identity.date), ()


def _link_title_and_date(identity: Identity, _ambiguous: Ambiguous, side: str) -> Iterator[MatchKey]:
    if identity.link:
        yield (identity.link, identity.title), (identity.date, None if identity.title else _has_guid(identity, side))


def _guid_alone(identity: Identity, ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.guid and ("guid", identity.guid) not in ambiguous:
        yield (identity.guid,), ()


def _lone_link_and_title(identity: Identity, ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.link and ("link", identity.link) not in ambiguous:
        yield (identity.link, identity.title), (None if identity.title else identity.date,)


def _path_title_and_date(identity: Identity, _ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    if identity.title:
        for path in identity.paths:
            yield (path, identity.title), (identity.date,)


def _link_alone(identity: Identity, ambiguous: Ambiguous, side: str) -> Iterator[MatchKey]:
    if identity.link and ("link", identity.link) not in ambiguous:
        yield (identity.link,), (identity.date, _has_guid(identity, side))


def _content_alone(identity: Identity, ambiguous: Ambiguous, _side: str) -> Iterator[MatchKey]:
    """For feeds whose guids and links change with each poll, for example because they contain a session."""
    if identity.content is not None and ("content", identity.content) not in ambiguous:
        yield (identity.content,), ()


def _has_guid(identity: Identity, side: str) -> str | None:
    """A value that differs between two entries with guids: equal guids were matched before."""
    return side if identity.guid else None


_KEY_KINDS: tuple[Keys, ...] = (
    _content_at_same_place,
    _guid_title_and_date,
    _guid_and_title,
    _guid_and_date,
    _link_title_and_date,
    _guid_alone,
    _lone_link_and_title,
    _path_title_and_date,
    _link_alone,
    _content_alone,
)
