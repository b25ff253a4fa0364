"""An entry's web page, and its authors' own pages: fetched once, politely, read, and stored.

A person who opened the article waits, so this goes ahead of polling. A page that is there is asked for
again only when the feed's entry was edited since; one that failed not within a day unless a person opens the
article again; an author not within thirty days.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial

from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import PAGE_ACCEPT, Priority, Request, Response, is_same_or_safer, private_host_of
from reader.model import EDITED_SINCE, Author, Entry, Page
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import Means
from reader.refresh.pages.choose_authors import choose_authors
from reader.refresh.worker.protocol import AuthorDone, Event, PageDone
from reader.store import Store
from reader.text import plain_text
from reader.web.addresses import site_of

RETRY_AFTER = 86_400
LOOK_UP_AGAIN = 30 * 86_400
AUTHORS = 3  # of an entry, whose pages are looked at

log = logging.getLogger(__name__)


class Pages:
    """Gets pages; each entry's only once at a time."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._under_way: set[int] = set()
        self._failed: dict[int, int] = {}  # when the page of an edited entry could not be had, by its id
        self._out_of_reach: set[int] = set()  # authors whose pages could not be had; not asked again by this process

    async def get(self, entry_id: int, *, force: bool = False, ahead: bool = False) -> AsyncGenerator[Event, None]:
        """Makes sure that the entry's page was asked for: ``PageDone``, then ``AuthorDone`` if more was learnt.

        ``ahead``: nobody waits for it. ``force``: ask again. Nothing is told of an entry that is not there or
        whose page is being got already. Raises :class:`~reader.errors.StoreError`.
        """
        if entry_id in self._under_way:
            return
        self._under_way.add(entry_id)
        try:
            entry = await self._means.do(lambda store: store.entries.entry(entry_id))
            if entry is None:
                return
            priority = Priority.POLL if ahead else Priority.PAGE
            error = await self._get_page(entry, force, priority)
            yield PageDone(entry_id, error)
            if await self._look_up_authors(entry, priority):
                yield AuthorDone(entry_id)
        finally:
            self._under_way.discard(entry_id)

    async def _get_page(self, entry: Entry, force: bool, priority: Priority) -> ProblemDetails | None:
        """Stores the page if it is time for it; returns why it could not be had."""
        if entry.url is None:
            return problem(Problem.NO_PAGE)
        now = self._means.now()
        if not force and not self._is_time(entry, now):
            return None
        page: Page | None = None
        error: ProblemDetails | None = None
        try:
            response = await self._fetch(entry.url, entry.feed_url, priority)
            page = await self._means.pool.page(response.body, url=response.url, content_type=response.content_type)
            page = chosen(entry, page)
        except HostBusy as busy:
            return busy.details
        except (FetchError, ParseError) as failure:
            error = failure.details
        except Exception:
            log.exception("event=page_failed entry=%d host=%s", entry.id, site_of(entry.url))
            error = problem(Problem.UNEXPECTED)
        await self._means.do(lambda store: store.arrivals.write_page(entry.id, page, error, now=now))
        self._failed.pop(entry.id, None)
        if error is not None and entry.page_tried == EDITED_SINCE:
            self._failed[entry.id] = now
        return error

    def _is_time(self, entry: Entry, now: int) -> bool:
        """Whether the page is wanted and was not tried lately.

        Of an entry that was edited the store says just that until its page is there again; when that was
        tried in vain, this process knows.
        """
        edited = entry.page_tried == EDITED_SINCE
        tried = self._failed.get(entry.id) if edited else entry.page_tried
        tried_lately = tried is not None and 0 <= now - tried < RETRY_AFTER
        return (edited or entry.page is None) and not tried_lately

    async def _fetch(self, url: str, feed_url: str, priority: Priority) -> Response:
        """Only the very server that the user wrote may lie in a private network, and is asked on its own terms."""
        own = private_host_of(feed_url)
        private = own if own == private_host_of(url) else None
        options = self._means.request_options(feed_url) if is_same_or_safer(url, feed_url) else None
        return await self._means.fetch(
            Request(url, private_host=private, accept=PAGE_ACCEPT, priority=priority, options=options)
        )

    async def _look_up_authors(self, entry: Entry, priority: Priority) -> bool:
        """Reads the pages of authors of whom nothing is known yet; True if something was found."""
        now = self._means.now()
        wanted = await self._means.do(partial(_unknown, entry_id=entry.id, now=now))
        found = [
            await self._look_up(author_id, author, entry, priority)
            for author_id, author in wanted
            if author_id not in self._out_of_reach
        ]
        return any(found)

    async def _look_up(self, author_id: int, author: Author, entry: Entry, priority: Priority) -> bool:
        found: Author | None = None
        try:
            response = await self._fetch(author.url or "", entry.feed_url, priority)
            found = await self._means.pool.author_page(
                response.body, url=response.url, name=author.name, content_type=response.content_type
            )
        except (FetchError, ParseError) as failure:
            if isinstance(failure, FetchError) and failure.http_status not in (401, 403, 404, 410):
                self._out_of_reach.add(author_id)
            log.info("event=author_failed author=%d host=%s reason=%s", author_id, site_of(author.url), failure)
        except Exception:
            log.exception("event=author_failed author=%d host=%s", author_id, site_of(author.url))
        if author_id not in self._out_of_reach:
            now = self._means.now()
            await self._means.do(lambda store: store.authors.write_looked_up(author_id, now, found))
        return found is not None


def chosen(entry: Entry, page: Page) -> Page:
    """The page as it is stored: with the authors that feed and page agree on, and its text if that is the longer."""
    authors = choose_authors(entry.authors, page.authors, except_for=(entry.feed_title, page.site or ""))
    own = plain_text(entry.content_html or entry.summary_html)
    if len(page.content_text) < len(own):
        return replace(page, authors=authors, content_html="", content_text="")
    return replace(page, authors=authors)


def _unknown(store: Store, entry_id: int, now: int) -> list[tuple[int, Author]]:
    """Authors of an entry with an address but no biography, whose page was not looked at lately."""
    found = []
    for author_id in store.authors.ids_of(entry_id)[:AUTHORS]:
        author, looked_up = store.authors.get(author_id), store.authors.looked_up(author_id)
        lately = looked_up is not None and 0 <= now - looked_up < LOOK_UP_AGAIN
        if author and author.url and not author.bio and not lately:
            found.append((author_id, author))
    return found
