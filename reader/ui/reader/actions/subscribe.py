"""Commands that add feeds, import and export them, and refresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.stream import Kind, Stream
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edits import apply_edit
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _, plural

if TYPE_CHECKING:
    from reader.library.importing import Imported
    from reader.ui.dialogs.add_feed import AddedFeed, AddFeedDialog

# -- adding


def add(reader: ReaderContext, address: str = "") -> None:
    """Asks for an address, or begins with the given one, and subscribes to a feed found there."""
    from reader.ui.dialogs.add_feed import AddFeedDialog

    account, folder = reader.library.accounts.owner_of(_current_folder(reader))
    screen = reader.pending.add_dialog = AddFeedDialog(reader.library, text=address, folder=folder, account=account)

    def leave(result: AddedFeed | None) -> None:
        reader.pending.add_dialog = None
        if result is not None and result.at:
            apply_edit(reader, result.at)
        elif result is not None:
            reader.pending.subscribed = result
            reader.library.subscriptions.reload()

    reader.screen.app.push_screen(screen, leave)
    if not address:
        reader.screen.run_worker(_suggest_clipboard(reader, screen), group="clipboard", exclusive=True)


async def _suggest_clipboard(reader: ReaderContext, screen: AddFeedDialog) -> None:
    import asyncio

    from reader.ui.system import paste_from_program

    text = await asyncio.to_thread(paste_from_program)
    screen.suggest_address(text or reader.screen.app.clipboard)


def _current_folder(reader: ReaderContext) -> str:
    """The listed folder, or the folder of the listed feed."""
    stream = reader.articles.stream
    if stream.kind is Kind.FOLDER:
        return stream.value
    feeds = reader.library.feeds.by_id.values() if stream.kind is Kind.FEED else ()
    return next((feed.folder for feed in feeds if feed.url == stream.value), "")


# -- import and export


def import_feeds(reader: ReaderContext, path: Path | None = None) -> None:
    """Asks for a file, or begins with the given one, shows what is in it, and imports it."""
    from reader.ui.dialogs.import_feeds import ImportDialog

    def imported(done: Imported | None) -> None:
        """The dialog wrote it; without articles, it was an edit, whose event shows it."""
        if done is None:
            return
        if done.history:
            from reader.ui.reader.edit_messages import import_message

            reader.reload_feeds()
            message = import_message(len(done.added), done.searches, settings=bool(done.settings), history=done.history)
            reader.status.show_message(message)
        reader.library.worker.refresh()

    reader.screen.app.push_screen(ImportDialog(reader.library, path), imported)


def export_feeds(reader: ReaderContext, path: Path | None = None) -> None:
    """Asks for a file name, beginning with the given one, and writes the subscriptions there."""
    from reader.ui.dialogs.export_feeds import ExportDialog

    def exported(path: Path | None) -> None:
        if path is not None:
            reader.status.show_message(_("Exported your subscriptions to {path}").format(path=path))

    reader.screen.app.push_screen(ExportDialog(reader.library, path), exported)


# -- refreshing


def refresh_selected(reader: ReaderContext, stream: Stream | None = None) -> None:
    """Refreshes a feed or folder, or the listed one; in the article, without a feed, fetches its page again."""
    in_article = stream is None and reader.layout.pane is Pane.ARTICLE and reader.in_front is not None
    if in_article and reader.conversation:
        reader.conversation.ask_again()
    if in_article and reader.selected().get_page(anew=True):
        reader.status.show_message(_("Fetching the article’s page again…"))
        return
    library, stream = reader.library, stream or reader.articles.stream
    feeds = library.feeds.selection(stream).feeds
    if feeds is None:
        refresh_all(reader)
        return
    by_id = library.feeds.by_id
    accounts = {by_id[one].account for one in feeds if one in by_id} - {""}
    if accounts:
        from reader.ui.reader.actions.accounts import synchronise

        synchronise(reader, *accounts)
    if stream.kind is Kind.FEED and not accounts:
        library.worker.refresh(feeds, force=True)
    elif local := tuple(set(feeds).intersection(library.feeds.polled())):
        library.worker.refresh(local, force=True)
    elif not accounts:
        _nothing_to_refresh(reader)


def refresh_all(reader: ReaderContext) -> None:
    """Refreshes all feeds, and synchronises the accounts."""
    local = reader.library.feeds.polled()
    if reader.library.accounts.all:
        from reader.ui.reader.actions.accounts import synchronise

        synchronise(reader, *(one.name for one in reader.library.accounts.all if not one.paused))
    if local:
        reader.library.worker.refresh(local, force=True)
    elif not reader.library.accounts.all:
        _nothing_to_refresh(reader)


def _nothing_to_refresh(reader: ReaderContext) -> None:
    if reader.library.feeds.none_added:
        message = _("No feeds to refresh yet. Press {key} to add one.").format(key=key_of("feed.add"))
    else:
        message = _("All feeds here are paused")
    reader.status.show_message(message)


def show_subscribed(reader: ReaderContext, result: AddedFeed) -> None:
    """Shows the feed that the add dialog was left with, once ``feeds.toml`` has been read again."""
    reader.pending.subscribed = None
    reader.feeds.show()
    reader.go_to(Stream(Kind.FEED, result.url))
    reader.layout.focus(Pane.LIST)
    feed = next((feed for feed in reader.library.feeds.by_id.values() if feed.url == result.url), None)
    if feed is None:
        return
    if not result.new:
        message = plural("You have {title} already: {n} article", "You have {title} already: {n} articles", feed.total,
                         title=feed.title)  # fmt: skip
        reader.status.show_message(message)
        return
    from reader.library.edits import NoteAdded

    reader.library.subscriptions.edit(NoteAdded(feed.url, feed.title))
    message = plural(
        "Subscribed to {title}: {n} article. Press {key} to undo.",
        "Subscribed to {title}: {n} articles. Press {key} to undo.",
        feed.total, title=feed.title, key=key_of("list.undo"),
    )  # fmt: skip
    reader.status.show_message(message)
