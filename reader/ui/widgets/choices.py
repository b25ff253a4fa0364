"""A short list to choose from: the keys of every list, and no others."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Choices(OptionList, inherit_bindings=False):
    """Tells ``OptionList.OptionSelected``; options are no markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", "Down", show=False, id="choices.down"),
        Binding("k,up", "cursor_up", "Up", show=False, id="choices.up"),
        Binding("pagedown,space", "page_down", "A page down", show=False, id="choices.page-down"),
        Binding("pageup,b", "page_up", "A page up", show=False, id="choices.page-up"),
        Binding("home,g", "first", "First", show=False, id="choices.first"),
        Binding("end,G", "last", "Last", show=False, id="choices.last"),
        Binding("enter,l,right,o", "select", "Choose", show=False, id="choices.choose"),
    ]
