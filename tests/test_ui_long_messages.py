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
from reader.ui.typeset.breaking import fit, fit_words, shorten_paths
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


@given(st.lists(st.text("ab新,.", max_size=12), max_size=9).map(" ".join), st.integers(0, 60))
def test_a_sentence_is_cut_after_a_word_unless_too_little_of_it_would_stay(text: str, width: int) -> None:
    short = fit_words(text, width)
    assert cell_len(short) <= width
    if cell_len(text) <= width:
        assert short == text
    elif short != fit(text, width):
        kept = short.removesuffix("…")
        assert text.startswith(kept)
        assert text[len(kept)] in " ,"
        assert cell_len(kept) * 2 >= width


def test_a_cut_sentence_ends_with_a_whole_word() -> None:
    assert fit_words("the server answered 404: not found", 26) == "the server answered 404…"
    assert fit_words("feeds.toml, line 5: url: you have this already", 38) == "feeds.toml, line 5: url: you have…"
    assert fit_words("Donaudampfschifffahrt", 10) == "Donaudamp…"


def test_the_reason_behind_a_name_without_end_is_in_sight() -> None:
    path = "/home/ada/" + "y" * 300 + ".opml"
    assert " ".join(lines_of(f"Cannot write {path}: the file name is too long.", 60)).endswith("name is too long.")


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
