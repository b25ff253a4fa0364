"""Polls one feed: fetches it, stops if nothing changed, and parses it. A failure is a result too."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from dataclasses import replace

from reader.arrival import ParsedFeed
from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import Request, Response, private_host_of
from reader.fetch.body_budget import BodyShare
from reader.fetch.values import LIMIT_BYTES
from reader.lazy_dataclass import dataclass
from reader.model import Poll, Subscription, Validators
from reader.paths import bundled
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.feeds.local_feed import read_file_feed, run_program_feed
from reader.refresh.feeds.poll_result import Failure, is_same_body, validators_to_send
from reader.refresh.parsing.read_feed import FeedResult, read_feed
from reader.subscriptions import is_built_in, is_file, is_local
from reader.web.addresses import site_of
from reader.wording.catalogue import language_for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PolledFeed:
    """The result of a poll: a ``failure``, or a ``response`` and, if the body changed, the parsed ``result``.

    The response keeps its body if some entries are partial, because their content may be needed after all.
    ``merged``: the feed moved to the address of another subscription, so there is nothing to store.
    ``blocked_seconds``: no request was sent, because its host is in backoff for that time.
    """

    poll: Poll
    response: Response | None = None
    result: FeedResult | None = None
    failure: Failure | None = None
    merged: bool = False
    blocked_seconds: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the server sent a complete feed, either parsed now or the same body as last time."""
        if self.parsed is not None:
            return self.parsed.complete
        return self.response is not None and not self.response.not_modified

    @property
    def parsed(self) -> ParsedFeed | None:
        """The feed, if it was parsed."""
        return self.result.feed if self.result else None


async def poll_feed(context: RefreshContext, poll: Poll, share: BodyShare | None = None) -> PolledFeed:
    """Polls one feed; raises nothing but cancellation. ``share``: of the memory for bodies."""
    try:
        response = await _fetch(context, poll, share)
    except HostBusy as error:
        return PolledFeed(poll, blocked_seconds=error.retry_after or 0)
    except FetchError as error:
        return PolledFeed(poll, failure=Failure(error.details, error.http_status, error.retry_after, error.host))
    except Exception:
        log.exception("event=poll_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return PolledFeed(poll, failure=Failure(problem(Problem.UNEXPECTED)))
    if response.not_modified or is_same_body(poll, response.body_hash):
        return PolledFeed(poll, replace(response, body=b""))
    return await _parse(context, poll, response, use_cache=poll.last_success is not None)


async def parse_fully(context: RefreshContext, polled: PolledFeed) -> PolledFeed:
    """Parses a feed again, now with the content of all entries; raises nothing but cancellation."""
    assert polled.response is not None
    return await _parse(context, polled.poll, polled.response, use_cache=False)


async def _parse(context: RefreshContext, poll: Poll, response: Response, *, use_cache: bool) -> PolledFeed:
    try:
        cache = await context.with_store(lambda store: store.feeds.parse_cache(poll.feed_id)) if use_cache else b""
        if is_built_in(poll.url):  # our own text needs no process of its own, which a first start would wait for
            result = await asyncio.to_thread(
                read_feed, response.body, url=response.url, content_type=response.content_type
            )
        else:
            result = await context.pool.feed(
                response.body, url=response.url, content_type=response.content_type, cache=cache
            )
        return PolledFeed(poll, response if result.partial else replace(response, body=b""), result)
    except ParseError as error:
        return PolledFeed(poll, failure=Failure(error.details, response.http_status))
    except Exception:
        log.exception("event=parse_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return PolledFeed(poll, failure=Failure(problem(Problem.UNEXPECTED)))


async def _fetch(context: RefreshContext, poll: Poll, share: BodyShare | None) -> Response:
    if is_built_in(poll.url):
        return _built_in(poll.url, language_for(context.config.language, os.environ))
    validators = validators_to_send(poll, now=context.now())
    if is_local(poll.url):
        return await _fetch_local(context, poll.url, validators)
    subscription = context.subscriptions.get(poll.url)
    if subscription and subscription.blocked:
        raise FetchError(subscription.blocked)
    return await context.fetch(
        Request(
            poll.url,
            validators,
            private_host=private_host_of(poll.url),
            limit_bytes=_limit_of(subscription),
            deadline=context.limits.request_seconds,
            options=context.request_options(poll.url),
            share=share,
        )
    )


def _limit_of(subscription: Subscription | None) -> int:
    """The largest size of a feed in bytes."""
    megabytes = subscription.max_megabytes if subscription else None
    return megabytes * 1_000_000 if megabytes else LIMIT_BYTES


async def _fetch_local(context: RefreshContext, url: str, validators: Validators) -> Response:
    """Reads the feed of a file or program, but never of a paused one, which may come from an imported list."""
    subscription, seconds = context.subscriptions.get(url), context.limits.request_seconds
    if subscription is None or subscription.paused:
        raise FetchError(problem(Problem.LOCAL_FEED_PAUSED))
    if is_file(url):
        return await read_file_feed(url, validators, seconds=seconds, limit=_limit_of(subscription))
    async with context.program_slots:
        allowed, limit = context.config.allow_programs, _limit_of(subscription)
        return await run_program_feed(
            subscription, allowed=allowed, seconds=seconds, limit=limit, running=context.programs
        )


def _built_in(url: str, language: str) -> Response:
    """The Welcome feed in the user's language, as if a server had sent it."""
    try:
        body = bundled(f"welcome/{language}.xml").read_bytes()
    except OSError as error:
        raise FetchError(problem(Problem.BUILT_IN_FEED_MISSING)) from error
    digest = hashlib.sha256(body).hexdigest()
    return Response(url, 200, body, "application/atom+xml; charset=utf-8", Validators(), body_hash=digest)
