"""Options of subscriptions and settings, with real servers and a real store."""

from __future__ import annotations

import ssl
from base64 import b64encode
from contextlib import closing
from hashlib import sha256

import pytest
import trustme

from reader.config import Config
from reader.model import Field, Page, Status
from reader.problems import Problem, problem
from reader.store import check, open_store
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import FaultServer, answer, redirect
from tests.support.profile import errors, finished
from tests.support.queries import looking_for

DAY = 86_400
PAGE = b"<!DOCTYPE html><title>A page</title><article><p>" + b"Many words of a page. " * 60 + b"</article>"


@pytest.fixture
def server(servers: Servers) -> FaultServer:
    return servers.start()


def feed(*items: str) -> list[bytes]:
    return [answer(rss("".join(items)).encode(), "Content-Type: application/rss+xml")]


# -- request headers


def test_the_users_user_agent_and_headers_are_sent_to_the_subscriptions_server(profile, server):
    server.routes["/f"] = feed(item("1"))
    profile.subscribe(server.url("/f"), user_agent="Mozilla/5.0", headers=(("X-Key", "secret"), ("accept", "text/xml")))
    assert not errors(profile.refresh())
    sent = server.asked[0].headers
    assert (sent["user-agent"], sent["x-key"], sent["accept"]) == (b"Mozilla/5.0", b"secret", b"text/xml")
    assert server.asked[0].raw.lower().count(b"accept:") == 1


def test_headers_and_password_are_not_sent_to_the_target_of_a_redirect(profile, servers):
    proxy = servers.start()
    profile.config = Config(proxy=f"http://{proxy.host}")
    proxy.routes["http://one.invalid/f"] = redirect("http://two.invalid/g")
    proxy.routes["http://two.invalid/g"] = feed(item("1"))
    url = "http://me:secret@one.invalid/f"
    profile.subscribe(url, user_agent="Mine/1", headers=(("X-Key", "hidden"), ("Cookie", "s=1")))
    assert not errors(profile.refresh())
    first, second = proxy.asked
    assert first.headers["authorization"] == b"Basic " + b64encode(b"me:secret")
    assert (first.headers["x-key"], first.headers["cookie"]) == (b"hidden", b"s=1")
    assert not {"authorization", "x-key", "cookie"} & set(second.headers)
    assert second.headers["user-agent"] == b"Mine/1"


def test_the_subscriptions_options_apply_to_pages_on_its_server_only(profile, servers):
    proxy = servers.start()
    profile.config = Config(proxy=f"http://{proxy.host}")
    links = ("http://one.invalid/page", "http://two.invalid/page", "http://one.invalid:81/page")
    items = [f"<item><guid>{n}</guid><title>{n}</title><link>{link}</link></item>" for n, link in enumerate(links)]
    proxy.routes |= {"http://one.invalid/f": feed(*items)}
    proxy.routes |= {link: [answer(PAGE, "Content-Type: text/html")] for link in links}
    profile.subscribe("http://one.invalid/f", user_agent="Mine/1", headers=(("X-Key", "secret"),))
    profile.refresh()
    for entry in profile.entries():
        profile.get_page(entry.id)
    keys = {asked.path: asked.headers.get("x-key") for asked in proxy.asked}
    assert keys == {"http://one.invalid/f": b"secret", links[0]: b"secret", links[1]: None, links[2]: None}


# -- settings that protect


def test_while_the_proxy_setting_cannot_be_read_only_this_computer_gets_requests(profile, server, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **_: pytest.fail(f"{given} was looked up"))
    profile.config = Config(blocked=problem(Problem.REQUESTS_BLOCKED, cause=problem(Problem.NOT_A_PROXY)))
    server.routes["/f"] = feed(item("1"))
    profile.subscribe(server.url("/f"), "http://one.invalid/f", "http://192.0.2.1/f")
    failed = errors(profile.refresh())
    assert set(failed) == {"http://one.invalid/f", "http://192.0.2.1/f"}
    assert all("no request is sent until this mistake is corrected" in message for message in failed.values())
    assert [asked.path for asked in server.asked] == ["/f"]


