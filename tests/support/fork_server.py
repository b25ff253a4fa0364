"""Starts the reader's programs in forks of a Python that has imported it: that saves half a second for each.

What a test sees is a process of its own: arguments, environment, streams, terminal, signals and exit code are as after
``python -m reader``. Only its imports were made before, and what Python and Textual keep of a first screen, such as the
parsed style sheets: that halves what opening the reader costs. It has its worker and its parsers in itself, as the test has
(see :mod:`tests.support.in_process`); for a test marked ``processes`` they are new Pythons, and so is a program that is
to show the start itself (``fresh``).

The server is the main part of this module, and all processes of a test run share one. A request comes over a socket,
with the descriptors of the new process's streams and of a pipe, through which the process id and, at its end, the exit
code go back.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import resource
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.support.in_process import processes_replaced, replace_processes
from tests.support.ready_store import spare_the_disk

ROOT = Path(__file__).resolve().parents[2]
REQUEST_BYTES = 100_000
GREETING = b"ready"
# Permissions do not bind root; a root without capabilities (capset(2), version 3) is bound like other users.
POWERLESS = """
import ctypes, os, struct, sys
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[0] * 6)):
        raise OSError(ctypes.get_errno(), "capset")
from reader.cli import main
sys.exit(main())
"""


class ForkedProgram:
    """A process of the server, with the part of ``subprocess.Popen``'s interface that tests use.

    ``arguments``: of Python, ``-m reader …`` or ``-c code …``. ``streams``: the descriptors for stdin, stdout and
    stderr; ``session``: in a session of its own. ``terminal``: the path of a terminal instead, which becomes the
    controlling one of a new session. ``alone``: with worker and parsers in itself, if they are in this process, too.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        streams: Sequence[int] = (),
        session: bool = False,
        terminal: str = "",
        alone: bool | None = None,
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
            "alone": processes_replaced() if alone is None else alone,
            "largest_file": resource.getrlimit(resource.RLIMIT_FSIZE),
        }
        try:
            socket.send_fds(_server(), [json.dumps(request).encode()], [theirs, *streams])
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


@cache
def _server() -> socket.socket:
    """A connection to the server, which ends when nobody has one any more."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")[:12]  # the path of a socket is short
    place = Path(tempfile.gettempdir(), f"broadsheet-forks-{run}")
    for _ in range(5):
        _start_server(place)
        ours = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            ours.connect(str(place))
            if ours.recv(len(GREETING)):
                atexit.register(ours.close)
                return ours
        except ConnectionRefusedError:  # it was killed
            place.unlink(missing_ok=True)
        except OSError:  # it was about to end
            pass
        ours.close()
    raise AssertionError("the server of the forks does not start")


def _start_server(place: Path) -> None:
    """Starts one, unless there is one."""
    if place.exists():
        return
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    new = place.with_name(f"{place.name}-{os.getpid()}")
    with listener, contextlib.suppress(FileExistsError):  # another process was faster
        listener.bind(str(new))
        listener.listen()
        try:
            os.link(new, place)
        finally:
            new.unlink()
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(listener.fileno()), str(place)],
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        atexit.register(_await, process)


def _await(server: subprocess.Popen[bytes]) -> None:
    """Until other processes of the run have ended, too; not for long."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(5)


def can_fork(command: Sequence[str]) -> bool:
    """Whether the command runs the reader with the Python of the tests."""
    programs = (["-m", "reader"], ["-m", "tests.demo"], ["-c", POWERLESS])
    return command[0] == sys.executable and command[1:3] in programs


# -- the server


def serve(listener: socket.socket, place: Path) -> tuple[dict[str, Any], list[int]] | None:
    """Forks for each request; returns the request in the new process, and None in this one when nobody is connected."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    answers: dict[int, int] = {}  # descriptors by process id
    clients: dict[int, socket.socket] = {}  # by their descriptors
    while True:
        ready, _, _ = select.select([wake, listener.fileno(), *clients], [], [])
        if wake in ready:
            os.read(wake, 4096)
            _report_ended(answers)
        if listener.fileno() in ready:
            client, _ = listener.accept()
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
                sockets = [one.detach() for one in (listener, *clients.values())]
                for descriptor in (*sockets, wake, waker, answer, *answers.values()):
                    os.close(descriptor)
                return json.loads(data), streams
            for descriptor in streams:
                os.close(descriptor)
            answers[pid] = answer
            _tell(answer, f"{pid}\n".encode())
        if not clients:
            place.unlink(missing_ok=True)
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
    if request["alone"]:
        replace_processes()


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


def _import_the_reader() -> None:
    """What the commands, the worker and the parsers need."""
    import reader.article.author_page
    import reader.article.entry_pictures
    import reader.article.extract
    import reader.commands
    import reader.fetch.client
    import reader.media.make_ready
    import reader.parse
    import reader.refresh.parsing.read_feed
    import reader.ui.app

    for module in pkgutil.walk_packages(reader.commands.__path__, "reader.commands."):
        importlib.import_module(module.name)
    importlib.import_module("tests.demo")


def _open_once() -> None:
    """Opens the reader without a terminal, in folders of its own."""
    from reader.config import Config
    from reader.library import open_library
    from reader.paths import Paths
    from reader.ui.app import BroadsheetApp

    async def open_and_close(paths: Paths) -> None:
        library = open_library(paths, Config())
        library.worker.seed()
        async with BroadsheetApp(library).run_test(size=(120, 35)) as pilot:
            await pilot.pause()
        library.close()

    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patched:
        replace_processes(patched.setattr)
        paths = Paths(Path(root, "config"), Path(root, "data"))
        paths.config_dir.mkdir()
        paths.feeds.write_text('[[feeds]]\nurl = "broadsheet:welcome"\n', encoding="utf-8")
        asyncio.run(open_and_close(paths))
    assert threading.active_count() == 1, "a fork has the thread that forks, and no other"


def _end(code: int) -> None:
    """Does what Python does at its end, and spares it the taking down of all modules, which takes it 70 ms.

    Returns if something cannot be written, which Python is to report.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    _import_the_reader()
    spare_the_disk()
    _open_once()
    gc.collect()
    gc.freeze()
    if request := serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])):
        become(*request)
        try:
            run(request[0]["arguments"])
        except SystemExit as error:
            if isinstance(error.code, int | None):
                _end(error.code or 0)
            raise


if __name__ == "__main__":
    main()
