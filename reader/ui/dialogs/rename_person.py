"""The dialog for another name of a person."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from reader.text import clean_line
from reader.ui.dialogs.dialog import SAVES, Dialog, accepts, leaves
from reader.ui.widgets.field import TextField
from reader.wording.catalogue import _

_LONGEST = 200  # characters


class RenamePersonDialog(Dialog[str]):
    """Returns the new name of a person, empty for the one that the articles give, or None."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Rename the person"), accepts(SAVES), leaves())
        self._old_name = name
        self._field = TextField("name", _("Name"), name, hint=_("as the articles have it"))

    def rows(self) -> Iterable[Widget]:
        """The line to type into."""
        return (self._field,)

    def on_mount(self) -> None:
        """Selects the name, so that typing replaces it."""
        self._field.input.focus()
        self._field.input.action_select_all()

    def accept(self) -> None:
        """Returns the name, unless it is the same."""
        name = clean_line(self._field.read(), _LONGEST)
        self.dismiss(None if name == self._old_name else name)
