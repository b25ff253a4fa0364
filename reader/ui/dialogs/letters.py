"""The mode in which every link in sight has letters, and typing them chooses it.

It covers nothing: the article pane draws the letters, and the bottom line says what the keys do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from textual import events
from textual.screen import ModalScreen

from reader.ui.commands.command import Context
from reader.ui.commands.key_map import Scope
from reader.ui.commands.key_presses import pressed
from reader.ui.commands.registry import key_map
from reader.ui.typeset.targets import Target

_SCOPE: Scope = Context.LETTERS.value


class Use(StrEnum):
    """What typed letters do with their target."""

    FOLLOW = "follow"
    BACKGROUND = "background"  # follow it, then choose another
    COPY = "copy"


class LettersScreen(ModalScreen[tuple[Use, Target] | None]):
    """Returns the chosen target and what to do with it, or None.

    ``letters``: the targets by their letters. ``show`` gets those that can still be typed, without what has been typed,
    and what they would do, to draw them. ``background`` is called with each target of :attr:`Use.BACKGROUND` instead of
    returning it. ``list_all``: what Tab does after this mode has ended.
    """

    CSS = "LettersScreen { background: transparent; }"
    KEY_CONTEXT = Context.LETTERS

    def __init__(
        self,
        use: Use,
        letters: Mapping[str, Target],
        *,
        show: Callable[[Use, Mapping[str, Target]], bool],
        background: Callable[[Target], object],
        list_all: Callable[[], object],
    ) -> None:
        super().__init__()
        self._use, self._letters, self._typed = use, dict(letters), ""
        self._show, self._background, self._list_all = show, background, list_all
        self._window: tuple[int, int] | None = None

    def on_mount(self) -> None:
        """Draws the letters."""
        self._draw()

    def _draw(self) -> None:
        rest = {text[len(self._typed) :]: one for text, one in self._letters.items() if text.startswith(self._typed)}
        if not rest or not self._show(self._use, rest):
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Takes a letter; any key without a command ends the mode."""
        key = pressed(event)
        typed = self._typed + key
        if any(text.startswith(typed) for text in self._letters):
            event.stop()
            self._type(typed)
        elif (key,) not in key_map().scope(_SCOPE).commands:
            event.stop()
            self.dismiss(None)

    def _type(self, typed: str) -> None:
        target = self._letters.get(typed)
        self._typed = "" if target else typed
        if target is None:
            self._draw()
        elif self._use is Use.BACKGROUND:
            del self._letters[typed]
            self._background(target)
            self._draw()
        else:
            self.dismiss((self._use, target))

    def on_resize(self, event: events.Resize) -> None:
        """Ends the mode when the window is resized, because the page is laid out again."""
        size = event.size.width, event.size.height
        if self._window not in (None, size):
            self.dismiss(None)
        self._window = size

    def on_click(self) -> None:
        """Ends the mode."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """Letters copy an address from here on, or follow it again."""
        self._use = Use.FOLLOW if self._use is Use.COPY else Use.COPY
        self._draw()

    def action_back(self) -> None:
        """Takes back the last letter; ends the mode if none was typed."""
        if not self._typed:
            self.dismiss(None)
            return
        self._typed = self._typed[:-1]
        self._draw()

    def action_list(self) -> None:
        """Shows the list of all links of the article instead."""
        self.dismiss(None)
        self._list_all()
