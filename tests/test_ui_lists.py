"""Lists longer than a page: the reader thread loads the rest, and nothing gets mixed up."""

from __future__ import annotations

import pytest

from reader.model import Change, Field
from reader.paths import Paths
from reader.stream import Kind, Stream
from reader.ui.reader.actions.move import to_end
from reader.ui.reader.article_list import FIRST_KEYS
from reader.ui.reader.messages import KeysLoaded
from tests.support.long_list import BIG, SMALL
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stocked, update
from tests.support.streams import open_stream


def rows(sight: Sight) -> int:
    return len(sight.reader.headlines.keys[1])


async def test_a_list_left_while_loading_does_not_replace_the_next_one(long: Paths) -> None:
    async with reading(long) as sight:
        sight.reader.articles.show(Stream(Kind.ALL))
        sight.reader.articles.show(Stream(Kind.FEED, SMALL))
        await sight.settled()
        assert rows(sight) == 5


async def test_a_restart_selects_the_last_entry_even_if_it_was_read_in_the_unread_list(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.UNREAD))
        await sight.until(lambda _: rows(sight) == 405)
        await sight.press(*["j"] * 20, "enter", "escape")
        left_at = sight.reader.headlines.current_id
    async with reading(long) as sight:
        await sight.until(lambda _: rows(sight) == 405)
        await sight.settled()
        assert sight.reader.headlines.current_id == left_at


async def test_next_unread_waits_until_the_list_is_loaded(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.ALL))
        await sight.until(lambda _: rows(sight) == 405)
        ids = tuple(sight.reader.headlines.keys[1][:300])
        sight.library.changes.apply(Change(Field.READ, True, ids)).result()
        sight.reader.articles.show(Stream(Kind.ALL))
        await sight.pilot.press("n")
        await sight.until(lambda _: sight.reader.headlines.cursor == 300)
        assert "No more unread" not in sight.text()


async def test_the_end_key_goes_to_the_end_of_the_whole_list_while_it_loads(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        sight.reader.articles.show(Stream(Kind.ALL))
        to_end(sight.reader)
        assert sight.reader.headlines.cursor == FIRST_KEYS - 1
        await sight.until(lambda _: sight.reader.headlines.cursor == 404)


async def test_the_first_article_of_a_filling_list_is_shown(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.STARRED))
        await sight.shows("No starred articles yet")
        sight.library.changes.apply(Change(Field.STARRED, True, (7,))).result()
        await sight.press("x")
        await sight.until(lambda _: sight.reader.article.entry is not None and sight.reader.article.entry.id == 7)


async def test_a_change_by_another_program_is_shown_soon(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        other = stocked(long.database, {BIG: [], SMALL: []})
        other.state.apply(Change(Field.READ, True, (401, 402)))
        await sight.shows("403 unread")
        poll = next(poll for poll in other.feeds.polls() if poll.url == SMALL)
        other.arrivals.apply([update(poll, [new_entry(5000)])], now=1)
        other.close()
        await sight.shows("↑ 1 new", "404 unread")


async def test_a_subscription_added_by_another_program_appears_in_the_tree(long: Paths) -> None:
    async with reading(long) as sight:
        before = long.feeds.read_text(encoding="utf-8")
        long.feeds.write_text(
            f'{before}\n[[feeds]]\nurl = "https://third.example/"\ntitle = "A third"\n', encoding="utf-8"
        )
        await sight.shows("A third")
        long.feeds.write_text("[[feeds]\n", encoding="utf-8")
        await sight.shows("feeds.toml, line 1")
        assert len(sight.library.feeds.by_id) == 3


async def test_undo_reverts_only_its_own_change(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        store = sight.library._writer._store
        store.state.apply(Change(Field.READ, True, (401,)))
        asked = Change(Field.READ, True, (401, 402))
        sight.library.changes.apply(asked).result()
        sight.library.changes.undo()
        await sight.until(lambda _: [row.read for row in sight.library.articles.headlines([401, 402])] == [True, False])


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


async def test_a_hidden_article_pane_typesets_nothing(long: Paths) -> None:
    async with reading(long, size=(60, 20)) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        await sight.press("j")
        assert sight.reader.page._layout_shown is None  # nothing was set
        await sight.press("enter")
        assert len(sight.reader.page._lines) > 5


async def test_a_search_can_stay_in_the_list_that_is_open(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    other = "https://other.example/feed"
    paths.feeds.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in (BIG, other)), encoding="utf-8")
    feeds = {BIG: [new_entry(1, title="Ice here")], other: [new_entry(2, title="Ice there"), new_entry(3)]}
    stocked(paths.database, feeds).close()
    async with reading(paths, size=(150, 45)) as sight:
        await open_stream(sight, Stream(Kind.FEED, other))
        await sight.press("slash", *"ice")
        await sight.shows("Tab searches this list only")
        await sight.press("tab")
        await sight.shows("Search in Feed 2", "Tab searches everywhere")
        await sight.press("enter")
        await sight.shows("“ice” in Feed 2  1 found", "Ice there")
        await sight.press("slash", *"ice", "tab", "enter")
        await sight.shows("“ice”  2 found", "Ice here", "Ice there")
        await open_stream(sight, Stream(Kind.ALL))
        await sight.press("slash", "tab", *"ice", "enter")
        await sight.shows("“ice”  2 found")


async def test_search_results_can_be_sorted_by_relevance_and_by_date(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{BIG}"\n', encoding="utf-8")
    texts = [
        new_entry(n, html="<p>Of a glacier in passing, and of very much that is something else.</p>") for n in range(30)
    ]
    stocked(paths.database, {BIG: [*texts, new_entry(99, title="The glacier", html="<p>Ice.</p>")]}).close()
    async with reading(paths, size=(150, 45)) as sight:
        await open_stream(sight, Stream(Kind.ALL))
        await sight.press("v")
        await sight.shows("Only search results can be sorted by relevance")
        await sight.press("slash", *"glacier", "enter")
        await sight.until(lambda _: rows(sight) == 31)
        assert sight.reader.headlines.current.title == "Title 0"
        await sight.press("v")
        await sight.shows("31 found, best first", "28 May")
        assert sight.reader.headlines.current.title == "The glacier"
        await sight.press("down", "m")  # read, and so not the next unread
        await sight.press("g", "n", "n")  # the first one is opened first
        await sight.until(lambda _: sight.reader.headlines.cursor == 2)
        await sight.press("A")
        await sight.shows("Marked 28 articles read.")
        await sight.press("v")
        await sight.shows("“glacier”  31 found ")
        assert sight.reader.headlines.current.title == "Title 0"


async def test_the_newest_search_results_come_before_the_others(long: Paths) -> None:
    async with reading(long) as sight:
        posted: list[tuple[int, bool]] = []
        post = sight.reader.articles._loading._post

        def note(message: KeysLoaded) -> None:
            posted.append((len(message.ids), message.whole))
            post(message)

        sight.reader.articles._loading._post = note
        sight.reader.articles.show(Stream(Kind.SEARCH, "text"))
        await sight.until(lambda _: rows(sight) == 405)
        assert posted == [(FIRST_KEYS, False), (405, True)]


async def test_in_an_empty_list_the_keys_of_an_article_say_that_none_is_selected(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text('[[feeds]]\nurl = "https://empty.example/feed"\n', encoding="utf-8")
    stocked(paths.database, {"https://empty.example/feed": []}).close()
    async with reading(paths) as sight:
        for key in "ofcwy":
            sight.reader.status.show_message("")
            await sight.press(key)
            await sight.shows("No article is selected")
