"""Feeds that a search has found, beside one another and beside those that the user has."""

from __future__ import annotations

from reader.library.library import Library
from reader.library.worker_events import FeedFound
from reader.model import Feed
from reader.refresh.subscribing.same_articles import COMPARED, article_keys, best_first, carry_the_same
from reader.stream import Selection
from reader.web.addresses import site_of

__all__ = ["best_first", "subscribed_beside"]


def subscribed_beside(library: Library, found: FeedFound) -> Feed | None:
    """A subscribed feed of the same site that carries the same articles at another address."""
    site = site_of(found.url)
    for feed in library.feeds.by_id.values():
        if feed.url == found.subscribed or site_of(feed.url) != site:
            continue
        newest = library.articles.newest(Selection(feeds=(feed.id,)), limit=COMPARED)
        keys = article_keys((headline.title, None) for headline in library.articles.headlines(newest))
        if carry_the_same(keys, found.articles):
            return feed
    return None
