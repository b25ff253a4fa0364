"""A feed's bytes to all that a refresh wants to know of it; done in a parser process, for it is most of the work.

What follows from an entry (its digest, its words) follows here, beside its parsing. And what was read is
remembered, one line an entry: which bytes it was, and by what it is told from others. Handed back with the
next body, it spares the reading of every entry that has stayed as it was.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reader.arrival import ParsedEntry, ParsedFeed
from reader.parse import IncrementalFeed, KnownEntries, parse_new_entries
from reader.refresh.entries.identity import with_identity
from reader.text import count_words, plain_text, search_words


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry of a feed with what follows from it. ``cut``: known from before, and its text was not read again."""

    parsed: ParsedEntry
    digest: str
    rest: str  # a mark of all that the digest does not see: with both equal, two entries are equal
    words: int = 0
    search_words: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed as it was read. ``entries`` has what follows from ``feed.entries``, in their order.

    ``memory`` is for the next reading; empty if the feed is always to be read whole.
    """

    feed: ParsedFeed
    entries: tuple[ReadEntry, ...]
    memory: bytes = b""

    @property
    def cut(self) -> bool:
        """Whether some of the entries are without text."""
        return any(entry.cut for entry in self.entries)


def read_feed(body: bytes, *, url: str, content_type: str | None = None, memory: bytes = b"") -> ReadFeed:
    """Reads a feed, or what is new in it. Raises :class:`~reader.errors.ParseError`."""
    context, seen = _recalled(memory)
    known = KnownEntries(context, seen.keys()) if seen else None
    parsed = parse_new_entries(body, url=url, content_type=content_type, known=known)
    new = (read_entry(entry) for entry in parsed.feed.entries)
    if parsed.known_left_out:
        entries = tuple(seen.get(fingerprint) or next(new) for fingerprint in parsed.fingerprints)
    else:
        entries = tuple(new)
    feed = replace(parsed.feed, entries=tuple(entry.parsed for entry in entries))
    return ReadFeed(feed, entries, _memory_of(parsed, entries))


def read_entry(parsed: ParsedEntry) -> ReadEntry:
    """An entry's identity made and its words counted."""
    parsed = with_identity(parsed)
    summary, content = plain_text(parsed.summary_html), plain_text(parsed.content_html)
    words = count_words(content if parsed.content_html else summary)
    return ReadEntry(parsed, digest(parsed), _rest(parsed), words, search_words(summary, content))


def without_text(entry: ReadEntry) -> ReadEntry:
    """As much of an entry as is remembered."""
    parsed = entry.parsed
    known = ParsedEntry(parsed.guid, parsed.url, parsed.title, published=parsed.published, updated=parsed.updated)
    return ReadEntry(known, entry.digest, entry.rest, cut=True)


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
    return _hash(text, 16)


def _rest(entry: ParsedEntry) -> str:
    unseen = (
        entry.guid, entry.authors, entry.published, entry.updated, entry.image, entry.language, entry.comments_url,
        entry.comments_feed, entry.comments_count,
    )  # fmt: skip
    return _hash(repr(unseen), 8)


def _hash(words: str, size: int) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def _memory_of(parsed: IncrementalFeed, entries: Iterable[ReadEntry]) -> bytes:
    if not parsed.fingerprints:
        return b""
    lines = [
        (mark, one.guid, one.url, one.title, one.published, one.updated, entry.digest, entry.rest)
        for mark, entry in zip(parsed.fingerprints, entries, strict=True)
        for one in (entry.parsed,)
    ]
    return zlib.compress(json.dumps((parsed.context, lines), separators=(",", ":")).encode("ascii"), 1)


def _recalled(memory: bytes) -> tuple[str, Mapping[str, ReadEntry]]:
    """The context and the entries by their marks; nothing of a memory that another version has left."""
    try:
        context, lines = json.loads(zlib.decompress(memory)) if memory else ("", ())
        entries = {
            mark: ReadEntry(ParsedEntry(guid, url, title, published=published, updated=updated), seen, rest, cut=True)
            for mark, guid, url, title, published, updated, seen, rest in lines
        }
    except (zlib.error, ValueError, TypeError):
        return "", {}
    return context, entries
