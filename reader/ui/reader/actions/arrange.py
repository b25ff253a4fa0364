"""Commands and drags that move feeds and folders, and the sort order of the tree."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from reader.stream import Kind, Stream, is_inside, with_parents
from reader.text import fold
from reader.ui.commands.registry import key_of
from reader.ui.reader.actions.feeds import change_folder, known, show_nothing_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edits import apply_edit, label_of, name_of, target
from reader.ui.widgets.tree_rows import Order, sibling, tables_of
from reader.wording.catalogue import N_, _

_SORTED_BY = {
    Order.HAND: N_("Feeds in your own order"),
    Order.TITLE: N_("Feeds sorted by title"),
    Order.UNREAD: N_("Feeds sorted by unread count"),
    Order.LATEST: N_("Feeds sorted by newest article"),
}


def move_row(reader: ReaderContext, step: int) -> None:
    """Moves the row under the tree's cursor up or down among its siblings."""
    rows, cursor = reader.tree.rows, reader.tree.cursor
    other = sibling(rows, cursor, step) if cursor < len(rows) else None
    if reader.tree.contents.order is not Order.HAND:
        message = _("{state}. Press {key} until they are in your own order, then move them.")
        state = _(_SORTED_BY[reader.tree.contents.order])
        reader.status.show_message(message.format(state=state, key=key_of("feed.order")))
    elif other is None:
        if tables_of(reader.tree.contents, target(reader)):
            reader.status.show_message(_("It cannot move further in that direction"))
        else:
            show_nothing_selected(reader)
    else:
        lower, upper = (cursor, other) if step < 0 else (other, cursor)
        _put_before(reader, rows[lower].stream, rows[upper].stream, label=label_of(reader, target(reader)))


def _put_before(
    reader: ReaderContext, moved: Stream | None, goal: Stream | None, *, label: str, folder: str | None = None
) -> None:
    """Moves one row before another. ``label``: the row the user moves; going down, the next row goes before it."""
    if moved is None or goal is None:
        return
    names = [name_of(one) for one in tables_of(reader.tree.contents, moved)]
    goals = [name_of(one) for one in tables_of(reader.tree.contents, goal)]
    if names and goals:
        from reader.library.edits import Place

        apply_edit(reader, Place(tuple(names), goals[0], after=False, folder=folder, label=label))


def move_to_folder(reader: ReaderContext, goal: str | None = None) -> None:
    """Moves the selected feed, folder or saved search to a folder, or asks for one."""
    from reader.ui.dialogs.move_to_folder import FolderDialog

    stream = target(reader)
    moved = tables_of(reader.tree.contents, stream)
    if not moved:
        show_nothing_selected(reader)
        return
    if goal is not None:
        if stream.kind is Kind.FOLDER and is_inside(goal, stream.value):
            reader.status.show_message(_("A folder cannot be moved into itself"))
        else:
            _move_into(reader, stream, goal)
        return
    folder = stream.value.rpartition("/")[0] if stream.kind is Kind.FOLDER else moved[0].folder
    owner_of = reader.library.accounts.owner_of
    own = stream.kind is Kind.SAVED  # a saved search can be anywhere
    others = [
        one
        for one in sorted(with_parents(known(reader).folders), key=fold)
        if one != folder
        and not (stream.kind is Kind.FOLDER and is_inside(one, stream.value))
        and (own or owner_of(one)[0] == owner_of(folder)[0])
    ]
    title = _("Move {name} into a folder").format(name=label_of(reader, stream))

    def save(changes: dict[str, Any]) -> Future[Any]:
        return _move_into(reader, stream, changes["folder"])

    top = own or owner_of("")[0] == owner_of(folder)[0]
    reader.screen.app.push_screen(FolderDialog(title, folder, others, save, accept=N_("{key} moves"), top=top))


def _move_into(reader: ReaderContext, stream: Stream, folder: str) -> Future[Any]:
    """Moves a feed, folder or saved search to the end of a folder."""
    from reader.library.edits import ChangeFeed, ChangeSearch, Place

    if stream.kind is Kind.FOLDER:
        name = stream.value.rpartition("/")[2]
        return change_folder(reader, stream.value, {"folder": f"{folder}/{name}" if folder else name})
    contents, label = reader.tree.contents, label_of(reader, stream)
    moved = tables_of(contents, stream)
    tables = contents.feeds if stream.kind is Kind.FEED else contents.searches
    already_there = [name_of(one) for one in tables if one.folder == folder and one not in moved]
    if already_there:
        names = tuple(name_of(one) for one in moved)
        return apply_edit(reader, Place(names, already_there[-1], after=True, folder=folder, label=label))
    if stream.kind is Kind.FEED:
        return apply_edit(reader, ChangeFeed(stream.value, {"folder": folder}, label))
    return apply_edit(reader, ChangeSearch(stream.value, {"folder": folder}, label))


def drop(reader: ReaderContext, dragged: Stream, onto: Stream) -> None:
    """Moves what was dragged: into a folder, or before a feed or saved search and into its folder."""
    if not tables_of(reader.tree.contents, dragged) or onto.kind not in (Kind.FOLDER, Kind.FEED, Kind.SAVED):
        return
    if onto.kind is Kind.FOLDER:
        if not (dragged.kind is Kind.FOLDER and is_inside(onto.value, dragged.value)):
            _move_into(reader, dragged, onto.value)
    elif dragged.kind is onto.kind:
        folder = tables_of(reader.tree.contents, onto)[0].folder
        _put_before(reader, dragged, onto, label=label_of(reader, dragged), folder=folder)


def sort_tree(reader: ReaderContext, criterion: str = "") -> None:
    """Sorts the tree by a criterion, or by the next one."""
    orders = list(Order)
    after = orders[(orders.index(reader.tree.contents.order) + 1) % len(orders)]
    order = Order(criterion) if criterion else after
    reader.feeds.sort(order)
    reader.session.change(order=order)
    reader.status.show_message(_(_SORTED_BY[order]))
