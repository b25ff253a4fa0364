"""From an address that a person typed to the feeds that were read there, with as few requests as may be.

What is tried, and in which order, says :mod:`reader.subscriptions.discovery`. An address that was found on a
page reaches a private network only where the person typed that very server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from reader.arrival import ParsedFeed
from reader.errors import FetchError, ParseError
from reader.fetch import Priority, Request, Response, private_host_of
from reader.fetch.redirects import same_server, with_userinfo
from reader.model import SearchStep
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import Means
from reader.refresh.parsing.read_feed import ReadFeed
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

SECONDS = 60.0  # for a whole search
ONE_REQUEST = 20.0
HTTPS_FIRST = 8.0  # for https where http is tried next
MOST_REQUESTS = 30
AT_ONCE = 12  # leads of one kind that are followed
LISTS = 2  # pages that look like feeds but list some

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looking:
    """A step of the search; see :class:`~reader.refresh.worker.protocol.Searching`."""

    step: SearchStep
    host: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was read; ``url`` is what to subscribe to. ``comments``: it carries what readers say."""

    url: str
    response: Response
    read: ReadFeed
    comments: bool = False

    @property
    def feed(self) -> ParsedFeed:
        """The feed itself."""
        return self.read.feed

    @property
    def title(self) -> str:
        """What to call it."""
        return self.feed.title or site_of(self.url)


def typed_server(url: str) -> str | None:
    """The server that a person typed: with its port, if one was typed, else on those of http and https."""
    server = private_host_of(url)
    return server if server is None or urlsplit(url).port else server.rpartition(":")[0]


