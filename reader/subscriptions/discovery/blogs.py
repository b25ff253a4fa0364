"""The rules of sites where blogs are kept, and of the programs that blogs run on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from reader.subscriptions.discovery.address_parts import Place
from reader.subscriptions.discovery.feed_candidates import Lead
from reader.subscriptions.discovery.page import PageText


def substack(place: Place) -> Iterator[Lead]:
    """A newsletter on its own name below substack.com, or a writer's."""
    if place.host == "substack.com":
        if re.fullmatch(r"@[\w-]+", place.part(0)):
            yield Lead(f"https://{place.part(0)[1:]}.substack.com/feed")
    elif place.host == "open.substack.com":  # where its app shares from
        if place("pub") and re.fullmatch(r"[\w-]+", place.part(1)):
            yield Lead(f"https://{place.part(1)}.substack.com/feed")
    elif not place("feed"):
        yield Lead(f"https://{place.host}/feed")


def medium(place: Place) -> Iterator[Lead]:
    """A writer, a publication, a tag; a blog on its own name below medium.com."""
    if place("feed"):
        return
    if place.host != "medium.com":
        yield Lead(f"https://{place.host}/feed")
    elif place("tag") and place.part(1):
        yield Lead(f"https://medium.com/feed/tag/{place.part(1)}")
    elif place.part(1) == "tagged" and place.part(2):
        yield Lead(f"https://medium.com/feed/{place.part(0)}/tagged/{place.part(2)}")
    elif place.part(0) and place.part(0) not in ("m", "me", "p", "search", "membership", "about"):
        yield Lead(f"https://medium.com/feed/{place.part(0)}")


def tumblr(place: Place) -> Iterator[Lead]:
    """A blog under its own name or below tumblr.com; one tag of it."""
    name, parts = place.host.removesuffix(".tumblr.com"), place.parts
    if place.host == "tumblr.com":
        parts = parts[2:] if place("blog", "view") else parts
        name, parts = (*parts, "")[0], parts[1:]
        if name in ("", "dashboard", "explore", "tagged", "search", "about", "login", "register"):
            return
    if parts[-1:] == ("rss",):
        return
    tagged = f"tagged/{parts[1]}/" if parts[:1] == ("tagged",) and len(parts) > 1 else ""
    yield Lead(f"https://{name}.tumblr.com/{tagged}rss")


def blogger(place: Place) -> Iterator[Lead]:
    """A blog's posts, one label of it, and its comments."""
    if place("feeds"):
        return
    if place("search", "label") and place.part(2):
        yield Lead(f"https://{place.host}/feeds/posts/default/-/{place.part(2)}")
    yield Lead(f"https://{place.host}/feeds/posts/default")
    yield Lead(f"https://{place.host}/feeds/comments/default", comments=True)


def wordpress(place: Place) -> Iterator[Lead]:
    """A blog at wordpress.com, one category, tag or writer of it, and its comments."""
    if "feed" in place.parts or place.host == "wordpress.com":
        return
    yield from _wordpress(f"https://{place.host}/", place)


def wordpress_page(place: Place, page: PageText) -> Iterator[Lead]:
    """A blog of this kind anywhere, which says so itself."""
    if page.meta("generator").lower().startswith("wordpress"):
        yield from _wordpress(urljoin(place.url, "/"), place)


def _wordpress(top: str, place: Place) -> Iterator[Lead]:
    if place.part(0) in ("category", "tag", "author") and place.part(1):
        yield Lead(f"{top}{place.part(0)}/{place.part(1)}/feed/")
    yield Lead(f"{top}feed/")
    yield Lead(f"{top}comments/feed/", comments=True)


def blogger_page(place: Place, page: PageText) -> Iterator[Lead]:
    """A blog of this kind under a name of its own."""
    if page.meta("generator").lower() == "blogger":
        yield Lead(urljoin(place.url, "/feeds/posts/default"))
        yield Lead(urljoin(place.url, "/feeds/comments/default"), comments=True)
