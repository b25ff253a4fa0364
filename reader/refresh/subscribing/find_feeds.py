"""Finds the feeds behind an address that a person typed, with few requests.

:mod:`reader.subscriptions.discovery` decides which addresses are tried, and in which order. An address found on a page
leads into a private network only if the person typed that very server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from reader.arrival import ParsedFeed
from reader.errors import FetchError, ParseError
from reader.fetch import Priority, Request, Response, private_host_of
from reader.fetch.redirects import same_server, with_userinfo
from reader.lazy_dataclass import dataclass
from reader.model import SearchStep
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import RefreshContext
from reader.refresh.parsing.read_feed import FeedResult
from reader.subscriptions.discovery import (
    FeedCandidate,
    common_candidates,
    input_addresses,
    input_problem,
    is_comment_feed,
    order_candidates,
    site_candidates,
)
from reader.web.addresses import site_of, without_userinfo

SEARCH_SECONDS = 60.0
REQUEST_SECONDS = 20.0
HTTPS_SECONDS = 8.0  # for https, if http is tried next
MAX_REQUESTS = 30
MAX_CANDIDATES = 12  # addresses of one kind that are tried
MAX_LISTS = 2  # pages that looked like feeds, whose links are tried

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """A step of the search; see :class:`~reader.refresh.worker.protocol.Searching`."""

    step: SearchStep
    host: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read. ``url`` is the address to subscribe to. ``comments``: its entries are readers' comments."""

    url: str
    response: Response
    result: FeedResult
    comments: bool = False

    @property
    def feed(self) -> ParsedFeed:
        """The feed itself."""
        return self.result.feed

    @property
    def title(self) -> str:
        """Its title, or the host if it has none."""
        return self.feed.title or site_of(self.url)


def typed_server(url: str) -> str | None:
    """The server that a person typed: with the port if that was typed, else for the ports of http and https."""
    server = private_host_of(url)
    return server if server is None or urlsplit(url).port else server.rpartition(":")[0]


