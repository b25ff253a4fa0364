"""Commands of the front page: opening it, reading the stories of an edition one after another, and going back to it."""

from __future__ import annotations

import time

from reader.errors import StoreError
from reader.library.editions import local_day
from reader.stream import Kind, Stream
from reader.ui.commands.registry import key_of
from reader.ui.front_page.front_page_screen import FrontPageScreen, Result
from reader.ui.front_page.visit import Before, Visit
from reader.ui.reader.actions.read import open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _


def open_page(reader: ReaderContext) -> None:
    """Shows today's edition, or the one that was read last."""
    visit = reader.pending.visit
    if visit is None or visit.edition is None or _is_of_another_day(reader, visit):
        visit = reader.pending.visit = Visit()
    _leave_article(reader, visit)
    _push(reader, visit)


def _is_of_another_day(reader: ReaderContext, visit: Visit) -> bool:
    return visit.edition is not None and visit.edition.day != local_day(reader.library.now())


def _push(reader: ReaderContext, visit: Visit) -> None:
    def leave(result: Result) -> None:
        reader.front_page = None
        if isinstance(result, int):
            _open_story(reader, visit, result)
        elif result is not None:
            reader.go_to(result)
            reader.layout.focus(Pane.LIST)
        else:
            reader.status.draw()

    reader.app.push_screen(FrontPageScreen(reader, visit), leave)


def _open_story(reader: ReaderContext, visit: Visit, entry_id: int) -> None:
    """Opens a story in the article pane, which gets the whole screen."""
    try:
        entry = reader.library.articles.entry(entry_id)
    except StoreError as error:
        reader.status.show_error(error)
        return
    if entry is None:
        reader.status.show_message(_("This article no longer exists"))
        return
    if visit.before is None:
        layout = reader.layout
        visit.before = Before(reader.articles.stream, reader.headlines.current_id, layout.pane, layout.zoomed)
    visit.selected = visit.reading = entry_id
    visit.opened.add(entry_id)
    key = reader.library.articles.key(entry_id)
    if key and not reader.headlines.select(*key):
        reader.show_list(Stream(Kind.FEED, entry.feed_url), entry_id)
    reader.layout.zoomed = True
    reader.layout.focus(Pane.ARTICLE)
    open_selected(reader)
    if len(visit.opened) == 1 and not reader.status.message:
        reader.status.show_message(_hint())


def _hint() -> str:
    hint = _("Space opens the next story, {key} goes back to the front page")
    return hint.format(key=key_of("move.back"))


def goes_on(reader: ReaderContext) -> bool:
    """Opens the next story of the edition at the end of one; False if none was opened from the front page."""
    visit = reader.pending.visit
    if visit is None or visit.reading is None:
        return False
    visit.note_time(time.monotonic())
    following = visit.next_unread(visit.reading)
    if following is None:
        visit.at_end = True
        back(reader)
        reader.status.show_message(_("That was the last story"))
    else:
        _open_story(reader, visit, following)
    return True


def back(reader: ReaderContext) -> bool:
    """Goes back to the front page from a story; False if none was opened from it."""
    visit = reader.pending.visit
    if visit is None or visit.reading is None:
        return False
    visit.note_time(time.monotonic())
    if reader.status.message == _hint():
        reader.status.show_message("")
    _leave_article(reader, visit)
    _push(reader, visit)
    return True


def _leave_article(reader: ReaderContext, visit: Visit) -> None:
    """Shows again what the main screen showed before."""
    before, visit.before, visit.reading = visit.before, None, None
    if before is None:
        return
    reader.layout.zoomed = before.zoomed
    reader.tree.select(before.stream)
    if reader.articles.stream != before.stream or reader.headlines.current_id != before.entry:
        reader.show_list(before.stream, before.entry)
    reader.layout.focus(before.pane)
