"""The line at the bottom in which the filter of a list is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input

from reader.problems import ProblemDetails
from reader.query.parse_query import parse
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import accepts, joined_keys
from reader.ui.dialogs.query_mistake import mistake_place, mistake_text
from reader.ui.dialogs.typed_line import TypedLine
from reader.wording.catalogue import N_, _

PAUSE = 0.12  # seconds without a key, after which the list is narrowed


class FilterLine(ModalScreen[str]):
    """Returns the query; empty if the filter is to end.

    ``words``: the query to begin with. ``suggester`` completes what is typed; ``preview`` narrows the list to a query.
    """

    CSS_PATH = "typed_line.tcss"
    KEY_CONTEXT = Context.FILTER

    def __init__(self, words: str, *, suggester: Suggester, preview: Callable[[str], object]) -> None:
        super().__init__()
        self._preview, self._shown = preview, words
        self._soon: Timer | None = None
        placeholder = _('words, "a phrase", -without, title:word, is:unread')
        self._field = Input(words, compact=True, placeholder=placeholder, suggester=suggester, select_on_focus=False)
        self._line = TypedLine("&", self._field)

    def compose(self) -> ComposeResult:
        """What the line does or what is wrong with it, and the line."""
        yield self._line

    def on_mount(self) -> None:
        """Says what the keys do."""
        self._field.cursor_position = len(self._field.value)
        self._describe(None)

    def _describe(self, mistake: ProblemDetails | None) -> None:
        ends = _("{key} shows all again").format(key=key_of("filter.close"))
        keys = [_("Filter this list"), accepts(N_("{key} keeps the filter")), ends]
        says = mistake_text(mistake) if mistake else joined_keys(keys, self.app.size.width - 2)
        self._line.say(says, error=mistake is not None)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Narrows the list a moment later, or says what is wrong with the query and where."""
        if self._soon:
            self._soon.stop()
        query = parse(event.value)
        self._describe(query if isinstance(query, ProblemDetails) else None)
        if not isinstance(query, ProblemDetails):
            self._soon = self.set_timer(PAUSE, partial(self._narrow, event.value.strip()))

    def _narrow(self, words: str) -> None:
        if words != self._shown:
            self._shown = words
            self._preview(words)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Keeps the filter; of a mistake, moves to its place."""
        query = parse(event.value)
        if isinstance(query, ProblemDetails):
            self._field.cursor_position = mistake_place(query)
        else:
            self.dismiss(event.value.strip())
