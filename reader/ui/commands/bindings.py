"""The commands of a context as Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from reader.ui.commands.command import Context
from reader.ui.commands.registry import commands


def bindings(context: Context) -> list[BindingType]:
    """One binding per command, with the command's id."""
    return [
        Binding(",".join(one.keys), one.action, one.title, show=False, id=one.id, priority=one.priority)
        for one in commands(context)
    ]
