"""Commands that open articles and change their state."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from functools import partial

from reader.errors import StoreError
from reader.model import Change, Field
from reader.stream import Stream
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import N_, _

_HOUR, _DAY = 3_600, 86_400
_AGES = (
    (N_("6 hours"), 6 * _HOUR), (N_("a day"), _DAY), (N_("two days"), 2 * _DAY), (N_("three days"), 3 * _DAY),
    (N_("a week"), 7 * _DAY), (N_("two weeks"), 14 * _DAY), (N_("a month"), 30 * _DAY),
)  # fmt: skip
"""The ages to choose from, in seconds."""
_A_DAY = 1  # its number
READ_AT_ONCE = 200  # headlines that are read without the reader thread

# -- opening


def open_selected(reader: ReaderContext) -> None:
    """Opens the selected article: fetches its page if needed, makes its pane visible, and marks it read in time."""
    selected = reader.headlines.current_id
    if selected is not None and selected != reader.pending.opened:
        reader.library.editions.note_opened(selected)
    reader.pending.opened = selected
    reader.selected().open()
    reader.layout.show(Pane.ARTICLE)
    reader.read_watch.opened()
    if reader.article.place.resumed and not reader.status.message:
        reader.status.show_message(_("Where you stopped. {key} goes to the top.").format(key=key_of("move.first")))
    reader.article.place.resumed = False


def read_on(reader: ReaderContext) -> None:
    """Moves down a page; at the end of the article, opens the next unread one."""
    if reader.layout.pane is Pane.ARTICLE and reader.person.shown and not reader.page.at_end:
        reader.page.page_by(1)
        return
    if reader.selected().entry is None:
        next_unread(reader)
        return
    at_end = reader.page.at_end
    open_selected(reader)
    if at_end:
        reader.read_watch.went_on()
        if not _next_story(reader):
            next_unread(reader)
    else:
        reader.page.page_by(1)


def _next_story(reader: ReaderContext) -> bool:
    """Opens the next story of the edition if the article was opened from the front page."""
    if reader.pending.visit is None or reader.layout.pane is not Pane.ARTICLE:
        return False
    from reader.ui.reader.actions.front_page import goes_on

    return goes_on(reader)


def next_unread(reader: ReaderContext) -> None:
    """Opens the selected article if it is unread and was not opened yet, else the next unread one."""
    if _next_story(reader):
        return
    current = reader.headlines.current
    if current and not current.read and current.id != reader.pending.opened:
        _open_unread(reader)
    else:
        reader.articles.to_unread(partial(_at_next_unread, reader, frozenset()))


def _at_next_unread(reader: ReaderContext, done: frozenset[Stream], found: bool) -> None:
    """Opens the article that was found; if there is none, continues with the next list. ``done``: lists without any."""
    if found:
        _open_unread(reader)
    elif show_next_list(reader, done):
        current = reader.headlines.current
        if current and not current.read:
            _open_unread(reader)
        else:  # the counts in the tree are a moment old
            reader.articles.to_unread(partial(_at_next_unread, reader, done | {reader.articles.stream}))
    else:
        reader.status.show_message(_("No more unread articles here"))


def show_next_list(reader: ReaderContext, done: frozenset[Stream] = frozenset()) -> bool:
    """Shows the next feed or folder with unread articles, if there is one; see :meth:`ReaderContext.next_list`."""
    stream = reader.next_list(done)
    if stream is None:
        return False
    reader.go_to(stream)
    reader.status.show_message(_("Next: {title}").format(title=reader.articles.title))
    return True


def previous_unread(reader: ReaderContext) -> None:
    """Opens the nearest unread article above."""

    def at_unread(found: bool) -> None:
        if found:
            _open_unread(reader)
        else:
            reader.status.show_message(_("No unread articles above"))

    reader.articles.to_unread(at_unread, before=True)


def _open_unread(reader: ReaderContext) -> None:
    open_selected(reader)
    if reader.layout.pane is Pane.TREE:
        reader.layout.focus(Pane.LIST)


def open_by(reader: ReaderContext, step: int) -> None:
    """Opens the next or the previous article, whether read or unread."""
    reader.headlines.move_by(step)
    open_selected(reader)


# -- state


async def toggle(reader: ReaderContext, field: str) -> None:
    """Sets a state of the selected articles, or clears it if all have it already."""
    ids, several = reader.acted_on, bool(reader.selection)
    if Field(field) is Field.READ:
        ids = await _with_others(reader, ids)
    change = await _would_set(reader, ids, Field(field), True)
    if change and not change.ids:
        change = await _would_set(reader, ids, Field(field), False)
    if change:
        reader.apply(change)
        if several:
            reader.status.show_changed(change)


async def _with_others(reader: ReaderContext, ids: tuple[int, ...]) -> tuple[int, ...]:
    """Articles to mark read, with the other tellings of those that stand for their story."""
    from reader.ui.reader.actions.stories import with_others

    try:
        return await with_others(reader, ids)
    except StoreError as error:
        reader.status.show_error(error)
        return ()


async def _would_set(reader: ReaderContext, ids: tuple[int, ...], field: Field, value: bool) -> Change | None:
    """The change that gives articles a state; None after showing an error. Many are read on the reader thread."""
    if len(ids) <= READ_AT_ONCE:
        return reader.library.changes.switch(reader.library.articles.headlines(ids), field, value)
    try:
        return await asyncio.wrap_future(reader.library.changes.would_set(ids, field, value))
    except StoreError as error:
        reader.status.show_error(error)
        return None


async def read_and_next(reader: ReaderContext) -> None:
    """Marks the selected articles read without opening them, and moves to the next headline."""
    several = bool(reader.selection)
    change = await _would_set(reader, await _with_others(reader, reader.acted_on), Field.READ, True)
    if change:
        reader.apply(change)
        if several:
            reader.headlines.use_picked()
            reader.status.show_changed(change)
        reader.headlines.move_by(1)


def mark_beside(reader: ReaderContext, side: str) -> None:
    """Marks all headlines above or below the selected one read, once the whole list is loaded."""
    selected = reader.headlines.current_id
    if selected is not None:
        mark = partial(_mark_beside, reader, selected, above=side == "above")
        reader.articles.when_whole(lambda: reader.screen.run_worker(mark()))


async def _mark_beside(reader: ReaderContext, selected: int, *, above: bool) -> None:
    await _mark_part(reader, reader.articles.would_read_beside(selected, above=above))


def mark_older(reader: ReaderContext, age: int | None = None) -> None:
    """Marks the articles of the list read that are older than an age in seconds, or asks for one."""
    if age is not None:
        reader.screen.run_worker(_mark_older(reader, reader.library.now() - age))
        return
    from reader.ui.dialogs.choose import ChoiceDialog

    def chosen(number: int | None) -> None:
        if number is not None:
            before = reader.library.now() - _AGES[number][1]
            reader.screen.run_worker(_mark_older(reader, before))

    dialog = ChoiceDialog(_("Mark read what is older than"), [_(label) for label, _seconds in _AGES], _A_DAY)
    reader.screen.app.push_screen(dialog, chosen)


async def _mark_older(reader: ReaderContext, before: int) -> None:
    await _mark_part(reader, reader.articles.would_read(before=before))


async def _mark_part(reader: ReaderContext, change: Awaitable[Change]) -> None:
    """Marks a part of the list read, or shows why it cannot be read."""
    try:
        made = await change
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(made)
    reader.status.show_marked(made, part=True)


def beside_unread(reader: ReaderContext, step: int) -> None:
    """Shows the next feed or folder with unread articles, or the previous one, whatever the settings say."""
    stream = reader.tree.beside_unread(reader.articles.stream, before=step < 0)
    if stream is None:
        reader.status.show_message(_("No other feed has unread articles"))
        return
    reader.go_to(stream)
    reader.status.show_message(_("Next: {title}").format(title=reader.articles.title))


async def mark_all_read(reader: ReaderContext) -> None:
    """Marks the list read and shows the next one. Articles that arrived since it was opened stay unread."""
    try:
        change = await reader.articles.would_read()
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(change)
    if show_next_list(reader):
        if reader.layout.pane is Pane.ARTICLE:
            reader.layout.focus(Pane.LIST)
        if not change.ids:
            return
    reader.status.show_marked(change)
