"""One feed's way up to the store: fetch it, stop if nothing is new, parse it. What fails is a result too."""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass, replace

from reader.arrival import ParsedFeed
from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import Request, Response, private_host_of
from reader.model import Poll, Validators
from reader.paths import bundled
from reader.problems import Problem, problem
from reader.refresh.context import Means
from reader.refresh.feeds.local_feed import read_file_feed, run_program_feed
from reader.refresh.feeds.poll_result import Failure, is_same_body, validators_to_send
from reader.refresh.parsing.read_feed import ReadFeed
from reader.subscriptions import is_built_in, is_file, is_local
from reader.web.addresses import site_of
from reader.wording.catalogue import language_for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went: ``failure``, or a ``response`` and, if it was worth reading, the feed as it was ``read``.

    The response has its body still if some of the entries were cut: their text may be wanted after all.
    ``merged``: the feed turned out to be another that is subscribed; there is nothing to be written. ``rest``:
    it was not asked, because its server wants so many seconds of rest.
    """

    poll: Poll
    response: Response | None = None
    read: ReadFeed | None = None
    failure: Failure | None = None
    merged: bool = False
    rest: int | None = None

    @property
    def was_read(self) -> bool:
        """Whether a whole feed came from the server: one to be parsed, or the very body that was parsed last time."""
        if self.parsed is not None:
            return self.parsed.complete
        return self.response is not None and not self.response.not_modified

    @property
    def parsed(self) -> ParsedFeed | None:
        """The feed, if it was read."""
        return self.read.feed if self.read else None


async def poll_feed(means: Means, poll: Poll) -> Polled:
    """Polls one feed; raises nothing but cancellation."""
    try:
        response = await _ask(means, poll)
    except HostBusy as error:
        return Polled(poll, rest=error.retry_after or 0)
    except FetchError as error:
        return Polled(poll, failure=Failure(error.details, error.http_status, error.retry_after, error.host))
    except Exception:
        log.exception("event=poll_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return Polled(poll, failure=Failure(problem(Problem.UNEXPECTED)))
    if response.not_modified or is_same_body(poll, response.body_hash):
        return Polled(poll, response)
    return await _read(means, poll, response, remembering=poll.last_success is not None)


async def read_whole(means: Means, polled: Polled) -> Polled:
    """Reads a feed again, now with the entries that were cut; raises nothing but cancellation."""
    assert polled.response is not None
    return await _read(means, polled.poll, polled.response, remembering=False)


async def _read(means: Means, poll: Poll, response: Response, *, remembering: bool) -> Polled:
    try:
        memory = await means.do(lambda store: store.feeds.memory(poll.feed_id)) if remembering else b""
        read = await means.pool.feed(response.body, url=response.url, content_type=response.content_type, memory=memory)
        return Polled(poll, response if read.cut else replace(response, body=b""), read)
    except ParseError as error:
        return Polled(poll, failure=Failure(error.details, response.http_status))
    except Exception:
        log.exception("event=read_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return Polled(poll, failure=Failure(problem(Problem.UNEXPECTED)))


async def _ask(means: Means, poll: Poll) -> Response:
    if is_built_in(poll.url):
        return _built_in(poll.url, language_for(means.config.language, os.environ))
    validators = validators_to_send(poll, now=means.now())
    if is_local(poll.url):
        return await _ask_here(means, poll.url, validators)
    return await means.fetch(
        Request(
            poll.url,
            validators,
            private_host=private_host_of(poll.url),
            deadline=means.limits.request_seconds,
            options=means.request_options(poll.url),
        )
    )


async def _ask_here(means: Means, url: str, validators: Validators) -> Response:
    """A file's or a program's feed; nothing while it is paused, for that may have come from somebody else's list."""
    subscription, seconds = means.subscriptions.get(url), means.limits.request_seconds
    if subscription is None or subscription.paused:
        raise FetchError(problem(Problem.LOCAL_FEED_PAUSED))
    if is_file(url):
        return await read_file_feed(url, validators, seconds=seconds)
    async with means.programs:
        return await run_program_feed(subscription, allowed=means.config.allow_programs, seconds=seconds)


def _built_in(url: str, language: str) -> Response:
    """The Welcome feed in the user's language, as if a server had sent it."""
    try:
        body = bundled(f"welcome/{language}.xml").read_bytes()
    except OSError as error:
        raise FetchError(problem(Problem.BUILT_IN_FEED_MISSING)) from error
    digest = hashlib.sha256(body).hexdigest()
    return Response(url, 200, body, "application/atom+xml; charset=utf-8", Validators(), body_hash=digest)
