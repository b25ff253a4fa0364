"""The smallest possible three-pane Textual app: the baseline for starts and keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

HEADLINE = "Bare-Headline"
ROW = "Row-"


class Bare(App[None]):
    """Three panes with a line of text each; a key changes the middle one."""

    CSS = "#tree { width: 30; } #list { width: 50; border-left: solid gray; } #page { border-left: solid gray; }"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit"), ("down", "down", "Down")]

    def __init__(self) -> None:
        super().__init__()
        self._row = 0

    def compose(self) -> ComposeResult:
        """The panes."""
        with Horizontal():
            yield Static("Feeds", id="tree")
            yield Static(HEADLINE, id="list")
            yield Static("Article", id="page")

    def action_down(self) -> None:
        """Shows another row."""
        self._row += 1
        self.query_one("#list", Static).update(f"{ROW}{self._row}")


if __name__ == "__main__":
    Bare().run()
