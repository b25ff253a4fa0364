"""A field for the name of a file, completed from what lies there."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from reader.text import clean_line
from reader.ui.widgets.field import TextField

_MOST = 5_000  # names of a folder that are looked at


class PathField(TextField):
    """A name to type; Tab and → take what is suggested, and Tab without a suggestion goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the name", show=False, id="path.complete"),
    ]

    def __init__(self, name: str, label: str, text: str = "", *, hint: str = "") -> None:
        super().__init__(name, label, text, hint=hint)
        self.input.suggester = _Names()

    def read(self) -> Any:
        """The path, ``~`` resolved; None if nothing is typed. ``ValueError`` for what names none."""
        typed = self.input.value.strip()
        try:
            if "\0" not in typed:
                return Path(typed).expanduser() if typed else None
        except RuntimeError:
            pass
        raise ValueError("this names no file")

    async def action_complete(self) -> None:
        """Takes the suggestion, if there is one."""
        suggestion = await names_like(self.input.value)
        if suggestion and suggestion != self.input.value:
            self.input.value = suggestion
            self.input.cursor_position = len(suggestion)
        else:
            self.screen.focus_next()


class _Names(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first name that begins so, by the alphabet."""
        return await names_like(value)


async def names_like(typed: str) -> str | None:
    """What is typed, completed; from a thread, because a folder may lie far away."""
    return await asyncio.to_thread(_completed, typed)


def _completed(typed: str) -> str | None:
    folder, slash, begun = typed.rpartition("/")
    try:
        with os.scandir(Path(f"{folder}{slash}" or ".").expanduser()) as entries:
            names = sorted(_shown(entry) for entry, _ in zip(entries, range(_MOST), strict=False))
    except (OSError, ValueError, RuntimeError):
        return None
    found = (name for name in names if _fits(name, begun))
    first = next(found, None)
    return f"{folder}{slash}{first}" if first and typed else None


def _shown(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if entry.is_dir() else entry.name


def _fits(name: str, begun: str) -> bool:
    """Whether it goes on from what is typed; hidden ones only where a dot is, and none that a terminal would obey."""
    hidden = name.startswith(".") and not begun.startswith(".")
    return name.startswith(begun) and name != begun and not hidden and clean_line(name) == name
