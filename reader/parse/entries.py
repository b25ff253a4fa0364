"""Converts feedparser's dictionary of an entry into a :class:`~reader.arrival.ParsedEntry`."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from reader.arrival import ParsedEntry
from reader.lazy_dataclass import dataclass
from reader.model import Author, Chapter
from reader.parse.enclosures import kind_of, read_files
from reader.parse.values import dictionaries, links, number, text
from reader.people.merge import merge_mentions
from reader.people.names import read_feed_mail, read_feed_name
from reader.text import TEXT_LIMIT, clean_line, clean_title, resolve_controls
from reader.web.addresses import join, resolve, resolve_in_html, web_url
from reader.web.chapters import chapter, in_order
from reader.web.dates import parse_date
from reader.web.entry_parts import language_of, tag_names, title_from
from reader.web.media_types import HTML_TYPES, is_picture, media_type

AUTHOR_LIMIT = 30
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
    url = _entry_url(found, defaults)
    content, summary = _texts(found, defaults, url)
    authors = _authors(found, defaults)
    has_text = bool(content or text(found, "summary"))
    files = read_files(found, defaults.base, authors, has_text=has_text)
    published, updated = _dates(found)
    return ParsedEntry(
        guid=clean_line(text(found, "id")) or None,
        url=url,
        title=_title(found, defaults.atom) or title_from(content or summary, files.enclosures, url),
        authors=authors,
        published=published,
        updated=updated,
        summary_html=summary,
        content_html=content,
        categories=_categories(found, atom=defaults.atom),
        enclosures=files.enclosures,
        image=files.image,
        language=_language(found) or defaults.language,
        comments_url=_comments_url(found, defaults.base),
        comments_feed=_comments_feed(found, defaults.base),
        comments_count=_comments_count(found),
        chapters=_chapters(found, defaults.base),
        reply_to=_reply_to(found),
    )


def _plain(value: object) -> object:
    """The value with plain dictionaries: each look-up in feedparser's own ones runs Python code."""
    if isinstance(value, list):
        return [dict(one) if isinstance(one, dict) else one for one in value]
    return dict(value) if isinstance(value, dict) else value


def text_to_html(value: str) -> str:
    """Plain text as HTML that looks the same."""
    return escape(value, quote=False).replace("\n", "<br>\n")


def _title(found: dict[str, Any], atom: bool) -> str:
    value = text(found, "title") or text(found, "itunes_title") or _media_text(found, "media_title")
    detail = dict.get(found, "title_detail")
    kind = detail.get("type") if isinstance(detail, dict) else None
    return _name(value, plain=atom and kind == "text/plain")


def _name(value: str, *, plain: bool) -> str:
    """A title or a category. ``plain``: nothing in it is markup (RFC 4287 section 3.1.1.1); RSS does not say."""
    if plain:
        return clean_line(
            _SURELY_ESCAPED.sub(lambda reference: unescape(reference[0]), resolve_controls(value[:20_000]))
        )
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
    for key in ("dc_description", "itunes_summary", "media_description", "itunes_subtitle", "source_markdown"):
        value = _media_text(found, key) if key.startswith("media") else text(found, key)
        if value:
            html = key != "source_markdown" and _MARKUP.search(value)
            kind = "text/html" if html else "text/plain"
            return _html({"value": value, "type": kind}, defaults, url)
    return ""


def _media_text(found: dict[str, Any], key: str) -> str:
    """A text of Media RSS about the entry or its group, else about a file that is not a picture."""
    files = (
        one for one in dictionaries(found, "media") if one.get("role") == "content" and not is_picture(kind_of(one))
    )
    return next(filter(None, (text(one, key) for one in (found, *files))), "")


def _html(detail: dict[str, Any], defaults: FeedDefaults, url: str | None) -> str:
    value, kind, base = text(detail, "value")[:TEXT_LIMIT], media_type(detail.get("type")), text(detail, "base")
    if not value.strip():
        return ""
    if kind.startswith("text/") and kind not in HTML_TYPES:
        return text_to_html(value)
    if kind and kind not in HTML_TYPES:
        return ""  # a picture or a video as base64
    if base:
        return resolve_in_html(value, join(defaults.base, base))
    return value if url else resolve_in_html(value, defaults.base)  # article/ resolves addresses against the URL


def page_addresses(found: dict[str, Any], *, atom: bool) -> list[object]:
    """The addresses of the pages of a feed or entry, best first: web pages before other formats.

    In RSS, its own ``link`` comes before one of Atom.
    """
    pages = links(found, "alternate")
    if not atom:
        pages.sort(key=lambda link: bool(link.get("atom")))
    pages.sort(key=lambda link: link.get("type") not in HTML_TYPES)
    return [link.get("href") for link in pages]


