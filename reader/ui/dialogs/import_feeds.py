"""The dialog that imports from another reader: name a file, look at the preview, and import it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static

from reader.errors import BroadsheetError
from reader.library import Library
from reader.library.edits import ImportList
from reader.library.importing import Imported, Preview, look_at_place, take_over
from reader.library.written_files import WrittenFiles
from reader.subscriptions.import_result import FoundSubscription
from reader.subscriptions.list_locations import ListFormat, default_location, list_location
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import Dialog, accepts, completes, leaves
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.field import Field, Offers
from reader.ui.widgets.path_field import PathField
from reader.wording.catalogue import N_, _, language, plural
from reader.wording.numbers import thousands
from reader.wording.problem_messages import error_message, problem_message, system_message

FILES = N_("An OPML file, newsboat's folder, urls or cache.db, newsraft's feeds, or a list of addresses.")
_BESIDE_ROW, _NARROWEST_ROW = 2, 20  # cells of the scroll bar and the edges; of a row
_INDENT = "– "  # OptionList does not draw spaces at the beginning of a line
_MOST_ROWS = 300  # rows of each kind in the preview


class Progress(Message):
    """Reports from the thread of a job: a preview, a finished import, or a message on the way or about an error."""

    def __init__(self, ticket: int, what: Preview | Imported | str, *, error: bool = False) -> None:
        super().__init__()
        self.ticket, self.what, self.error = ticket, what, error


class _Cancelled(Exception):
    """The user stopped the import."""


class _Run:
    """A running import, which can be stopped between two steps."""

    def __init__(self) -> None:
        self.stopped, self.begun = threading.Event(), threading.Event()

    def step(self, tell: Callable[[str], None], done: int, total: int) -> None:
        """Called on the thread of the import."""
        if self.stopped.is_set():
            raise _Cancelled
        self.begun.set()
        tell(plural("{done} of {n} article…", "{done} of {n} articles…", total, done=thousands(done, language())))


class ImportDialog(Dialog[Imported]):
    """Returns the result of the import, or None."""

    CSS = "ImportDialog .summary { height: auto; margin-top: 1; }"

    def __init__(self, library: Library, path: Path | None = None) -> None:
        super().__init__(_("Import"))
        self._library = library
        self._path = PathField(
            "path", _("File or folder"), str(path) if path else _suggested_path(), hint="~/feeds.opml"
        )
        self._summary = Static(classes="summary", markup=False)
        self._list = Offers()
        self._preview: Preview | None = None
        self._previewed: Path | None = None
        self._run: _Run | None = None
        self._ticket = 0
        self._busy = False

    def rows(self) -> Iterable[Widget]:
        """The file name, and the contents of the file."""
        yield self._path
        yield self._summary
        yield self._list

    def on_mount(self) -> None:
        """Selects the name, so that typing replaces it."""
        self._list.display = self._summary.display = False
        self._path.input.focus()
        self._path.input.action_select_all()
        self._update_keys()
        self.show_message(_(FILES))

    def _update_keys(self) -> None:
        if self._busy and self._run:
            self.show_keys(leaves(N_("{key} stops")))
        elif self._preview is None:
            self.show_keys(accepts(N_("{key} shows a preview")), completes(), leaves())
        elif _has_news(self._preview):
            self.show_keys(accepts(N_("{key} imports")), leaves())
        else:
            self.show_keys(leaves())

    # -- keys

    def accept(self) -> None:
        """Shows a preview of the file; imports it when pressed again."""
        if self._busy:
            return
        path = self._path.read()
        if path is None:
            self.show_message(_(FILES))
        elif self._preview is None:
            subscriptions = self._library.subscriptions
            file = replace(subscriptions.file, subscriptions=subscriptions.all)  # accounts' feeds are known, too
            self._previewed, self._run = path, None
            self._start(lambda _tell: look_at_place(list_location(path), None, file), _("Reading…"))
        elif not _has_news(self._preview):
            self.dismiss(None)
        else:
            self._import(self._preview)

    def _import(self, preview: Preview) -> None:
        """Imports feeds, searches and settings as an edit, which can be undone; articles in a thread of their own."""
        library = self._library
        edit = ImportList(preview, library.paths.config, problem_message)
        if preview.cache is None:
            future = library.subscriptions.edit(edit)
            self._start(lambda _tell: _imported_by(future), _("Importing…"))
            return
        library.subscriptions.note_import(replace(edit.in_short, articles=True))
        now = library.now()
        self._run = run = _Run()

        def take(tell: Callable[[str], None]) -> Imported:
            try:
                return take_over(
                    library.paths, preview, now=now, explain=problem_message,
                    on_wait=lambda: tell(_("Waiting for the refresh to finish…")),
                    on_progress=lambda done, total: run.step(tell, done, total),
                )  # fmt: skip
            finally:
                library.subscriptions.reload()

        self._start(take, _("Importing…"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_accept()

    def action_leave(self) -> None:
        """Leaves without a question, because a file name is quickly typed again; stops a running import first."""
        if self._busy and self._run:
            self._run.stopped.set()
        if self._busy and self._run and self._run.begun.is_set():
            self.show_message(_("Stopping…"))
        else:
            self._ticket += 1
            self.dismiss(None)

    @on(Field.Changed)
    def _other_name(self, event: Field.Changed) -> None:
        event.stop()
        event.prevent_default()  # the base would clear the message
        if not self._busy and (self._path.mistake or self._path.read() != self._previewed):
            self._ticket += 1
            self._preview = self._previewed = None
            self._list.display = self._summary.display = False
            self._update_keys()
            self.show_message(_(FILES))

    # -- jobs

    def _start(self, job: Callable[[Callable[[str], None]], Preview | Imported], message: str) -> None:
        """Runs a job on a daemon thread, which does not keep the reader from quitting: each step is atomic."""
        self._ticket += 1
        self._busy = True
        self.show_message(message)
        self._update_keys()
        threading.Thread(target=_work, args=(self, self._ticket, job), name="import", daemon=True).start()

    @on(Progress)
    def _progress(self, message: Progress) -> None:
        message.stop()
        if message.ticket != self._ticket:
            return
        what = message.what
        if isinstance(what, str):
            self._busy = self._busy and not message.error
            self._update_keys()
            self.show_message(what, error=message.error)
            return
        self._busy = False
        if isinstance(what, Imported):
            self.dismiss(what)
        else:
            self._show(what)

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        self._summary.update(summary_of(preview))
        self._summary.display = True
        self._update_keys()
        if preview.broken:
            self.show_message(sentence(problem_message(preview.broken)), error=True)
        else:
            self.show_message("" if _has_news(preview) else _why_nothing(preview))
        self._draw()
        if self._list.display:
            self._list.focus()

    def on_resize(self) -> None:
        """Draws the preview for the new size."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Draws the rows as wide as the list; the list is as high as the box allows."""
        if self._preview is None:
            return
        index = self._list.highlighted or 0
        rows = [*rows_of(self._preview, max(self._path.size.width - _BESIDE_ROW, _NARROWEST_ROW))]
        self._list.fit(self.size.height)
        self._list.offer(rows)
        self._list.highlighted = min(index, len(rows) - 1) if rows else None


