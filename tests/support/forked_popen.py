"""Programs with pipes that are forked from a Python that has imported the reader, such as workers."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from types import SimpleNamespace, TracebackType
from typing import BinaryIO, Self

import pytest

from reader.refresh.worker import worker_client
from tests.support.fork_server import ROOT, ForkedProgram


class ForkedPopen(ForkedProgram):
    """The part of ``subprocess.Popen`` that tests and the client of the worker use.

    ``command``: Python, perhaps ``-P``, and its arguments. ``alone``: see :class:`ForkedProgram`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = 2,
        env: Mapping[str, str] | None = None,
        start_new_session: bool = False,
        alone: bool | None = None,
    ) -> None:
        assert stdout == subprocess.PIPE
        theirs, ours = os.pipe() if stdin == subprocess.PIPE else (os.open(os.devnull, os.O_RDONLY), -1)
        answers, said = os.pipe()
        errors = os.open(os.devnull, os.O_WRONLY) if stderr == subprocess.DEVNULL else os.dup(stderr)
        self.stdin: BinaryIO | None = os.fdopen(ours, "wb") if ours >= 0 else None
        self.stdout: BinaryIO = os.fdopen(answers, "rb")
        try:
            arguments = command[2:] if command[1] == "-P" else command[1:]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)} if env is None else env
            super().__init__(
                arguments,
                environment=environment,
                streams=(theirs, said, errors),
                session=start_new_session,
                alone=alone,
            )
        finally:
            for descriptor in (theirs, said, errors):
                os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stdout.close()
        if self.stdin:
            self.stdin.close()
        self.wait()

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def communicate(self, timeout: float | None = None) -> tuple[bytes, None]:
        said: list[bytes] = []
        hearing = threading.Thread(target=lambda: said.append(self.stdout.read()), daemon=True)
        hearing.start()  # or the process waits for ever with more than a pipe holds
        self.wait(timeout)
        hearing.join(timeout)
        return said[0], None


@pytest.fixture
def forked_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, workers are forked; their parsers are new Pythons."""
    monkeypatch.setattr(
        worker_client,
        "subprocess",
        SimpleNamespace(
            Popen=ForkedPopen,
            PIPE=subprocess.PIPE,
            DEVNULL=subprocess.DEVNULL,
            TimeoutExpired=subprocess.TimeoutExpired,
        ),
    )
