"""Which entry of a feed is which stored entry: pure, and the same whatever the order.

A guid should settle it (RSS 2.0 ``guid``, RFC 4287 section 4.2.6 ``id``), but publishers change guids when
they move house, give one guid to several entries, or give none. So every parsed entry is held against every
stored one that shares a guid or a link with it, each pair is given the strength of its evidence, and pairs
are made from the strongest down, each entry once. A guid or link that several entries share is *crowded*:
it says nothing by itself, and title or date must agree as well.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from reader.model import KnownEntry, ParsedEntry

MADE_UP = "broadsheet:"  # begins the guid of an entry that has neither guid nor link


@dataclass(frozen=True, slots=True)
class Face:
    """As much of an entry, parsed or stored, as pairs are made by."""

    guid: str | None
    link: str | None
    paths: frozenset[str]
    title: str
    date: int | None


def with_identity(entry: ParsedEntry) -> ParsedEntry:
    """The entry, with a guid made from its title and date if it has neither guid nor link."""
    if entry.guid or entry.url:
        return entry
    rest = "" if entry.title else entry.content_html or entry.summary_html
    words = "\0".join((entry.title, str(entry.published), rest))
    return replace(entry, guid=MADE_UP + _hash(words))


def face_of(entry: ParsedEntry | KnownEntry) -> Face:
    """An entry's face."""
    paths = (_path(address) for address in (entry.guid, entry.url))
    guid, link = entry.guid and address_key(entry.guid), entry.url and address_key(entry.url)
    return Face(guid or None, link or None, frozenset(filter(None, paths)), entry.title, entry.published)


def address_key(address: str) -> str:
    """The address without scheme, ``www.`` and final slash; what is no web address stays as it is."""
    parts = _split(address)
    if parts is None:
        return address
    host, path, rest = parts
    return host.removeprefix("www.") + path.rstrip("/") + rest


def variants(address: str | None, hosts: Iterable[str] = ()) -> tuple[str, ...]:
    """The address under http and https, with and without ``www.``, and at other hosts; its own spelling first."""
    if not address:
        return ()
    parts = _split(address)
    if parts is None:
        return (address,)
    own = parts[0].removeprefix("www.")
    names = dict.fromkeys((own, *(host.removeprefix("www.") for host in hosts)))
    spelled = (
        urlunsplit(urlsplit(address)._replace(scheme=scheme, netloc=prefix + name))
        for name in names
        for scheme in ("https", "http")
        for prefix in ("", "www.")
    )
    return tuple(dict.fromkeys((address, *spelled)))


def distinct(entries: Sequence[ParsedEntry], digest: Callable[[ParsedEntry], str]) -> list[ParsedEntry]:
    """The feed's entries, each once, in the feed's order; of doubles the latest edition stays."""
    by_guid = _collapse([with_identity(entry) for entry in entries], _guid_and_title, digest)
    dated: defaultdict[tuple[str, ...], list[bool]] = defaultdict(list)
    for entry in by_guid:
        if key := _link_and_title(entry):
            dated[key].append(bool(entry.guid and entry.published is not None))

    def link_title_and_date(entry: ParsedEntry) -> tuple[str, ...] | None:
        # Episodes that share a page and a title, but each with its guid and date, are different ones.
        key = _link_and_title(entry)
        return (*key, str(entry.published)) if key and all(dated[key]) else key

    return _collapse(by_guid, link_title_and_date, digest)


def _guid_and_title(entry: ParsedEntry) -> tuple[str, ...] | None:
    return (address_key(entry.guid), entry.title) if entry.guid else None


def _link_and_title(entry: ParsedEntry) -> tuple[str, ...] | None:
    if not entry.url or (entry.guid and not entry.title):
        return None
    return (address_key(entry.url), entry.title)


def _collapse(
    entries: Sequence[ParsedEntry],
    key_of: Callable[[ParsedEntry], tuple[str, ...] | None],
    digest: Callable[[ParsedEntry], str],
) -> list[ParsedEntry]:
    groups: dict[object, list[ParsedEntry]] = {}
    for number, entry in enumerate(entries):
        groups.setdefault(key_of(entry) or number, []).append(entry)
    return [
        group[0] if len(group) == 1 else max(group, key=lambda e: (e.updated or e.published or 0, digest(e), str(e)))
        for group in groups.values()
    ]


