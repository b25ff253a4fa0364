"""The processes that run tests, forked from one that has imported all of them.

Importing pytest, the reader and all test modules takes a process two seconds. Forked ones only collect.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import execnet.gateway_io
import pytest
from _pytest.assertion.rewrite import PYC_TAIL, get_cache_dir
from _pytest.config import _prepareconfig
from execnet.gateway_base import Popen2IO

from tests.support.forking import ForkOf, become, end, run, serve

ROOT = Path(__file__).resolve().parents[2]
A_FEW = 20  # files that have changed


class _ForkIO(Popen2IO):
    """In place of execnet's ``Popen2IOMaster``, which starts a new Python."""

    def __init__(self, command: Sequence[str], execmodel: Any) -> None:
        stdin, ours = os.pipe()
        answers, stdout = os.pipe()
        try:
            arguments = [argument for argument in command[1:] if argument != "-u"]
            self._fork = ForkOf(_server(), arguments, environment=os.environ, streams=(stdin, stdout, 2))
        finally:
            os.close(stdin)
            os.close(stdout)
        super().__init__(os.fdopen(ours, "wb"), os.fdopen(answers, "rb"), execmodel)

    def wait(self) -> int:
        return self._fork.wait()

    def kill(self) -> None:
        self._fork.kill()


def use_forks() -> None:
    """From now on in this process."""
    execnet.gateway_io.Popen2IOMaster = _ForkIO  # type: ignore[assignment,misc]


@cache
def _server() -> socket.socket:
    """A connection to the server."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
        )
    atexit.register(_end_server, ours, process)
    return ours


def _end_server(connection: socket.socket, server: subprocess.Popen[bytes]) -> None:
    connection.close()
    with suppress(subprocess.TimeoutExpired):
        server.wait(5)


# -- the server


def _import_the_tests() -> None:
    """As collecting them does: with asserts that say what was compared."""
    config = _prepareconfig(["-p", "no:cacheprovider", "tests"])
    try:
        config.pluginmanager.import_plugin("tests.support.fixtures")
        files = sorted((ROOT / "tests").glob("test_*.py"))
        if sum(_is_stale(file) for file in files) > A_FEW:
            _compile_in_parallel(files)
        for file in files:
            _import(file)
        _find_constants()
    finally:
        config._ensure_unconfigure()


def _import(file: Path) -> None:
    with suppress(Exception, pytest.skip.Exception):  # collecting it says why
        importlib.import_module(f"tests.{file.stem}")


def _find_constants() -> None:
    """Those of all modules, with which hypothesis tries laws."""
    with suppress(ImportError), warnings.catch_warnings():
        from hypothesis.internal.conjecture.providers import _get_local_constants  # private

        warnings.simplefilter("ignore")  # it expects to be asked while tests are collected
        _get_local_constants()


def _is_stale(file: Path) -> bool:
    compiled = get_cache_dir(file) / f"{file.stem}{PYC_TAIL}"
    return not compiled.exists() or compiled.stat().st_mtime < file.stat().st_mtime


def _compile_in_parallel(files: Sequence[Path]) -> None:
    """Nothing is compiled after a fresh checkout. Each of several forks imports, and so compiles, a share."""
    several = os.cpu_count() or 1
    forks = []
    for number in range(several):
        if not (fork := os.fork()):
            for file in files[number::several]:
                _import(file)
            os._exit(0)
        forks.append(fork)
    for fork in forks:
        os.waitpid(fork, 0)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is for the processes that run tests, which get it from the terminal as well."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def main() -> None:
    connection = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    with _without_interrupts():
        _import_the_tests()
        assert threading.active_count() == 1, "a fork has the thread that forks, and no other"
        gc.freeze()
        request = serve(connection)
    if request:
        become(*request)
        run(request[0]["arguments"])
        end(0)


if __name__ == "__main__":
    main()
