"""Messages about polling and finding feeds, made from the codes that the refresh reports."""

from __future__ import annotations

from collections.abc import Mapping

from reader.feed_health import Concern, Health
from reader.model import CheckReason, CheckReasonKind, SearchStep
from reader.problems import Problem, problem
from reader.wording.catalogue import N_, _, plural
from reader.wording.problem_messages import problem_message
from reader.wording.spans import duration, rhythm, time_since

_CHECK_REASONS: Mapping[CheckReasonKind, str] = {
    CheckReasonKind.FEED_INTERVAL: N_("the feed's own interval"),
    CheckReasonKind.DEFAULT_INTERVAL: N_("your default interval"),
    CheckReasonKind.PUBLISHER: N_("the publisher asks for {span}"),
    CheckReasonKind.PUBLISHER_SKIPS: N_("the publisher asks readers not to check before then"),
    CheckReasonKind.SELDOM_PUBLISHES: N_("it seldom publishes"),
    CheckReasonKind.SERVER_BUSY: N_("the server is busy and asks for {span}"),
    CheckReasonKind.HOST_BUSY: N_("its server is busy"),
    CheckReasonKind.GONE: N_("the publisher removed it"),
}

_SEARCH_STEPS: Mapping[SearchStep, str] = {
    SearchStep.ASKING: N_("Asking {host}…"),
    SearchStep.GUESSING: N_("Trying the usual addresses of feeds…"),
}


def check_reason_message(reason: CheckReason) -> str:
    """Why a feed is checked next when it is: ``the publisher asks for 6 hours``."""
    if reason.kind is CheckReasonKind.FAILURES:
        return plural("after a failure", "after {n} failures in a row", reason.number)
    return _(_CHECK_REASONS[reason.kind]).format(span=duration(reason.number))


def concern_message(health: Health) -> str:
    """The problem of a feed, without capital and period; empty if it has none."""
    poll = health.feed.poll
    match health.concern:
        case Concern.FAILING | Concern.GONE if poll:
            message = problem_message(poll.error or problem(Problem.EARLIER_FAILURE))
            if poll.failures < 2:
                return message
            return plural("{message} ({n} time)", "{message} ({n} times in a row)", poll.failures, message=message)
        case Concern.SILENT:
            return _("nothing new {for_time}").format(for_time=time_since(health.silent_for or 0))
        case Concern.NEW:
            return _("not checked yet")
        case Concern.PAUSED:
            return _("paused")
        case _:
            return ""


def search_step_message(step: SearchStep, *, host: str = "", count: int = 0) -> str:
    """What a search for feeds is doing, as a line of progress."""
    if step is SearchStep.READING:
        return plural("Reading a feed…", "Reading {n} addresses…", count)
    return _(_SEARCH_STEPS[step]).format(host=host)


def frequency_message(per_week: float | None, silent_for: int | None) -> str:
    """How often a feed publishes: ``about 3 a day``, ``weekly; silent for 8 months``; empty where unknown."""
    rate = rhythm(per_week)
    if silent_for is None:
        return rate
    silent = _("silent {for_time}").format(for_time=time_since(silent_for))
    return _("{rate}; {silent}").format(rate=rate, silent=silent) if rate else silent