class Discovery:
    """One search. ``tell`` is called with each step and each feed as it is found."""

    def __init__(self, means: Means, typed: str, tell: Callable[[Looking | Found], None]) -> None:
        self._means, self._tell = means, tell
        self._wrong, self._addresses = input_problem(typed), input_addresses(typed)
        self._own = self._addresses[0] if self._addresses else ""  # what the person typed
        self._requests = 0
        self.more = False  # whether a page named more than was read
        self._end = asyncio.get_running_loop().time() + SECONDS
        self._seen: set[str] = set()  # addresses asked, and marks of bodies read
        self._lists: list[Response] = []  # answers that were expected to be feeds and are not
        self._refused = problem(Problem.NO_FEED_FOUND)  # why the last lead failed

    async def run(self) -> list[Found]:
        """The feeds in the order of trust, those of comments last.

        Raises :class:`~reader.errors.FetchError`, in words that say what to do, if there is none.
        """
        if self._wrong:
            raise FetchError(self._wrong)
        known = site_candidates(self._own)
        found = await self._follow([lead for lead in known if not lead.lookup])
        found = found or await self._through_page([lead.url for lead in known if lead.lookup])
        return sorted(found, key=lambda one: one.comments)

    async def _through_page(self, instead: Sequence[str]) -> list[Found]:
        """Asks the address itself, or what knows more of it, and goes on from what lies there."""
        self._tell(Looking(SearchStep.ASKING, host=site_of(self._own)))
        try:
            page = await self._first((*instead, *self._addresses))
        except FetchError as error:
            raise FetchError(
                problem(Problem.ADDRESS_FAILED, cause=error.details), http_status=error.http_status
            ) from error
        try:
            feed = await self._read(page, page.moved_to or self._own)
        except ParseError as error:
            return await self._from_page(page, error.details)
        self._tell(feed)
        return [feed]

    async def _from_page(self, page: Response, why_no_feed: ProblemDetails) -> list[Found]:
        declared, likely = await self._leads_of(page)
        if page.url != self._own:  # a short address leads to a well-known site
            declared = order_candidates((*(lead for lead in site_candidates(page.url) if not lead.lookup), *declared))
        found = await self._follow(declared)
        why = self._refused
        found = (
            found
            or await self._follow(likely)
            or await self._follow(await self._in_lists())
            or await self._first_of(common_candidates(page.url))
        )
        if found:
            return found
        if declared:
            raise FetchError(problem(Problem.LINKED_FEEDS_UNREADABLE, count=len(declared), cause=why))
        if why_no_feed.code is Problem.WEB_PAGE:
            raise FetchError(problem(Problem.NO_FEED_FOUND))
        raise FetchError(problem(Problem.NO_FEED_FOUND_NEARBY, cause=why_no_feed))

    async def _first(self, addresses: Sequence[str]) -> Response:
        """The first of these that answers; https before http, where no scheme was typed."""
        for address in addresses[:-1]:
            try:
                return await self._ask(address, HTTPS_FIRST)
            except FetchError as error:
                if error.http_status is not None:
                    raise
        return await self._ask(addresses[-1])

    async def _ask(self, address: str, seconds: float = ONE_REQUEST) -> Response:
        if address in self._addresses:
            self._own = address
        return await self._fetch(address, seconds)

    async def _leads_of(self, page: Response) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
        try:
            return await self._means.pool.leads(
                page.body, url=page.url, content_type=page.content_type, links=page.links
            )
        except ParseError as error:
            log.info("event=page_unread host=%s reason=%s", site_of(page.url), error)
            return (), ()

    async def _in_lists(self) -> list[FeedCandidate]:
        """Where pages lead that looked like feeds: many sites have one that lists theirs."""
        pages, self._lists = self._lists[:LISTS], []
        return [lead for page in pages for leads in await self._leads_of(page) for lead in leads]

    async def _follow(self, leads: Iterable[FeedCandidate]) -> list[Found]:
        """Reads what lies at these addresses, all at once; the feeds in the order of the leads."""
        wanted = self._unseen(leads)
        if not wanted:
            return []
        self._tell(Looking(SearchStep.READING, count=len(wanted)))
        async with asyncio.TaskGroup() as tasks:
            tried = [tasks.create_task(self._try(lead)) for lead in wanted]
            return [found for task in tried if (found := self._take(await task))]

    async def _first_of(self, leads: Iterable[FeedCandidate]) -> list[Found]:
        """One after another, until one is a feed: these are guesses, and most of them wrong."""
        self._tell(Looking(SearchStep.GUESSING))
        for lead in self._unseen(leads):
            if found := self._take(await self._try(lead)):
                return [found]
        return []

    def _unseen(self, leads: Iterable[FeedCandidate]) -> list[FeedCandidate]:
        once = {without_userinfo(lead.url): lead for lead in leads}
        unseen = [lead for url, lead in once.items() if url not in self._seen]
        self.more = self.more or len(unseen) > AT_ONCE
        return unseen[:AT_ONCE]

    async def _try(self, lead: FeedCandidate) -> Found | None:
        url = self._with_own_name(lead.url)
        try:
            answer = await self._fetch(url)
        except FetchError as error:
            self._refused = error.details
            return None
        try:
            found = await self._read(answer, answer.moved_to or url)
        except ParseError as error:
            self._refused = error.details
            self._lists.append(answer)
            return None
        return replace(found, comments=lead.comments or found.comments)

    def _take(self, found: Found | None) -> Found | None:
        """Tells of a feed, unless it is one that was told of already under another address."""
        if found is None or str(found.response.body_hash) in self._seen:
            return None
        self._seen |= {str(found.response.body_hash), found.response.url}
        self._tell(found)
        return found

    async def _read(self, answer: Response, url: str) -> Found:
        read = await self._means.pool.feed(answer.body, url=answer.url, content_type=answer.content_type, awaited=True)
        return Found(url, replace(answer, body=b""), read, is_comment_feed("", read.feed.title))

    async def _fetch(self, url: str, seconds: float = ONE_REQUEST) -> Response:
        left = self._end - asyncio.get_running_loop().time()
        self._requests += 1
        if left <= 0 or self._requests > MOST_REQUESTS:
            raise FetchError(problem(Problem.SEARCH_TIMEOUT))
        self._seen.add(without_userinfo(url))
        request = Request(
            url, private_host=typed_server(self._own), priority=Priority.PAGE, deadline=min(seconds, left)
        )
        return await self._means.fetch(request)

    def _with_own_name(self, url: str) -> str:
        """The name and password that were typed go to the very server they were typed for."""
        userinfo = urlsplit(self._own).netloc.rpartition("@")[0]
        return with_userinfo(url, userinfo) if userinfo and same_server(url, self._own) else url
