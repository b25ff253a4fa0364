"""Decompresses response bodies in bounded memory and detects truncated ones.

aiohttp accepts a truncated gzip body as complete and decompresses a bomb chunk by chunk. So the client reads the raw
bytes and decompresses them here, never more at a time than the limit allows.
Sources: RFC 9110 section 8.4 (gzip, deflate), RFC 7932 (br), RFC 8878 (zstd).
"""

from __future__ import annotations

import sys
import zlib
from typing import Any, Protocol

import brotli  # type: ignore[import-untyped]  # ships no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from reader.errors import FetchError
from reader.problems import Problem, problem

ACCEPTED = "gzip, deflate, br, zstd"
_STEP = 256 * 1024
_MEMBERS = 1_000  # of gzip or zstd, beyond one for each kilobyte of content; an empty one takes 10 µs
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


class _Decompressor(Protocol):
    def feed(self, data: bytes, room: int) -> bytes:
        """Decompresses ``data``, but stops soon after ``room`` bytes."""

    def finished(self) -> bool:
        """Whether the end of the stream was read."""


class BodyDecoder:
    """Decompresses a body in chunks, up to ``limit`` bytes. ``coding`` is the Content-Encoding."""

    def __init__(self, coding: str, limit: int) -> None:
        self._coding, self._limit = coding, limit
        self._parts: list[bytes] = []
        self._size = self._received = 0
        self._head: bytes | None = b""  # the first bytes, until the compression is known
        self._decompressor: _Decompressor | None = None

    @property
    def size(self) -> int:
        """The decompressed bytes so far."""
        return self._size

    def add(self, chunk: bytes) -> None:
        """Decompresses the next bytes. Raises :class:`FetchError` if they are too many or invalid."""
        self._received += len(chunk)
        if self._head is not None:
            self._head += chunk
            if len(self._head) < 4:
                return
            chunk = self._start()
        self._decompress(chunk)

    def finish(self) -> bytes:
        """The whole body. Raises :class:`FetchError` if the compressed stream is truncated."""
        if self._head is not None:
            self._decompress(self._start())
        if self._decompressor is not None and self._received and not self._decompressor.finished():
            raise FetchError(problem(Problem.RESPONSE_CUT_OFF))
        return b"".join(self._parts)

    def _start(self) -> bytes:
        head, self._head = self._head or b"", None
        self._decompressor = _decompressor(self._coding, head)
        return head

    def _decompress(self, chunk: bytes) -> None:
        room = self._limit - self._size
        if self._decompressor is not None:
            try:
                chunk = self._decompressor.feed(chunk, room)
            except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
                raise FetchError(problem(Problem.INVALID_COMPRESSION)) from error
        self._size += len(chunk)
        if self._size > self._limit or self._received > self._limit + _STEP:
            raise FetchError(problem(Problem.RESPONSE_TOO_LARGE, limit=self._limit))
        self._parts.append(chunk)


def _decompressor(coding: str, head: bytes) -> _Decompressor | None:
    """The decompressor for the first bytes, because servers mislabel; if these are ambiguous, for the label."""
    if head.startswith(_GZIP):
        return _Zlib(31)
    if head.startswith(_ZSTD):
        return _Zstd()
    match coding:
        case "deflate" if not _is_text(head):
            # RFC 9110 means the zlib format; some servers send raw deflate.
            zlib_wrapped = len(head) >= 2 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
            return _Zlib(15 if zlib_wrapped else -15)
        case "br" if not _is_text(head):
            return _Brotli()
        case _:
            return None  # not compressed, whatever the label says


def _is_text(head: bytes) -> bool:
    """Whether a body begins like a feed or a page; a compressed one practically never does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"<", b"{") and len(start) > 1 and (start[1:2].isalpha() or start[1:2] in b'?!"\r\n\t }')


class _MemberCount:
    """Refuses a flood of compressed members with little content, which take far more time than bytes."""

    def __init__(self) -> None:
        self._members = self._size = 0

    def add(self, size: int) -> None:
        """Counts the content of a member before the next one."""
        self._members, self._size = self._members + 1, self._size + size
        if self._members > _MEMBERS + self._size // 1024:
            raise FetchError(problem(Problem.TINY_PIECES))


class _Zlib:
    def __init__(self, window: int) -> None:
        self._window, self._stream = window, zlib.decompressobj(window)
        self._members, self._size = _MemberCount(), 0

    def feed(self, data: bytes, room: int) -> bytes:
        parts: list[bytes] = []
        while data and room >= 0:
            if self._stream.eof:
                if self._window != 31 or not data.startswith(_GZIP):
                    break  # some servers send padding after the end
                self._members.add(self._size)
                self._stream, self._size = zlib.decompressobj(31), 0  # the next member, RFC 1952 section 2.2
            part = self._stream.decompress(data, room + 1)
            parts.append(part)
            room -= len(part)
            self._size += len(part)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return b"".join(parts)

    def finished(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream: Any = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        if self._stream.is_finished():
            return b""
        parts = [self._stream.process(data, output_buffer_limit=_STEP)]
        room -= len(parts[0])
        # It says that it can accept more data while it still holds output of what it got, even of the last piece.
        while room >= 0 and parts[-1] and not self._stream.is_finished():
            parts.append(self._stream.process(b"", output_buffer_limit=_STEP))
            room -= len(parts[-1])
        return b"".join(parts)

    def finished(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstd.ZstdDecompressor()
        self._members, self._size = _MemberCount(), 0

    def feed(self, data: bytes, room: int) -> bytes:
        parts: list[bytes] = []
        while room >= 0:
            if self._stream.eof:
                if not data.startswith(_ZSTD):
                    break
                self._members.add(self._size)
                self._stream, self._size = zstd.ZstdDecompressor(), 0
            part = self._stream.decompress(data, max_length=room + 1)
            parts.append(part)
            room -= len(part)
            self._size += len(part)
            data = self._stream.unused_data if self._stream.eof else b""
            if not data and (self._stream.eof or self._stream.needs_input):
                break
        return b"".join(parts)

    def finished(self) -> bool:
        return self._stream.eof
