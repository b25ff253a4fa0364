"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org); a field of the wrong type counts as missing.

As with XML, a document that is cut off yields its complete items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.arrival import ParsedEntry, ParsedFeed
from reader.errors import ParseError
from reader.model import Author, Enclosure
from reader.parse.entries import AUTHOR_LIMIT, language_of, text_to_html, title_from
from reader.people.merge import merge_mentions
from reader.people.names import read_feed_name
from reader.problems import Problem, problem
from reader.text import TEXT_LIMIT, clean_line, clean_title, plain_text
from reader.web.addresses import resolve, resolve_in_html, site_of
from reader.web.dates import parse_date

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")
_ENTRY_LIMIT = 10_000
_LIST_LIMIT = 50


def read_json_feed(text: str, base: str) -> ParsedFeed:
    """The feed; raises :class:`ParseError` for other JSON, and for a feed that is cut off before its first item."""
    document, complete = _load(text)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not _is_feed(document, items):
        raise ParseError(problem(Problem.JSON_NOT_FEED))
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    link = resolve(base, document.get("home_page_url"))
    authors, language = _authors(document, base), language_of(document.get("language"))
    return ParsedFeed(
        title=clean_title(_string(document.get("title"))) or clean_line(site_of(link or base)),
        link=link,
        description=clean_line(plain_text(_string(document.get("description"))).replace("\n", " "), 4_000),
        language=language,
        entries=tuple(_entry(item, link or base, authors, language) for item in found[:_ENTRY_LIMIT]),
        complete=complete and len(found) <= _ENTRY_LIMIT,
        kind="JSON",
    )


def _load(text: str) -> tuple[object, bool]:
    try:
        return json.loads(text), True
    except RecursionError as error:
        raise ParseError(problem(Problem.JSON_NOT_FEED)) from error
    except ValueError:
        return _complete_items(text), False


def _complete_items(text: str) -> object:
    """The document up to its last complete item."""
    start = _ITEMS.search(text)
    if start is None:
        raise ParseError(problem(Problem.FEED_CUT_OFF if "jsonfeed.org" in text[:4_096] else Problem.JSON_NOT_FEED))
    try:
        head = json.loads(text[: start.start()].rstrip().rstrip(",") + "}")
        items = list(_decoded(text, start.end()))
    except (ValueError, RecursionError) as error:
        raise ParseError(problem(Problem.JSON_NOT_FEED)) from error
    if not items:
        raise ParseError(problem(Problem.FEED_CUT_OFF))
    return {**head, "items": items}


def _decoded(text: str, position: int) -> Iterator[object]:
    decoder = json.JSONDecoder()
    while True:
        separator = _SEPARATOR.match(text, position)
        try:
            item, position = decoder.raw_decode(text, separator.end() if separator else position)
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
    attachments = tuple(_attachments(item, base))
    published, updated = parse_date(_string(item.get("date_published"))), parse_date(_string(item.get("date_modified")))
    return ParsedEntry(
        guid=clean_line(_string(item.get("id"))) or None,
        url=url,
        title=clean_title(_string(item.get("title"))) or title_from(content or summary, url),
        authors=_authors(item, base) or authors,
        published=updated if published is None else published,
        updated=updated,
        summary_html="" if summary == content else summary,
        content_html=content,
        categories=_tags(item),
        enclosures=attachments,
        image=resolve(base, item.get("image")) or resolve(base, item.get("banner_image")),
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


def _list(value: object) -> list[Any]:
    return value[:_LIST_LIMIT] if isinstance(value, list) else []


def _authors(holder: dict[str, Any], base: str) -> tuple[Author, ...]:
    """``authors`` of version 1.1, else ``author`` of 1.0."""
    found = _list(holder.get("authors")) or [holder.get("author")]
    authors = (_author(one, base) for one in found)
    return merge_mentions(author for author in authors if author)[:AUTHOR_LIMIT]


def _author(found: object, base: str) -> Author | None:
    if isinstance(found, str):
        found = {"name": found}
    if not isinstance(found, dict):
        return None
    name = read_feed_name(_string(found.get("name")))
    return (
        Author(name, url=resolve(base, found.get("url")), avatar=resolve(base, found.get("avatar"))) if name else None
    )


def _tags(item: dict[str, Any]) -> tuple[str, ...]:
    names = (clean_line(_string(tag), 100) for tag in _list(item.get("tags")))
    return tuple(dict.fromkeys(name for name in names if name))[:30]


def _attachments(item: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for one in _list(item.get("attachments")):
        address = resolve(base, one.get("url")) if isinstance(one, dict) else None
        if address:
            size = one.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 <= size < 10**15 else None
            yield Enclosure(address, clean_line(_string(one.get("mime_type")), 100) or None, length)
