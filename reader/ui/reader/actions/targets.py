"""Commands that choose something in the article: a link, a name, a picture, a note."""

from __future__ import annotations

from reader.ui.reader.actions.read import open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _


def select(reader: ReaderContext, steps: int) -> None:
    """Selects the target so many steps further down or up; the first step leads to one in sight, if there is any."""
    if reader.selected().entry is None:
        reader.status.show_message(_("No article is selected"))
        return
    if reader.layout.pane is not Pane.ARTICLE:
        open_selected(reader)
        reader.layout.focus(Pane.ARTICLE)
    number = _beside(reader, steps)
    if number is None:
        reader.status.show_message(_("Nothing can be chosen in this article"))
    elif reader.page.target is reader.page.targets[number]:
        reader.status.show_message(_("No more links below") if steps > 0 else _("No more links above"))
    else:
        reader.page.select_target(number)


def _beside(reader: ReaderContext, steps: int) -> int | None:
    page = reader.page
    if not page.targets:
        return None
    return min(max(page.next_target(down=steps > 0) + steps - (1 if steps > 0 else -1), 0), len(page.targets) - 1)
