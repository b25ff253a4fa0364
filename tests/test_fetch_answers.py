"""Requests as servers receive them, and the responses made from valid answers."""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from collections.abc import AsyncIterator, Callable
from itertools import count, pairwise

import brotli  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from backports import zstd

from reader import __version__
from reader.errors import FetchError, HostBusy
from reader.fetch import PAGE_ACCEPT, Priority, Request, RequestOptions, Response, private_host_of
from reader.fetch.body_budget import LARGE, BodyBudget, BodyShare
from reader.fetch.client import Client
from reader.fetch.content_coding import BodyDecoder
from reader.fetch.cookies import RequestCookies
from reader.fetch.http_messages import user_agent
from reader.model import Validators
from reader.problems import Problem
from tests.support.faultserver import Asked, FaultServer, Script, answer, fault_server, head, redirect

FEED = b"<?xml version='1.0'?><rss><channel><title>A feed</title></channel></rss>" * 40


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        yield running


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(contact="https://example.org/about") as running:
        yield running


async def test_a_response_has_body_type_validators_and_hash(server: FaultServer, client: Client) -> None:
    headers = ["Content-Type: text/xml; charset=utf-8", 'ETag: W/"a b"', "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT"]
    server.routes["/f"] = [answer(FEED, *headers, "Cache-Control: public, max-age=7200", "Age: 200")]
    got = await client.fetch(Request(server.url("/f"), private_host=server.host))
    assert (got.http_status, got.body, got.content_type) == (200, FEED, "text/xml; charset=utf-8")
    assert got.validators == Validators('W/"a b"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert (got.fresh_for, got.moved_to, got.not_modified, got.url) == (7000, None, False, server.url("/f"))
    again = await client.fetch(Request(server.url("/f"), private_host=server.host))
    assert got.body_hash
    assert got.body_hash == again.body_hash


async def test_a_request_names_the_program_and_reveals_nothing_about_the_user(
    server: FaultServer, client: Client
) -> None:
    server.routes["/f"] = [answer(FEED, "Set-Cookie: track=1; Path=/")]
    for _ in range(2):
        await client.fetch(Request(server.url("/f"), private_host=server.host, accept=PAGE_ACCEPT))
    for asked in server.asked:
        sent = dict(asked.headers)
        assert sent["user-agent"] == f"Broadsheet/{__version__} (news reader; +https://example.org/about)".encode()
        assert sent["accept"] == PAGE_ACCEPT.encode()
        assert sent["accept-encoding"] == b"gzip, deflate, br, zstd"
        assert not {"cookie", "referer", "authorization", "if-none-match", "if-modified-since"} & set(sent)
        assert asked.raw.startswith(b"GET /f HTTP/1.1\r\n")


def test_a_contact_cannot_break_out_of_its_header() -> None:
    agent = user_agent("me@example.org)\r\nX-Evil: 1 ü\x1b[0m")
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.count(")") == 1


@pytest.mark.parametrize("etag", ['"plain"', 'W/"weak"', "unquoted", '"', '"ü-utf8"', '"a, b\\"'])
async def test_validators_are_sent_back_byte_for_byte_and_kept_after_a_304(
    server: FaultServer, client: Client, etag: str
) -> None:
    wire = etag.encode()
    modified = "last tuesday, about noon"
    server.routes["/f"] = [
        b"HTTP/1.1 200 OK\r\nETag: " + wire + b"\r\nLast-Modified: " + modified.encode() + b"\r\n\r\n" + FEED
    ]
    first = await client.fetch(Request(server.url("/f"), private_host=server.host))
    server.routes["/f"] = [answer(b"", "Cache-Control: max-age=60", status="304 Not Modified")]
    second = await client.fetch(Request(server.url("/f"), first.validators, private_host=server.host))
    assert server.asked[1].headers["if-none-match"] == wire
    assert server.asked[1].headers["if-modified-since"] == modified.encode()
    assert second.not_modified
    assert second.body == b""
    assert second.body_hash is None
    assert second.validators == first.validators
    assert second.fresh_for == 60


async def test_a_304_may_bring_new_validators(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = [answer(b"", 'ETag: "new"', status="304 Not Modified")]
    got = await client.fetch(Request(server.url("/f"), Validators('"old"', "then"), private_host=server.host))
    assert got.validators == Validators('"new"', "then")


async def test_validators_that_cannot_be_sent_back_are_not_kept(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = [b'HTTP/1.1 200 OK\r\nETag: "\xe9"\r\nContent-Length: 3\r\n\r\nabc']
    got = await client.fetch(Request(server.url("/f"), private_host=server.host))
    assert got.validators == Validators()


def packed(coding: str) -> bytes:
    raw = zlib.compressobj(wbits=-15)
    bodies: dict[str, bytes] = {
        "gzip": gzip.compress(FEED),
        "x-gzip": gzip.compress(FEED[:100]) + gzip.compress(FEED[100:]) + b"\0\0\0",
        "deflate": zlib.compress(FEED),
        "DEFLATE": raw.compress(FEED) + raw.flush(),
        "br": brotli.compress(FEED),
        "zstd": zstd.compress(FEED[:50]) + zstd.compress(FEED[50:]),
        "identity": FEED,
    }
    return bodies[coding]


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "DEFLATE", "br", "zstd", "identity"])
async def test_every_content_coding_is_decompressed_even_byte_by_byte(
    server: FaultServer, client: Client, coding: str
) -> None:
    body = packed(coding)
    server.routes["/f"] = [answer(body, f"Content-Encoding: {coding}")]
    server.routes["/slow"] = [head(f"Content-Encoding: {coding}"), *(body[i : i + 1] for i in range(len(body)))]
    for path in ("/f", "/slow"):
        got = await client.fetch(Request(server.url(path), private_host=server.host))
        assert got.body == FEED


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
def test_a_large_body_in_few_pieces_is_decompressed_completely(coding: str, pack: Callable[[bytes], bytes]) -> None:
    for size in (262_143, 262_144, 262_145, 700_000, 3_000_000):
        content = b"An article. " * (size // 12)
        body = pack(content)
        for pieces in (1, 2, 3):
            step = -(-len(body) // pieces)
            decoder = BodyDecoder(coding, 4_000_000)
            for start in range(0, len(body), step):
                decoder.add(body[start : start + step])
            assert decoder.finish() == content
        decoder = BodyDecoder(coding, 4_000_000)
        decoder.add(body[:-6])
        with pytest.raises(FetchError):
            decoder.finish()


@pytest.mark.parametrize("label", ["gzip", "deflate", "br", "zstd", "nonsense"])
async def test_an_uncompressed_body_with_a_wrong_label_is_read_unchanged(
    server: FaultServer, client: Client, label: str
) -> None:
    server.routes["/f"] = [answer(FEED, f"Content-Encoding: {label}")]
    server.routes["/unlabelled"] = [answer(gzip.compress(FEED), "Content-Type: application/gzip")]
    for path in ("/f", "/unlabelled"):
        assert (await client.fetch(Request(server.url(path), private_host=server.host))).body == FEED


async def test_a_permanent_redirect_is_reported_and_a_temporary_one_is_not(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = [answer(FEED)]
    server.routes["/301"] = redirect("/308", "301 Moved Permanently")
    server.routes["/308"] = redirect(server.url("/f"), "308 Permanent Redirect")
    server.routes["/302"] = redirect("f", "302 Found")
    server.routes["/mixed"] = redirect("/302", "301 Moved Permanently")
    moved = {}
    for path in ("/f", "/301", "/302", "/mixed"):
        got = await client.fetch(Request(server.url(path), private_host=server.host))
        moved[path] = got.moved_to
        assert got.url == server.url("/f")
        assert got.body == FEED
    assert moved == {"/f": None, "/301": server.url("/f"), "/302": None, "/mixed": None}


async def test_a_password_goes_to_its_own_server_only_and_never_into_the_response(
    server: FaultServer, client: Client
) -> None:
    async with fault_server() as other:
        own = server.url("/f").replace("//", "//us%40er:pass%3Aword@")
        server.routes["/f"] = redirect("/g", "301 Moved Permanently")
        server.routes["/g"] = [answer(FEED)]
        got = await client.fetch(Request(own, private_host=server.host))
        assert [a.headers.get("authorization") for a in server.asked] == [b"Basic dXNAZXI6cGFzczp3b3Jk"] * 2
        assert "pass" not in got.url
        assert got.moved_to == own.replace("/f", "/g")

        other.routes["/h"] = [answer(FEED)]
        server.routes["/f"] = redirect(other.url("/h"))
        with pytest.raises(FetchError):
            await client.fetch(Request(own, private_host=server.host))
        assert not other.asked


async def test_an_address_is_sent_unchanged(server: FaultServer, client: Client) -> None:
    path = "/a%2Fb;c=1/%7Euser/?q=a+b%20c&x=%C3%BC&&empty="
    server.routes[path] = [answer(FEED)]
    await client.fetch(Request(server.url(path) + "#part", private_host=server.host))
    assert server.asked[0].path == path


async def test_a_header_of_30_kilobytes_is_accepted(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = [answer(FEED, "Content-Security-Policy: " + "x" * 30_000)]
    assert (await client.fetch(Request(server.url("/f"), private_host=server.host))).body == FEED


@pytest.mark.parametrize("ends_with", ["length", "close", "chunk"])
async def test_a_body_of_nine_megabytes_is_complete(server: FaultServer, client: Client, ends_with: str) -> None:
    body = random.Random(1).randbytes(9_000_000)
    chunked = head("Transfer-Encoding: chunked") + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    server.routes["/f"] = [{"length": answer(body), "close": head() + body, "chunk": chunked}[ends_with]]
    assert (await client.fetch(Request(server.url("/f"), private_host=server.host))).body == body


def test_the_private_host_of_an_address_has_its_port() -> None:
    assert private_host_of("http://user:p@NAS.local/feed") == "nas.local:80"
    assert private_host_of("https://[::1]/feed") == "[::1]:443"
    assert private_host_of("http://127.0.0.1:8080/") == "127.0.0.1:8080"
    assert private_host_of("broadsheet:welcome") is None
    assert private_host_of("http://[broken/") is None
    assert Priority.PAGE < Priority.POLL


@pytest.mark.parametrize(
    ("heard_by", "status", "asks", "polls_rest", "people_rest"),
    [
        (Priority.PAGE, "503 Service Unavailable", (), False, False),
        (Priority.POLL, "503 Service Unavailable", (), True, False),
        (Priority.PAGE, "503 Service Unavailable", ("Retry-After: 60",), True, True),
        (Priority.PAGE, "503 Service Unavailable", ("Retry-After: soon",), False, False),
        (Priority.PAGE, "429 Too Many Requests", (), True, True),
        (Priority.POLL, "429 Too Many Requests", (), True, True),
    ],
)
async def test_a_busy_server_blocks_the_right_requests(
    server: FaultServer, client: Client, heard_by: Priority, status: str, asks, polls_rest: bool, people_rest: bool
) -> None:
    server.routes |= {"/busy": [answer(b"", *asks, status=status)], "/f": [answer(FEED)]}

    async def rests(path: str, priority: Priority) -> bool:
        try:
            await client.fetch(Request(server.url(path), private_host=server.host, priority=priority))
        except FetchError as error:
            return isinstance(error, HostBusy)
        return False

    assert not await rests("/busy", heard_by)
    assert (await rests("/f", Priority.POLL), await rests("/f", Priority.PAGE)) == (polls_rest, people_rest)
    client.clear_backoffs()
    assert not await rests("/f", Priority.POLL)
    assert not await rests("/f", Priority.PAGE)


@pytest.mark.parametrize("way", [["/f"], ["/set", "/f"], ["/set", "/other", "/f"]])
async def test_cookies_set_on_the_way_are_sent_on_later_hops_and_then_forgotten(
    server: FaultServer, client: Client, way: list[str]
) -> None:
    def feed(asked: Asked) -> Script:
        if b"seen=1" in asked.headers.get("cookie", b""):
            return [answer(FEED)]
        if way[0] == "/f":
            return redirect("/f", "302 Found", "Set-Cookie: seen=1; Path=/")
        return redirect(way[0], "302 Found")

    server.routes["/f"] = feed
    for path, following in pairwise(way):
        server.routes[path] = redirect(following, "302 Found", "Set-Cookie: seen=1; Path=/")
    for _ in range(2):
        server.asked.clear()
        got = await client.fetch(Request(server.url("/f"), private_host=server.host))
        assert got.body == FEED
        assert "cookie" not in server.asked[0].headers
        assert server.asked[-1].headers["cookie"] == b"seen=1"


async def test_cookies_go_to_the_servers_they_belong_to_beside_those_of_the_user(
    server: FaultServer, client: Client
) -> None:
    cookies = ["a=1; Path=/in", "b=2", "bad", "c=3; Secure", "d=4; Path=/out"]
    server.routes["/f"] = redirect("/in/g", "302 Found", *(f"Set-Cookie: {cookie}" for cookie in cookies))
    server.routes["/in/g"] = [answer(FEED)]
    options = RequestOptions(server.url("/f"), headers=(("Cookie", "own=0"),))
    await client.fetch(Request(server.url("/f"), private_host=server.host, options=options))
    assert sorted(server.asked[1].headers["cookie"].split(b"; ")) == [b"a=1", b"b=2", b"own=0"]
    jar = RequestCookies()
    jar.take("https://one.example/f", ["a=1; Domain=one.example", "b=2; Domain=other.example", "c=3"])
    found = {host: jar.header(f"https://{host}/") for host in ("one.example", "www.one.example", "other.example")}
    assert found == {"one.example": "a=1; c=3", "www.one.example": "a=1", "other.example": ""}


async def test_cookies_that_never_change_do_not_help_out_of_a_loop(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = redirect("/f", "302 Found", "Set-Cookie: a=1")
    counter = count()
    server.routes["/g"] = lambda _: redirect("/g", "302 Found", f"Set-Cookie: a={next(counter)}")
    for path, code in (("/f", Problem.REDIRECT_LOOP), ("/g", Problem.TOO_MANY_REDIRECTS)):
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(server.url(path), private_host=server.host))
        assert caught.value.details.code is code


async def test_a_redirects_fragment_is_no_part_of_the_new_address(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = redirect("/g#part", "301 Moved Permanently")
    server.routes["/g"] = [answer(FEED)]
    got = await client.fetch(Request(server.url("/f#top"), private_host=server.host))
    assert (got.url, got.moved_to) == (server.url("/g"), server.url("/g"))


async def test_few_large_bodies_are_in_memory_at_once_and_waiting_for_memory_is_no_delay_of_the_server(
    server: FaultServer,
) -> None:
    large, budget = b"<rss>" + b" " * (3 * LARGE), BodyBudget(places=1)
    server.routes |= {"/large": [answer(large)], "/small": [answer(FEED)]}
    shares = [budget.share() for _ in range(3)]

    def fetch(path: str, share: BodyShare) -> asyncio.Task[Response]:
        request = Request(server.url(path), private_host=server.host, deadline=0.5, share=share)
        return asyncio.create_task(several.fetch(request))

    async with Client(per_host=3) as several:
        first = await fetch("/large", shares[0])
        second, small = fetch("/large", shares[1]), fetch("/small", shares[2])
        assert (await small).body == FEED
        await asyncio.sleep(0.8)  # longer than its deadline
        assert not second.done()
        shares[0].release()
        assert (await second).body == first.body == large
        shares[1].release()