def pairs(entries: Sequence[tuple[ParsedEntry, str]], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    """For each entry (with its digest) that is stored: its position, and the stored entry it is."""
    return _matched([(face_of(entry), digest) for entry, digest in entries], known)


def doubles(one: Sequence[KnownEntry], other: Sequence[KnownEntry]) -> list[tuple[int, int]]:
    """The entries of one feed that are also entries of another, as pairs of ids."""
    found = _matched([(face_of(entry), entry.digest) for entry in one], other)
    return [(one[position].id, known.id) for position, known in found.items()]


def _matched(faces: Sequence[tuple[Face, str]], known: Sequence[KnownEntry]) -> dict[int, KnownEntry]:
    known_faces = [face_of(one) for one in known]
    crowded = _crowded(face for face, _ in faces) | _crowded(known_faces)
    found: list[tuple[int, int, int, str, int, KnownEntry]] = []
    nearby = _Nearby(known, known_faces)
    for position, (face, digest) in enumerate(faces):
        for one, known_face in nearby.of(face):
            strength = _weakness(face, known_face, crowded)
            if strength is not None:
                found.append((strength, one.id, face.date or 0, digest, position, one))
    found.sort(key=lambda pair: pair[:5])
    taken: dict[int, KnownEntry] = {}
    used: set[int] = set()
    for _, known_id, _, _, position, one in found:
        if position not in taken and known_id not in used:
            taken[position] = one
            used.add(known_id)
    return taken


class _Nearby:
    """Stored entries by what they may share with a parsed one."""

    def __init__(self, known: Sequence[KnownEntry], faces: Sequence[Face]) -> None:
        self._by: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._all = list(zip(known, faces, strict=True))
        for number, face in enumerate(faces):
            for key in _keys(face):
                self._by[key].append(number)

    def of(self, face: Face) -> list[tuple[KnownEntry, Face]]:
        numbers = dict.fromkeys(number for key in _keys(face) for number in self._by.get(key, ()))
        return [self._all[number] for number in numbers]


def _keys(face: Face) -> list[tuple[str, str]]:
    keys = [("path", path) for path in face.paths]
    keys += [("guid", face.guid)] if face.guid else []
    return keys + ([("link", face.link)] if face.link else [])


def _crowded(faces: Iterable[Face]) -> set[tuple[str, str]]:
    counts = Counter(key for face in faces for key in _keys(face))
    return {key for key, count in counts.items() if count > 1}


def _weakness(one: Face, other: Face, crowded: set[tuple[str, str]]) -> int | None:
    """How weak the evidence is that two faces are one entry's, 1 the strongest; None: they are not."""
    same_title = one.title == other.title
    same_date = one.date is not None and one.date == other.date
    dates_clash = one.date is not None and other.date is not None and one.date != other.date
    if one.guid and one.guid == other.guid:
        if same_title:
            return 2 if dates_clash else 1
        if same_date:
            return 3
        return None if ("guid", one.guid) in crowded else 5
    if one.link and one.link == other.link:
        alone = ("link", one.link) not in crowded
        return _weakness_by_link(bool(one.guid and other.guid), one.title, same_title, dates_clash, alone)
    moved = bool(one.paths & other.paths) and one.title != "" and same_title and not dates_clash
    return 7 if moved else None


def _weakness_by_link(guids_clash: bool, title: str, same_title: bool, dates_clash: bool, alone: bool) -> int | None:
    if same_title and not dates_clash and (title or not guids_clash):
        return 4
    if not alone:
        return None
    if same_title and not (dates_clash and not title):
        return 6
    return None if guids_clash or dates_clash else 8


def _path(address: str | None) -> str | None:
    """Path and query of a web address; None where they would not tell one entry from another."""
    parts = _split(address) if address else None
    if parts is None:
        return None
    path = parts[1].rstrip("/") + parts[2]
    return path or None


def host_of(address: str | None) -> str | None:
    """Host and port of a web address, without ``www.``."""
    parts = _split(address) if address else None
    return parts[0].removeprefix("www.") if parts else None


def _split(address: str) -> tuple[str, str, str] | None:
    if not address[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    rest = ("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else "")
    return host, parts.path, rest


def _hash(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
