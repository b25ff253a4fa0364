"""Complete refreshes of the demo newspaper: new entries, failures, and nothing lost."""

from __future__ import annotations

import socket
import time

import pytest

from reader.config import Config
from reader.errors import StoreTooNew
from reader.fetch.body_budget import LARGE
from reader.model import Status, Subscription
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.refresh.in_process import refresh_now
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import AlreadyRefreshing, FeedDone, Finished, Indexed, Progress, Started, Trouble
from reader.store import check, open_store
from reader.wording.problem_messages import problem_message
from tests.newspaper import Fault, Newspaper
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer
from tests.support.profile import Profile, errors, finished, serving

RSS, JSON = "/en/feed.xml", "/de/feed.json"


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture
def profile(tmp_path, paper):
    made = Profile(tmp_path)
    made.subscribe(paper.url(RSS), paper.url(JSON))
    return made


def test_a_first_refresh_stores_all_entries_and_reports_events_in_order(profile, paper):
    events = profile.refresh()
    assert [type(event) for event in events if not isinstance(event, FeedDone | Progress)] == [
        Started,
        Finished,
        Indexed,
    ]
    done = finished(events)
    assert (done.polled, done.changed, done.failed) == (2, 2, 0)
    assert done.new == len(profile.entries()) == len(paper.articles)
    assert [event for event in events if isinstance(event, Progress)][-1] == Progress(2, 2)
    store = profile.store
    assert store.search.pending() == 0
    store.close()


def test_a_second_refresh_sends_validators_and_stores_nothing(profile, paper):
    profile.refresh()
    paper.forget()
    done = finished(profile.refresh())
    assert (done.polled, done.unchanged, done.new, done.updated) == (2, 2, 0, 0)
    assert profile.poll(paper.url(RSS)).http_status == 304


def test_feeds_that_are_not_due_are_polled_only_if_named(profile, paper):
    profile.refresh()
    paper.forget()
    assert finished(profile.refresh(force=False)).polled == 0
    assert not paper.requests
    assert finished(profile.refresh([paper.url(RSS)], force=False)).polled == 1
    profile.now += 2 * 86_400
    assert finished(profile.refresh(force=False)).polled == 2


def test_a_published_article_is_new_and_an_edited_one_is_updated(profile, paper):
    profile.refresh()
    url = paper.url(RSS)
    before = {entry.title: entry.id for entry in profile.entries(url)}
    old = paper.site.section("en").articles[3]
    paper.publish("en", title="Fresh from the press")
    paper.change(old.slug, title="Changed in proof")
    done = finished(profile.refresh())
    assert (done.new, done.updated, done.changed) == (1, 1, 1)
    after = {entry.title: entry.id for entry in profile.entries(url)}
    assert after["Changed in proof"] == before[old.title]
    assert profile.titles(url)[0] == "Fresh from the press"


def test_an_article_that_leaves_the_feed_stays_in_the_store(profile, paper):
    profile.refresh()
    slug = paper.site.section("en").articles[0].slug
    count = len(profile.entries())
    paper.retract(slug)
    profile.refresh()
    assert len(profile.entries()) == count


FAULTS = {
    "/en/feed.xml": Fault.html(),
    "/en/feed.atom": Fault.cut_off(),
    "/en/feed.json": Fault.empty(),
    "/de/feed.xml": Fault.status(404),
    "/de/feed.atom": Fault.short(),
    "/de/feed.json": None,
}


def test_failing_feeds_lose_nothing_and_do_not_affect_others(profile, paper):
    profile.subscribe(*paper.feed_urls)
    profile.refresh()
    before = {url: profile.poll(url) for url in paper.feed_urls}
    count = len(profile.entries())
    paper.publish("en", title="Behind the fault")
    paper.publish("de", title="Hinter dem Fehler")
    for path, fault in FAULTS.items():
        if fault:
            paper.fail(path, fault)
    events = profile.refresh()
    assert set(errors(events)) == {paper.url(path) for path, fault in FAULTS.items() if fault}
    for url in errors(events):
        poll = profile.poll(url)
        assert poll.status is Status.FAILING
        assert poll.error
        assert "Error" not in problem_message(poll.error)
        assert (poll.validators, poll.body_hash) == (before[url].validators, before[url].body_hash)
    assert len(profile.entries()) >= count
    assert "Hinter dem Fehler" in profile.titles(paper.url("/de/feed.json"))
    paper.heal()
    assert finished(profile.refresh()).failed == 0
    for url in paper.feed_urls:
        assert profile.poll(url).status is Status.OK
        titles = profile.titles(url)
        assert len(titles) == len(set(titles))
    assert len(profile.entries()) == count + 6


def test_the_complete_entries_of_a_truncated_feed_are_kept(profile, paper):
    url = paper.url(RSS)
    paper.fail(RSS, Fault.cut_off())
    events = profile.refresh([url])
    kept = len(profile.entries(url))
    assert 0 < kept < len(paper.site.section("en").articles)
    assert "cut off" in errors(events)[url]
    paper.heal()
    profile.refresh([url])
    assert len(profile.entries(url)) == len(paper.site.section("en").articles)


def test_a_refused_connection_has_its_message(profile, paper):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/feed"
        profile.subscribe(url, paper.url(RSS))
        assert errors(profile.refresh()) == {url: "the connection was refused"}


