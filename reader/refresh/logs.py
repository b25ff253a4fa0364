"""The log of the worker and of commands: one line per event, ``key=value``, in a file of limited size."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LARGEST = 1_000_000  # bytes, and one older file of the same size
_FORMAT = "%(asctime)s level=%(levelname)s process=%(process)d %(message)s"


def start_log(path: Path) -> None:
    """Starts logging to a file. If it cannot be written, nothing is logged."""
    logging.raiseExceptions = False  # a full or read-only disk only loses log lines
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
