"""The session: what the reader looked like, and where articles were left, in files beside the database.

The database is shared with the command line and the worker; a cursor that moves must not look there like a change.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.files import replace_file
from reader.library.writer import Writer
from reader.toml_file import read_bytes

log = logging.getLogger(__name__)


class SessionFile:
    """A JSON object. ``values``: as the last session left it; empty for the first one, and for an unreadable file.

    ``old``: the strings that earlier versions kept in the database, for the first start with a file.
    """

    def __init__(self, path: Path, writer: Writer, old: Mapping[str, str]) -> None:
        self._path, self._writer = path, writer
        self.values: Mapping[str, Any] = _read(path, old)
        self._unwritten = False

    def keep(self, values: Mapping[str, Any]) -> None:
        """Keeps these values; they are written at the next :meth:`flush`."""
        self.values, self._unwritten = values, True

    def flush(self) -> None:
        """Writes the newest values on the writer thread, if they changed since the last time."""
        if self._unwritten:
            self._unwritten = False
            self._writer.submit(lambda _store: self._write())

    def _write(self) -> None:
        try:
            replace_file(self._path, json.dumps(self.values, ensure_ascii=False, indent=1).encode())
        except OSError as error:  # the user need not know: the next session begins somewhere else
            log.warning("event=session_not_saved errno=%s", error.errno)


def _read(path: Path, old: Mapping[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(read_bytes(path))
    except FileNotFoundError:
        return dict(old)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
