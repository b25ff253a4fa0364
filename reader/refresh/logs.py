"""The log of the worker and of commands: one line per event, ``key=value``, in a file of limited size."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from reader.files import PRIVATE_FILE, make_private_folder, open_to_append

_LARGEST = 1_000_000  # bytes, and one older file of the same size
_FORMAT = "%(asctime)s level=%(levelname)s process=%(process)d %(message)s"


class _PrivateHandler(RotatingFileHandler):
    """Writes files that only the user can read: they contain addresses of feeds."""

    def _open(self) -> TextIOWrapper:
        descriptor = open_to_append(Path(self.baseFilename))
        with suppress(OSError):
            os.fchmod(descriptor, PRIVATE_FILE)  # a log of an earlier version
        return TextIOWrapper(BufferedWriter(FileIO(descriptor, "a")), encoding=self.encoding, errors=self.errors)


def start_log(path: Path) -> None:
    """Starts logging to a file. If it cannot be written, nothing is logged."""
    logging.raiseExceptions = False  # a full or read-only disk only loses log lines
    handler: logging.Handler = logging.NullHandler()
    try:
        make_private_folder(path.parent)
        handler = _PrivateHandler(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", errors="replace")
    except OSError:
        pass
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