def _work(dialog: ImportDialog, ticket: int, job: Callable[[Callable[[str], None]], Preview | Imported]) -> None:
    def tell(message: str) -> None:
        dialog.post_message(Progress(ticket, message))

    try:
        dialog.post_message(Progress(ticket, job(tell)))
    except _Cancelled:
        text = _("Stopped. Imported articles stay; {key} continues.")
        dialog.post_message(Progress(ticket, text.format(key=key_of("dialog.accept")), error=True))
    except BroadsheetError as error:
        dialog.post_message(Progress(ticket, sentence(error_message(error, full_path=False)), error=True))
    except OSError as error:
        text = _("Cannot read {path}: {reason}.")
        message = text.format(path=error.filename or "", reason=system_message(error))
        dialog.post_message(Progress(ticket, message, error=True))


def _imported_by(future: Future[WrittenFiles | None]) -> Imported:
    """Waits for the edit that imports. It writes nothing if another program has added everything in between."""
    written = future.result()
    return (written and written.imported) or Imported()


def _suggested_path() -> str:
    """The subscriptions of another reader, if there are any."""
    place = default_location(ListFormat.NEWSBOAT) or default_location(ListFormat.NEWSRAFT)
    if place is None or place.list is None:
        return ""
    home = Path("~").expanduser()
    return f"~/{place.list.relative_to(home)}" if place.list.is_relative_to(home) else str(place.list)


