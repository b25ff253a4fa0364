"""Rules for hosts of blogs and for blog software."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from reader.subscriptions.discovery.feed_candidates import FeedCandidate
from reader.subscriptions.discovery.page_links import PageLinks
from reader.subscriptions.discovery.site_address import SiteAddress


def substack(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A newsletter at its own name under substack.com, or the page of a writer."""
    if address.host == "substack.com":
        if re.fullmatch(r"@[\w-]+", address.part(0)):
            yield FeedCandidate(f"https://{address.part(0)[1:]}.substack.com/feed")
    elif address.host == "open.substack.com":  # links shared from its app
        if address.starts_with("pub") and re.fullmatch(r"[\w-]+", address.part(1)):
            yield FeedCandidate(f"https://{address.part(1)}.substack.com/feed")
    elif not address.starts_with("feed"):
        yield FeedCandidate(f"https://{address.host}/feed")


def medium(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A writer, a publication, a tag; a blog at its own name under medium.com."""
    if address.starts_with("feed"):
        return
    if address.host != "medium.com":
        yield FeedCandidate(f"https://{address.host}/feed")
    elif address.starts_with("tag") and address.part(1):
        yield FeedCandidate(f"https://medium.com/feed/tag/{address.part(1)}")
    elif address.part(1) == "tagged" and address.part(2):
        yield FeedCandidate(f"https://medium.com/feed/{address.part(0)}/tagged/{address.part(2)}")
    elif address.part(0) and address.part(0) not in ("m", "me", "p", "search", "membership", "about"):
        yield FeedCandidate(f"https://medium.com/feed/{address.part(0)}")


def tumblr(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A blog at its own name under tumblr.com or in its path; one of its tags."""
    name, parts = address.host.removesuffix(".tumblr.com"), address.parts
    if address.host == "tumblr.com":
        parts = parts[2:] if address.starts_with("blog", "view") else parts
        name, parts = (*parts, "")[0], parts[1:]
        if name in ("", "dashboard", "explore", "tagged", "search", "about", "login", "register"):
            return
    if parts[-1:] == ("rss",):
        return
    tagged = f"tagged/{parts[1]}/" if parts[:1] == ("tagged",) and len(parts) > 1 else ""
    yield FeedCandidate(f"https://{name}.tumblr.com/{tagged}rss")


def blogger(address: SiteAddress) -> Iterator[FeedCandidate]:
    """The posts of a blog, one of its labels, and its comments."""
    if address.starts_with("feeds"):
        return
    if address.starts_with("search", "label") and address.part(2):
        yield FeedCandidate(f"https://{address.host}/feeds/posts/default/-/{address.part(2)}")
    yield FeedCandidate(f"https://{address.host}/feeds/posts/default")
    yield FeedCandidate(f"https://{address.host}/feeds/comments/default", comments=True)


def wordpress(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A blog at wordpress.com, one of its categories, tags or writers, and its comments."""
    if "feed" in address.parts or address.host == "wordpress.com":
        return
    yield from _wordpress(f"https://{address.host}/", address)


def wordpress_page(address: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """A WordPress blog on any host, by its ``generator``."""
    if page.meta("generator").lower().startswith("wordpress"):
        yield from _wordpress(urljoin(address.url, "/"), address)


def _wordpress(top: str, address: SiteAddress) -> Iterator[FeedCandidate]:
    if address.part(0) in ("category", "tag", "author") and address.part(1):
        yield FeedCandidate(f"{top}{address.part(0)}/{address.part(1)}/feed/")
    yield FeedCandidate(f"{top}feed/")
    yield FeedCandidate(f"{top}comments/feed/", comments=True)


def blogger_page(address: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """A Blogger blog on any host, by its ``generator``."""
    if page.meta("generator").lower() == "blogger":
        yield FeedCandidate(urljoin(address.url, "/feeds/posts/default"))
        yield FeedCandidate(urljoin(address.url, "/feeds/comments/default"), comments=True)
