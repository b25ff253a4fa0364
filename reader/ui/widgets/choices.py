"""A short list to choose from, with the keys of every other list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context


class Choices(OptionList, inherit_bindings=False):
    """Posts ``OptionList.OptionSelected``. Options are shown without markup."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.LIST_BOX)
