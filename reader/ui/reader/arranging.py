"""Keys that change what is subscribed: edit, unsubscribe, save a search."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from reader.library import EditDone, EditFailed
from reader.model import Feed, SavedSearch, Subscription
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS, SEARCHES
from reader.text import fold
from reader.ui.reader.marking import MarkingScreen
from reader.ui.reader.messages import LibrarySaid
from reader.ui.reader.pane_sizes import Pane
from reader.ui.widgets.tree_rows import is_inside, tables_of
from reader.wording.catalogue import N_

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.library.edits import Edit
    from reader.ui.dialogs.edit import Known

DAY = 86_400
NOTHING = "Choose a feed, a folder or a saved search in the tree."


class ArrangingScreen(MarkingScreen):
    """What ``feeds.toml`` says, changed by keys; every change can be taken back."""

    def _aim(self) -> Stream:
        """What a key is about: the row of the tree's cursor, or the list that is shown."""
        return (self.desk.pane is Pane.TREE and self.feeds.stream) or self.browsing.stream

    # -- editing

    def action_edit(self) -> None:
        """The feed, folder or saved search under the cursor, in a dialog."""
        self.edit(self._aim())

    def edit(self, aim: Stream) -> None:
        """A feed, folder or saved search in a dialog."""
        from reader.ui.dialogs.edit import EditDialog, feed_form, folder_form, search_form

        if aim.kind is Kind.FEED and (one := self._library.subscriptions.get(aim.value)):
            own = next((feed.title for feed in self._library.feeds.by_id.values() if feed.url == one.url), "")
            form = feed_form(one, self._known())
            self.app.push_screen(EditDialog(own, form, partial(self._change_feed, one, own)))
        elif aim.kind is Kind.FOLDER:
            form = folder_form(aim.value, self._known())
            self.app.push_screen(EditDialog("Rename or move the folder", form, partial(self._change_folder, aim.value)))
        elif aim.kind is Kind.SAVED and (search := self._search_of(aim.value)):
            form = search_form(search, self._known(but=search.title))
            self.app.push_screen(EditDialog("Saved search", form, partial(self._change_search, search)))
        else:
            self.notices.tell("A tag is given to a feed: e on the feed." if aim.kind is Kind.TAG else NOTHING)

    def _known(self, *, but: str = "") -> Known:
        from reader.ui.dialogs.edit import Known

        feeds, searches = self._library.subscriptions.all, self._library.subscriptions.searches
        folders = ({one.folder for one in feeds} | {one.folder for one in searches}) - {""}
        return Known(
            folders=tuple(sorted(folders, key=fold)),
            tags=tuple(sorted({tag for one in feeds for tag in one.tags}, key=fold)),
            urls=frozenset(one.url for one in feeds),
            titles=frozenset(one.title for one in searches) - {but},
        )

    def _search_of(self, title: str) -> SavedSearch | None:
        return next((one for one in self._library.subscriptions.searches if one.title == title), None)

    def _change_feed(self, one: Subscription, title: str, changes: dict[str, Any]) -> Future[Any]:
        from reader.library.edits import ChangeFeed

        return self._edit(ChangeFeed(one.url, changes, title))

    def _change_search(self, search: SavedSearch, changes: dict[str, Any]) -> Future[Any]:
        from reader.library.edits import ChangeSearch

        title = changes.get("title", search.title)
        self._rename_streams({Stream(Kind.SAVED, search.title): Stream(Kind.SAVED, title)})
        return self._edit(ChangeSearch(search.title, changes, search.title))

    def _change_folder(self, old: str, changes: dict[str, Any]) -> Future[Any]:
        from reader.library.edits import RenameFolder

        new = changes["folder"]
        inside = {row.stream for row in self.feeds.rows if row.stream and row.stream.kind is Kind.FOLDER}
        moved = {
            one: Stream(Kind.FOLDER, (new + one.value[len(old) :]).strip("/"))
            for one in inside
            if is_inside(one.value, old)
        }
        self._rename_streams(moved)
        return self._edit(RenameFolder(old, new, old))

    def _rename_streams(self, renamed: dict[Stream, Stream]) -> None:
        """Folded folders stay folded, and the list that is shown stays shown, under their new names."""
        contents = self.feeds.contents
        names = {before.value: after.value for before, after in renamed.items() if before.kind is Kind.FOLDER}
        folded = frozenset(names.get(folder, folder) for folder in contents.folded) - {""}
        self.feeds.contents = replace(contents, folded=folded)
        self.browsing.stream = renamed.get(self.browsing.stream, self.browsing.stream)
        self._session.change(stream=self.browsing.stream)

    def _edit(self, edit: Edit) -> Future[Any]:
        """Shows an edit at once; it is written soon, and an event says how that went."""
        from reader.ui.reader.edit_messages import done_message

        future = self._library.subscriptions.edit(edit)
        self._show_edit()
        self.notices.tell(done_message(edit))
        return future

    @on(LibrarySaid)
    def _said_of_edits(self, message: LibrarySaid) -> None:
        event = message.event
        if isinstance(event, EditDone):
            self._edit_done(event)
        elif isinstance(event, EditFailed):
            self._edit_failed(event)

    def _edit_done(self, event: EditDone) -> None:
        from reader.library.edits import ChangeFeed, NoteAdded, vanished_stream
        from reader.ui.reader.edit_messages import done_message, undone_message

        if isinstance(event.edit, NoteAdded) and not event.undone:
            return
        moved = event.edit.moved if isinstance(event.edit, ChangeFeed) else None
        if moved and event.undone:
            moved = (moved[1], moved[0])
        other = self._show_edit(moved if event.changed else None, again=True)
        stream = vanished_stream(event.edit)
        if event.undone and stream and stream == self._return_to and self.feeds.select(stream):
            self._browse(stream)
            other = True
        self._return_to = None
        if other:  # showing another list may have replaced the message
            self.notices.tell(undone_message(event.edit) if event.undone else done_message(event.edit))

    def _edit_failed(self, event: EditFailed) -> None:
        from reader.library.edits import NoteAdded, vanished_stream
        from reader.ui.reader.edit_messages import failure_message

        self._show_edit(again=True)
        stream = vanished_stream(event.edit)
        if not event.undone and stream and self.feeds.select(stream):
            self._browse(stream)
        if not isinstance(event.edit, NoteAdded):  # the feed is subscribed; only its undo is not possible
            self.notices.tell(failure_message(event.error), serious=True)

    # -- pausing

    def action_pause(self) -> None:
        """The feed under the cursor is not polled for a while, or again."""
        self.pause(self._aim())

    def pause(self, aim: Stream) -> None:
        """A feed is not polled until the same key is pressed again."""
        one = self._library.subscriptions.get(aim.value) if aim.kind is Kind.FEED else None
        if one is None:
            self.notices.tell("Choose a feed in the tree.")
            return
        from reader.library.edits import ChangeFeed

        self._edit(ChangeFeed(one.url, {"paused": not one.paused}, self.label_of(aim)))

    # -- unsubscribing

    def action_unsubscribe(self) -> None:
        """The feed, the folder's feeds or the saved search under the cursor is taken away."""
        self.unsubscribe(self._aim())

    def unsubscribe(self, aim: Stream) -> None:
        """Asks, then takes a feed, a folder's feeds or a saved search away."""
        from reader.ui.dialogs.dialog import ConfirmDialog

        gone = tables_of(self.feeds.contents, aim)
        if not gone:
            self.notices.tell(NOTHING)
            return
        title, words = _question(self.label_of(aim), gone)
        accept = N_("{key} removes") if aim.kind is Kind.SAVED else N_("{key} unsubscribes")
        self.app.push_screen(ConfirmDialog(title, words, accept=accept), partial(self._unsubscribe, aim, gone))

    def label_of(self, stream: Stream) -> str:
        """What the tree calls a stream."""
        return self.feeds.label_of(stream) or stream.value

    def _unsubscribe(self, aim: Stream, gone: list[Feed | SavedSearch], yes: bool | None) -> None:
        if not yes:
            return
        from reader.library.edits import Remove

        feeds = [one.title for one in gone if isinstance(one, Feed)]
        label = feeds[0] if len(feeds) == 1 else self.label_of(aim)
        self._edit(Remove(tuple(map(name_of, gone)), aim, label))

    # -- saved searches

    def action_save_search(self) -> None:
        """Keeps what the list shows under a title, in the tree."""
        from reader.ui.dialogs.edit import EditDialog, search_form

        form = search_form(self._as_search(self.browsing.stream), self._known())
        self.app.push_screen(EditDialog("Save this list", form, self._save_search, new=True))

    def _as_search(self, stream: Stream) -> SavedSearch:
        """A saved search that shows what a stream shows."""
        value = stream.value
        found = {
            Kind.SEARCH: lambda: SavedSearch("", words=value),
            Kind.FEED: lambda: SavedSearch("", feeds=(value,)),
            Kind.FOLDER: lambda: SavedSearch("", folders=(value,)),
            Kind.TAG: lambda: SavedSearch("", tags=(value,) if value else ()),
            Kind.UNREAD: lambda: SavedSearch("", unread=True),
            Kind.STARRED: lambda: SavedSearch("", starred=True),
            Kind.TODAY: lambda: SavedSearch("", within=DAY),
            Kind.AUTHOR: lambda: SavedSearch("", author=f'"{self._library.articles.author_name(int(value))}"'),
            Kind.SAVED: lambda: replace(self._search_of(value) or SavedSearch(""), title=""),
        }
        return found[stream.kind]() if stream.kind in found else SavedSearch("")

    def _save_search(self, values: dict[str, Any]) -> Future[Any]:
        from reader.library.edits import SaveSearch

        search = SavedSearch(**values)
        future = self._edit(SaveSearch(search, search.title))
        stream = Stream(Kind.SAVED, search.title)
        if self.feeds.select(stream):
            self._before = []
            self._browse(stream)
        return future


def name_of(one: Feed | SavedSearch) -> tuple[str, str]:
    """What ``feeds.toml`` knows it by."""
    return (FEEDS, one.url) if isinstance(one, Feed) else (SEARCHES, one.title)


def _what(label: str, gone: list[Feed | SavedSearch]) -> str:
    feeds = [one for one in gone if isinstance(one, Feed)]
    return f"the {len(feeds)} feeds in {label}" if len(feeds) > 1 else f"{feeds[0].title}" if feeds else label


def _question(label: str, gone: list[Feed | SavedSearch]) -> tuple[str, str]:
    """Title and words for taking these away."""
    feeds = [one for one in gone if isinstance(one, Feed)]
    if not feeds:
        return "Remove", f"Remove the saved search “{label}”? Its articles stay where they are."
    articles = sum(feed.total for feed in feeds)
    count = "Its article leaves" if articles == 1 else f"{articles:,} articles leave".replace(",", "\u202f")
    words = (
        f"Unsubscribe from {_what(label, gone)}? {count} the lists; those with a star stay in Starred. u takes it back."
    )
    return "Unsubscribe", words
