"""Another process that holds the database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read(1) if sys.argv[2] == "0" else __import__("time").sleep(float(sys.argv[2]))
"""


SHORT, LONG = 0.5, 0.0  # seconds that the other program holds it; 0: until its standard input closes


@contextmanager
def held(database: Path, seconds: float) -> Iterator[int]:
    """Another process holds the write lock; yields its id."""
    command = [sys.executable, "-c", HOLD, str(database), f"{seconds:g}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.stdin.close()
