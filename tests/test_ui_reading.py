"""Reading with the keyboard alone: the demo newspaper over HTTP, the worker process, the real app."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from reader.config import Config
from reader.model import Enclosure
from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import PATIENCE, Sight, reading
from tests.support.stocking import new_entry, stock, stocked
from tests.support.streams import open_list, to_headline

BEAN = "The bean that waits"
SIGNS = "●★▸▾▌↑↓│─┌┐└┘╭╮╰╯…"


async def test_an_article_is_refreshed_read_with_keys_and_still_read_after_a_restart(
    newspaper: Newspaper, paths: Paths
) -> None:
    subscribe_to(paths, newspaper)
    (author,) = newspaper.site.authors_of(newspaper.site.article("the-bean-that-waits"))
    biography = " ".join((author.bio or "").split()[:4])
    async with reading(paths, worker=True) as sight:
        await sight.shows("The Harbour Post", "Hafenblatt", "24", "23")
        await sight.press("h", "j", "j", "l")
        await sight.shows(BEAN)
        await to_headline(sight, BEAN)
        await sight.press("enter")
        await sight.shows("There is a jar on the top shelf")
        await sight.press("end")
        text = await sight.shows("About the author", biography)
        assert author.name in text
        assert "More by " + author.name in text
        await sight.press("q")
    async with reading(paths) as sight:
        screen = await sight.shows(BEAN, "There is a jar on the top shelf")
        assert (screen.row.title, screen.row.unread) == (BEAN, False)
        assert ("The Harbour Post", 23) in screen.counts


async def test_the_page_is_fetched_once(newspaper: Newspaper, polled_now: Paths) -> None:
    for _ in range(2):
        async with reading(polled_now, worker=True) as sight:
            await open_list(sight, "World")
            await to_headline(sight, BEAN)
            await sight.press("enter")
            await sight.shows("There is a jar on the top shelf")
    asked = [request.path for request in newspaper.requests if "articles/the-bean" in request.path]
    assert len(asked) == 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """Folders in which all feeds of a newspaper have arrived, for copies."""
    folder = tmp_path_factory.mktemp("kept")
    paths = Paths(folder / "config", folder / "data")
    with Newspaper() as paper:
        subscribe_to(paths, paper)
        poll_all(paths)
        yield paths


@pytest.fixture
def polled(kept: Paths, paths: Paths) -> Paths:
    """Folders in which all feeds of a newspaper have arrived."""
    shutil.copytree(kept.config_dir, paths.config_dir)
    shutil.copytree(kept.data_dir, paths.data_dir)
    return paths


@pytest.fixture
def polled_now(newspaper: Newspaper, paths: Paths) -> Paths:
    """Folders in which all feeds of the test's own newspaper have arrived."""
    subscribe_to(paths, newspaper)
    poll_all(paths)
    return paths


async def test_moving_only_shows_an_article_and_opening_marks_it_read(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "All")
        await sight.press("j", "j")
        screen = await sight.until(lambda screen: screen.row.title in screen.article)
        assert [(row.selected, row.unread) for row in screen.rows[:3]] == [(False, True), (False, True), (True, True)]
        assert screen.focus == "headlines"
        await sight.press("enter")
        await sight.until(lambda screen: not screen.row.unread and screen.focus == "article")
        assert sight.text().row.title == screen.row.title


