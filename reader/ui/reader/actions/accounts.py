"""Commands about accounts: synchronise them, manage them, and say whose a feed is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.account import FeedOwner
from reader.errors import StoreError
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import _, plural

if TYPE_CHECKING:
    from reader.ui.dialogs.decide import Answers


def sync(reader: ReaderContext, account: str | None = None) -> None:
    """Synchronises an account, or all that are not paused."""
    known = reader.library.accounts.all
    names = [one.name for one in known if not one.paused] if account is None else [account]
    if not known:
        key = key_of("account.manage")
        reader.status.show_message(_("No account yet. Press {key} to add one.").format(key=key))
    elif not names:
        reader.status.show_message(_("All accounts are paused"))
    else:
        synchronise(reader, *names)


def synchronise(reader: ReaderContext, *names: str) -> None:
    """Has accounts synchronised, and says how that went when it ends."""
    paused = {one.name for one in reader.library.accounts.all if one.paused}
    for name in names:
        if name not in paused:
            reader.pending.sync.asked.add(name)
            reader.library.worker.sync(name)
    if len(names) == 1:
        template = _("{account} is paused") if names[0] in paused else _("Synchronising {account}…")
        reader.status.show_message(template.format(account=names[0]))
    elif names:
        count = len(set(names) - paused)
        reader.status.show_message(plural("Synchronising {n} account…", "Synchronising {n} accounts…", count))


def manage(reader: ReaderContext, address: str = "") -> None:
    """Lists the accounts; without one, or with an address, asks for a new one."""
    from reader.ui.dialogs.accounts import AccountsDialog, open_account

    if reader.library.accounts.all and not address:
        reader.app.push_screen(AccountsDialog(reader))
    else:
        open_account(reader, text=address)


async def decide(reader: ReaderContext) -> None:
    """Asks whose the feeds are that are both here and at a server."""
    from reader.ui.dialogs.decide import DecideDialog

    try:
        found = await asyncio.wrap_future(reader.library.accounts.load_undecided())
    except StoreError as error:
        reader.status.show_error(error)
        return
    if not found:
        reader.status.show_message(_("No feed is both here and at a server"))
        return

    def decided(answers: Answers | None) -> None:
        if answers:
            _note(reader, answers)

    reader.app.push_screen(DecideDialog(found), decided)


def _note(reader: ReaderContext, answers: Answers) -> None:
    """Notes the answers; feeds that come from a server leave ``feeds.toml``."""
    from reader.library.edits import Remove

    library = reader.library
    here = {one.url: one for one in library.subscriptions.file.subscriptions}
    for name in dict.fromkeys(one.account for one, owner in answers if owner is FeedOwner.ACCOUNT):
        taken = [one for one, owner in answers if owner is FeedOwner.ACCOUNT and one.account == name]
        names = tuple((FEEDS, one.url) for one in taken if one.url in here)
        if names:  # before the server's copies take their place
            stream = Stream(Kind.FEED, names[0][1])
            library.subscriptions.edit(Remove(names, stream, taken[0].title, account=name))
        library.accounts.decide([(one, FeedOwner.ACCOUNT) for one in taken], here)
        library.worker.sync(name)
    kept = [(one, owner) for one, owner in answers if owner is FeedOwner.LOCAL]
    if kept:
        library.accounts.decide(kept, here)
        text = plural("{n} feed stays as it is", "{n} feeds stay as they are", len(kept))
        reader.status.show_message(text)
