"""The dialog that exports the subscriptions to an OPML file."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.message import Message
from textual.widget import Widget

from reader.errors import BroadsheetError
from reader.library import Library
from reader.library.exporting import write_export
from reader.subscriptions.opml_writer import export_opml
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import Dialog, accepts, completes, leaves
from reader.ui.widgets.field import Field
from reader.ui.widgets.path_field import PathField
from reader.wording.catalogue import N_, _
from reader.wording.problem_messages import error_message, system_message

CONTENTS = N_("All feeds with folders, titles, tags and options, as OPML 2.0. Passwords and headers are left out.")


class ExportDialog(Dialog[Path]):
    """Returns the written file, or None."""

    class Written(Message):
        """The file was written, could not be, or ``exists`` and was left as it is."""

        def __init__(self, path: Path, error: BroadsheetError | OSError | None, *, exists: bool = False) -> None:
            super().__init__()
            self.path, self.error, self.exists = path, error, exists

    def __init__(self, library: Library, path: Path | None = None) -> None:
        super().__init__(_("Export"), accepts(N_("{key} writes the file")), completes(), leaves())
        self._library = library
        self._path = PathField("path", _("File"), str(path or "~/broadsheet.opml"))
        self._writing = False
        self._confirm: Path | None = None  # an existing file; Enter overwrites it

    def rows(self) -> Iterable[Widget]:
        """The file name."""
        yield self._path

    def on_mount(self) -> None:
        """Selects the name, so that typing replaces it."""
        self._path.input.focus()
        self._path.input.action_select_all()
        self.show_message(_(CONTENTS))

    @on(Field.Changed)
    def _other_name(self, event: Field.Changed) -> None:
        event.stop()
        event.prevent_default()  # the base would clear the message
        self._confirm = None
        self.show_message(_(CONTENTS))

    def accept(self) -> None:
        """Writes the file; overwrites an older export only when pressed again."""
        path = self._path.read()
        if self._writing:
            return
        if path is None:
            self.show_message(_("Type a file name."), error=True)
        else:
            self._write(path, overwrite=path == self._confirm)

    def _write(self, path: Path, *, overwrite: bool) -> None:
        """Writes on a thread: a folder on another machine can be slow."""
        library = self._library
        subscriptions, feeds, now = library.subscriptions.all, tuple(library.feeds.by_id.values()), library.now()
        self._writing = True
        self.show_message(_("Writing…"))

        def write() -> None:
            error: BroadsheetError | OSError | None = None
            try:
                if not overwrite and path.is_file():
                    self.post_message(self.Written(path, None, exists=True))
                    return
                write_export(path, export_opml(subscriptions, now=now, feeds=feeds))
            except (BroadsheetError, OSError) as failure:
                error = failure
            self.post_message(self.Written(path, error))

        threading.Thread(target=write, name="export", daemon=True).start()

    @on(Written)
    def _written(self, message: Written) -> None:
        self._writing = False
        if message.exists:
            self._confirm = message.path
            text = _("The file exists already. {key} overwrites it if it is an export.")
            self.show_message(text.format(key=key_of("dialog.accept")), error=True)
            return
        match message.error:
            case None:
                self.dismiss(message.path)
            case BroadsheetError() as error:
                self.show_message(sentence(error_message(error, full_path=False)), error=True)
            case error:
                text = _("Cannot write {path}: {reason}.")
                self.show_message(text.format(path=message.path, reason=system_message(error)), error=True)
