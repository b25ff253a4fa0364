"""Fetches the web pages of entries and the pages of their authors, extracts and stores them.

A page that a person waits for goes ahead of polls. A stored page is fetched again only if the feed's entry was edited
since; a failed one after a day, or when a person opens the article again; an author's page after thirty days.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial

from reader.article.continued import Continued
from reader.article.known_article import KnownArticle
from reader.article.page_numbers import is_page
from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import PAGE_ACCEPT, Priority, Response
from reader.model import EDITED_SINCE, Author, Entry, Page, has_episode_files
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import RefreshContext
from reader.refresh.pages.choose_text import gives_more
from reader.refresh.pages.episode_files import with_episode
from reader.refresh.pages.join_pages import joined, known_further
from reader.refresh.worker.protocol import AuthorDone, Event, PageDone
from reader.store import Store
from reader.text import plain_text
from reader.web.addresses import site_of

RETRY_AFTER = 86_400
AUTHOR_RETRY_AFTER = 30 * 86_400
_SUMMARY_LENGTH = 2_000  # characters
MAX_AUTHORS = 3  # of an entry, whose pages are fetched

log = logging.getLogger(__name__)


class PageFetcher:
    """Fetches pages, the one of an entry only once at a time."""

    def __init__(self, context: RefreshContext) -> None:
        self._context = context
        self._in_progress: set[int] = set()
        self._failed: dict[int, int] = {}  # when the page of an edited entry last failed, by its id
        self._failed_authors: set[int] = set()  # whose pages failed; this process does not try them again

    async def fetch(self, entry_id: int, *, force: bool = False, ahead: bool = False) -> AsyncGenerator[Event, None]:
        """Fetches an entry's page unless it is stored: ``PageDone``, then ``AuthorDone`` if an author has new details.

        ``ahead``: nobody waits for it. ``force``: fetch it anyway. Yields nothing for an unknown entry or one whose
        page is being fetched. Raises :class:`~reader.errors.StoreError`.
        """
        if entry_id in self._in_progress:
            return
        self._in_progress.add(entry_id)
        try:
            entry = await self._context.with_store(lambda store: _as_written(store, entry_id))
            if entry is None:
                return
            priority = Priority.POLL if ahead else Priority.PAGE
            error = await self._fetch_page(entry, force, priority)
            yield PageDone(entry_id, error)
            if await self._look_up_authors(entry, priority):
                yield AuthorDone(entry_id)
        finally:
            self._in_progress.discard(entry_id)

    async def _fetch_page(self, entry: Entry, force: bool, priority: Priority) -> ProblemDetails | None:
        """Fetches and stores the page if it is due; returns the problem, if any."""
        if entry.url is None and not has_episode_files(entry):
            return problem(Problem.NO_PAGE)
        now = self._context.now()
        if not force and not self._is_due(entry, now):
            return None
        page: Page | None = None
        error: ProblemDetails | None = None
        try:
            page = await self._article(entry, priority) if entry.url else None
        except HostBusy as busy:
            return busy.details
        except (FetchError, ParseError) as failure:
            error = failure.details
        except Exception:
            log.exception("event=page_failed entry=%d host=%s", entry.id, site_of(entry.url))
            error = problem(Problem.UNEXPECTED)
        if has_episode_files(entry):
            page = await with_episode(self._context, entry, page, priority)
            error = None if page else error or problem(Problem.NO_PAGE)
        await self._context.with_store(lambda store: store.arrivals.write_page(entry.id, page, error, now=now))
        self._failed.pop(entry.id, None)
        if error is not None and entry.page_tried == EDITED_SINCE:
            self._failed[entry.id] = now
        return error

    async def _article(self, entry: Entry, priority: Priority) -> Page:
        """The article on the entry's page, or pages."""
        response = await self._send(entry.url or "", entry.feed_url, priority)
        page = await self._context.pool.page(
            response.body, url=response.url, content_type=response.content_type, known=known_of(entry)
        )
        return chosen(entry, await joined(page, partial(self._further, entry, page, priority)))

    async def _further(
        self, entry: Entry, first: Page, priority: Priority, url: str, seen: frozenset[str], number: int
    ) -> Page:
        """A further page of an article, or with ``number`` 1 the page that has all of them."""
        response = await self._send(url, entry.feed_url, priority)
        if number > 1 and not is_page(response.url, number, first=first.url):  # redirected
            raise ParseError(problem(Problem.PAGE_OF_OTHER))
        return await self._context.pool.page(
            response.body,
            url=response.url,
            content_type=response.content_type,
            known=known_of(entry) if number == 1 else known_further(known_of(entry), first),
            continued=Continued(number, first.url, seen) if number > 1 else None,
        )

    def _is_due(self, entry: Entry, now: int) -> bool:
        """Whether the page is missing or outdated and was not tried lately.

        For an edited entry the store only knows that its page is outdated; this process knows when a fetch failed.
        """
        edited = entry.page_tried == EDITED_SINCE
        tried = self._failed.get(entry.id) if edited else entry.page_tried
        tried_lately = tried is not None and 0 <= now - tried < RETRY_AFTER
        return (edited or entry.page is None) and not tried_lately

    async def _send(self, url: str, feed_url: str, priority: Priority) -> Response:
        request = self._context.request_of(url, feed_url, accept=PAGE_ACCEPT, priority=priority)
        return await self._context.fetch(request)

    async def _look_up_authors(self, entry: Entry, priority: Priority) -> bool:
        """Fetches the pages of authors without details; True if something was found."""
        now = self._context.now()
        authors = await self._context.with_store(partial(_without_details, entry_id=entry.id, now=now))
        found = [
            await self._look_up(author_id, author, entry, priority)
            for author_id, author in authors
            if author_id not in self._failed_authors
        ]
        return any(found)

    async def _look_up(self, author_id: int, author: Author, entry: Entry, priority: Priority) -> bool:
        found: Author | None = None
        try:
            response = await self._send(author.url or "", entry.feed_url, priority)
            found = await self._context.pool.author_page(
                response.body, url=response.url, name=author.name, content_type=response.content_type
            )
        except (FetchError, ParseError) as failure:
            if isinstance(failure, FetchError) and failure.http_status not in (401, 403, 404, 410):
                self._failed_authors.add(author_id)
            log.info("event=author_failed author=%d host=%s reason=%s", author_id, site_of(author.url), failure)
        except Exception:
            log.exception("event=author_failed author=%d host=%s", author_id, site_of(author.url))
        if author_id not in self._failed_authors:
            now = self._context.now()
            await self._context.with_store(lambda store: store.authors.write_looked_up(author_id, now, found))
        return found is not None


