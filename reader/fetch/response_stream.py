"""Turns the bytes of a connection into one response in canonical form. Pure.

Interim responses are dropped, small chunks joined, and nothing passes after the end of the body: the connection is
never used again, so what a server sends then is not a second response. Floods end with an error, because each head or
chunk costs far more time than its bytes: a response may have 20 interim heads, and little chunks up to a total of a
megabyte.
"""

from __future__ import annotations

import re

from reader.errors import FetchError
from reader.fetch.response_head import Framing, Head, read_head
from reader.problems import Problem, problem

_HEAD_BYTES = 256 * 1024  # of all heads of a response together
_INTERIM_HEADS = 20
_CHUNK_LINE_BYTES = 16 * 1024
_OVERHEAD = 1_000_000  # bytes of chunk lines, beyond as many as the body has
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?")
_STARTS = (b"HTTP", b"ICY ")


class ResponseStream:
    """``feed`` the bytes as they come; ``status`` is known once the head was read."""

    def __init__(self) -> None:
        self.status: int | None = None
        self._head: Head | None = None
        self._buffer = b""
        self._heads = self._head_bytes = 0
        self._left = 0  # bytes of the body, or of the current chunk
        self._after_chunk = False  # its line end is missing
        self._overhead = self._body = 0
        self._ended = False

    def feed(self, data: bytes) -> bytes:
        """The next bytes of the response in canonical form. Raises :class:`FetchError` if it cannot be read."""
        if self._ended:
            return b""
        if self._head is not None:
            return self._feed_body(data)
        head = self._feed_head(data)
        if head is None:
            return b""
        self._head, self.status, self._left = head, head.status, head.length
        self._ended = head.framing is Framing.NONE or (head.framing is Framing.LENGTH and not head.length)
        if head.framing is Framing.CHUNKED:
            self._left = 0
        rest, self._buffer = self._buffer, b""
        if self._ended or not rest:
            return head.written
        try:
            return head.written + self._feed_body(rest)
        except FetchError as error:
            raise FetchError(error.details, http_status=head.status) from error

    def _feed_head(self, data: bytes) -> Head | None:
        """The final head, once it is complete; the bytes after it stay in the buffer."""
        searched = max(len(self._buffer) - 3, 0)
        self._buffer += data
        while True:
            if not searched:
                self._buffer = self._buffer.lstrip(b"\r\n")
                self._refuse_other_protocols()
            end = _END_OF_HEAD.search(self._buffer, searched)
            size = end.end() if end else len(self._buffer)
            if self._head_bytes + size > _HEAD_BYTES:
                raise FetchError(problem(Problem.HEADERS_TOO_LARGE, limit=_HEAD_BYTES))
            if end is None:
                return None
            head = read_head(self._buffer[: end.start()])
            self._buffer, searched = self._buffer[end.end() :], 0
            if not head.interim:
                return head
            self._heads, self._head_bytes = self._heads + 1, self._head_bytes + size
            if self._heads > _INTERIM_HEADS:
                raise FetchError(problem(Problem.TINY_PIECES))

    def _refuse_other_protocols(self) -> None:
        """So that a server that speaks first in another protocol is not waited for."""
        start = self._buffer[:4].upper()
        if not any(known.startswith(start) for known in _STARTS):
            raise FetchError(problem(Problem.NOT_HTTP))

    def _feed_body(self, data: bytes) -> bytes:
        assert self._head is not None
        match self._head.framing:
            case Framing.LENGTH:
                passed = data[: self._left]
                self._left -= len(passed)
                self._ended = not self._left
                return passed
            case Framing.CHUNKED:
                return self._feed_chunks(data)
            case _:
                return data

    def _feed_chunks(self, data: bytes) -> bytes:
        """The contents of the chunks as one chunk (RFC 9112 section 7.1)."""
        data, self._buffer = self._buffer + data, b""
        parts, place = [], 0
        while place < len(data) and not self._ended:
            if self._left:
                part = data[place : place + self._left]
                parts.append(part)
                place += len(part)
                self._left -= len(part)
                self._body += len(part)
                self._after_chunk = not self._left
                continue
            line_end = data.find(b"\n", place)
            if line_end < 0:
                self._buffer = data[place:]
                if len(self._buffer) > _CHUNK_LINE_BYTES:
                    raise FetchError(problem(Problem.INVALID_CHUNKS))
                break
            self._read_chunk_line(data[place:line_end])
            self._overhead += line_end + 1 - place
            place = line_end + 1
        if self._overhead > _OVERHEAD + self._body:
            raise FetchError(problem(Problem.TINY_PIECES))
        joined = b"".join(parts)
        written = b"%x\r\n%b\r\n" % (len(joined), joined) if joined else b""
        return written + b"0\r\n\r\n" if self._ended else written

    def _read_chunk_line(self, line: bytes) -> None:
        if self._after_chunk and line in (b"", b"\r"):
            self._after_chunk = False
            return
        match = None if self._after_chunk else _CHUNK_LINE.fullmatch(line)
        if match is None:
            raise FetchError(problem(Problem.INVALID_CHUNKS))
        self._left = int(match[1], 16)
        self._ended = not self._left
