"""The server behind an address that a user types, found without a password."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from reader.account import AccountKind, ServerFound
from reader.errors import BroadsheetError, FetchError, SyncError
from reader.fetch.client import Client
from reader.problems import Problem, problem
from reader.sync import find_server
from reader.sync.server_addresses import hosted, read_typed
from reader.web.server_messages import ServerAnswer, ServerRequest
from tests.support.faultserver import FaultServer, answer, fault_server, redirect
from tests.support.miniflux_server import MinifluxServer
from tests.support.reader_library import Product
from tests.support.reader_server import ReaderServer

MINIFLUX, GOOGLE = AccountKind.MINIFLUX, AccountKind.GOOGLE_READER
Answers = Callable[[str], tuple[int, bytes]]
PAGE = b"<!DOCTYPE html><html><title>Home</title></html>"


async def find(url: str, tls: ssl.SSLContext | None = None) -> ServerFound:
    async with Client(tls=tls) as client:

        async def send(base: str, request: ServerRequest) -> ServerAnswer:
            return await client.send(request, base, deadline=5)

        return await find_server(send, url)


async def find_at(url: str, answers: Answers, asked: list[str] | None = None) -> ServerFound:
    """With a function from address to status and body. Status 0: the connection fails."""

    async def send(base: str, request: ServerRequest) -> ServerAnswer:
        address = f"{base}/{request.path}".rstrip("/")
        (asked if asked is not None else []).append(address)
        status, body = answers(address)
        if not status:
            raise FetchError(problem(Problem.CONNECTION_REFUSED))
        return ServerAnswer(status, body, url=address)

    return await find_server(send, url)


def at_root(root: str, routes: dict[str, tuple[int, bytes]]) -> Answers:
    """Answers of a server at ``root`` of a host where everything else is missing."""
    return lambda url: routes.get(url.removeprefix(root), (404, PAGE)) if url.startswith(root) else (404, PAGE)


MINIFLUX_ROUTES = {
    "/v1/me": (401, b'{"error_message":"Access Unauthorized"}'),
    "/reader/api/0/token": (401, b"Unauthorized"),
    "/accounts/ClientLogin": (401, b'{"error_message":"Access Unauthorized"}'),
}
FRESHRSS_ROUTES = {
    "/api/greader.php": (200, b"OK"),
    "/api/greader.php/reader/api/0/token": (401, b"Unauthorized!"),
}
GOOGLE_ROUTES = {
    "/reader/api/0/token": (403, b"Forbidden"),
    "/accounts/ClientLogin": (403, b"Error=BadAuthentication\n"),
}


@pytest.mark.parametrize(
    "typed",
    [
        "{0}", "{0}/", "https://{0}", " https://{0}/ ", "<https://{0}>", "{0}/v1", "{0}/v1/", "{0}/v1/entries?x=1",
        "https://{0}/feeds#x", "HTTPS://{0}/settings/api-keys", "https://me:secret@{0}/unread", "{0}/a/b/c/d/e/f/g/h",
    ],
)  # fmt: skip
async def test_miniflux_is_found_at_any_of_its_addresses(typed: str) -> None:
    for host in ("rss.example.org", "rss.example.org:8443"):
        found = await find_at(typed.format(host), at_root(f"https://{host}", MINIFLUX_ROUTES))
        assert found == ServerFound(MINIFLUX, f"https://{host}", "Miniflux")


async def test_miniflux_in_a_folder_and_its_other_api_are_found() -> None:
    root = "https://example.org/miniflux"
    for typed in ("example.org/miniflux", f"{root}/v1/", f"{root}/feed/3/entries"):
        assert (await find_at(typed, at_root(root, MINIFLUX_ROUTES))).url == root
    for path in ("reader/api/0", "accounts/ClientLogin", "reader/api/0/subscription/list?output=json"):
        found = await find_at(f"{root}/{path}", at_root(root, MINIFLUX_ROUTES))
        assert found == ServerFound(GOOGLE, root, "Miniflux")


@pytest.mark.parametrize(
    "typed",
    [
        "{0}", "https://{0}/api/greader.php", "{0}/api/greader.php/reader/api/0/tag/list", "{0}/api/", "{0}/i/?a=normal",
        "{0}/index.php", "{0}/api/fever.php",
    ],
)  # fmt: skip
async def test_freshrss_is_found_at_any_of_its_addresses(typed: str) -> None:
    for root in ("https://rss.example.org", "https://example.org/FreshRSS/p", "https://example.org/rss"):
        found = await find_at(typed.format(root.removeprefix("https://")), at_root(root, FRESHRSS_ROUTES))
        assert found == ServerFound(GOOGLE, f"{root}/api/greader.php", "FreshRSS")
    root = "https://example.org/FreshRSS/p"
    found = await find_at("example.org/FreshRSS", at_root(root, FRESHRSS_ROUTES))
    assert found.url == f"{root}/api/greader.php"


async def test_another_server_of_the_google_reader_api_is_found_if_it_asks_for_a_sign_in_there_only() -> None:
    found = await find_at("rss.example.org/x", at_root("https://rss.example.org", GOOGLE_ROUTES))
    assert found == ServerFound(GOOGLE, "https://rss.example.org")
    for everything in ((401, b"Unauthorized"), (403, b"Error=Forbidden"), (200, b"OK!"), (200, b"[]"), (200, PAGE)):
        with pytest.raises(SyncError) as caught:
            await find_at("rss.example.org", lambda _, same=everything: same)  # type: ignore[misc]
        assert caught.value.details == problem(Problem.SERVER_NOT_FOUND, host="rss.example.org")


async def test_hosted_servers_are_known_and_others_named_as_not_supported() -> None:
    asked: list[str] = []
    for typed, url in (
        ("theoldreader.com", "https://theoldreader.com"),
        ("https://www.theoldreader.com/posts", "https://theoldreader.com"),
        ("http://bazqux.com/i/", "https://bazqux.com"),
    ):
        found = await find_at(typed, lambda _: (404, b""), asked)
        assert (found.kind, found.url) == (GOOGLE, url)
    for typed, product in (("www.inoreader.com", "Inoreader"), ("feedly.com/i/my", "Feedly")):
        with pytest.raises(SyncError) as caught:
            await find_at(typed, lambda _: (404, b""), asked)
        assert caught.value.details == problem(Problem.SERVER_NOT_SUPPORTED, product=product)
    assert not asked
    for routes, product in (
        ({"": (200, b"<html><title>Tiny Tiny RSS : Login</title>")}, "Tiny Tiny RSS"),
        ({"/api": (200, b'{"seq":0,"status":1,"content":{"error":"NOT_LOGGED_IN"}}')}, "Tiny Tiny RSS"),
        ({"/status.php": (200, b'{"installed":true,"productname":"Nextcloud"}')}, "Nextcloud News"),
        ({"/fever/?api": (200, b'{"api_version":3,"auth":0}')}, "Fever"),
    ):
        with pytest.raises(SyncError) as caught:
            await find_at("rss.example.org", at_root("https://rss.example.org", routes))
        assert caught.value.details == problem(Problem.SERVER_NOT_SUPPORTED, product=product)


async def test_what_a_user_can_do_is_said() -> None:
    closed = {**FRESHRSS_ROUTES, "/api/greader.php/reader/api/0/token": (503, b"Service Unavailable!")}
    for answers, code in (
        (at_root("https://rss.example.org", closed), Problem.SERVER_API_OFF),
        (lambda _: (404, PAGE), Problem.SERVER_NOT_FOUND),
        (lambda _: (502, PAGE), Problem.SERVER_ANSWERED),
        (
            lambda url: MINIFLUX_ROUTES.get(url[22:], (404, b"")) if url[4] == ":" else (0, b""),
            Problem.SERVER_PLAIN_HTTP,
        ),
        (lambda _: (0, b""), Problem.CONNECTION_REFUSED),
        (lambda url: (404, b"") if url[4] == ":" else (0, b""), Problem.CONNECTION_REFUSED),
    ):
        with pytest.raises(BroadsheetError) as caught:
            await find_at("rss.example.org", answers)
        assert caught.value.details.code is code
    assert (await find_at("http://rss.example.org", at_root("http://rss.example.org", MINIFLUX_ROUTES))).url[
        :5
    ] == "http:"
    for typed in ("", "  ", "feed://example.org", "ftp://example.org/", "https://", "/etc/passwd", "http://[::1"):
        with pytest.raises(SyncError) as caught:
            await find_at(typed, lambda _: (404, b""))
        assert caught.value.details.code is Problem.NOT_WEB_ADDRESS


async def test_real_servers_are_found_and_redirects_tell_the_address(miniflux: MinifluxServer) -> None:
    host = miniflux.url.removeprefix("http://")
    for typed in (miniflux.url, host, f"{host}/v1/", f"{miniflux.url}/unread"):
        assert await find(typed) == ServerFound(MINIFLUX, miniflux.url, "Miniflux")
    assert await find(f"{miniflux.url}/reader/api/0") == ServerFound(GOOGLE, miniflux.url, "Miniflux")
    for product in Product:
        with ReaderServer(product) as server:
            found = await find(server.url)
            assert (found.kind, found.url) == (GOOGLE, server.url)
            assert not [asked for asked in server.asked if asked.headers.get("authorization")]
    async with fault_server() as first, fault_server() as second:
        first.routes["/v1/me"] = redirect(miniflux.url + "/v1/me")
        with pytest.raises(FetchError) as caught:
            await find(first.url(""))
        assert caught.value.details == problem(Problem.SERVER_REDIRECTS, url=miniflux.url)
        second.routes["/v1/me"] = redirect("/reader/v1/me")
        second.routes["/reader/v1/me"] = [answer(MINIFLUX_ROUTES["/v1/me"][1], status="401 Unauthorized")]
        assert (await find(second.url(""))).url == second.url("/reader")


async def test_a_certificate_that_is_not_trusted_is_named() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with fault_server(context) as server:
        routes: FaultServer = server
        routes.routes["/v1/me"] = [answer(MINIFLUX_ROUTES["/v1/me"][1], status="401 Unauthorized")]
        with pytest.raises(FetchError) as caught:
            await find(server.url(""))
        assert caught.value.details.code is Problem.SERVER_CERTIFICATE_CAN_BE_PINNED


@given(st.text(max_size=80))
def test_every_text_is_an_address_or_a_mistake(typed: str) -> None:
    try:
        address = read_typed(typed)
        hosted(address)
    except SyncError:
        return
    assert len(address.bases) <= 5
    assert all(base.startswith(("http://", "https://")) and "?" not in base for base in address.bases)
    assert all("@" not in base.split("/")[2] for base in address.bases)
