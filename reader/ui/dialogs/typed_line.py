"""A line to type in at the bottom of the screen, below a sentence about it: the filter, and finding in the article."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static


class TypedLine(Vertical):
    """The sentence, the sign ``prompt``, and the field. Its styles are in ``typed_line.tcss``."""

    def __init__(self, prompt: str, field: Input) -> None:
        super().__init__()
        self._prompt, self._field = prompt, field
        self._says = Static(classes="says", markup=False)

    def compose(self) -> ComposeResult:
        """Two lines."""
        yield self._says
        with Horizontal():
            yield Static(self._prompt, classes="prompt", markup=False)
            yield self._field

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Shows what the line does, or what is wrong with what was typed."""
        self._says.update(sentence)
        self._says.set_class(error, "-error")
