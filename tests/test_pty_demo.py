"""The demo opens a reader of its own and leaves nothing behind, however it ends."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.fuzzing import cases
from tests.support.processes import children, wait_until_gone
from tests.support.terminal import Terminal


def by_key(terminal: Terminal) -> None:
    terminal.press("q")


def by_signal(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)


@pytest.mark.parametrize("end", cases(by_key, Terminal.hang_up, by_signal, brief=2))
def test_the_demo_shows_the_newspaper_and_leaves_no_files(tmp_path: Path, end: Callable[[Terminal], None]) -> None:
    command = [sys.executable, "-m", "tests.demo", "--theme", "paper"]
    with Terminal(command, environment={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.shows("▸ Unread", "Hafenblatt", "Morgensignal", "Ferry with 214 people")
        readers = children(terminal.pid)
        workers = [pid for reader in readers for pid in children(reader)]
        assert readers
        end(terminal)
        wait_until_gone(terminal.pid, *readers, *workers)
    assert not list(tmp_path.iterdir())