def test_a_feed_whose_certificate_or_headers_cannot_be_read_is_not_polled(profile, server):
    blocked = problem(Problem.REQUESTS_BLOCKED, cause=problem(Problem.NOT_A_FINGERPRINT))
    profile.subscribe(server.url("/f"), blocked=blocked)
    assert "fingerprint" in errors(profile.refresh())[server.url("/f")]
    assert not server.asked


# -- pinned certificates


def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


def fingerprint(certificate: trustme.LeafCert) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())).hexdigest()


def test_exactly_the_pinned_certificate_is_accepted_whatever_its_issuer(profile, servers):
    mine = trustme.CA().issue_cert("another-name.example")
    server = servers.start(context(mine))
    server.routes["/f"] = feed(item("1"))
    profile.subscribe(server.url("/f"))
    (words,) = errors(profile.refresh()).values()
    assert f'add certificate = "{fingerprint(mine)}" to its table in feeds.toml' in words
    assert not server.asked  # an untrusted server gets no request, not even to show its certificate
    profile.subscribe(server.url("/f"), certificate=fingerprint(mine))
    assert not errors(profile.refresh())
    assert profile.titles() == ["1"]


def test_any_other_certificate_is_refused_even_one_that_the_system_trusts(profile, servers, tmp_path, monkeypatch):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    trusted = authority.issue_cert("127.0.0.1")
    server = servers.start(context(trusted))
    server.routes["/f"] = feed(item("1"))
    profile.subscribe(server.url("/f"))
    assert not errors(profile.refresh())
    asked = len(server.asked)
    profile.subscribe(server.url("/f"), certificate="ab" * 32)
    (words,) = errors(profile.refresh()).values()
    assert words == f"its certificate is not the one that you accepted, but {fingerprint(trusted)}"
    assert len(server.asked) == asked


# -- the configured proxy


def test_the_configured_proxy_is_used_and_its_password_stays_hidden(profile, servers):
    proxy = servers.start()
    profile.config = Config(proxy=f"http://me:hidden@{proxy.host}", no_proxy=("excepted.invalid",))
    proxy.routes["http://news.invalid/f"] = feed(item("1"))
    profile.subscribe("http://news.invalid/f", "http://excepted.invalid/f", "http://blocked.invalid/f")
    failed = errors(profile.refresh())
    assert profile.titles() == ["1"]
    assert {asked.path for asked in proxy.asked} == {"http://news.invalid/f", "http://blocked.invalid/f"}
    assert proxy.asked[0].headers["proxy-authorization"] == b"Basic " + b64encode(b"me:hidden")
    assert set(failed) == {"http://excepted.invalid/f", "http://blocked.invalid/f"}
    assert "hidden" not in str(failed)


def test_a_proxy_that_refuses_is_reported_without_its_password(profile, servers):
    proxy = servers.start()
    proxy.routes["news.invalid:443"] = [answer(b"", status="407 Proxy Authentication Required")]
    profile.config = Config(proxy=f"http://me:hidden@{proxy.host}")
    profile.subscribe("https://news.invalid/f")
    assert errors(profile.refresh()) == {"https://news.invalid/f": "the proxy answered 407"}


# -- paused feeds


def test_a_paused_feed_is_not_polled_unless_it_is_named_and_forced(profile, server):
    server.routes["/f"] = feed(item("1"))
    url = server.url("/f")
    profile.subscribe(url, paused=True)
    assert finished(profile.refresh(force=False)).polled == 0
    assert finished(profile.refresh()).polled == 0
    assert finished(profile.refresh([url], force=False)).polled == 0
    assert finished(profile.refresh([url])).polled == 1
    profile.subscribe(url)
    profile.now += 2 * DAY
    assert finished(profile.refresh(force=False)).polled == 1


# -- edited entries


