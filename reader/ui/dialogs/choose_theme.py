"""The list of themes. The whole screen shows the selected one at once."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.theme import Theme
from textual.widgets import OptionList

from reader.ui.dialogs.choose import ChoiceDialog
from reader.wording.catalogue import _, pgettext


class ThemeDialog(ChoiceDialog):
    """Shows the selected theme. ``current``: the name of the theme in use."""

    CSS = """
    ThemeDialog { align: right top; background: transparent; }
    ThemeDialog > .dialog { width: 40; margin: 2 1; }
    """

    def __init__(self, themes: Iterable[Theme], current: str) -> None:
        listed = sorted(themes, key=lambda theme: (not theme.dark, theme.name))
        shades = {True: pgettext("theme", "dark"), False: pgettext("theme", "light")}
        lines = [
            Content.assemble(f"{theme.name:<20} ", Content.styled(shades[theme.dark], "$secondary")) for theme in listed
        ]
        self.names = [theme.name for theme in listed]
        super().__init__(_("Themes"), lines, self.names.index(current))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Shows the theme."""
        self.app.theme = self.names[event.option_index]
