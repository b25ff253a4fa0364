"""When an account is synchronised next. Pure; times are Unix seconds, spans are seconds."""

from __future__ import annotations

from enum import Enum

from reader.account import AccountState
from reader.errors import BroadsheetError, FetchError, SyncError, SyncSignIn
from reader.problems import Problem, ProblemDetails, problem

SIGN_IN_PAUSE = 3_600  # the user has to do something first
FIRST_PAUSE, LONGEST_PAUSE = 60, 3_600  # after a failure; doubled after each
UNREACHED_PAUSE = 300  # at most, without an answer: this computer may have been offline
LONGEST_ASKED = 86_400  # a longer pause that a server asks for is a mistake


class Occasion(Enum):
    """Why an account is synchronised."""

    ASKED = "asked"  # the user asks for it
    START = "start"  # a reader was opened, or all feeds are refreshed
    TIMER = "timer"
    PUSH = "push"  # only to send what the user has changed


def asked_pause(error: BroadsheetError) -> int | None:
    """The pause that the server asked for, if it did."""
    asked = error.retry_after if isinstance(error, SyncError | FetchError) else None
    return None if asked is None else min(max(asked, 1), LONGEST_ASKED)


def pause_after(error: BroadsheetError, failures: int, interval: int) -> int:
    """How long the timer waits after ``failures`` in a row, at least one. ``interval``: the usual wait."""
    asked = asked_pause(error)
    if asked is not None:
        return max(asked, min(interval, FIRST_PAUSE))
    if isinstance(error, SyncSignIn):
        return SIGN_IN_PAUSE
    unreached = isinstance(error, FetchError) and error.http_status is None
    longest = UNREACHED_PAUSE if unreached else LONGEST_PAUSE
    return max(interval, min(FIRST_PAUSE << min(failures - 1, 10), longest))


def problem_of(error: BroadsheetError) -> ProblemDetails:
    """The problem to show for a failed synchronisation.

    A pause that the server asked for has a code of its own, by which :func:`asked_to_wait` recognises it.
    """
    asked = asked_pause(error)
    return error.as_problem() if asked is None else problem(Problem.HOST_BUSY, seconds=asked)


def seconds_until_due(state: AccountState, now: float) -> float:
    """How long the timer still waits; 0 if the clock was set back since the last try."""
    if state.next_sync is None or state.last_try is None or now < state.last_try:
        return 0
    return max(state.next_sync - now, 0)


_SIGN_IN_PROBLEMS = frozenset({
    Problem.SERVER_TOKEN_REFUSED, Problem.SERVER_PASSWORD_REFUSED, Problem.SERVER_PASSWORD_REFUSED_FRESHRSS,
    Problem.SERVER_PASSWORD_REFUSED_MINIFLUX,
})  # fmt: skip


def is_wanted(occasion: Occasion, state: AccountState, now: int) -> bool:
    """Whether an account is synchronised now. After a failure, the timer and changes to send wait until it is due."""
    waits = seconds_until_due(state, now) > 0
    match occasion:
        case Occasion.ASKED:
            return not asked_to_wait(state, now)
        case Occasion.START:  # a server may lock out a client that keeps signing in with a wrong password
            signed_out = state.error is not None and state.error.code in _SIGN_IN_PROBLEMS
            return not asked_to_wait(state, now) and not (waits and signed_out)
        case Occasion.TIMER:
            return not waits
        case Occasion.PUSH:
            return state.waiting > 0 and not (waits and state.failures)


def asked_to_wait(state: AccountState, now: int) -> int:
    """How long the server still wants no request, not even for the user; 0 for none. The timer may wait longer."""
    if state.error is None or state.error.code is not Problem.HOST_BUSY or not seconds_until_due(state, now):
        return 0
    asked = dict(state.error.arguments).get("seconds")
    return max((state.last_try or 0) + asked - now, 0) if isinstance(asked, int) else 0
