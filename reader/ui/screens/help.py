"""All keys, made from the key table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.keys import KEYS, shown_keys
from reader.ui.plain import PLAIN_CLASS

_KEYS_WIDTH = 18


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
        """One block a group."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes"
            for group in dict.fromkeys(key.group for key in KEYS):
                yield Static(self._group(group), markup=False)

    def _group(self, name: str) -> Content:
        plain = self.app.has_class(PLAIN_CLASS)
        lines = [Content.styled(name.upper(), "$secondary bold")]
        lines += [
            Content.assemble(
                Content.styled(f"{shown_keys(key, plain=plain)} ".ljust(_KEYS_WIDTH), "bold"),
                Content(key.description),
            )
            for key in KEYS
            if key.group == name
        ]
        return Content("\n").join([*lines, Content("")])

    def action_scroll(self, lines: int) -> None:
        """Scrolls at once."""
        box = self.query_one(VerticalScroll)
        box.scroll_to(y=box.scroll_offset.y + lines, animate=False, force=True)
