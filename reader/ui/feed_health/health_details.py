"""The details of one feed: status, checks, rhythm and reading, as a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from reader.feed_health import WEEKS, Concern, Health, bars
from reader.model import Status
from reader.text import capitalized
from reader.ui.feed_health.health_table import percent
from reader.ui.feed_health.label_lines import label_lines
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import byline_date
from reader.web.addresses import web_url, without_userinfo
from reader.wording.catalogue import _, language, pgettext, plural
from reader.wording.feed_messages import check_reason_message, concern_message
from reader.wording.numbers import thousands
from reader.wording.spans import rhythm, time_until


def details(health: Health, now: int, glyphs: Glyphs, width: int) -> Content:
    """The title and lines of label and value, none longer than ``width`` cells."""
    return label_lines(health.feed.title, _values(health, now, glyphs), width)


def _values(health: Health, now: int, glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    feed, poll = health.feed, health.feed.poll
    problem = concern_message(health)
    yield _("Status"), capitalized(problem) if problem else _("No problems")
    yield _("Address"), without_userinfo(feed.url)
    if poll:
        if poll.last_poll:
            status = poll.http_status if web_url(feed.url) else None  # no server answers for files and programs
            yield _("Last check"), _last_check(byline_date(poll.last_poll, now), status)
        last_success = byline_date(poll.last_success, now) if poll.last_success else pgettext("last success", "never")
        yield _("Last success"), last_success
        if feed.account:
            yield _("Refreshed by"), feed.account
        else:
            yield _("Next check"), _next_check(health, now)
        if poll.left_out:
            yield (
                _("Left out"),
                plural(
                    "{n} of the oldest entries, because the feed is too long",
                    "{n} of the oldest entries, because the feed is too long",
                    poll.left_out,
                ),
            )
    yield _("Publishes"), _publishes(health, now)
    yield _("Half a year"), bars(health.record.weeks, WEEKS, glyphs.bars)
    yield _("You read"), _read(health)


def _last_check(date: str, http_status: int | None) -> str:
    if http_status is None:
        return date
    return _("{date}; the server answered {status}").format(date=date, status=http_status)


def _next_check(health: Health, now: int) -> str:
    poll = health.feed.poll
    if poll is None or health.concern is Concern.PAUSED or poll.status is Status.GONE:
        return pgettext("next check", "never")
    if poll.next_check is None or poll.next_check <= now:
        return pgettext("next check", "now")
    until = time_until(poll.next_check - now)
    if poll.reason:
        return _("{until}: {reason}").format(until=until, reason=check_reason_message(poll.reason))
    return until


def _publishes(health: Health, now: int) -> str:
    rate, newest = rhythm(health.per_week), health.record.newest
    if newest is None:
        return rate
    date = byline_date(newest, now)
    if not rate:
        return _("newest article: {date}").format(date=date)
    return _("{rate}; newest article: {date}").format(rate=rate, date=date)


def _read(health: Health) -> str:
    feed = health.feed
    if not feed.total:
        return _("no articles yet")
    unread = plural(
        "{unread} of {n} article is unread", "{unread} of {n} articles are unread", feed.total,
        unread=thousands(feed.unread, language()),
    )  # fmt: skip
    if health.read_share is None:
        return unread
    return _("{share} of the last half year; {unread}").format(share=percent(health.read_share), unread=unread)
