"""Computes the next state of polling a feed from the result of a poll. Pure.

Validators belong to the last body that was parsed completely: a feed that fails, is not a feed, is empty or is cut
off keeps the old ones, so that all of it is fetched next time. After eight days of nothing but 304 they are left out
once, because some servers answer 304 forever.
"""

from __future__ import annotations

from dataclasses import replace

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedFeed
from reader.fetch import NextCheck, PollResult, Response, next_check, usual_interval
from reader.lazy_dataclass import dataclass
from reader.model import Poll, Status, Validators
from reader.problems import Problem, ProblemDetails, problem

NOTHING_BUT_304 = 8 * 86_400


@dataclass(frozen=True, slots=True)
class Timing:
    """The inputs of the next check apart from the feed: seconds, and ``jitter`` in [0, 1).

    ``dates`` are of the feed's newest stored entries.
    """

    now: int
    default_interval: int
    interval: int | None = None
    jitter: float = 0.0
    dates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a poll failed. ``host`` is the one that responded, with its port."""

    problem: ProblemDetails
    http_status: int | None = None
    retry_after: int | None = None
    host: str | None = None


def validators_to_send(poll: Poll, *, now: int) -> Validators:
    """The validators for the next request; none after eight days of nothing but 304."""
    read = poll.body_read
    return Validators() if read is None or abs(now - read) >= NOTHING_BUT_304 else poll.validators


def is_same_body(poll: Poll, body_hash: str | None) -> bool:
    """Whether exactly this body was parsed last time."""
    return body_hash is not None and poll.body_hash == body_hash


def after_unchanged(poll: Poll, response: Response, timing: Timing) -> FeedUpdate:
    """The update after a 304, or after the same bytes again."""
    new = response.validators
    if response.not_modified:
        new = Validators(new.etag or poll.validators.etag, new.last_modified or poll.validators.last_modified)
    else:
        poll = _with_body(poll, response, timing)
    return FeedUpdate(_succeeded(replace(poll, validators=new), response, timing))


def after_parsing(
    poll: Poll,
    response: Response,
    parsed: ParsedFeed,
    new: tuple[NewEntry, ...],
    changed: tuple[ChangedEntry, ...],
    timing: Timing,
) -> FeedUpdate:
    """The update after parsing a body. A truncated feed counts as failed, but its complete entries are stored."""
    poll = replace(poll, rhythm=parsed.rhythm, left_out=parsed.left_out)
    if not parsed.complete:
        details = problem(Problem.FEED_INCOMPLETE, kept=len(parsed.entries))
        after = _failed(poll, Failure(details, response.http_status, response.retry_after), timing)
    else:
        if parsed.entries:
            poll = _with_body(replace(poll, validators=response.validators), response, timing)
        timing = replace(timing, dates=(*timing.dates, *(entry.sort for entry in new)))
        after = _succeeded(poll, response, timing)
    return FeedUpdate(
        after, parsed.title or None, parsed.link, parsed.description or None, parsed.language, new, changed
    )


def after_failure(poll: Poll, failure: Failure, timing: Timing) -> FeedUpdate:
    """The update after a poll without a usable feed: only the feed's health changes."""
    return FeedUpdate(_failed(poll, failure, timing))


def _succeeded(poll: Poll, response: Response, timing: Timing) -> Poll:
    due = _next(PollResult(response.http_status, 0, response.retry_after), poll, timing, response.fresh_for)
    return replace(
        poll, status=Status.OK, http_status=response.http_status, failures=0, error=None, last_poll=timing.now,
        last_success=timing.now, next_check=due.at, reason=due.reason,
    )  # fmt: skip


def _failed(poll: Poll, failure: Failure, timing: Timing) -> Poll:
    failures = poll.failures + 1
    due = _next(PollResult(failure.http_status, failures, failure.retry_after), poll, timing)
    status = Status.GONE if failure.http_status == 410 else Status.FAILING
    return replace(
        poll, status=status, http_status=failure.http_status, failures=failures, error=failure.problem,
        last_poll=timing.now, next_check=due.at, reason=due.reason,
    )  # fmt: skip


def _next(outcome: PollResult, poll: Poll, timing: Timing, fresh_for: int | None = None) -> NextCheck:
    return next_check(
        outcome,
        now=timing.now,
        default_interval=timing.default_interval,
        interval=timing.interval,
        fresh_for=fresh_for,
        rhythm=poll.rhythm,
        usual=usual_interval(timing.dates, now=timing.now),
        jitter=timing.jitter,
    )


def _with_body(poll: Poll, response: Response, timing: Timing) -> Poll:
    return replace(poll, body_hash=response.body_hash, body_read=timing.now if response.body_hash else None)
