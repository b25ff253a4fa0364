"""Damaging a database."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

PAGE = 4_096


NOISE = random.Random(1).randbytes(PAGE * 20)


def root_of(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(page)


def spoil(database: Path, page: int) -> bytes:
    """Replaces a page by noise; returns the new contents of the file."""
    data = bytearray(database.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = NOISE[:PAGE]
    database.write_bytes(data)
    return bytes(data)
