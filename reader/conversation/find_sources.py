"""Finds the places where an article is discussed: its comments feed, and the sites that its feed or its page name.

A site is named by the comments address, by the article's own address (the feeds of Reddit and of forums lead to the
discussion itself), or by a link in the text whose words say so: "Discuss on Hacker News". Any other link to one of
these sites is part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from html import unescape
from urllib.parse import urlsplit

from reader.comment import CommentSource, SourceKind
from reader.lazy_dataclass import dataclass
from reader.model import Entry
from reader.text import plain_text
from reader.web.addresses import resolve, web_url
from reader.web.discussion_links import may_be_discussion, says_discussion

MOST_SOURCES = 5
_MOST_LINKS = 500
_LINK = re.compile(
    r"""<a\s[^<>]{0,2000}?href\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')[^<>]{0,2000}>""", re.IGNORECASE
)
_LABEL = 200  # characters of a link's words


@dataclass(frozen=True, slots=True)
class Services:
    """Addresses of services whose data is at other hosts than their pages; tests put their own server there.

    ``hosts``: the host of a page, and the address (scheme, host, port) where the data of its site is.
    """

    hacker_news: str = "https://hn.algolia.com"
    lobsters: str = "https://lobste.rs"
    reddit: str = "https://www.reddit.com"
    hosts: Mapping[str, str] = field(default_factory=dict)


SERVICES = Services()


def sources_of(entry: Entry, services: Services = SERVICES) -> tuple[CommentSource, ...]:
    """Where the article is discussed: its own comments first, then the other sites in the order of their mention."""
    page = entry.page
    own = entry.comments_url or (page.comments_url if page else None)
    found: dict[str, CommentSource] = {}
    feeds = (entry.comments_feed, page.comments_feed if page else None)
    feed = next((url for url in map(web_url, feeds) if url), None)
    if feed:
        found[feed] = CommentSource(SourceKind.FEED, feed, own or entry.url or feed)
    for address in _addresses(entry, own):
        source = site_source(address, services)
        if source:
            found.setdefault(source.url, source)
        if len(found) == MOST_SOURCES:
            break
    return tuple(found.values())


def _addresses(entry: Entry, own: str | None) -> Iterator[str]:
    """Addresses that may be discussions of the article."""
    yield from filter(None, (own, entry.url))
    page = entry.page
    yield from page.discussions if page else ()
    for html in (entry.content_html, entry.summary_html, page.content_html if page else ""):
        yield from discussion_links(html, entry.url)


def discussion_links(html: str, base: str | None) -> Iterator[str]:
    """The addresses of links whose words say that the article is discussed there."""
    if not may_be_discussion(html):
        return
    for number, link in enumerate(_LINK.finditer(html)):
        if number == _MOST_LINKS:
            return
        written = unescape(link[1] or link[2]).strip()
        if not may_be_discussion(written):
            continue
        words, _, _ = html[link.end() : link.end() + _LABEL].partition("</a")
        if says_discussion(plain_text(words).strip(), written):
            address = resolve(base, written)
            if address:
                yield address


def site_source(address: str, services: Services = SERVICES) -> CommentSource | None:
    """The source behind the address of a discussion; None for any other address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("old.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    of_host = _SITES.get(host)
    for make in (of_host,) if of_host else _SOFTWARE:
        source = make(address, parts.path, parts.query, services)
        if source:
            return source
    return None


def _hacker_news(address: str, path: str, query: str, services: Services) -> CommentSource | None:
    number = re.search(r"(?:^|&)id=([0-9]{1,12})(?:&|$)", query)
    if path != "/item" or not number:
        return None
    return CommentSource(SourceKind.HACKER_NEWS, f"{services.hacker_news}/api/v1/items/{number[1]}", address)


def _lobsters(address: str, path: str, _query: str, services: Services) -> CommentSource | None:
    found = re.match(r"/s/([a-z0-9]{1,12})(?:/|\.json|$)", path)
    return CommentSource(SourceKind.LOBSTERS, f"{services.lobsters}/s/{found[1]}.json", address) if found else None


def _reddit(address: str, path: str, _query: str, services: Services) -> CommentSource | None:
    found = re.match(r"((?:/(?:r|user)/[A-Za-z0-9_-]{1,40})?/comments/[a-z0-9]{1,12})(?:/|$)", path)
    if not found:
        return None
    base = f"{services.reddit}{found[1]}/"
    return CommentSource(SourceKind.REDDIT, f"{base}.json?limit=500", address, f"{base}.rss?limit=500")


def _mastodon(address: str, path: str, _query: str, services: Services) -> CommentSource | None:
    found = re.match(r"/(?:@[^/@\s]{1,100}(?:@[^/@\s]{1,100})?|users/[^/@\s]{1,100}/statuses)/([0-9]{1,25})/?$", path)
    if not found:
        return None
    return CommentSource(SourceKind.MASTODON, f"{_site(address, services)}/api/v1/statuses/{found[1]}/context", address)


def _discourse(address: str, path: str, _query: str, services: Services) -> CommentSource | None:
    found = re.match(r"(.{0,100})/t/(?:[^/]{0,300}[^/0-9][^/]{0,300}/)?([0-9]{1,12})(?:/[0-9]{1,9})?/?$", path)
    if not found:
        return None
    return CommentSource(SourceKind.DISCOURSE, f"{_site(address, services)}{found[1]}/t/{found[2]}.json", address)


def _site(address: str, services: Services) -> str:
    parts = urlsplit(address)
    return services.hosts.get(parts.hostname or "") or f"{parts.scheme}://{parts.netloc}"


_Maker = Callable[[str, str, str, Services], CommentSource | None]
_SITES: Mapping[str, _Maker] = {"news.ycombinator.com": _hacker_news, "lobste.rs": _lobsters, "reddit.com": _reddit}
_SOFTWARE: Iterable[_Maker] = (_mastodon, _discourse)  # which runs on many hosts