def _entry_url(found: dict[str, Any], defaults: FeedDefaults) -> str | None:
    """The address of an entry; also from where RSS 1.0 (section 5.5) and RFC 4287 (section 4.1.3.2) have it."""
    candidates = [text(found, "feedburner_origlink"), *page_addresses(found, atom=defaults.atom)]
    out_of_line = (one for one in dictionaries(found, "content") if media_type(one.get("type")) in HTML_TYPES)
    candidates += [join(text(one, "base"), text(one, "src")) for one in out_of_line if one.get("src")]
    candidates += [text(found, "about"), text(found, "id") if dict.get(found, "permalink") else ""]
    for candidate in candidates[:-1]:
        address = resolve(defaults.base, candidate)
        if address:
            return address
    players = (resolve(defaults.base, link.get("href")) for link in links(found, "player"))
    return web_url(str(candidates[-1])) or next(filter(None, players), None)


def _dates(found: dict[str, Any]) -> tuple[int | None, int | None]:
    """Published and updated. RDF and some Atom feeds only give the last change, which then counts as both."""
    updated = parse_date(text(found, "updated"))
    published = parse_date(text(found, "published"))
    for key in ("created", "prism_publicationdate"):
        published = parse_date(text(found, key)) if published is None else published
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
    if not name:
        return None
    given = found.get("email") or value
    mail = read_feed_mail(given) if isinstance(given, str) and "@" in given else None
    return Author(name, url=resolve(base, found.get("href")), links=(mail,) if mail else ())


def _chapters(found: dict[str, Any], base: str) -> tuple[Chapter, ...]:
    """Podlove's Simple Chapters (podlove.org/simple-chapters)."""
    listed = dictionaries(found, "chapters") if "chapters" in found else ()
    return in_order(chapter(one.get("start"), one.get("title"), resolve(base, one.get("href"))) for one in listed)


def _person(found: dict[str, Any], base: str) -> Author | None:
    """Somebody who takes part in an episode (``podcast:person``)."""
    name = read_feed_name(text(found, "name"))
    if not name:
        return None
    role = clean_line(text(found, "role"), 100) or None
    return Author(name, resolve(base, found.get("href")), role, avatar=resolve(base, found.get("img")))


def _authors(found: dict[str, Any], defaults: FeedDefaults) -> tuple[Author, ...]:
    own = read_authors(dict.get(found, "authors"), defaults.base)
    persons = [_person(one, defaults.base) for one in dictionaries(found, "persons")[:AUTHOR_LIMIT]]
    if persons:
        own = merge_mentions((*own, *(person for person in persons if person)))[:AUTHOR_LIMIT]
    if own or not defaults.atom:
        return own
    source = dict.get(found, "source")
    from_source = read_authors(dict.get(source, "authors"), defaults.base) if isinstance(source, dict) else ()
    return from_source or defaults.authors  # RFC 4287 section 4.2.1


def _categories(found: dict[str, Any], *, atom: bool) -> tuple[str, ...]:
    names = (tag.get("label") or tag.get("term") for tag in dictionaries(found, "tags"))
    clean = (_name(name, plain=atom) for name in names if isinstance(name, str))
    return tag_names(name for name in clean if "://" not in name)


def _language(found: dict[str, Any]) -> str | None:
    details = [*dictionaries(found, "content"), dict.get(found, "title_detail"), dict.get(found, "summary_detail")]
    written: list[object] = [text(found, "language")]
    written += [detail.get("language") for detail in details if isinstance(detail, dict)]
    return next(filter(None, map(language_of, written)), None)


def _comments_url(found: dict[str, Any], base: str) -> str | None:
    pages = [link.get("href") for link in links(found, "replies") if link.get("type") in HTML_TYPES]
    written = text(found, "comments")
    candidates = [*pages] if number(written) is not None else [written, *pages]
    return next(filter(None, (resolve(base, candidate) for candidate in candidates)), None)


def _comments_feed(found: dict[str, Any], base: str) -> str | None:
    feeds = [link.get("href") for link in links(found, "replies") if link.get("type") not in HTML_TYPES]
    candidates = [text(found, "wfw_commentrss"), *feeds]
    return next(filter(None, (resolve(base, candidate) for candidate in candidates)), None)


def _comments_count(found: dict[str, Any]) -> int | None:
    counts = [number(text(found, key)) for key in ("slash_comments", "thr_total")]
    counts += [number(link.get("thr:count") or link.get("count")) for link in links(found, "replies")]
    counts.append(number(text(found, "comments")))
    return next((count for count in counts if count is not None), None)


def _reply_to(found: dict[str, Any]) -> str | None:
    """What the entry answers: the id of that entry, or its address (RFC 4685 section 3)."""
    answered = dict.get(found, "in_reply_to")
    if not isinstance(answered, dict):
        return None
    return clean_line(text(answered, "ref")) or clean_line(text(answered, "href")) or None
