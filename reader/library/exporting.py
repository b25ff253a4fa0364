"""Exports the subscriptions to a file."""

from __future__ import annotations

from pathlib import Path

from reader.errors import UsageError
from reader.files import replace_file
from reader.problems import Problem, problem


def write_export(path: Path, text: str) -> None:
    """Writes the file whole or not at all, and over an older export only. Raises ``OSError`` and ``UsageError``."""
    if path.exists() and not (path.is_file() and b"<opml" in path.read_bytes()[:2_000]):
        raise UsageError(problem(Problem.EXPORT_FILE_EXISTS, path=str(path)))
    replace_file(path, text.encode("utf-8"))
