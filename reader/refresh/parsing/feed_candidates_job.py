"""The body of a page → where feeds may lie; run in a parser process, because pages can be hostile."""

from __future__ import annotations

from collections.abc import Sequence

from reader.subscriptions.discovery import (
    FeedCandidate,
    header_candidates,
    order_candidates,
    page_candidates,
    page_site_candidates,
)
from reader.subscriptions.discovery.html_links import read_page_links
from reader.web.encoding import decode


def read_candidates(
    body: bytes, *, url: str, content_type: str | None, links: Sequence[str]
) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
    """What a page and its ``Link`` headers (``links``) declare as feeds, and links on it that look like some.

    ``url`` is where the page came from in the end.
    """
    page = read_page_links(decode(body, content_type), url)
    declared, likely = page_candidates(page)
    return order_candidates((*page_site_candidates(page), *declared, *header_candidates(links, url))), likely
