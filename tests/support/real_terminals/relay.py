"""Runs a program inside a terminal, and types for it: ``python relay.py SOCKET COMMAND…``.

What arrives at the Unix socket is input of the program, beside what the terminal sends. The program has a pty of its
own, as large as the terminal, also in pixels. Standard library only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import socket
import sys
import termios
import tty


def main(path: str, command: list[str]) -> int:
    """Returns the exit code of the program."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    before = termios.tcgetattr(0)
    tty.setraw(0)
    child, master = pty.fork()
    if child == 0:
        _same_size(0, 0)
        os.execvp(command[0], command)
    _same_size(0, master)
    signal.signal(signal.SIGWINCH, lambda *_: _same_size(0, master))
    typist, _ = server.accept()
    try:
        _relay(master, typist.fileno())
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    while typist.recv(4096):  # what the program left on the screen stays until nobody looks any more
        pass
    return code


def _same_size(source: int, target: int) -> None:
    with contextlib.suppress(OSError):
        fcntl.ioctl(target, termios.TIOCSWINSZ, fcntl.ioctl(source, termios.TIOCGWINSZ, bytes(8)))


def _relay(master: int, typist: int) -> None:
    sources = [0, master, typist]
    while True:
        for ready in select.select(sources, (), ())[0]:
            try:
                data = os.read(ready, 65_536)
            except OSError:
                return
            if not data and ready == typist:
                sources.remove(typist)
                continue
            if not data:
                return
            target = 1 if ready == master else master
            while data:
                data = data[os.write(target, data) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
