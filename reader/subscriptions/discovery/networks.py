"""Rules for forums and social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urljoin

from reader.subscriptions.discovery.feed_candidates import FeedCandidate
from reader.subscriptions.discovery.page_links import PageLinks
from reader.subscriptions.discovery.site_address import SiteAddress

_SEARCH = ("q", "restrict_sr", "sort", "t")


def reddit(address: SiteAddress) -> Iterator[FeedCandidate]:
    """The front page, a community (several with ``+``), a person, a multireddit, a search, the comments of a post."""
    top = "https://www.reddit.com/"
    if address.parts and address.parts[-1].endswith((".rss", ".xml", ".json")):
        return
    if address.part(-1 if address.parts else 0) == "search" or address.starts_with("search"):
        query = {"sort": "new"} | {name: address.query[name] for name in _SEARCH if name in address.query}
        yield FeedCandidate(f"{top}{'/'.join(address.parts)}.rss?{urlencode(query)}")
    elif not address.parts:
        yield FeedCandidate(f"{top}.rss")
    elif address.starts_with("r") and address.part(1):
        yield from _subreddit(top, address)
    elif address.parts[0] in ("user", "u") and address.part(1):
        yield FeedCandidate(f"{top}user/{'/'.join(address.parts[1:])}/.rss")
    elif address.starts_with("domain") and address.part(1):
        yield FeedCandidate(f"{top}domain/{address.part(1)}/.rss")


def _subreddit(top: str, address: SiteAddress) -> Iterator[FeedCandidate]:
    own = f"{top}r/{address.part(1)}/"
    if address.part(2) in ("new", "top", "rising", "hot", "controversial"):
        span = f"?{urlencode({'t': address.query['t']})}" if "t" in address.query else ""
        yield FeedCandidate(f"{own}{address.part(2)}/.rss{span}")
    yield FeedCandidate(f"{own}.rss")
    if address.part(2) == "comments" and address.part(3):
        yield FeedCandidate(f"{own}comments/{address.part(3)}/.rss", comments=True)
    else:
        yield FeedCandidate(f"{own}comments/.rss", comments=True)


_HNRSS = "https://hnrss.org/"


def hacker_news(address: SiteAddress) -> Iterator[FeedCandidate]:
    """The front page from the site itself, other lists from hnrss.org, which uses the public API of the site."""
    name, number = address.part(0), address.query.get("id", "")
    if name in ("", "news"):
        yield FeedCandidate("https://news.ycombinator.com/rss")
        yield FeedCandidate(f"{_HNRSS}frontpage")
    elif name in ("newest", "ask", "show", "jobs", "best", "active", "launches"):
        yield FeedCandidate(_HNRSS + name)
    elif name in ("newcomments", "bestcomments"):
        yield FeedCandidate(_HNRSS + name, comments=True)
    elif name in ("user", "submitted", "threads", "favorites") and number:
        yield FeedCandidate(f"{_HNRSS}{'submitted' if name == 'user' else name}?{urlencode({'id': number})}")
    elif name == "item" and number.isdecimal():
        yield FeedCandidate(f"{_HNRSS}item?id={number}", comments=True)


_ELSEWHERE = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtu\.be|medium\.com|tiktok\.com|threads\.(?:net|com)|substack\.com|flipboard\.com"
    r"|rumble\.com|odysee\.com|npmjs\.com|hashnode\.com|instagram\.com|t\.me|telegram\.me)"
)


_AT_HOME = re.compile(r"@(\w[\w.-]*)@([\w-]+(?:\.[\w-]+)+)")  # a person on another server


def mastodon(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A person (``/@name``, also as shown by another server) or a tag; not on sites where ``@`` has another meaning."""
    name = address.part(0) if address.part(0).startswith("@") else ""
    if _ELSEWHERE.fullmatch(address.host) or address.url.endswith(".rss"):
        return
    if re.fullmatch(r"@\w[\w.-]*", name) and len(address.parts) <= 2 and not address.part(1).isdecimal():
        tagged = f"/{address.part(1)}" if address.part(1) in ("with_replies", "media") else ""
        if not address.part(1) or tagged:
            yield FeedCandidate(urljoin(address.url, f"/{name}.rss"))
    elif (elsewhere := _AT_HOME.fullmatch(name)) and not address.part(1).isdecimal():
        yield FeedCandidate(f"https://{elsewhere[2]}/@{elsewhere[1]}.rss")
    elif re.fullmatch(r"@\w[\w.-]*", name) and address.part(1) == "tagged" and address.part(2):
        yield FeedCandidate(urljoin(address.url, f"/{name}/tagged/{address.part(2)}.rss"))


def bluesky(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A person, by handle or identifier."""
    if address.starts_with("profile") and address.part(1) and address.part(2) != "rss":
        yield FeedCandidate(f"https://bsky.app/profile/{address.part(1)}/rss")


def mastodon_page(address: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """The page of a tag, on a server that calls itself Mastodon."""
    if page.meta("application-name").lower() == "mastodon" and address.starts_with("tags") and address.part(1):
        yield FeedCandidate(urljoin(address.url, f"/tags/{quote(address.part(1), safe='%')}.rss"))
