"""Messages that are longer than the bottom line: shown in as many lines as they need, over the lowest ones."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reader.ui.typeset.breaking import break_lines, fit_words, shorten_paths

_MOST_LINES = 4


class MessagePanel(Static, can_focus=False):
    """A message of several lines, which covers the bottom line and those above it."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="message", markup=False)


class LongMessages:
    """Shows them on one screen."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._panel: MessagePanel | None = None
        self._shown = ("", False, 0)

    def show(self, message: str, room: int, *, serious: bool = False) -> None:
        """Shows a message that is longer than its ``room`` in the bottom line. ``serious``: in the accent colour."""
        if cell_len(message) <= room:
            message = ""
        width = self._screen.size.width - 2
        if (message, serious, width) == self._shown:
            return
        self._shown = (message, serious, width)
        if self._panel is None:
            if not message:
                return
            self._panel = MessagePanel()
            self._screen.mount(self._panel)
        self._panel.display = bool(message)
        text = "\n".join(lines_of(message, width))
        self._panel.update(Content.styled(text, "$accent") if serious else Content(text))


def lines_of(message: str, width: int) -> list[str]:
    """The lines of a message. One that is very long is shortened, first in the middle of paths and addresses."""
    cuts, room = break_lines(message, width), (_MOST_LINES - 1) * width
    while len(cuts) > _MOST_LINES and room > 0:  # lines that end before a long path take more than their cells
        message = shorten_paths(message, room)
        cuts, room = break_lines(message, width), room - width // 2 - 1
    lines = [message[cut.start : cut.end] for cut in cuts]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], fit_words(message[cuts[_MOST_LINES - 1].start :], width)]
    return lines
