"""The rules of forums and networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urljoin

from reader.subscriptions.discovery.address_parts import Place
from reader.subscriptions.discovery.feed_candidates import Lead
from reader.subscriptions.discovery.page import PageText

_SEARCH = ("q", "restrict_sr", "sort", "t")


def reddit(place: Place) -> Iterator[Lead]:
    """The front page, a community (several with ``+``), a person, a multireddit, a search, a conversation."""
    top = "https://www.reddit.com/"
    if place.parts and place.parts[-1].endswith((".rss", ".xml", ".json")):
        return
    if place.part(-1 if place.parts else 0) == "search" or place("search"):
        query = {"sort": "new"} | {name: place.query[name] for name in _SEARCH if name in place.query}
        yield Lead(f"{top}{'/'.join(place.parts)}.rss?{urlencode(query)}")
    elif not place.parts:
        yield Lead(f"{top}.rss")
    elif place("r") and place.part(1):
        yield from _subreddit(top, place)
    elif place.parts[0] in ("user", "u") and place.part(1):
        yield Lead(f"{top}user/{'/'.join(place.parts[1:])}/.rss")
    elif place("domain") and place.part(1):
        yield Lead(f"{top}domain/{place.part(1)}/.rss")


def _subreddit(top: str, place: Place) -> Iterator[Lead]:
    own = f"{top}r/{place.part(1)}/"
    if place.part(2) in ("new", "top", "rising", "hot", "controversial"):
        span = f"?{urlencode({'t': place.query['t']})}" if "t" in place.query else ""
        yield Lead(f"{own}{place.part(2)}/.rss{span}")
    yield Lead(f"{own}.rss")
    if place.part(2) == "comments" and place.part(3):
        yield Lead(f"{own}comments/{place.part(3)}/.rss", comments=True)
    else:
        yield Lead(f"{own}comments/.rss", comments=True)


_HNRSS = "https://hnrss.org/"


def hacker_news(place: Place) -> Iterator[Lead]:
    """The front page by its own feed, other lists by hnrss.org, which follows the site's public interface."""
    name, number = place.part(0), place.query.get("id", "")
    if name in ("", "news"):
        yield Lead("https://news.ycombinator.com/rss")
        yield Lead(f"{_HNRSS}frontpage")
    elif name in ("newest", "ask", "show", "jobs", "best", "active", "launches"):
        yield Lead(_HNRSS + name)
    elif name in ("newcomments", "bestcomments"):
        yield Lead(_HNRSS + name, comments=True)
    elif name in ("user", "submitted", "threads", "favorites") and number:
        yield Lead(f"{_HNRSS}{'submitted' if name == 'user' else name}?{urlencode({'id': number})}")
    elif name == "item" and number.isdecimal():
        yield Lead(f"{_HNRSS}item?id={number}", comments=True)


_ELSEWHERE = re.compile(
    r"(?:.*\.)?(?:youtube\.com|youtu\.be|medium\.com|tiktok\.com|threads\.(?:net|com)|substack\.com|flipboard\.com"
    r"|rumble\.com|odysee\.com|npmjs\.com|hashnode\.com|instagram\.com|t\.me|telegram\.me)"
)


_AT_HOME = re.compile(r"@(\w[\w.-]*)@([\w-]+(?:\.[\w-]+)+)")  # a person of another server


def mastodon(place: Place) -> Iterator[Lead]:
    """A person (``/@name``, also as another server shows it) or a tag; not where ``@`` means something else."""
    name = place.part(0) if place.part(0).startswith("@") else ""
    if _ELSEWHERE.fullmatch(place.host) or place.url.endswith(".rss"):
        return
    if re.fullmatch(r"@\w[\w.-]*", name) and len(place.parts) <= 2 and not place.part(1).isdecimal():
        tagged = f"/{place.part(1)}" if place.part(1) in ("with_replies", "media") else ""
        if not place.part(1) or tagged:
            yield Lead(urljoin(place.url, f"/{name}.rss"))
    elif (elsewhere := _AT_HOME.fullmatch(name)) and not place.part(1).isdecimal():
        yield Lead(f"https://{elsewhere[2]}/@{elsewhere[1]}.rss")
    elif re.fullmatch(r"@\w[\w.-]*", name) and place.part(1) == "tagged" and place.part(2):
        yield Lead(urljoin(place.url, f"/{name}/tagged/{place.part(2)}.rss"))


def bluesky(place: Place) -> Iterator[Lead]:
    """A person by handle or identifier."""
    if place("profile") and place.part(1) and place.part(2) != "rss":
        yield Lead(f"https://bsky.app/profile/{place.part(1)}/rss")


def mastodon_page(place: Place, page: PageText) -> Iterator[Lead]:
    """A tag's page, on a server that says what it runs."""
    if page.meta("application-name").lower() == "mastodon" and place("tags") and place.part(1):
        yield Lead(urljoin(place.url, f"/tags/{quote(place.part(1), safe='%')}.rss"))
