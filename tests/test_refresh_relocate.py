"""Feeds that their publisher moved permanently: history, feeds.toml, and interruption at every point."""

from __future__ import annotations

import tomllib

import pytest

from reader.config import Config
from reader.model import Field, Status, Subscription
from reader.refresh.context import RefreshContext
from reader.refresh.entries.matching import find_duplicates
from reader.refresh.feeds.relocate import may_move, move_subscription
from reader.refresh.worker.protocol import Moved
from reader.store import open_store
from reader.subscriptions.edit_feeds import change_url
from tests.newspaper import Fault, Newspaper
from tests.support.each import each
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer, redirect
from tests.support.profile import errors, finished

RSS, ATOM = "/en/feed.xml", "/en/feed.atom"


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


def moves(events):
    return [event for event in events if isinstance(event, Moved)]


def tables(profile):
    return tomllib.loads(profile.paths.feeds.read_text())["feeds"]


def test_a_permanently_moved_feed_keeps_its_history(profile, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    profile.subscribe(old)
    profile.refresh()
    ids = {entry.title: entry.id for entry in profile.entries()}
    paper.fail(RSS, Fault.moved(ATOM))
    assert moves(profile.refresh()) == [Moved(1, old, new)]
    assert [table["url"] for table in tables(profile)] == [new]
    assert {entry.title: entry.id for entry in profile.entries(new)} == ids


@pytest.mark.parametrize("status", [302, 307])
def test_a_temporary_redirect_changes_nothing(profile, paper, status):
    profile.subscribe(paper.url(RSS))
    paper.fail(RSS, Fault.moved(ATOM, status))
    assert not moves(profile.refresh())
    assert [table["url"] for table in tables(profile)] == [paper.url(RSS)]
    assert profile.entries(paper.url(RSS))


@pytest.mark.parametrize("fault", [Fault.html(), Fault.cut_off(), Fault.empty(), Fault.status(404)])
def test_a_move_counts_only_after_a_complete_feed_was_read_there(profile, paper, fault):
    profile.subscribe(paper.url(RSS))
    profile.refresh()
    paper.fail(RSS, Fault.moved(ATOM))
    paper.fail(ATOM, fault)
    events = profile.refresh()
    assert errors(events)
    assert not moves(events)
    assert [table["url"] for table in tables(profile)] == [paper.url(RSS)]


def test_a_feed_that_moved_to_a_subscribed_one_is_merged_with_it(profile, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    profile.subscribe(old, new)
    profile.paths.feeds.write_text(
        f'# mine\n[[feeds]]\nurl = "{old}"\ntitle = "Old"\ntags = ["a", "b"]\n\n'
        f'[[feeds]]\nurl = "{new}"  # the good one\ntitle = "New"\ntags = ["b", "c"]\n'
    )
    profile.refresh()
    titles = [entry.title for entry in profile.entries(old)]
    profile.mark(*titles[:2])  # both copies
    profile.mark(*titles[2:4], field=Field.STARRED)
    count = len(profile.entries(new))
    paper.fail(RSS, Fault.moved(ATOM))
    events = profile.refresh()
    assert [(event.old_url, event.new_url) for event in moves(events)] == [(old, new)]
    done = finished(events)
    assert (done.polled, done.new, done.failed) == (2, 0, 0)
    assert tables(profile) == [{"url": new, "title": "New", "tags": ["b", "c", "a"]}]
    assert "# the good one" in profile.paths.feeds.read_text()
    entries = profile.entries()
    assert len(entries) == len(profile.entries(new)) == count
    assert {entry.title for entry in entries if entry.read} == set(titles[:2])
    assert {entry.title for entry in entries if entry.starred} == set(titles[2:4])
    profile.subscribe(new)
    paper.publish("en", title="Fresh from the press")
    assert finished(profile.refresh()).new == 1
    store = profile.store
    assert [(feed.unread, feed.total) for feed in store.feeds.subscribed()] == [(count - 1, count + 1)]
    store.close()


def test_merging_keeps_the_entries_that_only_one_feed_has(profile, paper):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/old": [answer(rss(item("1") + item("2")).encode())]}
        server.routes |= {"/new": [answer(rss(item("2") + item("3")).encode())]}
        profile.subscribe(server.url("/old"), server.url("/new"))
        profile.refresh()
        profile.mark("1")
        server.routes["/old"] = redirect(server.url("/new"), "308 Permanent Redirect")
        profile.refresh()
        assert sorted(profile.titles(server.url("/new"))) == ["1", "2", "3"]
        assert [entry.title for entry in profile.entries() if entry.read] == ["1"]


@pytest.mark.parametrize("first", ["/other", "/trusted"])
def test_a_redirect_to_a_subscribed_feed_with_other_entries_files_nothing_under_its_name(profile, first):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/other": [answer(rss(item("1") + item("2")).encode())]}
        server.routes |= {"/trusted": [answer(rss(item("3") + item("4")).encode())]}
        other, trusted = server.url("/other"), server.url("/trusted")
        profile.subscribe(other, trusted)
        profile.refresh([server.url(first)])
        profile.refresh([other])
        server.routes["/other"] = redirect(trusted, "301 Moved Permanently")
        events = profile.refresh(force=True)
        assert not moves(events)
        assert "another feed" in errors(events)[other]
        assert [table["url"] for table in tables(profile)] == [other, trusted]
        assert (sorted(profile.titles(other)), sorted(profile.titles(trusted))) == (["1", "2"], ["3", "4"])


def test_a_redirect_to_an_unsubscribed_feed_with_other_entries_files_nothing_under_its_name(profile):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/other": [answer(rss(item("0") + item("1") + item("2")).encode())]}
        server.routes |= {"/trusted": [answer(rss(item("3") + item("4")).encode())]}
        other, trusted = server.url("/other"), server.url("/trusted")
        profile.subscribe(trusted)
        profile.refresh()
        profile.subscribe(other)
        profile.refresh()
        server.routes["/other"] = redirect(trusted, "301 Moved Permanently")
        events = profile.refresh(force=True)
        assert not moves(events)
        assert [table["url"] for table in tables(profile)] == [other]
        assert sorted(profile.titles(other)) == ["0", "1", "2", "3", "4"]
        profile.subscribe(other, trusted)
        assert "another feed" in errors(profile.refresh(force=True))[other]
        assert (sorted(profile.titles(other)), sorted(profile.titles(trusted))) == (
            ["0", "1", "2", "3", "4"],
            ["3", "4"],
        )


def test_a_feed_that_moved_to_an_unsubscribed_one_takes_its_history(profile, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    profile.subscribe(new)
    profile.refresh()
    profile.mark()
    count = len(profile.entries())
    profile.subscribe(old)
    profile.refresh()
    paper.fail(RSS, Fault.moved(ATOM))
    assert finished(profile.refresh()).new == 0
    assert len(profile.entries(new)) == count
    assert all(entry.read for entry in profile.entries(new))


# -- interrupted


@pytest.mark.parametrize("also_new", [False, True])
@pytest.mark.parametrize("killed_after", ["announcement", "feeds.toml", "store"])
def test_an_interrupted_move_is_completed_without_duplicates(profile, paper, killed_after, also_new):
    old, new = paper.url(RSS), paper.url(ATOM)
    profile.subscribe(*((old, new) if also_new else (old,)))
    profile.refresh()
    profile.mark()
    count = len(profile.entries(old))
    store = open_store(profile.paths.database, now=profile.now)
    assert store.moving.announce(old, new)
    if killed_after != "announcement":
        assert change_url(profile.paths.feeds, old, new)
        profile.subscriptions = [Subscription(new)]
    if killed_after == "store":
        store.moving.move(old, new, find_duplicates(store.moving.history(old), store.moving.history(new)))
    store.close()
    paper.fail(RSS, Fault.moved(ATOM))
    assert finished(profile.refresh()).new == 0
    assert [table["url"] for table in tables(profile)] == [new]
    entries = profile.entries()
    assert len(entries) == len(profile.entries(new)) == count
    assert all(entry.read for entry in entries)
    store = profile.store
    assert not store.feeds.hidden()
    assert [(feed.unread, feed.total) for feed in store.feeds.subscribed()] == [(0, count)]
    store.close()


@pytest.mark.parametrize("also_new", [False, True])
def test_nothing_moves_if_feeds_toml_cannot_be_written(profile, paper, also_new):
    old, new = paper.url(RSS), paper.url(ATOM)
    profile.subscribe(*((old, new) if also_new else (old,)))
    profile.refresh()
    profile.mark()
    ids = {entry.id for entry in profile.entries()}
    profile.paths.feeds.chmod(0o444)
    paper.fail(RSS, Fault.moved(ATOM))
    for _ in range(2):
        events = profile.refresh()
        assert not moves(events)
        assert finished(events).new == 0
    assert {entry.id for entry in profile.entries()} == ids
    assert profile.poll(old).status is Status.OK


# -- secrets


def test_a_move_that_would_send_a_secret_to_another_server_is_refused(profile):
    with Servers() as servers:
        proxy = servers.start()
        profile.config = Config(proxy=f"http://{proxy.host}")
        proxy.routes["http://one.invalid/f"] = redirect("http://two.invalid/f", "301 Moved Permanently")
        proxy.routes["http://two.invalid/f"] = [answer(rss(item("1")).encode())]
        profile.subscribe("http://one.invalid/f", headers=(("X-Key", "secret"),))
        assert not moves(profile.refresh())
        assert profile.titles() == ["1"]
        assert [table["url"] for table in tables(profile)] == ["http://one.invalid/f"]
        profile.subscribe("http://one.invalid/f")
        assert moves(profile.refresh())


@each(
    ("url", "target", "may"),
    [
        ("http://me:pw@one.example/f", "https://me:pw@one.example/f", True),
        ("http://me:pw@one.example/f", "http://me:pw@one.example/g", True),
        ("https://me:pw@one.example/f", "https://two.example/f", False),
        ("http://me:pw@one.example:8080/f", "https://one.example/f", False),
        ("https://one.example/f", "https://two.example/f", True),
    ],
)
def test_a_password_may_go_to_its_own_server_only(url, target, may):
    assert may_move(Subscription(url), target) is may


def test_the_pages_of_new_entries_of_a_moved_feed_are_fetched(profile, paper):
    profile.subscriptions = [Subscription(paper.url(RSS), full_text=True)]
    profile.config = Config(pictures="off")
    profile.paths.feeds.write_text(f'[[feeds]]\nurl = "{paper.url(RSS)}"\nfull_text = true\n')
    paper.fail(RSS, Fault.moved("/en/feed.atom"))
    profile.refresh()
    assert profile.poll(paper.url("/en/feed.atom")).status is Status.OK
    assert [request for request in paper.requests if "/articles/" in request.path]


async def test_a_move_completes_although_feeds_toml_was_reloaded_without_the_feed(profile):
    """Otherwise a table that an editor is saving would end the whole refresh."""
    old, new = "https://paper.example/old", "https://paper.example/new"
    profile.subscribe(old)
    async with RefreshContext(profile.paths, Config(), lambda: profile.now) as context:
        await context.with_store(lambda store: store.feeds.subscribe([old]))
        poll = await move_subscription(context, old, new)
        assert poll
        assert poll.url == new
        assert context.subscriptions == {}
    assert [table["url"] for table in tables(profile)] == [new]
