"""The feed health screen: its keys, and what it shows at every size."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from reader.arrival import FeedUpdate
from reader.config import Config
from reader.model import CheckReason, CheckReasonKind, Status
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import open_store
from reader.ui.feed_health.health_screen import HealthScreen
from reader.ui.feed_health.health_table import HealthTable
from tests.newspaper import Newspaper
from tests.support.languages import german_messages
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry, stocked

DAY = 86_400
FINE, FAILING, SILENT, PAUSED = (f"https://{name}.example/feed" for name in ("fine", "failing", "silent", "paused"))


@pytest.fixture
def troubled(paths: Paths) -> Paths:
    """One feed of each kind of health, from best to worst."""
    import time

    now = int(time.time())
    paths.config_dir.mkdir(parents=True)
    tables = [
        f'[[feeds]]\nurl = "{PAUSED}"\ntitle = "Das Pausierte"\npaused = true\n',
        f'[[feeds]]\nurl = "{FINE}"\ntitle = "Bundesdonaudampfschifffahrtsgesellschaftsblatt"\n',
        f'[[feeds]]\nurl = "{SILENT}"\ntitle = "Der Verstummte"\n',
        f'[[feeds]]\nurl = "{FAILING}"\ntitle = "Der Kaputte"\n',
    ]
    paths.feeds.write_text("\n".join(tables), encoding="utf-8")
    feeds = {
        FINE: [new_entry(n, sort=now - n * DAY) for n in range(60)],
        FAILING: [new_entry(100 + n, sort=now - n * 7 * DAY) for n in range(5)],
        SILENT: [new_entry(200 + n, sort=now - (300 + n) * DAY) for n in range(9)],
        PAUSED: [],
    }
    store = stocked(paths.database, feeds)
    poll = next(poll for poll in store.feeds.polls() if poll.url == FAILING)
    error = problem(Problem.CERTIFICATE_OTHER_NAME)
    failed = replace(
        poll,
        status=Status.FAILING,
        failures=7,
        error=error,
        next_check=now + 7_230,
        reason=CheckReason(CheckReasonKind.FAILURES, 7),
    )
    store.arrivals.apply([FeedUpdate(replace(failed, last_success=NOW, http_status=526))], now=now)
    store.close()
    return paths


def table(sight: Sight) -> HealthTable:
    """The table on the screen."""
    return sight.app.screen.query_one(HealthTable)


def at_health(sight: Sight) -> bool:
    """Whether the feed health screen is shown."""
    return isinstance(sight.app.screen, HealthScreen)


def names(sight: Sight) -> list[str]:
    """The feeds' names from top to bottom."""
    return [row.feed.title[:12].strip() for row in table(sight).rows]


async def test_failing_feeds_come_first_and_the_details_show_why(troubled: Paths) -> None:
    async with reading(troubled) as sight:
        await sight.press("exclamation_mark")
        text = await sight.shows("Der Kaputte", "1 of 4 failing, 1 silent", "Problem")
        assert names(sight) == ["Der Kaputte", "Der Verstumm", "Bundesdonaud", "Das Pausiert"]
        assert "Its certificate was issued for another name (7 times in a row)" in text
        assert "the server answered 526" not in text  # the store has no check of it
        assert "in 2 hours: after 7 failures in a row" in text
        await sight.press("j")
        await sight.shows("Nothing new for 10 months", "9 of 9 articles are unread")


@pytest.mark.parametrize("status", [401, 404, 410, 500, 503])
async def test_a_narrow_table_says_in_german_how_the_server_answered(troubled: Paths, status: int) -> None:
    store = open_store(troubled.database, now=NOW)
    poll = next(poll for poll in store.feeds.polls() if poll.url == FAILING)
    failed = replace(poll, error=problem(Problem.HTTP_STATUS, status=status))
    store.arrivals.apply([FeedUpdate(failed)], now=NOW)
    store.close()
    with german_messages():
        async with reading(troubled, size=(80, 24), config=Config(language="de")) as sight:
            await sight.press("exclamation_mark")
            text = await sight.shows("Der Kaputte", "Problem")
            row = next(line for line in str(text).splitlines() if "Der Kaputte" in line)
            assert f"Der Server antwortete {status}" in row
            assert "Ungelesen" in text
            await sight.press("s", "s")  # a column that the table is sorted by stays
            await sight.shows("Halbes Jahr")


async def test_the_table_is_sorted_by_any_column_in_both_directions(troubled: Paths) -> None:
    async with reading(troubled) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("Der Kaputte")
        await sight.press("s")
        assert names(sight) == ["Bundesdonaud", "Das Pausiert", "Der Kaputte", "Der Verstumm"]
        await sight.press("S")
        assert names(sight) == ["Der Verstumm", "Der Kaputte", "Das Pausiert", "Bundesdonaud"]
        await sight.press("s", "s")
        assert names(sight) == ["Bundesdonaud", "Der Verstumm", "Der Kaputte", "Das Pausiert"]
        assert "Unread" in sight.text()
        # The cursor stays on its feed.
        current = table(sight).current
        assert current
        assert current.feed.url == FAILING