def _as_written(store: Store, entry_id: int) -> Entry | None:
    """An entry with its authors as its feed names them, whatever the user calls them."""
    entry = store.entries.entry(entry_id)
    return entry and replace(entry, authors=store.authors.as_written(entry_id))


def known_of(entry: Entry) -> KnownArticle:
    """What the feed of an entry says about its page."""
    summary = plain_text(entry.summary_html or entry.content_html)[:_SUMMARY_LENGTH]
    return KnownArticle(entry.title, summary, entry.url or "")


def chosen(entry: Entry, page: Page) -> Page:
    """The page to store, with the authors chosen from feed and page, and without its text if the feed gives more."""
    from reader.refresh.pages.choose_authors import choose_authors  # with the rules about names, which take 50 ms

    authors = choose_authors(entry.authors, page.authors, except_for=(entry.feed_title, page.site or ""))
    own = plain_text(entry.content_html or entry.summary_html)
    if not gives_more(f"{page.lead}\n{page.content_text}", own):
        return replace(page, authors=authors, content_html="", content_text="", next_page=None)
    return replace(page, authors=authors)


def _without_details(store: Store, entry_id: int, now: int) -> list[tuple[int, Author]]:
    """The authors of an entry with an address but no biography, whose page was not fetched lately."""
    found = []
    for author_id in store.authors.ids_of(entry_id)[:MAX_AUTHORS]:
        author, looked_up = store.authors.get(author_id), store.authors.looked_up(author_id)
        lately = looked_up is not None and 0 <= now - looked_up < AUTHOR_RETRY_AFTER
        if author and author.url and not author.bio and not lately:
            found.append((author_id, author))
    return found
