"""The command line in tests: in this process, in one of its own, or in a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import Any

import pytest
from pexpect.fdpexpect import fdspawn

import reader
from reader.cli import main
from reader.paths import Paths
from tests.support.fork_server import POWERLESS, ForkedProgram

ROOT = Path(reader.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Result:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaints(self) -> list[str]:
        """The messages on stderr; fails if anything else is there."""
        lines = self.err.splitlines()
        assert all(line.startswith("broadsheet: ") for line in lines), self.err
        return [line.removeprefix("broadsheet: ") for line in lines]


class TerminalProgram(fdspawn):  # type: ignore[misc]
    """The reader in a fork (see :mod:`tests.support.fork_server`), on a terminal of its own."""

    def __init__(self, arguments: list[str], columns: int) -> None:
        master, self._slave = pty.openpty()
        super().__init__(master, encoding="utf-8", timeout=90)
        self.setwinsize(24, columns)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "", "LINES": ""}
        self._program = ForkedProgram(arguments, environment=environment, terminal=os.ttyname(self._slave))
        Thread(target=self._close_after_it, daemon=True).start()

    def _close_after_it(self) -> None:
        """Closes our end, so that what it has written ends."""
        self._program.wait(180)
        os.close(self._slave)

    def setwinsize(self, lines: int, columns: int) -> None:
        """Makes the terminal another size."""
        fcntl.ioctl(self.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def ended(self) -> int:
        """Waits for its end; returns the exit code, negative for a signal."""
        return self._program.wait(180)


class Command:
    """``broadsheet`` with folders of its own."""

    def __init__(self, paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
        self.paths, self._capsys = paths, capsys

    def subscribe(self, *urls: str) -> None:
        """Replaces feeds.toml."""
        self.paths.config_dir.mkdir(exist_ok=True, parents=True)
        self.paths.feeds.write_text("".join(f'[[feeds]]\nurl = "{url}"\n\n' for url in urls))

    def __call__(self, *arguments: str) -> Result:
        """Runs it in this process."""
        code = main([*self._folders(), *arguments])
        captured = self._capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def process(self, *arguments: str, shell_after: str = "", powerless: bool = False, **environment: str) -> Result:
        """Runs it as a process; ``shell_after`` follows on the shell's command line, ``powerless`` drops root's capabilities.

        It is forked from a Python that has imported the reader, unless it needs the shell or an environment of its own.
        """
        start = ["-c", POWERLESS] if powerless else ["-m", "reader"]
        command = [sys.executable, *start, *self._folders(), *arguments]
        if not shell_after and not environment:
            return _forked(command[1:])
        if shell_after:
            command = ["sh", "-c", f'"$@" {shell_after}', "sh", *command]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            cwd="/",
            timeout=180,
        )
        return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def terminal(self, *arguments: str, columns: int = 100) -> TerminalProgram:
        """Runs it in a terminal of 24 lines."""
        return TerminalProgram(["-m", "reader", *self._folders(), *arguments], columns)

    def _folders(self) -> list[str]:
        return ["--config-dir", str(self.paths.config_dir), "--data-dir", str(self.paths.data_dir)]


def _forked(arguments: list[str]) -> Result:
    """Runs the reader in a fork; what it writes goes to files."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        streams = [file.fileno() for file in (nothing, out, err)]
        code = ForkedProgram(arguments, environment=environment, streams=streams).wait(180)
        out.seek(0)
        err.seek(0)
        return Result(code, out.read().decode("utf-8"), err.read().decode("utf-8"))
