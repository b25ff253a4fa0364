"""Child processes of a worker, and waiting for their end."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from pathlib import Path

PATIENCE = 90.0  # seconds; only a test that fails waits that long


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):  # Linux tells; `ps` looks at all processes
        found = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        if found:
            return sorted(int(word) for text in found for word in text.split())
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in done.stdout.split()]


def wait_until_gone(*pids: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(runs(pid) for pid in pids):
        time.sleep(0.02)
    assert not [pid for pid in pids if runs(pid)]


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended; one that nobody waited for counts as ended, where /proc tells."""
    try:
        os.kill(pid, 0)
        return not Path("/proc").exists() or Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # reading the file of one that ends raises either
        return False
