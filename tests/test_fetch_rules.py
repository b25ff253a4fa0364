"""The rules of fetching: headers, addresses, redirects, limits per host, proxies."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from email.utils import formatdate
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from reader.config import Config
from reader.errors import FetchError
from reader.fetch import Priority, Request
from reader.fetch.addresses import is_own, is_public, literal_address
from reader.fetch.client import Client
from reader.fetch.headers import fresh_for, retry_after
from reader.fetch.host_limiter import HostLimiter, PrioritySemaphore
from reader.fetch.proxies import Proxies
from reader.fetch.redirects import RedirectChain
from reader.problems import Problem, problem
from reader.web.addresses import without_userinfo
from reader.web.dates import http_date
from tests.support.each import each
from tests.support.faultserver import Asked, Script, answer, fault_server, head

NOW = 1_704_067_200  # 1 January 2024, 00:00 UTC
DATES = ["Mon, 01 Jan 2024 00:00:00 GMT", "Monday, 01-Jan-24 00:00:00 GMT", "Mon Jan  1 00:00:00 2024"]


@each("value", DATES)
def test_all_three_forms_of_an_http_date_are_read(value: str) -> None:
    assert http_date(value) == NOW


@each(
    "value",
    [
        None, "", "0", "-1", "1704067200", "2024-01-01T00:00:00Z", "Mon, 01 Jan 2024 00:00:00 +0000",
        "Mon, 01 Jan 2024 00:00:00 EST", "Mon, 1 Jan 2024 00:00:00 GMT", "01 Jan 2024 00:00:00 GMT",
        "Mon, 01 Jan 2024 00:00 GMT", "Mon, 01 Jan 24 00:00:00 GMT", "mon, 01 jan 2024 00:00:00 gmt",
        "Mon, 31 Jun 2024 00:00:00 GMT", "Mon, 01 Jan 2024 24:00:00 GMT", "Monday, 01 Jan 2024 00:00:00 GMT",
        "Mon Jan 1 00:00:00 2024", "Mon, 01 Jan 2024 00:00:00 GMT;", "Mo, 01 Jan 2024 00:00:00 GMT",
        "Mon, 01 Jan 0000 00:00:00 GMT", "Mon,  01 Jan 2024 00:00:00 GMT",
    ],
)  # fmt: skip
def test_nothing_else_is_an_http_date(value: str | None) -> None:
    assert http_date(value) is None


def test_a_year_of_two_digits_is_at_most_fifty_years_ahead() -> None:
    years = {http_date(f"Monday, 01-Jan-{digits:02} 00:00:00 GMT", now=NOW) for digits in (74, 75, 94, 0)}
    assert years == {3_281_990_400, 157_766_400, 757_382_400, 946_684_800}


@given(st.integers(0, 253_402_300_799))
def test_every_second_is_written_and_read_as_an_http_date(seconds: int) -> None:
    assert http_date(formatdate(seconds, usegmt=True)) == seconds


@each(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"cache-control": 'public,MAX-AGE="600" , foo'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "700"}, 0),
        ({"Cache-Control": "max-age=600", "Expires": "Mon, 01 Jan 2024 05:00:00 GMT"}, 600),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Cache-Control": "max-age=999999999999999999999999"}, None),
        ({"Expires": "Mon, 01 Jan 2024 01:00:00 GMT"}, 3600),
        ({"Expires": "Mon, 01 Jan 2024 01:00:00 GMT", "Date": "Mon, 01 Jan 2024 00:30:00 GMT"}, 1800),
        ({"Expires": "0"}, None),
        ({"Expires": "Thu, 01 Dec 1994 16:00:00 GMT"}, 0),
    ],
)
def test_freshness_is_parsed_from_the_headers(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_for(CIMultiDict(headers), now=NOW) == seconds


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_the_parser(one: str, two: str, three: str) -> None:
    headers = CIMultiDict({"Cache-Control": one, "Expires": two, "Age": three, "Retry-After": two, "Date": three})
    for seconds in (fresh_for(headers, now=NOW), retry_after(headers, now=NOW)):
        assert seconds is None or 0 <= seconds <= 365 * 86_400


PRIVATE = """
    10.0.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.168.1.1 100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1
    240.0.0.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1
    64:ff9b:1::1 2002:7f00:1:: ::127.0.0.1 2001:db8::1 fe80::1%eth0
