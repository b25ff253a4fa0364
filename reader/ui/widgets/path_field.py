"""A field for a file name, with completion."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from textual.suggester import Suggester

from reader.paths import typed_path
from reader.text import clean_line, fold
from reader.ui.commands.command import Context
from reader.ui.widgets.field import TextField

_MOST_NAMES = 5_000  # of a folder that are considered


class PathField(TextField):
    """A file name. Tab and → accept the suggestion; without one, Tab moves to the next field."""

    KEY_CONTEXT = Context.PATH_FIELD

    def __init__(self, name: str, label: str, text: str = "", *, hint: str = "") -> None:
        super().__init__(name, label, text, hint=hint)
        self.input.suggester = _Names()

    def read(self) -> Any:
        """The path with ``~`` resolved; None if the field is empty. Raises ``InvalidValue`` for other input."""
        typed = self.input.value.strip()
        return typed_path(typed) if typed else None

    async def action_complete(self) -> None:
        """Accepts the suggestion; without one, moves to the next field."""
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
        """The first matching name in alphabetical order."""
        return await names_like(value)


async def names_like(typed: str) -> str | None:
    """The completed path. Runs in a thread, because a network folder may be slow."""
    return next(iter(await paths_like(typed)), None) if typed else None


async def paths_like(typed: str) -> list[str]:
    """The paths that continue the typed one, in alphabetical order; read in a thread too."""
    return await asyncio.to_thread(_continuing, typed)


def _continuing(typed: str) -> list[str]:
    folder, slash, begun = typed.rpartition("/")
    try:
        with os.scandir(Path(f"{folder}{slash}" or ".").expanduser()) as entries:
            shown = (_shown(entry) for entry, _number in zip(entries, range(_MOST_NAMES), strict=False))
            names = sorted(shown, key=fold)
    except (OSError, ValueError, RuntimeError):
        return []
    return [f"{folder}{slash}{name}" for name in names if _fits(name, begun)]


def _shown(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if entry.is_dir() else entry.name


def _fits(name: str, begun: str) -> bool:
    """Whether a name completes the typed text; a hidden one only after a dot, one with control characters never."""
    hidden = name.startswith(".") and not begun.startswith(".")
    return name.startswith(begun) and name != begun and not hidden and clean_line(name) == name
