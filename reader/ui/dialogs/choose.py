"""A list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.ui.commands.command import Context
from reader.ui.dialogs.dialog import accepts, leaves
from reader.ui.widgets.field import Choices
from reader.wording.catalogue import N_


class ChoiceDialog(ModalScreen[int | None]):
    """Returns the number of the chosen line, from 0, or None. ``first``: the line that is selected at first."""

    CSS = "ChoiceDialog > .dialog { width: 52; }"
    KEY_CONTEXT = Context.CHOICES

    def __init__(self, title: str, lines: Sequence[str | Content], first: int = 0) -> None:
        super().__init__()
        self._title, self._lines, self._first = title, lines, first

    def compose(self) -> ComposeResult:
        """One row for each line."""
        options = Choices(*map(Option, self._lines), classes="dialog", markup=False)
        options.border_title = self._title
        options.border_subtitle = ", ".join((accepts(N_("{key} chooses")), leaves()))
        options.highlighted = self._first
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Returns the choice."""
        self.dismiss(event.option_index)
