"""Selecting text of the article, with keys or the mouse, and copying it."""

from __future__ import annotations

from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _, plural


def select(reader: ReaderContext) -> None:
    """Moves a cursor through the text of the article, to select some of it."""
    from reader.ui.dialogs.select_text import Between, SelectTextScreen
    from reader.ui.reader.targets import show_selected
    from reader.ui.typeset.selected_text import Spot, first_spot

    page = reader.page
    shown = page.page_layout
    cursor = _first_in_sight(reader) if shown else None
    if shown is None or cursor is None or reader.layout.pane is not Pane.ARTICLE:
        reader.status.show_message(_("Open an article first"))
        return

    def show(cursor: Spot, between: Between | None) -> bool:
        if page.page_layout is not shown:
            return False
        page.show_text_cursor(cursor, between)
        reader.status.hold(_help(reader, selecting=between is not None))
        return True

    def ended(text: str | None) -> None:
        page.show_text_cursor(None)
        show_selected(reader)
        if text:
            copy(reader, text)

    first = first_spot(shown.lines, cursor)
    if first:
        reader.app.push_screen(SelectTextScreen(shown, first, show), ended)


def _first_in_sight(reader: ReaderContext) -> int:
    """The line of the selected link, else the first one of the page that is visible."""
    target, lines = reader.page.target, reader.page.cells_in_sight[0]
    return target.first if target and target.first in lines else max(lines.start, 0)


def _help(reader: ReaderContext, *, selecting: bool) -> str:
    from reader.ui.dialogs.dialog import joined_keys

    begin = _("{key} drops the selection") if selecting else _("{key} begins the selection")
    keys = [
        begin.format(key=key_of("select-text.begin")),
        (_("{key} copies") if selecting else _("{key} copies the paragraph")).format(key=key_of("select-text.copy")),
        _("{word} moves by words, {paragraph} by paragraphs").format(
            word=key_of("select-text.word"), paragraph=key_of("select-text.next-paragraph")
        ),
        _("{key} closes").format(key=key_of("select-text.close")),
    ]
    return joined_keys(keys, reader.status.room)


def copy(reader: ReaderContext, text: str) -> None:
    """Copies a text of the article and says how much it is."""
    from reader.ui.system import copy_with_program

    reader.app.copy_to_clipboard(text)
    copy_with_program(text)
    reader.status.show_message(plural("Copied {n} word", "Copied {n} words", len(text.split())))


def copy_selected(reader: ReaderContext) -> bool:
    """Copies what is selected with the mouse; False if nothing is."""
    text = reader.screen.get_selected_text()
    if not text or not text.strip():
        return False
    copy(reader, text)
    reader.screen.clear_selection()
    return True
