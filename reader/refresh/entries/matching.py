"""Which entry of a feed is which stored entry: pure, and the same whatever the order.

Each entry shows signs, from the most telling (its guid with its title) down to the weakest (its link alone), and
pairs are made of those that show the same sign, from the strongest down, each entry once. A guid or link that
several entries share is *crowded*: it says nothing by itself, and title or date must agree as well. Entries are
looked up by their signs and never held each against each: ten thousand with one guid would take minutes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from reader.arrival import KnownEntry, ParsedEntry
from reader.refresh.entries.identity import Face, face_of

Crowded = set[tuple[str, str]]
Sign = tuple[tuple[object, ...], tuple[object, ...]]  # what must be the same, and what must not differ if both have it
Signs = Callable[[Face, Crowded, str], Iterator[Sign]]
_ANY = "*"
_PARSED, _STORED = "parsed", "stored"


def pairs(entries: Sequence[tuple[ParsedEntry, str]], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    """For each entry (with its digest) that is stored: its position, and the stored entry it is."""
    if not known:
        return {}
    return _matched([(face_of(entry), digest) for entry, digest in entries], known)


def doubles(one: Sequence[KnownEntry], other: Sequence[KnownEntry]) -> list[tuple[int, int]]:
    """The entries of one feed that are also entries of another, as pairs of ids."""
    found = _matched([(face_of(entry), entry.digest) for entry in one], other)
    return [(one[position].id, known.id) for position, known in found.items()]


def _matched(faces: Sequence[tuple[Face, str]], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    """For each sign in turn, the stored entries choose in the order of their ids, dates before digests."""
    order = sorted(range(len(faces)), key=lambda position: (faces[position][0].date or 0, faces[position][1], position))
    shown = [faces[position][0] for position in order]
    stored = sorted(((one.id, one, face_of(one)) for one in known), key=lambda each: each[0])
    crowded = _crowded(shown) | _crowded(face for _, _, face in stored)
    taken: dict[int, KnownEntry] = {}  # by the place in ``shown``
    for signs in _SIGNS:
        waiting = _Waiting(shown, signs, crowded, taken)
        left = []
        for id_, one, face in stored:
            place = waiting.first(face)
            if place is None:
                left.append((id_, one, face))
            else:
                taken[place] = one
        stored = left
    return {order[place]: one for place, one in taken.items()}


class _Waiting:
    """The parsed entries that are not ``taken`` yet, by what they show of one kind of sign."""

    def __init__(self, shown: Sequence[Face], signs: Signs, crowded: Crowded, taken: dict[int, KnownEntry]) -> None:
        self._signs, self._crowded, self._taken = signs, crowded, taken
        self._by: defaultdict[object, list[int]] = defaultdict(list)
        for place in reversed(range(len(shown))):
            if place not in taken:
                for same, optional in signs(shown[place], crowded, _PARSED):
                    for rest in product(*((value, _ANY) for value in optional)):
                        self._by[same, rest].append(place)

    def first(self, face: Face) -> int | None:
        """The first that shows the sign of a stored entry."""
        found = []
        for same, optional in self._signs(face, self._crowded, _STORED):
            for rest in product(*((_ANY,) if value is None else (value, None) for value in optional)):
                places = self._by.get((same, rest), [])
                while places and places[-1] in self._taken:
                    places.pop()
                found += places[-1:]
        return min(found, default=None)


def _crowded(faces: Iterable[Face]) -> Crowded:
    counts = Counter(key for face in faces for key in (("guid", face.guid), ("link", face.link)) if key[1])
    return {(kind, name) for (kind, name), count in counts.items() if name and count > 1}


def _guid_title_and_date(face: Face, _crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.guid:
        yield (face.guid, face.title), (face.date,)


def _guid_and_title(face: Face, _crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.guid:
        yield (face.guid, face.title), ()


def _guid_and_date(face: Face, _crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.guid and face.date is not None:
        yield (face.guid, face.date), ()


def _link_title_and_date(face: Face, _crowded: Crowded, side: str) -> Iterator[Sign]:
    if face.link:
        yield (face.link, face.title), (face.date, None if face.title else _has_guid(face, side))


def _guid_alone(face: Face, crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.guid and ("guid", face.guid) not in crowded:
        yield (face.guid,), ()


def _lone_link_and_title(face: Face, crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.link and ("link", face.link) not in crowded:
        yield (face.link, face.title), (None if face.title else face.date,)


def _path_title_and_date(face: Face, _crowded: Crowded, _side: str) -> Iterator[Sign]:
    if face.title:
        for path in face.paths:
            yield (path, face.title), (face.date,)


def _link_alone(face: Face, crowded: Crowded, side: str) -> Iterator[Sign]:
    if face.link and ("link", face.link) not in crowded:
        yield (face.link,), (face.date, _has_guid(face, side))


def _has_guid(face: Face, side: str) -> str | None:
    """Of two entries that both have a guid, it is not the same here: else they would have been paired before."""
    return side if face.guid else None


_SIGNS: tuple[Signs, ...] = (
    _guid_title_and_date,
    _guid_and_title,
    _guid_and_date,
    _link_title_and_date,
    _guid_alone,
    _lone_link_and_title,
    _path_title_and_date,
    _link_alone,
)
