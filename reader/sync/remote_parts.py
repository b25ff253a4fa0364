"""Articles of servers as entries: with the same cleaning of titles, names, dates and files as for feeds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reader.account import RemoteFeed
from reader.arrival import ParsedEntry
from reader.model import Author, Enclosure
from reader.people.merge import merge_mentions
from reader.people.names import read_byline, read_feed_mail, read_feed_name
from reader.text import TEXT_LIMIT, clean_line, clean_title
from reader.web.address_keys import feed_key
from reader.web.addresses import web_url
from reader.web.dates import EARLIEST, LATEST
from reader.web.entry_parts import language_of, tag_names, title_from, unite
from reader.web.media_types import is_picture, media_type, type_of_address

_AUTHOR_LIMIT = 30
_AUTHORS_LENGTH = 4_000
_BETWEEN_AUTHORS = re.compile(r";\s+")  # not the end of a character reference


def parsed_entry(
    *,
    url: str,
    title: str,
    author: str = "",
    published: int | None = None,
    updated: int | None = None,
    content: str = "",
    categories: Iterable[str] = (),
    files: Iterable[Enclosure | None] = (),
    language: str = "",
    comments_url: str = "",
    html_title: bool = False,
) -> ParsedEntry:
    """An entry made of what a server says. It has no guid, because servers keep those to themselves.

    ``html_title``: the title may have markup and character references in it.
    """
    address, content, kept = web_url(url), storable(content[:TEXT_LIMIT]), unite(files)
    title = clean_title(title) if html_title else clean_line(title)
    if title == clean_line(url):  # what Miniflux calls an article without a title and text
        title = ""
    return ParsedEntry(
        guid=None,
        url=address,
        title=title or title_from(content, kept, address),
        authors=authors_of(author),
        published=published,
        updated=updated,
        content_html=content,
        categories=tag_names(categories),
        enclosures=kept,
        image=next((file.url for file in kept if is_picture(file.type)), None),
        language=language_of(language),
        comments_url=web_url(comments_url),
    )


def authors_of(text: str) -> tuple[Author, ...]:
    """The people in a server's one field for the author: Miniflux puts commas between them, FreshRSS semicolons."""
    parts = _BETWEEN_AUTHORS.split(text[:_AUTHORS_LENGTH])[:_AUTHOR_LIMIT]
    return merge_mentions(author for part in parts for author in _people(part))[:_AUTHOR_LIMIT]


def _people(text: str) -> Iterator[Author]:
    name = read_feed_name(text)
    people = read_byline(name) if "," in name else ()
    if people:
        yield from (Author(one.name, role=one.role) for one in people)
    elif name:
        mail = read_feed_mail(text)
        yield Author(name, links=(mail,) if mail else ())


def enclosure(url: str, kind: str = "", length: object = None) -> Enclosure | None:
    """An attached file; None without a web address."""
    address = web_url(url)
    if address is None:
        return None
    written = clean_line(media_type(kind), 100)
    size = length if isinstance(length, int) and not isinstance(length, bool) and 0 < length < 10**15 else None
    return Enclosure(address, (written if "/" in written else "") or type_of_address(address) or None, size)


def feed_at(feeds: Sequence[RemoteFeed], url: str) -> RemoteFeed | None:
    """The subscription with this address, else with another spelling of it: a server may store the one it ended at."""
    same = (one for one in feeds if one.url == url)
    key = feed_key(url)
    return next(same, None) or next((one for one in feeds if feed_key(one.url) == key), None)


def moment(seconds: object) -> int | None:
    """A date in Unix seconds, which may be written as text; None if no article can have it."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit() and len(seconds) < 20:
        seconds = int(seconds)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    return int(seconds) if EARLIEST <= seconds < LATEST else None


def storable(text: str) -> str:
    """The text without halves of characters (JSON can have them) and without NUL."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
