"""When a feed is polled next: laws and single rules."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.fetch import PollResult, is_due, next_check, usual_interval
from reader.fetch.next_check import CEILING, FLOOR, ceiling
from reader.model import Poll, Rhythm, Status
from reader.wording.feed_messages import check_reason_message
from tests.support.each import each

NOW = 1_704_067_200  # Monday, 1 January 2024, 00:00 UTC
OK = PollResult(http_status=200)
HOUR = 3600

seconds = st.none() | st.integers(0, 40 * 86_400)
intervals = st.none() | st.integers(900, 40 * 86_400)
rhythms = st.builds(
    Rhythm,
    ttl=seconds,
    period=seconds,
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
)
moments = st.integers(0, 4_000_000_000)
jitters = st.floats(0, 1, exclude_max=True)
statuses = st.none() | st.sampled_from([200, 304, 401, 403, 404, 429, 500, 503])


@settings(deadline=None)
@given(statuses, st.integers(0, 200), seconds, moments, intervals, intervals, seconds, rhythms, seconds, jitters)
def test_every_wait_is_between_floor_and_ceiling(
    status: int | None,
    failures: int,
    retry: int | None,
    now: int,
    default: int | None,
    interval: int | None,
    fresh: int | None,
    rhythm: Rhythm,
    usual: int | None,
    jitter: float,
) -> None:
    default = default or HOUR
    outcome = PollResult(status, failures, retry)
    due = next_check(
        outcome,
        now=now,
        default_interval=default,
        interval=interval,
        fresh_for=fresh,
        rhythm=rhythm,
        usual=usual,
        jitter=jitter,
    ).at
    assert due is not None
    assert now + FLOOR <= due <= now + ceiling(default, interval)
    if interval is not None:
        assert due >= now + interval


@settings(deadline=None)
@given(statuses, st.integers(1, 60), intervals, jitters)
def test_one_more_failure_never_makes_the_next_poll_earlier(
    status: int | None, failures: int, interval: int | None, jitter: float
) -> None:
    first, second = (
        next_check(PollResult(status, n), now=NOW, interval=interval, jitter=jitter).at
        for n in (failures, failures + 1)
    )
    assert first is not None
    assert second is not None
    assert first <= second


@settings(deadline=None)
@given(seconds, seconds, rhythms)
def test_a_longer_interval_never_makes_the_next_poll_earlier(one: int | None, two: int | None, rhythm: Rhythm) -> None:
    low, high = sorted([one or 0, two or 0])
    early, late = (next_check(OK, now=NOW, fresh_for=wish, rhythm=rhythm).at for wish in (low, high))
    assert early is not None
    assert late is not None
    assert early <= late


@each(
    ("outcome", "options", "wait"),
    [
        (OK, {}, HOUR),
        (OK, {"default_interval": 900}, 900),
        (OK, {"default_interval": 1}, FLOOR),
        (OK, {"interval": 1800}, 1800),
        (OK, {"interval": 7 * 86_400}, 7 * 86_400),
        (OK, {"interval": 1800, "fresh_for": 7200}, 7200),
        (OK, {"fresh_for": 60}, HOUR),
        (OK, {"fresh_for": 10**9}, CEILING),
        (OK, {"rhythm": Rhythm(ttl=2 * HOUR, period=3 * HOUR)}, 3 * HOUR),
        (OK, {"jitter": 0.5}, HOUR + HOUR // 20),
        (PollResult(404, 1), {}, HOUR),
        (PollResult(404, 3), {}, 4 * HOUR),
        (PollResult(500, 99), {}, CEILING),
        (PollResult(None, 1), {}, FLOOR),
        (PollResult(None, 2), {}, 2 * FLOOR),
        (PollResult(None, 1), {"interval": 2 * HOUR}, 2 * HOUR),
        (PollResult(503, 1, retry_after=5 * HOUR), {}, 5 * HOUR),
        (PollResult(429, 1, retry_after=5), {}, HOUR),
        (PollResult(429, 1, retry_after=10**8), {}, CEILING),
        (OK, {"usual": 12 * HOUR}, HOUR),
        (OK, {"usual": 7 * 86_400}, 7 * HOUR),
        (OK, {"usual": 10**9}, CEILING),
        (OK, {"usual": 10**9, "interval": 2 * HOUR}, 2 * HOUR),
        (OK, {"rhythm": Rhythm(skip_hours=(1, 2, 3))}, 4 * HOUR),
        (OK, {"rhythm": Rhythm(skip_days=(0,))}, 24 * HOUR),
        (OK, {"rhythm": Rhythm(skip_hours=tuple(range(24)))}, HOUR),
    ],
)
def test_the_rules_one_by_one(outcome: PollResult, options: dict[str, int], wait: int) -> None:
    assert next_check(outcome, now=NOW, **options).at == NOW + wait  # type: ignore[arg-type]


@settings(deadline=None)
@given(seconds, seconds, seconds, st.integers(0, 5), intervals, rhythms, jitters)
def test_a_longer_usual_interval_or_retry_after_never_makes_the_next_poll_earlier(
    one: int | None, two: int | None, fixed: int | None, failures: int, interval: int | None, rhythm: Rhythm, jit: float
) -> None:
    low, high = sorted([one or 0, two or 0])

    def due(usual: int | None, retry: int | None) -> int:
        outcome = PollResult(503 if failures else 200, failures, retry)
        found = next_check(outcome, now=NOW, interval=interval, rhythm=rhythm, usual=usual, jitter=jit)
        assert found.at is not None
        assert found.reason
        return found.at

    assert due(low, fixed) <= due(high, fixed)
    assert due(fixed, low) <= due(fixed, high)


@each(
    ("outcome", "options", "reason"),
    [
        (OK, {}, "your default interval"),
        (OK, {"interval": 1800}, "the feed's own interval"),
        (OK, {"fresh_for": 6 * HOUR}, "the publisher asks for 6 hours"),
        (OK, {"rhythm": Rhythm(ttl=90 * 60)}, "the publisher asks for 90 minutes"),
        (OK, {"rhythm": Rhythm(period=86_400)}, "the publisher asks for 1 day"),
        (OK, {"usual": 30 * 86_400}, "it seldom publishes"),
        (OK, {"rhythm": Rhythm(skip_hours=(1,))}, "the publisher asks readers not to check before then"),
        (PollResult(404, 1), {}, "after a failure"),
        (PollResult(None, 3), {}, "after 3 failures in a row"),
        (PollResult(503, 1, retry_after=2 * HOUR), {}, "the server is busy and asks for 2 hours"),
        (PollResult(410, 1), {}, "the publisher removed it"),
    ],
)
def test_the_next_check_has_a_reason(outcome: PollResult, options: dict[str, int], reason: str) -> None:
    found = next_check(outcome, now=NOW, **options)  # type: ignore[arg-type]
    assert check_reason_message(found.reason) == reason


def test_the_usual_interval_is_between_the_newest_entries_or_since_the_last() -> None:
    assert usual_interval((), now=NOW) is None
    assert usual_interval((NOW,) * 20, now=NOW) == 0
    assert usual_interval((NOW - 5 * HOUR,), now=NOW) == 5 * HOUR
    weekly = [NOW - week * 7 * 86_400 for week in range(30)]
    assert usual_interval([*weekly, 0], now=NOW) == 7 * 86_400
    assert usual_interval(weekly, now=NOW + 30 * 86_400) == 30 * 86_400
    assert usual_interval((NOW + 99,), now=NOW) == 0


@given(st.lists(moments, min_size=1), moments, st.randoms(use_true_random=False))
def test_the_usual_interval_is_never_negative_and_ignores_the_order(dates: list[int], now: int, random: Random) -> None:
    found = usual_interval(dates, now=now)
    assert found is not None
    assert found >= 0
    random.shuffle(dates)
    assert usual_interval(dates, now=now) == found


def test_a_feed_that_is_gone_is_never_polled_again() -> None:
    assert next_check(PollResult(410, 1), now=NOW).at is None
    assert not is_due(Poll(1, "u", status=Status.GONE), now=NOW)


def test_new_past_and_impossibly_late_checks_are_due() -> None:
    assert is_due(Poll(1, "u"), now=NOW)
    assert is_due(Poll(1, "u", next_check=NOW, status=Status.OK), now=NOW)
    assert not is_due(Poll(1, "u", next_check=NOW + 1, status=Status.OK), now=NOW)
    assert is_due(Poll(1, "u", next_check=NOW + CEILING + 1, status=Status.OK), now=NOW)
