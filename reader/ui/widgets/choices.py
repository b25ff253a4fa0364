"""A short list to choose from: the keys of every list, and no others."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context


class Choices(OptionList, inherit_bindings=False):
    """Tells ``OptionList.OptionSelected``; options are no markup."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.LIST_BOX)
