"""The command line: ``:`` at the bottom, with completion, history, and what the line would do while it is typed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import WorkerError

from reader.lazy_dataclass import dataclass
from reader.problems import ProblemDetails
from reader.text import sentence
from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Context
from reader.ui.commands.command_line import CommandLine
from reader.ui.commands.completion import LineReader, Offers
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.query_mistake import mistake_place, mistake_text
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS
from reader.ui.typeset.breaking import break_lines
from reader.ui.widgets.line_list import LineList
from reader.ui.widgets.pick_list import PickList, PickRow
from reader.wording.catalogue import _

_MOST_ROWS = 8
_MOST_LINES = 3  # of the sentence
_BESIDE = 2  # cells of padding beside the sentence
_PAUSE = 0.12  # seconds without a key, after which is counted what the line would do


@dataclass(frozen=True, slots=True)
class Typed:
    """A line to run, and how it was typed."""

    line: CommandLine
    text: str


class _Wrong(Highlighter):
    """Underlines a line from the place of its mistake on."""

    at: int | None = None

    def highlight(self, text: Text) -> None:
        if self.at is not None:
            text.stylize("bold underline", self.at)


class CommandLineScreen(ModalScreen[Typed | None]):
    """Returns the line to run, or None.

    ``check`` finds a mistake that needs the library. ``foresee`` says what a line would do: at once, and for some lines
    more exactly after a moment. ``history``: earlier lines, the latest last.
    """

    CSS_PATH = ["pick.tcss", "command_line.tcss"]  # noqa: RUF012 - as Textual declares it
    KEY_CONTEXT = Context.COMMAND_LINE

    def __init__(
        self,
        reader: LineReader,
        text: str,
        *,
        history: Sequence[str],
        check: Callable[[CommandLine], ProblemDetails | None],
        foresee: Callable[[CommandLine], tuple[str, Callable[[], Awaitable[str]] | None]],
    ) -> None:
        super().__init__()
        self._reader, self._history, self._check, self._foresee = reader, history, check, foresee
        self._wrong = _Wrong()
        self._field = Input(text, compact=True, highlighter=self._wrong, select_on_focus=False)
        self._says = Static(classes="says", markup=False)
        self._offers = Offers()
        self._words = ""  # the sentence that is shown
        self._set = text  # what the field was given by a key that completes or goes through the history
        self._base = text  # the typed text before that
        self._searches = False  # the offers are earlier lines
        self._back = 0  # how far back in the history

    def compose(self) -> ComposeResult:
        """The completions, the forecast, and the line."""
        self._list = PickList(ASCII_GLYPHS if self.app.has_class(ASCII_CLASS) else UNICODE_GLYPHS)
        with Vertical(classes="command-line"):
            yield self._list
            yield self._says
            with Horizontal():
                yield Static(":", classes="prompt", markup=False)
                yield self._field

    def on_mount(self) -> None:
        """Completes the text to begin with."""
        self.set_focus(self._field)
        self._field.cursor_position = len(self._field.value)
        self._look()

    # -- what is shown

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._set:
            self._base, self._set, self._back = event.value, event.value, 0
            self._look()

    def _look(self) -> None:
        """Looks up what can follow, and what the line would do."""
        self.run_worker(self._looked, group="look", exclusive=True)  # type: ignore[arg-type]

    async def _looked(self) -> None:
        text = self._base
        self._offers = self._earlier(text) if self._searches else await self._reader.complete(text)
        self._list.show(self._offers.rows, cursor=-1)
        self._list.styles.height = min(_MOST_ROWS, len(self._offers.rows), max(2, self.size.height // 2 - 2))
        self._describe()

    def _earlier(self, text: str) -> Offers:
        found = dict.fromkeys(line for line in reversed(self._history) if text.casefold() in line.casefold())
        return Offers(0, [PickRow(line, line) for line in found])

    def _describe(self) -> None:
        """Says what the line would do, or what is wrong with it unless it may become right."""
        text = self._field.value
        line = self._read(text)
        if isinstance(line, CommandLine):
            self._mark(None)
            words, later = self._foresee(line)
            self._say(words, later)
        elif not text.strip():
            self._mark(None)
            self._say(_("Earlier lines") if self._searches else self._keys())
        elif self._offers.rows and self._set == self._base:
            self._mark(None)
            self._say(self._offers.about or self._offers.rows[0].about)
        else:
            self._complain(line)

    def _keys(self) -> str:
        what = _("A command, or the number of a row.") if self._reader.goes_to_rows else _("A command.")
        keys = _("{what} {complete} completes, {older} earlier lines, {close} closes.")
        names = {name: key_of(f"line.{name}") for name in ("complete", "older", "close")}
        return keys.format(what=what, **names)

    async def _foreseen(self, later: Callable[[], Awaitable[str]] | None) -> None:
        if later:
            await asyncio.sleep(_PAUSE)
            self._write(await later() or self._words)

    def _say(self, words: str, later: Callable[[], Awaitable[str]] | None = None) -> None:
        """Shows a sentence, and a better one if one comes later. Ends the wait for the one before."""
        self._write(words)
        self.run_worker(partial(self._foreseen, later), group="foresee", exclusive=True)  # type: ignore[arg-type]

    def _write(self, words: str) -> None:
        """Writes the sentence. Only a sentence that takes another number of lines has the screen laid out again."""
        self._words = words
        room = self.app.size.width - _BESIDE
        self._says.styles.height = 1 if cell_len(words) <= room else min(len(break_lines(words, room)), _MOST_LINES)
        self._says.update(words, layout=False)

    def on_resize(self) -> None:
        """Gives the sentence as many lines as it takes now."""
        self._write(self._words)

    def _read(self, text: str) -> CommandLine | ProblemDetails:
        line = self._reader.read(text)
        return (self._check(line) or line) if isinstance(line, CommandLine) else line

    def _complain(self, mistake: ProblemDetails) -> None:
        self._mark(mistake_place(mistake))
        self._say(sentence(mistake_text(mistake)))
        self._says.add_class("-error")

    def _mark(self, at: int | None) -> None:
        self._says.remove_class("-error")
        self._wrong.at = at
        self._field.refresh()

    # -- keys

    def _fill(self, text: str) -> None:
        """Shows a text in the field without looking up what can follow."""
        self._set = self._field.value = text
        self._field.cursor_position = len(text)
        self._describe()

    async def action_complete(self, step: int) -> None:
        """Completes the line: the only offer at once, else the next one."""
        for worker in [one for one in self.workers if one.group == "look" and one.is_running]:
            with contextlib.suppress(WorkerError):  # the next key came first
                await worker.wait()
        rows = self._offers.rows
        if not rows:
            return
        self._list.move_round(step)
        current = self._list.current
        assert current
        text = self._base[: self._offers.at] + current.value
        if len(rows) == 1 and not self._searches:
            self._field.value = text
            self._field.cursor_position = len(text)
        else:
            self._fill(text)

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        if self._list.current:
            self._field.value = self._base[: self._offers.at] + self._list.current.value
            self._field.cursor_position = len(self._field.value)

    def action_older(self, step: int) -> None:
        """Shows an earlier line that begins like what was typed, or a later one."""
        lines = [line for line in dict.fromkeys(reversed(self._history)) if line.startswith(self._base)]
        self._back = min(max(self._back + step, 0), len(lines))
        self._fill(lines[self._back - 1] if self._back else self._base)

    async def action_search(self) -> None:
        """Offers the earlier lines that contain what is typed; the next one when pressed again."""
        if self._searches:
            await self.action_complete(1)
            return
        self._searches = True
        self._look()

    def action_close(self) -> None:
        """Closes the line; the first time, only the search in the history."""
        if self._searches:
            self._searches = False
            self._fill(self._base)
            self._look()
        else:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Backspace leaves an empty line, as in vim."""
        if event.key == "backspace" and not self._field.value:
            event.stop()
            self.dismiss(None)

    @on(Input.Submitted)
    def action_run_line(self) -> None:
        """Runs the line, or says what is wrong with it."""
        text = self._field.value
        if not text.strip():
            self.dismiss(None)
            return
        line = self._read(text)
        if isinstance(line, CommandLine):
            self.dismiss(Typed(line, text.strip()))
            return
        self._complain(line)
        self._field.cursor_position = mistake_place(line)
