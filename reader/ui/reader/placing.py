"""Keys and the mouse that change where feeds stand: up, down, into a folder, and the order of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from reader.stream import Kind, Stream
from reader.ui.reader.arranging import NOTHING, ArrangingScreen, name_of
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.tree_rows import Order, is_inside, sibling, tables_of
from reader.wording.catalogue import N_

if TYPE_CHECKING:
    from concurrent.futures import Future
    from typing import Any

_ORDERS = {
    Order.HAND: "The tree stands as in feeds.toml.",
    Order.TITLE: "The tree stands by title.",
    Order.UNREAD: "The tree stands by what is unread.",
    Order.LATEST: "The tree stands by the newest article.",
}


class PlacingScreen(ArrangingScreen):
    """The places of feeds, folders and saved searches."""

    # -- moving

    def action_move_row(self, step: int) -> None:
        """The row of the tree up or down among those beside it."""
        rows, cursor = self.feeds.rows, self.feeds.cursor
        other = sibling(rows, cursor, step) if cursor < len(rows) else None
        if self.feeds.contents.order is not Order.HAND:
            self.notices.tell(f"{_ORDERS[self.feeds.contents.order]} O goes on to the order of feeds.toml.")
        elif other is None:
            has_place = tables_of(self.feeds.contents, self._aim())
            self.notices.tell("It cannot go further that way." if has_place else NOTHING)
        else:
            lower, upper = (cursor, other) if step < 0 else (other, cursor)
            self._put_before(rows[lower].stream, rows[upper].stream, said_of=self._aim())

    def _put_before(
        self, moved: Stream | None, goal: Stream | None, *, said_of: Stream, folder: str | None = None
    ) -> None:
        """``said_of``: which one the user moves; one that goes down has the next one put before it."""
        if moved is None or goal is None:
            return
        contents = self.feeds.contents
        names = [name_of(one) for one in tables_of(contents, moved)]
        goals = [name_of(one) for one in tables_of(contents, goal)]
        if names and goals:
            from reader.library.edits import Place

            self._edit(Place(tuple(names), goals[0], after=False, folder=folder, label=self.label_of(said_of)))

    def action_move_to(self) -> None:
        """Asks for a folder, and moves the feed, folder or saved search there."""
        from reader.ui.dialogs.edit import EditDialog, folder_form

        aim = self._aim()
        gone = tables_of(self.feeds.contents, aim)
        if not gone:
            self.notices.tell(NOTHING)
            return
        now = aim.value.rpartition("/")[0] if aim.kind is Kind.FOLDER else gone[0].folder
        form = folder_form(now, self._known())
        title = f"Move {self.label_of(aim)} into"
        self.app.push_screen(
            EditDialog(title, form, lambda changes: self._move_into(aim, changes["folder"]), accept=N_("{key} moves"))
        )

    def _move_into(self, aim: Stream, folder: str) -> Future[Any]:
        """Into a folder, below all that is there."""
        from reader.library.edits import ChangeFeed, ChangeSearch, Place

        contents = self.feeds.contents
        if aim.kind is Kind.FOLDER:
            name = aim.value.rpartition("/")[2]
            return self._change_folder(aim.value, {"folder": f"{folder}/{name}" if folder else name})
        label = self.label_of(aim)
        moved = tables_of(contents, aim)
        there = [
            one for one in (contents.feeds if aim.kind is Kind.FEED else contents.searches) if one.folder == folder
        ]
        goals = [name_of(one) for one in there if one not in moved]
        if goals:
            names = tuple(name_of(one) for one in moved)
            return self._edit(Place(names, goals[-1], after=True, folder=folder, label=label))
        if aim.kind is Kind.FEED:
            return self._edit(ChangeFeed(aim.value, {"folder": folder}, label))
        return self._edit(ChangeSearch(aim.value, {"folder": folder}, label))

    @on(FeedTree.Dropped)
    def _dropped(self, message: FeedTree.Dropped) -> None:
        """Onto a folder: into it. Onto a feed or a saved search: before it, into its folder."""
        dragged, onto = message.dragged, message.onto
        if not tables_of(self.feeds.contents, dragged) or onto.kind not in (Kind.FOLDER, Kind.FEED, Kind.SAVED):
            return
        if onto.kind is Kind.FOLDER:
            if not (dragged.kind is Kind.FOLDER and is_inside(onto.value, dragged.value)):
                self._move_into(dragged, onto.value)
        elif dragged.kind is onto.kind:
            self._put_before(dragged, onto, said_of=dragged, folder=tables_of(self.feeds.contents, onto)[0].folder)

    # -- order

    def action_order_tree(self) -> None:
        """The next order of the tree."""
        orders = list(Order)
        order = orders[(orders.index(self.feeds.contents.order) + 1) % len(orders)]
        self.browsing.order_tree(order)
        self._session.change(order=order)
        self.notices.tell(_ORDERS[order])
