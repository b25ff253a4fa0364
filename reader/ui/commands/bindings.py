"""The key table as Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from reader.ui.commands.key_table import Key


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """One binding a command, with its id, so that a user can give it other keys."""
    return [Binding(",".join(key.keys), key.action, key.description, show=False, id=key.id) for key in keys]
