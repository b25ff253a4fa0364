"""Every fault of a server becomes a problem, within the limits of time and memory."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable

import brotli  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from backports import zstd

from reader.errors import FetchError
from reader.fetch import Request
from reader.fetch.client import Client
from reader.fetch.resolver import PrivateAddressError, public_socket
from reader.model import Validators
from reader.problems import Problem, problem
from reader.wording.problem_messages import problem_message
from tests.support.faultserver import HANG, RESET, FaultServer, Script, answer, fault_server, head, redirect

FEED = b"<rss><channel>" + b"".join(b"<item>%d</item>" % n for n in range(2_000)) + b"</channel></rss>"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        yield running


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with Client() as running:
        yield running


async def failure(client: Client, server: FaultServer, script: Script, **options: object) -> FetchError:
    server.routes["/f"] = script
    request = Request(server.url("/f"), private_host=server.host, **{"deadline": 5.0, **options})  # type: ignore[arg-type]
    with pytest.raises(FetchError) as caught:
        await client.fetch(request)
    assert "Error" not in str(caught.value)
    assert "Exception" not in str(caught.value)
    return caught.value


def drips() -> Script:
    for _ in range(40):
        yield b" "
        yield 0.05


CUT = "the response was cut off"
GARBLED = "the response is garbled"
FAULTS: dict[str, tuple[Script, str]] = {
    "closes at once": ([], "the server closed the connection"),
    "resets at once": ([RESET], "the server closed the connection"),
    "resets in the body": ([answer(b"abc", length=500), 0.02, RESET], CUT),
    "closes in the headers": ([b"HTTP/1.1 200 OK\r\nContent-Ty"], "the server closed the connection"),
    "slow headers": ([b"HTTP/1.1 200 OK\r\n", HANG], "the server did not respond within 0.3 s"),
    "slow body": ([head(), b"<rss>", HANG], "the response was still incomplete after 0.3 s"),
    "drips for ever": ([head(), *drips()], "the response was still incomplete after 0.3 s"),
    "short of its length": ([answer(FEED, length=len(FEED) + 1)], CUT),
    "chunks cut off": ([head("Transfer-Encoding: chunked"), b"5\r\nabcde\r\n"], CUT),
    "bad chunks": ([head("Transfer-Encoding: chunked"), b"zz\r\nabcde\r\n0\r\n\r\n"], GARBLED),
    "bad chunks later": ([head("Transfer-Encoding: chunked"), 0.05, b"3\r\nabc\r\n", 0.05, b"zz\r\n", HANG], GARBLED),
    "not HTTP": ([b"SSH-2.0-OpenSSH_9.6\r\n\r\n"], "the server's response is not HTTP"),
    "two lengths": (
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"],
        "the response is garbled: it states different lengths",
    ),
    "truncated gzip": ([answer(gzip.compress(FEED)[:-20], "Content-Encoding: gzip")], CUT),
    "truncated gzip, no length": ([head("Content-Encoding: gzip"), gzip.compress(FEED)[:-9]], CUT),
    "truncated deflate": ([answer(zlib.compress(FEED)[:-20], "Content-Encoding: deflate")], CUT),
    "truncated br": ([answer(brotli.compress(FEED)[:-20], "Content-Encoding: br")], CUT),
    "truncated zstd": ([answer(zstd.compress(FEED)[:-20], "Content-Encoding: zstd")], CUT),
    "garbled gzip": ([answer(gzip.compress(FEED)[:20] + b"\xff" * 500, "Content-Encoding: gzip")], GARBLED),
    "garbled br": ([answer(b"\xff\xfe\xfd\xfc" * 50, "Content-Encoding: br")], GARBLED),
    "garbled zstd": ([answer(zstd.compress(FEED)[:4] + b"\xff" * 500, "Content-Encoding: zstd")], GARBLED),
    "204": ([head(status="204 No Content")], "the server sent an empty response"),
    "empty 200": ([answer(b"")], "the server sent an empty response"),
    "blank 200": ([answer(b" \r\n\t ")], "the server sent an empty response"),
    "empty gzip": ([answer(gzip.compress(b""), "Content-Encoding: gzip")], "the server sent an empty response"),
    "unasked 304": ([answer(b"", status="304 Not Modified")], "the server answered 304 (not modified) to a first"),
    "part of it": ([answer(b"abc", status="206 Partial Content")], "the server answered 206"),
    "404": ([answer(b"<html>", status="404 Not Found")], "the server answered 404: not found"),
    "410": ([answer(b"", status="410 Gone")], "the server answered 410: gone"),
    "odd status": ([answer(b"", status="599 Oops")], "the server answered 599"),
    "no location": ([answer(b"", status="302 Found")], "the server answered 302, but did not say where to go"),
    "to a file": (redirect("file:///etc/passwd"), "the server redirects to a file: address"),
    "to a script": (redirect("javascript:alert(1)"), "the server redirects to a javascript: address"),
    "to nowhere": (redirect("http://[broken/"), "the server redirects to an invalid address"),
    "in a circle": (redirect("/f"), "the server redirects in a loop"),
    "to the cloud": (redirect("http://169.254.169.254/latest/"), "it has a private network address"),
    "to the router": (redirect("http://192.168.0.1/"), "it has a private network address"),
    "to loopback": (redirect("http://localhost:1/"), "it has a private network address"),
    "to odd loopback": (redirect("http://2130706433:1/"), "it has a private network address"),
    "to short loopback": (redirect("http://127.1:1/"), "it has a private network address"),
    "to mapped loopback": (redirect("http://[::ffff:127.0.0.1]:1/"), "it has a private network address"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_has_its_message(server: FaultServer, client: Client, fault: str) -> None:
    script, words = FAULTS[fault]
    deadline = 0.3 if "0.3" in words else 5.0
    error = await failure(client, server, script, deadline=deadline)
    assert problem_message(error.details).startswith(words)


async def test_a_refused_connection_and_an_unknown_name_are_different_problems(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(FetchError, match="connection-refused"):
            await client.fetch(Request(f"http://{host}/", private_host=host))
    with pytest.raises(FetchError, match=r"host-not-found|name-server-unavailable"):
        await client.fetch(Request("http://no-such-name.invalid/"))
    with pytest.raises(FetchError, match="host-not-found"):
        await client.fetch(Request("http://a..b/"))
    with pytest.raises(FetchError, match="not-web-address"):
        await client.fetch(Request("file:///etc/passwd"))


async def test_a_private_address_is_allowed_only_if_the_user_wrote_that_very_port(
    server: FaultServer, client: Client
) -> None:
    server.routes["/f"] = [answer(FEED)]
    for host in (None, "127.0.0.1", "127.0.0.1:1", "localhost"):
        for url in (server.url("/f"), server.url("/f").replace("127.0.0.1", "localhost")):
            with pytest.raises(FetchError, match="private-address"):
                await client.fetch(Request(url, private_host=host))
    assert not server.asked
    own = f"localhost:{server.port}"
    assert (await client.fetch(Request(f"http://{own}/f", private_host=own))).body == FEED


@pytest.mark.parametrize("host", ["１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "127.1", "0x7f。1"])
async def test_loopback_spelled_in_another_script_is_private(server: FaultServer, client: Client, host: str) -> None:
    server.routes["/f"] = [answer(FEED)]
    url = f"http://{host}:{server.port}/f"
    with pytest.raises(FetchError, match="private-address"):
        await client.fetch(Request(url, private_host="news.example:80"))
    error = await failure(client, server, redirect(url.encode().decode("latin-1")))
    assert error.details == problem(Problem.PRIVATE_ADDRESS)
    assert [asked.path for asked in server.asked] == ["/f"]


def test_no_socket_leads_to_a_private_address() -> None:
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with pytest.raises(PrivateAddressError):
            public_socket((family, socket.SOCK_STREAM, 0, "", (address, 80)))


async def test_a_redirect_never_leads_from_one_private_server_to_another(server: FaultServer, client: Client) -> None:
    async with fault_server() as other:
        other.routes["/secret"] = [answer(b"secret")]
        error = await failure(client, server, redirect(other.url("/secret")))
        assert error.details == problem(Problem.PRIVATE_ADDRESS)
        assert not other.asked


async def test_ten_redirects_are_followed_and_eleven_are_not(server: FaultServer, client: Client) -> None:
    for hop in range(11):
        server.routes[f"/{hop}"] = redirect(f"/{hop + 1}")
    server.routes["/11"] = [answer(FEED)]
    assert (await client.fetch(Request(server.url("/1"), private_host=server.host))).body == FEED
    with pytest.raises(FetchError, match="too-many-redirects limit=10"):
        await client.fetch(Request(server.url("/0"), private_host=server.host))


async def test_redirects_share_one_deadline(server: FaultServer, client: Client) -> None:
    for hop in range(10):
        server.routes[f"/{hop}"] = [0.1, *redirect(f"/{hop + 1}")]
    server.routes["/f"] = redirect("/0")
    error = await failure(client, server, redirect("/0"), deadline=0.35)
    assert problem_message(error.details) == "the server did not respond within 0.35 s"
    assert len(server.asked) < 8


async def test_an_endless_body_stops_at_the_limit(server: FaultServer, client: Client) -> None:
    def endless() -> Script:
        yield head()
        while True:
            yield b"x" * 65_536

    error = await failure(client, server, endless(), limit_bytes=500_000)
    assert problem_message(error.details) == "the response is larger than 500 kB"
    assert error.http_status == 200
    error = await failure(client, server, [answer(b"x", length=100_000_000), HANG])
    assert problem_message(error.details) == "the response is larger than 10 MB"


def brotli_quickly(data: bytes) -> bytes:
    packed: bytes = brotli.compress(data, quality=1)
    return packed


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_a_bomb_is_stopped_before_it_fills_the_memory(server: FaultServer, client: Client, coding: str) -> None:
    packers: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}
    packers |= {"br": brotli_quickly, "zstd": zstd.compress}
    bomb = packers[coding](b"\0" * 60_000_000)
    tracemalloc.start()
    error = await failure(client, server, [answer(bomb, f"Content-Encoding: {coding}")], limit_bytes=2_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem_message(error.details) == "the response is larger than 2 MB"
    assert peak < 20_000_000


async def test_a_body_of_exactly_the_limit_is_whole(server: FaultServer, client: Client) -> None:
    for coding, body in (("identity", FEED), ("gzip", gzip.compress(FEED)), ("zstd", zstd.compress(FEED))):
        server.routes["/f"] = [answer(body, f"Content-Encoding: {coding}")]
        request = Request(server.url("/f"), private_host=server.host, limit_bytes=len(FEED))
        assert (await client.fetch(request)).body == FEED


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 120", 120),
        ("Retry-After: Mon, 01 Jan 2024 00:10:00 GMT", 600),
        ("Retry-After: Sun, 31 Dec 2023 23:00:00 GMT", 0),
        ("Retry-After: soon", None),
        ("Retry-After: -5", None),
        ("X-Other: 1", None),
    ],
)
async def test_retry_after_is_part_of_the_error(
    server: FaultServer, client: Client, header: str, seconds: int | None
) -> None:
    script = [answer(b"", "Date: Mon, 01 Jan 2024 00:00:00 GMT", header, status="503 Service Unavailable")]
    error = await failure(client, server, script)
    assert (error.http_status, error.retry_after) == (503, seconds)


async def test_a_304_to_a_conditional_request_is_a_response(server: FaultServer, client: Client) -> None:
    server.routes["/f"] = [answer(b"", status="304 Not Modified")]
    got = await client.fetch(Request(server.url("/f"), Validators('"x"'), private_host=server.host))
    assert got.not_modified


async def test_closing_a_client_during_requests_leaves_nothing_open(server: FaultServer) -> None:
    server.routes["/f"] = [HANG]
    async with Client() as client:
        asked = asyncio.create_task(client.fetch(Request(server.url("/f"), private_host=server.host)))
        await asyncio.sleep(0.05)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        server.routes["/f"] = [answer(FEED)]  # the slot at the host was released
        assert (await client.fetch(Request(server.url("/f"), private_host=server.host))).body == FEED
