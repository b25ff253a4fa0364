"""The user's edits of subscriptions: typed values; what each looks like in ``feeds.toml`` before it is written, and how
it is written there. What they mean for accounts is in :mod:`reader.library.account_folders`.

``label`` is the name under which the tree shows the edited thing, for messages: a title or a folder's path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from reader.errors import BroadsheetError, ConfigError
from reader.lazy_dataclass import dataclass
from reader.library.written_files import IntendFiles, WrittenFiles
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.store import Store
from reader.stream import Kind, Stream, is_inside, with_parents
from reader.subscriptions import FEEDS, SEARCHES, FeedsFile, edit_feeds, undo_edits
from reader.subscriptions.rewrite import restore

if TYPE_CHECKING:
    from reader.library.importing import Preview
    from reader.problems import ProblemDetails
    from reader.subscriptions.find_tables import Name
    from reader.subscriptions.rewrite import Intend, Rewritten

Table = TypeVar("Table", Subscription, SavedSearch)


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """New values for fields of the subscription at ``url``. A new address moves the feed's articles."""

    url: str
    changes: Mapping[str, Any]
    label: str = ""

    @property
    def moved(self) -> tuple[str, str] | None:
        """The old and the new address, if the address changes."""
        new = self.changes.get("url", self.url)
        return None if new == self.url else (self.url, new)


