"""Child processes of a worker, and waiting for their end."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

PATIENCE = 90.0  # seconds; only a test that fails waits that long


def children(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in done.stdout.split()]


def wait_until_gone(*pids: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(_runs(pid) for pid in pids):
        time.sleep(0.02)
    assert not [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
