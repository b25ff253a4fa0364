"""``feeds``: the subscriptions and their health."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reader.account import AccountState
from reader.commands import Exit
from reader.commands.columns import can_write, cells, cut, fit, width
from reader.commands.console import Form, complain, print_values, say
from reader.commands.formats import number, shown_url
from reader.commands.json_output import health_object
from reader.commands.open_folders import opened
from reader.commands.refresh import no_feeds
from reader.feed_health import Concern, Health, bars, in_order
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.model import Feed, Status
from reader.paths import Paths
from reader.wording.catalogue import N_, _
from reader.wording.feed_messages import concern_message
from reader.wording.spans import rhythm
from reader.wording.timestamps import local_time

_BARS, _PLAIN_BARS = "·▁▂▃▄▅▆▇█", ".:-=+*#%@"
_BARS_WIDTH = 13
_GAP = "  "
_NARROW, _WIDE, _WIDE_FROM = 20, 30, 130  # columns for a feed's title, and the terminal from which it gets more


def feeds(paths: Paths, options: argparse.Namespace) -> int:
    """Prints the subscriptions in the order of ``--sort``."""
    with opened(paths) as library:
        found = in_order(library.feeds.health().result(), options.sort, backwards=options.reverse)
        synced = _synced(library)
        found = [_as_synced(health, synced) for health in found] if synced else found
        now = library.now()
    if options.form is not Form.TEXT:
        print_values(map(health_object, found), options.form)
    elif found:
        _print_table(found, now)
    if not found:
        complain(no_feeds())
    return Exit.DONE if found else Exit.PARTLY


def _synced(library: Library) -> dict[str, AccountState]:
    """What synchronising the accounts has come to, by name."""
    return {state.name: state for state in library.accounts.states().result()} if library.accounts.all else {}


def _as_synced(health: Health, synced: dict[str, AccountState]) -> Health:
    """The feed of an account with the times of its account, whose server polls the publisher."""
    state, poll = synced.get(health.feed.account), health.feed.poll
    if state is None or poll is None:
        return health
    poll = replace(poll, last_success=state.last_success, next_check=state.next_sync)
    return replace(health, feed=replace(health.feed, poll=poll))


@dataclass(frozen=True, slots=True)
class _Column:
    """``heading``: a message to translate; ``value``: the cell of a feed at a time."""

    heading: str
    value: Callable[[Health, int], str]
    width: int = 16
    right: bool = False

    def cell(self, text: str) -> str:
        columns = max(self.width, cells(_(self.heading)))
        return " " * (columns - cells(text)) + text if self.right else fit(text, columns)


_COLUMNS = (
    _Column(N_("UNREAD/TOTAL"), lambda health, _now: _counts(health.feed), 13, right=True),
    _Column(N_("HALF A YEAR"), lambda health, _now: bars(health.record.weeks, _BARS_WIDTH, _signs()), _BARS_WIDTH),
    _Column(N_("READ"), lambda health, _now: _read_share(health), 5, right=True),
    _Column(N_("NEXT CHECK"), lambda health, now: _next_check(health.feed, now)),
    _Column(N_("FREQUENCY"), lambda health, _now: rhythm(health.per_week)),
    _Column(N_("LAST SUCCESS"), lambda health, _now: _last_success(health.feed)),
)


def _print_table(found: Sequence[Health], now: int) -> None:
    """Prints a line per feed. On a terminal, columns are dropped from the right until a line fits.

    The address is the last column where all of them fit, else it has a line of its own: other commands need it whole.
    """
    columns = width()
    names = _WIDE if columns is None or columns >= _WIDE_FROM else _NARROW
    shown = _fitting(columns, names)
    urls = [shown_url(health.feed.url) for health in found]
    heading = _GAP.join((fit(_("FEED"), names), *(column.cell(_(column.heading)) for column in shown)))
    beside = columns is None or cells(heading + _GAP) + max(map(cells, urls)) <= columns
    say(heading + _GAP + _("ADDRESS") if beside else heading.rstrip())
    for health, url in zip(found, urls, strict=True):
        line = _GAP.join((_name(health.feed, names), *(column.cell(column.value(health, now)) for column in shown)))
        say(line + _GAP + url if beside else line.rstrip())
        for detail in (*(() if beside else (url,)), *_trouble(health)):
            say(f"    {detail}")


def _fitting(columns: int | None, names: int) -> Sequence[_Column]:
    shown, used = [], names
    for column in _COLUMNS:
        used += len(_GAP) + cells(column.cell(""))
        if columns is not None and used > columns:
            break
        shown.append(column)
    return shown


def _name(feed: Feed, columns: int) -> str:
    """Folder and title in that many columns; the folder is cut before the title."""
    if not feed.folder or cells(feed.title) >= columns - 2:
        return fit(feed.title, columns)
    return fit(f"{cut(feed.folder, columns - 1 - cells(feed.title))}/{feed.title}", columns)


def _counts(feed: Feed) -> str:
    return f"{number(feed.unread)}/{number(feed.total)}"


def _signs() -> str:
    return _BARS if can_write(_BARS) else _PLAIN_BARS


def _read_share(health: Health) -> str:
    return "" if health.read_share is None else _("{number}%").format(number=round(health.read_share * 100))


def _next_check(feed: Feed, now: int) -> str:
    poll = feed.poll
    if poll is None:
        return ""
    if poll.status is Status.GONE:
        return _("never")
    return local_time(None if (poll.next_check or 0) <= now else poll.next_check, _("now"))


def _last_success(feed: Feed) -> str:
    return local_time(feed.poll.last_success, _("never")) if feed.poll else ""


def _trouble(health: Health) -> Iterable[str]:
    message = concern_message(health)
    if message and health.concern is not Concern.NEW:
        yield message
    if health.concern is Concern.GONE:
        yield _("no longer refreshed; `{command}` unsubscribes").format(
            command=f"broadsheet remove {shown_url(health.feed.url)}"
        )
