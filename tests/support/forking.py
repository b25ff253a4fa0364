"""Processes forked from one that has imported what they need; :mod:`tests.support.fork_server` and
:mod:`tests.support.xdist_forks` have one each.

A forked process is one of its own: arguments, environment, streams, terminal, signals and exit code are as
after ``python ARGUMENTS``. A request comes over a socket, with the descriptors of the new process's streams and of a
pipe, through which the process id and, at its end, the exit code go back.

This module imports nothing of the reader.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import resource
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

REQUEST_BYTES = 100_000
GREETING = b"ready"


class ForkOf:
    """A process forked by a server, with the part of ``subprocess.Popen``'s interface that tests use.

    ``server``: a connection to it. ``arguments``: of Python, ``-m reader …`` or ``-c code …``. ``streams``: the
    descriptors for stdin, stdout and stderr; ``session``: in a session of its own. ``terminal``: the path of a terminal
    instead, which becomes the controlling one of a new session. ``alone``: see :mod:`tests.support.fork_server`.
    """

    def __init__(
        self,
        server: socket.socket,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        streams: Sequence[int] = (),
        session: bool = False,
        terminal: str = "",
        alone: bool = False,
    ) -> None:
        self.returncode: int | None = None
        self._ended = threading.Event()
        own, theirs = os.pipe()
        self._answers = os.fdopen(own, "r", encoding="ascii")
        request = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "session": session or bool(terminal),
            "terminal": terminal,
            "alone": alone,
            "largest_file": resource.getrlimit(resource.RLIMIT_FSIZE),
        }
        try:
            socket.send_fds(server, [json.dumps(request).encode()], [theirs, *streams])
        finally:
            os.close(theirs)
        self.pid = int(self._answers.readline())
        threading.Thread(target=self._await_end, name="forked program", daemon=True).start()

    def _await_end(self) -> None:
        with self._answers:
            self.returncode = os.waitstatus_to_exitcode(int(self._answers.readline()))
        self._ended.set()

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("a forked program", timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # the server may know of its end already
            if self.returncode is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


# -- the server


def serve(*connected: socket.socket, listener: socket.socket | None = None) -> tuple[dict[str, Any], list[int]] | None:
    """Forks for each request; returns the request in the new process, and None in this one when nobody is connected."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    answers: dict[int, int] = {}  # descriptors by process id
    clients = {client.fileno(): client for client in connected}
    listeners = {listener.fileno(): listener} if listener else {}
    while True:
        ready, _, _ = select.select([wake, *listeners, *clients], [], [])
        if wake in ready:
            os.read(wake, 4096)
            _report_ended(answers)
        for number in listeners.keys() & {*ready}:
            client, _ = listeners[number].accept()
            clients[client.fileno()] = client
            _tell(client.fileno(), GREETING)
        for number in clients.keys() & {*ready}:
            data, descriptors = _received(clients[number])
            if not data:
                clients.pop(number).close()
                continue
            answer, *streams = descriptors
            pid = os.fork()
            if not pid:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                sockets = [one.detach() for one in (*listeners.values(), *clients.values())]
                for descriptor in (*sockets, wake, waker, answer, *answers.values()):
                    os.close(descriptor)
                return json.loads(data), streams
            for descriptor in streams:
                os.close(descriptor)
            answers[pid] = answer
            _tell(answer, f"{pid}\n".encode())
        if not clients:
            signal.set_wakeup_fd(-1)
            return None


def _received(client: socket.socket) -> tuple[bytes, list[int]]:
    """A request and its descriptors; no bytes from a client that has ended."""
    try:
        data, descriptors, _, _ = socket.recv_fds(client, REQUEST_BYTES, 4)
    except ConnectionError:
        return b"", []
    return data, descriptors


def _tell(descriptor: int, data: bytes) -> None:
    """Writes to a client, unless it has ended."""
    with contextlib.suppress(OSError):
        os.write(descriptor, data)


def _report_ended(answers: dict[int, int]) -> None:
    for pid in list(answers):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            answer = answers.pop(pid)
            _tell(answer, f"{status}\n".encode())
            os.close(answer)


def become(request: dict[str, Any], streams: list[int]) -> None:
    """Takes on the environment, the streams and the arguments of a new process."""
    os.environ.clear()
    os.environ.update(request["environment"])
    resource.setrlimit(resource.RLIMIT_FSIZE, request["largest_file"])  # of the test; the server serves others, too
    if request["session"]:
        os.setsid()
    if request["terminal"]:
        streams = [
            os.open(request["terminal"], os.O_RDWR)
        ] * 3  # the first that the leader of a session opens is its own
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
    for descriptor in {*streams} - {0, 1, 2}:
        os.close(descriptor)
    for name, stream in (
        ("stdin", _stream(0, "r")),
        ("stdout", _stream(1, "w")),
        ("stderr", _stream(2, "w", errors="backslashreplace")),
    ):
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def run(arguments: list[str]) -> None:
    """Does what Python does with these arguments."""
    option, what, *rest = arguments
    sys.argv = [option, *rest]
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


def _stream(descriptor: int, mode: str, errors: str = "strict") -> io.TextIOWrapper:
    """A text stream as Python opens it at its start."""
    binary = os.fdopen(descriptor, f"{mode}b", closefd=False)
    lines = descriptor == 2 or os.isatty(descriptor)
    return io.TextIOWrapper(binary, encoding="utf-8", errors=errors, line_buffering=lines)


def end(code: int) -> None:
    """Does what Python does at its end, and spares it the taking down of all modules, which takes it 70 ms.

    Returns if something cannot be written, which Python is to report.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
