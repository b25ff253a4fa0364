"""An edition is read in a real terminal, with a restart in between, to its end; the rest is marked read, which is undone."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from functools import partial
from operator import ne

from reader.paths import Paths
from reader.ui.terminal_input import Question
from tests.support.news_of_a_day import ENGLISH, stock_news
from tests.support.sized_screen import SizedScreen
from tests.support.sized_window import Window
from tests.support.terminal import Terminal, reader_command

SIZE = (120, 40)
STORIES = 4


def unread(paths: Paths) -> int:
    with closing(sqlite3.connect(paths.database)) as database:
        return int(database.execute("SELECT count(*) FROM entries WHERE NOT read").fetchone()[0])


def test_an_edition_is_read_to_its_end_with_a_restart_in_between(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    with paths.config.open("a", encoding="utf-8") as config:
        config.write(f"edition_stories = {STORIES}\n")
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("F front page")
        terminal.press("F")
        terminal.shows("▔██▔▔", ENGLISH[0].headline.upper(), f"0 of {STORIES} read")
        terminal.press(" ")
        terminal.shows("Space opens the next story")
        terminal.press("\x1b")
        terminal.shows(f"1 of {STORIES} read")
        terminal.press("\x1b[C")
        terminal.press("\x1b")
        terminal.until(lambda screen: "▔██▔▔" not in screen, "the lists")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("F front page")
        terminal.press("F")
        terminal.shows(f"1 of {STORIES} read")
        for _ in range(60):
            terminal.press(" ")
            before = terminal.text()
            if f"{STORIES} of {STORIES} read" in before:
                break
            terminal.until(partial(ne, before), "another screen")
        terminal.shows(f"{STORIES} of {STORIES} read")
        rest = len(ENGLISH) - STORIES
        terminal.shows("That was the edition of", f"A marks the day’s other {rest} articles read")
        assert unread(paths) == rest
        terminal.press("A")
        terminal.shows("The day’s other articles are all read")
        terminal.press("u")
        terminal.shows(f"A marks the day’s other {rest} articles read")
        terminal.press("\x1b")
        terminal.until(lambda screen: "▔██▔▔" not in screen, "the lists")
        terminal.press("q")
        assert terminal.ended() == 0
    assert unread(paths) == rest


def test_the_lead_story_has_a_headline_in_double_size_where_the_terminal_draws_it(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    with Terminal(reader_command(paths), size=SIZE, emulated=False) as terminal:
        window = Window(terminal, SizedScreen(*SIZE))
        terminal.send(b"\x1b[?2026;2$y")  # it paints frames as a whole
        terminal.sent(Question.TEXT_SIZE.value.encode())
        terminal.send(window.shows(lambda screen: screen.replies).replies.encode())
        terminal.press("F")
        window.shows_large("A glacier’s last winter,", "measured from below")
        terminal.press("?")
        window.shows(lambda screen: "FRONT PAGE" in screen.text())
        terminal.press("\x1b")
        window.shows_large("A glacier’s last winter,", "measured from below")
        terminal.press("\x1b[6~")
        window.shows(lambda screen: not screen.large)