"""
PUBLIC = "1.1.1.1 93.184.216.34 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101"


def test_private_and_public_addresses_are_distinguished() -> None:
    assert [a for a in PRIVATE.split() if is_public(ip_address(a))] == []
    assert [a for a in PUBLIC.split() if not is_public(ip_address(a))] == []


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_embedded_ipv4_address_counts_as_itself(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(IPv6Address(int(IPv6Address(prefix)) | int(address))) == is_public(address)


def test_only_the_exact_server_is_the_users_own() -> None:
    assert is_own("http://nas.local/x", "nas.local")
    assert is_own("http://nas.local/x", "nas.local:80")
    assert is_own("http://[::1]:8080/x", "[::1]:8080")
    assert is_own("https://nas.local/x", "nas.local:80")
    assert not is_own("http://nas.local/x", "nas.local:443")
    assert not is_own("https://nas.local:8443/x", "nas.local:80")
    assert not is_own("http://nas.local:443/x", "nas.local:80")
    assert not is_own("http://nas.local:81/x", "nas.local")
    assert not is_own("http://evil.org/?nas.local", "nas.local")
    assert not is_own("http://nas.local@evil.org/", "nas.local")
    assert not is_own("http://nas.local/", None)


def test_a_chain_keeps_the_password_on_its_own_server() -> None:
    chain = RedirectChain.start("https://me:pw@a.org/feed").follow(301, "/new")
    assert chain.url == "https://me:pw@a.org/new" == chain.moved_to
    away = chain.follow(301, "https://b.org/x")
    assert away.url == "https://b.org/x" == away.moved_to
    assert away.follow(302, "https://c.org/").moved_to is None
    assert without_userinfo("https://me:pw@a.org:8/x?y=@") == "https://a.org:8/x?y=@"
    assert RedirectChain.start("https://a.org/").follow(302, "http://evil:pw@b.org/").url == "http://b.org/"


def test_a_password_follows_a_redirect_from_http_to_https_on_one_server_only() -> None:
    start = RedirectChain.start("http://me:pw@a.org/f")
    assert start.follow(301, "https://a.org/f").moved_to == "https://me:pw@a.org/f"
    for target in ("https://b.org/f", "https://a.org:8443/f", "http://a.org:8080/f", "https://a.org.evil.org/f"):
        assert "pw" not in start.follow(301, target).url
    assert "pw" not in RedirectChain.start("http://me:pw@a.org:81/f").follow(301, "https://a.org/f").url


def test_leaving_https_never_changes_the_address() -> None:
    assert RedirectChain.start("https://a.org/").follow(301, "http://a.org/").moved_to is None
    assert RedirectChain.start("http://a.org/").follow(301, "https://a.org/").moved_to == "https://a.org/"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_location_leads_away_from_the_web(location: str) -> None:
    with suppress(FetchError):
        assert RedirectChain.start("https://a.org/x").follow(302, location).url.startswith(("http://", "https://"))


async def test_the_lowest_priority_number_goes_first_then_the_earliest() -> None:
    semaphore, order = PrioritySemaphore(1), []

    async def visit(name: str, priority: int) -> None:
        await semaphore.acquire(priority)
        order.append(name)
        await asyncio.sleep(0)
        semaphore.release()

    await asyncio.gather(*(visit(n, u) for n, u in [("in", 1), ("poll 1", 1), ("poll 2", 1), ("page", 0)]))
    assert order == ["in", "page", "poll 1", "poll 2"]
    assert semaphore.idle


async def test_a_cancelled_waiter_does_not_take_a_slot() -> None:
    limiter = HostLimiter(limit=1, per_host=1)

    async def visit() -> None:
        async with limiter.slot("a", Priority.POLL):
            await asyncio.sleep(0)

    for _ in range(20):
        tasks = [asyncio.create_task(visit()) for _ in range(5)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(1):
        await visit()


async def test_a_host_gets_one_request_at_a_time_and_pages_first() -> None:
    def slowly(asked: Asked) -> Script:
        return [head(), asked.path.encode(), 0.01]

    async with fault_server() as server, fault_server() as other, Client() as client:
        for path in ("/1", "/2", "/3", "/page"):
            server.routes[path] = other.routes[path] = slowly
        requests = [Request(s.url(p), private_host=s.host) for s in (server, other) for p in ("/1", "/2", "/3")]
        page = Request(server.url("/page"), private_host=server.host, priority=Priority.PAGE)
        await asyncio.gather(*(client.fetch(r) for r in [*requests, page]))
        assert [asked.path for asked in server.asked] == ["/1", "/page", "/2", "/3"]
        assert server.most_open == 1


async def test_a_proxy_of_the_environment_gets_the_whole_address() -> None:
    async with fault_server() as proxy, Client(proxies={"http": f"me:pw@{proxy.host}"}) as client:
        proxy.routes["http://news.invalid/f"] = [answer(b"<rss/>")]
        got = await client.fetch(Request("http://news.invalid/f"))
        assert got.body == b"<rss/>"
        assert proxy.asked[0].headers["proxy-authorization"].startswith(b"Basic ")


def test_this_machine_and_the_exceptions_need_no_proxy() -> None:
    proxies = Proxies({"http": "proxy:3128", "all": "socks4://proxy:1080", "no": "intra.net,.corp"})
    assert proxies.choose("http://news.org/") == "http://proxy:3128"
    for url in ("http://localhost:1/", "http://127.0.0.1/", "http://[::1]/", "http://intra.net/", "http://a.corp/"):
        assert proxies.choose(url) is None
    with pytest.raises(FetchError, match="socks4"):
        proxies.choose("https://news.org/")
    assert Proxies({}).choose("http://news.org/") is None
    for broken in ("http://[::1", "[", "http://[v1]:x"):
        with pytest.raises(FetchError, match="not-a-proxy"):
            Proxies({"http": broken}).choose("http://news.org/")


async def test_other_settings_apply_to_later_requests() -> None:
    blocked = Config(blocked=problem(Problem.REQUESTS_BLOCKED, cause=problem(Problem.NOT_A_PROXY)))
    async with fault_server() as proxy, Client.of(Config(no_proxy=("news.invalid",))) as client:
        proxy.routes["http://news.invalid/f"] = [answer(b"<rss/>")]
        client.configure(Config(proxy=f"http://{proxy.host}", contact="https://me.example"))
        assert (await client.fetch(Request("http://news.invalid/f"))).body == b"<rss/>"
        assert b"https://me.example" in proxy.asked[0].headers["user-agent"]
        client.configure(blocked)
        with pytest.raises(FetchError, match="requests-blocked"):
            await client.fetch(Request("http://news.invalid/f"))
        assert len(proxy.asked) == 1


async def test_an_unreachable_proxy_is_a_problem_of_the_proxy() -> None:
    async with fault_server() as gone:
        port = gone.port
    async with Client(proxies={"http": f"http://127.0.0.1:{port}"}) as client:
        with pytest.raises(FetchError, match="proxy"):
            await client.fetch(Request("http://news.invalid/f"))


@each("host", ["2130706433", "127.1", "0x7f.0.0.1", "017700000001", "127.0.0.1.", "0x7F000001"])
def test_an_address_written_as_a_number_is_recognised(host: str) -> None:
    found = literal_address(host)
    assert found is not None
    assert not is_public(found)


@each("host", ["example.org", "1.2.3.4.5", "deadbeef", "1e100.net", "0x7f.example", "4294967296", ""])
def test_a_name_that_looks_like_a_number_stays_a_name(host: str) -> None:
    assert literal_address(host) is None
