"""The dialog that asks for a search."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.dialogs.dialog import accepts, joined_keys, leaves
from reader.wording.catalogue import N_, _


class SearchDialog(ModalScreen[str | None]):
    """Returns the search, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.SEARCH)

    def compose(self) -> ComposeResult:
        """One field."""
        field = Input(placeholder=_('whole words, "a phrase", begin*, -without'), classes="dialog")
        field.border_title = _("Search")
        field.border_subtitle = joined_keys((accepts(N_("{key} searches")), leaves()), self.app.size.width - 12)
        yield field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Returns the search."""
        self.dismiss(event.value)
