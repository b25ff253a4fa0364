"""Politeness towards publishers, end to end: when and why a feed is polled again, and with which validators."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate

import pytest

from reader.model import CheckReason, CheckReasonKind, Status
from reader.wording.feed_messages import check_reason_message
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import Asked, FaultServer, answer
from tests.support.profile import Profile, errors, finished

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with Servers() as servers:
        yield servers.start()


def wait(profile: Profile, url: str) -> tuple[int, str | None]:
    """Minutes until the next poll, without jitter and the seconds of the test, and its reason."""
    poll = profile.poll(url)
    assert poll.next_check is not None
    assert poll.last_poll is not None
    seconds = poll.next_check - poll.last_poll
    return int(seconds / 1.1 / MINUTE) + 1, check_reason_message(poll.reason) if poll.reason else None


def near(minutes: int, wanted: int) -> bool:
    return wanted / 1.1 - 1 <= minutes <= wanted + 1


def fresh(profile: Profile) -> str:
    return item("1", rest=f"<pubDate>{formatdate(profile.now - HOUR)}</pubDate>")


NOW_IN_WORDS = formatdate(1_780_000_000, usegmt=True)
LATER_IN_WORDS = formatdate(1_780_000_000 + 4 * HOUR, usegmt=True)
SYNDICATION = 'xmlns:s="http://purl.org/rss/1.0/modules/syndication/"'
WISHES = {
    "nothing": ([], "", 60, "your default interval"),
    "max-age": (["Cache-Control: public, max-age=21600"], "", 360, "the publisher asks for 6 hours"),
    "a short max-age": (["Cache-Control: max-age=60"], "", 60, "your default interval"),
    "max-age and age": (["Cache-Control: max-age=21600", "Age: 7200"], "", 240, "the publisher asks for 4 hours"),
    "an endless max-age": (["Cache-Control: max-age=999999999"], "", 24 * 60, "the publisher asks for 365 days"),
    "expires": ([f"Date: {NOW_IN_WORDS}", f"Expires: {LATER_IN_WORDS}"], "", 240, "the publisher asks for 4 hours"),
    "expires in garbage": (["Expires: -1", "Cache-Control: max-age=x"], "", 60, "your default interval"),
    "ttl": ([], "<ttl>180</ttl>", 180, "the publisher asks for 3 hours"),
    "updatePeriod": (
        [],
        f"<s:updatePeriod {SYNDICATION}>daily</s:updatePeriod><s:updateFrequency {SYNDICATION}>4</s:updateFrequency>",
        360,
        "the publisher asks for 6 hours",
    ),
}


@pytest.mark.parametrize("wish", WISHES)
def test_the_publishers_interval_is_respected_and_named_as_the_reason(profile, server, wish):
    headers, head, minutes, reason = WISHES[wish]
    server.routes["/f"] = [answer(rss(fresh(profile), head=head).encode(), *headers)]
    profile.subscribe(server.url("/f"))
    profile.refresh()
    found, why = wait(profile, server.url("/f"))
    assert near(found, minutes)
    assert why == reason


def test_the_users_interval_counts_unless_the_publisher_asks_for_longer(profile, server):
    server.routes["/f"] = [answer(rss(item("1", rest="<pubDate>1 Jan 2020</pubDate>")).encode())]
    url = server.url("/f")
    profile.subscribe(url, interval=2 * HOUR)
    profile.refresh()
    found, why = wait(profile, url)
    assert near(found, 120)
    assert why == "the feed's own interval"
    server.routes["/f"] = [answer(rss(item("1"), head="<ttl>300</ttl>").encode())]
    profile.refresh()
    assert wait(profile, url)[1] == "the publisher asks for 5 hours"


def test_a_feed_that_seldom_publishes_is_polled_less_often_until_something_arrives(profile, server):
    url = server.url("/f")
    weekly = "".join(
        item(f"w{n}", rest=f"<pubDate>{formatdate(profile.now - n * 7 * DAY)}</pubDate>") for n in range(1, 10)
    )
    server.routes["/f"] = [answer(rss(weekly).encode())]
    profile.subscribe(url)
    profile.refresh()
    found, why = wait(profile, url)
    assert near(found, 7 * 60)
    assert why == "it seldom publishes"
    profile.now += 60 * DAY
    profile.refresh()
    assert near(wait(profile, url)[0], 24 * 60)
    daily = "".join(
        item(f"d{n}", rest=f"<pubDate>{formatdate(profile.now - n * 2 * HOUR)}</pubDate>") for n in range(1, 12)
    )
    server.routes["/f"] = [answer(rss(daily).encode())]
    profile.refresh()
    assert wait(profile, url)[1] == "your default interval"


@pytest.mark.parametrize(
    "status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Oops", "502 Bad Gateway"]
)
def test_failures_double_the_wait_and_a_success_ends_it(profile, server, status):
    url = server.url("/f")
    server.routes["/f"] = [answer(b"", status=status)]
    profile.subscribe(url)
    waits = []
    for _ in range(7):
        assert errors(profile.refresh())
        waits.append(wait(profile, url))
        profile.now += DAY
    assert all(
        near(minutes, wanted) for (minutes, _), wanted in zip(waits, (60, 120, 240, 480, 960, 1440, 1440), strict=True)
    )
    assert [why for _, why in waits[:3]] == [
        "after a failure",
        "after 2 failures in a row",
        "after 3 failures in a row",
    ]
    server.routes["/f"] = [answer(rss(fresh(profile)).encode())]
    assert not errors(profile.refresh())
    assert wait(profile, url)[1] == "your default interval"


def test_a_feed_that_is_gone_is_not_polled_again(profile, server):
    url = server.url("/f")
    server.routes["/f"] = [answer(b"", status="410 Gone")]
    profile.subscribe(url)
    assert errors(profile.refresh()) == {url: "the server answered 410: gone"}
    poll = profile.poll(url)
    assert (poll.status, poll.next_check, poll.reason) == (Status.GONE, None, CheckReason(CheckReasonKind.GONE))


def test_the_next_checks_survive_a_restart(profile, server):
    server.routes["/f"] = [answer(rss(fresh(profile)).encode())]
    profile.subscribe(server.url("/f"))
    assert finished(profile.refresh(force=False)).polled == 1
    for minutes, polled in ((30, 0), (28, 0), (10, 1), (50, 0)):
        profile.now += minutes * MINUTE
        assert finished(profile.refresh(force=False)).polled == polled
    assert len(server.asked) == 2


# -- validators

DATE = "Mon,  01 Jan 2024 00:00:00 GMT"


def sent(server: FaultServer) -> list[tuple[bytes | None, bytes | None]]:
    return [(asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")) for asked in server.asked]


def feed(*headers: str, text: str = "1") -> list[bytes]:
    return [answer(rss(item(text)).encode(), *headers)]


def test_both_validators_are_sent_back_unchanged_and_a_304_renews_them(profile, server):
    etag = '"a\\b  c;d=e"'
    server.routes["/f"] = feed(f"ETag: {etag}", f"Last-Modified: {DATE}")
    profile.subscribe(server.url("/f"))
    profile.refresh()
    server.routes["/f"] = [answer(b"", 'ETag: W/"new"', status="304 Not Modified")]
    profile.refresh()
    profile.refresh()
    assert sent(server) == [(None, None), (etag.encode(), DATE.encode()), (b'W/"new"', DATE.encode())]


@pytest.mark.parametrize("body", [b"<html><body>Come back later</body></html>", b"", b"\x00\x01\x02", b"{}"])
def test_a_document_that_is_not_a_feed_keeps_the_validators(profile, server, body):
    server.routes["/f"] = feed('ETag: "good"')
    profile.subscribe(server.url("/f"))
    profile.refresh()
    server.routes["/f"] = [answer(body, 'ETag: "bad"')]
    assert errors(profile.refresh())
    profile.refresh()
    assert sent(server)[1:] == [(b'"good"', None)] * 2
    assert profile.titles() == ["1"]


def test_after_eight_days_of_304_a_request_is_unconditional(profile, server):
    def stubborn(asked: Asked) -> list[bytes]:
        if "if-none-match" in asked.headers:
            return [answer(b"", status="304 Not Modified")]
        return feed('ETag: "same"', text=f"{len(server.asked)}")

    server.routes["/f"] = stubborn
    profile.subscribe(server.url("/f"))
    for _ in range(10):
        profile.refresh()
        profile.now += DAY + HOUR  # the clock runs during a refresh, so no poll is after exactly eight days
    assert [etag for etag, _ in sent(server)] == [None, *[b'"same"'] * 7, None, b'"same"']
    assert sorted(profile.titles()) == ["1", "9"]


def test_a_304_to_a_first_request_is_a_failure(profile, server):
    server.routes["/f"] = [answer(b"", status="304 Not Modified")]
    profile.subscribe(server.url("/f"))
    assert errors(profile.refresh()) == {server.url("/f"): "the server answered 304 (not modified) to a first request"}
