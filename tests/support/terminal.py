"""A program under a real pty, and its screen.

A thread reads whatever the program writes, keeps the raw bytes and feeds them to a terminal emulator (pyte);
tests wait for what the screen shows, never for a time. The program is started through ``sh``, which opens the
pty as the leader of a session of its own and so makes it the controlling terminal: hanging up then means what it
means to a user who closes the window.
"""

from __future__ import annotations

import bisect
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

import reader
from reader.paths import Paths
from tests.support.fork_server import ForkedProgram, can_fork

PATIENCE = 90.0  # seconds; only a test that fails waits that long
ROOT = Path(reader.__file__).resolve().parent.parent
_ON_THE_PTY = 'exec "$@" <>"$0" >&0 2>&0'  # sh -c …: opening it makes it the controlling terminal
# What pyte 0.8 takes for text: the keyboard protocol of kitty (CSI > 1 u, CSI < u), questions (CSI ? 2026 $ p, CSI > q)
# and kitty's pictures.
_NOT_FOR_PYTE = re.compile(rb"\x1b(?:\[(?:[<>=][\d;]*[uq]|\?[\d;]*\$p)|_[^\x1b]*\x1b\\)")
_SWITCHES = re.compile(rb"\x1b\[\?(\d+)([hl])")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|_[^\x1b]*\x1b?)?\Z")


