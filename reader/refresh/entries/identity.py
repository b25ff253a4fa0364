"""Identifies entries by guid, link, title and date, in all variants of an address. Pure.

A guid should suffice (RSS 2.0 ``guid``, RFC 4287 section 4.2.6 ``id``), but publishers change guids when they move to
another host, use one for several entries, or omit it. :mod:`reader.refresh.entries.matching` matches entries by these
identities.
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

GENERATED_GUID = "broadsheet:"  # prefix of the guid of an entry that has neither guid nor link


@dataclass(frozen=True, slots=True)
class Identity:
    """The properties by which a parsed or stored entry is matched."""

    guid: str | None
    link: str | None
    paths: frozenset[str]
    title: str
    date: int | None


def with_identity(entry: ParsedEntry) -> ParsedEntry:
    """The entry, with a guid made from its title and date if it has neither guid nor link."""
    if entry.guid or entry.url:
        return entry
    content = "" if entry.title else entry.content_html or entry.summary_html
    text = "\0".join((entry.title, str(entry.published), content))
    return replace(entry, guid=GENERATED_GUID + _hash(text))


def identity_of(entry: ParsedEntry | KnownEntry) -> Identity:
    """The identity of an entry."""
    paths = (_path(address) for address in (entry.guid, entry.url))
    guid, link = entry.guid and address_key(entry.guid), entry.url and address_key(entry.url)
    return Identity(guid or None, link or None, frozenset(filter(None, paths)), entry.title, entry.published)


def address_key(address: str) -> str:
    """The address without scheme, ``www.`` and final slash; anything but a web address is unchanged."""
    parts = _split(address)
    if parts is None:
        return address
    host, path, query = parts
    return host.removeprefix("www.") + path.rstrip("/") + query


def address_variants(address: str | None, hosts: Iterable[str] = ()) -> tuple[str, ...]:
    """The address with http and https, with and without ``www.``, and at other hosts; the original first."""
    if not address:
        return ()
    parts = _split(address)
    if parts is None:
        return (address,)
    own = parts[0].removeprefix("www.")
    names = dict.fromkeys((own, *(host.removeprefix("www.") for host in hosts)))
    spellings = (
        urlunsplit(urlsplit(address)._replace(scheme=scheme, netloc=prefix + name))
        for name in names
        for scheme in ("https", "http")
        for prefix in ("", "www.")
    )
    return tuple(dict.fromkeys((address, *spellings)))


def unique_entries(entries: Sequence[ParsedEntry], digest: Callable[[ParsedEntry], str]) -> list[ParsedEntry]:
    """The feed's entries without duplicates, in the feed's order; the latest version of each stays."""
    by_guid = _collapse([with_identity(entry) for entry in entries], _guid_and_title, digest)
    dated: defaultdict[tuple[str, ...], list[bool]] = defaultdict(list)
    for entry in by_guid:
        if key := _link_and_title(entry):
            dated[key].append(bool(entry.guid and entry.published is not None))

    def link_title_and_date(entry: ParsedEntry) -> tuple[str, ...] | None:
        # Episodes with a common page and title, but each with guid and date, are different entries.
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
    """Path and query of a web address; None if they are empty, and so do not identify an entry."""
    parts = _split(address) if address else None
    if parts is None:
        return None
    path = parts[1].rstrip("/") + parts[2]
    return path or None


def host_of(address: str | None) -> str | None:
    """Host and port of a web address, without ``www.``."""
    parts = _split(address) if address else None
    return parts[0].removeprefix("www.") if parts else None


@lru_cache(maxsize=4_096)  # each address is needed several times, and is often also the guid
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
    query = ("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else "")
    return host, parts.path, query


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