async def test_read_headlines_stay_until_the_list_is_cleaned_up(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Unread")
        before = sight.text().titles
        await sight.press("n", "n", "n")
        await sight.press("full_stop")
        screen = await sight.until(lambda screen: [row.unread for row in screen.rows[:4]] == [False] * 3 + [True])
        assert screen.titles == before
        await sight.press("x")
        await sight.shows("Removed 3 articles from this list")
        await sight.until(lambda screen: screen.titles[: len(before) - 3] == before[3:])


async def test_undo_reverts_changes_in_reverse_order(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "All")
        before = dict(sight.text().counts)["Unread"]
        await sight.press("s", "m", "A")
        await sight.until(lambda screen: screen.counts[1:3] == [("Unread", 0), ("Starred", 1)])
        await sight.press("u")
        await sight.until(lambda screen: screen.counts[1:3] == [("Unread", before - 1), ("Starred", 1)])
        await sight.press("u")
        await sight.until(lambda screen: screen.counts[1:3] == [("Unread", before), ("Starred", 1)])
        await sight.press("u")
        await sight.until(lambda screen: screen.counts[1:3] == [("Unread", before), ("Starred", 0)])
        await sight.press("u")
        await sight.shows("Nothing to undo")


async def test_new_articles_wait_until_the_user_shows_them(newspaper: Newspaper, polled_now: Paths) -> None:
    async with reading(polled_now, worker=True, config=Config(language="en", pictures="off")) as sight:
        await open_list(sight, "World")
        await to_headline(sight, BEAN)
        await sight.press("enter")
        await sight.shows("There is a jar on the top shelf")  # the whole article
        await sight.press("pagedown")
        screen = sight.text()
        assert "There is a jar" not in screen.article
        before = screen.row.title, screen.article
        newspaper.publish("en", title="A late edition", body="<p>Just in.</p>")
        await sight.press("R")
        screen = await sight.shows("↑ 1 new")
        assert "A late edition" not in screen
        assert (screen.row.title, screen.article) == before
        await sight.press("full_stop")
        await sight.until(lambda screen: "new" not in screen.top)
        await sight.settled()
        screen = sight.text()
        assert (screen.row.title, screen.article) == before
        newspaper.publish("en", title="A still later one", body="<p>Just in.</p>")
        await sight.press("escape", "R")
        await sight.shows("↑ 1 new")
        await sight.press("full_stop")
        await sight.shows("A late edition", "A still later one")
        await sight.until(lambda screen: screen.rows[0].selected and screen.row.title == "A still later one")


async def test_space_turns_pages_and_then_opens_the_next_unread_article(polled: Paths) -> None:
    async with reading(polled, size=(100, 24)) as sight:
        await open_list(sight, "Deutsch")
        first = sight.text().row.title
        for _ in range(40):
            await sight.press("space")
            if sight.text(article=False).row.title != first:
                break
        rows = sight.text().rows
        assert [(row.title == first, row.selected, row.unread) for row in rows[:2]] == [
            (True, False, False), (False, True, False),
        ]  # fmt: skip


async def test_a_search_lists_matching_articles_and_escape_goes_back(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Deutsch")
        await sight.press("slash", *"deich", "enter")
        await sight.shows("“deich”", "Der Deich hat ein Gedächtnis")
        await sight.press("escape")
        await sight.shows("▸ Deutsch")
        await sight.press("slash", *"xyzzy", "enter")
        await sight.shows("No articles found")


async def test_the_author_key_lists_all_articles_of_the_author(newspaper: Newspaper, polled: Paths) -> None:
    (author,) = newspaper.site.authors_of(newspaper.site.article("the-bean-that-waits"))
    written = {article.title for article in newspaper.site.articles_by(author)}
    async with reading(polled) as sight:
        await open_list(sight, "World")
        await to_headline(sight, BEAN)
        await sight.press("w")
        await sight.until(lambda screen: screen.list_title == "Inês Calder" and "The engine-room loaf" in screen.titles)
        assert {*sight.text().titles} == written


async def test_commands_act_on_the_selected_article_even_before_the_pane_shows_it(
    polled: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "World")
        await to_headline(sight, BEAN)
        await sight.press("k")
        before = await sight.until(lambda screen: screen.row.title in screen.article)
        monkeypatch.setattr("reader.ui.reader.context.FOLLOW_AFTER", PATIENCE)
        monkeypatch.setattr("reader.ui.reader.context.FOLLOW_AFTER_HELD", PATIENCE)
        await sight.pilot.press("j")
        screen = await sight.until(lambda screen: screen.row.title == BEAN)
        assert screen.article == before.article
        await sight.pilot.press("y")
        await sight.shows("Copied ", "bean-that-waits")
        assert "bean-that-waits" in sight.app.clipboard


async def test_a_restart_restores_list_article_and_panes(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Deutsch")
        await sight.press("j", "j", "s", "greater_than_sign", "greater_than_sign")
        await _choose_next_theme(sight)
        assert sight.app.theme == "nord"
        kept = await sight.until(lambda screen: screen.row.starred)
    async with reading(polled) as sight:
        screen = await sight.until(lambda screen: screen.list_title == "Deutsch" and screen.row == kept.row)
        assert screen.titles == kept.titles
        assert [line.index("│") for line in screen.splitlines()[2:5]] == [
            line.index("│") for line in kept.splitlines()[2:5]
        ]
        assert sight.app.theme == "nord"


async def test_the_article_is_readable_at_every_size_of_terminal(polled: Paths) -> None:
    async with reading(polled, size=(20, 5)) as sight:
        for size in ((20, 5), (60, 18), (80, 24), (99, 30), (120, 35), (200, 50)):
            await sight.pilot.resize_terminal(*size)
            await open_list(sight, "Deutsch")
            await sight.press("j", "enter", "pagedown", "end", "escape", "escape", "tab", "tab", "n")
            await sight.press("question_mark")
            await sight.press("escape")
            await sight.pilot.resize_terminal(20, 5)
            await sight.press("j", "k", "enter", "escape")
            await sight.pilot.resize_terminal(140, 40)
            await sight.shows("Broadsheet")


async def test_the_ascii_setting_leaves_no_other_signs(polled: Paths) -> None:
    async with reading(polled, config=Config(language="en", ascii=True)) as sight:
        text = await sight.shows("Broadsheet  > Welcome")
        assert not set(SIGNS) & set(text)


async def test_the_ascii_setting_leaves_no_other_signs_in_dialogs(polled: Paths) -> None:
    async with reading(polled, config=Config(language="en", ascii=True), size=(80, 24)) as sight:
        await sight.press("escape", "G", "k", "tab")  # to_tree knows the other signs alone
        await sight.shows("Broadsheet  > Nachrichten")
        for key in ("e", "D", "M", "a", "I", "E", "slash", "question_mark", "ctrl+p", "exclamation_mark"):
            await sight.press(key)
            assert len(sight.app.screen_stack) == 2, key
            assert not set(SIGNS + "–×") & set(sight.text()), key
            await sight.press("escape")
            assert len(sight.app.screen_stack) == 1, key


async def test_long_descriptions_in_the_help_are_indented(polled: Paths) -> None:
    async with reading(polled, size=(60, 60)) as sight:
        await sight.press("question_mark")
        rows = (await sight.shows("IN THE HEADLINES", "Space")).splitlines()
        first = next(number for number, row in enumerate(rows) if "Moves down a page" in row)
        assert rows[first].index("Moves down a page") == len(rows[first + 1]) - len(rows[first + 1].lstrip("│ "))


async def test_an_article_without_an_address_says_so(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Welcome")
        for key in ("o", "y"):
            await sight.press(key)
            await sight.shows("This article has no address")
            await sight.press("ctrl+c")
            await sight.shows("to quit")


async def test_an_episode_without_a_page_shows_its_pictures_and_opens_its_file(paths: Paths) -> None:
    url = "https://paper.example/feed"
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{url}"\n', encoding="utf-8")
    entry = new_entry(1, title="Episode", html="<p>Words of it</p>")
    files = (
        Enclosure("https://paper.example/1.mp3", "audio/mpeg", 2_000_000, duration=3_723),
        Enclosure("https://paper.example/1.jpg", "image/jpeg", title="A lighthouse"),
        Enclosure("https://paper.example/2.jpg", "image/jpeg", title="Boats wait for the tide " * 9 + "at dawn"),
    )
    entry = replace(entry, parsed=replace(entry.parsed, url=None, enclosures=files))
    stocked(paths.database, {url: [entry]}).close()
    async with reading(paths, config=Config(language="en", browser=("true", "%u"))) as sight:
        text = await sight.shows(
            "Words of it", "▨ A lighthouse", "tide at dawn", "Attached: 1.mp3 (audio, 1:02:03, 2 MB)"
        )
        assert "1.jpg" not in text
        await sight.press("alt+l")
        await sight.shows("1.mp3", "A lighthouse")
        await sight.press("escape", "o")
        await sight.shows("Opened https://paper.example/1.mp3")


async def test_the_ascii_setting_does_not_change_the_text_of_articles(paths: Paths) -> None:
    url = "https://paper.example/feed"
    stock(paths, f'[[feeds]]\nurl = "{url}"\n', {url: [new_entry(1, title="Wales", html="<p>See pages 12–298 …</p>")]})
    async with reading(paths, config=Config(language="en", ascii=True)) as sight:
        await sight.shows("Wales", "See pages 12–298 …")


async def test_text_of_the_article_can_be_selected_with_the_mouse(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Welcome")
        await sight.press("enter")
        lines = sight.text().splitlines()
        row = next(n for n, line in enumerate(lines) if "Four keys" in line)
        column = lines[row].index("Four keys")
        await sight.pilot.mouse_down(offset=(column, row))
        await sight.pilot.hover(offset=(column + 4, row))
        await sight.pilot.mouse_up(offset=(column + 4, row))
        await sight.settled()
        assert sight.screen.get_selected_text().strip() == "Four"


async def test_ctrl_q_quits_from_every_dialog(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "Deutsch", "Nachrichten")
        for key in ("a", "e", "D", "S", "I", "slash", "question_mark", "exclamation_mark", "ctrl+p"):
            await sight.press(key)
            assert len(sight.app.screen_stack) == 2, key
            with patch.object(sight.app, "exit") as end:
                await sight.press("ctrl+q")
            end.assert_called_once()
            while len(sight.app.screen_stack) > 1:
                await sight.press("escape")
        await sight.press("a", "ctrl+q")
        assert not sight.app.is_running


async def test_q_quits(polled: Paths) -> None:
    async with reading(polled) as sight:
        await sight.press("q")
        assert not sight.app.is_running


async def test_the_palette_finds_commands_and_themes(polled: Paths) -> None:
    async with reading(polled) as sight:
        await sight.press("ctrl+p", *"paper")
        await sight.shows("Theme: paper")
        await sight.press("enter")
        await sight.until(lambda _: sight.app.theme == "paper")
        await sight.press("ctrl+p", *"all keys")
        text = await sight.shows("Help: all keys")
        assert re.search(r"Help: all keys {20,}\? F1 *│", text)
        await sight.press("enter")
        await sight.shows("IN THE HEADLINES")


FIRST_COMMANDS = {
    "delete": "Unsubscribe", "reload all": "Refresh all feeds", "mark all": "Mark all read", "catch up": "Mark all read",
    "broken": "Feed health", "exit": "Quit", "rename": "Edit the feed", "subscribe": "Add a feed",
    "bookmark": "Star or unstar", "xqzy": "No command for “xqzy”", "": "Add a feed",
}  # fmt: skip


async def test_the_palette_knows_the_words_that_people_use(polled: Paths) -> None:
    async with reading(polled, size=(80, 24)) as sight:
        for typed, first in FIRST_COMMANDS.items():
            await sight.press("ctrl+p", *typed)
            screen = await sight.shows(first)
            assert any(first in line for line in screen.splitlines()[3:7]), typed
            await sight.press("escape")
            assert not sight.text().dialog


async def _choose_next_theme(sight: Sight) -> None:
    await sight.press("T")
    await sight.shows("Themes", "nord", "sea")
    await sight.press("j", "enter")


async def test_a_changed_theme_setting_overrides_the_theme_chosen_with_a_key(polled: Paths) -> None:
    async with reading(polled) as sight:
        await _choose_next_theme(sight)
        assert sight.app.theme == "nord"
    async with reading(polled, config=Config(theme="paper")) as sight:
        assert sight.app.theme == "paper"
        await _choose_next_theme(sight)
    async with reading(polled, config=Config(theme="ink")) as sight:
        assert sight.app.theme == "ink"


async def test_in_a_narrow_terminal_opening_an_article_shows_it(polled: Paths) -> None:
    async with reading(polled, size=(70, 24)) as sight:
        await open_list(sight, "World")
        title = sight.text().row.title
        await sight.press("n")
        await sight.until(lambda screen: title in screen.article and not screen.rows)


async def test_changes_are_written_before_the_app_quits(polled: Paths) -> None:
    async with reading(polled) as sight:
        await open_list(sight, "All")
        await sight.press("s", "q")
    async with reading(polled) as sight:
        await sight.until(lambda screen: screen.row.starred)


async def test_the_top_line_says_where_one_is_in_the_list_and_in_the_article(polled: Paths) -> None:
    async with reading(polled, size=(120, 20)) as sight:
        await open_list(sight, "Deutsch")
        found = re.search(r"Deutsch {2}1/(\d+) ", sight.text())
        assert found
        rows = found[1]
        await sight.press("3", "j")
        assert f"Deutsch  4/{rows}" in sight.text()
        await sight.press("G", "enter")
        found = re.search(r"Deutsch {2}(\d+) %", sight.text())
        assert found
        assert 0 < int(found[1]) < 100
        await sight.press("end")
        assert "Deutsch  100 %" in sight.text()
        await sight.press("escape")
        assert f"Deutsch  {rows}/{rows}" in sight.text()
