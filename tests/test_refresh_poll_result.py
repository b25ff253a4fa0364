"""The state of polling after a poll, and the choice of feeds."""

from __future__ import annotations

from dataclasses import replace

from reader.arrival import ParsedEntry, ParsedFeed
from reader.fetch import Response
from reader.model import Poll, Rhythm, Status, Validators
from reader.problems import Problem, problem
from reader.refresh.feeds.poll_result import (
    Failure,
    Timing,
    after_failure,
    after_parsing,
    after_unchanged,
    is_same_body,
    validators_to_send,
)
from reader.refresh.feeds.schedule import choose_feeds, interleave_hosts, seconds_until_due
from tests.support.each import each

NO_RESPONSE = problem(Problem.NO_RESPONSE)
NOW = 1_750_000_000
HOUR, DAY = 3_600, 86_400
AT = Timing(NOW, HOUR)
OLD, NEW = Validators('"old"', "Mon, 01 Jan 2024 00:00:00 GMT"), Validators('W/"new"', None)
FEED = ParsedFeed("T", entries=(ParsedEntry("1", None, "A"),), rhythm=Rhythm(ttl=2 * HOUR))


def response(status=200, validators=NEW, body_hash: str | None = "h", **more):
    return Response("https://e.example/f", status, b"", None, validators, body_hash=body_hash, **more)


def poll_after_success() -> Poll:
    return after_parsing(Poll(1, "https://e.example/f"), response(validators=OLD), FEED, (), (), AT).poll


def test_a_first_feed_is_remembered():
    poll = after_parsing(Poll(1, "https://e.example/f"), response(), FEED, (), (), AT).poll
    assert (poll.status, poll.validators, poll.last_success, poll.error) == (Status.OK, NEW, NOW, None)
    assert poll.next_check == NOW + 2 * HOUR
    assert is_same_body(poll, "h")
    assert not is_same_body(poll, "other")
    assert not is_same_body(poll, None)


def test_a_304_keeps_the_validators_it_does_not_renew():
    poll = after_unchanged(poll_after_success(), response(304, NEW, None), Timing(NOW + HOUR, HOUR)).poll
    assert poll.validators == Validators('W/"new"', OLD.last_modified)
    assert (poll.last_success, poll.http_status) == (NOW + HOUR, 304)
    assert is_same_body(poll, "h")


def test_after_eight_days_of_304_validators_are_left_out_once():
    poll = poll_after_success()
    for day in range(1, 9):
        assert validators_to_send(poll, now=NOW + day * DAY - 1) == OLD
        poll = after_unchanged(poll, response(304, Validators(), None), Timing(NOW + day * DAY, HOUR)).poll
    assert validators_to_send(poll, now=NOW + 8 * DAY) == Validators()
    poll = after_unchanged(poll, response(200, OLD), Timing(NOW + 8 * DAY, HOUR)).poll
    assert validators_to_send(poll, now=NOW + 9 * DAY) == OLD


def test_a_feed_that_was_never_parsed_sends_no_validators():
    assert validators_to_send(Poll(1, "u", OLD), now=NOW) == Validators()


@each("status", [None, 200, 404, 500])
def test_a_failure_keeps_the_validators_and_is_counted(status):
    before = poll_after_success()
    update = after_failure(before, Failure(NO_RESPONSE, status), Timing(NOW + HOUR, HOUR))
    poll = update.poll
    assert (poll.validators, poll.body_hash, poll.last_success) == (OLD, before.body_hash, NOW)
    assert (poll.status, poll.failures, poll.error, poll.http_status) == (Status.FAILING, 1, NO_RESPONSE, status)
    assert not update.new
    assert not update.changed
    again = after_failure(poll, Failure(NO_RESPONSE, status), Timing(NOW + 2 * HOUR, HOUR)).poll
    assert again.failures == 2
    assert (again.next_check or 0) - NOW - 2 * HOUR > (poll.next_check or 0) - NOW - HOUR


def test_a_gone_feed_is_never_due_until_a_later_success():
    gone = after_failure(poll_after_success(), Failure(NO_RESPONSE, 410), AT).poll
    assert (gone.status, gone.next_check) == (Status.GONE, None)
    back = after_parsing(gone, response(), FEED, (), (), AT).poll
    assert (back.status, back.failures, back.error) == (Status.OK, 0, None)


def test_retry_after_is_respected():
    poll = after_failure(poll_after_success(), Failure(NO_RESPONSE, 503, 5 * HOUR), AT).poll
    assert (poll.next_check or 0) >= NOW + 5 * HOUR


def test_a_truncated_feed_counts_as_failed_and_keeps_the_validators():
    update = after_parsing(poll_after_success(), response(), replace(FEED, complete=False), (), (), AT)
    assert update.poll.status is Status.FAILING
    assert update.poll.validators == OLD
    assert update.poll.error == problem(Problem.FEED_INCOMPLETE, kept=1)


def test_an_empty_feed_keeps_the_validators():
    poll = after_parsing(poll_after_success(), response(), ParsedFeed("T"), (), (), AT).poll
    assert (poll.status, poll.validators) == (Status.OK, OLD)


def polls() -> list[Poll]:
    return [
        Poll(1, "https://a.example/1", next_check=NOW - 1, status=Status.OK),
        Poll(2, "https://a.example/2", next_check=NOW + 10, status=Status.OK),
        Poll(3, "https://b.example/", status=Status.NEW),
        Poll(4, "https://c.example/", status=Status.GONE),
        Poll(5, "https://d.example/", next_check=NOW + 400 * DAY, status=Status.OK),
    ]


def chosen(feed_ids=None, *, force=False):
    found = choose_feeds(polls(), feed_ids, force=force, now=NOW, default_interval=HOUR, subscriptions={})
    return {poll.feed_id for poll in found}


def test_due_feeds_are_polled_and_those_a_clock_change_left_far_ahead():
    assert chosen() == {1, 3, 5}


def test_force_polls_everything_except_gone_feeds_that_were_not_named():
    assert chosen(force=True) == {1, 2, 3, 5}
    assert chosen([2, 4]) == {2}
    assert chosen([4], force=True) == {4}
    assert chosen([]) == set()


def test_a_host_with_many_feeds_does_not_delay_the_others():
    many = [Poll(n, f"https://a.example/{n}") for n in range(5)] + [Poll(9, "https://b.example/")]
    assert [poll.feed_id for poll in interleave_hosts(many)] == [0, 9, 1, 2, 3, 4]


def test_the_next_date_is_the_earliest_check():
    assert seconds_until_due(polls()[1:2] + polls()[3:], now=NOW, subscriptions={}) == 10
    assert seconds_until_due(polls()[3:4], now=NOW, subscriptions={}) is None
