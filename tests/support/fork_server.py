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
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.forking import GREETING, ForkOf, become, end, run, serve
from tests.support.in_process import processes_replaced, replace_processes
from tests.support.ready_store import spare_the_disk

ROOT = Path(__file__).resolve().parents[2]
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


class ForkedProgram(ForkOf):
    """A process of the server.

    ``alone``: with worker and parsers in itself; if nothing is said, when they are in this process, too.
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
        super().__init__(
            _server(),
            arguments,
            environment=environment,
            streams=streams,
            session=session,
            terminal=terminal,
            alone=processes_replaced() if alone is None else alone,
        )


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


def main() -> None:
    _import_the_reader()
    spare_the_disk()
    _open_once()
    gc.collect()
    gc.freeze()
    request = serve(listener=socket.socket(fileno=int(sys.argv[1])))
    if request is None:
        Path(sys.argv[2]).unlink(missing_ok=True)
        return
    become(*request)
    if request[0]["alone"]:
        replace_processes()
    try:
        run(request[0]["arguments"])
    except SystemExit as error:
        if isinstance(error.code, int | None):
            end(error.code or 0)
        raise


if __name__ == "__main__":
    main()
