"""The help: all keys of the main screen, from the command registry."""

from __future__ import annotations

from itertools import groupby

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_names import listed, sequence_names
from reader.ui.commands.registry import commands, key_of, keys_of
from reader.ui.typeset.breaking import break_lines
from reader.wording.catalogue import _

_KEYS_WIDTH, _LEAST_WIDTH = 18, 12


class HelpDialog(ModalScreen[None]):
    """Lists the keys by group."""

    KEY_CONTEXT = Context.HELP

    def compose(self) -> ComposeResult:
        """One column in a scrolled box."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = _("Keys")
            box.border_subtitle = _("{key} closes").format(key=key_of("help.close"))
            yield Static(markup=False)

    def on_resize(self) -> None:
        """Wraps the descriptions for the new width."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width - _KEYS_WIDTH
        plain = self.app.has_class(ASCII_CLASS)
        lines: list[Content] = []
        every = commands(Context.READER, Context.EVERYWHERE)
        for group, members in groupby(every, key=lambda command: command.group):
            lines.append(Content.styled(_(group).upper(), "$secondary bold"))
            for command in members:
                lines += _lines(command, max(width, _LEAST_WIDTH), plain=plain)
            lines.append(Content(""))
        self.query_one(Static).update(Content("\n").join(lines))

    def action_scroll(self, lines: int) -> None:
        """Scrolls by lines, without animation."""
        box = self.query_one(VerticalScroll)
        box.scroll_to(y=box.scroll_offset.y + lines, animate=False, force=True)


def _lines(command: Command, width: int, *, plain: bool) -> list[Content]:
    """The keys of a command, and beside them its description in as many lines as it takes."""
    description, keys = _(command.description), f"{listed(sequence_names(keys_of(command), plain=plain))} "
    return [
        Content.assemble(
            Content.styled(("" if number else keys).ljust(_KEYS_WIDTH), "bold"),
            Content(description[cut.start : cut.end]),
        )
        for number, cut in enumerate(break_lines(description, width))
    ]
