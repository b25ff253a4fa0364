"""Asks the sources of an article's conversation, and stores what they answer.

The reader asks again every few minutes while a conversation is on the screen; this module decides which sources are
really asked: none before its time, which the server may put off (``Retry-After``, ``max-age``) and failures double.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from dataclasses import replace

from reader.comment import CommentSource, ReadComments, SourceKind
from reader.conversation.find_sources import SERVICES, Services, sources_of
from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import FEED_ACCEPT, Priority, Request, Response, is_same_or_safer, private_host_of
from reader.model import Entry, Validators
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import RefreshContext
from reader.refresh.worker.protocol import CommentsDone, Event
from reader.store.comments import CommentPoll
from reader.web.addresses import site_of

CHECK_AFTER = 120  # seconds between two requests to a source, at least
LONGEST_PAUSE = 86_400
_JSON_ACCEPT = "application/json, application/activity+json;q=0.8, */*;q=0.5"

log = logging.getLogger(__name__)


class CommentFetcher:
    """Fetches conversations, the one of an entry only once at a time. ``services``: where the sites' data is."""

    def __init__(self, context: RefreshContext, services: Services = SERVICES) -> None:
        self._context, self.services = context, services
        self._in_progress: set[int] = set()

    async def fetch(self, entry_id: int, *, force: bool = False) -> AsyncGenerator[Event, None]:
        """Asks the sources that are due, one after the other: ``CommentsDone`` after each, and at the end.

        ``force``: ask those that are not due too, unless their server is busy. Yields nothing while the same
        conversation is being fetched. Raises :class:`~reader.errors.StoreError`.
        """
        if entry_id in self._in_progress:
            return
        self._in_progress.add(entry_id)
        try:
            entry = await self._context.with_store(lambda store: store.entries.entry(entry_id))
            sources = sources_of(entry, self.services) if entry else ()
            if entry:
                for number, source in enumerate(sources, 1):
                    new = await self._ask(entry, source, force=force)
                    if number < len(sources):
                        yield CommentsDone(entry_id, new, more_to_come=True)
            error = None if sources else problem(Problem.NO_CONVERSATION)
            yield CommentsDone(entry_id, error=error)
        finally:
            self._in_progress.discard(entry_id)

    async def _ask(self, entry: Entry, source: CommentSource, *, force: bool) -> int:
        """Asks one source if it is due; returns how many new comments it had."""
        now = self._context.now()
        poll = await self._context.with_store(lambda store: store.comments.poll(entry.id, source.url))
        pause = poll.next_check - now
        if 0 < pause <= LONGEST_PAUSE and (not force or poll.failures):
            return 0
        read: ReadComments | None = None
        error: ProblemDetails | None = None
        try:
            response, read = await self._load(entry, source, poll.validators)
            wait = max(CHECK_AFTER, response.retry_after or 0, min(response.fresh_for or 0, 10 * CHECK_AFTER))
            poll = CommentPoll(response.validators, now + min(wait, LONGEST_PAUSE))
        except (FetchError, ParseError) as failure:
            error = failure.details
            poll = _after_failure(poll, failure, now)
        except Exception:
            log.exception("event=comments_failed entry=%d host=%s", entry.id, site_of(source.url))
            error = problem(Problem.UNEXPECTED)
            poll = _after_failure(poll, None, now)
        state, found = poll, read
        return await self._context.with_store(
            lambda store: store.comments.write(entry.id, source, state, found, now, error)
        )

    async def _load(
        self, entry: Entry, source: CommentSource, validators: Validators
    ) -> tuple[Response, ReadComments | None]:
        """The answer of a source, and its comments; None for those if nothing has changed."""
        try:
            return await self._load_from(source.url, entry, source, validators)
        except (FetchError, ParseError) as error:
            busy = isinstance(error, HostBusy) or (isinstance(error, FetchError) and error.http_status in (429, 503))
            if source.other_url is None or busy:
                raise
            return await self._load_from(source.other_url, entry, source, Validators())

    async def _load_from(
        self, url: str, entry: Entry, source: CommentSource, validators: Validators
    ) -> tuple[Response, ReadComments | None]:
        response = await self._send(url, entry.feed_url, source, validators)
        if response.not_modified:
            return response, None
        read = await self._parse(response, source)
        parts = [read]
        for more in read.more:
            further = await self._send(more, entry.feed_url, source, Validators())
            parts.append(await self._parse(further, source))
        return response, joined(parts)

    async def _parse(self, response: Response, source: CommentSource) -> ReadComments:
        return await self._context.pool.comments(
            response.body, kind=source.kind, url=response.url, content_type=response.content_type
        )

    async def _send(self, url: str, feed_url: str, source: CommentSource, validators: Validators) -> Response:
        """Requests an address. Only the server of the feed may have a private address, and gets its options."""
        own = private_host_of(feed_url)
        private = own if own == private_host_of(url) else None
        options = self._context.request_options(feed_url) if is_same_or_safer(url, feed_url) else None
        accept = FEED_ACCEPT if source.kind is SourceKind.FEED else _JSON_ACCEPT
        return await self._context.fetch(
            Request(url, validators, private_host=private, accept=accept, priority=Priority.PAGE, options=options)
        )


def joined(parts: list[ReadComments]) -> ReadComments:
    """The parts of one conversation as one, up to the usual limit."""
    from reader.conversation.limits import MOST_COMMENTS

    if len(parts) == 1:
        return parts[0]
    found = {comment.id: comment for part in reversed(parts) for comment in part.comments}
    ordered = {comment.id: None for part in parts for comment in part.comments}
    comments = [replace(found[one], position=number) for number, one in enumerate(ordered)]
    return ReadComments(tuple(comments[:MOST_COMMENTS]), max(part.total for part in parts))


def _after_failure(poll: CommentPoll, failure: FetchError | ParseError | None, now: int) -> CommentPoll:
    """The state after a failed request: the pause that the server asked for, else one that doubles."""
    asked = failure.retry_after if isinstance(failure, FetchError) else None
    pause = asked if asked is not None else CHECK_AFTER * 2 ** min(poll.failures, 8)
    return replace(poll, next_check=now + min(max(pause, CHECK_AFTER), LONGEST_PAUSE), failures=poll.failures + 1)