def test_a_slow_feed_does_not_delay_the_others(profile, paper):
    with Newspaper() as slow:
        slow.fail(RSS, Fault.slow(1.0))
        profile.subscribe(slow.url(RSS), paper.url(RSS))
        order = [event.feed_url for event in profile.refresh() if isinstance(event, FeedDone)]
    assert order == [paper.url(RSS), slow.url(RSS)]


def test_a_gone_feed_is_reported_and_not_polled_again(profile, paper):
    profile.subscribe(paper.url(RSS))
    profile.refresh()
    paper.fail(RSS, Fault.status(410))
    profile.refresh()
    assert profile.poll(paper.url(RSS)).status is Status.GONE
    profile.now += 30 * 86_400
    assert finished(profile.refresh()).polled == 0
    assert profile.entries()


def test_the_built_in_feed_needs_no_network_and_is_read_once(profile):
    profile.subscribe("broadsheet:welcome", "broadsheet:none")
    events = profile.refresh()
    assert errors(events) == {"broadsheet:none": "this is not an http(s) address"}
    count = len(profile.entries())
    assert count > 0
    assert finished(profile.refresh(["broadsheet:welcome"])).unchanged == 1
    assert len(profile.entries()) == count


def test_hostile_feeds_fail_alone(profile, paper):
    entity = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 60_000 + b'">]>'
    bomb = entity + b"<rss><channel><title>" + b"&a;" * 5_000 + b"</title></channel></rss>"
    deep = b"<rss version='2.0'><channel><title>T</title><item><description>" + b"<b>" * 200_000
    with serving({"/bomb": bomb, "/deep": deep}) as base:
        profile.subscribe(base + "/bomb", base + "/deep", paper.url(RSS))
        events = profile.refresh()
    assert finished(events).polled == 3
    assert len(profile.entries(paper.url(RSS))) == len(paper.site.section("en").articles)


def test_an_unsubscribed_address_is_reported(profile):
    events = profile.refresh(["https://nowhere.example/"])
    assert Trouble(problem(Problem.NOT_SUBSCRIBED, url="https://nowhere.example/")) in events
    assert finished(events).polled == 0


def test_a_database_of_a_later_version_is_refused_with_a_message(profile):
    open_store(profile.paths.database, now=profile.now).close()
    profile.paths.database.unlink()
    _of_a_later_version(profile.paths.database)
    with pytest.raises(StoreTooNew):
        profile.refresh()


def test_cancelling_a_refresh_leaves_a_valid_store(profile, paper):
    paper.fail(JSON, Fault.slow(30))
    events = refresh_now(profile.paths, Config(), profile.subscriptions, None, True, now=profile.now)
    for event in events:
        if isinstance(event, Progress):
            break
    started = time.monotonic()
    events.close()
    assert time.monotonic() - started < 10
    assert check(profile.paths.database) == []
    paper.heal()
    assert finished(profile.refresh()).failed == 0
    assert len(profile.entries()) == len(paper.articles)


async def test_a_feed_is_refreshed_again_as_soon_as_it_is_stored_and_not_twice_at_once(profile, paper):
    paper.fail(JSON, Fault.slow(2))
    async with Refresher(profile.paths, Config(), profile.subscriptions, clock=lambda: profile.now) as refresher:
        await refresher.subscribe(profile.subscriptions)
        ids = {poll.url: poll.feed_id for poll in await refresher.polls()}
        rss, json = ids[paper.url(RSS)], ids[paper.url(JSON)]
        first = refresher.refresh(force=True)
        assert await anext(first) == Started(2)
        assert [event async for event in refresher.refresh([rss, json], force=True)] == [AlreadyRefreshing()]
        stored = await anext(first)
        assert isinstance(stored, FeedDone)
        assert stored.feed_id == rss
        again = [event async for event in refresher.refresh([rss], force=True)]
        assert (finished(again).polled, finished(again).new) == (1, 0)
        assert [event async for event in refresher.refresh([json], force=True)] == [AlreadyRefreshing()]
        assert [event async for event in refresher.refresh([rss, json], force=True)] == [AlreadyRefreshing()]
        assert finished([event async for event in first]).polled == 2
        assert finished([event async for event in refresher.refresh([json], force=True)]).polled == 1


def test_full_text_subscriptions_fetch_the_pages_of_new_entries(profile, paper):
    url = paper.url(RSS)
    profile.subscriptions = [Subscription(url, full_text=True)]
    profile.config = Config(pictures="off")
    profile.refresh()
    asked = {path for request in paper.requests if "/articles/" in (path := request.path) and path.endswith("/")}
    assert len(asked) == 20
    store = profile.store
    keys = store.entries.page(Selection(), limit=20)
    assert all(entry and entry.page_tried for entry in (store.entries.entry(id_) for _, id_ in keys))
    store.close()


def _of_a_later_version(path):
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def test_more_large_feeds_than_fit_into_memory_at_once_are_all_read(profile):
    padding = "<!--" + "x" * (2 * LARGE) + "-->"
    with Servers() as servers:
        started = [servers.start() for _ in range(10)]
        for server in started:
            body = f"<rss version='2.0'><channel><title>T</title>{padding}<item><guid>1</guid></item></channel></rss>"
            server.routes["/f"] = [answer(body.encode(), "Content-Type: application/rss+xml")]
        profile.subscribe(*(server.url("/f") for server in started))
        for new in (10, 0):
            done = finished(profile.refresh(force=True))
            assert (done.failed, done.new) == (0, new)
