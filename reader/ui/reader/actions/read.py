"""Commands that open articles, change their state, and undo."""

from __future__ import annotations

import asyncio
from functools import partial

from reader.errors import StoreError
from reader.model import Change, Field
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _

# -- opening


def open_selected(reader: ReaderContext) -> None:
    """Opens the selected article: fetches its page if needed, marks it read, and makes its pane visible."""
    reader.selected().open()
    mark_opened(reader)
    reader.layout.show(Pane.ARTICLE)


def mark_opened(reader: ReaderContext) -> None:
    """Marks the article in the pane read, unless its feed's settings say that opening does not."""
    entry = reader.article.entry
    if entry and reader.library.subscriptions.reads_on_open(entry.feed_url):
        reader.apply(reader.library.changes.switch([entry], Field.READ, True))


def read_on(reader: ReaderContext) -> None:
    """Moves down a page; at the end of the article, opens the next unread one."""
    if reader.selected().entry is None:
        next_unread(reader)
        return
    at_end = reader.page.at_end
    open_selected(reader)
    if at_end:
        next_unread(reader)
    else:
        reader.page.page_by(1)


def next_unread(reader: ReaderContext) -> None:
    """Opens the next unread article."""
    reader.articles.to_unread(partial(_at_unread, reader, _("No more unread articles here")))


def previous_unread(reader: ReaderContext) -> None:
    """Opens the nearest unread article above."""
    reader.articles.to_unread(partial(_at_unread, reader, _("No unread articles above")), before=True)


def _at_unread(reader: ReaderContext, if_none: str, found: bool) -> None:
    if not found:
        reader.status.show_message(if_none)
        return
    open_selected(reader)
    if reader.layout.pane is Pane.TREE:
        reader.layout.focus(Pane.LIST)


def open_by(reader: ReaderContext, step: int) -> None:
    """Opens the next or the previous article, whether read or unread."""
    reader.headlines.move_by(step)
    open_selected(reader)


# -- state


def toggle(reader: ReaderContext, field: str) -> None:
    """Sets or clears a state of the selected article."""
    current = reader.headlines.current
    if current:
        reader.apply(reader.library.changes.switch([current], Field(field), not getattr(current, field)))


async def mark_all_read(reader: ReaderContext) -> None:
    """Marks the list read. Articles that arrived since it was opened stay unread."""
    try:
        change = reader.articles.restricted_to_shown(await asyncio.wrap_future(reader.articles.would_read_all()))
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(change)
    reader.status.show_marked(change)


# -- undo


def undo(reader: ReaderContext) -> None:
    """Undoes the last change of articles, feeds or folders."""
    undone = reader.library.changes.undo()
    if undone is None:
        reader.status.show_message(_("Nothing to undo"))
    elif isinstance(undone, Change):
        reader.show_change(undone)
        reader.status.show_undone(undone, reader.library.articles.headlines(undone.ids[:1]))
    else:
        from reader.library.edits import vanished_stream
        from reader.ui.reader.edit_messages import undone_message
        from reader.ui.reader.edits import show_edit

        show_edit(reader)
        stream = reader.pending.return_to = vanished_stream(undone)
        if stream and reader.tree.select(stream):
            reader.show_list(stream)
        reader.status.show_message(undone_message(undone))
