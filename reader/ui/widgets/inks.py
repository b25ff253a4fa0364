"""How the parts look that a widget draws itself: by names, in the colours of the theme.

Textual has component classes for this. Each of those is a rule to parse and a node to match with all rules, and some
forty of them before the first paint took six of the 270 ms of a start.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ink:
    """The look of a part.

    ``color`` and ``ground``: colours of the theme, by the names of Textual's variables; without a ground, the widget's
    shows. ``attributes``: as Rich writes them ("bold underline").
    """

    color: str = "foreground"
    ground: str | None = None
    attributes: str = ""


class Inks:
    """The inks of a widget as Rich's styles. The widget calls :meth:`forget` when its styles change."""

    def __init__(self, widget: Widget, inks: Mapping[str, Ink]) -> None:
        self._widget, self._inks = widget, inks
        self._on_ground: dict[str, Style] = {}

    def __getitem__(self, name: str) -> Style:
        """An ink with a ground: its own over the widget's. Raises ``KeyError`` for an unknown name."""
        style = self._on_ground.get(name)
        if style is None:
            ink = self._inks[name]
            ground = self._widget.background_colors[1]
            if ink.ground:
                ground += self._colour(ink.ground)
            color = ground + self._colour(ink.color)
            style = self._on_ground[name] = Style.parse(ink.attributes) + Style.from_color(
                color.rich_color, ground.rich_color if ground.a else None
            )
        return style

    def alone(self, name: str) -> Style:
        """What an ink itself sets, to be laid over another style. Raises ``KeyError`` for an unknown name."""
        ink = self._inks[name]
        color, ground = (self._colour(one) if one else None for one in (ink.color, ink.ground))
        return Style.parse(ink.attributes) + Style.from_color(
            color.rich_color if color and color.a else None, ground.rich_color if ground and ground.a else None
        )

    def forget(self) -> None:
        """The theme has changed."""
        self._on_ground = {}

    def _colour(self, name: str) -> Color:
        """A colour of the theme. It may be transparent, as the panels are in the colours of the terminal."""
        return Color.parse(self._widget.app.theme_variables[name])
