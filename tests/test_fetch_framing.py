"""Responses of old and home-made servers are read if their end is clear, and refused if they could smuggle another."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import AsyncIterator
from itertools import pairwise
from urllib.parse import unquote_to_bytes

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FetchError
from reader.fetch import Request
from reader.fetch.client import Client
from reader.fetch.content_coding import BodyDecoder
from reader.fetch.http_messages import wire_url
from reader.fetch.redirects import RedirectChain
from reader.fetch.response_stream import ResponseStream
from reader.problems import Problem
from reader.subscriptions.discovery import header_candidates
from reader.web.addresses import web_url
from tests.support.faultserver import FaultServer, answer, fault_server
from tests.support.fuzzing import examples

BODY = b"<?xml version='1.0'?><rss><channel><title>A feed</title></channel></rss>"
SIZE = len(BODY)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (SIZE, BODY)
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n" % SIZE


def said(*lines: str, body: bytes = BODY, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, "Content-Type: text/xml", *lines, "", ""]).encode("latin-1") + body


READABLE = {
    "a length and chunks": said(f"Content-Length: {SIZE}", "Transfer-Encoding: chunked", body=CHUNKED),
    "a wrong length and chunks": said("Content-Length: 3", "transfer-encoding: Chunked", body=CHUNKED),
    "chunked twice": said("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body=CHUNKED),
    "gzip as a transfer coding": said("Transfer-Encoding: gzip, chunked", body=CHUNKED),
    "identity": said("Transfer-Encoding: identity", f"Content-Length: {SIZE}"),
    "blanks in a name": said("X Powered By: a name with blanks", f"Content-Length: {SIZE}"),
    "a blank before the colon": said(f"Content-Length : {SIZE}", body=BODY + b"more"),
    "an empty name": said(": nothing", f"Content-Length: {SIZE}"),
    "no colon": said("nonsense", f"Content-Length: {SIZE}"),
    "control characters": said("\0\x01bad", f"Content-Length: {SIZE}"),
    "a null byte in a value": said("X-A: \0", f"Content-Length: {SIZE}"),
    "a letter that is not ASCII in a name": said("Übel: x", f"Content-Length: {SIZE}"),
    "two equal lengths": said(f"Content-Length: {SIZE}", f"Content-Length: 0{SIZE}"),
    "two equal lengths in one field": said(f"Content-Length: {SIZE}, {SIZE}"),
    "a plus sign": said(f"Content-Length:\t+{SIZE} "),
    "a length that is not a number": said("Content-Length: unknown"),
    "no length": said("Content-Length:"),
    "a length that is too short": said(f"Content-Length: {SIZE}", body=BODY + b"\r\n\r\nmore HTTP/1.1 200 OK\r\n"),
    "HTTP/2 in the status line": said(f"Content-Length: {SIZE}", status="HTTP/2 200"),
    "no reason": said(f"Content-Length: {SIZE}", status="HTTP/1.0 200"),
    "ICY": said(f"Content-Length: {SIZE}", status="ICY 200 OK"),
    "empty lines before it": b"\r\n\r\n" + said(f"Content-Length: {SIZE}"),
    "line feeds alone": said(f"Content-Length: {SIZE}", body=b"").replace(b"\r\n", b"\n") + BODY,
    "a folded line": said("X-A: a", "  b: c", f"Content-Length: {SIZE}"),
    "a blank before the first header": said(f"Content-Length: {SIZE}", status="HTTP/1.1 200 OK\r\n X-A: b"),
    "300 headers": said(*(f"X-{n}: {n}" for n in range(300)), f"Content-Length: {SIZE}"),
    "a header of 100 kB": said("X-A: " + "a" * 100_000, f"Content-Length: {SIZE}"),
    "an interim response": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + said(f"Content-Length: {SIZE}"),
    "chunks with extensions and trailers": said(
        "Transfer-Encoding: chunked",
        body=b"0005 ; a=b\r\n" + BODY[:5] + b"\r\n%X\n" % (SIZE - 5) + BODY[5:] + b"\n0\r\nX-A: b\r\n\r\n",
    ),
    "something after the last chunk": said("Transfer-Encoding: chunked", body=CHUNKED + b"HTTP/1.1 404 No\r\n\r\n"),
}
UNREADABLE = {
    "different lengths": (said(f"Content-Length: {SIZE}", "Content-Length: 3"), Problem.DIFFERENT_LENGTHS),
    "different lengths in one field": (said(f"Content-Length: {SIZE}, 3"), Problem.DIFFERENT_LENGTHS),
    "a length and none": (said(f"Content-Length: {SIZE}, x"), Problem.DIFFERENT_LENGTHS),
    "a line end in a value": (said("Location: a\rSet-Cookie: b", "X: y"), Problem.LINE_END_IN_HEADER),
    "no HTTP": (b"220 mail.example ESMTP\r\n", Problem.NOT_HTTP),
    "a status that is not a number": (b"HTTP/1.1 OK\r\n\r\n", Problem.NOT_HTTP),
    "chunks without length": (said("Transfer-Encoding: chunked", body=b"zz\r\n<rss>\r\n"), Problem.INVALID_CHUNKS),
    "a chunk longer than it says": (
        said("Transfer-Encoding: chunked", body=b"5\r\n<rss>abc\r\n0\r\n\r\n"), Problem.INVALID_CHUNKS,
    ),
    "too many interim responses": (b"HTTP/1.1 100 Continue\r\n\r\n" * 30 + said(), Problem.TINY_PIECES),
    "a megabyte of headers": (said(*(f"X-{n}: {'a' * 100}" for n in range(10_000))), Problem.HEADERS_TOO_LARGE),
    "chunks of one byte": (
        said("Transfer-Encoding: chunked", body=b"1\r\na\r\n" * 400_000 + b"0\r\n\r\n"), Problem.TINY_PIECES,
    ),
}  # fmt: skip


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        yield running


async def test_a_response_that_can_be_framed_is_read_and_others_are_refused_with_the_reason(
    server: FaultServer,
) -> None:
    found: dict[str, bytes | Problem] = {}
    async with Client(per_host=4) as client:
        for name, script in {**READABLE, **{name: sent for name, (sent, _) in UNREADABLE.items()}}.items():
            server.routes["/f"] = [script]
            try:
                found[name] = (await client.fetch(Request(server.url("/f"), private_host=server.host))).body
            except FetchError as error:
                found[name] = error.details.code
    assert found == {**dict.fromkeys(READABLE, BODY), **{name: code for name, (_, code) in UNREADABLE.items()}}


def read(sent: bytes, *cuts: int) -> bytes:
    """The canonical form of a response that arrives in pieces."""
    stream, places = ResponseStream(), sorted({0, len(sent), *(min(cut, len(sent)) for cut in cuts)})
    return b"".join(stream.feed(sent[start:end]) for start, end in pairwise(places))


any_header = st.binary(max_size=30).filter(
    lambda line: not line.partition(b":")[0].strip().lower().startswith((b"content-", b"transfer-")) and b"\r" not in line
    and b"\n" not in line and line
)  # fmt: skip


@given(any_header, st.booleans())
@settings(max_examples=examples(100))
def test_no_header_of_another_name_changes_what_is_read(line: bytes, first: bool) -> None:
    known = b"Content-Length: %d\r\n" % SIZE
    headers = line + b"\r\n" + known if first else known + line + b"\r\n"
    assert read(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + BODY + b"more").endswith(b"\r\n\r\n" + BODY)


@given(st.sampled_from(sorted(READABLE)), st.lists(st.integers(0, 300), max_size=5))
@settings(max_examples=examples(100))
def test_it_does_not_matter_how_a_response_is_cut_into_pieces(name: str, cuts: list[int]) -> None:
    sent = READABLE[name]
    contents = bytes(part for part in read(sent, *cuts))
    whole = read(sent)
    if b"chunked" not in whole:
        assert contents == whole
    else:
        assert unchunked(contents) == unchunked(whole)


def unchunked(canonical: bytes) -> tuple[bytes, bytes]:
    """Head and body of a response in canonical form."""
    top, _, rest = canonical.partition(b"\r\n\r\n")
    parts: list[bytes] = []
    while True:
        size, _, rest = rest.partition(b"\r\n")
        if size == b"0":
            return top, b"".join(parts)
        parts.append(rest[: int(size, 16)])
        rest = rest[int(size, 16) + 2 :]


@pytest.mark.parametrize(
    "member", [gzip.compress(b"", mtime=0), b"\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00"], ids=["gzip", "zstd"]
)
def test_a_flood_of_empty_members_is_refused_before_it_takes_long(member: bytes) -> None:
    decoder = BodyDecoder("", 10_000_000)
    flood = member * 400_000
    chunks = (flood[start : start + 2**16] for start in range(0, len(flood), 2**16))  # as it comes from the network
    with pytest.raises(FetchError) as caught:
        deque(map(decoder.add, chunks))
    assert caught.value.details.code is Problem.TINY_PIECES


async def test_a_redirect_with_a_body_that_is_longer_than_said_is_followed(server: FaultServer) -> None:
    server.routes["/f"] = [b"HTTP/1.1 302 Found\r\nLocation: /g\r\nContent-Length: 1\r\n\r\nlong body"]
    server.routes["/g"] = [answer(BODY)]
    async with Client() as client:
        assert (await client.fetch(Request(server.url("/f"), private_host=server.host))).body == BODY


path_bytes = st.lists(st.sampled_from([n for n in range(0x21, 0x100) if n != 0x7F and chr(n) not in "./?#"])).map(bytes)


@given(path_bytes | st.text(st.characters(min_codepoint=0xA0, blacklist_categories=["Cs"])).map(str.encode))
@settings(max_examples=examples(100))
def test_a_redirect_asks_for_the_very_bytes_of_its_location(path: bytes) -> None:
    location = (b"/x" + path).decode("utf-8", "surrogateescape")
    for prefix in ("", "//two.example", "https://münchen.example"):
        target = RedirectChain.start("http://one.example/").follow(302, prefix + location).url
        assert unquote_to_bytes(wire_url(target).raw_path) == unquote_to_bytes(b"/x" + path)
        assert web_url(target) == target


async def test_a_location_in_latin_1_is_followed_to_the_same_bytes(server: FaultServer) -> None:
    server.routes["/f"] = [b"HTTP/1.1 301 Moved\r\nLocation: /caf\xe9?x=\xfc\r\nContent-Length: 0\r\n\r\n"]
    server.routes["/caf%E9?x=%FC"] = [answer(BODY, "Link: </caf\xe9>; rel=alternate; type=application/atom+xml")]
    async with Client() as client:
        found = await client.fetch(Request(server.url("/f"), private_host=server.host))
    assert found.moved_to == server.url("/caf%E9?x=%FC")
    assert [one.url for one in header_candidates(found.links, found.url)] == [server.url("/caf%E9")]
