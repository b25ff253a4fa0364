"""``broadsheet add`` at a terminal: it asks which of several feeds is meant."""

from __future__ import annotations

import pytest

from reader.paths import Paths
from reader.subscriptions import load_subscriptions
from tests.newspaper import Newspaper
from tests.support.terminal import Terminal, reader_command


def test_one_of_several_feeds_is_chosen_at_the_prompt(newspaper: Newspaper, paths: Paths) -> None:
    with Terminal(reader_command(paths, "add", newspaper.url("/en/")), size=(90, 30)) as terminal:
        terminal.shows(" 1  The Harbour Post (JSON", " 3  The Harbour Post (RSS", "Which feed? 1 to 3")
        terminal.press("7\r")
        terminal.until(lambda text: text.count("Which feed?") == 2, "a second question")
        terminal.press("2\r")
        terminal.shows("Subscribed to The Harbour Post")
    found, _ = load_subscriptions(paths.feeds)
    assert newspaper.url("/en/feed.atom") in [one.url for one in found]


@pytest.mark.parametrize("answer", ["q\r", "\x04", "x\ry\rz\r"])
def test_no_answer_adds_nothing(newspaper: Newspaper, paths: Paths, answer: str) -> None:
    with Terminal(reader_command(paths, "add", newspaper.url("/en/")), size=(90, 30)) as terminal:
        terminal.shows("Which feed? 1 to 3")
        terminal.press(answer)
        terminal.shows("nothing was added")
        assert terminal.process.wait(10) == 1
    found, _ = load_subscriptions(paths.feeds)
    assert not [one.url for one in found if newspaper.base in one.url]
