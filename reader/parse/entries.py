"""Converts feedparser's dictionary of an entry into a :class:`~reader.arrival.ParsedEntry`.

Any key may hold a value of any type: an element with attributes that feedparser does not know becomes a dictionary
under its own name. So the type of every value is checked, and a value of the wrong type counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from reader.arrival import ParsedEntry
from reader.model import Author, Enclosure
from reader.people.merge import merge_mentions
from reader.people.names import read_feed_name
from reader.text import TEXT_LIMIT, clean_line, clean_title, plain_text
from reader.web.addresses import join, resolve, resolve_in_html, web_url
from reader.web.dates import parse_date

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_FLASH = "application/x-shockwave-flash"  # YouTube's feeds still list its former Flash player
AUTHOR_LIMIT = 30
_CATEGORY_LIMIT = 30
_ENCLOSURE_LIMIT = 50
_TITLE_FROM_TEXT = 80  # characters
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_MARKUP = re.compile(r"<(?:p|br|a|b|i|em|strong|ul|ol|li|div|span|img|h\d)\b[^<>]*>|&(?:\w+|#\d+);", re.IGNORECASE)
_SURELY_ESCAPED = re.compile(r"&(?:amp|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


@dataclass(frozen=True, slots=True)
class FeedDefaults:
    """The properties that entries take from their feed. ``base``: the base of their relative addresses."""

    base: str
    atom: bool
    authors: tuple[Author, ...] = ()
    language: str | None = None


def read_entry(found: dict[str, Any], defaults: FeedDefaults) -> ParsedEntry:
    """One entry. Never raises."""
    found = {key: _plain(value) for key, value in found.items()}
    url = _entry_url(found, defaults.base)
    content, summary = _texts(found, defaults, url)
    enclosures = tuple(_enclosures(found, defaults.base))
    published, updated = _dates(found)
    return ParsedEntry(
        guid=clean_line(text(found, "id")) or None,
        url=url,
        title=_title(found, defaults.atom) or title_from(content or summary, url),
        authors=_authors(found, defaults),
        published=published,
        updated=updated,
        summary_html=summary,
        content_html=content,
        categories=_categories(found),
        enclosures=enclosures,
        image=_image(found, defaults.base, enclosures),
        language=_language(found) or defaults.language,
        comments_url=_comments_url(found, defaults.base),
        comments_feed=_comments_feed(found, defaults.base),
        comments_count=_comments_count(found),
    )


def _plain(value: object) -> object:
    """The value with plain dictionaries: each look-up in feedparser's own ones runs Python code."""
    if isinstance(value, list):
        return [dict(one) if isinstance(one, dict) else one for one in value]
    return dict(value) if isinstance(value, dict) else value


def text(found: dict[str, Any], key: str) -> str:
    """The string under a key, or an empty one. (feedparser's ``get`` would try other keys too.)"""
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""


