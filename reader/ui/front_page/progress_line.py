"""The line below the page, which shows how much of an edition is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.front_page.layout.block import Signs
from reader.ui.widgets.inks import Ink, Inks


class ProgressLine(Widget):
    """A line whose first part is heavier."""

    ALLOW_SELECT = False
    INKS: ClassVar[Mapping[str, Ink]] = {"done": Ink("accent"), "open": Ink("hairline")}

    def __init__(self, signs: Signs, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._inks = Inks(self, self.INKS)
        self._open, self._done = signs.rule, signs.heavy
        self._share = 0.0

    def show(self, share: float) -> None:
        """Shows a share of 0 to 1."""
        if share != self._share:
            self._share = share
            self.refresh()

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self._inks.forget()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The one line."""
        width = self.size.width
        done = min(width, max(round(width * self._share), 1 if self._share else 0))
        styles = (self._inks["done"], self._inks["open"])
        return Strip([
            Segment(sign * count, style)
            for sign, count, style in zip((self._done, self._open), (done, width - done), styles, strict=True)
        ])  # fmt: skip
