"""Where a traceback goes: to the log, never to the user."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from reader import __version__


def log_crash(log: Path, traceback: str) -> str:
    """Writes a traceback to the log, or to a temporary file; returns where it can be read, as a clause."""
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    text = f"{now} level=ERROR process={os.getpid()} event=crash version={__version__}\n{traceback}\n"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        _append(log, text)
    except OSError:
        return _in_temporary_file(text)
    return f"please report it with the end of {log}"


def _in_temporary_file(text: str) -> str:
    try:
        number, name = tempfile.mkstemp(prefix="broadsheet-", suffix=".log")
        os.close(number)
        _append(Path(name), text)
    except OSError:
        return "the log cannot be written, so please report what you did"
    return f"please report it with {name}"


def _append(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
