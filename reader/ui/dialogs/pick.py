"""A line to type in, and below it what fits, the best first: the finder and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import joined_keys
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS
from reader.ui.widgets.line_list import LineList
from reader.ui.widgets.pick_list import PickList, PickRow
from reader.wording.catalogue import _

_MOST_ROWS = 18
_AROUND = 8  # lines of border, padding, the line to type in and the sentence below
_SHARE = 0.9  # of the height of the terminal

Find = Callable[[str], Sequence[PickRow]]


class PickDialog(ModalScreen[Any]):
    """Returns the value of the chosen row, or None.

    ``find`` gives the rows for a typed text. If it takes time to prepare, ``prepare`` gives a better one later: keys
    typed until then are not lost, Enter included. ``about``: show the sentence about the selected row.
    ``nothing``: what to say if nothing fits. ``adds``: what Tab returns for a row, where Tab works. ``start``: the row
    that is selected before anything is typed.
    """

    CSS_PATH = "pick.tcss"
    KEY_CONTEXT = Context.PICK

    def __init__(
        self,
        title: str,
        placeholder: str,
        find: Find,
        *,
        nothing: Callable[[str], str],
        prepare: Callable[[], Awaitable[Find]] | None = None,
        about: bool = False,
        accept: str,
        adds: Callable[[Any], Any] | None = None,
        add_label: str = "",
        start: int = 0,
    ) -> None:
        super().__init__()
        self._title, self._find, self._nothing, self._prepare = title, find, nothing, prepare
        self._about, self._accept, self._adds, self._add_label = about, accept, adds, add_label
        self._start = start
        self._waiting, self._accepts_later = prepare is not None, False
        self._field = Input(placeholder=placeholder, compact=True)
        self._below = Static(classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """The line, the list, and a sentence."""
        glyphs = ASCII_GLYPHS if self.app.has_class(ASCII_CLASS) else UNICODE_GLYPHS
        self._list = PickList(glyphs)
        with Vertical(classes="dialog pick") as box:
            box.border_title = Content(self._title)  # may have the title of an article: no markup
            yield self._field
            yield self._list
            if self._about:
                yield self._below

    async def on_mount(self) -> None:
        """Shows what is there before anything is typed."""
        self.set_focus(self._field)
        self._show()
        if self._prepare:
            self.run_worker(partial(self._prepared, self._prepare))  # type: ignore[arg-type]

    async def _prepared(self, prepare: Callable[[], Awaitable[Find]]) -> None:
        self._find, self._waiting = await prepare(), False
        self._show()
        if self._accepts_later:
            self._submitted()

    def on_resize(self) -> None:
        """Lets the list have as many rows as there is room for, and names the keys."""
        self._list.styles.height = max(3, min(_MOST_ROWS, int(self.size.height * _SHARE) - _AROUND))
        keys = [self._accept.format(key=key_of("pick.choose")), _("{key} closes").format(key=key_of("pick.close"))]
        if self._adds:
            keys.insert(1, self._add_label.format(key=key_of("pick.add")))
        box = self.query_one(".dialog")
        box.border_subtitle = joined_keys(keys, min(80, int(self.size.width * 0.96)) - 6)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._accepts_later = False
        self._show()

    def _show(self) -> None:
        rows = self._find(self._field.value)
        self._list.show(rows, 0 if self._field.value else min(self._start, max(0, len(rows) - 1)))
        if rows or self._waiting:
            self._describe()
        else:
            self._list.show([PickRow(None, self._nothing(self._field.value))], cursor=-1)
            self._below.update("")

    @on(LineList.Moved)
    def _describe(self) -> None:
        current = self._list.current
        self._below.update(Content(current.about) if current else "")

    @on(Input.Submitted)
    @on(LineList.Chosen)
    def _submitted(self) -> None:
        if self._list.current:
            self.dismiss(self._list.current.value)
        else:
            self._accepts_later = self._waiting

    # -- keys

    def action_choose(self) -> None:
        """Chooses the selected row."""
        self._submitted()

    def action_move(self, rows: int) -> None:
        """Moves the cursor, all around."""
        self._list.move_round(rows)

    def action_page(self, pages: int) -> None:
        """Moves the cursor by as much as the list shows."""
        self._list.move_by_page(pages)

    def action_add(self) -> None:
        """Returns what Tab makes of the selected row."""
        if self._adds and self._list.current:
            self.dismiss(self._adds(self._list.current.value))
