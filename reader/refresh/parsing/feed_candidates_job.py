"""The body of a page → where feeds may lie; run in a parser process, because pages can be hostile."""

from __future__ import annotations

from collections.abc import Sequence

from reader.subscriptions.discovery import Lead, header_leads, ordered, page_leads, page_site_leads
from reader.subscriptions.discovery.html_links import read_page
from reader.web.encoding import decode


def read_leads(
    body: bytes, *, url: str, content_type: str | None, links: Sequence[str]
) -> tuple[tuple[Lead, ...], tuple[Lead, ...]]:
    """What a page and its ``Link`` headers (``links``) declare as feeds, and links on it that look like some.

    ``url`` is where the page came from in the end.
    """
    page = read_page(decode(body, content_type), url)
    declared, likely = page_leads(page)
    return ordered((*page_site_leads(page), *declared, *header_leads(links, url))), likely
