"""What the bottom line says of accounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reader.account import EditKind, RemoteEdit
from reader.library.worker_events import SyncDone
from reader.ui.typeset.breaking import fit
from reader.web.addresses import without_userinfo
from reader.wording.catalogue import N_, _, plural
from reader.wording.problem_messages import problem_message

_REFUSED = {
    EditKind.SUBSCRIBE: N_("{account} did not subscribe to {feed}: {reason}"),
    EditKind.UNSUBSCRIBE: N_("{account} did not unsubscribe from {feed}: {reason}"),
    EditKind.RENAME: N_("{account} did not rename {feed}: {reason}"),
    EditKind.MOVE: N_("{account} did not move {feed}: {reason}"),
}


def sync_message(event: SyncDone, *, asked: bool) -> str:
    """What a synchronisation has brought. ``asked``: by the user, who learns if it brought nothing."""
    if event.error:
        return f"{event.account}: {problem_message(event.error)}"
    if event.new:
        return plural("{n} new article", "{n} new articles", event.new)
    if not asked:
        return ""
    if event.changed:
        changed = plural("{n} article changed", "{n} articles changed", event.changed)
        return f"{event.account}: {changed}"
    return _("{account}: nothing new").format(account=event.account)


def waiting_message(waiting: Mapping[str, int]) -> str:
    """How many changes wait, by account."""
    count = sum(waiting.values())
    if not count:
        return ""
    if len(waiting) == 1:
        name = next(iter(waiting))
        return plural("{n} change waits for {account}", "{n} changes wait for {account}", count, account=name)
    return plural("{n} change waits for servers", "{n} changes wait for servers", count)


def undecided_message(feeds: int, key: str) -> str:
    """That there are feeds which are subscribed to twice, and the key that asks about them."""
    return plural(
        "{n} feed is both here and at a server. Press {key} to choose.",
        "{n} feeds are both here and at a server. Press {key} to choose.",
        feeds, key=key,
    )  # fmt: skip


def refused_message(
    account: str, edit: RemoteEdit, reason: str, titles: Mapping[str, str], *, longest: int | None = None
) -> str:
    """What a server did not accept, and why. ``titles``: of feeds, by address; shortened to ``longest`` cells."""
    feed = titles.get(edit.url) or edit.title or without_userinfo(edit.url)
    feed = feed if longest is None else fit(feed, longest)
    return _(_REFUSED[edit.kind]).format(account=account, feed=feed, reason=reason)
