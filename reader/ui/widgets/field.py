"""The fields of dialogs: a label with a value to type or to choose; and a list to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from reader.errors import InvalidValue
from reader.ui.commands.command import Context
from reader.wording.problem_messages import problem_message

_AROUND = 10  # lines of a dialog beside its list


class Field(Horizontal):
    """A label with a value. ``name`` is the key of the value, such as ``folder``."""

    class Changed(Message):
        """The user changed the value."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name=name, id=f"field-{name}", classes="field")
        self.label, self.label_width = label, 0  # the dialog sets the width

    def read(self) -> Any:
        """The value. Raises :class:`~reader.errors.InvalidValue` if the input is invalid."""
        raise NotImplementedError

    @property
    def changed(self) -> bool:
        """Whether the value differs from the initial one."""
        raise NotImplementedError

    @property
    def mistake(self) -> str:
        """A message about the input; empty if it is valid."""
        try:
            self.read()
        except InvalidValue as error:
            return problem_message(error.details)
        return ""

    def compose(self) -> ComposeResult:
        """The label; subclasses add the value."""
        label = Static(self.label, classes="label", markup=False)
        label.styles.width = self.label_width
        yield label

    def on_descendant_focus(self) -> None:
        """Highlights the label; ``:focus-within`` does not always end when the focus moves on."""
        self.add_class("-focused")

    def on_descendant_blur(self) -> None:
        """Shows the label as before."""
        self.remove_class("-focused")

    def changed_by_user(self) -> None:
        """Highlights an invalid value and posts :class:`Changed`."""
        self.set_class(bool(self.mistake), "-wrong")
        self.post_message(self.Changed(self))


class TextField(Field):
    """A line of text. ``check`` turns the text into the value, or raises :class:`~reader.errors.InvalidValue`.

    ``known``: values to complete, ignoring case; → accepts the completion. ``several``: complete the text after the
    last comma. ``hint``: shown while the line is empty. ``secret``: the typed text is not shown.
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
        secret: bool = False,
    ) -> None:
        super().__init__(name, label)
        self._check, self._initial = check, text
        suggester = Completion(known, several=several)
        self.input = Input(
            text, placeholder=hint, compact=True, suggester=suggester, select_on_focus=False, password=secret
        )

    def compose(self) -> ComposeResult:
        """Label and input line."""
        yield from super().compose()
        yield self.input

    def read(self) -> Any:
        """See :class:`Field`."""
        return self._check(self.input.value)

    @property
    def changed(self) -> bool:
        """See :class:`Field`."""
        return self.input.value != self._initial

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed_by_user()


class _Choice(Widget, can_focus=True):
    """The label of the current choice."""

    ALLOW_SELECT = False
    KEY_CONTEXT = Context.CHOICE_FIELD

    class Chosen(Message):
        """The user chose another value."""

    def __init__(self, labels: Sequence[str], index: int) -> None:
        super().__init__(classes="choice")
        self._labels, self.index = labels, index

    def render(self) -> Content:
        """The label, in angle brackets while focused."""
        left, right = ("< ", " >") if self.has_focus else ("", "")
        return Content.assemble(
            Content.styled(left, "$accent"), Content(self._labels[self.index]), Content.styled(right, "$accent")
        )

    def action_choose(self, by: int) -> None:
        """Chooses the next value, or the first after the last."""
        self.index = (self.index + by) % len(self._labels)
        self.refresh()
        self.post_message(self.Chosen())

    def on_click(self) -> None:
        """Chooses the next value."""
        self.action_choose(1)


class ChoiceField(Field):
    """One of a few values, as pairs of value and label; Space and the arrow keys change it."""

    def __init__(self, name: str, label: str, choices: Sequence[tuple[Any, str]], value: Any) -> None:
        super().__init__(name, label)
        self._choices, self._initial = choices, value
        self._choice = _Choice([label for _value, label in choices], self._index(value))

    def _index(self, value: Any) -> int:
        return next((number for number, choice in enumerate(self._choices) if choice[0] == value), 0)

    def set(self, value: Any) -> None:
        """Chooses a value for the user."""
        self._choice.index = self._index(value)
        self._choice.refresh()

    def compose(self) -> ComposeResult:
        """Label and choice."""
        yield from super().compose()
        yield self._choice

    def read(self) -> Any:
        """See :class:`Field`."""
        return self._choices[self._choice.index][0]

    @property
    def changed(self) -> bool:
        """See :class:`Field`."""
        return bool(self.read() != self._initial)

    @on(_Choice.Chosen)
    def _chosen(self, event: _Choice.Chosen) -> None:
        event.stop()
        self.changed_by_user()


class Completion(Suggester):
    """Completes text from known values."""

    def __init__(self, known: Iterable[str], *, several: bool = False) -> None:
        super().__init__(case_sensitive=True)
        self._known, self._several = tuple(dict.fromkeys(known)), several

    async def get_suggestion(self, value: str) -> str | None:
        """The text completed with the first matching value."""
        before, comma, typed = value.rpartition(",") if self._several else ("", "", value)
        begun = typed.lstrip()
        if not begun:
            return None
        found = (one for one in self._known if one.casefold().startswith(begun.casefold()) and one != begun)
        first = next(found, None)
        return f"{before}{comma}{typed[: len(typed) - len(begun)]}{first}" if first else None


class Choices(OptionList, inherit_bindings=False):
    """Posts ``OptionList.OptionSelected``. Options are shown without markup."""

    KEY_CONTEXT = Context.LIST_BOX

    def action_page_up(self) -> None:
        """Moves up by a page. Textual raises ``KeyError`` in a window without room for a line."""
        if self.scrollable_content_region:
            self.scroll_to_highlight()  # lays out the lines
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Moves down by a page; see :meth:`action_page_up`."""
        if self.scrollable_content_region:
            self.scroll_to_highlight()
            super().action_page_down()  # type: ignore[no-untyped-call]


class Offers(Choices):
    """The list below the fields of a dialog; hidden while it is empty."""

    def __init__(self) -> None:
        super().__init__(markup=False, classes="offers")

    def offer(self, lines: Iterable[str | Content]) -> None:
        """Lists other lines."""
        self.clear_options()
        self.add_options(lines)
        self.display = self.option_count > 0

    def fit(self, height: int) -> None:
        """Lets the list be as high as its box can be on a screen of that many lines."""
        self.styles.max_height = max(height * 9 // 10 - _AROUND, 3)

    def on_focus(self) -> None:
        """Selects the first line."""
        if self.highlighted is None:
            self.highlighted = 0
