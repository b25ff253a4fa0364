"""Requests to the servers of accounts: every method, complete answers only, and the secret for one server only."""

from __future__ import annotations

import asyncio
import gzip
import ssl

import pytest
import trustme

from reader.errors import FetchError
from reader.fetch import Request
from reader.fetch.client import Client
from reader.problems import Problem, problem
from reader.web.server_messages import ServerRequest
from tests.support.faultserver import HANG, Step, answer, fault_server, head, redirect

SECRET = "s3cret-token"
HEADERS = {"X-Auth-Token": SECRET}


def get(path: str = "x", **more: object) -> ServerRequest:
    return ServerRequest("GET", path, headers=HEADERS, **more)  # type: ignore[arg-type]


async def test_every_method_is_sent_with_its_body_below_the_accounts_address() -> None:
    sent = [
        get("v1/me?a=1"),
        ServerRequest("POST", "/v1/me", form=[("T", "a b&c=ü"), ("i", "1"), ("i", "2")], headers=HEADERS),
        ServerRequest("PUT", "v1/me", json={"entry_ids": [1, 2]}, headers=HEADERS),
        ServerRequest("DELETE", "v1/me", headers=HEADERS),
        ServerRequest("POST", "v1/me", form=[], headers=HEADERS),
    ]
    async with fault_server() as server, Client() as client:
        server.routes["/base/v1/me"] = server.routes["/base/v1/me?a=1"] = [answer(b"{}", "Retry-After: 7")]
        for base in ("/base", "/base/"):
            answers = [await client.send(one, server.url(base)) for one in sent]
    assert {(one.http_status, one.body, one.retry_after) for one in answers} == {(200, b"{}", 7)}
    assert answers[0].url == server.url("/base/v1/me?a=1")
    asked = [(one.method, one.body, one.headers.get("content-type")) for one in server.asked]
    assert asked[:5] == asked[5:]
    assert asked[:5] == [
        ("GET", b"", None),
        ("POST", b"T=a+b%26c%3D%C3%BC&i=1&i=2", b"application/x-www-form-urlencoded"),
        ("PUT", b'{"entry_ids": [1, 2]}', b"application/json"),
        ("DELETE", b"", None),
        ("POST", b"", b"application/x-www-form-urlencoded"),
    ]
    assert {one.headers["x-auth-token"] for one in server.asked} == {SECRET.encode()}
    assert SECRET not in repr(sent)
    assert SECRET not in repr(answers)


async def test_every_status_is_an_answer_with_its_body_and_headers() -> None:
    async with fault_server() as server, Client() as client:
        for status in (200, 201, 204, 400, 401, 403, 404, 418, 429, 500, 503):
            server.routes["/x"] = [answer(b"" if status == 204 else b"why", "ETag: 1", status=f"{status} Odd")]
            got = await client.send(get(), server.url(""))
            assert (got.http_status, got.body, got.headers["etag"]) == (status, b"" if status == 204 else b"why", "1")


async def test_an_incomplete_answer_is_an_error() -> None:
    packed = gzip.compress(b"[1, 2, 3]" * 400)
    scripts: dict[Problem, list[list[bytes | float | Step]]] = {
        Problem.RESPONSE_CUT_OFF: [
            [answer(packed[:-9], "Content-Encoding: gzip")],
            [answer(b"[1, 2", length=90)],
            [head("Transfer-Encoding: chunked"), b"3\r\n[1,\r\n"],
            [answer(packed[:-9], "Content-Encoding: gzip", status="500 Odd")],
        ],
        Problem.RESPONSE_TOO_LARGE: [[answer(b"x" * 20_000)], [answer(gzip.compress(b"x" * 20_000))]],
        Problem.INCOMPLETE_TIMEOUT: [[head("Content-Length: 90"), b"[", HANG]],
        Problem.TIMEOUT: [[HANG]],
        Problem.CONNECTION_CLOSED: [[]],
        Problem.NOT_HTTP: [[b"SSH-2.0-OpenSSH\r\n\r\n"]],
    }
    async with fault_server() as server, Client() as client:
        for code, routes in scripts.items():
            for script in routes:
                server.routes["/x"] = script
                with pytest.raises(FetchError) as caught:
                    await client.send(get(limit_bytes=10_000), server.url(""), deadline=0.4)
                assert caught.value.details.code is code


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Odd", "308 Odd"])
async def test_a_redirect_on_the_same_server_is_followed_with_method_body_and_secret(status: str) -> None:
    async with fault_server() as server, Client() as client:
        server.routes |= {"/a/x": redirect("/b/x", status), "/b/x": [answer(b"{}")]}
        got = await client.send(ServerRequest("POST", "x", form=[("T", "1")], headers=HEADERS), server.url("/a"))
    assert got.url == server.url("/b/x")
    first, second = server.asked
    assert (second.method, second.body, second.headers["x-auth-token"]) == ("POST", b"T=1", SECRET.encode())
    assert first.body == second.body


