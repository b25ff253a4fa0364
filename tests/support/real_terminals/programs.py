"""Starts and ends programs for the terminals."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from tests.support.terminal import ROOT

_ON_THE_PTY = 'exec "$@" <>"$0" >&0 2>&0'  # sh -c …: opening it makes it the controlling terminal


def environment(more: Mapping[str, str], **own: str) -> dict[str, str]:
    """What a program in a terminal gets: nothing of the machine's own settings changes the screen."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": str(ROOT)}
    return {**kept, "COLORTERM": "truecolor", "LANG": "C.UTF-8", **own, **more}


def start(stack: ExitStack, command: Sequence[str], variables: Mapping[str, str]) -> None:
    """Starts a program that ends with the stack."""
    process = subprocess.Popen(
        command, env=dict(variables), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    stack.callback(end, process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program, if need be without asking."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def open_pty(stack: ExitStack) -> tuple[int, int]:
    """The descriptors of both sides of a new pty."""
    master, slave = os.openpty()
    stack.callback(os.close, master)
    stack.callback(os.close, slave)
    return master, slave


def start_on_pty(
    stack: ExitStack,
    command: Sequence[str],
    variables: Mapping[str, str],
    pty: tuple[int, int],
    window: tuple[int, ...],
) -> None:
    """Starts a program on a pty. ``window``: lines, columns, width and height in pixels."""
    master, slave = pty
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", *window))
    start(stack, ["/bin/sh", "-c", _ON_THE_PTY, os.ttyname(slave), *command], variables)
