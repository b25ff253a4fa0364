"""Commands that open other screens: feed health and help."""

from __future__ import annotations

from reader.stream import Stream
from reader.ui.commands.command import Context
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane


def health(reader: ReaderContext) -> None:
    """Shows the health of all feeds; lists the articles of a feed chosen there."""
    from reader.ui.feed_health.health_screen import HealthScreen

    def leave(stream: Stream | None) -> None:
        if stream:
            reader.go_to(stream)
            reader.layout.focus(Pane.LIST)

    reader.screen.app.push_screen(HealthScreen(reader), leave)


async def theme(reader: ReaderContext, name: str = "") -> None:
    """Switches to a theme, or lists the themes."""
    await reader.screen.run_action(f"app.use_theme({name!r})" if name else "app.choose_theme")


def help_screen(reader: ReaderContext, text: str = "") -> None:
    """Lists all keys, or those that have to do with a text."""
    from reader.ui.dialogs.help import HelpDialog

    reader.screen.app.push_screen(HelpDialog(Context.READER, reader.layout.pane, text))
