"""Workers as processes that are forked from a Python that has imported the reader; their parsers are new Pythons."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from types import SimpleNamespace, TracebackType
from typing import BinaryIO, Self

import pytest

from reader.refresh.worker import worker_client
from tests.support.fork_server import ForkedProgram


class ForkedPopen(ForkedProgram):
    """The part of ``subprocess.Popen`` that starts and uses a worker. ``command``: Python, ``-P`` and its arguments."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        stdin: int,
        stdout: int,
        stderr: int,
        env: Mapping[str, str],
        start_new_session: bool,
    ) -> None:
        assert stdout == subprocess.PIPE
        theirs, ours = os.pipe() if stdin == subprocess.PIPE else (os.open(os.devnull, os.O_RDONLY), -1)
        answers, said = os.pipe()
        errors = os.open(os.devnull, os.O_WRONLY) if stderr == subprocess.DEVNULL else os.dup(stderr)
        self.stdin: BinaryIO | None = os.fdopen(ours, "wb") if ours >= 0 else None
        self.stdout: BinaryIO = os.fdopen(answers, "rb")
        try:
            super().__init__(command[2:], environment=env, streams=(theirs, said, errors), session=start_new_session)
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
        self.wait(timeout)
        return self.stdout.read(), None


@pytest.fixture
def forked_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, workers are forked."""
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
