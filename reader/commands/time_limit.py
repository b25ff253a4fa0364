"""Ends the parsing of one file or page that takes too long, as the worker's parser processes do."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from reader.errors import ParseError
from reader.problems import Problem, problem

SECONDS = 20.0
_AGAIN = 1.0  # seconds, in case somebody caught the error


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raises :class:`ParseError` in the block after ``seconds``. Only the main thread has a limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise ParseError(problem(Problem.PARSER_TIMEOUT))