async def test_the_secret_never_leaves_for_another_server() -> None:
    async with fault_server() as server, fault_server() as other, Client() as client:
        other.routes["/x"] = [answer(b"{}")]
        for status in ("301 Moved", "302 Found", "303 Odd", "307 Odd", "308 Odd"):
            server.routes["/x"] = redirect(other.url("/x?long=path"), status)
            for request in (get(), ServerRequest("POST", "x", form=[("Passwd", SECRET)])):
                with pytest.raises(FetchError) as caught:
                    await client.send(request, server.url(""))
                assert caught.value.details == problem(Problem.SERVER_REDIRECTS, url=other.url(""))
        server.routes["/x"] = redirect("/y", "303 See Other")
        with pytest.raises(FetchError):
            await client.send(ServerRequest("PUT", "x", json={}), server.url(""))
        for target in ("", "ftp://127.0.0.1/x", "http://[/"):
            server.routes["/x"] = redirect(target)
            with pytest.raises(FetchError):
                await client.send(get(), server.url(""))
        server.routes["/x"] = redirect("/x")
        with pytest.raises(FetchError) as caught:
            await client.send(get(), server.url(""))
        assert caught.value.details.code is Problem.REDIRECT_LOOP
    assert not other.asked


async def test_a_redirect_to_plain_http_is_refused_and_a_certificate_can_be_pinned() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    async with fault_server(context) as server, fault_server() as plain:
        async with Client(tls=trusted) as client:
            server.routes["/x"] = redirect(plain.url("/x"))
            with pytest.raises(FetchError) as caught:
                await client.send(get(), server.url(""))
            assert caught.value.details.code is Problem.REDIRECT_TO_PLAIN_HTTP
        async with Client() as client:
            server.routes["/x"] = [answer(b"{}")]
            with pytest.raises(FetchError) as caught:
                await client.send(get(), server.url(""))
            details = caught.value.details
            assert details.code is Problem.SERVER_CERTIFICATE_CAN_BE_PINNED
            pin = str(details["certificate"])
            assert (await client.send(get(), server.url(""), certificate=pin)).body == b"{}"
            with pytest.raises(FetchError) as caught:
                await client.send(get(), server.url(""), certificate="0" * 64)
            assert caught.value.details == problem(Problem.CERTIFICATE_CHANGED, certificate=pin)
    assert not plain.asked


async def test_polls_and_requests_of_accounts_do_not_wait_for_each_other() -> None:
    async with fault_server() as server, Client(per_host=1) as client:
        server.routes |= {"/slow": [HANG], "/x": [0.2, answer(b"{}")], "/f": [answer(b"<rss/>")]}
        poll = asyncio.create_task(client.fetch(Request(server.url("/slow"), private_host=server.host, deadline=9)))
        await asyncio.sleep(0.1)
        assert len(server.asked) == 1
        await asyncio.gather(*(client.send(get(), server.url("")) for _ in range(4)))
        assert server.most_open >= 3
        poll.cancel()
        many = [asyncio.create_task(client.send(get(), server.url(""))) for _ in range(3)]
        await asyncio.sleep(0.05)
        assert (await client.fetch(Request(server.url("/f"), private_host=server.host))).body == b"<rss/>"
        assert not any(one.done() for one in many)
        await asyncio.gather(*many)


async def test_a_private_address_is_allowed_for_the_accounts_own_host_only_and_proxies_are_used() -> None:
    async with fault_server() as proxy, Client(proxies={"http": proxy.url("")}) as client:
        proxy.routes["http://rss.example.org/x"] = [answer(b"{}")]
        assert (await client.send(get(), "http://rss.example.org")).body == b"{}"
        proxy.routes["http://rss.example.org/x"] = redirect("http://10.0.0.1/x")
        with pytest.raises(FetchError):
            await client.send(get(), "http://rss.example.org")
    assert len(proxy.asked) == 2


async def test_a_busy_server_stops_no_polls_and_a_busy_host_no_account() -> None:
    async with fault_server() as server, Client() as client:
        server.routes |= {
            "/x": [answer(b"", "Retry-After: 900", status="429 Busy")],
            "/f": [answer(b"", "Retry-After: 900", status="429 Busy")],
        }
        for _ in range(2):
            assert (await client.send(get(), server.url(""))).retry_after == 900
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(server.url("/f"), private_host=server.host))
        assert caught.value.http_status == 429
        assert (await client.send(get(), server.url(""))).http_status == 429
