"""Messages about edits of ``feeds.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import BroadsheetError, ConfigError
from reader.library.edits import (
    ChangeFeed,
    ChangeSearch,
    Edit,
    ImportList,
    NoteAdded,
    PastImport,
    Place,
    Remove,
    RenameFolder,
    SaveSearch,
    SubscribeAt,
)
from reader.subscriptions import FEEDS
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message

if TYPE_CHECKING:
    from reader.library.newsboat_history import History as ImportedHistory


def edit_message(edit: Edit) -> str:
    """What the edit did, as a sentence."""
    match edit:
        case ChangeFeed(label=label, changes=changes) if set(changes) == {"paused"}:
            template = _("Paused {label}.") if changes["paused"] else _("Resumed {label}.")
            return template.format(label=label)
        case ChangeFeed(label=label, changes=changes) | ChangeSearch(label=label, changes=changes):
            template = _("Moved {label}.") if set(changes) == {"folder"} else _("Changed {label}.")
            return template.format(label=label)
        case SaveSearch(label=label):
            return _("Saved “{label}”.").format(label=label)
        case NoteAdded(label=label):
            return _("Subscribed to {label}.").format(label=label)
        case SubscribeAt(label=label, account=account):
            return _("Subscribed to {label} at {account}.").format(label=label, account=account)
        case Remove():
            return _removal(edit)
        case RenameFolder(old=old, new=new) if new:
            return _("Renamed {old} to {new}.").format(old=old, new=new)
        case RenameFolder(old=old):
            return _("Moved everything in {old} to the top level.").format(old=old)
        case Place(label=label):
            return _("Moved {label}.").format(label=label)
        case ImportList(in_short=done) | (PastImport() as done):
            return import_message(done.feeds, done.searches, settings=done.settings)


def _removal(edit: Remove) -> str:
    feeds = sum(kind == FEEDS for kind, _name in edit.names)
    if edit.account:
        return plural(
            "{n} feed comes from {account} now.", "{n} feeds come from {account} now.", feeds, account=edit.account
        )
    if feeds > 1:
        return plural(
            "Unsubscribed from {n} feed in {folder}.",
            "Unsubscribed from {n} feeds in {folder}.",
            feeds,
            folder=edit.label,
        )
    template = _("Unsubscribed from {label}.") if feeds else _("Removed “{label}”.")
    return template.format(label=edit.label)


def import_message(feeds: int, searches: int, *, settings: bool, history: ImportedHistory | None = None) -> str:
    """What an import brought, as a sentence."""
    parts = [plural("{n} feed", "{n} feeds", feeds)]
    if searches:
        parts.append(plural("{n} saved search", "{n} saved searches", searches))
    if settings:
        parts.append(_("settings for the next start"))
    if history:
        parts.append(plural("{n} article", "{n} articles", history.added))
        parts.append(plural("{n} of them read", "{n} of them read", history.read))
        if history.labelled:
            parts.append(plural("{n} labelled", "{n} labelled", history.labelled))
    return _("Imported: {list}.").format(list=", ".join(parts))


def done_message(edit: Edit) -> str:
    """What the edit did, and which key undoes it."""
    return _("{sentence} Press {key} to undo.").format(sentence=edit_message(edit), key=key_of("list.undo"))


def failure_message(error: BroadsheetError) -> str:
    """Why an edit failed, as a sentence; a mistake in a file begins with the file's name."""
    words = error_message(error, full_path=False)
    return f"{words}." if isinstance(error, ConfigError) else sentence(words)
