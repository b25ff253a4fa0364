"""Identifies entries by guid, link, title and date, in all spellings of an address. Pure.

A guid should suffice (RSS 2.0 ``guid``, RFC 4287 section 4.2.6 ``id``), but publishers change guids when they move to
another host, use one for several entries, or omit it. :mod:`reader.refresh.entries.matching` matches entries by these
identities.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from reader.arrival import KnownEntry, ParsedEntry
from reader.lazy_dataclass import dataclass
from reader.web.address_keys import address_key, key_number, split_address

GENERATED_GUID = "broadsheet:"  # prefix of the guid of an entry that has neither guid nor link


@dataclass(frozen=True, slots=True)
class Identity:
    """The properties by which a parsed or stored entry is matched.

    ``digest`` is of the visible content. ``content`` is a number of title, date and text; None if these are too little
    to recognize an entry.
    """

    guid: str | None
    link: str | None
    paths: frozenset[str]
    title: str
    date: int | None
    digest: str
    content: int | None


def with_identity(entry: ParsedEntry) -> ParsedEntry:
    """The entry, with a guid made from its title and date if it has neither guid nor link."""
    if entry.guid or entry.url:
        return entry
    content = "" if entry.title else entry.content_html or entry.summary_html
    text = "\0".join((entry.title, str(entry.published), content))
    return replace(entry, guid=GENERATED_GUID + text_hash(text))


def identity_of(entry: ParsedEntry | KnownEntry, digest: str, content: int | None) -> Identity:
    """The identity of an entry."""
    paths = (_path(address) for address in (entry.guid, entry.url))
    guid, link = entry.guid and address_key(entry.guid), entry.url and address_key(entry.url)
    paths_found = frozenset(filter(None, paths))
    return Identity(guid or None, link or None, paths_found, entry.title, entry.published, digest, content)


def date_of(entry: ParsedEntry) -> int | None:
    """The date of an entry: when it was published, or else updated."""
    return entry.published if entry.published is not None else entry.updated


def content_number(entry: ParsedEntry, text_digest: str) -> int | None:
    """A hash of an entry's title, date and text; None if there is too little of them to recognize it by.

    ``text_digest``: empty without a text.
    """
    date = date_of(entry)
    if not text_digest and (date is None or not entry.title):
        return None
    return key_number("\0".join((entry.title, str(date), text_digest)))


def text_hash(text: str) -> str:
    """A digest of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _path(address: str | None) -> str | None:
    """Path and query of a web address; None if they are empty, and so do not identify an entry."""
    parts = split_address(address) if address else None
    if parts is None:
        return None
    path = parts[1].rstrip("/") + parts[2]
    return path or None