class FeedSearch:
    """A search. ``report`` is called with each step and each feed found."""

    def __init__(
        self, context: RefreshContext, typed: str, report: Callable[[SearchProgress | FoundFeed], None]
    ) -> None:
        self._context, self._report = context, report
        self._mistake, self._addresses = input_problem(typed), input_addresses(typed)
        self._own = self._addresses[0] if self._addresses else ""  # the address that the person typed
        self._requests = 0
        self.more = False  # whether a page has more feeds than were read
        self._end = asyncio.get_running_loop().time() + SEARCH_SECONDS
        self._seen: set[str] = set()  # addresses requested, and hashes of bodies
        self._led_on = False  # whether a page that only leads on was followed
        self._lists: list[Response] = []  # pages that were expected to be feeds
        self._last_problem = problem(Problem.NO_FEED_FOUND)  # of the last address that failed

    async def run(self) -> list[FoundFeed]:
        """The feeds, the most likely first, comment feeds last.

        Raises :class:`~reader.errors.FetchError` if there is none.
        """
        if self._mistake:
            raise FetchError(self._mistake)
        known = site_candidates(self._own)
        found = await self._try_all([candidate for candidate in known if not candidate.lookup])
        found = found or await self._from_address([candidate.url for candidate in known if candidate.lookup])
        return sorted(found, key=lambda one: one.comments)

    async def _from_address(self, instead: Sequence[str]) -> list[FoundFeed]:
        """Reads the address itself, or the addresses that know more about it, as a feed or as a page."""
        self._report(SearchProgress(SearchStep.ASKING, host=site_of(self._own)))
        try:
            page = await self._first((*instead, *self._addresses))
        except FetchError as error:
            raise FetchError(
                problem(Problem.ADDRESS_FAILED, cause=error.details), http_status=error.http_status
            ) from error
        try:
            feed = await self._parse(page, page.moved_to or self._own)
        except ParseError as error:
            return await self._from_page(page, error.details)
        self._report(feed)
        return [feed]

    async def _from_page(self, page: Response, why_no_feed: ProblemDetails) -> list[FoundFeed]:
        declared, likely = await self._links_of(page)
        onward = next((candidate.url for candidate in likely if candidate.lookup), None)
        if onward and not declared and not self._led_on:
            return await self._from_next_page(onward, why_no_feed)
        likely = tuple(candidate for candidate in likely if not candidate.lookup)
        if page.url != self._own:  # a short address redirected to a known site
            of_site = (candidate for candidate in site_candidates(page.url) if not candidate.lookup)
            declared = order_candidates((*of_site, *declared))
        found = await self._try_all(declared)
        why = self._last_problem
        found = (
            found
            or await self._try_all(likely)
            or await self._try_all(await self._in_lists())
            or await self._first_of(common_candidates(page.url))
        )
        if found:
            return found
        if declared:
            raise FetchError(problem(Problem.LINKED_FEEDS_UNREADABLE, count=len(declared), cause=why))
        if why_no_feed.code is Problem.WEB_PAGE:
            raise FetchError(problem(Problem.NO_FEED_FOUND))
        raise FetchError(problem(Problem.NO_FEED_FOUND_NEARBY, cause=why_no_feed))

    async def _from_next_page(self, url: str, why_no_feed: ProblemDetails) -> list[FoundFeed]:
        """Follows a page that only leads on, once, as if it were a redirect."""
        self._led_on = True
        try:
            page = await self._fetch(self._with_typed_userinfo(url))
        except FetchError:
            raise FetchError(problem(Problem.NO_FEED_FOUND_NEARBY, cause=why_no_feed)) from None
        try:
            feed = await self._parse(page, page.moved_to or url)
        except ParseError as error:
            return await self._from_page(page, error.details)
        self._report(feed)
        return [feed]

    async def _first(self, addresses: Sequence[str]) -> Response:
        """The first response of these addresses; https comes before http if no scheme was typed."""
        for address in addresses[:-1]:
            try:
                return await self._fetch_typed(address, HTTPS_SECONDS)
            except FetchError as error:
                if error.http_status is not None:
                    raise
        return await self._fetch_typed(addresses[-1])

    async def _fetch_typed(self, address: str, seconds: float = REQUEST_SECONDS) -> Response:
        if address in self._addresses:
            self._own = address
        return await self._fetch(address, seconds)

    async def _links_of(self, page: Response) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
        try:
            return await self._context.pool.feed_links(
                page.body, url=page.url, content_type=page.content_type, links=page.links
            )
        except ParseError as error:
            log.info("event=page_unread host=%s reason=%s", site_of(page.url), error)
            return (), ()

    async def _in_lists(self) -> list[FeedCandidate]:
        """The links of pages that looked like feeds: many sites have a page that lists their feeds."""
        pages, self._lists = self._lists[:MAX_LISTS], []
        return [candidate for page in pages for candidates in await self._links_of(page) for candidate in candidates]

    async def _try_all(self, candidates: Iterable[FeedCandidate]) -> list[FoundFeed]:
        """Reads all these addresses at the same time; returns the feeds in the order of the candidates."""
        unseen = self._unseen(candidates)
        if not unseen:
            return []
        self._report(SearchProgress(SearchStep.READING, count=len(unseen)))
        async with asyncio.TaskGroup() as tasks:
            tried = [tasks.create_task(self._try(candidate)) for candidate in unseen]
            return [found for task in tried if (found := self._new_feed(await task))]

    async def _first_of(self, candidates: Iterable[FeedCandidate]) -> list[FoundFeed]:
        """Tries guessed addresses one after another until one is a feed."""
        self._report(SearchProgress(SearchStep.GUESSING))
        for candidate in self._unseen(candidates):
            if found := self._new_feed(await self._try(candidate)):
                return [found]
        return []

    def _unseen(self, candidates: Iterable[FeedCandidate]) -> list[FeedCandidate]:
        whole = (replace(candidate, url=candidate.url.partition("#")[0]) for candidate in candidates)
        once = {without_userinfo(candidate.url): candidate for candidate in whole}
        unseen = [candidate for url, candidate in once.items() if url not in self._seen]
        self.more = self.more or len(unseen) > MAX_CANDIDATES
        return unseen[:MAX_CANDIDATES]

    async def _try(self, candidate: FeedCandidate) -> FoundFeed | None:
        url = self._with_typed_userinfo(candidate.url)
        try:
            response = await self._fetch(url)
        except FetchError as error:
            self._last_problem = error.details
            return None
        try:
            found = await self._parse(response, response.moved_to or url)
        except ParseError as error:
            self._last_problem = error.details
            self._lists.append(response)
            return None
        return replace(found, comments=candidate.comments or found.comments)

    def _new_feed(self, found: FoundFeed | None) -> FoundFeed | None:
        """Reports a feed, unless it was already found at another address."""
        if found is None or str(found.response.body_hash) in self._seen:
            return None
        self._seen |= {str(found.response.body_hash), found.response.url}
        self._report(found)
        return found

    async def _parse(self, response: Response, url: str) -> FoundFeed:
        result = await self._context.pool.feed(
            response.body, url=response.url, content_type=response.content_type, awaited=True
        )
        return FoundFeed(url, replace(response, body=b""), result, is_comment_feed("", result.feed.title))

    async def _fetch(self, url: str, seconds: float = REQUEST_SECONDS) -> Response:
        left = self._end - asyncio.get_running_loop().time()
        self._requests += 1
        if left <= 0 or self._requests > MAX_REQUESTS:
            raise FetchError(problem(Problem.SEARCH_TIMEOUT))
        self._seen.add(without_userinfo(url))
        request = Request(
            url, private_host=typed_server(self._own), priority=Priority.PAGE, deadline=min(seconds, left)
        )
        return await self._context.fetch(request)

    def _with_typed_userinfo(self, url: str) -> str:
        """Adds the typed user name and password, for the server they were typed for."""
        userinfo = urlsplit(self._own).netloc.rpartition("@")[0]
        return with_userinfo(url, userinfo) if userinfo and same_server(url, self._own) else url
