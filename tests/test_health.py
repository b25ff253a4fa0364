"""Feed health from a real store: concerns, sort orders, and how often feeds publish."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feed_health import (
    DAY,
    ORDERS,
    WEEK,
    WEEKS,
    Concern,
    FeedRecord,
    Health,
    bars,
    frequency,
    in_order,
    judge,
)
from reader.model import Change, Feed, Field, Poll, Status
from reader.problems import Problem, ProblemDetails, problem
from reader.wording.feed_messages import concern_message
from reader.wording.spans import rhythm, time_since, time_until
from tests.support.each import each
from tests.support.stocking import NOW, new_entry, stocked

A, B = "https://a.example/feed", "https://b.example/feed"
NO_RESPONSE = problem(Problem.NO_RESPONSE)
GONE = problem(Problem.HTTP_STATUS, status=410)
SIGNS = " 12345678"


def feed(
    status: Status = Status.OK, *, total: int = 100, failures: int = 0, error: ProblemDetails | None = None
) -> Feed:
    poll = Poll(1, A, status=status, failures=failures, error=error)
    return Feed(1, A, "A", total=total, poll=poll)


def record(*, newest_days: float = 1, oldest_days: float = 700, weeks: tuple[int, ...] = (1,) * WEEKS) -> FeedRecord:
    return FeedRecord(weeks, 0, int(NOW - oldest_days * DAY), int(NOW - newest_days * DAY))


def health(one: Feed, its: FeedRecord, *, paused: bool = False) -> Health:
    return judge(replace(one, paused=paused), its, now=NOW)


@each(
    ("one", "its", "paused", "concern", "words"),
    [
        (feed(), record(), False, Concern.OK, ""),
        (feed(Status.NEW), FeedRecord(()), False, Concern.NEW, "not checked yet"),
        (
            feed(Status.FAILING, failures=1, error=NO_RESPONSE),
            record(),
            False,
            Concern.FAILING,
            "the server did not respond",
        ),
        (
            feed(Status.FAILING, failures=12, error=NO_RESPONSE),
            record(newest_days=300),
            False,
            Concern.FAILING,
            "the server did not respond (12 times in a row)",
        ),
        (feed(Status.GONE, failures=1, error=GONE), record(), False, Concern.GONE, "the server answered 410: gone"),
        (feed(), record(newest_days=59), False, Concern.OK, ""),
        (feed(), record(newest_days=250, oldest_days=300), False, Concern.SILENT, "nothing new for 8 months"),
        # It publishes every four months, so a gap of seven is not silence.
        (feed(total=4), record(newest_days=200, oldest_days=560), False, Concern.OK, ""),
        (feed(total=1), record(newest_days=170, oldest_days=170), False, Concern.OK, ""),
        (feed(total=1), record(newest_days=190, oldest_days=190), False, Concern.SILENT, "nothing new for 6 months"),
        (feed(Status.FAILING, error=NO_RESPONSE), record(), True, Concern.PAUSED, "paused"),
    ],
)
def test_the_concern_of_a_feed_and_its_message(
    one: Feed, its: FeedRecord, paused: bool, concern: Concern, words: str
) -> None:
    found = health(one, its, paused=paused)
    assert (found.concern, concern_message(found)) == (concern, words)


def test_broken_feeds_come_first_then_long_silent_ones() -> None:
    gone = health(feed(Status.GONE), record())
    often = health(feed(Status.FAILING, failures=9), record())
    once = health(feed(Status.FAILING, failures=1), record())
    long_silent = health(feed(), record(newest_days=400, oldest_days=450))
    silent = health(feed(), record(newest_days=100, oldest_days=450))
    fine, paused = health(feed(), record()), health(feed(), record(), paused=True)
    expected = [gone, often, once, long_silent, silent, fine, paused]
    assert in_order([fine, paused, silent, once, long_silent, gone, often], "trouble") == expected


@given(st.lists(st.tuples(st.sampled_from(Status), st.integers(0, 5), st.floats(0, 900))), st.sampled_from([*ORDERS]))
def test_sorting_keeps_all_feeds_and_the_order_of_equals(kinds: list[tuple[Status, int, float]], order: str) -> None:
    found = [
        health(replace(feed(status, failures=failures), id=number), record(newest_days=days, oldest_days=900))
        for number, (status, failures, days) in enumerate(kinds)
    ]
    ordered = in_order(found, order)
    assert sorted(ordered, key=lambda one: one.feed.id) == found
    keys = [ORDERS[order](one) for one in ordered]
    assert keys == sorted(keys)
    for one, after in pairwise(ordered):
        assert ORDERS[order](one) != ORDERS[order](after) or one.feed.id < after.feed.id
    assert in_order(found, order, backwards=True) == ordered[::-1]


@each(
    ("per_week", "words"),
    [
        (None, ""),
        (0, "nothing lately"),
        (0.04, "seldom"),
        (0.25, "monthly"),
        (0.5, "every other week"),
        (1, "weekly"),
        (2.6, "about 3 a week"),
        (7, "daily"),
        (21, "about 3 a day"),
        (21_000, "about 3,000 a day"),
    ],
)
def test_the_rhythm_as_text(per_week: float | None, words: str) -> None:
    assert rhythm(per_week) == words


@each(
    ("seconds", "words"),
    [
        (-5, "0 minutes"),
        (60, "1 minute"),
        (7_200, "2 hours"),
        (3 * DAY, "3 days"),
        (13 * DAY, "13 days"),
        (20 * DAY, "2 weeks"),
        (59 * DAY, "8 weeks"),
        (60 * DAY, "2 months"),
        (729 * DAY, "24 months"),
        (800 * DAY, "2 years"),
    ],
)
def test_times_are_in_their_largest_unit(seconds: int, words: str) -> None:
    assert time_until(seconds) == f"in {words}"
    assert time_since(seconds) == f"for {words}"


def test_bars_are_as_tall_as_the_busiest_time_allows() -> None:
    assert bars((0, 1, 2, 4, 8), 5, SIGNS) == " 1248"
    assert bars((0, 1, 1, 3, 4, 4), 3, SIGNS) == "148"
    assert bars((1, 1, 2, 2, 2), 3, SIGNS) == "268"
    assert bars((0, 0, 0), 3, SIGNS) == "   "
    assert bars((), 5, SIGNS) == ""


@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(1, 40))
def test_a_histogram_fits_and_hides_no_arrival(weeks: list[int], width: int) -> None:
    shown = bars(weeks, width, SIGNS)
    assert len(shown) <= width
    assert (shown.strip() == "") == (not any(weeks))
    assert ("8" in shown) == any(weeks)


def test_a_record_counts_the_weeks_of_its_own_feed(tmp_path: Path) -> None:
    entries = [new_entry(n, sort=NOW - int(ago * WEEK)) for n, ago in enumerate((0, 0.5, 1, 25.9, 26.5, 80))]
    store = stocked(tmp_path / "db", {A: entries, B: []})
    store.state.apply(Change(Field.READ, True, (1, 2)))
    by_feed = {poll.url: poll.feed_id for poll in store.feeds.polls()}
    found = store.records(now=NOW)
    store.close()
    weeks = [0] * WEEKS
    weeks[0], weeks[-2], weeks[-1] = 1, 1, 2
    assert found[by_feed[B]] == FeedRecord((0,) * WEEKS)
    ours = found[by_feed[A]]
    assert ours.weeks == tuple(weeks)
    assert (ours.oldest, ours.newest) == (NOW - 80 * WEEK, NOW)
    judged = judge(Feed(by_feed[A], A, "A", total=6), ours, now=NOW)
    assert judged.per_week == pytest.approx(4 / WEEKS)
    assert judged.read_share == pytest.approx(1 - ours.unread / 4)


def test_a_record_is_read_from_the_index_only(tmp_path: Path) -> None:
    """Otherwise feed health would read a row for each of a million entries."""
    store = stocked(tmp_path / "db", {A: [new_entry(n) for n in range(10)]})
    statements: list[str] = []
    store._connection.set_trace_callback(statements.append)
    store.records(now=NOW)
    store._connection.set_trace_callback(None)
    plans = [row[3] for sql in statements for row in store._connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    store.close()
    used = [plan for plan in plans if "entries" in plan]
    assert len(used) == 4
    # Unread entries are few, and SQLite looks up each of them.
    assert all("COVERING INDEX entries_by_feed" in plan or "entries_unread_by_feed" in plan for plan in used), plans


def test_the_built_in_feed_is_never_silent() -> None:
    ours = Feed(1, "broadsheet:welcome", "Welcome", total=6, poll=feed().poll)
    old = record(newest_days=400)
    assert judge(ours, old, now=NOW).concern is Concern.OK
    assert judge(replace(ours, url=A), old, now=NOW).concern is Concern.SILENT


def test_titles_and_folders_are_sorted_without_accents() -> None:
    feeds = [judge(Feed(n, f"https://{n}.example/", title), FeedRecord(()), now=0) for n, title in enumerate("ZÜA")]
    assert [one.feed.title for one in in_order(feeds, "title")] == ["A", "Ü", "Z"]


@given(st.lists(st.integers(0, 40 * WEEK), min_size=1, max_size=60))
def test_a_feed_has_one_rhythm_before_and_after_it_is_subscribed(ages: list[int]) -> None:
    per_week, silent_for = frequency((NOW - age for age in ages), now=NOW)
    weeks = [sum(age // WEEK == number for age in ages) for number in range(WEEKS)][::-1]
    its = FeedRecord(tuple(weeks), oldest=NOW - max(ages), newest=NOW - min(ages))
    assert silent_for is not None or per_week == pytest.approx(judge(feed(), its, now=NOW).per_week)
