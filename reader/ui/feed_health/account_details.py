"""The details of one account: the last synchronisation, waiting changes, and refused ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from reader.text import capitalized
from reader.ui.commands.registry import key_of
from reader.ui.feed_health.health_table import AccountRow
from reader.ui.feed_health.label_lines import label_lines
from reader.ui.language.account_words import account_trouble, next_sync, refused, still_coming
from reader.ui.language.display_dates import byline_date
from reader.ui.reader.sync_messages import refused_message
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.problem_messages import problem_message

_LONGEST_TITLE = 40  # cells of the title or address of a feed
_MOST_REFUSED = 4  # edits that are listed


def account_details(row: AccountRow, now: int, width: int, titles: Mapping[str, str]) -> Content:
    """The name and lines of label and value, none longer than ``width`` cells. ``titles``: of feeds, by address."""
    return label_lines(row.account.name, _values(row, now, titles), width)


def _values(row: AccountRow, now: int, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    account, state = row.account, row.state
    trouble = account_trouble(account, state)
    paused = pgettext("account", "paused")
    if account.paused:
        yield _("Status"), capitalized(paused)
    else:
        yield _("Status"), trouble or (refused(state) if state and state.refused else _("No problems"))
    yield from _refused(row, titles)
    if state and state.undecided:
        yield (
            _("Twice"),
            plural(
                "{n} feed is subscribed twice; {key} asks where it should come from",
                "{n} feeds are subscribed twice; {key} asks where they should come from",
                state.undecided, key=key_of("health.decide"),
            ),
        )  # fmt: skip
    user = _("{user} at {url}").format(user=account.user, url=account.url) if account.user else account.url
    yield _("Server"), user
    if state is None:
        return
    never = pgettext("last success", "never")
    if state.last_try and state.last_try != state.last_success:
        yield _("Last try"), byline_date(state.last_try, now)
    yield _("Last success"), byline_date(state.last_success, now) if state.last_success else never
    yield _("Next time"), next_sync(account, state, now)
    yield _("Waiting"), _waiting(state.waiting)
    yield _("Stored"), _stored(row)


def _refused(row: AccountRow, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    edits = row.state.refused if row.state else ()
    for number, (edit, reason) in enumerate(edits[:_MOST_REFUSED]):
        label = _("Refused") if number == 0 else ""
        yield label, refused_message(row.account.name, edit, problem_message(reason), titles, longest=_LONGEST_TITLE)
    if edits:
        yield "", _("{key} forgets what was refused").format(key=key_of("health.drop-refused"))


def _waiting(waiting: int) -> str:
    if not waiting:
        return _("nothing")
    return plural("{n} change for the server", "{n} changes for the server", waiting)


def _stored(row: AccountRow) -> str:
    state = row.state
    assert state is not None
    articles = plural("{n} article", "{n} articles", state.entries)
    text = plural("{articles} of {n} feed", "{articles} of {n} feeds", state.feeds, articles=articles)
    if still_coming(row.account, state):
        text = f"{text}; {_('older articles are still coming')}"
    return text
