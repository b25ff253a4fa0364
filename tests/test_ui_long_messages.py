"""Messages that are longer than the bottom line are shown to their end, where the reason is."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.config import Config
from reader.errors import StoreFull
from reader.library import StoreFailed
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.ui.message_panel import lines_of
from reader.ui.reader.messages import EventReceived
from reader.ui.typeset.breaking import shorten_paths
from tests.newspaper import Newspaper
from tests.support.languages import german_messages
from tests.support.reading import subscribe_to
from tests.support.screen import reading

DEEP = "/home/ada/" + "very-deep/" * 12 + "broadsheet.db"
WORDS = st.text(st.sampled_from("ab/…新e\u0301:. "), max_size=60) | st.sampled_from(
    [DEEP, f"{DEEP}:", "https://a.example/" * 9]
)


@given(st.lists(WORDS, max_size=6).map(" ".join), st.integers(1, 90))
def test_only_long_paths_are_shortened_and_no_more_than_needed(text: str, width: int) -> None:
    short = shorten_paths(text, width)
    if cell_len(text) <= width:
        assert short == text
        return
    before, after = text.split(" "), short.split(" ")
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        if one != other:
            assert "/" in one
            head, _, tail = other.partition("…") if "…" not in one else (other[:7], "", other[-12:])
            assert one.startswith(head[:7])
            assert one.endswith(tail[-12:])
            assert 24 <= len(other) < len(one)
    if cell_len(short) > width:
        assert all(len(word) <= 24 for word in after if "/" in word)


@given(st.lists(WORDS, max_size=9).map(" ".join), st.integers(20, 120))
def test_a_message_takes_four_lines_at_most_and_none_is_too_wide(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert len(lines) <= 4
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(("language", "reason"), [("en", "free some space and try again"), ("de", "Platz schaffen")])
async def test_the_reason_behind_a_long_path_is_in_sight(
    newspaper: Newspaper, paths: Paths, language: str, reason: str
) -> None:
    subscribe_to(paths, newspaper)
    in_german = german_messages() if language == "de" else nullcontext()
    with in_german:
        await show_an_error(paths, language, reason)


async def show_an_error(paths: Paths, language: str, reason: str) -> None:
    async with reading(paths, config=Config(language=language), size=(80, 24)) as sight:
        error = StoreFull(problem(Problem.STORE_DISK_FULL, path=DEEP))
        sight.screen.post_message(EventReceived(StoreFailed(error)))
        await sight.settled()
        assert reason in " ".join(sight.text().split())
        await sight.press("exclamation_mark")
        assert reason in " ".join(sight.text().split())
        await sight.seconds_pass()
        await sight.until(lambda text: reason not in " ".join(text.split()))