@pytest.mark.parametrize("wanted", [False, True])
def test_an_edited_entry_becomes_unread_only_if_the_user_wants_that(profile, server, wanted):
    server.routes["/f"] = feed(item("1", rest="<description>one</description>"), item("2"))
    profile.subscribe(server.url("/f"), updated_unread=wanted)
    profile.refresh()
    profile.mark()
    profile.mark("1", field=Field.STARRED)
    server.routes["/f"] = feed(item("1", rest="<description>another</description>"), item("2", "new title"))
    assert finished(profile.refresh()).updated == 2
    assert {entry.title: entry.read for entry in profile.entries()} == {"1": not wanted, "new title": not wanted}
    assert [entry.title for entry in profile.entries() if entry.starred] == ["1"]
    store = profile.store
    assert store.feeds.counts()[1] == (2 if wanted else 0, 2)
    store.close()


@pytest.mark.parametrize(
    "rest",
    [
        "<description>&lt;p class='b'&gt;one&lt;/p&gt;</description>",
        "<description>&lt;p&gt;one&lt;/p&gt;</description><category>news</category>",
        "<description>&lt;p&gt;one&lt;/p&gt;</description><enclosure url='https://e.example/a.mp3' type='a/b' length='1'/>",
    ],
)
def test_an_edit_that_changes_no_text_leaves_an_entry_read(profile, server, rest):
    server.routes["/f"] = feed(item("1", rest="<description>&lt;p&gt;one&lt;/p&gt;</description>"))
    profile.subscribe(server.url("/f"), updated_unread=True)
    profile.refresh()
    profile.mark()
    server.routes["/f"] = feed(item("1", rest=rest))
    assert finished(profile.refresh()).updated == 1
    assert profile.entries()[0].read


def test_a_counter_in_a_feed_keeps_no_versions_and_makes_nothing_unread(profile, server):
    profile.subscribe(server.url("/f"), updated_unread=True)
    for number in range(12):
        text = f"&lt;p id='n{number}'&gt;It burns.&lt;/p&gt;&lt;p&gt;{number * 9} views · updated {number} minutes ago&lt;/p&gt;"
        server.routes["/f"] = feed(item("1", rest=f"<description>{text}</description>"))
        profile.now += 60
        done = finished(profile.refresh())
        assert (done.new, done.updated) == ((1, 0) if number == 0 else (0, 1))
        profile.mark()
    (entry,) = profile.entries()
    assert (entry.read, entry.edited) == (True, None)
    server.routes["/f"] = feed(item("1", rest="<description>It no longer burns.</description>"))
    assert finished(profile.refresh()).updated == 1
    (entry,) = profile.entries()
    assert (entry.read, entry.edited) == (False, profile.now)
    with closing(profile.store) as store:
        assert [version.text for version in store.versions.of(entry.id)] == [
            "It burns.\n99 views · updated 11 minutes ago"
        ]


def test_pages_of_an_edited_article_are_compared_when_they_are_fetched_again(profile, server):
    def page(words: str, views: int) -> list[bytes]:
        rest = "".join(
            f"<p>In the town number {n} on the line, people say what they have seen, and more.</p>" for n in range(9)
        )
        text = f"<h1>A page</h1><p>{words} That is what the police have told the paper.</p>{rest}<p>{views} views</p>"
        return [
            answer(f"<!DOCTYPE html><title>A page</title><article>{text}</article>".encode(), "Content-Type: text/html")
        ]

    url = server.url("/1")
    row = f"<item><guid>1</guid><title>1</title><link>{url}</link><description>{{}}</description></item>"
    server.routes |= {"/f": feed(row.format("A teaser.")), "/1": page("Twelve dead.", 1)}
    profile.subscribe(server.url("/f"))
    profile.refresh()
    profile.get_page(1)
    server.routes["/1"] = page("Twelve dead.", 2)
    profile.get_page(1, force=True)
    assert profile.entries()[0].edited is None
    server.routes |= {"/f": feed(row.format("A corrected teaser.")), "/1": page("Thirteen dead.", 3)}
    profile.now += 600
    profile.refresh()
    profile.now += 600
    profile.get_page(1)
    with closing(profile.store) as store:
        versions = store.versions.of(1)
    assert [(one.of_page, one.until - profile.now, (one.text or "")[:12]) for one in versions] == [
        (False, -600, "A teaser."),
        (True, -600, "Twelve dead."),
    ]


