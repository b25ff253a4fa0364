"""Screens with nothing to show: they say why, name a next step, and offer no key that does nothing there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.arrival import FeedUpdate
from reader.config import Config
from reader.errors import StoreFull
from reader.library import StoreFailed
from reader.library.worker_events import Searched, ServerAnswered
from reader.model import Status
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.store import open_store
from reader.ui.language.display_dates import coming_time
from reader.ui.reader.messages import EventReceived
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stock
from tests.support.streams import open_list, to_tree

ONE, EMPTY = "https://one.example/feed", "https://empty.example/feed"
TOML = f'[[feeds]]\nurl = "{ONE}"\ntitle = "One"\nfolder = "World"\n'
WELCOME = '[[feeds]]\nurl = "broadsheet:welcome"\ntitle = "Welcome"\n'
HOUR, DAY = 3_600, 86_400


def feeds_toml(paths: Paths, text: str) -> Paths:
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def one(paths: Paths) -> Paths:
    stock(paths, TOML, {ONE: [new_entry(n) for n in range(3)]})
    return paths


async def test_without_feeds_each_screen_leads_to_the_first_one(paths: Paths) -> None:
    async with reading(feeds_toml(paths, ""), size=(80, 24)) as sight:
        for place in ("Unread", "Today", "All"):
            await to_tree(sight, place)
            assert "a add" in (await sight.shows("No feeds yet", "Press a to add a feed, I to")).bottom
        await sight.press("tab")
        keys = (await sight.shows("a add")).bottom
        assert "next unread" not in keys
        assert "Space" not in keys
        for key in "Rr":
            await sight.press(key)
            await sight.shows("No feeds to refresh yet. Press a to add one.")
            await sight.seconds_pass()
        await sight.press("exclamation_mark")
        text = await sight.shows("Feed health", "No feeds yet", "Press a in the lists to add a feed.")
        assert text.bottom.split() == ["Esc", "back"]
        await sight.press("escape", "F")
        text = await sight.shows("No news yet.", "Press a in the lists to add a feed.")
        assert "N late edition" not in text.bottom
        await sight.press("escape")
        feeds_toml(paths, TOML)
        text = await sight.shows("Press R to refresh all feeds", later=True)
        assert "No feeds yet" not in text


async def test_with_the_last_feed_goes_the_advice_to_refresh(one: Paths) -> None:
    feeds_toml(one, TOML + WELCOME)
    async with reading(one, size=(80, 24)) as sight:
        await to_tree(sight, "World")
        await sight.press("D", "enter")
        await to_tree(sight, "Today")
        await sight.shows("No articles today yet", "Press a to add a feed")  # the welcome is still there
        await to_tree(sight, "Starred")
        await sight.shows("No starred articles yet", "Press s on an article to star it")


async def test_without_the_feed_of_the_people_there_are_no_articles_by_them(paths: Paths) -> None:
    stock(paths, TOML, {ONE: [new_entry(n, by="Ann Author") for n in range(3)]})
    async with reading(paths, size=(120, 24)) as sight:
        await sight.press("at")
        await to_tree(sight, "World")
        await sight.press("D", "enter")
        await to_tree(sight, "People")
        await sight.shows("No articles by the people you")
        await to_tree(sight, "Ann Author")
        await sight.shows("No articles by this author")
        assert sight.text().top.endswith("  0 unread")


async def test_keys_that_go_on_are_named_as_long_as_there_is_somewhere_to_go(one: Paths) -> None:
    feeds_toml(one, f'{TOML}[[feeds]]\nurl = "{EMPTY}"\ntitle = "Empty"\n')
    async with reading(one, size=(120, 24)) as sight:
        await open_list(sight, "Empty")
        text = await sight.shows("No articles in this feed yet")
        assert "n next unread" in text.bottom  # in the other feed
        await sight.press("n")
        await sight.shows("Next: One")
        await to_tree(sight, "World")
        await sight.press("A")
        await open_list(sight, "Empty")
        await sight.seconds_pass()
        text = await sight.shows("No articles in this feed yet", "? keys")
        assert "next unread" not in text.bottom
        assert "Space" not in text.bottom


def fails(paths: Paths, details: ProblemDetails, next_check: int) -> None:
    store = open_store(paths.database, now=NOW)
    poll = next(one for one in store.feeds.polls() if one.url == ONE)
    failed = replace(poll, status=Status.FAILING, failures=3, error=details, last_poll=NOW, next_check=next_check)
    store.arrivals.apply([FeedUpdate(failed)], now=NOW)
    store.close()


async def test_an_empty_feed_says_once_why_and_when_it_is_tried_next(paths: Paths) -> None:
    stock(paths, TOML, {ONE: []})
    fails(paths, problem(Problem.HTTP_STATUS, status=503), NOW + 2 * DAY)
    async with reading(paths, size=(80, 24), clock=lambda: NOW) as sight:
        await open_list(sight, "World", "One")
        text = await sight.shows("The server answered 503: service unavailable", "Press r to refresh it")
        assert f"Next try: {coming_time(NOW + 2 * DAY, NOW)}" in text
        assert text.count("503") == 1
        await sight.press("exclamation_mark")
        head = (await sight.shows("Feed health", "(3 times in a row)")).splitlines()[2]
        assert head.split() == ["Feed", "Unread", "Problem", "▾"]  # which needs the room


async def test_a_feed_with_articles_says_in_the_bottom_line_that_it_fails(one: Paths) -> None:
    pin = problem(Problem.CERTIFICATE_CAN_BE_PINNED, cause=problem(Problem.CERTIFICATE_SELF_SIGNED), certificate="ab")
    for details, says in (
        (problem(Problem.HTTP_STATUS, status=503), "service unavailable, next try tomorrow, "),
        (pin, "its table in feeds.toml. Next try: tomorrow, "),
    ):
        fails(one, details, NOW + DAY)
        async with reading(one, size=(80, 24), clock=lambda: NOW) as sight:
            await to_tree(sight, "World", "One")
            assert says in " ".join((await sight.shows("One: ")).split())


async def test_in_a_small_window_nothing_pushes_the_keys_from_the_screen(one: Paths) -> None:
    async with reading(one, size=(40, 12)) as sight:
        await sight.press("exclamation_mark")
        text = await sight.shows("Feed health", "https://one.example/feed")
        assert "Esc back" in text.bottom
        assert text.splitlines()[3].split()[1] == "One"
        await sight.press("escape", "colon")
        assert "Esc closes." in " ".join((await sight.shows("A command")).split())


def test_a_time_to_come_names_its_day() -> None:
    assert len(coming_time(NOW, NOW)) == len("21:40")
    assert coming_time(NOW - HOUR, NOW).count(":") == 1  # it was due already
    assert coming_time(NOW + DAY, NOW).startswith("tomorrow, ")
    assert coming_time(NOW + 3 * DAY, NOW).split(", ")[0] in ("Saturday", "Sunday", "Monday")
    assert coming_time(NOW + 30 * DAY, NOW).endswith(" June")


async def test_feed_health_says_of_the_welcome_no_server(paths: Paths) -> None:
    async with reading(feeds_toml(paths, WELCOME), size=(80, 24)) as sight:
        await sight.press("exclamation_mark")
        text = await sight.shows("broadsheet:welcome", "Last check")
        assert "the server answered" not in text
        assert "o website" not in text.bottom
        await sight.press("P")
        await sight.shows("P resume", later=True)


async def test_where_all_feeds_are_paused_refreshing_says_so(paths: Paths) -> None:
    stock(paths, f"{TOML}paused = true\n", {ONE: []})
    async with reading(paths, size=(80, 24)) as sight:
        await to_tree(sight, "World")
        for key in "Rr":
            await sight.press(key)
            await sight.shows("All feeds here are paused")
            await sight.seconds_pass()


async def test_a_mistake_in_a_key_names_the_likely_ones_first(one: Paths) -> None:
    feeds_toml(one, f'{TOML}intervall = "2d"\n')
    async with reading(one, size=(80, 24)) as sight:
        await sight.shows("intervall: unknown key; a subscription has: interval,")


async def test_a_browser_that_is_not_there_is_named_with_its_setting(one: Paths) -> None:
    async with reading(one, config=Config(language="en", browser=("no-such-browser",)), size=(120, 24)) as sight:
        await sight.press("o")
        await sight.shows("Couldn’t find the program no-such-browser. Set another “browser” in config.toml.")


async def test_an_address_that_fails_and_is_subscribed_already_is_no_riddle(one: Paths) -> None:
    async with reading(one, size=(80, 24)) as sight:
        await sight.press("a")
        dialog = sight.app.screen
        dialog._searched, dialog._ticket = f" {ONE}", 1  # type: ignore[attr-defined]
        dialog.handle(Searched(1, problem(Problem.CONNECTION_REFUSED), False))  # type: ignore[attr-defined]
        await sight.shows("You have this feed already. The connection was refused.")


async def test_a_server_that_is_not_there_leaves_no_one_without_advice(one: Paths) -> None:
    async with reading(one, size=(80, 24)) as sight:
        await sight.press("f6")
        dialog = sight.app.screen
        dialog._ticket = 1  # type: ignore[attr-defined]
        dialog.handle(ServerAnswered(1, error=problem(Problem.CONNECTION_REFUSED)))  # type: ignore[attr-defined]
        await sight.shows("The connection was refused. Is the address right, and is the server")


@pytest.mark.parametrize("key", ["E", "W", "I"])
async def test_a_name_that_no_file_can_have_is_refused_with_the_reason(one: Paths, tmp_path: Path, key: str) -> None:
    async with reading(one, size=(80, 24)) as sight:
        await sight.press(key)
        sight.app.screen.query("Input").first().value = str(tmp_path / ("y" * 300 + ".md"))  # type: ignore[attr-defined]
        await sight.settled()
        await sight.press("enter")
        await sight.shows("the file name is too long.")


@pytest.mark.parametrize(
    ("outlines", "says"),
    [
        ("", "There are no feeds in this file."),
        ('<outline text="Bad" xmlUrl="javascript:alert(1)"/>', "Nothing in this file can be imported."),
        (f'<outline text="One" xmlUrl="{ONE}"/>', "You have everything in this file already."),
    ],
    ids=["empty", "unusable", "known"],
)
async def test_a_list_without_anything_new_says_why(one: Paths, tmp_path: Path, outlines: str, says: str) -> None:
    file = tmp_path / "list.opml"
    file.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    async with reading(one, size=(80, 24)) as sight:
        await sight.press("I")
        sight.app.screen.query("Input").first().value = str(file)  # type: ignore[attr-defined]
        await sight.settled()
        await sight.press("enter")
        await sight.shows(says)


async def test_a_search_without_words_is_not_told_that_only_whole_words_count(one: Paths) -> None:
    async with reading(one, size=(80, 24)) as sight:
        for words, says in (
            ("xyzzy", "Only whole words count: begin* finds more"),
            ("feed:nowhere", "Press / for another search"),
            ("xyz*", "Press / for another search"),
        ):
            await sight.press("slash")
            sight.app.screen.query("Input").first().value = words  # type: ignore[attr-defined]
            await sight.press("enter")
            text = await sight.shows("No articles found", says)
            assert ("whole words" in text) == ("whole words" in says)


async def test_a_mistake_in_a_filter_is_shown_to_its_end(one: Paths) -> None:
    async with reading(one, size=(80, 24)) as sight:
        await to_tree(sight, "World")
        await sight.press("ampersand", *"is")
        sight.app.screen.query("Input").first().value = "is:foo"  # type: ignore[attr-defined]
        await sight.shows("what fits: read, unread", "duplicate")
        await sight.press("escape", "slash")
        sight.app.screen.query("Input").first().value = "is:foo"  # type: ignore[attr-defined]
        await sight.shows("what fits: read, unread…")  # the frame has one line, which ends with a word


async def test_what_threatens_the_articles_is_said_whole_before_it_moves_aside(one: Paths) -> None:
    async with reading(one, size=(100, 24)) as sight:
        await sight.seconds_pass()
        sight.screen.reader.status._forget()  # the keys have just come back
        full = StoreFull(problem(Problem.STORE_DISK_FULL, path="/home/ada/.local/share/broadsheet/broadsheet.db"))
        status = sight.screen.reader.status
        status.show_message("Could not save this. " + "x" * 70, serious=True, background=True)
        await sight.shows("Could not save this. xxxx")
        sight.screen.post_message(EventReceived(StoreFailed(full)))
        await sight.shows("free some space and\n try again.")
        await sight.seconds_pass()
        text = await sight.shows("? keys")
        assert "disk of broadsheet.db" in text.bottom  # at the right of the keys, without its folders
