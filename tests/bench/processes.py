"""The cost of a command with all processes it starts: seconds, CPU seconds and peak memory.

Measured from a process in between that inherits every orphan (prctl(2), PR_SET_CHILD_SUBREAPER), so that no CPU
seconds are lost, and that samples the memory of all descendants: the proportional set size, which counts shared
pages once. Memory is available on Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.terminal import ROOT

_SUBREAPER = 36
_EVERY = 0.05  # seconds between two samples
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a command. ``peak``: bytes, 0 if unknown. ``out``: its output."""

    code: int
    seconds: float
    cpu: float
    peak: int
    out: str = ""


def measured(command: Sequence[str]) -> Cost:
    """Runs a command to its end."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        report = Path(folder, "report.json")
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.processes", str(report), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
            check=True,
        )
        return Cost(**{**json.loads(report.read_text()), "out": done.stdout})


def memory(pid: int) -> int:
    """Bytes of a process: the proportional set size if the kernel reports it, else the resident size."""
    if found := _proportional(pid):
        return found
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
    return int(done.stdout or 0) * 1024


def _proportional(pid: int) -> int:
    """0 for a process that has ended, and where the kernel does not report it."""
    with contextlib.suppress(OSError):
        for line in Path(_PROC, str(pid), "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def descendants(pid: int) -> list[int]:
    """All processes below one; none without /proc."""
    parents: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = entry.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _run(command: Sequence[str]) -> Cost:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    peak = _Peak()
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], list(command), os.environ)
    peak.start()
    code, seconds = 0, 0.0
    while True:
        try:
            ended, status = os.waitpid(-1, 0)
        except ChildProcessError:
            break
        if ended == pid:
            code, seconds = os.waitstatus_to_exitcode(status), time.perf_counter() - started
    peak.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(code, seconds, used.ru_utime + used.ru_stime, peak.bytes)


class _Peak(threading.Thread):
    """The largest sum of the memory of all descendants in one sample."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._ending = threading.Event()

    def run(self) -> None:
        while _PROC.exists() and not self._ending.wait(_EVERY):
            self.bytes = max(self.bytes, sum(map(_proportional, descendants(os.getpid()))))

    def stop(self) -> None:
        self._ending.set()
        self.join()


def main() -> None:
    """Runs a command and writes its cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    options.report.write_text(json.dumps(asdict(_run(options.command))))


if __name__ == "__main__":
    main()
