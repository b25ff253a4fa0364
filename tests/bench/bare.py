"""The least that a reader of three panes can be in Textual: what every start is compared with."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

HEADLINE = "Bare-Headline"


class Bare(App[None]):
    """Three panes with a line of text in each."""

    CSS = "#tree { width: 30; } #list { width: 50; border-left: solid gray; } #page { border-left: solid gray; }"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The panes."""
        with Horizontal():
            yield Static("Feeds", id="tree")
            yield Static(HEADLINE, id="list")
            yield Static("Article", id="page")


if __name__ == "__main__":
    Bare().run()
