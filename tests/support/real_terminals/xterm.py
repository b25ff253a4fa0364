"""xterm, which draws sixels, in a virtual X server."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from tests.support.real_terminals import programs, relay
from tests.support.terminal import PATIENCE

NEEDED = ("Xvfb", "xterm")
"""Programs: the packages xvfb and xterm of Debian."""
_BYTES_OF_COLOUR = 12


def missing() -> str:
    """Why xterm cannot be used here; empty if it can."""
    names = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(names)}" if names else ""


class Xterm:
    """A program in xterm; ``with Xterm(command, (80, 24)) as xterm: xterm.press("j")``."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str] | None = None
    ) -> None:
        self._command, self._size, self._environment = command, size, environment or {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="xterm"))
            display = self._start_server(stack, folder)
            path = Path(folder) / "keys"
            columns, lines = self._size
            self._frame_buffer = Path(folder) / "Xvfb_screen0"
            programs.start(
                stack,
                [
                    "xterm", "-ti", "vt340", "-xrm", "XTerm*numColorRegisters: 1024", "-fa", "DejaVu Sans Mono", "-fs", "9", "-b", "0", "+sb",
                    "-geometry", f"{columns}x{lines}+0+0", "-e", sys.executable, relay.__file__, str(path), "env", "COLORTERM=truecolor", *self._command,
                ],
                programs.environment(self._environment, DISPLAY=display),
            )  # fmt: skip
            self._typist = stack.enter_context(socket.socket(socket.AF_UNIX))
            _connect(self._typist, path)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _start_server(self, stack: ExitStack, folder: str) -> str:
        read, write = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1400x900x24",
            "-fbdir",
            folder,
            "-nocursor",
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        stack.callback(programs.end, server)
        with os.fdopen(read, encoding="ascii") as pipe:
            return f":{pipe.readline().strip()}"

    def press(self, keys: str) -> None:
        """Types."""
        self._typist.sendall(keys.encode())

    def screenshot(self) -> Image.Image:
        """What the X server shows; xterm is in the upper left corner."""
        data = self._frame_buffer.read_bytes()
        header = struct.unpack(">25I", data[:100])  # XWDFile.h
        size, width, height, bytes_per_line, colours = header[0], header[4], header[5], header[12], header[19]
        return Image.frombytes(
            "RGB", (width, height), data[size + _BYTES_OF_COLOUR * colours :], "raw", "BGRX", bytes_per_line
        )


def _connect(typist: socket.socket, path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            typist.connect(str(path))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
