"""``feeds``: the subscriptions and how each of them fares."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from reader.commands import Exit
from reader.commands.console import Form, complain, cut, fit, local_time, print_values, say, shown_url, width, writes
from reader.commands.json_output import health_object
from reader.commands.open_folders import opened
from reader.commands.refresh_feeds import NO_FEEDS
from reader.feed_health import Concern, Health, bars, concern_words, in_order, rhythm_words
from reader.model import Feed, Status
from reader.paths import Paths

_BARS, _PLAIN_BARS = "·▁▂▃▄▅▆▇█", ".:-=+*#%@"
_BARS_WIDTH = 13


def feeds(paths: Paths, options: argparse.Namespace) -> int:
    """The subscriptions, broken ones and long silent ones first, or in the order that is asked for."""
    with opened(paths) as library:
        found = in_order(library.feeds.health().result(), options.sort, backwards=options.reverse)
        now = library.now()
    if options.form is not Form.TEXT:
        print_values(map(health_object, found), options.form)
    elif found:
        _print_table(found, now)
    if not found:
        complain(NO_FEEDS)
    return Exit.DONE if found else Exit.PARTLY


def _print_table(found: Sequence[Health], now: int) -> None:
    columns = width()
    names = 30 if columns is None or columns >= 130 else 20
    signs = _BARS if writes(_BARS) else _PLAIN_BARS
    heads = (fit("FEED", names), f"{'UNREAD/TOTAL':>13}", "HALF A YEAR".ljust(_BARS_WIDTH), "READ")
    say(cut("  ".join((*heads, fit("NEXT CHECK", 16), fit("RHYTHM", 16), fit("LAST SUCCESS", 16), "ADDRESS")), columns))
    for health in found:
        say(cut(_row(health, now, names, signs), columns))
        for line in _trouble(health):
            say(f"    {line}")


def _row(health: Health, now: int, names: int, signs: str) -> str:
    feed = health.feed
    last, due = _dates(feed, now)
    parts = (
        fit(f"{feed.folder}/{feed.title}" if feed.folder else feed.title, names),
        f"{feed.unread}/{feed.total}".rjust(13),
        bars(health.record.weeks, _BARS_WIDTH, signs).ljust(_BARS_WIDTH),
        ("" if health.read_share is None else f"{health.read_share:.0%}").rjust(4),
        fit(due, 16),
        fit(rhythm_words(health.per_week), 16),
        fit(last, 16),
        shown_url(feed.url),
    )
    return "  ".join(parts)


def _dates(feed: Feed, now: int) -> tuple[str, str]:
    poll = feed.poll
    if poll is None:
        return "", ""
    due = "never" if poll.status is Status.GONE else local_time(poll.next_check, "now")
    overdue = poll.status is not Status.GONE and poll.next_check is not None and poll.next_check <= now
    return local_time(poll.last_success, "never"), "now" if overdue else due


def _trouble(health: Health) -> Iterable[str]:
    words = concern_words(health)
    if words and health.concern is not Concern.NEW:
        yield f"{health.concern}: {words}" if words != health.concern else words
    if health.concern is Concern.GONE:
        yield f"it is not polled any more: `broadsheet remove {shown_url(health.feed.url)}` takes it away"
