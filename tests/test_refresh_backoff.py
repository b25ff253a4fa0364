"""A busy server gets no requests for any of its feeds for a while."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.arrival import FeedUpdate
from reader.fetch import CEILING, FLOOR
from reader.model import CheckReason, CheckReasonKind, Poll, Status
from reader.refresh.feeds.host_backoff import HostBackoff, back_off_hosts
from reader.store import open_store
from tests.support.each import each
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer, redirect
from tests.support.profile import errors, finished

NOW = 1_750_000_000
A, B = "a.example:443", "b.example:443"
HOUR = 3_600


def poll(feed_id: int, host: str = "a.example", **more) -> Poll:
    return Poll(feed_id, f"https://{host}/{feed_id}", **more)


def busy(feed_id: int, failures: int = 1, host: str = "a.example") -> FeedUpdate:
    return FeedUpdate(poll(feed_id, host, status=Status.FAILING, http_status=429, failures=failures))


# -- the rule


def test_all_feeds_of_a_busy_host_wait_and_others_do_not():
    polls = [poll(1), poll(2), poll(3, next_check=NOW + 9 * HOUR), poll(4, "b.example"), poll(5, next_check=NOW + 60)]
    held = back_off_hosts([busy(1)], [HostBackoff(A, HOUR)], polls, now=NOW)
    assert {update.poll.feed_id: update.poll.next_check for update in held} == dict.fromkeys((1, 2, 5), NOW + HOUR)
    assert held[1].poll.reason == CheckReason(CheckReasonKind.HOST_BUSY, HOUR)


@each(
    ("asked", "failures", "wait"),
    [
        (None, 1, FLOOR),
        (5, 1, FLOOR),
        (None, 2, 2 * FLOOR),
        (None, 4, 8 * FLOOR),
        (None, 1000, CEILING),
        (2 * HOUR, 2, 2 * HOUR),
        (10**9, 1, CEILING),
    ],
)
def test_the_backoff_is_as_requested_or_doubles_every_time(asked, failures, wait):
    (update,) = back_off_hosts([busy(1, failures)], [HostBackoff(A, asked)], [], now=NOW)
    assert update.poll.next_check == NOW + wait


def test_the_backoff_grows_when_a_host_is_busy_for_several_feeds_in_a_row():
    polls = [busy(1).poll, busy(2, 2).poll]
    (update, *_) = back_off_hosts([busy(3)], [HostBackoff(A)], polls, now=NOW)
    assert update.poll.next_check == NOW + 8 * FLOOR


polls = st.lists(
    st.builds(
        lambda host, due, status, failures: (host, due, status, failures),
        st.sampled_from(["a.example", "b.example", "c.example"]),
        st.none() | st.integers(NOW - HOUR, NOW + 2 * CEILING),
        st.sampled_from([None, 200, 404, 429, 503]),
        st.integers(0, 40),
    ),
    max_size=12,
).map(
    lambda rows: [
        poll(number, host, next_check=due, http_status=status, failures=failures)
        for number, (host, due, status, failures) in enumerate(rows)
    ]
)


@given(polls, st.integers(0, 4), st.none() | st.integers(0, 10**10))
def test_a_backoff_never_makes_a_check_earlier_and_lasts_at_most_a_day(stored, count, asked):
    updates = [FeedUpdate(one) for one in stored[:count]]
    held = back_off_hosts(updates, [HostBackoff(A, asked)], stored, now=NOW)
    assert [update.poll.feed_id for update in held[: len(updates)]] == [update.poll.feed_id for update in updates]
    before = {one.feed_id: one for one in stored}
    after = before | {update.poll.feed_id: update.poll for update in held}
    for one in after.values():
        old = before[one.feed_id]
        if one != old:
            assert "a.example" in one.url
            assert (old.next_check or 0) < (one.next_check or 0) <= NOW + CEILING
    assert all((one.next_check or 0) >= NOW + FLOOR for one in after.values() if "a.example" in one.url)


# -- end to end


FEED = [answer(rss(item("1")).encode())]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_gets_no_more_requests_even_after_a_restart(profile, status):
    with Servers() as servers:
        server, other = servers.start(), servers.start()
        server.routes = {f"/{n}": [answer(b"", "Retry-After: 7200", status=status)] for n in range(5)}
        other.routes = {"/f": FEED}
        profile.subscribe(*(server.url(f"/{n}") for n in range(5)), other.url("/f"))
        events = profile.refresh()
        assert len(server.asked) == 1
        assert len(errors(events)) == 1
        assert (finished(events).polled, finished(events).new) == (6, 1)
        store = profile.store
        for one in store.feeds.polls():
            assert (one.failures, one.error is None) == (
                (1, False) if one.http_status == int(status[:3]) else (0, True)
            )
        store.close()
        profile.now += HOUR  # a new process; the feed of the other server is not due either
        assert finished(profile.refresh(force=False)).polled <= 1
        assert len(server.asked) == 1
        server.routes = {f"/{n}": FEED for n in range(5)}
        profile.now += HOUR + 900  # with maximum jitter
        assert finished(profile.refresh(force=False)).new == 5


def test_naming_a_feed_overrides_the_backoff_once(profile):
    with Servers() as servers:
        server = servers.start()
        server.routes = {f"/{n}": [answer(b"", status="429 Too Many Requests")] for n in range(3)}
        urls = [server.url(f"/{n}") for n in range(3)]
        profile.subscribe(*urls)
        profile.refresh()
        profile.refresh(urls)
        assert len(server.asked) == 2


def test_a_redirect_to_a_busy_server_blocks_the_target_and_not_the_source(profile):
    with Servers() as servers:
        proxy = servers.start()
        profile.config = type(profile.config)(proxy=f"http://{proxy.host}")
        proxy.routes = {
            "http://one.invalid/f": redirect("http://two.invalid/f"),
            "http://one.invalid/g": FEED,
            "http://two.invalid/f": [answer(b"", "Retry-After: 9000", status="503 Service Unavailable")],
            "http://two.invalid/h": FEED,
        }
        profile.subscribe("http://one.invalid/f", "http://one.invalid/g")
        assert finished(profile.refresh()).new == 1
        profile.subscribe("http://one.invalid/f", "http://one.invalid/g", "http://two.invalid/h")
        assert finished(profile.refresh(["http://two.invalid/h", "http://one.invalid/f"])).polled == 2
        due = profile.poll("http://one.invalid/g").next_check
        assert due is not None
        assert due < profile.now + 2 * HOUR


@pytest.mark.parametrize("value", ["soon", "-5", "1e9", "Thu, 99 Foo 2026 10:00:00 GMT", "", "99999999999999999999"])
def test_an_invalid_retry_after_is_ignored(profile, value):
    with Servers() as servers:
        server = servers.start()
        server.routes = {"/f": [answer(b"", f"Retry-After: {value}", status="503 Service Unavailable")]}
        profile.subscribe(server.url("/f"))
        profile.refresh()
        due = profile.poll(server.url("/f")).next_check
        assert due is not None
        assert FLOOR <= due - profile.now <= 1.1 * HOUR + 60  # a refresh on a slow machine
        store = open_store(profile.paths.database, now=profile.now)
        assert store.feeds.polls()[0].failures == 1
        store.close()
