"""Lists longer than a page: the rest comes from the reader thread, and nothing gets mixed up meanwhile."""

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


async def test_a_list_that_was_left_while_it_loaded_does_not_come_after(long: Paths) -> None:
    async with reading(long) as sight:
        sight.reader.articles.show(Stream(Kind.ALL))
        sight.reader.articles.show(Stream(Kind.FEED, SMALL))
        await sight.settled()
        assert rows(sight) == 5


async def test_the_entry_is_found_again_after_a_restart_though_it_was_read_in_a_list_of_unread(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.UNREAD))
        await sight.until(lambda _: rows(sight) == 405)
        await sight.press(*["j"] * 20, "enter", "escape")
        left_at = sight.reader.headlines.current_id
    async with reading(long) as sight:
        await sight.until(lambda _: rows(sight) == 405)
        await sight.settled()
        assert sight.reader.headlines.current_id == left_at


async def test_next_unread_waits_for_the_list_rather_than_say_there_is_none(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.ALL))
        await sight.until(lambda _: rows(sight) == 405)
        ids = tuple(sight.reader.headlines.keys[1][:300])
        sight.library.changes.apply(Change(Field.READ, True, ids)).result()
        sight.reader.articles.show(Stream(Kind.ALL))
        await sight.pilot.press("n")
        await sight.until(lambda _: sight.reader.headlines.cursor == 300)
        assert "No more unread" not in sight.text()


async def test_the_end_of_a_list_is_its_end_though_the_list_was_still_loading(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        sight.reader.articles.show(Stream(Kind.ALL))
        to_end(sight.reader)
        assert sight.reader.headlines.cursor == FIRST_KEYS - 1
        await sight.until(lambda _: sight.reader.headlines.cursor == 404)


async def test_an_empty_list_that_fills_shows_its_first_article(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.STARRED))
        await sight.shows("No starred articles yet")
        sight.library.changes.apply(Change(Field.STARRED, True, (7,))).result()
        await sight.press("x")
        await sight.until(lambda _: sight.reader.article.entry is not None and sight.reader.article.entry.id == 7)


async def test_what_another_program_did_is_seen_soon(long: Paths) -> None:
    async with reading(long) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        other = stocked(long.database, {BIG: [], SMALL: []})
        other.state.apply(Change(Field.READ, True, (401, 402)))
        await sight.shows("403 unread")
        poll = next(poll for poll in other.feeds.polls() if poll.url == SMALL)
        other.arrivals.apply([update(poll, [new_entry(5000)])], now=1)
        other.close()
        await sight.shows("↑ 1 new", "404 unread")


async def test_a_subscription_written_by_another_program_comes_into_the_tree(long: Paths) -> None:
    async with reading(long) as sight:
        before = long.feeds.read_text(encoding="utf-8")
        long.feeds.write_text(
            f'{before}\n[[feeds]]\nurl = "https://third.example/"\ntitle = "A third"\n', encoding="utf-8"
        )
        await sight.shows("A third")
        long.feeds.write_text("[[feeds]\n", encoding="utf-8")
        await sight.shows("feeds.toml, line 1")
        assert len(sight.library.feeds.by_id) == 3


async def test_undo_takes_back_only_what_it_did(long: Paths) -> None:
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
async def test_a_session_that_makes_no_sense_does_not_keep_the_reader_from_opening(
    long: Paths, values: dict[str, str]
) -> None:
    store = stocked(long.database, {BIG: [], SMALL: []})
    store.state.write_values(list(values.items()))
    store.close()
    async with reading(long) as sight:
        await sight.shows("Broadsheet", "405 unread")


async def test_a_low_terminal_sets_nothing_that_is_not_on_the_screen(long: Paths) -> None:
    async with reading(long, size=(60, 20)) as sight:
        await open_stream(sight, Stream(Kind.FEED, SMALL))
        await sight.press("j")
        assert sight.reader.page._layout_shown is None  # nothing was set
        await sight.press("enter")
        assert len(sight.reader.page._lines) > 5


async def test_what_was_found_can_be_ranked_and_be_by_date_again(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{BIG}"\n', encoding="utf-8")
    texts = [
        new_entry(n, html="<p>Of a glacier in passing, and of very much that is something else.</p>") for n in range(30)
    ]
    stocked(paths.database, {BIG: [*texts, new_entry(99, title="The glacier", html="<p>Ice.</p>")]}).close()
    async with reading(paths, size=(150, 45)) as sight:
        await open_stream(sight, Stream(Kind.ALL))
        await sight.press("v")
        await sight.shows("this list is by date")
        await sight.press("slash", *"glacier", "enter")
        await sight.until(lambda _: rows(sight) == 31)
        assert sight.reader.headlines.current.title == "Title 0"
        await sight.press("v")
        await sight.shows("31 found, best first", "28 May")
        assert sight.reader.headlines.current.title == "The glacier"
        await sight.press("down", "m")  # read, and so not the next unread
        await sight.press("g", "n")
        await sight.until(lambda _: sight.reader.headlines.cursor == 2)
        await sight.press("A")
        await sight.shows("29 articles marked read.")
        await sight.press("v")
        await sight.shows("“glacier”  31 found ")
        assert sight.reader.headlines.current.title == "Title 0"


async def test_the_newest_of_what_was_found_are_there_before_all(long: Paths) -> None:
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
