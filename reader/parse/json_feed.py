"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org).

One value counts as a list where a list belongs, and a number may be written as text; any other field of the wrong type
counts as missing. Raw control characters in strings, which RFC 8259 forbids, are read as what they are. As with XML, a
document that is cut off yields its complete items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from reader.arrival import ParsedEntry, ParsedFeed
from reader.errors import ParseError
from reader.model import Author, Enclosure
from reader.parse.enclosures import is_address_of_avatar, seconds
from reader.parse.entries import AUTHOR_LIMIT, text_to_html
from reader.parse.values import number
from reader.people.merge import merge_mentions
from reader.people.names import read_feed_name
from reader.problems import Problem, problem
from reader.text import TEXT_LIMIT, clean_line
from reader.web.addresses import resolve, resolve_in_html, site_of
from reader.web.dates import parse_date
from reader.web.entry_parts import language_of, tag_names, title_from, unite
from reader.web.media_types import is_picture, media_type, type_of_address

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")
_ENTRY_LIMIT = 10_000
_DIGITS = 400  # of a number; Python refuses to read one of more than 4,300
_DECODER = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else digits)
_LIST_LIMIT = 50


def load_json(text: str) -> tuple[object, bool]:
    """The document, and whether it is complete.

    Raises :class:`ParseError` for text that is not JSON, and for a feed that is cut off before its first item.
    """
    try:
        return _DECODER.decode(text), True
    except RecursionError as error:
        raise ParseError(problem(Problem.JSON_NOT_FEED)) from error
    except ValueError:
        return _complete_items(text), False


def read_json_feed(document: object, base: str, *, complete: bool) -> ParsedFeed:
    """The feed in a document from :func:`load_json`; raises :class:`ParseError` for other JSON."""
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not _is_feed(document, items):
        raise ParseError(problem(Problem.JSON_NOT_FEED))
    found = [item for item in _all(items) if isinstance(item, dict)]
    left_out = max(len(found) - _ENTRY_LIMIT, 0)
    if left_out:
        from reader.parse.newest_entries import newest_of  # imports feedparser

        found = [found[number] for number in newest_of([_date(item) for item in found], _ENTRY_LIMIT)]
    link = resolve(base, document.get("home_page_url"))
    authors, language = _authors(document, base), language_of(document.get("language"))
    return ParsedFeed(
        title=clean_line(_string(document.get("title"))) or clean_line(site_of(link or base)),
        link=link,
        description=clean_line(_string(document.get("description")), 4_000),
        language=language,
        entries=tuple(_entry(item, link or base, authors, language) for item in found),
        complete=complete,
        left_out=left_out,
        kind="JSON",
    )


def _date(item: dict[str, Any]) -> int | None:
    return parse_date(_string(item.get("date_published"))) or parse_date(_string(item.get("date_modified")))


def _complete_items(text: str) -> object:
    """The document up to its last complete item."""
    start = _ITEMS.search(text)
    if start is None:
        raise ParseError(problem(Problem.FEED_CUT_OFF if "jsonfeed.org" in text[:4_096] else Problem.JSON_NOT_FEED))
    try:
        head = _DECODER.decode(text[: start.start()].rstrip().rstrip(",") + "}")
        items = list(_decoded(text, start.end()))
    except (ValueError, RecursionError) as error:
        raise ParseError(problem(Problem.JSON_NOT_FEED)) from error
    if not items:
        raise ParseError(problem(Problem.FEED_CUT_OFF))
    return {**head, "items": items}


def _decoded(text: str, position: int) -> Iterator[object]:
    while True:
        separator = _SEPARATOR.match(text, position)
        try:
            item, position = _DECODER.raw_decode(text, separator.end() if separator else position)
        except ValueError:
            return
        yield item


def _is_feed(document: dict[str, Any], items: object) -> bool:
    version = document.get("version")
    named = isinstance(version, str) and "jsonfeed.org" in version
    return named or (isinstance(items, list) and isinstance(document.get("title"), str))


def _entry(item: dict[str, Any], base: str, authors: tuple[Author, ...], language: str | None) -> ParsedEntry:
    url = resolve(base, item.get("url")) or resolve(base, item.get("external_url"))
    content = _content(item, url, base)
    summary = text_to_html(_string(item.get("summary")))
    own = _authors(item, base)
    pictures = [one for key in ("image", "banner_image") if (one := _picture(item, key, base, own))]
    files = unite([*_attachments(item, base), *pictures])
    published, updated = parse_date(_string(item.get("date_published"))), parse_date(_string(item.get("date_modified")))
    return ParsedEntry(
        guid=clean_line(_string(item.get("id"))) or None,
        url=url,
        title=clean_line(_string(item.get("title"))) or title_from(content or summary, files, url),
        authors=own or authors,
        published=updated if published is None else published,
        updated=updated,
        summary_html="" if summary == content else summary,
        content_html=content,
        categories=tag_names(map(_string, _list(item.get("tags")))),
        enclosures=files,
        image=pictures[0].url if pictures else None,
        language=language_of(item.get("language")) or language,
    )


def _content(item: dict[str, Any], url: str | None, base: str) -> str:
    html = _string(item.get("content_html"))[:TEXT_LIMIT]
    if html.strip():
        return html if url else resolve_in_html(html, base)
    return text_to_html(_string(item.get("content_text"))[:TEXT_LIMIT])


def _string(value: object) -> str:
    """The text, or a number as text; empty for everything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _all(value: object) -> list[Any]:
    """The values of a list; a single value counts as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _list(value: object) -> list[Any]:
    return _all(value)[:_LIST_LIMIT]


def _whole(value: object) -> int | None:
    """A number of bytes, which may be written as text."""
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 10**15 and not isinstance(value, bool) else None
    return number(value)


def _authors(holder: dict[str, Any], base: str) -> tuple[Author, ...]:
    """``authors`` of version 1.1, else ``author`` of 1.0."""
    found = _list(holder.get("authors")) or _list(holder.get("author"))
    authors = (_author(one, base) for one in found)
    return merge_mentions(author for author in authors if author)[:AUTHOR_LIMIT]


def _author(found: object, base: str) -> Author | None:
    if isinstance(found, str):
        found = {"name": found}
    if not isinstance(found, dict):
        return None
    name = read_feed_name(escape(_string(found.get("name")), quote=False))  # names are plain text
    return (
        Author(name, url=resolve(base, found.get("url")), avatar=resolve(base, found.get("avatar"))) if name else None
    )


def _attachments(item: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for one in _list(item.get("attachments")):
        address = resolve(base, one.get("url")) if isinstance(one, dict) else None
        if address:
            yield Enclosure(
                address,
                clean_line(media_type(one.get("mime_type")), 100) or type_of_address(address) or None,
                _whole(one.get("size_in_bytes")),
                clean_line(_string(one.get("title"))) or None,
                seconds(one.get("duration_in_seconds")),
            )


def _picture(item: dict[str, Any], key: str, base: str, authors: tuple[Author, ...]) -> Enclosure | None:
    address = resolve(base, item.get(key))
    if address is None or is_address_of_avatar(address) or address in [author.avatar for author in authors]:
        return None
    kind = type_of_address(address)
    return Enclosure(address, kind if is_picture(kind) else "image/*")