async def test_enter_lists_the_articles_of_the_feed_and_escape_changes_nothing(troubled: Paths) -> None:
    async with reading(troubled) as sight:
        before = sight.text().list_title
        await sight.press("exclamation_mark")
        await sight.shows("Der Kaputte")
        await sight.press("escape")
        assert not at_health(sight)
        assert sight.text().list_title == before
        await sight.press("exclamation_mark", "enter")
        await sight.until(lambda screen: screen.list_title == "Der Kaputte" and len(screen.rows) == 5)
        await sight.press("exclamation_mark")  # the cursor is on the feed that is listed
        await sight.shows("Its certificate")


async def test_a_feed_can_be_paused_edited_and_unsubscribed_and_all_of_it_undone(troubled: Paths) -> None:
    before = troubled.feeds.read_bytes()
    async with reading(troubled) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("Der Kaputte")
        await sight.press("P")
        await sight.shows("Paused Der Kaputte. Press u to undo.", "0 of 4 failing")
        assert b"paused = true" in troubled.feeds.read_bytes().split(b"kaputt")[-1]
        await sight.press("P")
        await sight.shows("Resumed Der Kaputte.", "1 of 4 failing")
        await sight.press("D")
        await sight.shows("Unsubscribe from Der Kaputte?")
        await sight.press("enter")
        await sight.shows("0 of 3 failing")
        await sight.press("u")
        await sight.shows("1 of 4 failing")
        await sight.press("e")
        await sight.shows("At most every", "1h, as in config.toml", "when opened, as in config.toml")
        await sight.press(*"Neuer ", "enter")
        await sight.until(lambda text: "At most every" not in text and b"Neuer" in troubled.feeds.read_bytes())
        await sight.press("u")
        await sight.until(lambda _: b"Neuer" not in troubled.feeds.read_bytes())
        await sight.press("u")
        await sight.until(lambda _: b"paused = true" in troubled.feeds.read_bytes().split(b"kaputt")[-1])
        await sight.press("u")
        await sight.until(lambda _: troubled.feeds.read_bytes() == before)
        assert at_health(sight)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 35), (200, 50), (20, 5)])
async def test_the_table_fits_every_terminal(troubled: Paths, size: tuple[int, int]) -> None:
    async with reading(troubled, size=size) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("Der Kap" if size[1] > 5 else "▌!")
        for width in range(1, size[0] + 1):
            assert table(sight).draw_line(0, width).cell_length == table(sight).head(width).cell_length == width
        await sight.pilot.resize_terminal(100, 30)
        await sight.shows("Der Kaputte", "Half a year", "Its certificate was issued for")


async def test_a_refresh_from_this_screen_updates_it(paths: Paths, newspaper: Newspaper) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{newspaper.base}/en/feed.xml"\n', encoding="utf-8")
    async with reading(paths, config=Config(language="en", browser=("/nowhere/browser",)), worker=True) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("No problems", "24 of 24 articles", "24 new articles")  # the first refresh has ended
        await sight.press("r")
        await sight.until(lambda _: sight.screen.reader.status.aside != "")  # hidden until the message before it goes
        await sight.seconds_pass()
        await sight.shows("No new articles")
        await sight.press("o")
        await sight.shows("/nowhere/browser")
        await sight.press("R")
        await sight.shows("No feeds are failing.")


async def test_an_error_of_the_store_is_reported_and_the_table_stays(troubled: Paths) -> None:
    async with reading(troubled) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("1 of 4 failing")
        with sqlite3.connect(troubled.database, isolation_level=None) as spoiler:
            spoiler.execute("PRAGMA writable_schema = ON")
            spoiler.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE x (' WHERE name = 'entries'")
            spoiler.execute("PRAGMA schema_version = 999")
        spoiler.close()
        sight.library.feeds.health().exception()
        sight.app.screen._shown_feeds = None  # type: ignore[attr-defined]
        await sight.shows("is damaged", "Der Kaputte")


async def test_without_feeds_no_key_does_anything(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text("# none\n", encoding="utf-8")
    async with reading(paths) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("0 of 0 failing")
        await sight.press("j", "G", "s", "S", "r", "o", "enter")
        assert at_health(sight)
        await sight.press("q")
        assert not at_health(sight)


async def test_the_bottom_line_counts_the_feeds_that_the_tree_and_the_table_mark(troubled: Paths) -> None:
    async with reading(troubled) as sight:
        text = await sight.shows("1 feed failing", "Der Kaputte")
        assert sum(" ! " in f"{line[:30]} " for line in text.splitlines()[2:-2]) == 1
        await sight.press("exclamation_mark")
        await sight.shows("1 of 4 failing")
        await sight.press("P")
        await sight.shows("0 of 4 failing")
        await sight.press("escape")
        text = await sight.until(lambda text: "feed failing" not in text)
        assert not any(" ! " in f"{line[:30]} " for line in text.splitlines()[2:-2])
