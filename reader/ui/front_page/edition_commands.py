"""What the user can do with editions: make a late one, go to an earlier one, and mark read what one leaves out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.edition.values import Edition
from reader.errors import StoreError
from reader.library.edition_messages import long_date, name_of_edition
from reader.ui.front_page.edition_loading import edition_key
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from reader.ui.reader.context import ReaderContext


async def make_late(reader: ReaderContext) -> Edition | None:
    """Makes another edition. None, after a message: there is none."""
    try:
        made = await asyncio.wrap_future(reader.library.editions.make(late=True))
    except StoreError as error:
        reader.status.show_error(error)
        return None
    if made is None:
        reader.status.show_message(_("Nothing new has arrived since the last edition"))
    return made


async def choose(reader: ReaderContext, shown: Edition | None, show: Callable[[Edition], None]) -> None:
    """Lists the editions that are kept. ``shown``: the one that the list begins at; ``show`` is called with another."""
    from reader.ui.dialogs.choose import ChoiceDialog

    try:
        found = await asyncio.wrap_future(reader.library.editions.all())
    except StoreError as error:
        reader.status.show_error(error)
        return
    if not found:
        reader.status.show_message(_("No editions yet"))
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            show(found[number])

    lines = [f"{long_date(one.day)}, {name_of_edition(one)}" for one in found]
    first = next((at for at, one in enumerate(found) if shown and edition_key(one) == edition_key(shown)), 0)
    reader.app.push_screen(ChoiceDialog(_("Earlier editions"), lines, first), chosen)


async def mark_rest(reader: ReaderContext, edition: Edition) -> None:
    """Marks the articles of the edition's time read that are not in it."""
    try:
        change = await asyncio.wrap_future(reader.library.editions.would_mark_rest(edition))
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(change)
    reader.status.show_marked(change, part=True)
