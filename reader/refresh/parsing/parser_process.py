"""Parses untrusted bytes in a process of its own, so that a hostile feed can only crash that.

Run as ``python -m reader.refresh.parsing.parser_process SECONDS BYTES``. Reads jobs from stdin and writes results to
stdout, each as a length in four bytes and a pickle: ``(kind, body, keywords)`` and ``(value, problem, peak)``, with a
value or the problem of a ``ParseError``, and the peak memory so far in bytes. The process ends when stdin does, that
is with its parent. An alarm ends a job that takes much longer than ``SECONDS``, in case no parent is left to do so.
``BYTES`` limits the memory.
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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reader.errors import ParseError, SyncError
from reader.problems import Problem, ProblemDetails, problem

if TYPE_CHECKING:
    from reader.arrival import ParsedEntry
    from reader.model import Entry
    from reader.refresh.parsing.read_feed import EntryResult
    from reader.subscriptions.discovery import FeedCandidate

MEMORY_LIMIT = 1_500_000_000
LENGTH_BYTES = 4
PIPE_BYTES = 2**18


def main() -> int:
    """Runs jobs until stdin ends."""
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
    except Exception:  # noqa: BLE001 - one body must not end the process
        traceback.print_exc()
        details = problem(Problem.PARSER_CRASHED)
    answer = io.BytesIO()
    _Pickler(answer, protocol=5).dump((value, details, _peak_memory()))
    return answer.getvalue()


class _Pickler(pickle.Pickler):
    """Pickles dataclasses by their constructor arguments, which halves the time to unpickle them."""

    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        names: tuple[str, ...] = getattr(kind, "__match_args__", ()) if dataclasses.is_dataclass(kind) else ()
        if names:
            return kind, tuple(getattr(value, name) for name in names)
        return NotImplemented


def _feed() -> Callable[..., object]:
    from reader.refresh.parsing.read_feed import read_feed

    return read_feed


def _entries() -> Callable[..., object]:
    return read_entries


def read_entries(_body: bytes, *, entries: Sequence[ParsedEntry]) -> tuple[EntryResult, ...]:
    """See :func:`reader.refresh.parsing.read_feed.entry_result`."""
    from reader.refresh.parsing.read_feed import entry_result

    return tuple(map(entry_result, entries))


def _server_answer() -> Callable[..., object]:
    return read_server_answer


def read_server_answer(
    body: bytes, *, parse: Callable[[bytes], object]
) -> tuple[object, None] | tuple[None, ProblemDetails]:
    """What ``parse`` returns, or the problem of the ``SyncError`` that it raises."""
    try:
        return parse(body), None
    except SyncError as error:
        return None, error.details


def _page() -> Callable[..., object]:
    from reader.article.extract import extract_page

    return extract_page


def _author() -> Callable[..., object]:
    from reader.article.author_page import read_author_page

    return read_author_page


def _picture() -> Callable[..., object]:
    from reader.media.make_ready import make_ready

    return make_ready


def _picture_size() -> Callable[..., object]:
    from reader.media.make_ready import measure

    return measure


def _comments() -> Callable[..., object]:
    from reader.refresh.conversation.read_comments import read_comments

    return read_comments


def _transcript() -> Callable[..., object]:
    from reader.article.episodes import read_transcript

    return read_transcript


def _chapters() -> Callable[..., object]:
    from reader.article.episodes import read_chapters

    return read_chapters


def _entry_pictures() -> Callable[..., object]:
    return find_entry_pictures


def find_entry_pictures(_body: bytes, *, entry: Entry) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """See :func:`reader.article.entry_pictures.pictures_of`."""
    from reader.article.entry_pictures import pictures_of

    return pictures_of(entry)


def _feed_links() -> Callable[..., object]:
    return find_feed_links


def find_feed_links(
    body: bytes, *, url: str, content_type: str | None, links: Sequence[str]
) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
    """The feeds that a page or its ``Link`` headers (``links``) declare, and links on it that look like feeds.

    ``url`` is the address of the page after redirects.
    """
    from reader.subscriptions.discovery import (
        header_candidates,
        order_candidates,
        page_candidates,
        page_site_candidates,
    )
    from reader.subscriptions.discovery.html_links import read_page_links
    from reader.web.encoding import decode

    page = read_page_links(decode(body, content_type), url)
    declared, likely = page_candidates(page)
    return order_candidates((*page_site_candidates(page), *declared, *header_candidates(links, url))), likely


_KINDS: dict[str, Callable[[], Callable[..., object]]] = {
    "feed": _feed,
    "entries": _entries,
    "server answer": _server_answer,
    "page": _page,
    "author": _author,
    "comments": _comments,
    "transcript": _transcript,
    "chapters": _chapters,
    "feed links": _feed_links,
    "entry pictures": _entry_pictures,
    "picture": _picture,
    "picture size": _picture_size,
}


def _own_stdout() -> BinaryIO:
    """The real stdout; from here on, printed output goes to stderr."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _widen(pipe: int) -> None:
    """Enlarges a pipe, so that most feeds fit at once and each side wakes up once."""
    with contextlib.suppress(AttributeError, OSError):  # only Linux can
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    job = stream.read(length)
    return job if len(job) == length else None


def _limit_memory(limit: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS takes the limit but does not keep it
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        soft = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def _peak_memory() -> int:
    """The peak memory of this process in bytes. On Linux, ``ru_maxrss`` would start with the peak of the parent."""
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
