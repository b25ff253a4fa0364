"""Moving in: a file is named, what it would bring comes up line by line, and Enter takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.errors import BroadsheetError
from reader.library import Library
from reader.library.importing import Imported, Preview, look_at_place, take_over
from reader.subscriptions.other_readers import Kind, default_place, place_of
from reader.text import sentence
from reader.ui.dialogs.dialog import Dialog
from reader.ui.dialogs.import_preview import rows_of, summary_of
from reader.ui.widgets.choices import Choices
from reader.ui.widgets.field import Field
from reader.ui.widgets.path_field import PathField
from reader.wording.problem_messages import error_message

FIRST = "An OPML file, newsboat's folder, urls or cache.db, newsraft's feeds, or a list of addresses."
LOOKS, TAKES = "Enter looks, Tab completes, Esc closes", "Enter takes it, Esc closes"
STOPS = "Esc stops"
_AROUND = 10  # rows of the box beside the list
_BESIDE, _NARROWEST = 2, 20  # cells of its scroll bar and edges; of a row
STOPPED = "Stopped. What was taken over stays; Enter goes on"
NOTHING = "There is nothing in it that you do not have."


class Done(Message):
    """Something that took its time is over: a preview, what was imported, words on the way, or what was wrong."""

    def __init__(self, ticket: int, what: Preview | Imported | str, *, wrong: bool = False) -> None:
        super().__init__()
        self.ticket, self.what, self.wrong = ticket, what, wrong


class _Run:
    """One taking over, which can be stopped between two steps."""

    def __init__(self) -> None:
        self.stopped, self.begun = threading.Event(), threading.Event()

    def step(self, tell: Callable[[str], None], done: int, total: int) -> None:
        """Called on the thread that works."""
        if self.stopped.is_set():
            raise BroadsheetError(STOPPED)
        self.begun.set()
        tell(f"{done:,} of {total:,} articles …")


class ImportScreen(Dialog[Imported]):
    """Returns what was taken over, or None."""

    CSS = """
    ImportScreen .preview {
        height: auto; margin-top: 1; border: none; padding: 0; background: $panel; scrollbar-size-vertical: 1;
    }
    ImportScreen .preview:focus { border: none; background-tint: $foreground 0%; }
    ImportScreen .summary { height: auto; margin-top: 1; }
    """

    def __init__(self, library: Library) -> None:
        super().__init__("Import", LOOKS)
        self._library = library
        self._path = PathField("path", "File or folder", _likely(), hint="~/feeds.opml")
        self._summary = Static(classes="summary", markup=False)
        self._list = Choices(markup=False, classes="preview")
        self._preview: Preview | None = None
        self._looked_at: Path | None = None
        self._run: _Run | None = None
        self._ticket = 0
        self._busy = False

    def rows(self) -> Iterable[Widget]:
        """The name of the file, and what is in it."""
        yield self._path
        yield self._summary
        yield self._list

    def on_mount(self) -> None:
        """The name can be written over at once."""
        self._list.display = self._summary.display = False
        self._path.input.focus()
        self._path.input.action_select_all()
        self.say(FIRST)

    # -- keys

    def accept(self) -> None:
        """Looks into the file; at the second time takes what was shown."""
        if self._busy:
            return
        path = self._path.read()
        if path is None:
            self.say(FIRST)
        elif self._preview is None:
            there, self._looked_at = self._library.subscriptions.file, path
            self._do(lambda _: look_at_place(place_of(path), None, there), "Reading …")
        elif not _brings(self._preview):
            self.dismiss(None)
        else:
            preview, paths, now = self._preview, self._library.paths, self._library.now()
            self._run = run = _Run()
            self._do(lambda tell: take_over(
                paths, preview, now=now, on_wait=lambda: tell("Waiting until the refresh is over …"),
                on_progress=lambda done, total: run.step(tell, done, total),
            ), "Taking it over …")  # fmt: skip
            self._tell_keys(STOPS)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_accept()

    def action_leave(self) -> None:
        """Leaves; a name that was typed is no loss. What is being taken over stops first, and says so."""
        if self._busy and self._run:
            self._run.stopped.set()
        if self._busy and self._run and self._run.begun.is_set():
            self.say("Stopping …")
        else:
            self._ticket += 1
            self.dismiss(None)

    @on(Field.Changed)
    def _other_name(self, event: Field.Changed) -> None:
        event.stop()
        event.prevent_default()  # what the base says of a field that is in order
        if not self._busy and (self._path.mistake or self._path.read() != self._looked_at):
            self._ticket += 1
            self._preview = self._looked_at = None
            self._list.display = self._summary.display = False
            self._tell_keys(LOOKS)
            self.say(FIRST)

    # -- what takes its time

    def _do(self, work: Callable[[Callable[[str], None]], Preview | Imported], words: str) -> None:
        """Works on a thread that does not keep the reader from ending: each step is whole by itself."""
        self._ticket += 1
        self._busy = True
        self.say(words)
        threading.Thread(target=_work, args=(self, self._ticket, work), name="import", daemon=True).start()

    @on(Done)
    def _done(self, message: Done) -> None:
        message.stop()
        if message.ticket != self._ticket:
            return
        what = message.what
        if isinstance(what, str):
            self._busy = self._busy and not message.wrong
            if not self._busy:
                self._tell_keys(TAKES if self._preview else LOOKS)
            self.say(what, serious=message.wrong)
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
        brings = _brings(preview)
        self._tell_keys(TAKES if brings else "Esc closes")
        self.say(
            sentence(preview.broken) if preview.broken else "" if brings else NOTHING, serious=bool(preview.broken)
        )
        self._draw()
        if self._list.display:
            self._list.focus()

    def _tell_keys(self, keys: str) -> None:
        self.query_one(".dialog").border_subtitle = keys

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """The rows as wide as the list, which is as high as the box allows."""
        if self._preview is None:
            return
        at = self._list.highlighted or 0
        rows = [*rows_of(self._preview, max(self._path.size.width - _BESIDE, _NARROWEST))]
        self._list.styles.max_height = max(self.size.height * 9 // 10 - _AROUND, 3)
        self._list.clear_options()
        self._list.add_options(Option(row) for row in rows)
        self._list.display = bool(rows)
        self._list.highlighted = min(at, len(rows) - 1) if rows else None


def _work(screen: ImportScreen, ticket: int, work: Callable[[Callable[[str], None]], Preview | Imported]) -> None:
    def tell(words: str) -> None:
        screen.post_message(Done(ticket, words))

    try:
        screen.post_message(Done(ticket, work(tell)))
    except BroadsheetError as error:
        screen.post_message(Done(ticket, sentence(error_message(error, full_path=False)), wrong=True))
    except OSError as error:
        words = (error.strerror or "the file cannot be read").lower()
        screen.post_message(Done(ticket, sentence(f"{error.filename or 'it'}: {words}"), wrong=True))


def _likely() -> str:
    """Where another reader's list lies, if one does."""
    place = default_place(Kind.NEWSBOAT) or default_place(Kind.NEWSRAFT)
    if place is None or place.list is None:
        return ""
    home = Path("~").expanduser()
    return f"~/{place.list.relative_to(home)}" if place.list.is_relative_to(home) else str(place.list)


def _brings(preview: Preview) -> bool:
    return bool(preview.new or preview.searches or preview.settings or (preview.facts and preview.facts.entries))
