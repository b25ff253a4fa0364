"""By what an entry is known: its guid, its link, title and date, in every spelling of an address. Pure.

A guid should settle it (RSS 2.0 ``guid``, RFC 4287 section 4.2.6 ``id``), but publishers change guids when they
move house, give one guid to several entries, or give none. How entries are paired:
:mod:`reader.refresh.entries.matching`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from reader.arrival import KnownEntry, ParsedEntry
from reader.web.addresses import PLAIN_URL

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


@lru_cache(maxsize=4_096)  # an entry's address is wanted several times, and often its guid is the same
def _split(address: str) -> tuple[str, str, str] | None:
    if not address[:8].lower().startswith(("http://", "https://")):
        return None
    plain = PLAIN_URL.fullmatch(address)
    return (plain[1], plain[2], plain[3]) if plain else _split_any(address)


def _split_any(address: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return None
    rest = ("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else "")
    return host, parts.path, rest


def _hash(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
