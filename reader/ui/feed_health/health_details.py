"""All that is known of how one feed fares, as a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from reader.feed_health import WEEKS, Concern, Health, bars, rhythm_words, span_words
from reader.model import Status
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import byline_date
from reader.ui.typeset.breaking import break_lines, fit
from reader.web.addresses import without_userinfo
from reader.wording.feed_messages import check_reason_message, concern_message

_LABEL = 14


def details(health: Health, now: int, glyphs: Glyphs, width: int) -> Content:
    """A heading and lines of label and value, none longer than ``width`` cells."""
    lines = [Content.styled(fit(health.feed.title, width), "bold")]
    for label, value in _values(health, now, glyphs):
        for number, cut in enumerate(break_lines(value, width - _LABEL)):
            shown = value[cut.start : cut.end] + "-" * cut.hyphen
            lines.append(Content.assemble(((label if not number else "").ljust(_LABEL), "$dim"), Content(shown)))
    return Content("\n").join(lines)


def _values(health: Health, now: int, glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    feed, poll = health.feed, health.feed.poll
    trouble = concern_message(health)
    yield "Status", trouble[:1].upper() + trouble[1:] if trouble else "All is well"
    yield "Address", without_userinfo(feed.url)
    if poll:
        answered = f"; the server answered {poll.http_status}" if poll.http_status else ""
        if poll.last_poll:
            yield "Last asked", byline_date(poll.last_poll, now) + answered
        yield "Last success", byline_date(poll.last_success, now) if poll.last_success else "never"
        yield "Next check", _next_check(health, now)
    yield "Publishes", _publishes(health, now)
    yield "Half a year", bars(health.record.weeks, WEEKS, glyphs.bars)
    yield "You read", _read(health)


def _next_check(health: Health, now: int) -> str:
    poll = health.feed.poll
    if poll is None or health.concern is Concern.PAUSED or poll.status is Status.GONE:
        return "never"
    if poll.next_check is None or poll.next_check <= now:
        return "now"
    return f"in {span_words(poll.next_check - now)}" + (f": {check_reason_message(poll.reason)}" if poll.reason else "")


def _publishes(health: Health, now: int) -> str:
    newest = health.record.newest
    latest = f"; newest article: {byline_date(newest, now)}" if newest else ""
    return (rhythm_words(health.per_week) + latest).lstrip("; ")


def _read(health: Health) -> str:
    feed = health.feed
    if not feed.total:
        return "no articles yet"
    share = "" if health.read_share is None else f"{health.read_share:.0%} of the last half year; "
    return f"{share}{feed.unread:,} of {feed.total:,} articles are unread".replace(",", "\u202f")