def dictionaries(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The dictionaries in the list under a key."""
    value = dict.get(found, key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def number(value: object) -> int | None:
    """A count written as text; None for anything else, negative numbers included."""
    digits = value.strip() if isinstance(value, str) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def language_of(value: object) -> str | None:
    """A language tag (BCP 47), with ``-`` for ``_``."""
    tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return tag if _LANGUAGE.fullmatch(tag) else None


def text_to_html(value: str) -> str:
    """Plain text as HTML that looks the same."""
    return escape(value, quote=False).replace("\n", "<br>\n")


def title_from(html: str, url: str | None) -> str:
    """A title for an entry that has none: its first words, else the last part of its address."""
    words = clean_line(plain_text(html[:20_000]).replace("\n", " "))
    if len(words) > _TITLE_FROM_TEXT:
        words = words[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    if words:
        return words
    last = re.sub(r"[?#].*", "", url or "").rstrip("/").rsplit("/", 1)[-1]
    return clean_line(re.sub(r"\.\w{1,5}$", "", last).replace("-", " ").replace("_", " ")) or "Untitled"


def _title(found: dict[str, Any], atom: bool) -> str:
    value = text(found, "title") or text(found, "media_title")
    detail = dict.get(found, "title_detail")
    kind = detail.get("type") if isinstance(detail, dict) else None
    if atom and kind == "text/plain":  # RFC 4287 section 3.1.1.1: nothing in it is markup
        return clean_line(_SURELY_ESCAPED.sub(lambda reference: unescape(reference[0]), value[:20_000]))
    return clean_title(value)


def _texts(found: dict[str, Any], defaults: FeedDefaults, url: str | None) -> tuple[str, str]:
    """Content and summary as HTML; the summary is empty if both are the same."""
    contents = [_html(detail, defaults, url) for detail in dictionaries(found, "content")]
    content = max(contents, key=len, default="")
    detail = dict.get(found, "summary_detail")
    summary = text(found, "summary")
    if isinstance(detail, dict):
        summary = _html({**detail, "value": summary}, defaults, url)
    if not summary:
        summary = _other_description(found, defaults, url)
    return content, "" if summary == content else summary


def _other_description(found: dict[str, Any], defaults: FeedDefaults, url: str | None) -> str:
    """The text of an entry without a description of its own, from the modules that have one."""
    for key in ("dc_description", "itunes_summary", "media_description", "itunes_subtitle"):
        value = text(found, key)
        if value:
            kind = "text/html" if _MARKUP.search(value) else "text/plain"
            return _html({"value": value, "type": kind}, defaults, url)
    return ""


def _html(detail: dict[str, Any], defaults: FeedDefaults, url: str | None) -> str:
    value, kind, base = text(detail, "value")[:TEXT_LIMIT], text(detail, "type"), text(detail, "base")
    if not value.strip():
        return ""
    if kind.startswith("text/") and kind not in _HTML_TYPES:
        return text_to_html(value)
    if kind and kind not in _HTML_TYPES:
        return ""  # a picture or a video as base64
    if base:
        return resolve_in_html(value, join(defaults.base, base))
    return value if url else resolve_in_html(value, defaults.base)  # article/ resolves addresses against the URL


def _links(found: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    return [link for link in dictionaries(found, "links") if link.get("rel") == rel]


def _entry_url(found: dict[str, Any], base: str) -> str | None:
    alternates = _links(found, "alternate")
    pages = [link for link in alternates if link.get("type") in _HTML_TYPES]
    candidates: list[object] = [text(found, "feedburner_origlink")]
    candidates += [link.get("href") for link in pages + alternates]
    for candidate in candidates:
        address = resolve(base, candidate)
        if address:
            return address
    return web_url(text(found, "id")) if dict.get(found, "permalink") else None


def _dates(found: dict[str, Any]) -> tuple[int | None, int | None]:
    """Published and updated. RDF and some Atom feeds only give the last change, which then counts as both."""
    updated = parse_date(text(found, "updated"))
    published = parse_date(text(found, "published"))
    if published is None:
        published = parse_date(text(found, "created"))
    return (updated if published is None else published), updated


def read_authors(found: object, base: str) -> tuple[Author, ...]:
    """The authors in one of feedparser's ``authors`` lists, each once.

    Its dictionaries hold ``name`` and ``href``, or ``text`` as the feed has it.
    """
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    authors = (_author(one, base) for one in listed[: 2 * AUTHOR_LIMIT])
    return merge_mentions(author for author in authors if author)[:AUTHOR_LIMIT]


def _author(found: dict[str, Any], base: str) -> Author | None:
    value = found.get("name") or found.get("text")
    name = read_feed_name(value) if isinstance(value, str) else ""
    return Author(name, url=resolve(base, found.get("href"))) if name else None


def _authors(found: dict[str, Any], defaults: FeedDefaults) -> tuple[Author, ...]:
    own = read_authors(dict.get(found, "authors"), defaults.base)
    if own or not defaults.atom:
        return own
    source = dict.get(found, "source")
    from_source = read_authors(dict.get(source, "authors"), defaults.base) if isinstance(source, dict) else ()
    return from_source or defaults.authors  # RFC 4287 section 4.2.1


def _categories(found: dict[str, Any]) -> tuple[str, ...]:
    names = (tag.get("label") or tag.get("term") for tag in dictionaries(found, "tags"))
    clean = (clean_line(name, 100) for name in names if isinstance(name, str))
    kept = dict.fromkeys(name for name in clean if name and "://" not in name)
    return tuple(kept)[:_CATEGORY_LIMIT]


def _enclosures(found: dict[str, Any], base: str) -> Iterator[Enclosure]:
    media = (one for one in dictionaries(found, "media_content") if not _is_picture(one) and one.get("type") != _FLASH)
    seen: set[str] = set()
    for link in [*_links(found, "enclosure"), *media][: 2 * _ENCLOSURE_LIMIT]:
        address = resolve(base, link.get("href") or link.get("url"))
        if address and address not in seen and len(seen) < _ENCLOSURE_LIMIT:
            seen.add(address)
            kind = clean_line(text(link, "type"), 100) or None
            yield Enclosure(address, kind, number(link.get("length") or link.get("filesize")))


def _is_picture(media: dict[str, Any]) -> bool:
    kind, medium = text(media, "type"), text(media, "medium")
    return medium == "image" or kind.startswith("image/") or not (kind or medium)


def _image(found: dict[str, Any], base: str, enclosures: tuple[Enclosure, ...]) -> str | None:
    own = dict.get(found, "image")
    candidates: list[object] = [one.get("url") for one in dictionaries(found, "media_content") if _is_picture(one)]
    candidates += [one.get("url") for one in dictionaries(found, "media_thumbnail")]
    candidates += [own.get("href")] if isinstance(own, dict) else []
    candidates += [one.url for one in enclosures if (one.type or "").startswith("image/")]
    return next(filter(None, (resolve(base, candidate) for candidate in candidates)), None)


def _language(found: dict[str, Any]) -> str | None:
    details = [*dictionaries(found, "content"), dict.get(found, "title_detail"), dict.get(found, "summary_detail")]
    written: list[object] = [text(found, "language")]
    written += [detail.get("language") for detail in details if isinstance(detail, dict)]
    return next(filter(None, map(language_of, written)), None)


def _comments_url(found: dict[str, Any], base: str) -> str | None:
    pages = [link.get("href") for link in _links(found, "replies") if link.get("type") in _HTML_TYPES]
    candidates = [text(found, "comments"), *pages]
    return next(filter(None, (resolve(base, candidate) for candidate in candidates)), None)


def _comments_feed(found: dict[str, Any], base: str) -> str | None:
    feeds = [link.get("href") for link in _links(found, "replies") if link.get("type") not in _HTML_TYPES]
    candidates = [text(found, "wfw_commentrss"), *feeds]
    return next(filter(None, (resolve(base, candidate) for candidate in candidates)), None)


def _comments_count(found: dict[str, Any]) -> int | None:
    counts = [number(text(found, "slash_comments")), number(text(found, "thr_total"))]
    counts += [number(link.get("count") or link.get("thr:count")) for link in _links(found, "replies")]
    return next((count for count in counts if count is not None), None)
