"""One line of a dialog: a label, and a value to be typed or chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static


class Field(Horizontal):
    """A label and what stands behind it. ``name`` is what the value is for."""

    class Changed(Message):
        """The user changed the value."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name=name, id=f"field-{name}", classes="field")
        self.label = label

    def read(self) -> Any:
        """The value; ``ValueError`` with words for the user if what was typed is none."""
        raise NotImplementedError

    @property
    def changed(self) -> bool:
        """Whether it is other than it was at first."""
        raise NotImplementedError

    @property
    def wrong(self) -> str:
        """What is wrong with it, in words; empty if nothing is."""
        try:
            self.read()
        except ValueError as error:
            return str(error)
        return ""

    def compose(self) -> ComposeResult:
        """The label; a subclass adds what is behind it."""
        yield Static(self.label, classes="label", markup=False)

    def changed_by_user(self) -> None:
        """Marks what is wrong, and tells."""
        self.set_class(bool(self.wrong), "-wrong")
        self.post_message(self.Changed(self))


class TextField(Field):
    """A line to type into. ``check`` makes the value of the text, or raises ``ValueError`` with words.

    ``known``: what is completed, whatever the capitals; → takes the completion. With ``several``, what stands
    behind the last comma is.
    """

    def __init__(
        self,
        name: str,
        label: str,
        text: str = "",
        *,
        check: Callable[[str], Any] = str,
        known: Iterable[str] = (),
        several: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label)
        self._check, self._first = check, text
        suggester = Completion(known, several=several)
        self.input = Input(text, placeholder=hint, compact=True, suggester=suggester, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """Label and line."""
        yield from super().compose()
        yield self.input

    def read(self) -> Any:
        """The value of what is typed."""
        return self._check(self.input.value)

    @property
    def changed(self) -> bool:
        """Whether another text is there."""
        return self.input.value != self._first

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed_by_user()


class _Choice(Widget, can_focus=True):
    """The words of the present choice."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "choose(1)", "Next", show=False, id="choice.next"),
        Binding("left", "choose(-1)", "Before", show=False, id="choice.previous"),
    ]

    class Chosen(Message):
        """Another one was chosen."""

    def __init__(self, words: Sequence[str], at: int) -> None:
        super().__init__(classes="choice")
        self._words, self.at = words, at

    def render(self) -> Content:
        """The words, between signs while the choice has the keys."""
        left, right = ("< ", " >") if self.has_focus else ("", "")
        return Content.assemble(
            Content.styled(left, "$accent"), Content(self._words[self.at]), Content.styled(right, "$accent")
        )

    def action_choose(self, by: int) -> None:
        """The next one, round about."""
        self.at = (self.at + by) % len(self._words)
        self.refresh()
        self.post_message(self.Chosen())

    def on_click(self) -> None:
        """As Space."""
        self.action_choose(1)


class ChoiceField(Field):
    """One of a few values, each with its words; Space and the arrows go through them."""

    def __init__(self, name: str, label: str, choices: Sequence[tuple[Any, str]], value: Any) -> None:
        super().__init__(name, label)
        self._choices, self._first = choices, value
        at = next((number for number, choice in enumerate(choices) if choice[0] == value), 0)
        self._choice = _Choice([words for _, words in choices], at)

    def compose(self) -> ComposeResult:
        """Label and choice."""
        yield from super().compose()
        yield self._choice

    def read(self) -> Any:
        """What is chosen."""
        return self._choices[self._choice.at][0]

    @property
    def changed(self) -> bool:
        """Whether something else is chosen."""
        return bool(self.read() != self._first)

    @on(_Choice.Chosen)
    def _chosen(self, event: _Choice.Chosen) -> None:
        event.stop()
        self.changed_by_user()


class Completion(Suggester):
    """Completes what is typed from what is known."""

    def __init__(self, known: Iterable[str], *, several: bool = False) -> None:
        super().__init__(case_sensitive=True)
        self._known, self._several = tuple(dict.fromkeys(known)), several

    async def get_suggestion(self, value: str) -> str | None:
        """The first that begins so; the text with it."""
        before, comma, typed = value.rpartition(",") if self._several else ("", "", value)
        begun = typed.lstrip()
        if not begun:
            return None
        found = (one for one in self._known if one.casefold().startswith(begun.casefold()) and one != begun)
        first = next(found, None)
        return f"{before}{comma}{typed[: len(typed) - len(begun)]}{first}" if first else None
