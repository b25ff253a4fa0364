"""The dialog that asks for a folder: its path to type, and the folders there are to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.events import DescendantFocus
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.text import fold
from reader.ui.dialogs.dialog import SAVES
from reader.ui.dialogs.edit import EditDialog, Known, Save, folder_form
from reader.ui.widgets.field import Choices, Field, TextField
from reader.wording.catalogue import _

_OTHER_ROWS = 10  # rows of the box beside the list


class FolderDialog(EditDialog):
    """Passes the chosen path to ``save``. ``folder``: the path to begin with; ``others``: the paths to offer."""

    CSS = """
    FolderDialog .folders {
        height: auto; margin-top: 1; border: none; padding: 0; background: $panel; scrollbar-size-vertical: 1;
    }
    FolderDialog .folders:focus { border: none; background-tint: $foreground 0%; }
    """

    def __init__(self, title: str, folder: str, others: Sequence[str], save: Save, *, accept: str = SAVES) -> None:
        (field,) = folder_form(folder, Known(folders=tuple(others)))
        assert isinstance(field, TextField)
        self._field, self._others = field, (*others, *([""] if folder else []))
        self._shown: list[str] = []
        self._list = Choices(markup=False, classes="folders")
        super().__init__(title, [field, self._list], save, accept=accept)

    def on_mount(self) -> None:
        """Selects the path, so that typing replaces it."""
        self._field.input.focus()
        self._field.input.action_select_all()
        self._show("")

    def on_resize(self) -> None:
        """Lets the list be as high as the box allows."""
        super().on_resize()
        self._list.styles.max_height = max(self.size.height * 9 // 10 - _OTHER_ROWS, 3)

    def _show(self, typed: str) -> None:
        """Offers the folders whose path contains what was typed."""
        self._shown = [one for one in self._others if fold(typed) in fold(one or _("top level"))]
        self._list.clear_options()
        self._list.add_options(Option(one or _("top level")) for one in self._shown)
        self._list.display = bool(self._shown)

    @on(Field.Changed)
    def _typed(self) -> None:
        if not self._list.has_focus:
            self._show(self._field.input.value.strip() if self._field.changed else "")

    @on(DescendantFocus)
    def _entered(self) -> None:
        if self._list.has_focus and self._list.highlighted is None:
            self._list.highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._field.input.value = self._shown[event.option_index]
        self.action_accept()
