"""Adds settings to ``config.toml`` without changing any that are there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.errors import ConfigError
from reader.problems import Problem, problem
from reader.subscriptions.rewrite import Intend, Rewritten, decode, read_file, replace_contents, unnoted
from reader.toml_file import parse_toml


def add_settings(
    path: Path, settings: Mapping[str, Any], remarks: Mapping[str, str], intend: Intend = unnoted
) -> tuple[tuple[str, ...], Rewritten | None]:
    """Writes the settings that are missing at the top, each with a remark as its comment.

    Returns their keys and, if there are any, how the file changed. Raises :class:`ConfigError` if the file cannot be
    read or written.
    """
    before = read_file(path)
    text = decode(path, before)
    try:
        present = parse_toml(path, text)
    except ConfigError as error:
        raise ConfigError(path, problem(Problem.FIX_FILE_FIRST, cause=error.details), line=error.line) from error
    new = {key: value for key, value in settings.items() if key not in present}
    after = "".join(_line(key, value, remarks[key]) for key, value in new.items()) + text
    if not new:
        return (), None
    rewritten = Rewritten(before, after.encode("utf-8"))
    intend(rewritten)
    if not replace_contents(path, before, after.encode("utf-8")):
        raise ConfigError(path, problem(Problem.FILE_KEEPS_CHANGING))
    return tuple(new), rewritten


def _line(key: str, value: Any, remark: str) -> str:
    import tomlkit  # slow to import, and reading does not need it

    return f"{tomlkit.dumps({key: list(value) if isinstance(value, tuple) else value}).strip()}  # {remark}\n"
