"""Comments from the feed of an article's comments.

Threads come from ``thr:in-reply-to`` (RFC 4685). The RSS feeds of WordPress have none, but there each answer begins
with a sentence that links to the comment it answers: ``In reply to <a href="…#comment-7">Name</a>.``
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zlib import crc32

from reader.arrival import ParsedEntry, ParsedFeed
from reader.comment import ReadComments
from reader.conversation.collect import Collector, key
from reader.conversation.limits import MOST_COMMENTS

_NUMBER = re.compile(r"#comment-([0-9]{1,18})$")
_ANSWERS = re.compile(
    r"""\s*(?:<p>\s*)?[^<>]{1,60}<a\s[^<>]{0,500}?href=["']([^"'<>]{1,2000})["'][^<>]{0,200}>[^<>]{0,200}</a>\s*[.。]?\s*"""
    r"(?:</p>|\n\s*\n|<br\s*/?>|(?=<p>))",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:(?:Re|Comment on .*|Kommentar zu .*) (?:by|von)|By|Von|Par|Por|Di|Door|Av)\s*:?\s+(?=\S)", re.IGNORECASE
)


def comments_of_feed(feed: ParsedFeed) -> ReadComments:
    """The comments in a feed, the newest if there are too many."""
    entries = feed.entries
    if len(entries) > MOST_COMMENTS:
        entries = tuple(sorted(entries, key=lambda one: -(one.published or one.updated or 0))[:MOST_COMMENTS])
    ids = {entry.url: _id(entry) for entry in entries if entry.url}
    newest_first = _newest_first(entries)
    taken = Collector()
    for entry in reversed(entries) if newest_first else entries:
        if (entry.guid or "").startswith("t3_"):  # the post itself, in the feeds of Reddit
            continue
        parent, html = _parent(entry, ids)
        taken.add(_id(entry), parent, _author(entry), entry.published or entry.updated, html, entry.url)
    return taken.result(len(feed.entries) + feed.left_out)


def _newest_first(entries: tuple[ParsedEntry, ...]) -> bool:
    dates = [entry.published for entry in entries if entry.published is not None]
    return len(dates) < 2 or dates[0] >= dates[-1]


def _id(entry: ParsedEntry) -> str:
    written = entry.guid or entry.url
    if written:
        return _short(written)
    return f"{entry.published}-{crc32((entry.content_html or entry.summary_html).encode('utf-8', 'replace'))}"


def _short(name: str) -> str:
    """The guid or address of a comment; of WordPress only its number, because both name the same comment."""
    number = _NUMBER.search(name)
    return f"comment-{number[1]}" if number else key(name) or name


def _parent(entry: ParsedEntry, ids: Mapping[str, str]) -> tuple[str | None, str]:
    """The id of the comment that this one answers, and its HTML without the sentence that says so."""
    html = entry.content_html or entry.summary_html
    sentence = _ANSWERS.match(html) if "<a" in html[:100] else None
    if sentence and _NUMBER.search(sentence[1]):
        return _short(sentence[1]), html[sentence.end() :]
    if entry.reply_to:
        return ids.get(entry.reply_to) or _short(entry.reply_to), html
    return None, html


def _author(entry: ParsedEntry) -> str:
    if entry.authors:
        return entry.authors[0].name
    name = _BY.sub("", entry.title)
    return name if name != entry.title else ""
