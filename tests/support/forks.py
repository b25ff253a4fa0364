"""Runs the tests in forks of the process that has collected them: ``--forks auto``, or a number of processes.

Collecting takes ten seconds of processor time. pytest-xdist does it once in each of its processes; a fork has the tests
already. The forks take the next tests from a pipe, a few of a file at a time, until it is empty, and send their reports
back. A fork that dies has failed its test; another takes its place. "auto" is half as many again as there are
processors, because many tests wait. Where pytest-xdist is installed, its ``-n`` is obeyed.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import select
import traceback
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pytest

AT_ONCE = 6  # tests
NUMBER_BYTES = 4
LENGTH_BYTES = 8


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", default="0", help="run the tests in so many forked processes (auto: by the processors)")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """In place of pytest's own loop, unless one process is wanted."""
    option = session.config.option
    forks = ((os.cpu_count() or 1) * 3 + 1) // 2 if option.forks == "auto" else int(option.forks)
    in_one = (
        session.testsfailed or option.collectonly or option.usepdb or getattr(option, "numprocesses", None) is not None
    )
    if forks < 2 or in_one or len(session.items) < 2 * AT_ONCE:
        return None
    left = session.items
    while left:  # a fork that died may have taken tests that it did not begin
        at_work = _Forks(session, forks, left)
        at_work.run()
        left = [item for item in left if item.nodeid not in at_work.begun]
    return True


class _Forks:
    """The forks at work: by the descriptor of their reports, the process and the name of its test."""

    def __init__(self, session: pytest.Session, number: int, items: Sequence[pytest.Item]) -> None:
        self._session, self._number = session, number
        self._locations = {item.nodeid: item.location for item in items}
        self.begun: set[str] = set()
        groups = (list(group) for _, group in groupby(items, lambda item: item.path))
        self._groups = [group[at : at + AT_ONCE] for group in groups for at in range(0, len(group), AT_ONCE)]
        self._work, fill = os.pipe()
        with os.fdopen(fill, "wb") as pipe:  # less than what a pipe holds, for ten thousands of tests
            pipe.write(b"".join(number.to_bytes(NUMBER_BYTES, "big") for number in range(len(self._groups))))
        self._at_work: dict[int, tuple[int, str]] = {}

    def run(self) -> None:
        """Until all tests are reported. Raises ``Session.Failed`` or ``Session.Interrupted`` as pytest's loop does."""
        try:
            for _ in range(min(self._number, len(self._groups))):
                self._start()
            while self._at_work:
                for descriptor in select.select(list(self._at_work), [], [])[0]:
                    self._hear(descriptor)
        finally:
            self._take_back()
            for descriptor, (pid, _) in self._at_work.items():
                os.close(descriptor)
                os.waitpid(pid, 0)
            os.close(self._work)

    def _start(self) -> None:
        reports, send = os.pipe()
        if pid := os.fork():
            os.close(send)
            self._at_work[reports] = (pid, "")
            return
        code = 1
        try:
            for descriptor in (reports, *self._at_work):
                os.close(descriptor)
            _Worker(self._session, send).work(self._groups, self._work)
            code = 0
        except KeyboardInterrupt:  # the parent has it too, and says so
            pass
        except BaseException:  # noqa: BLE001 - the fork must not go on in the loop of its parent
            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                atexit._run_exitfuncs()
            os._exit(code)

    def _hear(self, descriptor: int) -> None:
        length = _read(descriptor, LENGTH_BYTES)
        message = _read(descriptor, int.from_bytes(length, "big")) if length else b""
        pid, current = self._at_work[descriptor]
        hook, config = self._session.config.hook, self._session.config
        if not message:
            os.close(descriptor)
            del self._at_work[descriptor]
            _, status = os.waitpid(pid, 0)
            if current:
                self._report_death(current, os.waitstatus_to_exitcode(status))
                self._start()
            return
        kind, value = pickle.loads(message)
        if kind == "report":
            hook.pytest_runtest_logreport(report=hook.pytest_report_from_serializable(config=config, data=value))
            if self._session.shouldfail or self._session.shouldstop:
                self._stop()
            return
        self._at_work[descriptor] = (pid, value)
        if value:
            self.begun.add(value)
            hook.pytest_runtest_logstart(nodeid=value, location=self._locations[value])

    def _report_death(self, nodeid: str, code: int) -> None:
        words = f"the process of this test ended with {code}"
        report = pytest.TestReport(nodeid, self._locations[nodeid], {}, "failed", words, "call")
        self._session.config.hook.pytest_runtest_logreport(report=report)

    def _stop(self) -> None:
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)
        raise self._session.Interrupted(self._session.shouldstop)

    def _take_back(self) -> None:
        """Takes the tests that no fork has begun."""
        while os.read(self._work, 65_536):
            pass


class _Worker:
    """A fork: runs tests and sends what pytest would show of them."""

    def __init__(self, session: pytest.Session, send: int) -> None:
        self._session, self._send, self._config = session, send, session.config
        plugins = self._config.pluginmanager
        plugins.unregister(name="terminalreporter")
        plugins.register(self, "forked worker")
        capture: Any = plugins.getplugin("capturemanager")
        capture.stop_global_capturing()  # its files are shared with the parent
        capture.start_global_capturing()

    def work(self, groups: Sequence[list[pytest.Item]], work: int) -> None:
        items = (item for number in _numbers(work) for item in groups[number])
        item = next(items, None)
        while item is not None:
            following = next(items, None)
            self._tell("begin", item.nodeid)
            self._config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following
        self._tell("begin", "")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tell("report", self._config.hook.pytest_report_to_serializable(config=self._config, report=report))

    def _tell(self, kind: str, value: object) -> None:
        message = pickle.dumps((kind, value))
        data = memoryview(len(message).to_bytes(LENGTH_BYTES, "big") + message)
        try:
            while data:
                data = data[os.write(self._send, data) :]
        except BrokenPipeError:  # the parent was killed
            os._exit(1)


def _numbers(work: int) -> Iterator[int]:
    """The numbers in the pipe; other forks take some of them."""
    while number := os.read(work, NUMBER_BYTES):
        yield int.from_bytes(number, "big")


def _read(descriptor: int, length: int) -> bytes:
    """So many bytes, or none at the end."""
    data = bytearray()
    while len(data) < length:
        more = os.read(descriptor, length - len(data))
        if not more:
            return b""
        data += more
    return bytes(data)
