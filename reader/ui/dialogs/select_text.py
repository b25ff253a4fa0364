"""The mode in which text of the article is selected with keys, after vim's visual mode.

It covers nothing: the article pane draws the cursor and the selection, and the bottom line says what the keys do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual import events
from textual.screen import ModalScreen

from reader.ui.commands.command import Context
from reader.ui.typeset.page import PageLayout
from reader.ui.typeset.selected_text import Spot, after, moved, paragraph_at, selected_text

Between: TypeAlias = "tuple[Spot, Spot]"  # the first and the last character


class SelectTextScreen(ModalScreen[str | None]):
    """Returns the text to copy, or None.

    ``show`` draws the cursor and the selection, if there is one; it returns False if the page has been laid out again
    since.
    """

    CSS = "SelectTextScreen { background: transparent; }"
    KEY_CONTEXT = Context.SELECT_TEXT

    def __init__(self, page: PageLayout, cursor: Spot, show: Callable[[Spot, Between | None], bool]) -> None:
        super().__init__()
        self._page, self._cursor, self._draw_spots = page, cursor, show
        self._begin: Spot | None = None
        self._window: tuple[int, int] | None = None

    def on_mount(self) -> None:
        """Draws the cursor."""
        self._changed()

    @property
    def _between(self) -> Between | None:
        if self._begin is None:
            return None
        return min(self._begin, self._cursor), max(self._begin, self._cursor)

    def _changed(self) -> None:
        if not self._draw_spots(self._cursor, self._between):
            self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Ends the mode when the window is resized, because the page is laid out again."""
        size = event.size.width, event.size.height
        if self._window not in (None, size):
            self.dismiss(None)
        self._window = size

    def on_click(self) -> None:
        """Ends the mode."""
        self.dismiss(None)

    # -- keys

    def action_move(self, motion: str, times: int = 1) -> None:
        """Moves the cursor, and the end of the selection with it."""
        for _time in range(times):
            self._cursor = moved(self._page.lines, self._cursor, motion)
        self._changed()

    def action_begin(self) -> None:
        """Begins the selection at the cursor, or drops it."""
        self._begin = self._cursor if self._begin is None else None
        self._changed()

    def action_paragraph(self) -> None:
        """Selects the paragraphs from the beginning of the selection to the cursor, as wholes."""
        first, last = self._between or (self._cursor, self._cursor)
        self._begin = paragraph_at(self._page.lines, first)[0]
        self._cursor = paragraph_at(self._page.lines, last)[1]
        self._changed()

    def action_other_end(self) -> None:
        """Moves the cursor to the other end of the selection."""
        if self._begin is not None:
            self._begin, self._cursor = self._cursor, self._begin
            self._changed()

    def action_copy(self) -> None:
        """Returns the selected text, or the paragraph at the cursor if nothing is selected."""
        first, last = self._between or paragraph_at(self._page.lines, self._cursor)
        self.dismiss(selected_text(self._page.lines, first, after(self._page.lines, last)))
