"""Feeds that a search has found, beside one another and beside those that the user has."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future

from reader.errors import StoreError
from reader.library.library import Library
from reader.library.worker_events import FeedFound
from reader.model import Feed
from reader.refresh.subscribing.same_articles import COMPARED, article_keys, best_first, carry_the_same
from reader.web.addresses import site_of

__all__ = ["best_first", "subscribed_beside"]


def subscribed_beside(library: Library, found: FeedFound) -> Future[Feed | None]:
    """A subscribed feed of the same site that carries the same articles at another address.

    The future raises :class:`~reader.errors.StoreError`.
    """
    site = site_of(found.url)
    feeds = [one for one in library.feeds.by_id.values() if one.url != found.subscribed and site_of(one.url) == site]
    beside: Future[Feed | None] = Future()

    def compare(read: Future[list[list[str]]]) -> None:
        try:
            keys = [article_keys((title, None) for title in titles) for titles in read.result()]
            alike = (feed for feed, one in zip(feeds, keys, strict=True) if carry_the_same(one, found.articles))
            beside.set_result(next(alike, None))
        except (StoreError, CancelledError) as error:
            beside.set_exception(error)

    library.articles.load_newest_titles([feed.id for feed in feeds], COMPARED).add_done_callback(compare)
    return beside
