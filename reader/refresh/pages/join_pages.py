"""Joins the pages of an article that a site spreads over several: fetches them one after another, within limits."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from reader.article.continued import seen_lines
from reader.article.known_article import KnownArticle
from reader.errors import FetchError, HostBusy, ParseError
from reader.model import Page
from reader.web.addresses import site_of

MOST_PAGES = 20
MOST_TEXT = 2_000_000  # characters
Fetch = Callable[[str, frozenset[str], int], Awaitable[Page]]
"""Fetches a page: its address, the lines of text that the pages before have, and its number, 1 if it has the whole.

Raises :class:`~reader.errors.FetchError` or :class:`~reader.errors.ParseError`.
"""

log = logging.getLogger(__name__)


async def joined(first: Page, fetch: Fetch) -> Page:
    """The whole article that begins with a page. ``next_page`` of it is what could not be loaded, if anything."""
    if first.next_page is None and first.whole_page is None:
        return first
    whole = await _whole(first, fetch) if first.whole_page else None
    return whole or await _with_further(first, fetch)


async def _whole(first: Page, fetch: Fetch) -> Page | None:
    """The page that has all pages, if it really has more than the first one."""
    page = await _get(first.whole_page or "", frozenset(), 1, fetch)
    if page is None or len(page.content_text) <= len(first.content_text):
        return None
    return replace(
        first, content_html=page.content_html, content_text=page.content_text, complete=page.complete, next_page=None,
        whole_page=None,
    )  # fmt: skip


async def _with_further(first: Page, fetch: Fetch) -> Page:
    html, texts, complete = [first.content_html], [first.content_text], first.complete
    seen = seen_lines(first.title, first.lead, first.content_text)
    following, length = first.next_page, len(first.content_text)
    for number in range(2, MOST_PAGES + 1):
        if following is None or length > MOST_TEXT:
            break
        page = await _get(following, seen, number, fetch)
        if page is None:
            break
        lines = seen_lines(page.content_text)
        if not lines - seen:  # the last page again, as some sites answer for any number
            following = None
            break
        html.append(page.content_html)
        texts.append(page.content_text)
        complete = False if page.complete is False else complete
        seen, following, length = seen | lines, page.next_page, length + len(page.content_text)
    return replace(
        first, content_html="\n".join(html), content_text="\n".join(texts), complete=complete, next_page=following,
        whole_page=None,
    )  # fmt: skip


async def _get(url: str, seen: frozenset[str], number: int, fetch: Fetch) -> Page | None:
    try:
        return await fetch(url, seen, number)
    except (FetchError, HostBusy, ParseError) as error:
        log.info("event=further_page_failed host=%s number=%d reason=%s", site_of(url), number, error)
        return None


def known_further(known: KnownArticle, first: Page) -> KnownArticle:
    """The facts about a further page: it has the headline of the first, but not the summary of the feed."""
    return KnownArticle(first.title or known.title, "", known.url)
