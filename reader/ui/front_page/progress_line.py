"""The line below the page, which shows how much of an edition is read."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.front_page.layout.block import Signs


class ProgressLine(Widget):
    """A line whose first part is heavier."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress-line--done", "progress-line--open"}

    def __init__(self, signs: Signs, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._open, self._done = signs.rule, signs.heavy
        self._share = 0.0

    def show(self, share: float) -> None:
        """Shows a share of 0 to 1."""
        if share != self._share:
            self._share = share
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The one line."""
        width = self.size.width
        done = min(width, max(round(width * self._share), 1 if self._share else 0))
        styles = (self.get_component_rich_style(f"progress-line--{name}") for name in ("done", "open"))
        return Strip([
            Segment(sign * count, style)
            for sign, count, style in zip((self._done, self._open), (done, width - done), styles, strict=True)
        ])  # fmt: skip
