"""Adding settings to ``config.toml``: only such as are not in it, all else byte for byte as it was."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.config import toml_error
from reader.errors import ConfigError
from reader.problems import Problem, problem, unreadable
from reader.subscriptions.rewrite import replace_whole


def add_settings(path: Path, settings: Mapping[str, Any], remarks: Mapping[str, str]) -> tuple[str, ...]:
    """Writes settings that are missing, each with a remark behind it, above all others; returns their keys.

    Raises :class:`ConfigError` where the file cannot be read or written.
    """
    try:
        before = path.read_bytes() if path.exists() else None
        text = (before or b"").decode("utf-8")
        there = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistake = toml_error(path, error)
        raise ConfigError(path, problem(Problem.FIX_FILE_FIRST, cause=mistake.details), line=mistake.line) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, unreadable(error)) from error
    new = {key: value for key, value in settings.items() if key not in there}
    after = "".join(_line(key, value, remarks[key]) for key, value in new.items()) + text
    if new and not replace_whole(path, Path(os.path.realpath(path)), before, after.encode()):
        raise ConfigError(path, problem(Problem.FILE_KEEPS_CHANGING))
    return tuple(new)


def _line(key: str, value: Any, remark: str) -> str:
    import tomlkit  # 40 ms that nothing else here needs

    return f"{tomlkit.dumps({key: list(value) if isinstance(value, tuple) else value}).strip()}  # {remark}\n"
