"""Reads the head of a response leniently, and writes it again as aiohttp's strict parser wants it. Pure.

Feeds come from old scripts and home-made servers too. A header that is not understood is left out, as browsers do.
What decides where the body ends stays strict: different lengths and line ends inside of a value are refused.
Sources: RFC 9112 sections 4 to 6, RFC 9110 sections 5.5 and 8.6.
"""

from __future__ import annotations

import re
from enum import Enum

from reader.errors import FetchError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, printable, problem

_STATUS_LINE = re.compile(
    rb"(?:HTTP/[0-9]+(?:\.[0-9]+)?|ICY)[ \t]+([1-9][0-9]{2})(?:[ \t].*)?", re.IGNORECASE | re.DOTALL
)
_LENGTH = re.compile(rb"\+?([0-9]{1,18})")
# The headers that we read. Others are not passed on, so that their number, names and values do not matter.
_READ = frozenset({
    b"age", b"cache-control", b"content-encoding", b"content-type", b"date", b"etag", b"expires",
    b"last-modified", b"link", b"location", b"proxy-authenticate", b"retry-after", b"set-cookie",
})  # fmt: skip
_MOST_WITH_A_NAME = {b"link": 40, b"set-cookie": 40}  # aiohttp takes 128 headers
_MOST_OTHERS = 3
_LONGEST_VALUE = 32 * 1024  # bytes
_FRAMING = frozenset({b"content-length", b"transfer-encoding", b"content-encoding"})  # never folded
_KNOWN = _READ | _FRAMING
_BLANKS = (b" ", b"\t")
_NO_BODY = frozenset({204, 304})


class Framing(Enum):
    """How the end of a body is found."""

    NONE = "no body"
    LENGTH = "by its length"
    CHUNKED = "by its last chunk"
    CLOSE = "when the connection is closed"


@dataclass(frozen=True, slots=True)
class Head:
    """A response's head: ``written`` is its canonical form; ``length`` is set for ``Framing.LENGTH``."""

    status: int
    framing: Framing
    written: bytes
    length: int = 0

    @property
    def interim(self) -> bool:
        """Whether the final response comes after it (RFC 9110 section 15.2)."""
        return self.status < 200 and self.status != 101


def read_head(raw: bytes) -> Head:
    """Reads a head, given without the empty line after it. Raises :class:`FetchError` if it cannot be read."""
    text = raw.replace(b"\r\n", b"\n").removesuffix(b"\r")
    first, *lines = text.split(b"\n")
    match = _STATUS_LINE.fullmatch(first)
    if match is None:
        raise FetchError(problem(Problem.NOT_HTTP))
    if b"\r" in text:
        _refuse_line_end(lines)
    status = int(match[1])
    fields = _fields(lines)
    framing, length = _framing(status, fields)
    written = [b"HTTP/1.1 %d -" % status]
    for name, values in fields.items():
        if name in _READ:
            most = _MOST_WITH_A_NAME.get(name, _MOST_OTHERS)
            written += (name + b": " + value for value in values[:most] if len(value) <= _LONGEST_VALUE)
    if framing is Framing.LENGTH:
        written.append(b"content-length: %d" % length)
    elif framing is Framing.CHUNKED:
        written.append(b"transfer-encoding: chunked")
    return Head(status, framing, b"\r\n".join(written) + b"\r\n\r\n", length)


def _fields(lines: list[bytes]) -> dict[bytes, list[bytes]]:
    """The well-formed header fields that we read, by their names in lower case."""
    fields: dict[bytes, list[bytes]] = {}
    values: list[bytes] | None = None  # of the field that a folded line continues
    for line in lines:
        if line[:1] in _BLANKS:
            if values:
                values[-1] = values[-1] + b" " + line.strip(b" \t")
            continue
        name, colon, value = line.partition(b":")
        name, values = name.rstrip(b" \t").lower(), None
        if colon and name in _KNOWN and b"\0" not in value:
            found = fields.setdefault(name, [])
            found.append(value.strip(b" \t"))
            values = None if name in _FRAMING else found
    return fields


def _refuse_line_end(lines: list[bytes]) -> None:
    line = next((line for line in lines if b"\r" in line), b"")
    name = printable(line.partition(b":")[0].decode("ascii", "replace"))[:40]
    raise FetchError(problem(Problem.LINE_END_IN_HEADER, name=name))


def _framing(status: int, fields: dict[bytes, list[bytes]]) -> tuple[Framing, int]:
    """How the body ends (RFC 9112 section 6.3). Transfer-Encoding overrides Content-Length.

    A length that is not a number is left out, like any header: the connection carries one response only, so its end is
    the end of the body.
    """
    if status in _NO_BODY or status < 200:
        return Framing.NONE, 0
    codings = [coding.strip().lower() for value in fields.get(b"transfer-encoding", ()) for coding in value.split(b",")]
    codings = [coding for coding in codings if coding not in (b"", b"identity")]
    if codings:
        return (Framing.CHUNKED if codings[-1] == b"chunked" else Framing.CLOSE), 0
    stated = [part.strip(b' \t"') for value in fields.get(b"content-length", ()) for part in value.split(b",")]
    lengths = {int(match[1]) if (match := _LENGTH.fullmatch(part)) else None for part in stated if part}
    if len(lengths) > 1:
        raise FetchError(problem(Problem.DIFFERENT_LENGTHS))
    length = next(iter(lengths), None)
    return (Framing.CLOSE, 0) if length is None else (Framing.LENGTH, length)
