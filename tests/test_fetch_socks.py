"""SOCKS proxies: names are looked up where they should be, and nothing goes past the proxy."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme

from reader.config import Config
from reader.errors import FetchError
from reader.fetch import Request, RequestOptions, private_host_of
from reader.fetch import resolver as resolving
from reader.fetch.client import Client
from reader.problems import Problem
from tests.support.faultserver import FaultServer, answer, fault_server
from tests.support.socksproxy import SocksServer, socks_server

FEED = b"<rss/>"
URL = "http://feeds.example/f"
PUBLIC = "93.184.215.14"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        running.routes["/f"] = [answer(FEED)]
        yield running


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that this computer looks up; all have a public address but ``lan.example``."""
    names: list[str] = []

    def look_up(host: str, port: int, _family: int) -> list[object]:
        names.append(host)
        address = "192.168.1.1" if host == "lan.example" else PUBLIC
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(resolving, "_look_up", look_up)
    return names


def client(proxy: SocksServer, scheme: str = "socks5h", user: str = "") -> Client:
    return Client.of(Config(proxy=f"{scheme}://{user}127.0.0.1:{proxy.port}"))


async def code(running: Client, url: str, **options: object) -> Problem:
    with pytest.raises(FetchError) as caught:
        await running.fetch(Request(url, **options))  # type: ignore[arg-type]
    found = caught.value.details
    return Problem(found.code)


async def test_names_are_looked_up_at_the_proxy_or_here(server: FaultServer, looked_up: list[str]) -> None:
    places = {"feeds.example:80": server.port, f"{PUBLIC}:80": server.port}
    async with socks_server(places) as proxy:
        async with client(proxy) as remote:
            assert (await remote.fetch(Request(URL))).body == FEED
            assert (await remote.fetch(Request(f"http://{PUBLIC}/f"))).body == FEED
        assert (proxy.asked, looked_up) == (["feeds.example:80", f"{PUBLIC}:80"], [])
        async with client(proxy, "socks5") as local:
            assert (await local.fetch(Request(URL))).body == FEED
        assert (proxy.asked[2:], looked_up) == ([f"{PUBLIC}:80"], ["feeds.example"])


async def test_private_addresses_are_refused_unless_the_user_wrote_them(
    server: FaultServer, looked_up: list[str]
) -> None:
    async with socks_server({"192.168.1.1:80": server.port}) as proxy, client(proxy, "socks5") as local:
        for url in ("http://lan.example/f", "http://192.168.1.1/f", "http://１９２.168.1.1/f"):
            assert await code(local, url) is Problem.PRIVATE_ADDRESS
        assert proxy.asked == []
        found = await local.fetch(Request("http://lan.example/f", private_host=private_host_of("http://lan.example/f")))
        assert found.body == FEED


async def test_tls_and_certificates_are_those_of_the_server_behind_the_proxy() -> None:
    certificate = trustme.CA().issue_cert("feeds.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    async with fault_server(context) as secure, socks_server({"feeds.example:443": secure.port}) as proxy:
        secure.routes["/f"] = [answer(FEED)]
        url = "https://feeds.example/f"
        async with client(proxy) as running:
            with pytest.raises(FetchError) as caught:
                await running.fetch(Request(url, options=RequestOptions(url)))
            assert caught.value.details.code is Problem.CERTIFICATE_CAN_BE_PINNED
            pinned = RequestOptions(url, certificate=str(caught.value.details["certificate"]))
            assert (await running.fetch(Request(url, options=pinned))).body == FEED


async def test_a_proxy_that_cannot_be_used_is_named_and_never_passed_by(
    server: FaultServer, looked_up: list[str]
) -> None:
    async with socks_server({}, login=(b"me", "pä".encode()), reply=2) as proxy:
        for user, expected in (
            ("", Problem.PROXY_LOGIN),
            ("me:no@", Problem.PROXY_LOGIN),
            ("me:p%C3%A4@", Problem.PROXY_REFUSED),
        ):
            async with client(proxy, user=user) as running:
                assert await code(running, URL) is expected
        proxy.reply = 5
        async with client(proxy, user="me:p%C3%A4@") as running:
            assert await code(running, URL) is Problem.CONNECTION_REFUSED
    async with client(proxy) as running:
        assert await code(running, URL) is Problem.PROXY_CONNECTION
    assert (server.asked, looked_up) == ([], [])


async def test_a_proxy_of_another_kind_is_named() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Client(proxies={"all": f"socks5://127.0.0.1:{port}"}) as running:
        assert await code(running, f"http://{PUBLIC}/f") is Problem.PROXY_NOT_SOCKS