# -- retention


def test_the_content_of_entries_read_long_ago_is_dropped_and_their_rows_stay(profile, server):
    names = ("read", "starred", "unread", "young")
    items = [item(name, rest=f"<description>words of {name}</description>") for name in names]
    server.routes["/f"] = feed(*items[:3])
    profile.subscribe(server.url("/f"), keep=30 * DAY)
    profile.refresh()
    profile.mark("read", "starred")
    profile.mark("starred", field=Field.STARRED)
    profile.now += 31 * DAY
    server.routes["/f"] = feed(*items)
    profile.refresh()
    profile.mark("young")
    texts = {entry.title: entry.summary_html for entry in profile.entries()}
    assert texts == {"read": "", **{name: f"words of {name}" for name in names[1:]}}
    assert finished(profile.refresh()).new == 0
    store = profile.store
    assert store.entries.count(looking_for(words="words")) == 3
    assert store.entries.count(looking_for(words="read")) == 1  # its title changed
    store.close()
    assert check(profile.paths.database) == []


def test_a_feeds_own_retention_overrides_the_general_one(profile, server):
    server.routes |= {"/f": feed(item("1", rest="<description>a</description>"))}
    server.routes |= {"/g": feed(item("2", rest="<description>b</description>"))}
    profile.subscribe(server.url("/f"), server.url("/g"))
    profile.subscriptions[1] = type(profile.subscriptions[1])(server.url("/g"), keep=90 * DAY)
    profile.config = Config(keep="30d")
    profile.refresh()
    profile.mark()
    profile.now += 31 * DAY
    profile.refresh()
    assert {entry.title: entry.summary_html for entry in profile.entries()} == {"1": "", "2": "b"}


def test_a_page_is_dropped_with_the_content_and_can_be_fetched_again(profile, server):
    link = f"<item><guid>1</guid><title>one</title><link>{server.url('/page')}</link></item>"
    server.routes |= {"/f": feed(link), "/page": [answer(PAGE, "Content-Type: text/html")]}
    profile.subscribe(server.url("/f"), keep=30 * DAY)
    profile.refresh()
    profile.mark()
    (entry,) = profile.entries()
    profile.get_page(entry.id)
    text = profile.entries()[0].page.content_html
    assert text
    profile.now += 31 * DAY
    profile.refresh()
    assert profile.entries()[0].page.content_html == ""
    profile.get_page(entry.id)
    assert profile.entries()[0].page.content_html == text


def test_much_content_is_dropped_in_batches(tmp_path, profile, server):
    items = [item(str(n), rest="<description>a word</description>") for n in range(450)]
    server.routes["/f"] = feed(*items)
    profile.subscribe(server.url("/f"), keep=DAY)
    profile.refresh()
    profile.mark()
    store = open_store(profile.paths.database, now=profile.now)
    store.arrivals.write_page(7, Page("https://e.example/", content_html="<p>page</p>"), None, now=profile.now)
    profile.now += 2 * DAY
    profile.refresh()
    assert not [entry for entry in profile.entries() if entry.summary_html or (entry.page and entry.page.content_html)]
    assert store.search.pending() == 0
    store.close()


def test_without_a_setting_everything_is_kept(profile, server):
    server.routes["/f"] = feed(item("1", rest="<description>a</description>"))
    profile.subscribe(server.url("/f"))
    profile.refresh()
    profile.mark()
    profile.now += 3_650 * DAY
    profile.refresh()
    assert profile.entries()[0].summary_html == "a"
    assert profile.poll(server.url("/f")).status is Status.OK
