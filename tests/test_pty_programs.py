"""Terminal programs under a real pty: they get the screen, and the reader comes back as it was."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.support.terminal import Terminal, reader_command

# Shows its file and waits for a key, like a pager or an editor; Ctrl+C only makes it say so.
PAGER = """
import os, signal, sys
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"interrupted\\n"))  # print must not interrupt another print
print("PAGER", os.get_terminal_size().columns, open(sys.argv[1]).read()[:90], sys.stdin.isatty(), flush=True)
while (line := sys.stdin.readline()) and line.strip() != "end":
    print("PAGER", os.get_terminal_size().columns, flush=True)
sys.exit(3 if line.strip() == "end" else 0)
"""


@pytest.fixture
def terminal_paths(paths: Paths, tmp_path: Path) -> Paths:
    """Folders with the Welcome feed and such a program."""
    (tmp_path / "pager.py").write_text(PAGER, encoding="utf-8")
    paths.config_dir.mkdir()
    paths.feeds.write_text('[[feeds]]\nurl = "broadsheet:welcome"\n', encoding="utf-8")
    run = f'["{sys.executable}", "{tmp_path}/pager.py", "{{file}}"]'
    paths.config.write_text(
        f'[[commands]]\nname = "Pager"\nrun = {run}\nterminal = true\n'
        '[[commands]]\nname = "Counter"\nrun = ["wc"]\ninput = "text"\nterminal = true\n',
        encoding="utf-8",
    )
    return paths


def test_a_terminal_program_gets_the_screen_and_the_reader_comes_back(terminal_paths: Paths) -> None:
    with Terminal(reader_command(terminal_paths)) as terminal:
        terminal.shows("Welcome: how to read here", "6 unread")
        terminal.press("H")
        terminal.shows("Hand over to")
        terminal.press("\r")
        terminal.shows("PAGER 120", 'title: "Welcome: how to read here"', "True")
        terminal.press("\x03")
        terminal.shows("interrupted")
        terminal.resize(90, 30)
        terminal.press("again\r")
        terminal.shows("PAGER 90")
        terminal.press("end\r")
        screen = terminal.shows("Pager failed with exit code 3", "6 unread", "Welcome: how to read here")
        assert "PAGER" not in screen
        assert max(map(len, map(str.rstrip, screen.splitlines()))) == 90
        terminal.press("j")
        terminal.shows("The keys for every day", "2/6")
        _limit_files(terminal.pid, 100)  # as on a full disk
        terminal.press("H")
        terminal.shows("Counter")
        terminal.press("j\r")
        terminal.shows("Couldn’t write a file for Counter")
        _limit_files(terminal.pid, None)
        terminal.press("H\r")
        terminal.shows("PAGER 90")
        terminal.signal(signal.SIGTERM)
        assert terminal.ended() == 0
        assert terminal.in_order


def _limit_files(pid: int, size: int | None) -> None:
    """Limits the size of files that a process writes (setrlimit(2), RLIMIT_FSIZE); None: no longer."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if size is None else size, most))
