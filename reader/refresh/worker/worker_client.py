"""The UI's connection to the worker. It never blocks the caller and imports only the standard library.

A worker that dies is restarted, up to three times a minute, and gets the commands sent in between. A worker that cannot
run (exit code 2) is not restarted, one that cannot run at the moment (3: full disk, locked database) after a pause.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty, Full, Queue

from reader.files import make_private_folder, open_to_append
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.spawn import command, environment
from reader.refresh.worker.protocol import Command, Event, Quit, Trouble, read_event, to_line

STARTS_A_MINUTE = 3
CANNOT_RUN, NOT_NOW = 2, 3  # exit codes of the worker, which has reported the reason
RETRY_SECONDS = 20.0  # before a restart after NOT_NOW
MAX_COMMANDS = 1_000  # that wait for a worker

log = logging.getLogger(__name__)


class WorkerClient:
    """``on_event`` is called with each event, on a thread of the client."""

    def __init__(self, paths: Paths, on_event: Callable[[Event], None]) -> None:
        self._paths, self._on_event = paths, on_event
        self._commands: Queue[Command] = Queue(MAX_COMMANDS)
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the worker, if it is running."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        """Starts the worker, and restarts it when it dies; returns at once."""
        threading.Thread(target=self._keep_running, name="worker", daemon=True).start()
        threading.Thread(target=self._send_commands, name="commands", daemon=True).start()

    def send(self, command: Command) -> None:
        """Sends a command to the worker, or to the next one if none is running. Returns at once and never raises."""
        with contextlib.suppress(Full):
            self._commands.put_nowait(command)

    def close(self) -> None:
        """Ends the worker, after a second by force. Can be called twice."""
        self._closing.set()
        with contextlib.suppress(Empty):
            while True:
                self._commands.get_nowait()
        self.send(Quit())
        with self._changed:
            process = self._process
            self._changed.notify_all()
        if process is None:
            return
        for end, seconds in ((_no_action, 1.0), (process.terminate, 0.5), (process.kill, 5.0)):
            end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return

    def _keep_running(self) -> None:
        starts: deque[float] = deque(maxlen=STARTS_A_MINUTE)
        while not self._closing.is_set():
            if len(starts) == STARTS_A_MINUTE and (left := starts[0] + 60 - time.monotonic()) > 0:
                self._report(Problem.WORKER_KEEPS_FAILING)
                if self._closing.wait(left):
                    return
            starts.append(time.monotonic())
            code = self._run_once()
            if self._closing.is_set() or code == CANNOT_RUN:
                return
            log.warning("event=worker_ended code=%s", code)
            if code == NOT_NOW:
                self._closing.wait(RETRY_SECONDS)
                continue
            self._report(Problem.WORKER_RESTARTED)

    def _run_once(self) -> int | None:
        """Runs a worker and reports its events until it ends; returns its exit code."""
        try:
            process = start_worker(self._paths)
        except OSError as error:
            log.warning("event=worker_start_failed reason=%s", error)
            return None
        with self._changed:
            self._process = process
            self._changed.notify_all()
        if self._closing.is_set():
            process.kill()
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                if event := read_event(line):
                    self._notify(event)
        code = process.wait()
        with self._changed:
            self._process = None
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        return code

    def _send_commands(self) -> None:
        while True:
            command = self._commands.get()
            while not self._write(command) and not self._closing.is_set():
                pass
            if isinstance(command, Quit):
                return

    def _write(self, command: Command) -> bool:
        """Waits for a worker and writes the command to it; False if it died."""
        with self._changed:
            self._changed.wait_for(lambda: self._process is not None or self._closing.is_set())
            process = self._process
        if process is None or process.stdin is None:
            return False
        try:
            process.stdin.write(to_line(command))
            process.stdin.flush()
        except (OSError, ValueError):
            self._closing.wait(0.1)
            return False
        return True

    def _report(self, code: Problem) -> None:
        if not self._closing.is_set():
            self._notify(Trouble(problem(code)))

    def _notify(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("event=listener_failed kind=%s", type(event).__name__)


def start_worker(paths: Paths, *arguments: str, stdin: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """Starts a worker in a session of its own, so that Ctrl+C in the terminal does not end it."""
    folders = ("--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir))
    stderr = _open_log(paths)
    try:
        return subprocess.Popen(
            command("reader.refresh", *folders, *arguments),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment(),
            start_new_session=True,
        )
    finally:
        if stderr >= 0:
            os.close(stderr)


def poll_once(paths: Paths, urls: Sequence[str], *, seconds: float = 30.0) -> int | None:
    """Polls these feeds in a separate process; returns its exit code, or None if it took too long."""
    process = start_worker(paths, "--once", *urls, stdin=subprocess.DEVNULL)
    with process:
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return process.returncode


def _open_log(paths: Paths) -> int:
    with contextlib.suppress(OSError):
        make_private_folder(paths.data_dir)
        return open_to_append(paths.log)
    return subprocess.DEVNULL


def _no_action() -> None:
    return None
