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
from reader.refresh.in_process import refresh_now
from reader.refresh.worker.protocol import FeedDone, Finished, Indexed, Progress, Started, Trouble
from reader.store import check, open_store
from reader.stream import Selection
from reader.wording.problem_messages import problem_message
from tests.newspaper import Fault, Newspaper
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer
from tests.support.refresh_house import House, errors, finished, serving

RSS, JSON = "/en/feed.xml", "/de/feed.json"


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture
def house(tmp_path, paper):
    made = House(tmp_path)
    made.subscribe(paper.url(RSS), paper.url(JSON))
    return made


def test_a_first_refresh_stores_all_entries_and_reports_events_in_order(house, paper):
    events = house.refresh()
    assert [type(event) for event in events if not isinstance(event, FeedDone | Progress)] == [
        Started,
        Finished,
        Indexed,
    ]
    done = finished(events)
    assert (done.polled, done.changed, done.failed) == (2, 2, 0)
    assert done.new == len(house.entries()) == len(paper.articles)
    assert [event for event in events if isinstance(event, Progress)][-1] == Progress(2, 2)
    store = house.store
    assert store.search.pending() == 0
    store.close()


def test_a_second_refresh_sends_validators_and_stores_nothing(house, paper):
    house.refresh()
    paper.forget()
    done = finished(house.refresh())
    assert (done.polled, done.unchanged, done.new, done.updated) == (2, 2, 0, 0)
    assert house.poll(paper.url(RSS)).http_status == 304


def test_feeds_that_are_not_due_are_polled_only_if_named(house, paper):
    house.refresh()
    paper.forget()
    assert finished(house.refresh(force=False)).polled == 0
    assert not paper.requests
    assert finished(house.refresh([paper.url(RSS)], force=False)).polled == 1
    house.now += 2 * 86_400
    assert finished(house.refresh(force=False)).polled == 2


def test_a_published_article_is_new_and_an_edited_one_is_updated(house, paper):
    house.refresh()
    url = paper.url(RSS)
    before = {entry.title: entry.id for entry in house.entries(url)}
    old = paper.site.section("en").articles[3]
    paper.publish("en", title="Fresh from the press")
    paper.change(old.slug, title="Changed in proof")
    done = finished(house.refresh())
    assert (done.new, done.updated, done.changed) == (1, 1, 1)
    after = {entry.title: entry.id for entry in house.entries(url)}
    assert after["Changed in proof"] == before[old.title]
    assert house.titles(url)[0] == "Fresh from the press"


def test_an_article_that_leaves_the_feed_stays_in_the_store(house, paper):
    house.refresh()
    slug = paper.site.section("en").articles[0].slug
    count = len(house.entries())
    paper.retract(slug)
    house.refresh()
    assert len(house.entries()) == count


FAULTS = {
    "/en/feed.xml": Fault.html(),
    "/en/feed.atom": Fault.cut_off(),
    "/en/feed.json": Fault.empty(),
    "/de/feed.xml": Fault.status(404),
    "/de/feed.atom": Fault.short(),
    "/de/feed.json": None,
}


def test_failing_feeds_lose_nothing_and_do_not_affect_others(house, paper):
    house.subscribe(*paper.feed_urls)
    house.refresh()
    before = {url: house.poll(url) for url in paper.feed_urls}
    count = len(house.entries())
    paper.publish("en", title="Behind the fault")
    paper.publish("de", title="Hinter dem Fehler")
    for path, fault in FAULTS.items():
        if fault:
            paper.fail(path, fault)
    events = house.refresh()
    assert set(errors(events)) == {paper.url(path) for path, fault in FAULTS.items() if fault}
    for url in errors(events):
        poll = house.poll(url)
        assert poll.status is Status.FAILING
        assert poll.error
        assert "Error" not in problem_message(poll.error)
        assert (poll.validators, poll.body_hash) == (before[url].validators, before[url].body_hash)
    assert len(house.entries()) >= count
    assert "Hinter dem Fehler" in house.titles(paper.url("/de/feed.json"))
    paper.heal()
    assert finished(house.refresh()).failed == 0
    for url in paper.feed_urls:
        assert house.poll(url).status is Status.OK
        titles = house.titles(url)
        assert len(titles) == len(set(titles))
    assert len(house.entries()) == count + 6


