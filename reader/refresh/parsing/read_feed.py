"""Parses a feed and computes everything that a refresh needs from it, in a parser process.

Digests, word counts and search words are computed here, because that is most of the work. The result includes a
cache, one line per entry, with a fingerprint of its bytes and its identity. Passed to the next parse, it saves parsing
the entries that have not changed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reader.arrival import ParsedEntry, ParsedFeed
from reader.lazy_dataclass import dataclass
from reader.parse import IncrementalFeed, KnownEntries, parse_new_entries
from reader.refresh.entries.identity import Identity, content_number, identity_of, text_hash, with_identity
from reader.stories.same_article import copy_keys
from reader.text import count_words, plain_text, search_words


@dataclass(frozen=True, slots=True)
class EntryResult:
    """A parsed entry with its digests. ``partial``: it is from the cache and has no content.

    ``digest`` covers the visible content, ``hidden_digest`` everything else: two entries with both equal are equal.
    ``text_digest`` covers the words of the text alone; it is empty if there are none.
    """

    parsed: ParsedEntry
    digest: str
    hidden_digest: str
    text_digest: str
    words: int = 0
    search_words: str = ""
    partial: bool = False
    copy_keys: tuple[int | None, int | None] = (None, None)

    @property
    def content(self) -> int | None:
        """See :func:`~reader.refresh.entries.identity.content_number`."""
        return content_number(self.parsed, self.text_digest)

    @property
    def identity(self) -> Identity:
        """The properties by which the entry is matched."""
        return identity_of(self.parsed, self.digest, self.content)


@dataclass(frozen=True, slots=True)
class FeedResult:
    """A parsed feed. ``entries`` are the results for ``feed.entries``, in their order.

    ``cache`` is for the next parse; empty if this feed must always be parsed completely.
    """

    feed: ParsedFeed
    entries: tuple[EntryResult, ...]
    cache: bytes = b""

    @property
    def partial(self) -> bool:
        """Whether some of the entries have no content."""
        return any(entry.partial for entry in self.entries)


def read_feed(body: bytes, *, url: str, content_type: str | None = None, cache: bytes = b"") -> FeedResult:
    """Parses a feed, or only its changed entries. Raises :class:`~reader.errors.ParseError`."""
    context, cached = _read_cache(cache)
    known = KnownEntries(context, cached.keys()) if cached else None
    parsed = parse_new_entries(body, url=url, content_type=content_type, known=known)
    new = (entry_result(entry) for entry in parsed.feed.entries)
    if parsed.known_left_out:
        entries = tuple(cached.get(fingerprint) or next(new) for fingerprint in parsed.fingerprints)
    else:
        entries = tuple(new)
    feed = replace(parsed.feed, entries=tuple(entry.parsed for entry in entries))
    return FeedResult(feed, entries, _make_cache(parsed, entries))


def entry_result(parsed: ParsedEntry) -> EntryResult:
    """The identity, digests and words of an entry."""
    parsed = with_identity(parsed)
    summary, content = plain_text(parsed.summary_html), plain_text(parsed.content_html)
    words = count_words(content if parsed.content_html else summary)
    text = text_hash(f"{summary}\0{content}") if summary or content else ""
    keys = copy_keys(parsed.url, content or summary)
    return EntryResult(
        parsed, digest(parsed), _hidden_digest(parsed), text, words, search_words(summary, content), copy_keys=keys
    )


def without_content(entry: EntryResult) -> EntryResult:
    """The part of an entry that the cache holds."""
    parsed = entry.parsed
    known = ParsedEntry(parsed.guid, parsed.url, parsed.title, published=parsed.published, updated=parsed.updated)
    return EntryResult(known, entry.digest, entry.hidden_digest, entry.text_digest, partial=True)


def digest(entry: ParsedEntry) -> str:
    """A digest of the visible content of an entry; the number of comments is not part of it."""
    visible = (
        entry.title,
        entry.url,
        [author.name for author in entry.authors],
        entry.summary_html,
        entry.content_html,
        entry.categories,
        [(file.url, file.type, file.length, *_filled(file.title, file.duration)) for file in entry.enclosures],
    )
    return _hash(json.dumps(visible, ensure_ascii=False, separators=(",", ":")), 16)


def _filled(*values: object) -> tuple[object, ...]:
    """The values that are known, so that the digests of entries from before these were read stay equal."""
    return tuple(value for value in values if value is not None)


def _hidden_digest(entry: ParsedEntry) -> str:
    hidden: tuple[object, ...] = (
        entry.guid, entry.authors, entry.published, entry.updated, entry.image, entry.language, entry.comments_url,
        entry.comments_feed, entry.comments_count,
    )  # fmt: skip
    if entry.chapters:  # the digests of all others stay equal
        hidden = (*hidden, entry.chapters)
    return _hash(repr(hidden), 8)


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def _make_cache(parsed: IncrementalFeed, entries: Iterable[EntryResult]) -> bytes:
    if not parsed.fingerprints:
        return b""
    lines = [
        (
            fingerprint, one.guid, one.url, one.title, one.published, one.updated, entry.digest, entry.hidden_digest,
            entry.text_digest,
        )
        for fingerprint, entry in zip(parsed.fingerprints, entries, strict=True)
        for one in (entry.parsed,)
    ]  # fmt: skip
    return zlib.compress(json.dumps((parsed.context, lines), separators=(",", ":")).encode("ascii"), 1)


def _read_cache(cache: bytes) -> tuple[str, Mapping[str, EntryResult]]:
    """The context and the entries by their fingerprints; empty for a cache that another version wrote."""
    try:
        context, lines = json.loads(zlib.decompress(cache)) if cache else ("", ())
        entries = {
            fingerprint: EntryResult(
                ParsedEntry(guid, url, title, published=published, updated=updated), digest_, hidden, text, partial=True
            )
            for fingerprint, guid, url, title, published, updated, digest_, hidden, text in lines
        }
    except (zlib.error, ValueError, TypeError):
        return "", {}
    return context, entries
