"""The UI's end of the pipe to the worker. Standard library only, and nothing here makes a key wait.

A worker that dies is started again, up to three times a minute; commands that were given meanwhile wait for
the next one. A worker that says it cannot run (exit code 2) is not, and one that
cannot just now (3: the disk is full, the database held) only after a rest.
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

from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.spawn import command, environment
from reader.refresh.worker.protocol import Command, Event, Quit, Trouble, read_event, to_line

STARTS_A_MINUTE = 3
CANNOT_RUN, NOT_NOW = 2, 3  # exit codes of the worker's, which has said why
REST = 20.0  # seconds after which one that could not run just now is started again
WAITING_COMMANDS = 1_000

log = logging.getLogger(__name__)


class WorkerLink:
    """``on_event`` is called with each event of the worker, on a thread of the link's."""

    def __init__(self, paths: Paths, on_event: Callable[[Event], None]) -> None:
        self._paths, self._on_event = paths, on_event
        self._commands: Queue[Command] = Queue(WAITING_COMMANDS)
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the worker, if it runs."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        """Starts the worker, and again when it dies; returns at once."""
        threading.Thread(target=self._keep_running, name="worker", daemon=True).start()
        threading.Thread(target=self._pass_commands, name="commands", daemon=True).start()

    def send(self, command: Command) -> None:
        """Gives the worker a command, now or when it runs again; returns at once and never raises."""
        with contextlib.suppress(Full):
            self._commands.put_nowait(command)

    def close(self) -> None:
        """Ends the worker: asks it, and after a second makes it. Can be called twice."""
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
        for end, seconds in ((_nothing, 1.0), (process.terminate, 0.5), (process.kill, 5.0)):
            end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return

    def _keep_running(self) -> None:
        starts: deque[float] = deque(maxlen=STARTS_A_MINUTE)
        while not self._closing.is_set():
            if len(starts) == STARTS_A_MINUTE and (left := starts[0] + 60 - time.monotonic()) > 0:
                self._say(Problem.WORKER_KEEPS_FAILING)
                if self._closing.wait(left):
                    return
            starts.append(time.monotonic())
            code = self._run_once()
            if self._closing.is_set() or code == CANNOT_RUN:
                return
            log.warning("event=worker_ended code=%s", code)
            if code == NOT_NOW:
                self._closing.wait(REST)
                continue
            self._say(Problem.WORKER_RESTARTED)

    def _run_once(self) -> int | None:
        """Starts the worker and passes its events on until it ends; returns its exit code."""
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
                    self._tell(event)
        code = process.wait()
        with self._changed:
            self._process = None
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        return code

    def _pass_commands(self) -> None:
        while True:
            command = self._commands.get()
            while not self._pass(command) and not self._closing.is_set():
                pass
            if isinstance(command, Quit):
                return

    def _pass(self, command: Command) -> bool:
        """Writes the command to the worker, waiting for one to run; False if it died meanwhile."""
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

    def _say(self, code: Problem) -> None:
        if not self._closing.is_set():
            self._tell(Trouble(problem(code)))

    def _tell(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("event=listener_failed kind=%s", type(event).__name__)


def start_worker(paths: Paths, *more: str, stdin: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """A worker process in a session of its own, so that Ctrl+C in the terminal does not reach it."""
    folders = ("--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir))
    complaints = _complaints(paths)
    try:
        return subprocess.Popen(
            command("reader.refresh", *folders, *more),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment(),
            start_new_session=True,
        )
    finally:
        if complaints >= 0:
            os.close(complaints)


def poll_once(paths: Paths, urls: Sequence[str], *, seconds: float = 30.0) -> int | None:
    """Polls these subscribed feeds in a process of its own; its exit code, or None if it took too long."""
    process = start_worker(paths, "--once", *urls, stdin=subprocess.DEVNULL)
    with process:
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return process.returncode


def _complaints(paths: Paths) -> int:
    with contextlib.suppress(OSError):
        paths.data_dir.mkdir(parents=True, exist_ok=True)
        return os.open(paths.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    return subprocess.DEVNULL


def _nothing() -> None:
    return None
