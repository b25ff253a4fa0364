"""Wrong or missing dates: entries are listed in a sensible place, and no date is invented."""

from __future__ import annotations

import calendar
from email.utils import formatdate

import pytest

from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import answer
from tests.support.profile import Profile

DAY = 86_400


def dated(name: str, date: int | str | None) -> str:
    text = formatdate(date, usegmt=True) if isinstance(date, int) else date
    return item(name, rest=f"<pubDate>{text}</pubDate>" if text else "")


def polled(profile: Profile, *items: str) -> list[str]:
    """Refreshes with these items and returns the titles as a list shows them, newest first."""
    with Servers() as servers:
        server = servers.start()
        server.routes = {"/f": [answer(rss("".join(items)).encode())]}
        profile.subscribe(server.url("/f"))
        profile.refresh()
    return profile.titles()


def test_an_entry_dated_in_the_future_is_listed_by_its_arrival(profile):
    with Servers() as servers:
        server = servers.start()
        profile.subscribe(server.url("/f"))
        past, future = dated("past", profile.now - DAY), dated("future", profile.now + 3_000 * DAY)
        server.routes = {"/f": [answer(rss(past + future).encode())]}
        profile.refresh()
        assert profile.titles() == ["future", "past"]
        profile.now += 2 * DAY
        server.routes = {"/f": [answer(rss(past + future + dated("later", profile.now - DAY)).encode())]}
        profile.refresh()
        assert profile.titles() == ["later", "future", "past"]
        profile.now += 2 * DAY
        server.routes = {"/f": [answer(rss(past.replace("past</title>", "past, edited</title>")).encode())]}
        profile.refresh()
        assert profile.titles() == ["later", "future", "past, edited"]


def test_an_edit_with_a_later_date_does_not_move_an_entry(profile):
    with Servers() as servers:
        server = servers.start()
        profile.subscribe(server.url("/f"))
        one, other = dated("one", profile.now - 2 * DAY), dated("other", profile.now - DAY)
        server.routes = {"/f": [answer(rss(one + other).encode())]}
        profile.refresh()
        lifted = dated("one", profile.now + 900 * DAY).replace("one</title>", "one, edited</title>")
        server.routes = {"/f": [answer(rss(lifted + other).encode())]}
        profile.refresh()
        assert profile.titles() == ["other", "one, edited"]


def test_undated_entries_keep_the_order_of_the_feed(profile):
    assert polled(profile, dated("first", None), dated("second", ""), dated("third", "soon")) == [
        "first",
        "second",
        "third",
    ]
    assert [entry.published for entry in profile.entries()] == [None] * 3
    assert all(abs(entry.sort - profile.now) < 60 for entry in profile.entries())


@pytest.mark.parametrize("absurd", ["0000-00-00", "Thu, 01 Jan 1970 00:00:00 GMT", "9999-12-31", "0001-01-01", "-1"])
def test_an_absurd_date_is_ignored(profile, absurd):
    assert polled(profile, dated("old", profile.now - DAY), dated("absurd", absurd)) == ["absurd", "old"]
    assert profile.entries()[0].published is None


def test_dates_of_all_formats_are_sorted_together(profile):
    moments = {
        "3. Mai 2026": (2026, 5, 3),
        "1er juin 2026": (2026, 6, 1),
        "2 de julio de 2026": (2026, 7, 2),
        "August 4, 2026": (2026, 8, 4),
        "20260905": (2026, 9, 5),
        str(calendar.timegm((2026, 10, 6, 0, 0, 0))): (2026, 10, 6),
        "2026/11/7 15:07": (2026, 11, 7, 15, 7),
    }
    profile.now = calendar.timegm((2027, 1, 1, 0, 0, 0))
    assert polled(profile, *(dated(text, text) for text in moments)) == [*reversed(moments)]
    stored = {entry.title: entry.published for entry in profile.entries()}
    assert stored == {text: calendar.timegm((*parts, 0, 0, 0, 0)[:6]) for text, parts in moments.items()}
