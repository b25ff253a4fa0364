"""The line at the bottom in which is typed what to find in the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input

from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import accepts, joined_keys
from reader.ui.dialogs.typed_line import TypedLine
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import N_, _


class FindLine(ModalScreen[str]):
    """Returns the text, or None if one left the line.

    ``preview`` marks the hits of a text and says which of them is shown. ``history``: earlier texts, the latest last;
    an empty line stands for the latest. ``pause``: seconds without a key before the hits are marked.
    """

    CSS_PATH = "typed_line.tcss"
    KEY_CONTEXT = Context.FIND

    def __init__(self, *, history: Sequence[str], preview: Callable[[str], str], pause: float = 0.0) -> None:
        super().__init__()
        self._pause = pause
        self._soon: Timer | None = None
        self._preview, self._history = preview, history
        self._back = 0  # how far back in the history
        self._typed = ""  # before that
        latest = fit(history[-1], 40) if history else _("a word or any other text")
        self._field = Input(compact=True, placeholder=latest, select_on_focus=False)
        self._line = TypedLine("/", self._field)

    def compose(self) -> ComposeResult:
        """The hits so far, and the line."""
        yield self._line

    def on_mount(self) -> None:
        """Says what the keys do."""
        self.set_focus(self._field)
        self._describe(_("Find in this article"))

    def _describe(self, found: str) -> None:
        ends = _("{key} goes back to where you were").format(key=key_of("find.close"))
        keys = [found, accepts(N_("{key} keeps the hits")), ends]
        self._line.say(joined_keys(keys, self.app.size.width - 2))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._soon:
            self._soon.stop()
        if self._pause:
            self._soon = self.set_timer(self._pause, partial(self._look, event.value))
        else:
            self._look(event.value)

    def _look(self, typed: str) -> None:
        self._describe(self._preview(typed) or _("Find in this article"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        latest = self._history[-1] if self._history else ""
        self.dismiss(event.value if event.value.strip() else latest)

    def action_older(self, step: int) -> None:
        """Takes an earlier text, or a later one."""
        if not self._back:
            self._typed = self._field.value
        self._back = max(0, min(self._back + step, len(self._history)))
        self._field.value = self._history[-self._back] if self._back else self._typed
        self._field.cursor_position = len(self._field.value)
