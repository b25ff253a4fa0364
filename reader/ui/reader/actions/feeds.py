"""Commands that edit subscriptions: edit, pause, unsubscribe, save a search."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.model import Feed, SavedSearch, Subscription
from reader.query.tree import Name, Named, all_of
from reader.query.write_query import text
from reader.stream import Kind, Stream, from_key, is_inside
from reader.text import fold
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edits import apply_edit, is_refused, label_of, name_of, target
from reader.ui.widgets.tree_rows import tables_of
from reader.wording.catalogue import N_, _, plural

if TYPE_CHECKING:
    from reader.ui.dialogs.edit import Known


def show_nothing_selected(reader: ReaderContext) -> None:
    """Says that the command needs another selection."""
    reader.status.show_message(_("Select a feed, a folder or a saved search first"))


# -- editing


def edit(reader: ReaderContext, stream: Stream | None = None) -> None:
    """Edits a feed, folder or saved search, or the selected one."""
    edit_stream(reader, stream or target(reader))


def edit_stream(reader: ReaderContext, stream: Stream) -> None:
    """Edits a feed, folder or saved search in a dialog."""
    from reader.ui.dialogs.edit import EditDialog, feed_form, folder_form, search_form

    push, library = reader.screen.app.push_screen, reader.library
    if stream.kind is Kind.FEED and (subscription := library.subscriptions.get(stream.value)):
        feed_title = next((feed.title for feed in library.feeds.by_id.values() if feed.url == subscription.url), "")
        form = feed_form(subscription, known(reader), reader.library.config, title=feed_title)
        push(EditDialog(feed_title, form, partial(_change_feed, reader, subscription, feed_title)))
    elif stream.kind is Kind.FOLDER and (account := library.accounts.at(stream.value)):
        from reader.ui.dialogs.accounts import open_account

        open_account(reader, account)
    elif stream.kind is Kind.FOLDER:
        form = folder_form(stream.value, known(reader))
        push(EditDialog(_("Rename or move the folder"), form, partial(change_folder, reader, stream.value)))
    elif stream.kind is Kind.SAVED and (search := _search_titled(reader, stream.value)):
        form = search_form(search, known(reader, but=search.title))
        push(EditDialog(_("Saved search"), form, partial(_change_search, reader, search)))
    elif stream.kind is Kind.LABEL and stream.value:
        from reader.ui.reader.actions.labels import rename

        rename(reader, stream)
    elif stream.kind is Kind.AUTHOR and stream.value:
        from reader.ui.reader.actions.people import correct

        correct(reader)
    elif stream.kind is Kind.TAG:
        reader.status.show_message(_("Tags belong to feeds: edit a feed to change its tags"))
    else:
        show_nothing_selected(reader)


def known(reader: ReaderContext, *, but: str = "") -> Known:
    """Folders, tags, addresses and titles in use, for completion and against duplicates."""
    from reader.ui.dialogs.edit import Known

    feeds, searches = reader.library.subscriptions.all, reader.library.subscriptions.searches
    folders = ({one.folder for one in feeds} | {one.folder for one in searches}) - {""}
    return Known(
        folders=tuple(sorted(folders, key=fold)),
        tags=tuple(sorted({tag for one in feeds for tag in one.tags}, key=fold)),
        urls=frozenset(one.url for one in feeds),
        titles=frozenset(one.title for one in searches) - {but},
    )


def _search_titled(reader: ReaderContext, title: str) -> SavedSearch | None:
    return next((one for one in reader.library.subscriptions.searches if one.title == title), None)


def _change_feed(reader: ReaderContext, subscription: Subscription, title: str, changes: dict[str, Any]) -> Future[Any]:
    from reader.library.edits import ChangeFeed

    return apply_edit(reader, ChangeFeed(subscription.url, changes, title))


def _change_search(reader: ReaderContext, search: SavedSearch, changes: dict[str, Any]) -> Future[Any]:
    from reader.library.edits import ChangeSearch

    title = changes.get("title", search.title)
    rename_streams(reader, {Stream(Kind.SAVED, search.title): Stream(Kind.SAVED, title)})
    return apply_edit(reader, ChangeSearch(search.title, changes, search.title))


def change_folder(reader: ReaderContext, old: str, changes: dict[str, Any]) -> Future[Any]:
    """Gives a folder, with all that is in it, another path."""
    from reader.library.edits import RenameFolder

    new = changes["folder"]
    folders = {row.stream for row in reader.tree.rows if row.stream and row.stream.kind is Kind.FOLDER}
    renamed = {
        one: Stream(Kind.FOLDER, (new + one.value[len(old) :]).strip("/"))
        for one in folders
        if is_inside(one.value, old)
    }
    rename_streams(reader, renamed)
    future = apply_edit(reader, RenameFolder(old, new, old))
    if is_refused(future):
        rename_streams(reader, {after: before for before, after in renamed.items()})
    return future


def rename_streams(reader: ReaderContext, renamed: dict[Stream, Stream]) -> None:
    """Keeps folders folded and the list shown under their new names."""
    contents = reader.tree.contents
    names = {before.value: after.value for before, after in renamed.items() if before.kind is Kind.FOLDER}
    folded = frozenset(names.get(folder, folder) for folder in contents.folded) - {""}
    reader.tree.contents = replace(contents, folded=folded)
    reader.articles.stream = renamed.get(reader.articles.stream, reader.articles.stream)
    keys = {before.key(): after.key() for before, after in renamed.items()}
    unread_only = tuple(keys.get(key, key) for key in reader.session.now.unread_only)
    reader.session.change(stream=reader.articles.stream, unread_only=unread_only)


# -- pausing


def pause(reader: ReaderContext, stream: Stream | None = None) -> None:
    """Pauses a feed, or the selected one, or resumes it."""
    pause_feed(reader, stream or target(reader))


def pause_feed(reader: ReaderContext, stream: Stream) -> None:
    """Pauses a feed or an account, or resumes it."""
    if stream.kind is Kind.FOLDER and (account := reader.library.accounts.at(stream.value)):
        from reader.ui.dialogs.accounts import change_in_thread

        change_in_thread(reader, lambda: reader.library.accounts.pause(account))
        return
    one = reader.library.subscriptions.get(stream.value) if stream.kind is Kind.FEED else None
    if one is None:
        reader.status.show_message(_("Select a feed first"))
        return
    if one.account:
        text = _("{account} refreshes this feed. Press {key} to pause the account.")
        reader.status.show_message(text.format(account=one.account, key=key_of("account.manage")))
        return
    from reader.library.edits import ChangeFeed

    apply_edit(reader, ChangeFeed(one.url, {"paused": not one.paused}, label_of(reader, stream)))


# -- unsubscribing


def unsubscribe(reader: ReaderContext, stream: Stream | None = None) -> None:
    """Unsubscribes from a feed or folder, or the selected one, or removes the saved search."""
    unsubscribe_from(reader, stream or target(reader))


def unsubscribe_from(reader: ReaderContext, stream: Stream) -> None:
    """Asks, then removes a feed, all feeds of a folder, a saved search, or an account."""
    from reader.ui.dialogs.dialog import ConfirmDialog

    if stream.kind is Kind.FOLDER and (account := reader.library.accounts.at(stream.value)):
        from reader.ui.dialogs.accounts import ask_to_remove

        ask_to_remove(reader, account)
        return

    if stream.kind is Kind.LABEL and stream.value:
        from reader.ui.reader.actions.labels import delete

        delete(reader, stream)
        return
    if stream.kind is Kind.AUTHOR and stream.value:
        from reader.ui.reader.actions.people import follow

        follow(reader, int(stream.value))
        return
    removed = tables_of(reader.tree.contents, stream)
    if not removed:
        show_nothing_selected(reader)
        return
    if any(isinstance(one, Feed) for one in removed):
        title, accept = _("Unsubscribe"), N_("{key} unsubscribes")
    else:
        title, accept = _("Remove"), N_("{key} removes")
    question = _question(label_of(reader, stream), removed)
    reader.screen.app.push_screen(
        ConfirmDialog(title, question, accept=accept), partial(_unsubscribe, reader, stream, removed)
    )


def _unsubscribe(reader: ReaderContext, stream: Stream, removed: list[Feed | SavedSearch], yes: bool | None) -> None:
    if not yes:
        return
    from reader.library.edits import Remove

    feeds = [one.title for one in removed if isinstance(one, Feed)]
    label = feeds[0] if len(feeds) == 1 else label_of(reader, stream)
    apply_edit(reader, Remove(tuple(map(name_of, removed)), stream, label))


def _question(label: str, removed: list[Feed | SavedSearch]) -> str:
    feeds = [one for one in removed if isinstance(one, Feed)]
    if not feeds:
        return _("Remove the saved search “{title}”? Its articles stay in their feeds.").format(title=label)
    articles = plural(
        "{n} article leaves the lists, unless it is starred, kept for later or labelled. You can undo this.",
        "{n} articles leave the lists, except those starred, kept for later or labelled. You can undo this.",
        sum(feed.total for feed in feeds),
    )
    if len(feeds) == 1:
        question = _("Unsubscribe from {title}?").format(title=feeds[0].title)
    else:
        question = plural(
            "Unsubscribe from the {n} feed in {folder}?", "Unsubscribe from the {n} feeds in {folder}?",
            len(feeds), folder=label,
        )  # fmt: skip
    accounts = ", ".join(dict.fromkeys(feed.account for feed in feeds if feed.account))
    if accounts:
        warning = _("{account} deletes them, starred ones too; what is stored here stays.").format(account=accounts)
        return f"{question} {articles} {warning}"
    return f"{question} {articles}"


# -- saved searches


def save_search(reader: ReaderContext, title: str = "") -> None:
    """Saves the search or list under a title. ``title``: the one to begin with."""
    from reader.ui.dialogs.edit import EditDialog, search_form

    stream, others = reader.articles.stream, known(reader)
    search = SavedSearch("", query=_as_query(reader, stream))
    suggested = reader.articles.title if stream.kind is Kind.AUTHOR else label_of(reader, stream)
    if title or (stream.kind is not Kind.SAVED and suggested not in others.titles):
        search = replace(search, title=title or suggested)
    form = search_form(search, others)
    save = partial(_save_search, reader)
    reader.screen.app.push_screen(EditDialog(_("Save this list as a search"), form, save, new=True))


def _as_query(reader: ReaderContext, stream: Stream) -> str:
    """A query that finds the articles of a stream, with the filter of the list."""
    scope = from_key(stream.scope) if stream.scope else None
    author = next((one.value for one in (stream, scope) if one and one.kind is Kind.AUTHOR and one.value), None)
    query = reader.library.feeds.query_of(stream)
    if author is not None:
        name = Named(Name.PERSON, reader.library.articles.author_name(int(author)))
        query = replace(query, tree=all_of((name, query.tree)))
    return text(replace(query, tree=all_of((query.tree, reader.articles.filter_tree))))


def _save_search(reader: ReaderContext, values: dict[str, Any]) -> Future[Any]:
    from reader.library.edits import SaveSearch

    search = SavedSearch(**values)
    future = apply_edit(reader, SaveSearch(search, search.title))
    stream = Stream(Kind.SAVED, search.title)
    if reader.tree.select(stream):
        reader.history.clear()
        reader.show_list(stream)
    return future
