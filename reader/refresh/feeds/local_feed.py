"""Feeds that lie on this machine: a file, or what a program prints. Only ``feeds.toml`` can name one.

A program runs only where the settings allow it, because a ``feeds.toml`` may be somebody else's. It is an
argument list and never meets a shell; it has no terminal and no stdin; its time and its output have limits, and
when they are over it ends with all that it started in its process group.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import signal
import stat
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

from reader.errors import FetchError
from reader.fetch import Response
from reader.fetch.values import LIMIT_BYTES
from reader.model import Subscription, Validators
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions import path_of
from reader.text import clean_line

_COMPLAINT_BYTES = 4_096  # of stderr; the rest is thrown away
_CHUNK = 65_536
_LOOK_EVERY = 0.05  # seconds between two looks whether a program is over


async def read_file_feed(url: str, validators: Validators, *, seconds: float) -> Response:
    """What lies in a file, or that it is the one that was read last time (304). :class:`FetchError` in words."""
    try:
        async with asyncio.timeout(seconds):  # a file may lie on another machine
            return await asyncio.to_thread(_read_file, url, validators)
    except TimeoutError:
        raise FetchError(problem(Problem.FEED_FILE_TIMEOUT, seconds=seconds)) from None


def _read_file(url: str, validators: Validators) -> Response:
    path = path_of(url)
    if path is None:
        raise FetchError(problem(Problem.FEED_FILE_ADDRESS))
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(number, "rb") as file:  # noqa: PTH123 - a number; a pipe would be waited for
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode):
                raise FetchError(problem(Problem.FEED_FILE_NOT_REGULAR))
            mark = f'"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"'
            if mark == validators.etag:
                return Response(url, 304, b"", None, validators)
            body = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise FetchError(problem(Problem.FEED_FILE_UNREADABLE, errno=error.errno or 0)) from error
    if len(body) > LIMIT_BYTES:
        raise FetchError(problem(Problem.FEED_FILE_TOO_LARGE, limit=LIMIT_BYTES))
    if not body.strip():
        raise FetchError(problem(Problem.FEED_FILE_EMPTY))
    return _response(url, body, Validators(etag=mark))


async def run_program_feed(subscription: Subscription, *, allowed: bool, seconds: float) -> Response:
    """What the program of an ``exec:`` feed prints. :class:`FetchError` in words."""
    if not allowed:
        raise FetchError(problem(Problem.PROGRAMS_NOT_ALLOWED))
    if not subscription.command:
        raise FetchError(problem(Problem.PROGRAM_NOT_GIVEN))
    process = await _start([_at_home(part) for part in subscription.command])
    rest = asyncio.create_task(_end_what_is_left(process))
    try:
        async with asyncio.timeout(seconds):
            body, complaint = await _output(process)
            code = await process.wait()
    except TimeoutError:
        raise FetchError(problem(Problem.PROGRAM_TIMEOUT, seconds=seconds)) from None
    finally:
        rest.cancel()
        _end(process)
    if code:
        raise FetchError(_failure(code, complaint))
    if not body.strip():
        raise FetchError(problem(Problem.PROGRAM_PRINTED_NOTHING))
    return _response(subscription.url, body, Validators())


def _at_home(part: str) -> str:
    return os.path.expanduser(part) if part.startswith("~/") else part  # noqa: PTH111 - a word, perhaps no path


async def _start(command: Sequence[str]) -> Process:
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path.home(),
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise FetchError(problem(Problem.PROGRAM_NOT_FOUND, program=clean_line(command[0], 100))) from error
    except OSError as error:
        raise FetchError(problem(Problem.PROGRAM_CANNOT_RUN, errno=error.errno or 0)) from error
    except (ValueError, RuntimeError) as error:
        raise FetchError(problem(Problem.PROGRAM_NAME_INVALID)) from error


async def _output(process: Process) -> tuple[bytes, bytes]:
    """What the program prints and what it complains of, side by side: a full pipe would hold it up."""
    assert process.stdout is not None
    assert process.stderr is not None
    complaints = asyncio.create_task(_read(process.stderr, _COMPLAINT_BYTES))
    try:
        body = await _read(process.stdout, LIMIT_BYTES + 1, then_stop=True)
        if len(body) > LIMIT_BYTES:
            raise FetchError(problem(Problem.PROGRAM_OUTPUT_TOO_LARGE, limit=LIMIT_BYTES))
        return body, await complaints
    finally:
        complaints.cancel()


async def _end_what_is_left(process: Process) -> None:
    """When the program is over, what it left running would keep its pipes open."""
    while process.returncode is None:  # noqa: ASYNC110 - Process.wait waits for the pipes too
        await asyncio.sleep(_LOOK_EVERY)
    _end(process)


async def _read(stream: asyncio.StreamReader, limit: int, *, then_stop: bool = False) -> bytes:
    """The beginning of a stream; the rest is read and forgotten, unless ``then_stop``."""
    kept = bytearray()
    while chunk := await stream.read(_CHUNK):
        kept += chunk[: limit - len(kept)]
        if then_stop and len(kept) >= limit:
            break
    return bytes(kept)


def _end(process: Process) -> None:
    """Ends the program, if it runs, and what it started and left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _failure(code: int, complaint: bytes) -> ProblemDetails:
    lines = complaint.decode("utf-8", "replace").splitlines()
    first = next((line for line in (clean_line(line, 200) for line in lines) if line), "")
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return problem(Problem.PROGRAM_KILLED, signal=name)
    if not first:
        return problem(Problem.PROGRAM_FAILED, exit_code=code)
    return problem(Problem.PROGRAM_FAILED, exit_code=code, complaint=first)


def _response(url: str, body: bytes, validators: Validators) -> Response:
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    return Response(url, 200, body, None, validators, body_hash=digest)
