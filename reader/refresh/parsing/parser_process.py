"""The process in which bytes from outside are parsed, so that a hostile feed kills nothing but this.

Run as ``python -m reader.refresh.parsing.parser_process SECONDS BYTES``. Jobs come on stdin and answers go to
stdout, each as four bytes of length and a pickle: ``(kind, body, keywords)`` and ``(value, problem, peak)``: a value,
or the problem of a ``ParseError``, and the most memory used so far in bytes. The process ends when stdin does: with its
parent, however that ended. A job that outlives ``SECONDS`` by far ends it by an alarm, for the case that
no parent is left to end it; ``BYTES`` is all the memory that it may have.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import io
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from reader.errors import ParseError
from reader.problems import Problem, problem

MEMORY_LIMIT = 1_500_000_000
LENGTH_BYTES = 4
PIPE_BYTES = 2**18


def main() -> int:
    """Works until stdin ends."""
    answers = _own_stdout()
    for pipe in (sys.stdin.fileno(), answers.fileno()):
        _widen(pipe)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    seconds, most = int(sys.argv[1]), int(sys.argv[2])
    _limit_memory(most)
    while (job := _read(sys.stdin.buffer)) is not None:
        _set_alarm(seconds * 2)
        answer = _answer(*pickle.loads(job))  # noqa: S301 - from our parent
        _set_alarm(0)
        try:
            answers.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
            answers.flush()
        except OSError:
            return 1
    return 0


def _answer(kind: str, body: bytes, keywords: dict[str, Any]) -> bytes:
    value, details = None, None
    try:
        value = _KINDS[kind]()(body, **keywords)
    except ParseError as error:
        details = error.details
    except MemoryError:
        details = problem(Problem.PARSER_OUT_OF_MEMORY)
    except Exception:  # noqa: BLE001 - the process's boundary: one body must not end the others'
        traceback.print_exc()
        details = problem(Problem.PARSER_CRASHED)
    answer = io.BytesIO()
    _Pickler(answer, protocol=5).dump((value, details, _peak_memory()))
    return answer.getvalue()


class _Pickler(pickle.Pickler):
    """Our values go by the arguments that make them: dataclasses' own way takes twice as long to read."""

    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        names: tuple[str, ...] = getattr(kind, "__match_args__", ()) if dataclasses.is_dataclass(kind) else ()
        if names:
            return kind, tuple(getattr(value, name) for name in names)
        return NotImplemented


def _feed() -> Callable[..., object]:
    from reader.refresh.parsing.read_feed import read_feed

    return read_feed


def _page() -> Callable[..., object]:
    from reader.article.extract import extract_page

    return extract_page


def _author() -> Callable[..., object]:
    from reader.article.author_page import read_author_page

    return read_author_page


def _leads() -> Callable[..., object]:
    from reader.refresh.parsing.feed_candidates_job import read_candidates

    return read_candidates


_KINDS: dict[str, Callable[[], Callable[..., object]]] = {
    "feed": _feed,
    "page": _page,
    "author": _author,
    "leads": _leads,
}


def _own_stdout() -> BinaryIO:
    """The real stdout; what is printed by others goes to stderr."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _widen(pipe: int) -> None:
    """Most feeds go through a wide pipe at once, and wake each side once."""
    with contextlib.suppress(AttributeError, OSError):  # only Linux can
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    job = stream.read(length)
    return job if len(job) == length else None


def _limit_memory(wanted: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS takes the limit but does not keep it
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _peak_memory() -> int:
    """The most memory that this process had, in bytes; on Linux ``ru_maxrss`` would be that of its parent at first."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) * 1024
    except (OSError, IndexError, ValueError):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # bytes there, kilobytes elsewhere


def _set_alarm(seconds: int) -> None:
    signal.alarm(seconds)


if __name__ == "__main__":
    sys.exit(main())
