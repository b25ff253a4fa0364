"""Moving out: the subscriptions as a file for another reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget

from reader.errors import BroadsheetError
from reader.library import Library
from reader.library.exporting import write_export
from reader.subscriptions import export_opml
from reader.ui.dialogs.dialog import Dialog
from reader.ui.widgets.field import Field
from reader.ui.widgets.path_field import PathField

WORDS = "All feeds with folders, titles, tags and options, as OPML 2.0. Passwords and headers stay here."


class ExportScreen(Dialog[Path]):
    """Returns the file that was written, or None."""

    def __init__(self, library: Library) -> None:
        super().__init__("Export", "Enter writes, Tab completes, Esc closes")
        self._library = library
        self._path = PathField("path", "File", "~/broadsheet.opml")
        self._asked: Path | None = None

    def rows(self) -> Iterable[Widget]:
        """The name of the file."""
        yield self._path

    def on_mount(self) -> None:
        """The name can be written over at once."""
        self._path.input.focus()
        self._path.input.action_select_all()
        self.say(WORDS)

    @on(Field.Changed)
    def _other_name(self, event: Field.Changed) -> None:
        event.stop()
        event.prevent_default()  # what the base says of a field that is in order
        self._asked = None
        self.say(WORDS)

    def accept(self) -> None:
        """Writes the file; over an older export at the second time."""
        path = self._path.read()
        if path is None:
            self.say("Type the name of a file.", serious=True)
        elif path.is_file() and path != self._asked:
            self._asked = path
            self.say("There is such a file. Enter writes over it, if it is an export.", serious=True)
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        try:
            write_export(path, export_opml(self._library.subscriptions.all, now=self._library.now()))
        except BroadsheetError as error:
            self.say(f"{error}.", serious=True)
        except OSError as error:
            self.say(f"{path} cannot be written: {(error.strerror or 'the system says no').lower()}.", serious=True)
        else:
            self.dismiss(path)
