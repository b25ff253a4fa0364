"""Commands that go to the headings and sections of the article."""

from __future__ import annotations

from typing import Any

from reader.ui.commands.fuzzy import Index, named
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.ui.typeset.outline import OutlineItem, item_at
from reader.ui.widgets.pick_list import PickRow
from reader.wording.catalogue import N_, _

_INDENT = 2  # cells for each level


def choose(reader: ReaderContext) -> None:
    """Lists the headings and sections of the article, and goes to one of them."""
    if reader.selected().article is None:
        reader.status.show_message(_("No article is selected"))
        return
    items = reader.page.outline
    if len(items) < 2:
        reader.status.show_message(_("This article has no headings"))
        return
    from reader.ui.dialogs.pick import PickDialog

    reader.layout.focus(Pane.ARTICLE)
    lines = reader.page.line_count
    index = Index([named(number, item.title) for number, item in enumerate(items)])

    def find(typed: str) -> list[PickRow]:
        return [_row(items[number], number, lines) for number in sorted(index.find(typed, strictly=True))]

    def chosen(number: Any) -> None:
        if number is not None:
            _go_to(reader, reader.page.outline, number)

    dialog = PickDialog(
        _("Outline"),
        _("A few letters of a heading…"),
        find,
        nothing=lambda typed: _("No heading has “{words}”").format(words=typed),
        accept=_("{key} goes there"),
        start=max(0, item_at(items, reader.page.top_line)),
    )
    reader.app.push_screen(dialog, chosen)


def _row(item: OutlineItem, number: int, lines: int) -> PickRow:
    percent = _("{percent} %").format(percent=round(100 * item.line / lines)) if number else ""
    return PickRow(number, " " * _INDENT * item.depth + item.title, right=percent, strong=not item.depth)


def _go_to(reader: ReaderContext, items: tuple[OutlineItem, ...], number: int) -> None:
    if number < len(items):  # else another page has arrived
        reader.page.go_to_line(items[number].line if number else 0)


def beside(reader: ReaderContext, steps: int) -> None:
    """Goes to a heading or section further down or up; the first one above belongs to the text at the top."""
    if reader.selected().article is None:
        reader.status.show_message(_("No article is selected"))
        return
    reader.layout.focus(Pane.ARTICLE)
    items, top = reader.page.outline, reader.page.top_line
    here = max(0, item_at(items, top))
    if steps < 0 and items and items[here].line < top:
        here += 1
    number = min(max(here + steps, 0), len(items) - 1)
    message = N_("No heading below") if steps > 0 else N_("No heading above")
    if not items or number == here or (steps > 0 and reader.page.at_end):
        reader.status.show_message(_(message))
    else:
        _go_to(reader, items, number)


def go_to_part(reader: ReaderContext, number: str) -> None:
    """Goes to a part of the page by its number: a target ``part:N``."""
    line = reader.page.line_of_part(int(number)) if number.isdecimal() and len(number) < 9 else None
    if line is not None:
        reader.page.go_to_line(line)
