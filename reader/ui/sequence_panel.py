"""The small panel that shows which keys can follow while a sequence or a count is typed."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.key_map import Commands, Keys
from reader.ui.commands.key_names import sequence_name
from reader.ui.commands.key_presses import Waiting
from reader.ui.commands.registry import titles_of
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _

WRONG_FOR = 2.0  # seconds that keys which run nothing are shown
_MOST_ROWS, _LEAST_COLUMN, _GAP = 12, 38, 2  # rows of the panel; cells of a column and between two


class SequencePanel(Static, can_focus=False):
    """The keys typed so far, and each key that can follow with its effect. Covers the lowest lines."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="sequence", markup=False)
        self._timer: Timer | None = None

    def show(self, waiting: Waiting) -> None:
        """Shows the state of a sequence, or hides the panel if none has begun."""
        if self._timer:
            self._timer.stop()
        self.display = bool(waiting.keys or waiting.count)
        plain = self.app.has_class(ASCII_CLASS)
        self.border_title = Content(" ".join(filter(None, (waiting.count, sequence_name(waiting.keys, plain=plain)))))
        if waiting.wrong:
            self.update(Content.styled(_("No command has these keys."), "$secondary"))
            self._timer = self.set_timer(WRONG_FOR, self._hide)
        elif waiting.keys:
            self.update(self._following(waiting.following, plain=plain))
        else:
            self.update(Content.styled(_("The next key moves that often, or to that row."), "$secondary"))

    def _hide(self) -> None:
        self.display = False

    def _following(self, following: tuple[tuple[Keys, Commands], ...], *, plain: bool) -> Content:
        """In columns, read downwards."""
        items = [(sequence_name(keys, plain=plain), titles_of(ids)) for keys, ids in following]
        whole = self.screen.size.width - 4 + _GAP
        columns = max(1, whole // (_LEAST_COLUMN + _GAP))
        width = whole // columns - _GAP
        rows = min(-(-len(items) // columns), _MOST_ROWS)
        room = max(cell_len(keys) for keys, _title in items)
        lines = (
            Content(" " * _GAP).join(
                _item(keys, title, room, width) for keys, title in items[: rows * columns][row::rows]
            )
            for row in range(rows)
        )
        return Content("\n").join(lines)


def _item(keys: str, title: str, room: int, width: int) -> Content:
    left = width - room - 2
    shown = set_cell_size(fit(title, left), left)
    return Content.assemble(Content.styled(set_cell_size(keys, room), "bold"), "  ", shown)


def show_waiting(screen: Screen[object], waiting: Waiting) -> None:
    """Shows on a screen what was typed, or hides it."""
    panel = next(iter(screen.query(SequencePanel)), None)
    if panel is None:
        if not (waiting.keys or waiting.count):
            return
        panel = SequencePanel()
        screen.mount(panel)
    panel.show(waiting)