class Terminal:
    """A running program and its screen; ``with Terminal(command) as terminal: terminal.shows("words")``.

    The reader is forked from a Python that has imported it, unless it is to be ``fresh``.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 35),
        environment: Mapping[str, str] | None = None,
        emulated: bool = True,
        fresh: bool = False,
    ) -> None:
        columns, lines = size
        self.raw = bytearray()
        self.arrivals: list[tuple[float, int]] = []  # when something came (time.perf_counter), and what raw had then
        self._screen = pyte.Screen(columns, lines)
        self._lines: dict[int, str] = {}  # the text of those that have not changed since the last look
        self._stream = pyte.ByteStream(self._screen) if emulated else None
        self._changed = threading.Condition()
        self._rest = b""
        self._wake, self._waker = os.pipe()
        self._master, self._slave = pty.openpty()
        self._set_size(columns, lines)
        self.process: subprocess.Popen[bytes] | ForkedProgram
        name = os.ttyname(self._slave)
        if can_fork(command) and not fresh:
            self.process = ForkedProgram(command[1:], environment=_environment(environment or {}), terminal=name)
        else:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", _ON_THE_PTY, name, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(environment or {}),
                start_new_session=True,
                cwd="/",
            )
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.hang_up()

    @property
    def pid(self) -> int:
        """The process id of the program: ``sh`` has become it."""
        return self.process.pid

    # -- looking

    def text(self) -> str:
        """What the screen shows, as lines; a no-break space looks like a space."""
        with self._changed:
            return self._text()

    def _text(self) -> str:
        screen = self._screen
        for number in screen.dirty:  # pyte's `display` makes the text of all lines
            line = screen.buffer[number]
            text = "".join([line[column].data for column in range(screen.columns)])
            self._lines[number] = text.rstrip().replace("\xa0", " ")
        screen.dirty.clear()
        return "\n".join(self._lines[number] for number in range(screen.lines))

    def until(self, holds: Callable[[str], object], what: str) -> str:
        """Waits until something holds for the screen's text; returns that text."""
        end = time.monotonic() + PATIENCE
        with self._changed:
            while not holds(text := self._text()):
                left = end - time.monotonic()
                if left <= 0 or (not self._changed.wait(min(left, 1.0)) and self.process.poll() is not None):
                    break
            else:
                return text
        state = f"ended with {self.process.poll()}" if self.process.poll() is not None else "runs"
        raise AssertionError(
            f"{what} never came; the program {state}; the screen:\n{text}\n{bytes(self.raw[-3000:])!r}"
        )

    def shows(self, *words: str) -> str:
        """Waits until the screen shows all of these."""
        return self.until(lambda text: all(word in text for word in words), repr(words))

    def lacks(self, *words: str) -> str:
        """Waits until the screen shows none of these."""
        return self.until(lambda text: not any(word in text for word in words), f"a screen without {words!r}")

    def sent(self, data: bytes, *, start: int = 0) -> int:
        """Waits until the program has written these bytes after an offset; returns where they end."""
        end = time.monotonic() + PATIENCE
        with self._changed:
            while (found := self.raw.find(data, start)) < 0:
                left = end - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise AssertionError(f"{data!r} was not written; the screen:\n{self._text()}")
            return found + len(data)

    def written(self, holds: Callable[[bytes], object], *, start: int = 0, patience: float = PATIENCE) -> float | None:
        """Waits until something holds for all that was written after an offset.

        Returns when the last of that came (``time.perf_counter``), or None if it never did.
        """
        end = time.monotonic() + patience
        looked_at = bisect.bisect_right(self.arrivals, start, key=lambda arrival: arrival[1])
        with self._changed:
            while True:
                for moment, size in self.arrivals[looked_at:]:
                    looked_at += 1
                    if holds(bytes(self.raw[start:size])):
                        return moment
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)

    @property
    def in_order(self) -> bool:
        """Whether the terminal is as a shell wants it: main screen, cursor shown, no mouse, lines and echo on."""
        switched = dict(_SWITCHES.findall(bytes(self.raw)))
        modes = switched == {**switched, b"1049": b"l", b"25": b"h", b"1000": b"l", b"1003": b"l", b"2004": b"l"}
        flags = termios.tcgetattr(self._slave)[3]
        return modes and bool(flags & termios.ECHO) and bool(flags & termios.ICANON)

    # -- acting

    def press(self, keys: str) -> None:
        """Types."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Sends bytes that a terminal sends without a key press, such as replies."""
        os.write(self._master, data)

    def resize(self, columns: int, lines: int) -> None:
        """Makes the window another size; the kernel tells the program by SIGWINCH."""
        with self._changed:
            self._screen.resize(lines, columns)
            self._set_size(columns, lines)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the program."""
        self.process.send_signal(number)

    def ended(self) -> int:
        """Waits for the program's end and its last words; returns the exit code."""
        code = self.process.wait(PATIENCE)
        self._stop_reading()
        return code

    def hang_up(self) -> None:
        """Closes the window: the program gets SIGHUP, and its terminal is gone."""
        self._stop_reading()
        for descriptor in (self._slave, self._master, self._wake, self._waker):
            with contextlib.suppress(OSError):
                os.close(descriptor)
        self._slave = self._master = self._wake = self._waker = -1

    def _stop_reading(self) -> None:
        """Ends the reading thread, which would keep the terminal open, after it has read all output."""
        if self._waker >= 0:
            os.write(self._waker, b".")
        self._reader.join(PATIENCE)

    def kill(self) -> None:
        """Ends the program without asking."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # -- reading

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select((self._master, self._wake), (), ())
            if self._master not in ready:
                return
            data = os.read(self._master, 65_536)
            with self._changed:
                self.raw += data
                self.arrivals.append((time.perf_counter(), len(self.raw)))
                if self._stream:
                    self._feed(self._stream, data)
                self._changed.notify_all()

    def _feed(self, stream: Any, data: bytes) -> None:
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._rest = data[cut:]
        stream.feed(_NOT_FOR_PYTE.sub(b"", data[:cut]))


def reader_command(paths: Paths, *more: str) -> list[str]:
    """The command line that opens the reader on these folders."""
    folders = ("--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir))
    return [sys.executable, "-m", "reader", *folders, *more]


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """As a user has it: bytecode is kept, and nothing of the machine's own settings changes the screen."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR", "PYTHONPATH") if key in os.environ}
    path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **more}
