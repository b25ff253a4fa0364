"""Edits of subscriptions on the screen: shown at once, corrected when an event says how writing went."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from reader.errors import UsageError
from reader.library import EditDone, EditFailed
from reader.model import Feed, SavedSearch
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS, SEARCHES
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane

if TYPE_CHECKING:
    from reader.library.edits import Edit


def target(reader: ReaderContext) -> Stream:
    """The stream that an edit command acts on: the row of the tree's cursor if the tree is focused, else the list."""
    return (reader.layout.pane is Pane.TREE and reader.tree.stream) or reader.articles.stream


def label_of(reader: ReaderContext, stream: Stream) -> str:
    """The name of a stream in the tree."""
    return reader.tree.label_of(stream) or stream.value


def name_of(one: Feed | SavedSearch) -> tuple[str, str]:
    """The table in ``feeds.toml`` and the key by which it names a feed or a saved search."""
    return (FEEDS, one.url) if isinstance(one, Feed) else (SEARCHES, one.title)


def apply_edit(reader: ReaderContext, edit: Edit) -> Future[Any]:
    """Shows an edit at once; it is written soon, and an event says how that went. Or says why it cannot be."""
    from reader.ui.reader.edit_messages import done_message, failure_message

    future = reader.library.subscriptions.edit(edit)
    if is_refused(future):
        refused = future.exception()
        if isinstance(refused, UsageError) and reader.app.screen is reader.screen:  # a dialog says so itself
            reader.status.show_message(failure_message(refused), serious=True)
        return future
    show_edit(reader)
    reader.status.show_message(done_message(edit))
    return future


def is_refused(future: Future[Any]) -> bool:
    """Whether an edit cannot be, so that nothing was shown."""
    return future.done() and isinstance(future.exception(), UsageError)


def show_edit(reader: ReaderContext, moved: tuple[str, str] | None = None, *, again: bool = False) -> bool:
    """Shows an edit in the tree, and another list if the one shown no longer exists.

    ``moved``: the old and new address of a feed. ``again``: the edit is shown already. Returns False if it was shown
    correctly, so that only counts were read again.
    """
    subscriptions = reader.library.subscriptions
    before, reader.pending.shown_file = reader.pending.shown_file, (subscriptions.all, subscriptions.searches)
    if again and not moved and before == reader.pending.shown_file:
        reader.reload_feeds()
        return False
    stream = reader.articles.stream
    if moved:
        reader.library.feeds.reload()  # the list is selected by the new address
        reader.articles.follow(*moved)
    reader.reload_feeds()
    in_tree = stream.kind not in (Kind.SEARCH, Kind.AUTHOR)
    if in_tree and not reader.tree.select(reader.articles.stream):
        reader.show_list(reader.tree.stream or Stream(Kind.ALL))
    elif stream.kind is Kind.SAVED:
        reader.show_list(stream)
    else:
        reader.articles.follow_feeds()
    reader.feeds.count_saved()
    return True


def edit_done(reader: ReaderContext, event: EditDone) -> None:
    """Shows an edit as it was written, undone or repeated."""
    from reader.library.edits import ChangeFeed, NoteAdded, SubscribeAt, vanished_stream
    from reader.ui.reader.edit_messages import done_message
    from reader.ui.reader.undo_messages import reverted_edit_message

    reverted = event.undone or event.again
    if isinstance(event.edit, NoteAdded) and not reverted:
        return
    moved = event.edit.moved if isinstance(event.edit, ChangeFeed) else None
    if moved and event.undone:
        moved = (moved[1], moved[0])
    other_list = show_edit(reader, moved if event.changed else None, again=True)
    stream = vanished_stream(event.edit)
    if event.undone and stream and reader.tree.select(stream):
        reader.show_list(stream)
    if isinstance(event.edit, SubscribeAt) and not event.undone:
        reader.go_to(Stream(Kind.FEED, event.edit.url))
    if reverted:
        reader.status.show_message(reverted_edit_message(event, reader.library.now()))
    elif other_list:  # showing it may have replaced the message
        reader.status.show_message(done_message(event.edit))


def edit_failed(reader: ReaderContext, event: EditFailed) -> None:
    """Reverts an edit on the screen and says why it failed."""
    from reader.library.edits import NoteAdded, vanished_stream
    from reader.ui.reader.edit_messages import failure_message

    show_edit(reader, again=True)
    stream = vanished_stream(event.edit)
    if not event.undone and stream and reader.tree.select(stream):
        reader.show_list(stream)
    if not isinstance(event.edit, NoteAdded):  # the feed is subscribed; only its undo is not possible
        reader.status.show_message(failure_message(event.error), serious=True)
