"""The base of dialogs: a box with a column of fields, a message below them, and the keys in the border.

↑, ↓ and Tab move between the fields, Enter accepts from any of them, Esc leaves. One Esc does not lose any input: the
first shows that there are unsaved changes, the second discards them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.message_panel import lines_of
from reader.ui.widgets.field import Field
from reader.wording.catalogue import N_, _

Result = TypeVar("Result")

SAVES, CLOSES = N_("{key} saves"), N_("{key} closes")
_LABEL_GAP = 2  # cells between labels and values
_BORDER = 6  # cells of the border that its text leaves free


def accepts(message: str) -> str:
    """A message with the key that accepts a dialog: ``Enter saves``."""
    return _(message).format(key=key_of("dialog.accept"))


def leaves(message: str = CLOSES) -> str:
    """A message with the key that leaves a dialog: ``Esc closes``."""
    return _(message).format(key=key_of("dialog.leave"))


def completes() -> str:
    """``Tab completes``."""
    return _("{key} completes").format(key=key_of("path.complete"))


def joined_keys(keys: Sequence[str], width: int) -> str:
    """The keys in one line of at most ``width`` cells; if they do not fit, the middle ones are left out first."""
    kept = list(keys)
    while len(kept) > 1 and cell_len(", ".join(kept)) > width:
        del kept[len(kept) - 2]
    return ", ".join(kept)


class Dialog(ModalScreen[Result | None]):
    """Returns the value that :meth:`accept` dismisses it with, or None. Subclasses define the rows."""

    CSS_PATH = "dialog.tcss"
    KEY_CONTEXT = Context.DIALOG

    def __init__(self, title: str, *keys: str) -> None:
        super().__init__()
        self._title, self._keys = title, keys
        self._warned = False
        self._message = Static("", classes="message", markup=False)
        self._said = ("", False)

    # -- for subclasses

    def rows(self) -> Iterable[Widget]:
        """The contents of the box: fields, and texts between them."""
        raise NotImplementedError

    def accept(self) -> None:
        """Called by Enter if all fields are valid: dismisses the dialog, or shows why not."""
        raise NotImplementedError

    # -- services for subclasses

    def compose(self) -> ComposeResult:
        """The box, with all labels as wide as the longest."""
        with VerticalScroll(classes="dialog column", can_focus=False) as box:
            box.border_title = Text(self._title)  # a title may be a feed's, so no markup
            rows = list(self.rows())
            fields = [row for row in rows if isinstance(row, Field)]
            for field in fields:
                field.label_width = max(cell_len(one.label) for one in fields) + _LABEL_GAP
            yield from rows
            yield self._message

    @property
    def fields(self) -> list[Field]:
        """The fields, from the top."""
        return list(self.query(Field))

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Shows a message below the fields. An error loses the middle of long paths, so that its reason is seen."""
        self._said = message, error
        width = self.query_one(".dialog").content_size.width
        self._message.update("\n".join(lines_of(message, width)) if error and width else message)
        self._message.set_class(error, "-error")

    def show_keys(self, *keys: str) -> None:
        """Shows what the keys do now."""
        self._keys = keys
        box = self.query_one(".dialog")
        box.border_subtitle = Text(joined_keys(keys, box.outer_size.width - _BORDER))

    def on_resize(self) -> None:
        """Shows as many keys as there is room for, and breaks the message into new lines."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.show_keys(*self._keys)
        message, error = self._said
        self.show_message(message, error=error)

    # -- keys

    def action_leave(self) -> None:
        """Leaves; if there are unsaved changes, only when pressed again."""
        if self._warned or not any(field.changed for field in self.fields):
            self.dismiss(None)
            return
        self._warned = True
        text = _("Unsaved changes: {accept} saves, {leave} discards.")
        self.show_message(text.format(accept=key_of("dialog.accept"), leave=key_of("dialog.leave")), error=True)

    def action_accept(self) -> None:
        """Accepts; an invalid field gets the focus instead."""
        for field in self.fields:
            if field.mistake:
                self._show_mistake(field)
                self._focus(field)
                return
        self.accept()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        event.stop()
        self._warned = False
        self._show_mistake(event.field)

    def _show_mistake(self, field: Field) -> None:
        mistake = field.mistake
        self.show_message(f"{field.label}: {mistake}." if mistake else "", error=bool(mistake))

    def _focus(self, field: Field) -> None:
        next(child for child in field.children if child.focusable).focus()

    def action_next_field(self) -> None:
        """Focuses the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Focuses the previous field."""
        self.focus_previous()


class ConfirmDialog(Dialog[bool]):
    """Asks whether to do something. Returns True, or None. ``accept``: ``{key} removes``."""

    KEY_CONTEXT = Context.QUESTION

    def __init__(self, title: str, question: str, *, accept: str) -> None:
        super().__init__(title, accepts(accept), leaves())
        self._question = question

    def rows(self) -> Iterable[Widget]:
        """The question."""
        yield Static(self._question, markup=False)

    def accept(self) -> None:
        """Yes."""
        self.dismiss(True)
