"""The commands that every screen beside the main one has: undo and redo, other lists, other commands, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.screen import ScreenResultType

from reader.ui.commands.command import Context
from reader.ui.textual_internals import UnderScreen

if TYPE_CHECKING:
    from reader.ui.reader.context import ReaderContext


class OtherScreen(UnderScreen[ScreenResultType]):
    """A screen over the main screen, whose lists and changes it works on.

    Textual looks for the actions of keys among a screen's methods, so the common ones are here.
    """

    KEY_CONTEXT: ClassVar[Context]

    def __init__(self, reader: ReaderContext) -> None:
        super().__init__()
        self._reader = reader

    def action_undo(self) -> None:
        """Undoes the last change."""
        from reader.ui.reader.actions.undo import undo

        undo(self._reader)

    def action_redo(self) -> None:
        """Repeats what was undone last."""
        from reader.ui.reader.actions.undo import redo

        redo(self._reader)

    def action_go_to(self) -> None:
        """Goes to a list that is found by its name."""
        from reader.ui.reader.actions.run import ask_where

        leave: Any = self.dismiss
        ask_where(self._reader, leave)

    def action_palette(self) -> None:
        """Finds a command of this screen."""
        from reader.ui.reader.actions.run import open_palette

        open_palette(self._reader, self, self.KEY_CONTEXT)

    def action_command_line(self) -> None:
        """Runs a command of this screen that is typed."""
        from reader.ui.reader.actions.run import open_command_line

        open_command_line(self._reader, self, self.KEY_CONTEXT, "")

    def action_help(self) -> None:
        """Lists all keys, beginning with the keys of this screen."""
        from reader.ui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.KEY_CONTEXT))
