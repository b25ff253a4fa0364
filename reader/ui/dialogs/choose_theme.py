"""The list of themes. The whole screen shows the selected one at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.content import Content
from textual.theme import Theme
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.ui.dialogs.choose import ChoiceDialog
from reader.ui.widgets.field import Choices
from reader.wording.catalogue import _, pgettext


class ThemeDialog(ChoiceDialog):
    """Shows the selected theme. ``current``: the name of the theme in use. ``loaded``: waits for the other themes."""

    CSS = """
    ThemeDialog { align: right top; background: transparent; }
    ThemeDialog > .dialog { width: 40; margin: 2 1; }
    """

    def __init__(self, current: str, loaded: Callable[[], Awaitable[None]] | None) -> None:
        super().__init__(_("Themes"), [])
        self._current, self._loaded = current, loaded
        self.names: list[str] = []

    async def on_mount(self) -> None:
        """Lists the themes that are known, and the others once they are read."""
        self._list()
        if self._loaded:
            self.run_worker(self._list_all(self._loaded))

    async def _list_all(self, loaded: Callable[[], Awaitable[None]]) -> None:
        await loaded()
        self._list()

    def _list(self) -> None:
        themes = sorted(self.app.available_themes.values(), key=lambda theme: (not theme.dark, theme.name))
        self.names = [theme.name for theme in themes]
        choices = self.query_one(Choices)
        choices.clear_options()
        choices.add_options(Option(_line(theme)) for theme in themes)
        choices.highlighted = self.names.index(self._current)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Shows the theme."""
        self.app.theme = self.names[event.option_index]


def _line(theme: Theme) -> Content:
    shade = pgettext("theme", "dark") if theme.dark else pgettext("theme", "light")
    return Content.assemble(f"{theme.name:<20} ", Content.styled(shade, "$secondary"))
