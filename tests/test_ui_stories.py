"""Stories in the list and in the article pane: one row, its other tellings beneath it, and what marks them."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Config
from reader.library import open_library
from reader.library.worker_events import Finished, SyncDone
from reader.paths import Paths
from reader.store import open_store
from reader.store.feeds import Feeds
from reader.ui.commands.key_file import load_keys
from reader.ui.commands.key_map import KeyMap
from reader.ui.commands.registry import use_keys
from reader.ui.reader.messages import EventReceived
from reader.ui.widgets.rows import Rows
from tests.support import told
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry
from tests.support.streams import open_list
from tests.support.told import ARTICLES, CLOUD, FEEDS, LATER, TRAINS, add, clock, group, tell, unread

STORIES = Config(language="en", stories=True)
LEAVE = "Cloud host gives disputed network a day to leave"


@pytest.fixture
def stories(paths: Paths) -> Paths:
    """Two stories, of four and of two tellings, and six other articles."""
    return tell(paths)


def shown(sight: Sight) -> list[str]:
    """The lines of the list that have text."""
    return [line[1:].strip() for line in sight.text(article=False).lines_of("headlines") if line[1:].strip()]


def line_of(sight: Sight, words: str) -> str:
    """The line of the list that has these words."""
    return next((line for line in sight.text(article=False).lines_of("headlines") if words in line), "")


async def to(sight: Sight, title: str) -> None:
    """Moves down to a row of the list."""
    await sight.press("g")
    for _ in range(20):
        if title in sight.text(article=False).row.text:
            return
        await sight.press("j")
    raise AssertionError(f"{title} is not in the list:\n{sight.text()}")


def open_reader(paths: Paths, size: tuple[int, int] = (160, 40), **settings: Any) -> Any:
    """The reader on these folders, at the time of the articles."""
    return reading(paths, config=replace(STORIES, **settings), size=size, clock=clock)


# -- the rows, as numbers


@st.composite
def some_rows(draw: Any) -> Rows:
    """A list with headings, some of whose rows have others beneath them."""
    count, height, heading = draw(st.integers(0, 25)), draw(st.integers(1, 4)), draw(st.integers(0, 2))
    starts = sorted(draw(st.sets(st.integers(0, max(0, count - 1)), max_size=4))) if count else []
    below = draw(st.dictionaries(st.integers(0, max(0, count - 1)), st.integers(0, 5), max_size=5)) if count else {}
    return Rows(
        range(count, 0, -1), range(count), [(start, f"Day {start}") for start in starts], height,
        heading_height=heading,
        below={own: [(own, 1_000 * (own + 1) + number) for number in range(many)] for own, many in below.items()},
    )  # fmt: skip


@given(some_rows())
def test_every_line_belongs_to_one_row_also_while_stories_are_open(rows: Rows) -> None:
    seen: dict[int, list[int]] = {}
    for line in range(rows.lines):
        row, within, _ = rows.locate(line)
        if row is not None:
            assert rows.top_of(row) + within == line
            seen.setdefault(row, []).append(within)
    assert list(seen) == list(range(len(rows)))
    assert all(lines == list(range(rows.height_of(row))) for row, lines in seen.items())
    assert rows.lines == sum(map(len, seen.values())) + len(rows.headings) * rows.heading_height


@given(some_rows())
def test_a_row_is_found_by_its_entry_whether_it_is_in_the_list_or_beneath_it(rows: Rows) -> None:
    assert [rows.index_of(*rows.key_at(row)) for row in range(len(rows))] == list(range(len(rows)))
    for row in range(len(rows)):
        own, below = rows.own_of(row)
        assert rows.row_of(own) + below == row


@given(some_rows())
def test_closing_the_stories_of_a_list_restores_it_exactly(rows: Rows) -> None:
    plain = rows.with_below({})
    assert [plain.locate(line)[::2] for line in range(plain.lines)] == [
        (place, text)
        for row, within, text in map(rows.locate, range(rows.lines))
        for place, below in [(None, 0) if row is None else rows.own_of(row)]
        if not below or within
    ]


# -- one row


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 35), (200, 50)])
async def test_a_story_is_one_row_that_says_how_many_others_report_it(stories: Paths, size: tuple[int, int]) -> None:
    async with open_reader(stories, size) as sight:
        for _ in "comfortable", "compact":
            await to(sight, LEAVE[:20])
            text = "\n".join(shown(sight))
            assert text.count("+3") == text.count("+1") == 1, text
            assert CLOUD[:20] not in text
            await sight.press("V")


async def test_the_feed_that_the_user_opens_most_has_the_row_and_is_found_beside_the_ui_thread(
    stories: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(stories.database)) as database, database:
        database.execute("UPDATE entries SET opened = ? WHERE title = ?", (LATER, CLOUD))
    asked, read = [], Feeds.shares

    def shares(feeds: Feeds, now: int) -> dict[int, float]:
        asked.append(threading.current_thread())
        return read(feeds, now)

    monkeypatch.setattr(Feeds, "shares", shares)
    async with open_reader(stories) as sight:
        await sight.shows(CLOUD[:30])  # grouped again once it is known
        assert LEAVE not in sight.text()
        await sight.press("Q")
        await sight.shows(LEAVE[:30])
        await sight.press("Q")
        await sight.shows("One row for each story")
        assert LEAVE not in sight.text()
        await to(sight, "Mikrofon")
        await sight.press("enter")
    assert asked
    assert threading.main_thread() not in asked


async def test_which_feeds_are_opened_most_is_asked_again_after_reading_and_refreshing(
    stories: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, read = [], Feeds.shares

    def shares(feeds: Feeds, now: int) -> dict[int, float]:
        asked.append(now)
        return read(feeds, now)

    monkeypatch.setattr(Feeds, "shares", shares)
    monkeypatch.setattr("reader.ui.reader.screen.COUNT_SAVED_EVERY", 0.05)
    async with open_reader(stories) as sight:
        await sight.until(lambda _: len(asked) == 1)
        await sight.press("enter")
        await sight.until(lambda _: len(asked) == 2)
        sight.screen.post_message(EventReceived(Finished(1, 1, 0, 0, 0, 0, 0.1)))
        await sight.until(lambda _: len(asked) == 3)
        sight.screen.post_message(EventReceived(SyncDone("Home")))
        await sight.until(lambda _: len(asked) == 4)


async def test_one_key_shows_every_article_again_and_the_list_remembers_it(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        assert "1/8" in sight.text().top
        await sight.press("Q")
        assert "1/12" in sight.text().top
        assert "+3" not in sight.text()
        await sight.shows("One row for each article", CLOUD[:30])
    async with open_reader(stories) as sight:
        assert "1/12" in sight.text().top
        await open_list(sight, "All")
        assert "1/8" in sight.text().top
        await sight.press(":", *"list.stories off", "enter")
        assert "1/12" in sight.text().top


async def test_without_the_setting_lists_are_unchanged_and_the_title_names_lists_by_story(stories: Paths) -> None:
    async with open_reader(stories, stories=False) as sight:
        assert "+3" not in sight.text()
        await sight.press("Q")
        assert sight.text().list_title == "Unread, by story"
        assert "+3" in line_of(sight, "The Guardian +3")


async def test_plain_characters_are_enough(stories: Paths) -> None:
    async with open_reader(stories, ascii=True) as sight:
        await sight.press("4", "j", "enter")
        assert set("●★▸▌·…").isdisjoint("\n".join(shown(sight)))
        assert "* Tagesblatt" in "\n".join(shown(sight))


# -- opened


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_the_others_are_beneath_an_opened_row_and_closing_it_restores_the_list(
    stories: Paths, size: tuple[int, int]
) -> None:
    async with open_reader(stories, size, mark_read="never") as sight:
        for _ in "comfortable", "compact":
            await to(sight, LEAVE[:20])
            before = sight.text().lines_of("headlines")
            place = next(number for number, line in enumerate(before) if line.startswith("▌"))
            await sight.press("enter", "h")
            opened = sight.text().lines_of("headlines")
            assert next(number for number, line in enumerate(opened) if line.startswith("▌")) == place
            beneath = [line[3:].split()[1] for line in opened if "●" in line[4:6]]
            assert beneath == ["Tagesbla…", "heise", "Golem"] or beneath[0].startswith("Tagesbl")
            await sight.press("j")
            assert "2 of 4: Tagesblatt" in sight.text().top
            assert "5/8" in sight.text().top
            await sight.press("h")
            assert sight.text().lines_of("headlines") == before
            await sight.press("V")


async def test_leaving_a_list_comes_after_closing_its_story(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("l", "h", "h")
        assert sight.text().focus == "headlines"
        await sight.press("h")
        assert sight.text().focus == "tree"


async def test_keys_go_from_telling_to_telling_and_from_the_last_to_the_first(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter")
        assert "1 of 4: The Guardian" in sight.text().top
        tops = []
        for key in ("]", "]", "]", "]", "[", "2", "]"):
            await sight.press(key)
            tops.append(sight.text().top.partition(" of 4: ")[2].partition("  ")[0])
        assert tops == ["Tagesblatt", "heise online", "Golem", "The Guardian", "Golem", "Golem", "Tagesblatt"]
        assert CLOUD.split()[0] in sight.text().article
        assert set(unread(stories.database)).isdisjoint({4, 7, 8, 9})


async def test_without_a_story_the_brackets_select_links_and_other_keys_always_do(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await sight.press("enter", "]")
        await sight.shows("Author: Anna Beispiel")
        await sight.press("escape", "escape")
        await to(sight, TRAINS[:20])
        await sight.press("enter", "alt+j")
        await sight.shows("Author: Anna Beispiel")
        assert "1 of 2" in sight.text().top


async def test_in_a_list_of_articles_the_others_open_beneath_the_article(stories: Paths) -> None:
    async with open_reader(stories, stories=False) as sight:
        await open_list(sight, "Technik", "heise online")
        await to(sight, "Hoster")
        before = len(shown(sight))
        await sight.press("]")
        assert "2 of 4: The Guardian" in sight.text().top
        assert len(shown(sight)) == before + 3
        await sight.press("h")
        assert len(shown(sight)) == before


async def test_all_that_moves_in_a_list_works_while_a_story_is_open(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "j", "j")
        await sight.press("v", "down", "enter")  # oldest first
        assert "3 of 4: heise online" in sight.text().top
        assert len([line for line in shown(sight) if line.startswith("●")]) == 11
        await sight.press("v", *["down"] * 3, "enter")  # by title
        assert "3 of 4: heise online" in sight.text().top
        await sight.pilot.resize_terminal(90, 30)
        await sight.settled()
        assert "Hoster" in line_of(sight, "▌")
        await sight.press("&", *"cloud", "enter")
        assert "1/1" in sight.text().top or "1 of" in sight.text().top
        await sight.press("escape", "G", "g", "3", "G")
        assert "3/8" in sight.text().top


async def test_the_mouse_reaches_the_rows_beneath(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h")
        await sight.pilot.click(offset=sight.text().place_of("Hoster", "headlines"))
        await sight.settled()
        assert "3 of 4: heise online" in sight.text().top


@pytest.mark.parametrize("by_stories", [True, False])
async def test_the_page_names_the_other_feeds_and_leads_to_their_articles(stories: Paths, by_stories: bool) -> None:
    async with open_reader(stories, stories=by_stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "alt+j", "alt+j", "alt+j")
        assert "Also reported by Tagesblatt, heise online, Golem" in sight.text().article
        await sight.shows("Article: heise online")
        await sight.press("enter")
        assert "Hoster kündigt" in sight.text().article
        await sight.press("alt+i", "escape", "alt+o")
        await sight.shows("is no longer part of its story")


# -- what is read


async def test_a_closed_row_is_marked_with_all_its_tellings_in_one_step_of_undo(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        everything = unread(stories.database)
        await to(sight, LEAVE[:20])
        await sight.press("m")
        assert set(everything) - set(unread(stories.database)) == {4, 7, 8, 9}
        assert "●" not in sight.text().row.text
        await sight.press("m")
        assert unread(stories.database) == everything
        await sight.press("u", "u")
        assert unread(stories.database) == everything
        await sight.press("d")
        assert set(everything) - set(unread(stories.database)) == {4, 7, 8, 9}
        assert "glacier" in sight.text().row.text


async def test_in_an_open_story_the_row_under_the_cursor_is_marked(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        everything = unread(stories.database)
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "m", "j", "m", "s")
        assert set(everything) - set(unread(stories.database)) == {8, 9}
        await sight.press("h", "s")
        with contextless_store(stories) as store:
            assert [row.id for row in store.entries.headlines(range(1, 13)) if row.starred] == [8, 9]


@contextmanager
def contextless_store(paths: Paths) -> Iterator[Any]:
    """The store."""
    store = open_store(paths.database, now=NOW)
    try:
        yield store
    finally:
        store.close()


async def test_a_row_stays_unread_while_a_telling_is_and_the_next_article_is_that_of_the_next_row(
    stories: Paths,
) -> None:
    async with open_reader(stories) as sight:
        await to(sight, TRAINS[:20])
        await sight.press("n")
        assert "● Why the night trains" in line_of(sight, TRAINS[:10])
        await sight.press("n")
        assert "Cloud host" in sight.text().row.text
        await sight.press("n", "n", "n", "n", "n", "n")
        assert "LibreOffice" in sight.text().row.text
        assert unread(stories.database) == [3, 4, 7, 8]
        await sight.press("n")  # every row was read: now what is left of the stories, from here on
        assert "Sleeper trains" in line_of(sight, "▌") or "Sleeper" in sight.text().article
        await sight.press("n", "n", "n")
        assert unread(stories.database) == []


async def test_reading_one_telling_marks_the_others_with_the_setting(stories: Paths) -> None:
    async with open_reader(stories, read_whole_story=True) as sight:
        everything = unread(stories.database)
        await to(sight, LEAVE[:20])
        await sight.press("enter")
        await sight.until(lambda _text: set(everything) - set(unread(stories.database)) == {4, 7, 8, 9})
        await sight.press("u")
        await sight.until(lambda _text: unread(stories.database) == everything)


async def test_selected_rows_are_marked_with_their_tellings(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, TRAINS[:20])
        await sight.press("2", "*", "m")
        assert unread(stories.database) == [1, 2, 5, 10, 11, 12]
        await sight.shows("Marked 6 articles read")
        await sight.press("u", "A")
        assert unread(stories.database) == []


async def test_all_above_are_marked_with_their_tellings(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("(")
        await sight.shows("Marked 5 articles read")
        assert unread(stories.database) == [4, 7, 8, 9, 10, 11, 12]


async def test_in_the_list_of_a_feed_only_its_own_articles_are_marked(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await open_list(sight, "Technik", "heise online")
        await to(sight, "Hoster")
        assert "+3" in sight.text().row.text
        await sight.press("m")
        assert 7 not in unread(stories.database)
        assert {4, 8, 9} <= set(unread(stories.database))
        assert "●" not in sight.text().row.text


async def test_a_story_that_was_read_in_part_keeps_its_one_row(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "h", "r")
        add(stories, {"BBC World": [new_entry(30, sort=LATER - 30, title="Something new")]})
        sight.screen._check_outside()
        await sight.settled()
        await sight.press(".")
        await sight.shows("Something new")
        text = "\n".join(shown(sight))
        assert text.count("+3") == 1
        assert LEAVE[:20] in text
        await sight.press("x")
        text = "\n".join(shown(sight))
        assert text.count("+3") == 1
        assert CLOUD[:20] in text


# -- what belongs to a story


async def test_an_article_is_taken_out_of_its_story_and_put_back_by_undo(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "j")
        before = sight.text().lines_of("headlines")
        await sight.press("alt+o")
        await sight.shows("is no longer part of its story", "+2")
        assert "1/9" in sight.text().top or "/9" in sight.text().top
        assert CLOUD[:24] in "\n".join(shown(sight))
        await sight.press("u")
        await sight.shows("Undid:", "+3")
        await sight.press("j")
        assert sight.text().lines_of("headlines") == before
        await to(sight, LEAVE[:20])
        await sight.press("alt+o")
        await sight.shows("is no longer part of its story", "Tagesblatt +2")
        assert "+" not in sight.text().row.text
        await to(sight, "LibreOffice")
        await sight.press("alt+o")
        await sight.shows("This article belongs to no story")


async def test_a_title_stays_recognisable_in_the_message_of_a_narrow_window(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never", size=(60, 35)) as sight:
        await to(sight, LEAVE[:20])
        await sight.press("alt+o")
        message = "is no longer part of its story. Press u to undo."
        screen = await sight.until(lambda text: message in " ".join(text.split()), sought="the message")
        assert f"“{LEAVE[:12]}" in screen.splitlines()[-2]


async def test_an_article_is_put_into_a_story_that_is_found_by_its_title(stories: Paths) -> None:
    async with open_reader(stories) as sight:
        await to(sight, "A glacier")
        await sight.press("alt+i")
        await sight.shows("Same event as “A glacier", "+3  ")
        await sight.press(*"night trains", "enter")
        await sight.shows("now belongs to the story of", "BBC World +2")
        assert "/7" in sight.text().top
        await sight.press("u")
        await sight.shows("Undid:", "The Guardian +1")
        assert "/8" in sight.text().top


async def test_corrections_say_that_nothing_is_selected_or_that_they_failed(stories: Paths) -> None:
    async with open_reader(stories, size=(80, 24)) as sight:
        await to(sight, LEAVE[:20])
        sight.library._writer._store._connection.execute("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(stories.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await sight.press("alt+o")
            await sight.until(lambda text: str(stories.database)[:40] in text)
            other.execute("ROLLBACK")
        assert "+3" in sight.text().row.text
        await open_list(sight, "Starred")
        for key in ("alt+o", "alt+i"):
            await sight.press("g", key)
            await sight.until(lambda text: text.bottom.strip().startswith("No article is selected"))
            sight.screen.reader.status._forget()


async def test_a_story_to_join_is_found_by_the_title_of_any_of_its_articles(stories: Paths) -> None:
    with closing(sqlite3.connect(stories.database)) as base, base:
        base.execute("UPDATE entries SET title = ? WHERE title LIKE 'A glacier%'", ("A [bold]glacier[/x] [melts",))
    async with open_reader(stories, size=(80, 24)) as sight:
        await to(sight, "glacier")
        await sight.press("alt+i")
        screen = await sight.shows("Same event as “A [bold]glacier[/x] [melts”", "+3  ", "+1  ")
        assert screen.count("+3  ") == 1
        for title in [title for *_, story, title in ARTICLES if story == 1]:
            await sight.press("ctrl+u", *title[:16])
            assert (await sight.shows(f"│▌ {title[:16]}")).count("+3  ") == 1
        await sight.press("enter")
        await sight.shows("now belongs to the story of", "+4")


@pytest.mark.parametrize("width", [80, 120])
async def test_the_message_of_a_correction_has_room_for_the_key_that_undoes_it(stories: Paths, width: int) -> None:
    async with open_reader(stories, size=(width, 35)) as sight:
        await to(sight, "A glacier")
        await sight.press("alt+i")
        screen = await sight.shows("Same event as “A glacier", "Golem")
        cut = [line for line in screen.splitlines() if re.search(r"│.*… .*\d:\d\d +│", line)]
        assert all(re.search(r"…  \w", line) for line in cut)  # the source
        await sight.press(*"Cloud")
        screen = await sight.shows("Cloud")
        assert "……" not in screen
        await sight.press("enter")
        await sight.shows("now belongs to the story of", "Press u to undo.")
        await sight.press("u")
        await sight.shows("Undid:")


# -- what goes wrong


async def test_the_feed_of_an_open_storys_row_may_go(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "j")
        rest = {title: where for title, where in FEEDS.items() if title != "The Guardian"}
        stories.feeds.write_text(
            "".join(f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\n' for title, (url, _) in rest.items()), "utf-8"
        )
        sight.screen._check_outside()
        await sight.settled()
        await sight.press("x", "j", "k", "]")
        assert "The Guardian" not in "\n".join(shown(sight))


async def test_a_story_that_grows_while_it_is_open_shows_the_new_telling_when_asked(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "j")
        before = sight.text().lines_of("headlines")
        add(stories, {"BBC World": [new_entry(30, sort=LATER - 30, title="Network must leave its host")]})
        group(stories, {13: 1})
        sight.screen._check_outside()
        await sight.settled()
        assert [line[:40] for line in sight.text().lines_of("headlines")][:8] == [line[:40] for line in before][:8]
        await sight.press(".")
        assert "Network must leave" in "\n".join(shown(sight))
        assert "2 of 5: Tagesblatt" in sight.text().top


@pytest.mark.parametrize("size", [(60, 20), (160, 40)])
async def test_a_story_of_three_hundred_long_titles(paths: Paths, size: tuple[int, int]) -> None:
    long = "Donaudampfschifffahrtsgesellschaft " * 15
    many = [(number, "Golem", number, 1, f"{number} {long}") for number in range(1, 301)]
    tell(paths, [*many, (301, "BBC World", 400, None, "Alone")])
    async with open_reader(paths, size, mark_read="never") as sight:
        assert "+299" in "\n".join(shown(sight))
        await sight.press("enter", "[")
        assert "300 of 300" in sight.text().top
        await sight.press("h", "h")
        assert "1/2" in sight.text().top
        await sight.press("m")
        assert unread(paths.database) == [301]
        await sight.press("u")
        assert len(unread(paths.database)) == 301


def test_the_stage_has_the_stories_of_its_table() -> None:
    assert len(told.ARTICLES) == 12
    assert {story for _, _, _, story, _ in ARTICLES} == {None, 1, 2}


async def test_rows_beneath_a_story_can_be_selected(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        everything = unread(stories.database)
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h", "*", "j", "j", "m")
        assert set(everything) - set(unread(stories.database)) == {7, 8, 9}
        await sight.press("u", "escape", "*", "j")
        assert "2 selected" in sight.text().top
        await sight.press("v", "down", "enter")
        assert "2 selected" in sight.text().top
        await sight.press("m")
        assert set(everything) - set(unread(stories.database)) == {4, 7}


@pytest.mark.parametrize(
    "keys", ["jjjj]]]h", "jjjlh]jjlhkh", "V4j]Vh[jV]hV", "jjjl]jh]kk", "3j]]j]kQQ2k]h", "3j]mjmuuhAu"]
)
async def test_after_closing_all_stories_the_list_is_as_it_was(stories: Paths, keys: str) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        before = [line[1:] for line in sight.text().lines_of("headlines")]
        await sight.press(*keys)
        if (focus := sight.text().focus) != "headlines":
            await sight.press("tab" if focus == "tree" else "escape")
        await sight.press("g")
        for _ in range(20):
            if " of " in sight.text(article=False).top.partition("unread")[0].partition("Unread")[2]:
                await sight.press("h")
            else:
                await sight.press("j")
        await sight.press("g")
        assert [line[1:] for line in sight.text().lines_of("headlines")] == before


async def test_copies_of_a_telling_count_once_and_are_read_with_it(stories: Paths) -> None:
    add(stories, {"BBC World": [new_entry(30, sort=LATER - 60 * 70, title="Hoster kündigt dem Netzwerk")]})
    group(stories, {13: 1})
    with closing(sqlite3.connect(stories.database)) as database, database:
        database.execute("UPDATE entries SET copies = 7 WHERE id IN (7, 13)")
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        assert "+3" in sight.text().row.text
        await sight.press("enter", "]", "]", "]")
        assert "4 of 4: Golem" in sight.text().top
        await sight.press("h", "h", "m")
        assert {4, 7, 8, 9, 13}.isdisjoint(unread(stories.database))
        await open_list(sight, "World", "BBC World")
        await to(sight, "Hoster")
        assert "+3" in sight.text().row.text
        await sight.press("]")
        assert "2 of 4: The Guardian" in sight.text().top
        await sight.press("]", "]", "]")
        assert "1 of 4: BBC World" in sight.text().top


async def test_another_programs_correction_shows(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("enter", "h")
        group(stories, {4: None, 7: None})
        sight.screen._check_outside()
        await sight.settled()
        assert "+1" in sight.text().row.text
        await sight.press("j", "j", "x")
        assert "+3" not in "\n".join(shown(sight))
        assert "/10" in sight.text().top


async def test_a_list_by_story_opens_the_story_of_the_article_that_was_selected(stories: Paths) -> None:
    async with open_reader(stories, mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        await sight.press("]", "]")
        assert "3 of 4: heise online" in sight.text().top
    async with open_reader(stories, mark_read="never") as sight:
        assert "3 of 4: heise online · 5/8" in sight.text().top
        await sight.press("Q")
        assert "Hoster" in sight.text().row.text
        assert "/12" in sight.text().top
        await sight.press("Q")
        assert "3 of 4: heise online · 5/8" in sight.text().top


async def test_a_story_that_opens_below_the_last_line_of_the_pane_stays_where_it_is(stories: Paths) -> None:
    async with open_reader(stories, (160, 17), mark_read="never") as sight:
        await to(sight, LEAVE[:20])
        before = sight.text().lines_of("headlines")
        await sight.press("enter", "h")
        place = next(number for number, line in enumerate(before) if line.startswith("▌"))
        assert sight.text().lines_of("headlines")[place].startswith("▌")
        await sight.press("h")
        assert sight.text().lines_of("headlines") == before
        await sight.press("enter", "]", "]", "]")
        assert "Golem" in line_of(sight, "▌")
        await sight.press("h", "pagedown", "pageup", "end", "home")
        assert "1/8" in sight.text().top


@contextmanager
def own_keys(paths: Paths, toml: str) -> Iterator[None]:
    """These keys are in use."""
    paths.keys.write_text(toml, encoding="utf-8")
    keys, mistakes = load_keys(paths.keys)
    assert not mistakes
    use_keys(keys)
    try:
        yield
    finally:
        use_keys(KeyMap())


async def test_the_users_own_keys_work_in_a_story_too(stories: Paths) -> None:
    with own_keys(stories, '[reader]\n"]" = "entry.star"\n"Alt+n" = "story.next"\n'):
        async with open_reader(stories) as sight:
            await to(sight, LEAVE[:20])
            await sight.press("]")
            assert "★" in sight.text().row.text
            await sight.press("alt+n")
            assert "2 of 4" in sight.text().top


async def test_with_the_keys_of_vim_a_sequence_leads_to_the_next_telling(stories: Paths) -> None:
    with own_keys(stories, 'preset = "vim"\n'):
        async with open_reader(stories) as sight:
            await to(sight, LEAVE[:20])
            await sight.press("enter", "]", "s", "]", "s")
            assert "3 of 4" in sight.text().top
            await sight.press("[", "s")
            assert "2 of 4" in sight.text().top
            await sight.press("]", "]")
            await sight.shows("Author: Anna Beispiel")


def test_a_feed_that_has_several_articles_of_a_story_is_named_once(stories: Paths) -> None:
    group(stories, {5: 1, 11: 1})  # of heise online and the Tagesblatt
    with closing(open_library(stories, STORIES)) as library:
        entries = [library.articles.entry(number) for number in (9, 11)]
    assert [sorted(feed for _, feed in entry.also_told) for entry in entries if entry] == [
        ["Golem", "Tagesblatt", "heise online"],
        ["Golem", "The Guardian", "heise online"],
    ]