def _has_news(preview: Preview) -> bool:
    """Whether importing would change anything."""
    return bool(preview.new or preview.searches or preview.settings or (preview.facts and preview.facts.entries))


def _why_nothing(preview: Preview) -> str:
    if preview.already:
        return _("You have everything in this file already.")
    return _("Nothing in this file can be imported.") if preview.not_imported else _("There are no feeds in this file.")


# -- the preview


def summary_of(preview: Preview) -> Content:
    """The numbers of the preview in one line."""
    entries = preview.facts.entries if preview.facts else 0
    numbers = [
        (len(preview.new), plural("{n} new", "{n} new", len(preview.new))),
        (len(preview.already), plural("{n} already there", "{n} already there", len(preview.already))),
        (len(preview.not_imported), plural("{n} not imported", "{n} not imported", len(preview.not_imported))),
        (len(preview.searches), plural("{n} saved search", "{n} saved searches", len(preview.searches))),
        (len(preview.settings), plural("{n} setting", "{n} settings", len(preview.settings))),
        (entries, plural("{n} article", "{n} articles", entries)),
    ]
    return Content.styled(", ".join(text for number, text in numbers if number) or _("Nothing found"), "bold")


def rows_of(preview: Preview, width: int) -> Iterator[Content]:
    """New feeds, searches and settings, then what is not imported and why, then what is there already.

    A row has one line or two.
    """
    for found in islice(preview.new, _MOST_ROWS):
        remarks = "; ".join(map(problem_message, found.remarks))
        yield _row("+", "$accent", _name(found), found.subscription.folder, width, below=remarks)
    for search in preview.searches:
        yield _row("+", "$accent", search.search.title, _("saved search"), width)
    for setting in preview.settings:
        value = " ".join(setting.value) if isinstance(setting.value, tuple) else setting.value
        yield _row("+", "$accent", f"{setting.key} = {value}", _("setting you do not have"), width)
    for refused in islice(preview.not_imported, _MOST_ROWS):
        if refused.file:
            place = _("{file}, line {line}").format(file=refused.file, line=refused.line)
        else:
            place = _("line {line}").format(line=refused.line)
        yield _row("×", "$dim", refused.text or _("(empty)"), place, width, below=problem_message(refused.reason))
    for found in islice(preview.already, _MOST_ROWS):
        yield _row("=", "$dim", _name(found), _("already there"), width)
    hidden = sum(max(0, len(several) - _MOST_ROWS) for several in (preview.new, preview.not_imported, preview.already))
    if hidden:
        yield Content.styled(plural("  and {n} more", "  and {n} more", hidden), "$dim")


def _name(found: FoundSubscription) -> str:
    return found.subscription.title or found.subscription.url


def _row(sign: str, style: str, text: str, note: str, width: int, *, below: str = "") -> Content:
    """A sign, a text, a note on the right, and perhaps a second line."""
    note = fit(note, width // 2)
    text = fit(text, width - 2 - (cell_len(note) + 2 if note else 0))
    gap = " " * max(0, width - 2 - cell_len(text) - cell_len(note)) if note else ""
    return Content.assemble(
        Content.styled(f"{sign} ", style), Content.styled(text, "$dim" if style == "$dim" else ""), gap,
        Content.styled(note, "$dim"), Content.styled(f"\n{_INDENT}{fit(below, width - 2)}" if below else "", "$dim"),
    )  # fmt: skip
