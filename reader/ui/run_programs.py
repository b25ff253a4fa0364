"""Runs other programs: argument lists, never a shell. One in the background never has our terminal.

A program that needs the screen gets it until it ends; the reader waits, and then restores its screen. Failures are
returned as messages for the bottom line.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from reader.lazy_dataclass import dataclass
from reader.text import clean_line
from reader.wording.catalogue import _
from reader.wording.spans import duration

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

T = TypeVar("T")

_KEPT = 4_096  # bytes of a program's errors, the last ones
_AFTER_TERM = 2.0  # seconds that a program has to end after SIGTERM
_LAST_ERRORS = 0.5  # seconds to wait for them after the end: a child of the program may keep the pipe open
_LOOK_EVERY = 0.1  # seconds between two checks whether the reader has to end
_LONGEST_REASON = 200  # characters


@dataclass(frozen=True, slots=True)
class Job:
    """A program to run. ``name``: for messages; ``input``: what it gets on standard input; ``seconds``: 0: no limit."""

    name: str
    arguments: list[str]
    input: str | None = None
    terminal: bool = False
    seconds: float = 0


async def run(app: BroadsheetApp, job: Job) -> str | None:
    """Runs a program to its end. Returns what went wrong, as a message, or None."""
    return run_on_screen(app, job) if job.terminal else await in_thread(lambda: run_in_background(job))


def in_thread(work: Callable[[], T]) -> asyncio.Future[T]:
    """Does something on a thread that the end of the reader does not wait for, unlike ``asyncio.to_thread``'s."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def finish(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # T may be None

    def do() -> None:
        result, failure = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - raised again where the result is awaited
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(finish, result, failure)

    threading.Thread(target=do, name="program", daemon=True).start()
    return future


# -- in the background


def run_in_background(job: Job) -> str | None:
    """Runs a program without a terminal, to its end or its time limit. Waits; call it from a thread.

    Raises ``OSError`` if its input cannot be written.
    """
    with _input(job) as stdin:
        try:
            process = subprocess.Popen(
                job.arguments, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            return _not_started(job, error)
    assert process.stderr
    errors = _Errors(process.stderr)
    try:
        code = process.wait(job.seconds or None)
    except subprocess.TimeoutExpired:
        _end_group(process)
        return _("{name} was stopped because it took longer than {time}").format(
            name=job.name, time=duration(int(job.seconds))
        )
    return _failure(job, code, errors.last_line() if code else "")


@contextmanager
def _input(job: Job) -> Iterator[IO[bytes] | None]:
    """The input as a file, which no program can keep us waiting to write."""
    if job.input is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(job.input.encode("utf-8", "replace"))
        file.seek(0)  # writes what is left in the buffer
        yield file


class _Errors:
    """The last of what a program writes to its standard error; the rest is read and dropped."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._kept = pipe, b""
        self._thread = threading.Thread(target=self._read, name="errors", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._pipe:
            while data := os.read(self._pipe.fileno(), 65_536):
                self._kept = (self._kept + data)[-_KEPT:]

    def last_line(self) -> str:
        """The last line that is not empty."""
        self._thread.join(_LAST_ERRORS)
        lines = self._kept.decode("utf-8", "replace").splitlines()
        return next((line for text in reversed(lines) if (line := clean_line(text, _LONGEST_REASON))), "")


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a program with everything that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_AFTER_TERM)
            return


# -- on the screen


def run_on_screen(app: BroadsheetApp, job: Job) -> str | None:
    """Gives a program the terminal until it ends, or until the reader has to end. The UI thread waits for it.

    Raises ``OSError`` if its input cannot be written.
    """
    with _input(job) as stdin:  # before the screen is given away: after an error Textual would not take it back
        try:
            with app.suspend(), _signals_left_to_the_program():
                failure = _run_on_screen(app, job, stdin)
        except SuspendNotSupported:
            return _("{name} needs a terminal").format(name=job.name)
    app.came_back()
    return failure


def _run_on_screen(app: BroadsheetApp, job: Job, stdin: IO[bytes] | None) -> str | None:
    try:
        process = subprocess.Popen(job.arguments, stdin=stdin)
    except (OSError, ValueError) as error:
        return _not_started(job, error)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _failure(job, process.wait(_LOOK_EVERY), "")
        if app.is_ending:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_AFTER_TERM)
            return None


@contextmanager
def _signals_left_to_the_program() -> Iterator[None]:
    """Ctrl+C and Ctrl+\\ reach every program of the terminal. Ignored, they would stay so in the program."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# -- what went wrong


def missing_program(job: Job) -> str | None:
    """A message if there is no such program, before anything is done for it."""
    if shutil.which(job.arguments[0]):
        return None
    if job.name == job.arguments[0]:
        return _("Couldn’t find the program {program}").format(program=job.name)
    return _("{name}: couldn’t find the program {program}").format(name=job.name, program=job.arguments[0])


def _not_started(job: Job, error: OSError | ValueError) -> str:
    missing = missing_program(job) if isinstance(error, FileNotFoundError) else None
    reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
    return missing or _("Couldn’t start {program}: {reason}").format(program=job.arguments[0], reason=reason)


def _failure(job: Job, code: int, line: str) -> str | None:
    if code == 0:
        return None
    if code < 0:
        return _("{name} was ended by signal {number}").format(name=job.name, number=-code)
    if line:
        return _("{name} failed: {reason} (exit code {code})").format(name=job.name, reason=line, code=code)
    return _("{name} failed with exit code {code}").format(name=job.name, code=code)
