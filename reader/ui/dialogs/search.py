"""Asks for the words of a search."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context


class SearchScreen(ModalScreen[str | None]):
    """Returns the words, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.SEARCH)

    def compose(self) -> ComposeResult:
        """One field."""
        field = Input(placeholder='words, "a phrase", begin*', classes="dialog")
        field.border_title = "Search"
        field.border_subtitle = "Enter searches, Esc closes"
        yield field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The words."""
        self.dismiss(event.value)