def test_the_complete_entries_of_a_truncated_feed_are_kept(house, paper):
    url = paper.url(RSS)
    paper.fail(RSS, Fault.cut_off())
    events = house.refresh([url])
    kept = len(house.entries(url))
    assert 0 < kept < len(paper.site.section("en").articles)
    assert "cut off" in errors(events)[url]
    paper.heal()
    house.refresh([url])
    assert len(house.entries(url)) == len(paper.site.section("en").articles)


def test_a_refused_connection_has_its_message(house, paper):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/feed"
        house.subscribe(url, paper.url(RSS))
        assert errors(house.refresh()) == {url: "the connection was refused"}


def test_a_slow_feed_does_not_delay_the_others(house, paper):
    with Newspaper() as slow:
        slow.fail(RSS, Fault.slow(1.0))
        house.subscribe(slow.url(RSS), paper.url(RSS))
        order = [event.feed_url for event in house.refresh() if isinstance(event, FeedDone)]
    assert order == [paper.url(RSS), slow.url(RSS)]


def test_a_gone_feed_is_reported_and_not_polled_again(house, paper):
    house.subscribe(paper.url(RSS))
    house.refresh()
    paper.fail(RSS, Fault.status(410))
    house.refresh()
    assert house.poll(paper.url(RSS)).status is Status.GONE
    house.now += 30 * 86_400
    assert finished(house.refresh()).polled == 0
    assert house.entries()


def test_the_built_in_feed_needs_no_network_and_is_read_once(house):
    house.subscribe("broadsheet:welcome", "broadsheet:none")
    events = house.refresh()
    assert errors(events) == {"broadsheet:none": "this is not an http(s) address"}
    count = len(house.entries())
    assert count > 0
    assert finished(house.refresh(["broadsheet:welcome"])).unchanged == 1
    assert len(house.entries()) == count


def test_hostile_feeds_fail_alone(house, paper):
    entity = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 60_000 + b'">]>'
    bomb = entity + b"<rss><channel><title>" + b"&a;" * 5_000 + b"</title></channel></rss>"
    deep = b"<rss version='2.0'><channel><title>T</title><item><description>" + b"<b>" * 200_000
    with serving({"/bomb": bomb, "/deep": deep}) as base:
        house.subscribe(base + "/bomb", base + "/deep", paper.url(RSS))
        events = house.refresh()
    assert finished(events).polled == 3
    assert len(house.entries(paper.url(RSS))) == len(paper.site.section("en").articles)


def test_an_unsubscribed_address_is_reported(house):
    events = house.refresh(["https://nowhere.example/"])
    assert Trouble(problem(Problem.NOT_SUBSCRIBED, url="https://nowhere.example/")) in events
    assert finished(events).polled == 0


def test_a_database_of_a_later_version_is_refused_with_a_message(house):
    open_store(house.paths.database, now=house.now).close()
    house.paths.database.unlink()
    _of_a_later_version(house.paths.database)
    with pytest.raises(StoreTooNew):
        house.refresh()


def test_cancelling_a_refresh_leaves_a_valid_store(house, paper):
    paper.fail(JSON, Fault.slow(30))
    events = refresh_now(house.paths, Config(), house.subscriptions, None, True, now=house.now)
    for event in events:
        if isinstance(event, Progress):
            break
    started = time.monotonic()
    events.close()
    assert time.monotonic() - started < 10
    assert check(house.paths.database) == []
    paper.heal()
    assert finished(house.refresh()).failed == 0
    assert len(house.entries()) == len(paper.articles)


def test_full_text_subscriptions_fetch_the_pages_of_new_entries(house, paper):
    url = paper.url(RSS)
    house.subscriptions = [Subscription(url, full_text=True)]
    house.refresh()
    asked = {request.path for request in paper.requests if "/articles/" in request.path}
    assert len(asked) == 20
    store = house.store
    keys = store.entries.page(Selection(), limit=20)
    assert all(entry and entry.page_tried for entry in (store.entries.entry(id_) for _, id_ in keys))
    store.close()


def _of_a_later_version(path):
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def test_more_large_feeds_than_fit_into_memory_at_once_are_all_read(house):
    padding = "<!--" + "x" * (2 * LARGE) + "-->"
    with Servers() as servers:
        started = [servers.start() for _ in range(10)]
        for server in started:
            body = f"<rss version='2.0'><channel><title>T</title>{padding}<item><guid>1</guid></item></channel></rss>"
            server.routes["/f"] = [answer(body.encode(), "Content-Type: application/rss+xml")]
        house.subscribe(*(server.url("/f") for server in started))
        for new in (10, 0):
            done = finished(house.refresh(force=True))
            assert (done.failed, done.new) == (0, new)
