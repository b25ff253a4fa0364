"""When an opened article becomes read: at once, after some seconds, at its end, or by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from reader.config import Config
from reader.durations import parse_mark_read
from reader.model import Change, Entry, Field
from reader.paths import Paths
from reader.ui.reader import read_watch
from reader.ui.reader.read_watch import MOMENT, ReadWatch
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

URL = "https://paper.example/feed"
LONG = "".join(f"<p>Paragraph {n}, which is there to fill the page with text.</p>" for n in range(80))


@dataclass
class Timer:
    seconds: float
    call: Callable[[], None]
    running: bool = True

    def stop(self) -> None:
        self.running = False


@dataclass
class Pane:
    """In place of the screen, the page and the article view."""

    entry: Any = None
    visit: int = 0
    awaits_page: bool = False
    at_end: bool = False
    width: int | None = 70
    height: int = 40
    timers: list[Timer] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)

    @property
    def size(self) -> Pane:
        return self

    def set_timer(self, seconds: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, call))
        return self.timers[-1]

    def show(self, number: int) -> None:
        self.visit += 1
        self.entry = cast("Entry", type("Shown", (), {"id": number, "feed_url": URL})())

    def pass_(self, seconds: float) -> None:
        """Lets time go by."""
        for timer in [one for one in self.timers if one.running and one.seconds <= seconds]:
            timer.running = False
            timer.call()


def watched(setting: str) -> tuple[Pane, ReadWatch]:
    pane = Pane()
    any_pane: Any = pane
    watch = ReadWatch(any_pane, any_pane, any_pane, lambda _url: setting, lambda entry: pane.marked.append(entry.id))
    pane.show(1)
    return pane, watch


def test_at_once_and_never() -> None:
    for setting, marked in (("open", [1, 1]), ("never", [])):
        pane, watch = watched(setting)
        watch.opened()
        watch.opened()
        pane.pass_(1_000)
        watch.went_on()
        assert pane.marked == marked
        entries = [pane.entry]
        assert watch.opened_elsewhere(entries) == ([] if setting == "never" else entries)


def test_after_some_seconds_unless_it_is_left_before() -> None:
    pane, watch = watched("5s")
    watch.opened()
    watch.opened()  # as each Space does
    assert [one.seconds for one in pane.timers] == [5]
    pane.show(2)
    pane.show(1)
    pane.pass_(5)
    assert pane.marked == []
    watch.opened()
    pane.pass_(4)
    watch.went_on()
    assert pane.marked == []
    pane.pass_(5)
    assert pane.marked == [1]
    watch.opened()
    pane.pass_(5)
    assert pane.marked == [1]


def test_not_while_another_pane_has_the_screen() -> None:
    pane, watch = watched("5s")
    watch.opened()
    pane.height = 0
    pane.pass_(5)
    assert pane.marked == []
    pane.height = 40
    watch.opened()
    pane.pass_(5)
    assert pane.marked == [1]


def test_what_is_marked_by_hand_holds_until_the_article_is_left() -> None:
    for setting in ("5s", "end"):
        pane, watch = watched(setting)
        watch.opened()
        watch.decided(Change(Field.STARRED, True, (1,)))
        watch.decided(Change(Field.READ, True, (2,)))
        assert any(one.running for one in pane.timers)
        watch.decided(Change(Field.READ, False, (1,)))
        watch.opened()
        pane.at_end = True
        watch.scrolled()
        watch.changed()
        pane.pass_(5)
        assert pane.marked == []


def test_at_the_end_by_scrolling_by_going_on_or_after_a_moment_if_all_is_visible() -> None:
    pane, watch = watched("end")
    watch.scrolled()
    watch.opened()
    pane.pass_(MOMENT)
    watch.scrolled()
    assert pane.marked == []
    pane.at_end = True
    watch.scrolled()
    assert pane.marked == [1]

    pane.show(2)
    watch.opened()
    watch.went_on()
    assert pane.marked == [1, 2]

    pane.show(3)
    pane.awaits_page = True
    watch.opened()
    pane.pass_(MOMENT)
    watch.scrolled()
    assert pane.marked == [1, 2]
    pane.awaits_page = False
    watch.changed()  # the full text has come
    pane.pass_(MOMENT)
    assert pane.marked == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "value"),
    [("open", "open"), ("after 5 s", "5s"), ("1m", "60s"), ("600s", "600s"), ("0s", None), ("11m", None), ("5", None),
     ("", None), ("s", None), ("-1s", None)],
)  # fmt: skip
def test_times_have_one_spelling(text: str, value: str | None) -> None:
    assert parse_mark_read(text) == value


@pytest.fixture
def paper(paths: Paths) -> Paths:
    """A long article above two short ones, and a second feed."""
    stock(
        paths,
        f'[[feeds]]\nurl = "{URL}"\ntitle = "Paper"\n',
        {URL: [new_entry(1, html=LONG), new_entry(2), new_entry(3)]},
    )
    return paths


def unread(sight: Sight) -> list[str]:
    return [row.title for row in sight.text().rows if row.unread]


async def test_the_end_of_an_article_marks_it_read(paper: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_watch, "MOMENT", 0.05)
    async with reading(paper, config=Config(language="en", mark_read="end"), size=(120, 30)) as sight:
        await open_list(sight, "Paper")
        await to_headline(sight, "Title 1")
        await sight.press("enter")
        await sight.shows("3 unread")
        await sight.press("space")
        assert unread(sight) == ["Title 1", "Title 2", "Title 3"]
        await sight.press("end")
        await sight.shows("2 unread")
        await sight.press("n")
        await sight.shows("1 unread")  # it fits
        await sight.press("u")
        await sight.shows("Undid: “Title 2” marked read", "2 unread")


async def test_time_marks_an_article_read(paper: Paths) -> None:
    async with reading(paper, config=Config(language="en", mark_read="10m")) as sight:
        await open_list(sight, "Paper")
        await to_headline(sight, "Title 1")
        await sight.press("enter", "n")
        assert unread(sight) == ["Title 1", "Title 2", "Title 3"]
        (watch,) = (one for one in sight.screen._timers if one._interval == 600 and one._task and not one._task.done())
        assert watch._callback
        watch._callback()  # ten minutes later
        await sight.shows("2 unread")
        assert unread(sight) == ["Title 1", "Title 3"]


async def test_an_article_that_is_opened_is_noted_and_one_that_is_only_shown_is_not(paper: Paths) -> None:
    async with reading(paper, config=Config(language="en", mark_read="never"), size=(120, 30)) as sight:
        await open_list(sight, "Paper")
        await to_headline(sight, "Title 3")
        await to_headline(sight, "Title 1")
        await sight.press("enter", "space", "n")
        await sight.shows("Text of number 2.")
    with closing(sqlite3.connect(paper.database)) as database:
        assert database.execute("SELECT title FROM entries WHERE opened > 0 ORDER BY title").fetchall() == [
            ("Title 1",),
            ("Title 2",),
        ]
