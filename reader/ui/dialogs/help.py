"""All keys, made from the key table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.key_table import KEYS, Key, shown_keys
from reader.ui.typeset.breaking import break_lines

_KEYS_WIDTH, _LEAST_WIDTH = 18, 12


class HelpScreen(ModalScreen[None]):
    """The keys by group; any way out closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter,h,left", "dismiss", "Close", show=False, id="help.close"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="help.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="help.up"),
        Binding("pagedown,space", "scroll(10)", "A page down", show=False, id="help.page-down"),
        Binding("pageup,b", "scroll(-10)", "A page up", show=False, id="help.page-up"),
    ]

    def compose(self) -> ComposeResult:
        """All in one column."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes"
            yield Static(markup=False)

    def on_resize(self) -> None:
        """Descriptions hang beside their keys at every width."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width - _KEYS_WIDTH
        plain = self.app.has_class(ASCII_CLASS)
        lines: list[Content] = []
        for group in dict.fromkeys(key.group for key in KEYS):
            lines.append(Content.styled(group.upper(), "$secondary bold"))
            for key in KEYS:
                lines += _lines(key, max(width, _LEAST_WIDTH), plain=plain) if key.group == group else ()
            lines.append(Content(""))
        self.query_one(Static).update(Content("\n").join(lines))

    def action_scroll(self, lines: int) -> None:
        """Scrolls at once."""
        box = self.query_one(VerticalScroll)
        box.scroll_to(y=box.scroll_offset.y + lines, animate=False, force=True)


def _lines(key: Key, width: int, *, plain: bool) -> list[Content]:
    """The keys of a command, and beside them what it does in as many lines as it takes."""
    words, names = key.description, f"{shown_keys(key, plain=plain)} "
    return [
        Content.assemble(
            Content.styled(("" if number else names).ljust(_KEYS_WIDTH), "bold"), Content(words[cut.start : cut.end])
        )
        for number, cut in enumerate(break_lines(words, width))
    ]
