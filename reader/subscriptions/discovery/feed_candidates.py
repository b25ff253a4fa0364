"""Addresses that may be feeds, from a page and its headers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from reader.lazy_dataclass import dataclass
from reader.subscriptions.discovery.page_links import Link, PageLinks, has_reader_scheme, join
from reader.text import clean_title, fold
from reader.web.addresses import site_of, web_url

MOST = 30  # candidates of one kind; more on a page are not meant for its readers
_TYPES = re.compile(r"(?:application|text)/(?:x\.|x-)?(?:rss|atom|rdf|feed)(?:\+xml|\+json)?")
_UNSURE_TYPES = frozenset({"", "application/xml", "text/xml", "application/json", "text/html"})
# "feed" as a whole word in an address: not "feedback", not "newsfeeds".
_IN_ADDRESS = re.compile(
    r"(?<![a-z])(?:rss2?|atom|feeds?|rdf|jsonfeed|xmlrss)(?![a-z])|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_IN_WORDS = re.compile(r"\b(?:rss|atom|xml|feeds?|newsfeed)\b|\babonnieren\b|\bs’?abonner\b", re.IGNORECASE)
_NO_FEED = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|css|js|pdf|zip|mp3|mp4|docx?)$", re.IGNORECASE)
_FEED_HOSTS = ("feeds.", "feed.", "rss.")
_SHARERS = frozenset({
    "add.my.yahoo.com", "addtoany.com", "facebook.com", "feedly.com", "google.com", "my.yahoo.com", "netvibes.com",
    "rssboard.org", "twitter.com", "validator.w3.org", "w3.org", "x.com",
})  # fmt: skip
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|replies", re.IGNORECASE)
_COMMON = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
_COMMON_BELOW = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml")
_LINK_VALUE = re.compile(
    r"""<([^<>]{1,4096})>((?:\s*;\s*[\w!#$&+.^`|~*-]{1,64}(?:\s*=\s*(?:"[^"]{0,1024}"|[^",;\s]{0,1024}))?)*)"""
)
_PARAMETER = re.compile(r""";\s*([\w*-]{1,64})\s*=\s*(?:"([^"]*)"|([^",;\s]*))""")


@dataclass(frozen=True, slots=True)
class FeedCandidate:
    """An address that may be a feed, with the title that the page gives it.

    ``comments``: a feed of comments. ``lookup``: not a feed, but a page or directory that has its address.
    """

    url: str
    title: str = ""
    comments: bool = False
    lookup: bool = False


def page_candidates(page: PageLinks) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
    """The feeds that a page declares, and links on it that look like feeds; best first, comments last.

    A link with a scheme for feed readers declares a feed too. Among the others is the page to which this one leads on.
    """
    declared = (link for link in page.links if _is_declared(link))
    also = (
        anchor
        for anchor in page.anchors
        if has_reader_scheme(anchor.href) or ({"alternate", "feed"} & anchor.rel and _is_declared(anchor))
    )
    first = order_candidates(_candidates(page.base, (*declared, *also)))
    taken = {candidate.url for candidate in first}
    likely = sorted(((_likeness(page, anchor), anchor) for anchor in page.anchors), key=lambda pair: -pair[0])
    others = _candidates(page.base, (anchor for likeness, anchor in likely if likeness > 0))
    found = tuple(candidate for candidate in order_candidates(others) if candidate.url not in taken)
    onward = page.resolve(page.onward) if page.onward else None
    if onward and onward.partition("#")[0] != page.url.partition("#")[0]:
        found = (FeedCandidate(onward.partition("#")[0], lookup=True), *found)
    return first, found


def header_candidates(values: Iterable[str], url: str) -> tuple[FeedCandidate, ...]:
    """The feeds declared in ``Link`` headers (RFC 8288), relative to the address of the response."""
    found = []
    for value in values:
        for target, rest in _LINK_VALUE.findall(value[:65_536]):
            given = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)}
            rel, kind = frozenset(given.get("rel", "").lower().split()), given.get("type", "").partition(";")[0].lower()
            link = Link(target.strip(), rel, kind.strip(), clean_title(given.get("title")))
            if _is_declared(link):
                found.append(link)
    return order_candidates(_candidates(url, found))


def common_candidates(url: str) -> tuple[FeedCandidate, ...]:
    """Usual addresses of feeds: beside a page, then at the root of its server."""
    root = urljoin(url, "/")
    folder = urlsplit(url).path.rpartition("/")[0]
    below = urljoin(url, (urlsplit(url).path.rstrip("/") or "") + "/")
    beside = [urljoin(below, name) for name in _COMMON_BELOW] if folder.strip("/") or below != root else []
    found = (web_url(address) for address in dict.fromkeys([*beside, *(urljoin(root, name) for name in _COMMON)]))
    return tuple(FeedCandidate(address) for address in found if address)


def order_candidates(candidates: Iterable[FeedCandidate]) -> tuple[FeedCandidate, ...]:
    """The first candidates without duplicates, comments last."""
    once = list({candidate.url: candidate for candidate in reversed(list(candidates))}.values())[::-1]
    return tuple(sorted(once, key=lambda candidate: candidate.comments)[:MOST])


def is_comment_feed(url: str, title: str) -> bool:
    """Whether this is a feed of comments."""
    parts = urlsplit(url)
    return bool(_COMMENTS.search(f"{parts.path}?{parts.query}") or _COMMENTS.search(fold(title)))


def _candidates(base: str, links: Iterable[Link]) -> Iterator[FeedCandidate]:
    for link in links:
        url = join(base, link.href)
        if url:
            url = url.partition("#")[0]
            yield FeedCandidate(url, link.title, comments=is_comment_feed(url, link.title))


def _is_declared(link: Link) -> bool:
    """Whether a link declares a feed: ``rel=feed``, or ``rel=alternate`` with the type, title or address of a feed."""
    if not {"alternate", "feed"} & link.rel or "stylesheet" in link.rel:
        return False
    if _TYPES.fullmatch(link.type) or "feed" in link.rel:
        return True
    unsure = link.type in _UNSURE_TYPES and "oembed" not in link.href and "wp-json" not in link.href
    named = link.type != "text/html" and _IN_WORDS.search(link.title)
    return unsure and bool(_IN_ADDRESS.search(link.href) or named)


def _likeness(page: PageLinks, anchor: Link) -> int:
    """How much a link looks like the address of a feed; 0: not at all."""
    url = page.resolve(anchor.href)
    if url is None or site_of(url) in _SHARERS:
        return 0
    parts = urlsplit(url)
    if _NO_FEED.search(parts.path) or url.partition("#")[0] == page.url:
        return 0
    address = bool(_IN_ADDRESS.search(f"{parts.path}?{parts.query}"))
    points = 3 * bool(_TYPES.fullmatch(anchor.type)) + 2 * address + bool(_IN_WORDS.search(anchor.title))
    points += (parts.hostname or "").startswith(_FEED_HOSTS)
    points += points > 0 and parts.path.endswith((".xml", ".rss", ".atom", ".rdf"))
    points += points > 0 and site_of(url) == site_of(page.url)
    return int(points)
