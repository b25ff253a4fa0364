"""The front page in the reader: opening it, moving, reading on, states, sizes, editions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from reader.config import Config
from reader.errors import StoreCorrupt
from reader.model import Author, Change, Field
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import open_store
from reader.stream import Kind, Stream
from reader.ui.front_page.front_page_screen import FrontPageScreen
from reader.ui.front_page.layout.sheet import Sheet
from tests.support.languages import german_messages
from tests.support.news_of_a_day import ENGLISH, GERMAN, stock_news
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, states, update

SIZES = [(80, 24), (120, 35), (160, 45), (200, 50)]


@pytest.fixture
def news(paths: Paths) -> Paths:
    """A reader with the news of a day."""
    stock_news(paths, "en", int(time.time()))
    return paths


async def open_page(sight: Sight) -> FrontPageScreen:
    await sight.press("F")
    await sight.until(lambda _text: shown(sight) is not None)
    await sight.settled()
    screen = sight.app.screen
    assert isinstance(screen, FrontPageScreen)
    return screen


def shown(sight: Sight) -> Sheet | None:
    screen = sight.app.screen
    return screen._view.sheet if isinstance(screen, FrontPageScreen) else None


async def resized(sight: Sight, size: tuple[int, int]) -> Sheet | None:
    """The sheet for another size of the terminal."""
    await sight.pilot.resize_terminal(*size)
    await sight.until(lambda _text: (sheet := shown(sight)) is not None and sheet.width == size[0])
    await sight.settled()
    return shown(sight)


def reader_of(sight: Sight) -> Any:
    return sight.screen.reader


def titles(paths: Paths) -> dict[int, str]:
    with closing(sqlite3.connect(paths.database)) as database:
        return dict(database.execute("SELECT id, title FROM entries"))


def read_ids(paths: Paths) -> set[int]:
    with closing(sqlite3.connect(paths.database)) as database:
        return {row[0] for row in database.execute("SELECT id FROM entries WHERE read")}


# -- looks


@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [(SIZES[0], "paper", "en"), (SIZES[1], "ink", "de"), (SIZES[2], "paper", "de"), (SIZES[3], "ink", "en")],
)
async def test_the_edition_fits_every_size_theme_and_language(
    paths: Paths, size: tuple[int, int], theme: str, language: str
) -> None:
    stock_news(paths, language, int(time.time()))
    messages: AbstractContextManager[None] = german_messages() if language == "de" else nullcontext()
    with messages:
        async with reading(paths, size=size, config=Config(language=language, theme=theme)) as sight:
            await open_page(sight)
            text = await sight.shows("▔█", "━━━")
            lead = (GERMAN if language == "de" else ENGLISH)[0].headline
            assert lead.upper() in " ".join(str(text).split())
            assert all(cell_len(line) <= size[0] for line in str(text).splitlines())
            sheet = shown(sight)
            assert sheet is not None
            assert len(sheet.places) == len(GERMAN if language == "de" else ENGLISH)
            for page in range(len(sheet.pages)):
                seen = str(sight.text())
                assert any(
                    line in seen for line in (f"{page + 1}/{len(sheet.pages)}", "▔█")
                )  # fmt: skip
                await sight.press("pagedown")


async def test_without_news_the_page_says_what_to_do(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text("", encoding="utf-8")
    async with reading(paths) as sight:
        await sight.press("F")
        await sight.shows("No news yet")
        await sight.press("space", "enter", "down", "w", "s", "pagedown", "end", "A", "escape")
        await sight.until(lambda _text: sight.app.screen is sight.screen)


async def test_without_a_story_its_keys_do_nothing_to_the_article_behind_the_page(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock_titles(paths, ["Read long ago"])
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE entries SET read = 1")
    before, opened, copied = states(paths.database), list[str](), list[str]()
    monkeypatch.setattr("reader.ui.system.open_address", lambda _app, url, *_more: opened.append(url))
    async with reading(paths) as sight:
        monkeypatch.setattr(sight.app, "copy_to_clipboard", copied.append)
        reader_of(sight).go_to(Stream(Kind.ALL))
        await sight.shows("Read long ago")
        await sight.press("F")
        await sight.shows("No unread articles have arrived for an edition")
        for key in ("s", "m", "L", "number_sign", "o", "y"):
            await sight.press(key)
            await sight.shows("No article is selected")
    assert (states(paths.database), opened, copied) == (before, [], [])


async def test_when_another_edition_cannot_be_read_no_story_of_the_last_one_stays_selected(
    news: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(news, config=Config(language="en")) as sight:
        screen = await open_page(sight)
        assert screen.current_id is not None
        broken: Future[Any] = Future()
        broken.set_exception(StoreCorrupt(problem(Problem.STORE_DAMAGED, path="broadsheet.db")))
        monkeypatch.setattr(reader_of(sight).library.editions, "articles", lambda _edition: broken)
        await sight.press("e")
        await sight.shows("Earlier editions")
        await sight.press("enter")
        text = await sight.shows("is damaged; `broadsheet doctor`")
        assert screen.current_id is None
        assert "Enter open" not in text


async def test_an_author_named_like_the_feed_is_not_named_twice(paths: Paths) -> None:
    stock_titles(paths, ["Feed 1"])
    async with reading(paths, config=Config(language="en")) as sight:
        await open_page(sight)
        text = await sight.shows("1 story")
        assert "By Feed 1" not in text


ODD = [
    "x" * 300, "東京の新聞は今日も印刷されているが読者は減っている", "שלום עולם זה כותרת ארוכה", "[bold]not markup[/] [/]", "",
    "\x1b[31mred\x1b[0m", "Donaudampfschifffahrtsgesellschaftskapitänswitwe", "👩‍👩‍👧 emoji", "one",
]  # fmt: skip


def stock_titles(paths: Paths, some: Iterable[str]) -> None:
    now = int(time.time())
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text('[[feeds]]\nurl = "https://one.example/feed"\n', encoding="utf-8")
    store = open_store(paths.database, now=now)
    store.feeds.subscribe(["https://one.example/feed"])
    poll = store.feeds.polls()[0]
    entries = []
    for number, title in enumerate(some, start=1):
        entry = new_entry(
            number, sort=now - 60 * number, title="later", html="<p></p>" if number % 2 else f"<p>{title * 9}</p>"
        )
        entries.append(replace(entry, parsed=replace(entry.parsed, title=title, authors=(Author(title or "A"),))))
    store.arrivals.apply([update(poll, entries)], now=now)
    store.close()


@pytest.mark.parametrize("count", [1, 9])
async def test_odd_titles_and_an_edition_of_one_story_are_set_at_any_size(paths: Paths, count: int) -> None:
    stock_titles(paths, ODD[-count:])
    async with reading(paths, size=(120, 35)) as sight:
        await open_page(sight)
        for size in [(60, 15), (30, 8), (20, 6), (200, 60), (80, 24)]:
            sheet = await resized(sight, size)
            assert sheet is not None
            assert len(sheet.places) == count
            await sight.press("right", "down", "pagedown", "end", "home")
        assert "\x1b" not in str(sight.text())


async def test_resizing_while_it_loads_and_afterwards_keeps_the_story_in_sight(news: Paths) -> None:
    async with reading(news, size=(160, 45)) as sight:
        await sight.pilot.press("F")
        await sight.pilot.resize_terminal(90, 30)
        await sight.until(lambda _text: shown(sight) is not None)
        await sight.press("end")
        screen = sight.app.screen
        assert isinstance(screen, FrontPageScreen)
        last = screen.current_id
        for size in [(200, 50), (60, 20), (80, 24)]:
            sheet = await resized(sight, size)
            assert sheet is not None
            assert last is not None
            assert screen.current_id == last
            assert sheet.places[last].y in range(
                screen._view.scroll_offset.y, screen._view.scroll_offset.y + screen._view.size.height
            )  # fmt: skip


# -- reading


async def test_a_story_is_opened_and_esc_comes_back_to_it(news: Paths) -> None:
    async with reading(news, size=(160, 45)) as sight:
        screen = await open_page(sight)
        before = reader_of(sight).articles.stream
        await sight.press("right", "down")
        chosen = screen.current_id
        assert chosen is not None
        await sight.press("enter")
        await sight.shows("Space opens the next story")
        assert reader_of(sight).article.entry.id == chosen
        assert sight.app.screen is sight.screen
        await sight.press("s", "escape")
        await sight.until(lambda _text: shown(sight) is not None)
        again = sight.app.screen
        assert isinstance(again, FrontPageScreen)
        assert again.current_id == chosen
        await sight.press("escape")
        assert sight.app.screen is sight.screen
        assert reader_of(sight).articles.stream == before
        assert not reader_of(sight).layout.zoomed


async def test_space_reads_every_story_to_the_end_and_marking_the_rest_is_undone(news: Paths) -> None:
    config = Config(language="en", edition_stories=5)
    async with reading(news, size=(160, 60), config=config) as sight:
        screen = await open_page(sight)
        order = screen._visit.order
        opened = []
        await sight.press("space")
        for _ in range(200):
            if sight.app.screen is not sight.screen:
                break
            entry = reader_of(sight).article.entry.id
            if entry not in opened:
                opened.append(entry)
            await sight.press("space")
        assert opened == order
        await sight.shows("That was the last story")
        await sight.until(lambda _text: shown(sight) is not None)
        await sight.settled()
        text = await sight.shows("That was the edition of", "5 of 5 read", later=True)
        assert f"A marks the day’s other {len(ENGLISH) - 5} articles read" in str(text)
        assert "A mark the rest read" in text
        await sight.press("A")
        await sight.shows(f"Marked {len(ENGLISH) - 5} articles read", "The day’s other articles are all read")
        assert read_ids(news) == set(titles(news))
        await sight.press("u")
        await sight.shows("Undid", f"A marks the day’s other {len(ENGLISH) - 5} articles read")
        assert read_ids(news) == set(order)


@pytest.mark.parametrize(("stories", "rest"), [(5, True), (24, False)])
async def test_marking_the_rest_is_offered_only_if_there_is_a_rest(news: Paths, stories: int, rest: bool) -> None:
    async with reading(news, size=(200, 50), config=Config(language="en", edition_stories=stories)) as sight:
        await open_page(sight)
        await sight.press("end")
        text = await sight.shows("That was the edition of")
        assert ("mark the rest read" in text, "marks the day’s other" in text) == (rest, rest)
        assert "other articles are all read" not in text


async def test_a_state_that_cannot_be_written_is_reported_in_place_of_the_message_that_it_was(news: Paths) -> None:
    async with reading(news, size=(120, 35)) as sight:
        await open_page(sight)
        sight.library._writer._store._connection.execute("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(news.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await sight.press("m")
            await sight.until(lambda text: str(news.database)[:40] in text)
            other.execute("ROLLBACK")
        assert not read_ids(news)


async def test_states_of_a_story_change_and_are_undone_and_nothing_moves(news: Paths) -> None:
    async with reading(news, size=(120, 35)) as sight:
        screen = await open_page(sight)
        chosen, sheet = screen.current_id, shown(sight)
        await sight.press("m", "s", "L")
        assert read_ids(news) == {chosen}
        article = screen._visit.articles[chosen or 0]
        assert article.read
        assert article.starred
        assert article.later
        await sight.press("u", "u", "u")
        await sight.settled()
        article = screen._visit.articles[chosen or 0]
        assert not (article.read)
        assert not (article.starred)
        assert not (article.later)
        assert shown(sight) is sheet
        await sight.press("number_sign")
        await sight.shows("Label")
        await sight.press("escape", "y", "i")


async def test_changes_by_another_program_show_while_the_page_is_open(news: Paths) -> None:
    async with reading(news, size=(100, 30)) as sight:
        screen = await open_page(sight)
        stories = screen._visit.order
        with closing(open_store(news.database, now=int(time.time()))) as store:
            store.state.apply(Change(Field.READ, True, (stories[0], stories[-1])))
        await sight.shows(f"2 of {len(stories)} read", later=True)


async def test_w_tells_why_a_story_is_where_it_is_until_it_is_pressed_again(news: Paths) -> None:
    async with reading(news, size=(120, 35)) as sight:
        await open_page(sight)
        await sight.press("w")
        await sight.shows("Why it is here", "Published in the hour before")
        await sight.press("w")
        await sight.until(lambda text: "Published in the hour before" not in str(text))


async def test_a_click_opens_a_story(news: Paths) -> None:
    async with reading(news, size=(120, 35)) as sight:
        await open_page(sight)
        sheet = shown(sight)
        assert sheet is not None
        key, place = list(sheet.places.items())[1]
        await sight.pilot.click("#front-page", offset=(place.x + 1, place.y))
        await sight.settled()
        assert sight.app.screen is sight.screen
        assert reader_of(sight).article.entry.id == key


# -- editions


async def test_the_edition_stays_as_it_is_until_a_late_one_is_made(news: Paths) -> None:
    async with reading(news, size=(160, 45)) as sight:
        await open_page(sight)
        sheet = shown(sight)
        assert sheet is not None
        await sight.press("N")
        await sight.shows("Nothing new has arrived since the last edition")
        store = open_store(news.database, now=int(time.time()))
        poll = store.feeds.polls()[0]
        store.arrivals.apply(
            [update(poll, [new_entry(99, sort=int(time.time()), title="Fresh from the press")])], now=int(time.time())
        )
        store.close()
        await sight.press("escape", "F")
        await sight.until(lambda _text: shown(sight) is not None)
        assert "FRESH FROM THE PRESS" not in str(sight.text()).upper()
        await sight.press("N")
        await sight.shows("Late edition", "FRESH FROM THE PRESS")
        await sight.press("e")
        await sight.shows("Earlier editions", "Late edition")
        await sight.press("down", "enter")
        await sight.until(lambda text: "GLACIER" in str(text))


async def test_the_story_and_the_time_of_reading_survive_a_restart(news: Paths) -> None:
    async with reading(news, size=(160, 45)) as sight:
        screen = await open_page(sight)
        await sight.press("right", "right", "m")
        chosen = screen.current_id
        screen._visit.seconds = 754.0
        await sight.press("escape")
    async with reading(news, size=(80, 24)) as sight:
        screen = await open_page(sight)
        assert screen.current_id == chosen
        await sight.press("end")
        await sight.shows("You have been reading it for 13 minutes", "1 of 15 read")
