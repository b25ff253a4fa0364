"""What an account has come to, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.account import Account, AccountState
from reader.text import sentence
from reader.ui.language.display_dates import byline_date
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.problem_messages import problem_message
from reader.wording.spans import time_until


def account_trouble(account: Account | None, state: AccountState | None) -> str:
    """Why the last synchronisation failed, as a sentence without a period; empty if all is well."""
    if state is None or state.error is None or (account and account.paused):
        return ""
    return sentence(problem_message(state.error)).removesuffix(".")


def account_facts(account: Account | None, state: AccountState | None, now: int) -> Iterator[str]:
    """What there is to know of an account, the most important first."""
    if account and account.paused:
        yield pgettext("account", "paused")
    if state is None:
        return
    if state.refused:
        yield refused(state)
    if state.waiting:
        yield plural("{n} change waits", "{n} changes wait", state.waiting)
    yield plural("{n} feed", "{n} feeds", state.feeds)
    yield last_success(state, now)
    if still_coming(account, state):
        yield _("older articles are still coming")


def still_coming(account: Account | None, state: AccountState) -> bool:
    """Whether articles from before the first synchronisation are still being fetched."""
    return bool(state.last_success) and not (state.history_complete or (account and account.paused))


def refused(state: AccountState) -> str:
    """How many edits the server did not accept."""
    return plural("{n} edit was refused", "{n} edits were refused", len(state.refused))


def last_success(state: AccountState, now: int) -> str:
    """When an account was synchronised last."""
    if state.last_success is None:
        return _("not synchronised yet")
    return _("synchronised {date}").format(date=byline_date(state.last_success, now, alone=False))


def next_sync(account: Account | None, state: AccountState, now: int) -> str:
    """When an account is synchronised next."""
    if account and account.paused:
        return pgettext("next synchronisation", "never: it is paused")
    if state.next_sync is None or state.next_sync < now + 60:
        return pgettext("next synchronisation", "within a minute")
    return time_until(state.next_sync - now)
