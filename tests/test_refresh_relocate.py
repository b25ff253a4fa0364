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
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer, redirect
from tests.support.refresh_house import errors, finished

RSS, ATOM = "/en/feed.xml", "/en/feed.atom"


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


def moves(events):
    return [event for event in events if isinstance(event, Moved)]


def tables(house):
    return tomllib.loads(house.paths.feeds.read_text())["feeds"]


def test_a_permanently_moved_feed_keeps_its_history(house, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    house.subscribe(old)
    house.refresh()
    ids = {entry.title: entry.id for entry in house.entries()}
    paper.fail(RSS, Fault.moved(ATOM))
    assert moves(house.refresh()) == [Moved(1, old, new)]
    assert [table["url"] for table in tables(house)] == [new]
    assert {entry.title: entry.id for entry in house.entries(new)} == ids


@pytest.mark.parametrize("status", [302, 307])
def test_a_temporary_redirect_changes_nothing(house, paper, status):
    house.subscribe(paper.url(RSS))
    paper.fail(RSS, Fault.moved(ATOM, status))
    assert not moves(house.refresh())
    assert [table["url"] for table in tables(house)] == [paper.url(RSS)]
    assert house.entries(paper.url(RSS))


@pytest.mark.parametrize("fault", [Fault.html(), Fault.cut_off(), Fault.empty(), Fault.status(404)])
def test_a_move_counts_only_after_a_complete_feed_was_read_there(house, paper, fault):
    house.subscribe(paper.url(RSS))
    house.refresh()
    paper.fail(RSS, Fault.moved(ATOM))
    paper.fail(ATOM, fault)
    events = house.refresh()
    assert errors(events)
    assert not moves(events)
    assert [table["url"] for table in tables(house)] == [paper.url(RSS)]


def test_a_feed_that_moved_to_a_subscribed_one_is_merged_with_it(house, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    house.subscribe(old, new)
    house.paths.feeds.write_text(
        f'# mine\n[[feeds]]\nurl = "{old}"\ntitle = "Old"\ntags = ["a", "b"]\n\n'
        f'[[feeds]]\nurl = "{new}"  # the good one\ntitle = "New"\ntags = ["b", "c"]\n'
    )
    house.refresh()
    titles = [entry.title for entry in house.entries(old)]
    house.mark(*titles[:2])  # both copies
    house.mark(*titles[2:4], field=Field.STARRED)
    count = len(house.entries(new))
    paper.fail(RSS, Fault.moved(ATOM))
    events = house.refresh()
    assert [(event.old_url, event.new_url) for event in moves(events)] == [(old, new)]
    done = finished(events)
    assert (done.polled, done.new, done.failed) == (2, 0, 0)
    assert tables(house) == [{"url": new, "title": "New", "tags": ["b", "c", "a"]}]
    assert "# the good one" in house.paths.feeds.read_text()
    entries = house.entries()
    assert len(entries) == len(house.entries(new)) == count
    assert {entry.title for entry in entries if entry.read} == set(titles[:2])
    assert {entry.title for entry in entries if entry.starred} == set(titles[2:4])
    house.subscribe(new)
    paper.publish("en", title="Fresh from the press")
    assert finished(house.refresh()).new == 1
    store = house.store
    assert [(feed.unread, feed.total) for feed in store.feeds.subscribed()] == [(count - 1, count + 1)]
    store.close()


def test_merging_keeps_the_entries_that_only_one_feed_has(house, paper):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/old": [answer(rss(item("1") + item("2")).encode())]}
        server.routes |= {"/new": [answer(rss(item("2") + item("3")).encode())]}
        house.subscribe(server.url("/old"), server.url("/new"))
        house.refresh()
        house.mark("1")
        server.routes["/old"] = redirect(server.url("/new"), "308 Permanent Redirect")
        house.refresh()
        assert sorted(house.titles(server.url("/new"))) == ["1", "2", "3"]
        assert [entry.title for entry in house.entries() if entry.read] == ["1"]


@pytest.mark.parametrize("first", ["/other", "/trusted"])
def test_a_redirect_to_a_subscribed_feed_with_other_entries_files_nothing_under_its_name(house, first):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/other": [answer(rss(item("1") + item("2")).encode())]}
        server.routes |= {"/trusted": [answer(rss(item("3") + item("4")).encode())]}
        other, trusted = server.url("/other"), server.url("/trusted")
        house.subscribe(other, trusted)
        house.refresh([server.url(first)])
        house.refresh([other])
        server.routes["/other"] = redirect(trusted, "301 Moved Permanently")
        events = house.refresh(force=True)
        assert not moves(events)
        assert "another feed" in errors(events)[other]
        assert [table["url"] for table in tables(house)] == [other, trusted]
        assert (sorted(house.titles(other)), sorted(house.titles(trusted))) == (["1", "2"], ["3", "4"])


def test_a_redirect_to_an_unsubscribed_feed_with_other_entries_files_nothing_under_its_name(house):
    with Servers() as servers:
        server = servers.start()
        server.routes |= {"/other": [answer(rss(item("0") + item("1") + item("2")).encode())]}
        server.routes |= {"/trusted": [answer(rss(item("3") + item("4")).encode())]}
        other, trusted = server.url("/other"), server.url("/trusted")
        house.subscribe(trusted)
        house.refresh()
        house.subscribe(other)
        house.refresh()
        server.routes["/other"] = redirect(trusted, "301 Moved Permanently")
        events = house.refresh(force=True)
        assert not moves(events)
        assert [table["url"] for table in tables(house)] == [other]
        assert sorted(house.titles(other)) == ["0", "1", "2", "3", "4"]
        house.subscribe(other, trusted)
        assert "another feed" in errors(house.refresh(force=True))[other]
        assert (sorted(house.titles(other)), sorted(house.titles(trusted))) == (["0", "1", "2", "3", "4"], ["3", "4"])


def test_a_feed_that_moved_to_an_unsubscribed_one_takes_its_history(house, paper):
    old, new = paper.url(RSS), paper.url(ATOM)
    house.subscribe(new)
    house.refresh()
    house.mark()
    count = len(house.entries())
    house.subscribe(old)
    house.refresh()
    paper.fail(RSS, Fault.moved(ATOM))
    assert finished(house.refresh()).new == 0
    assert len(house.entries(new)) == count
    assert all(entry.read for entry in house.entries(new))


# -- interrupted


@pytest.mark.parametrize("also_new", [False, True])
@pytest.mark.parametrize("killed_after", ["announcement", "feeds.toml", "store"])
def test_an_interrupted_move_is_completed_without_duplicates(house, paper, killed_after, also_new):
    old, new = paper.url(RSS), paper.url(ATOM)
    house.subscribe(*((old, new) if also_new else (old,)))
    house.refresh()
    house.mark()
    count = len(house.entries(old))
    store = open_store(house.paths.database, now=house.now)
    assert store.moving.announce(old, new)
    if killed_after != "announcement":
        assert change_url(house.paths.feeds, old, new)
        house.subscriptions = [Subscription(new)]
    if killed_after == "store":
        store.moving.move(old, new, find_duplicates(store.moving.history(old), store.moving.history(new)))
    store.close()
    paper.fail(RSS, Fault.moved(ATOM))
    assert finished(house.refresh()).new == 0
    assert [table["url"] for table in tables(house)] == [new]
    entries = house.entries()
    assert len(entries) == len(house.entries(new)) == count
    assert all(entry.read for entry in entries)
    store = house.store
    assert not store.feeds.hidden()
    assert [(feed.unread, feed.total) for feed in store.feeds.subscribed()] == [(0, count)]
    store.close()


@pytest.mark.parametrize("also_new", [False, True])
def test_nothing_moves_if_feeds_toml_cannot_be_written(house, paper, also_new):
    old, new = paper.url(RSS), paper.url(ATOM)
    house.subscribe(*((old, new) if also_new else (old,)))
    house.refresh()
    house.mark()
    ids = {entry.id for entry in house.entries()}
    house.paths.feeds.chmod(0o444)
    paper.fail(RSS, Fault.moved(ATOM))
    for _ in range(2):
        events = house.refresh()
        assert not moves(events)
        assert finished(events).new == 0
    assert {entry.id for entry in house.entries()} == ids
    assert house.poll(old).status is Status.OK


# -- secrets


def test_a_move_that_would_send_a_secret_to_another_server_is_refused(house):
    with Servers() as servers:
        proxy = servers.start()
        house.config = Config(proxy=f"http://{proxy.host}")
        proxy.routes["http://one.invalid/f"] = redirect("http://two.invalid/f", "301 Moved Permanently")
        proxy.routes["http://two.invalid/f"] = [answer(rss(item("1")).encode())]
        house.subscribe("http://one.invalid/f", headers=(("X-Key", "secret"),))
        assert not moves(house.refresh())
        assert house.titles() == ["1"]
        assert [table["url"] for table in tables(house)] == ["http://one.invalid/f"]
        house.subscribe("http://one.invalid/f")
        assert moves(house.refresh())


@pytest.mark.parametrize(
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


def test_the_pages_of_new_entries_of_a_moved_feed_are_fetched(house, paper):
    house.subscriptions = [Subscription(paper.url(RSS), full_text=True)]
    house.paths.feeds.write_text(f'[[feeds]]\nurl = "{paper.url(RSS)}"\nfull_text = true\n')
    paper.fail(RSS, Fault.moved("/en/feed.atom"))
    house.refresh()
    assert house.poll(paper.url("/en/feed.atom")).status is Status.OK
    assert [request for request in paper.requests if "/articles/" in request.path]


async def test_a_move_completes_although_feeds_toml_was_reloaded_without_the_feed(house):
    """Otherwise a table that an editor is saving would end the whole refresh."""
    old, new = "https://paper.example/old", "https://paper.example/new"
    house.subscribe(old)
    async with RefreshContext(house.paths, Config(), lambda: house.now) as context:
        await context.with_store(lambda store: store.feeds.subscribe([old]))
        poll = await move_subscription(context, old, new)
        assert poll
        assert poll.url == new
        assert context.subscriptions == {}
    assert [table["url"] for table in tables(house)] == [new]
