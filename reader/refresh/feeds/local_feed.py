"""Reads feeds from files and from the output of programs. Only ``feeds.toml`` can name these.

A program runs only if the settings allow it, because a ``feeds.toml`` may come from somebody else. It is started
without a shell, a terminal or stdin. At its limit of time or output it is killed with its process group.
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
from reader.programs import expand_home
from reader.subscriptions import path_of
from reader.text import clean_line

_STDERR_BYTES = 4_096  # the rest is discarded
_CHUNK = 65_536
_END_SECONDS = 2.0  # that a killed program may take to end
_CHECK_SECONDS = 0.05  # between two checks whether a program has ended


async def read_file_feed(url: str, validators: Validators, *, seconds: float, limit: int = LIMIT_BYTES) -> Response:
    """Reads a file; a 304 if it is unchanged since the last time. ``limit`` in bytes. Raises :class:`FetchError`."""
    try:
        async with asyncio.timeout(seconds):  # it may be on a network file system
            return await asyncio.to_thread(_read_file, url, validators, limit)
    except TimeoutError:
        raise FetchError(problem(Problem.FEED_FILE_TIMEOUT, seconds=seconds)) from None


def _read_file(url: str, validators: Validators, limit: int) -> Response:
    path = path_of(url)
    if path is None:
        raise FetchError(problem(Problem.FEED_FILE_ADDRESS))
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(number, "rb") as file:  # noqa: PTH123 - a descriptor, opened without waiting for a named pipe
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode):
                raise FetchError(problem(Problem.FEED_FILE_NOT_REGULAR))
            etag = f'"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"'
            if etag == validators.etag:
                return Response(url, 304, b"", None, validators)
            body = file.read(limit + 1)
    except OSError as error:
        raise FetchError(problem(Problem.FEED_FILE_UNREADABLE, errno=error.errno or 0)) from error
    if len(body) > limit:
        raise FetchError(problem(Problem.FEED_FILE_TOO_LARGE, limit=limit))
    if not body.strip():
        raise FetchError(problem(Problem.FEED_FILE_EMPTY))
    return _response(url, body, Validators(etag=etag))


async def run_program_feed(
    subscription: Subscription,
    *,
    allowed: bool,
    seconds: float,
    limit: int = LIMIT_BYTES,
    running: set[int] | None = None,
) -> Response:
    """Runs the program of an ``exec:`` feed and returns its output, at most ``limit`` bytes.

    ``running`` has its process group for as long as it runs. Raises :class:`FetchError`.
    """
    running = set() if running is None else running
    if not allowed:
        raise FetchError(problem(Problem.PROGRAMS_NOT_ALLOWED))
    if not subscription.command:
        raise FetchError(problem(Problem.PROGRAM_NOT_GIVEN))
    process = await _start([expand_home(part) for part in subscription.command])
    running.add(process.pid)
    cleanup = asyncio.create_task(_kill_remaining(process))
    try:
        async with asyncio.timeout(seconds):
            body, stderr = await _output(process, limit)
            code = await process.wait()
    except TimeoutError:
        raise FetchError(problem(Problem.PROGRAM_TIMEOUT, seconds=seconds)) from None
    finally:
        cleanup.cancel()
        kill_program(process.pid)
        running.discard(process.pid)
        await _close(process)
    if code:
        raise FetchError(_failure(code, stderr))
    if not body.strip():
        raise FetchError(problem(Problem.PROGRAM_PRINTED_NOTHING))
    return _response(subscription.url, body, Validators())


async def _start(command: Sequence[str]) -> Process:
    started = asyncio.create_task(
        asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path.home(),
            start_new_session=True,
        )
    )
    try:
        return await asyncio.shield(started)
    except asyncio.CancelledError:  # asyncio would kill the program, but none that it has started itself
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            process = await started
            kill_program(process.pid)
            await _close(process)
        raise
    except FileNotFoundError as error:
        raise FetchError(problem(Problem.PROGRAM_NOT_FOUND, program=clean_line(command[0], 100))) from error
    except OSError as error:
        raise FetchError(problem(Problem.PROGRAM_CANNOT_RUN, errno=error.errno or 0)) from error
    except (ValueError, RuntimeError) as error:
        raise FetchError(problem(Problem.PROGRAM_NAME_INVALID)) from error


async def _output(process: Process, limit: int) -> tuple[bytes, bytes]:
    """Reads stdout and stderr concurrently, because a full pipe would block the program."""
    assert process.stdout is not None
    assert process.stderr is not None
    errors = asyncio.create_task(_read(process.stderr, _STDERR_BYTES))
    try:
        body = await _read(process.stdout, limit + 1, stop_at_limit=True)
        if len(body) > limit:
            raise FetchError(problem(Problem.PROGRAM_OUTPUT_TOO_LARGE, limit=limit))
        return body, await errors
    finally:
        errors.cancel()


async def _kill_remaining(process: Process) -> None:
    """Kills the processes that the program left running, because they keep its pipes open."""
    while process.returncode is None:  # noqa: ASYNC110 - Process.wait waits for the pipes too
        await asyncio.sleep(_CHECK_SECONDS)
    kill_program(process.pid)


async def _close(process: Process) -> None:
    """Waits until a killed program has ended, or it would remain as a zombie if this process ends first.

    Closes its pipes, which a process that left its group may keep open.
    """
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS):
                while process.returncode is None:  # noqa: ASYNC110 - Process.wait waits for the pipes too
                    await asyncio.sleep(_CHECK_SECONDS / 10)
    finally:
        process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001 - Process has no method for it


async def _read(stream: asyncio.StreamReader, limit: int, *, stop_at_limit: bool = False) -> bytes:
    """The beginning of a stream; the remainder is read and discarded, unless ``stop_at_limit``."""
    kept = bytearray()
    while chunk := await stream.read(_CHUNK):
        kept += chunk[: limit - len(kept)]
        if stop_at_limit and len(kept) >= limit:
            break
    return bytes(kept)


def kill_program(group: int) -> None:
    """Kills the process group of a program."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _failure(code: int, stderr: bytes) -> ProblemDetails:
    lines = stderr.decode("utf-8", "replace").splitlines()
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
