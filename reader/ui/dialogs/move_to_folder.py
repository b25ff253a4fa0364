"""The dialog that asks for a folder: its path to type, and the folders there are to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.widgets import OptionList

from reader.text import fold
from reader.ui.dialogs.dialog import SAVES
from reader.ui.dialogs.edit import EditDialog, Known, Save, folder_form
from reader.ui.widgets.field import Field, Offers, TextField
from reader.wording.catalogue import _


class FolderDialog(EditDialog):
    """Passes the chosen path to ``save``. ``folder``: the path to begin with; ``others``: the paths to offer.

    ``top``: whether to offer the top level too.
    """

    def __init__(
        self, title: str, folder: str, others: Sequence[str], save: Save, *, accept: str = SAVES, top: bool = True
    ) -> None:
        (field,) = folder_form(folder, Known(folders=tuple(others)))
        assert isinstance(field, TextField)
        self._field, self._others = field, (*others, *([""] if folder and top else []))
        self._shown: list[str] = []
        self._list = Offers()
        super().__init__(title, [field, self._list], save, accept=accept)

    def on_mount(self) -> None:
        """Selects the path, so that typing replaces it."""
        self._field.input.focus()
        self._field.input.action_select_all()
        self._show("")

    def on_resize(self) -> None:
        """Lets the list be as high as the box allows."""
        super().on_resize()
        self._list.fit(self.size.height)

    def _show(self, typed: str) -> None:
        """Offers the folders whose path contains what was typed."""
        self._shown = [one for one in self._others if fold(typed) in fold(one or _("top level"))]
        self._list.offer(one or _("top level") for one in self._shown)

    @on(Field.Changed)
    def _typed(self) -> None:
        if not self._list.has_focus:
            self._show(self._field.input.value.strip() if self._field.changed else "")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._field.input.value = self._shown[event.option_index]
        self.action_accept()
