"""The base of dialogs: a box with a column of fields, a line for what is wrong, and its keys in the border.

↑, ↓ and Tab go from field to field, Enter accepts from any of them, Esc leaves. What was typed is not lost by
one Esc: the first one says that nothing is saved yet, the second one leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.widgets.field import Field

Result = TypeVar("Result")

UNSAVED = "Nothing is saved yet: Enter saves, Esc leaves all as it was."


class Dialog(ModalScreen[Result | None]):
    """Returns what :meth:`accept` dismisses it with, or None. A subclass says what is in it."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.DIALOG)

    def __init__(self, title: str, keys: str = "Enter saves, Esc closes") -> None:
        super().__init__()
        self._title, self._keys = title, keys
        self._warned = False
        self._message = Static("", classes="message", markup=False)

    # -- what a subclass says

    def rows(self) -> Iterable[Widget]:
        """What stands in the box: fields, and words in between."""
        raise NotImplementedError

    def accept(self) -> None:
        """Enter was pressed and no field is wrong: dismisses, or says why not."""
        raise NotImplementedError

    # -- what it can do

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(classes="dialog column", can_focus=False) as box:
            box.border_title, box.border_subtitle = Text(self._title), self._keys  # a title may be a feed's: no markup
            yield from self.rows()
            yield self._message

    @property
    def fields(self) -> list[Field]:
        """The fields, from above."""
        return list(self.query(Field))

    def say(self, words: str, *, serious: bool = False) -> None:
        """A line below the fields."""
        self._message.update(words)
        self._message.set_class(serious, "-serious")

    def action_leave(self) -> None:
        """Leaves; if something was changed, at the second time."""
        if self._warned or not any(field.changed for field in self.fields):
            self.dismiss(None)
            return
        self._warned = True
        self.say(UNSAVED, serious=True)

    def action_accept(self) -> None:
        """Accepts, unless a field is wrong: that one gets the keys."""
        for field in self.fields:
            if field.mistake:
                self._tell(field)
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
        self._tell(event.field)

    def _tell(self, field: Field) -> None:
        wrong = field.mistake
        self.say(f"{field.label}: {wrong}." if wrong else "", serious=bool(wrong))

    def _focus(self, field: Field) -> None:
        next(child for child in field.children if child.focusable).focus()

    def action_next_field(self) -> None:
        """The keys go to the field below."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """The keys go to the field above."""
        self.focus_previous()


class AskScreen(Dialog[bool]):
    """Asks whether to do something. Returns True, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.QUESTION)

    def __init__(self, title: str, words: str, *, yes: str) -> None:
        super().__init__(title, f"Enter {yes}, Esc closes")
        self._words = words

    def rows(self) -> Iterable[Widget]:
        """The question."""
        yield Static(self._words, markup=False)

    def accept(self) -> None:
        """Yes."""
        self.dismiss(True)
