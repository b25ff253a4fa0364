"""Valid certificates are accepted, and invalid ones refused with the reason."""

from __future__ import annotations

import asyncio
import datetime
import ssl

import pytest
import trustme

from reader.errors import FetchError
from reader.fetch import Request
from reader.fetch.client import Client
from reader.fetch.tls import verifying_context
from reader.problems import Problem, problem
from tests.support.faultserver import answer, fault_server, redirect

PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def server_context(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def ask(cert: trustme.LeafCert, trust: ssl.SSLContext) -> bytes:
    async with fault_server(server_context(cert)) as server, Client(tls=trust) as client:
        server.routes["/f"] = [answer(b"<rss/>")]
        return (await client.fetch(Request(server.url("/f"), private_host=server.host, deadline=5))).body


async def test_a_valid_certificate_is_accepted(authority: trustme.CA) -> None:
    assert await ask(authority.issue_cert("127.0.0.1"), trusting(authority)) == b"<rss/>"


async def test_an_invalid_certificate_is_refused_with_the_reason(authority: trustme.CA) -> None:
    trust = trusting(authority)
    expired = authority.issue_cert("127.0.0.1", not_before=PAST, not_after=PAST + datetime.timedelta(days=1))
    cases = {
        Problem.CERTIFICATE_EXPIRED: expired,
        Problem.CERTIFICATE_OTHER_ADDRESS: authority.issue_cert("news.example.org"),
        Problem.CERTIFICATE_UNKNOWN_AUTHORITY: trustme.CA().issue_cert("127.0.0.1"),
    }
    for code, cert in cases.items():
        with pytest.raises(FetchError) as caught:
            await ask(cert, trust)
        assert caught.value.details == problem(code)


async def test_the_systems_authorities_do_not_include_ours(authority: trustme.CA) -> None:
    with pytest.raises(FetchError, match="certificate"):
        await ask(authority.issue_cert("127.0.0.1"), verifying_context())


async def test_https_to_a_plain_http_server_is_a_tls_problem(authority: trustme.CA) -> None:
    def refuse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", status="400 Bad Request"))
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server, Client(tls=trusting(authority)) as client:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(FetchError, match="tls-failed"):
            await client.fetch(Request(f"https://{host}/", private_host=host, deadline=5))


async def test_a_redirect_to_plain_http_is_followed_but_does_not_change_the_address(authority: trustme.CA) -> None:
    cert = server_context(authority.issue_cert("127.0.0.1"))
    async with fault_server(cert) as safe, Client(tls=trusting(authority)) as client:
        safe.routes["/f"] = redirect(f"http://{safe.host}/f", "301 Moved Permanently")
        request = Request(safe.url("/f"), private_host=safe.host, deadline=5)
        with pytest.raises(FetchError, match=r"connection-closed|not-http"):
            await client.fetch(request)  # the redirect was followed: the TLS port does not speak plain HTTP
        secret = safe.url("/f").replace("//", "//me:secret@")
        with pytest.raises(FetchError, match="redirect-to-plain-http") as caught:
            await client.fetch(Request(secret, private_host=safe.host, deadline=5))
        assert "secret" not in str(caught.value)
