"""Where the feeds of accounts are shown among the user's folders, and what an edit means for them. Pure.

The feeds of an account are in a folder with its name. If there is one account, and no feed is polled here except the
built-in ones, they are at the top instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from reader.account import FeedEdit
from reader.errors import UsageError
from reader.lazy_dataclass import dataclass
from reader.library.edits import ChangeFeed, Edit, Place, Remove, RenameFolder, SubscribeAt
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.stream import is_inside
from reader.subscriptions import FEEDS, is_built_in
from reader.text import fold

SETTINGS = ("tags", "full_text", "hidden", "mark_read", "updated_unread", "keep")
"""Fields of a subscription of an account that are kept here; the server keeps the title and the folder."""

Roots = Mapping[str, str]
"""By the name of each account, the folder of its feeds; empty: the top."""


@dataclass(frozen=True, slots=True)
class Split:
    """An edit in parts: what it means for ``feeds.toml``, and for feeds of accounts."""

    local: Edit | None
    feeds: tuple[FeedEdit, ...] = ()


def roots_of(accounts: Sequence[str], local: Iterable[Subscription]) -> dict[str, str]:
    """The folders of the accounts, none of which is a folder of feeds that are polled here."""
    own = [one for one in local if not is_built_in(one.url)]
    if len(accounts) == 1 and not own:
        return {accounts[0]: ""}
    taken = {fold(one.folder.partition("/")[0]) for one in own}
    roots: dict[str, str] = {}
    for name in accounts:
        roots[name] = next(one for one in _numbered(name) if fold(one) not in taken)
        taken.add(fold(roots[name]))
    return roots


def _numbered(title: str) -> Iterator[str]:
    yield title
    yield from (f"{title} ({number})" for number in count(2))


def placed(subscriptions: Iterable[Subscription], roots: Roots) -> tuple[Subscription, ...]:
    """The subscriptions of accounts with their folders as the user sees them: by account, folder and title."""
    order = {name: number for number, name in enumerate(roots)}
    known = sorted(
        (one for one in subscriptions if one.account in order),
        key=lambda one: (order[one.account], fold(one.folder), fold(one.title or ""), one.url),
    )
    return tuple(_in_folder(one, _joined(roots[one.account], one.folder)) for one in known)


def _in_folder(one: Subscription, folder: str) -> Subscription:
    """The subscription of an account in another folder: all that it can have, which is faster than ``replace``."""
    if one.folder == folder:
        return one
    return Subscription(
        one.url, one.title, folder, one.tags, one.full_text, hidden=one.hidden, mark_read=one.mark_read,
        updated_unread=one.updated_unread, keep=one.keep, account=one.account,
    )  # fmt: skip


def _joined(root: str, folder: str) -> str:
    return "/".join(part for part in (root, folder) if part)


def owner_of(folder: str, roots: Roots) -> tuple[str | None, str]:
    """The account in which a folder is, if any, and its path there."""
    for name, root in roots.items():
        if not root:
            return name, folder
        if is_inside(folder, root):
            return name, folder[len(root) + 1 :]
    return None, folder


def edited(subscriptions: Iterable[Subscription], edits: Iterable[FeedEdit]) -> tuple[Subscription, ...]:
    """The subscriptions of accounts after these edits."""
    found = {(one.account, one.url): one for one in subscriptions}
    for edit in edits:
        key = edit.account, edit.url
        if edit.after is None:
            found.pop(key, None)
        else:
            values: dict[str, Any] = {
                name: tuple(value) if name == "tags" else value for name, value in edit.after.items()
            }
            found[key] = replace(found.get(key) or Subscription(edit.url, account=edit.account), **values)
    return tuple(found.values())


def split(edit: Edit, feeds: Mapping[str, Subscription], roots: Roots, searches: Iterable[SavedSearch] = ()) -> Split:
    """What an edit means. ``feeds``: accounts' feeds by address, as :func:`placed` gives them.

    Raises :class:`~reader.errors.UsageError` if it cannot be.
    """
    match edit:
        case ChangeFeed():
            return _split_change(edit, feeds, roots)
        case Remove(names=names):
            here = tuple(name for name in names if name[0] != FEEDS or name[1] not in feeds)
            there = [feeds[url] for kind, url in names if kind == FEEDS and url in feeds]
            local = replace(edit, names=here) if here else None
            return Split(local, tuple(FeedEdit(one.account, one.url, None) for one in there))
        case RenameFolder():
            return _split_renaming(edit, feeds, roots, searches)
        case Place():
            return _split_placing(edit, feeds, roots)
        case SubscribeAt(account=account, url=url, title=title, folder=folder):
            return Split(None, (FeedEdit(account, url, {"title": title, "folder": folder}),))
        case _:
            return Split(edit)


def _split_change(edit: ChangeFeed, feeds: Mapping[str, Subscription], roots: Roots) -> Split:
    one, changes = feeds.get(edit.url), dict(edit.changes)
    if one is None:
        if "folder" in changes:
            _stays_here(changes["folder"], roots)
        return Split(edit)
    for name in changes:
        if name not in (*SETTINGS, "title", "folder"):
            raise UsageError(problem(Problem.ACCOUNT_FEED_FIELD, name=name, account=one.account))
    if "title" in changes and not changes["title"]:
        raise UsageError(problem(Problem.ACCOUNT_FEED_UNTITLED, account=one.account))
    if "folder" in changes:
        changes["folder"] = _folder_there(one.account, changes["folder"], roots)
    return Split(None, (FeedEdit(one.account, one.url, changes),))


def _split_renaming(
    edit: RenameFolder, feeds: Mapping[str, Subscription], roots: Roots, searches: Iterable[SavedSearch]
) -> Split:
    account, _inner = owner_of(edit.old, roots)
    moved = [one for one in feeds.values() if is_inside(one.folder, edit.old)]
    if account is None or not (moved or roots[account]):
        _stays_here(edit.new, roots)
        return Split(edit)
    if edit.old == roots[account]:
        raise UsageError(problem(Problem.ACCOUNT_FOLDER_FIXED, account=account))
    new = _folder_there(account, edit.new, roots)
    edits = tuple(
        FeedEdit(account, one.url, {"folder": (new + one.folder[len(edit.old) :]).strip("/")}) for one in moved
    )
    also_here = not roots[account] or any(is_inside(one.folder, edit.old) for one in searches)
    return Split(edit if also_here else None, edits)


def _split_placing(edit: Place, feeds: Mapping[str, Subscription], roots: Roots) -> Split:
    there = [feeds[url] for kind, url in edit.names if kind == FEEDS and url in feeds]
    if not there:
        if edit.folder is not None and any(kind == FEEDS for kind, _name in edit.names):
            _stays_here(edit.folder, roots)
        elif edit.anchor[0] == FEEDS and edit.anchor[1] in feeds:
            raise UsageError(problem(Problem.ACCOUNT_ORDER_FIXED, account=feeds[edit.anchor[1]].account))
        return Split(edit)
    folder = edit.folder
    if folder is None or all(one.folder == folder for one in there):
        raise UsageError(problem(Problem.ACCOUNT_ORDER_FIXED, account=there[0].account))
    edits = tuple(
        FeedEdit(one.account, one.url, {"folder": _folder_there(one.account, folder, roots)}) for one in there
    )
    here = tuple(name for name in edit.names if name[0] != FEEDS or name[1] not in feeds)
    return Split(replace(edit, names=here) if here else None, edits)


def _stays_here(folder: str, roots: Roots) -> None:
    """Raises if a feed that is polled here would get into an account's folder."""
    account, _inner = owner_of(folder, roots)
    if account is not None and roots[account]:
        raise UsageError(problem(Problem.FEED_IS_LOCAL, account=account))


def _folder_there(account: str, folder: str, roots: Roots) -> str:
    """A folder as its account calls it. Raises if it is not in that account."""
    owner, inner = owner_of(folder, roots)
    if owner != account:
        raise UsageError(problem(Problem.FEED_IS_ACCOUNTS, account=account, folder=roots[account]))
    return inner