@dataclass(frozen=True, slots=True)
class ChangeSearch:
    """New values for fields of the saved search with that title."""

    title: str
    changes: Mapping[str, Any]
    label: str = ""


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """A new saved search."""

    search: SavedSearch
    label: str = ""


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """A subscription that the worker added to the file; nothing is written, but it can be undone."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class SubscribeAt:
    """A subscription at the server of an account. ``folder``: as the server calls it."""

    account: str
    url: str
    title: str = ""
    folder: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """Removes subscriptions and saved searches, which ``stream`` lists. The articles stay in the database.

    ``account``: the one from whose server the feeds come from now on, so that they stay.
    """

    names: tuple[Name, ...]
    stream: Stream
    label: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class RenameFolder:
    """A new path for a folder and all that is in it; empty: its feeds and searches move to the top."""

    old: str
    new: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Moves subscriptions and saved searches next to ``anchor``; with ``folder``, into that folder."""

    names: tuple[Name, ...]
    anchor: Name
    after: bool
    folder: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ImportList:
    """Subscriptions, searches and settings of a list. ``config``: the path of ``config.toml``.

    ``explain`` words the remarks that become comments in ``feeds.toml``.
    """

    preview: Preview
    config: Path
    explain: Callable[[ProblemDetails], str]
    label: str = ""

    @property
    def in_short(self) -> PastImport:
        """The numbers, which is all that is kept of an import."""
        preview = self.preview
        return PastImport(len(preview.new), len(preview.searches), bool(preview.settings), label=self.label)


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import that was made before. One of ``articles`` cannot be undone."""

    feeds: int
    searches: int
    settings: bool
    articles: bool = False
    label: str = ""


Edit: TypeAlias = (
    ChangeFeed
    | ChangeSearch
    | SaveSearch
    | NoteAdded
    | SubscribeAt
    | Remove
    | RenameFolder
    | Place
    | ImportList
    | PastImport
)


def vanished_stream(edit: Edit) -> Stream | None:
    """The stream that the edit removes or renames, and that its undo brings back."""
    match edit:
        case Remove(stream=stream, account=""):
            return stream
        case ChangeSearch(title=title):
            return Stream(Kind.SAVED, title)
        case RenameFolder(old=old):
            return Stream(Kind.FOLDER, old)
        case _:
            return None


# -- what it looks like


def preview(edit: Edit, file: FeedsFile) -> FeedsFile:
    """The file as it will be after the edit, except for a new address, which waits until the articles have moved."""
    return _with_folders_in_place(file, _preview(edit, file))


def _with_folders_in_place(before: FeedsFile, after: FeedsFile) -> FeedsFile:
    """Keeps folders that lose their last feed where they are, as :mod:`reader.subscriptions.edit_feeds` does."""
    emptied = _folders_of(before.subscriptions) - _folders_of(after.subscriptions)
    places = {
        search.title: next(
            number for number, one in enumerate(before.subscriptions) if is_inside(one.folder, max(lost, key=len))
        )
        for search in after.searches
        if (lost := [folder for folder in emptied if is_inside(search.folder, folder)])
    }
    return replace(after, places={**after.places, **places}) if places else after


def _folders_of(subscriptions: Iterable[Subscription]) -> set[str]:
    return with_parents(one.folder for one in subscriptions)


def _preview(edit: Edit, file: FeedsFile) -> FeedsFile:
    match edit:
        case ChangeFeed(url=url, changes=changes):
            values = {name: value for name, value in changes.items() if name != "url"}
            return _mapped(file, lambda one: replace(one, **values) if _name(one) == (FEEDS, url) else one)
        case ChangeSearch(title=title, changes=changes):
            return _mapped(file, lambda one: replace(one, **changes) if _name(one) == (SEARCHES, title) else one)
        case SaveSearch(search=search):
            known = any(one.title == search.title for one in file.searches)
            return file if known else replace(file, searches=(*file.searches, search))
        case Remove(names=names):
            return replace(
                file,
                subscriptions=tuple(one for one in file.subscriptions if _name(one) not in names),
                searches=tuple(one for one in file.searches if _name(one) not in names),
            )
        case RenameFolder(old=old, new=new):
            return _mapped(
                file,
                lambda one: (
                    replace(one, folder=(new + one.folder[len(old) :]).strip("/"))
                    if is_inside(one.folder, old)
                    else one
                ),
            )
        case Place():
            return replace(file, subscriptions=_placed(edit, file.subscriptions), searches=_placed(edit, file.searches))
        case NoteAdded() | SubscribeAt() | PastImport():
            return file
        case ImportList(preview=new):
            urls, titles = {one.url for one in file.subscriptions}, {one.title for one in file.searches}
            subscriptions = [found.subscription for found in new.new if found.subscription.url not in urls]
            searches = [found.search for found in new.searches if found.search.title not in titles]
            return replace(
                file,
                subscriptions=(*file.subscriptions, *subscriptions),
                searches=(*file.searches, *searches),
            )


def _mapped(file: FeedsFile, change: Callable[[Any], Any]) -> FeedsFile:
    return replace(
        file,
        subscriptions=tuple(change(one) for one in file.subscriptions),
        searches=tuple(change(one) for one in file.searches),
    )


def _placed(edit: Place, tables: Sequence[Table]) -> tuple[Table, ...]:
    moved: list[Table] = [one for one in tables if _name(one) in edit.names]
    others: list[Table] = [one for one in tables if _name(one) not in edit.names]
    anchor: int | None = next((number for number, one in enumerate(others) if _name(one) == edit.anchor), None)
    if edit.folder is not None:
        moved = [replace(one, folder=edit.folder) for one in moved]
    if anchor is None:  # of the other kind, or gone
        new = iter(moved)
        return tuple(next(new) if _name(one) in edit.names else one for one in tables)
    position = anchor + 1 if edit.after else anchor
    others[position:position] = moved
    return tuple(others)


def _name(one: Subscription | SavedSearch) -> Name:
    return (FEEDS, one.url) if isinstance(one, Subscription) else (SEARCHES, one.title)


def removed_urls(edit: Edit) -> frozenset[str]:
    """The addresses of the feeds that the edit hides."""
    if isinstance(edit, Remove) and not edit.account:
        return frozenset(url for kind, url in edit.names if kind == FEEDS)
    return frozenset()


# -- writing


def write(edit: Edit, path: Path, store: Store, intend: IntendFiles) -> WrittenFiles | None:
    """Writes the edit; None if there was nothing to change. ``intend`` is told before each file is written.

    Raises :class:`~reader.errors.ConfigError`, and :class:`~reader.errors.StoreError` where articles move.
    """
    match edit:
        case ChangeFeed(moved=(old, new)):
            return _move(
                store, old, new, lambda tell: edit_feeds.change(path, (FEEDS, old), edit.changes, tell), intend
            )
        case ImportList(preview=new, config=config, explain=explain):
            from reader.library.importing import write_preview  # rare, and imports much

            files = write_preview(path, config, new, explain, intend)
            return files if files.feeds or files.config else None
        case _:
            rewritten = _rewrite(edit, path, lambda one: intend(WrittenFiles(one)))
            return None if rewritten is None else WrittenFiles(rewritten)


def _rewrite(edit: Edit, path: Path, intend: Intend) -> Rewritten | None:
    """Writes an edit that concerns ``feeds.toml`` only."""
    match edit:
        case ChangeFeed(url=url, changes=changes):
            return edit_feeds.change(path, (FEEDS, url), changes, intend)
        case ChangeSearch(title=title, changes=changes):
            return edit_feeds.change(path, (SEARCHES, title), changes, intend)
        case SaveSearch(search=search):
            return edit_feeds.add_search(path, search, intend)
        case NoteAdded(url=url):
            return edit_feeds.as_added(path, (FEEDS, url))
        case Remove(names=names):
            return edit_feeds.remove(path, names, intend)
        case RenameFolder(old=old, new=new):
            return edit_feeds.rename_folder(path, old, new, intend)
        case Place(names=names, anchor=anchor):
            return edit_feeds.place(path, names, anchor, after=edit.after, folder=edit.folder, intend=intend)
        case SubscribeAt() | ImportList() | PastImport():
            return None


def unwrite(
    edit: Edit, written: WrittenFiles, path: Path, config: Path, store: Store, intend: IntendFiles, *, again: bool
) -> WrittenFiles | None:
    """Undoes what was written, without what others wrote since; with ``again``, undoes the undo.

    Returns what this wrote, which can be undone in turn. Raises what :func:`write` raises: a ``CHANGED_SINCE`` or
    ``UNDO_OF_MERGED_FEEDS`` if this can never be undone.
    """
    if written.merged:
        raise BroadsheetError(problem(Problem.UNDO_OF_MERGED_FEEDS))
    feeds = written.feeds
    if isinstance(edit, ChangeFeed) and edit.moved and feeds:
        old, new = edit.moved if again else reversed(edit.moved)
        return _move(store, old, new, lambda tell: undo_edits.undo(path, feeds, tell), intend)
    settings = written.config
    if settings and not restore(config, settings, lambda one: intend(WrittenFiles(config=one))):
        raise ConfigError(config, problem(Problem.CHANGED_SINCE, name=config.name))
    settings = settings and settings.inverse
    try:
        rewritten = feeds and undo_edits.undo(path, feeds, lambda one: intend(WrittenFiles(one, settings)))
    except ConfigError:
        if settings:
            restore(config, settings)
        raise
    return WrittenFiles(rewritten, settings)


def _move(
    store: Store, old: str, new: str, change: Callable[[Intend], Rewritten | None], intend: IntendFiles
) -> WrittenFiles | None:
    """Gives a feed another address by a change of the file.

    The move is announced in the database first, so that the next start finishes a move that was interrupted
    (:mod:`reader.store.merge_feeds`); the feed stays where it is if the file stays as it is.
    """
    from reader.refresh.feeds.relocate import move_history  # rare, and imports much

    merged = bool(store.moving.history(new))
    store.moving.announce(old, new)
    written = None
    try:
        written = change(lambda one: intend(WrittenFiles(one, merged=merged)))
    finally:
        if written is None:
            store.moving.announce(old, None)
    if written is None:
        return None
    move_history(store, old, new)
    return WrittenFiles(written, merged=merged)
