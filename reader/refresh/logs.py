"""The log of a process that has no screen: one line an event, ``key=value``, in a file that is kept small."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LARGEST = 1_000_000  # bytes, and one older file of the same size
_FORMAT = "%(asctime)s level=%(levelname)s process=%(process)d %(message)s"


def start_log(path: Path) -> None:
    """From now on this process logs to that file. Where it cannot be written, nothing is logged."""
    logging.raiseExceptions = False  # a disk that is full or read-only costs the log, and says nothing on the screen
    handler: logging.Handler = logging.NullHandler()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", errors="replace")
    except OSError:
        pass
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
