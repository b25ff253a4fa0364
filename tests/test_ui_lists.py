"""Lists longer than a page: the reader thread loads the rest, and nothing gets mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from reader.config import Config
from reader.library import open_library
from reader.library.articles import Articles
from reader.model import Change, Field
from reader.paths import Paths
from reader.query.selection import Selection
from reader.store import open_store
from reader.ui.reader.article_list import FIRST_KEYS
from reader.ui.typeset.page import Article, PageLayout, lay_out_page
from tests.support.long_list import BIG, SMALL
from tests.support.painted import FOLDED
from tests.support.screen import PATIENCE, reading
from tests.support.stocking import NOW, new_entry, stock, stocked, update
from tests.support.streams import open_list, to_tree


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No list is loaded whole before this context ends; until then, wait for what the screen shows alone."""
    load, ended = Articles.load_keys, Event()

    def load_later(articles: Articles, selection: Selection) -> Future[Any]:
        articles._readers.run(lambda: ended.wait(PATIENCE))
        return load(articles, selection)

    with monkeypatch.context() as patch:
        patch.setattr(Articles, "load_keys", load_later)
        try:
            yield
        finally:
            ended.set()


async def test_a_list_left_while_loading_does_not_replace_the_next_one(
    long: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(long) as sight:
        await to_tree(sight, "Later")
        with held(monkeypatch):
            for title in ("All", "Feed 1", "Feed 2"):
                sight.press_at_once("j")
                await sight.shows(f"Broadsheet  {FOLDED} {title} ")
        await sight.settled()
        assert sight.text().titles == [f"Title {1000 + n}" for n in range(5)]


async def test_a_restart_selects_the_last_entry_even_if_it_was_read_in_the_unread_list(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Unread")
        await sight.press(*["j"] * 20, "enter", "escape")
        await sight.until(lambda screen: (screen.row.title, screen.row.unread) == ("Title 20", False))
    async with reading(long) as sight:
        await sight.settled()  # the whole list has been loaded
        assert sight.text().row.title == "Title 20"
        await sight.press("end")
        await sight.until(lambda screen: screen.row.title == "Title 1004")


async def test_next_unread_waits_until_the_list_is_loaded(long: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    another = open_store(long.database, now=NOW)
    another.state.apply(Change(Field.READ, True, tuple(range(1, FIRST_KEYS + 21))))
    another.close()
    async with reading(long) as sight:
        await to_tree(sight, "Later")
        with held(monkeypatch):
            sight.press_at_once("j")
            await sight.until(lambda screen: screen.list_title == "All")
            sight.press_at_once("tab", "n", "V")
            await sight.shows("Compact headlines")  # so that n has been heard
        await sight.until(lambda screen: screen.row.title == f"Title {FIRST_KEYS + 20}")
        assert "No more unread" not in sight.text()


async def test_the_end_key_goes_to_the_end_of_the_whole_list_while_it_loads(
    long: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(long) as sight:
        await to_tree(sight, "Later")
        with held(monkeypatch):
            sight.press_at_once("j")
            await sight.until(lambda screen: screen.list_title == "All")
            sight.press_at_once("tab", "end")
            await sight.until(lambda screen: screen.row.title == f"Title {FIRST_KEYS - 1}")
        await sight.until(lambda screen: screen.row.title == "Title 1004")


async def test_the_first_article_of_a_filling_list_is_shown(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Starred")
        await sight.shows("No starred articles yet")
        another = open_store(long.database, now=NOW)
        another.state.apply(Change(Field.STARRED, True, (7,)))
        another.close()
        await sight.until(lambda screen: ("Starred", 1) in screen.counts, later=True)
        await sight.press("x")
        await sight.until(lambda screen: screen.titles == ["Title 6"] and screen.article.startswith("Title 6\n"))


async def test_a_change_by_another_program_is_shown_soon(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Feed 2")
        other = stocked(long.database, {BIG: [], SMALL: []})
        other.state.apply(Change(Field.READ, True, (401, 402)))
        await sight.shows("403 unread", later=True)
        poll = next(poll for poll in other.feeds.polls() if poll.url == SMALL)
        other.arrivals.apply([update(poll, [new_entry(5000)])], now=1)
        other.close()
        await sight.shows("↑ 1 new", "404 unread", later=True)


async def test_a_subscription_added_by_another_program_appears_in_the_tree(long: Paths) -> None:
    async with reading(long) as sight:
        before = long.feeds.read_text(encoding="utf-8")
        long.feeds.write_text(
            f'{before}\n[[feeds]]\nurl = "https://third.example/"\ntitle = "A third"\n', encoding="utf-8"
        )
        await sight.shows("A third", later=True)
        long.feeds.write_text("[[feeds]\n", encoding="utf-8")
        await sight.shows("feeds.toml, line 1", later=True)
        assert {"Feed 1", "Feed 2", "A third"} <= {row.label for row in sight.text().tree}
        long.feeds.unlink()
        await sight.shows("feeds.toml: the file is gone; its feeds stay until there is one again", later=True)
        assert {"Feed 1", "Feed 2", "A third"} <= {row.label for row in sight.text().tree}
        long.feeds.write_text(before, encoding="utf-8")
        await sight.until(lambda screen: "A third" not in {row.label for row in screen.tree}, later=True)
        assert {"Feed 1", "Feed 2"} <= {row.label for row in sight.text().tree}


def test_undo_reverts_only_its_own_change(long: Paths) -> None:
    library, another = open_library(long, Config()), open_store(long.database, now=NOW)
    another.state.apply(Change(Field.READ, True, (401,)))
    library.changes.apply(Change(Field.READ, True, (401, 402))).result()
    library.history.undo().result()
    library.close()
    assert [row.read for row in another.entries.headlines([401, 402])] == [True, False]
    another.close()


@pytest.mark.parametrize(
    "values",
    [
        {"entry": "9" * 40},
        {"stream": "author:x"},
        {"stream": "author:" + "9" * 30},
        {"stream": "feed:https://gone.example/"},
        {"folded": "[" * 50_000},
        {"tree_width": "9" * 5000, "list_width": "-3", "list_height": "²"},
        {"theme": "none", "theme_instead_of": "ink"},
    ],
)
async def test_a_corrupt_session_does_not_prevent_opening(long: Paths, values: dict[str, str]) -> None:
    store = stocked(long.database, {BIG: [], SMALL: []})
    store.state.write_values(list(values.items()))
    store.close()
    async with reading(long) as sight:
        await sight.shows("Broadsheet", "405 unread")


async def test_a_hidden_article_pane_typesets_nothing(long: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    typeset: list[str] = []

    def noting(article: Article, *arguments: Any, **options: Any) -> PageLayout:
        typeset.append(article.entry.title)
        return lay_out_page(article, *arguments, **options)

    monkeypatch.setattr("reader.ui.typeset.page.lay_out_page", noting)
    async with reading(long, size=(60, 20)) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("j")
        assert typeset == []
        await sight.press("enter")
        await sight.until(lambda screen: "Text of number 1001." in screen.article)
        assert typeset == ["Title 1001"]


def two_feeds(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    other = "https://other.example/feed"
    paths.feeds.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in (BIG, other)), encoding="utf-8")
    feeds = {BIG: [new_entry(1, title="Ice here")], other: [new_entry(2, title="Ice there"), new_entry(3, by="Ada")]}
    stocked(paths.database, feeds).close()


async def test_a_search_starts_in_the_feed_that_is_open_and_a_key_widens_it(paths: Paths) -> None:
    two_feeds(paths)
    async with reading(paths, size=(150, 45)) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("slash", *"ice")
        await sight.shows("Search in Feed 2", "Tab searches everywhere")
        await sight.press("enter")
        await sight.shows("“ice” in Feed 2  1 found", "Ice there")
        await sight.press("slash", *"ice", "tab", "enter")
        await sight.shows("“ice”  2 found", "Ice here", "Ice there")
        await open_list(sight, "All")
        await sight.press("slash", "tab", *"ice", "enter")
        await sight.shows("“ice”  2 found")


async def test_the_list_is_searched_while_the_query_is_typed(paths: Paths) -> None:
    two_feeds(paths)
    async with reading(paths, size=(150, 45)) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("slash", *"ice")
        await sight.shows("“ice” in Feed 2  1 found", "Enter searches")
        await sight.press("tab")
        await sight.shows("“ice”  2 found", "Enter searches")
        await sight.press(*" (no")
        await sight.shows("Character 5: this parenthesis is never closed", "“ice”  2 found")
        await sight.press("enter")
        await sight.shows("Character 5: this parenthesis is never closed")
        await sight.press("escape")
        await sight.shows("▸ Feed 2", "Title 3")


async def test_fields_feeds_and_authors_are_completed_while_they_are_typed(paths: Paths) -> None:
    two_feeds(paths)
    async with reading(paths, size=(150, 45)) as sight:
        await open_list(sight, "All")
        await sight.press("slash", *"aut")
        await sight.shows("author:")
        await sight.press("right", "a")
        await sight.shows("author:ada")
        await sight.press("right", *" fee")
        await sight.shows("author:ada feed:")
        await sight.press("right")
        await sight.shows('author:ada feed:"Feed 1"')


async def test_search_results_can_be_sorted_by_relevance_and_by_date(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{BIG}"\n', encoding="utf-8")
    texts = [
        new_entry(n, html="<p>Of a glacier in passing, and of very much that is something else.</p>") for n in range(30)
    ]
    stocked(paths.database, {BIG: [*texts, new_entry(99, title="The glacier", html="<p>Ice.</p>")]}).close()
    async with reading(paths, size=(150, 45)) as sight:
        await open_list(sight, "All")
        await sight.press("v")
        assert "Best matches first" not in await sight.shows("Order of this list", "Longest first")
        await sight.press("escape")
        await sight.press("slash", *"glacier", "enter")
        await sight.until(lambda screen: "  31 found" in screen.top and screen.row.title == "Title 0")
        await sight.press("v", "end", "enter")
        await sight.shows("31 found, best first", "28 May")
        await sight.until(lambda screen: screen.row.title == "The glacier")
        await sight.press("down", "m")  # read, and so not the next unread
        await sight.press("g", "n", "n")  # the first one is opened first
        await sight.until(lambda screen: screen.rows[2].selected)
        await sight.press("A")
        await sight.shows("Marked 28 articles read.")
        await sight.press("v", "home", "enter", "home")
        await sight.shows("“glacier”  31 found ")
        await sight.until(lambda screen: screen.row.title == "Title 0")


async def test_the_newest_search_results_come_before_the_others(long: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(long) as sight:
        await sight.press("slash", *"text")
        with held(monkeypatch):
            sight.press_at_once("enter")
            await sight.until(lambda screen: f"  {FIRST_KEYS}+ found" in screen.top and screen.row.title == "Title 0")
        await sight.until(lambda screen: "  405 found" in screen.top)
        await sight.press("end")
        await sight.until(lambda screen: screen.row.title == "Title 1004")


async def test_in_an_empty_list_the_keys_of_an_article_say_that_none_is_selected(paths: Paths) -> None:
    stock(paths, '[[feeds]]\nurl = "https://empty.example/feed"\n', {"https://empty.example/feed": []})
    async with reading(paths) as sight:
        for key in "ofcwy":
            await sight.press("u")
            await sight.shows("Nothing to undo")  # replaces any older message
            await sight.press(key)
            await sight.shows("No article is selected")
