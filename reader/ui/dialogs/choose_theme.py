"""The list of themes. The whole screen shows the selected one at once."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.ui.commands.command import Context
from reader.ui.dialogs.dialog import accepts, leaves
from reader.ui.widgets.field import Choices
from reader.wording.catalogue import N_, _, pgettext


class ThemeDialog(ModalScreen[str | None]):
    """Returns the name of the chosen theme, or None. ``current``: the theme in use."""

    CSS = """
    ThemeDialog { align: right top; background: transparent; }
    ThemeDialog > .dialog { width: 40; margin: 2 1; }
    """
    KEY_CONTEXT = Context.THEMES

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """One line for each theme, dark ones first."""
        themes = sorted(self.app.available_themes.values(), key=lambda theme: (not theme.dark, theme.name))
        self._names = [theme.name for theme in themes]
        shades = {True: pgettext("theme", "dark"), False: pgettext("theme", "light")}
        lines = (
            Content.assemble(f"{theme.name:<20} ", Content.styled(shades[theme.dark], "$secondary")) for theme in themes
        )
        options = Choices(*map(Option, lines), classes="dialog", markup=False)
        options.border_title = _("Themes")
        options.border_subtitle = ", ".join((accepts(N_("{key} chooses")), leaves()))
        options.highlighted = self._names.index(self._current)
        yield options

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Shows the theme."""
        self.app.theme = self._names[event.option_index]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Returns the choice."""
        self.dismiss(self._names[event.option_index])
