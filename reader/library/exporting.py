"""Writing the subscriptions to a file for another reader."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reader.errors import UsageError


def write_export(path: Path, text: str) -> None:
    """Writes the file whole or not at all, and over an older export only. Raises ``OSError`` and ``UsageError``."""
    if path.exists() and not (path.is_file() and b"<opml" in path.read_bytes()[:2_000]):
        raise UsageError(f"{path} is there already and is no OPML: choose another name")
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".export-")
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error  # the user knows no other name
    new = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text.encode("utf-8"))
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
