"""Articles as long as a book: the beginning at once, the whole as soon as a thread has set it, nothing moved."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from reader.article.document_text import plain_text_of
from reader.article.prepare_markup import TAG_LIMIT, TEXT_LIMIT, prepare_markup
from reader.model import Entry
from reader.paths import Paths
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.reader.compose_article import BEGINNING, LONG, begin, compose, is_long
from reader.ui.reader.page_work import PageWork, WorkEnded
from reader.ui.typeset.lines import text_of
from reader.ui.typeset.page import Article, PageLayout, lay_out_page
from tests.support.screen import PATIENCE, reading
from tests.support.stocking import NOW, new_entry, stocked
from tests.support.streams import open_list

FEED = "https://paper.example/feed"
PARAGRAPHS = 1_500
READING_TIME = re.compile(r"\d+ minutes")  # is known once the whole article is there


def book(paragraphs: int = PARAGRAPHS) -> str:
    return "".join(
        f"<p>Paragraph {n} of a book, with some words in it that fill a line.</p>" for n in range(paragraphs)
    )


@pytest.fixture
def shelf(paths: Paths) -> Paths:
    """A book and an article."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{FEED}"\n', encoding="utf-8")
    rows = [new_entry(0, title="The book", html=f"<div>{book()}</div>"), new_entry(1, title="The article")]
    stocked(paths.database, {FEED: rows}).close()
    return paths


def entry_of(html: str) -> Entry:
    return Entry(
        id=1, feed_id=1, feed_url=FEED, feed_title="Paper", title="The book", url=None, authors=(), published=NOW,
        updated=None, sort=NOW, read=False, starred=False, labels=(), categories=("One",), summary_html="",
        content_html=html,
    )  # fmt: skip


def layout_of(entry: Entry, *, whole: bool) -> PageLayout:
    article = compose(entry, []) if whole else begin(entry, [])
    return lay_out_page(article, 60, now=NOW, glyphs=UNICODE_GLYPHS, syllables=lambda _: ())


@pytest.mark.parametrize(
    "html", [book(), f"<div><ul><li>{book()}</li></ul></div>", "<p>" + "word " * 20_000, "a < b " * LONG]
)
def test_the_first_step_shows_the_beginning_of_the_article(html: str) -> None:
    entry = entry_of(html)
    assert is_long(entry)
    first, whole = layout_of(entry, whole=False), layout_of(entry, whole=True)
    assert first.partial
    assert not whole.partial
    kept = len(first.lines) - 8  # the last paragraph may be cut, and an empty line ends a page
    assert first.lines[6:kept] == whole.lines[6:kept]  # the reading time, in the head, comes with the whole
    assert kept > 100
    assert sum(len(piece.text) for line in first.lines for piece in line) < 2 * BEGINNING


def test_a_short_article_is_shown_in_one_step() -> None:
    entry = entry_of(book(20))
    assert not is_long(entry)
    assert begin(entry, []) == compose(entry, [])


def test_labels_are_below_the_byline_and_a_category_that_is_spelled_in_two_ways_is_shown_once_at_the_end() -> None:
    categories = ("travel", "Später", "später", "Trains")
    entry = replace(entry_of("<p>Text.</p>"), labels=("to quote", "Travel"), later=True, categories=categories)
    lines = ["".join(piece.text for piece in line) for line in layout_of(entry, whole=True).lines]
    assert [line for line in lines if "#" in line] == [
        "◇\u00a0for later  #to\u00a0quote  #Travel", "#travel  #Später  #Trains"
    ]  # fmt: skip


async def test_a_book_can_be_read_to_its_end_and_keeps_its_position(shelf: Paths) -> None:
    async with reading(shelf) as sight:
        await open_list(sight, "Feed 1")
        await sight.until(
            lambda screen: "Paragraph 0 of a book" in screen.article and bool(READING_TIME.search(screen.article))
        )
        await sight.press("enter", "end")
        await sight.shows(f"Paragraph {PARAGRAPHS - 1} of a book")
        await sight.press("pageup", "pageup", "J")
        await sight.shows("Text of number 1.")
        await sight.press("K")
        await sight.until(lambda text: "Paragraph 14" in text and f"Paragraph {PARAGRAPHS - 1} " not in text)
        await sight.pilot.resize_terminal(120, 30)
        await sight.until(lambda text: "Paragraph 14" in text)


async def test_the_end_of_the_first_step_does_not_count_as_the_end_of_the_article(
    shelf: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = Event()

    def compose_later(*arguments: Any, **options: Any) -> Article:
        assert "check" not in options or pressed.wait(PATIENCE)
        return compose(*arguments, **options)

    async with reading(shelf) as sight:
        await open_list(sight, "Feed 1")
        await sight.press("j")
        await sight.until(lambda screen: "Text of number 1." in screen.article)
        monkeypatch.setattr("reader.ui.reader.compose_article.compose", compose_later)
        await sight.pilot.press("k", "enter")
        await sight.until(lambda screen: "Paragraph 0 of a book" in screen.article)
        await sight.pilot.press("end")
        screen = await sight.until(lambda screen: "Paragraph 0 of a book" not in screen.article)
        assert f"Paragraph {PARAGRAPHS - 1} of a book" not in screen.article
        await sight.pilot.press("space")  # at the end of an article, it opens the next one
        pressed.set()
        await sight.settled()  # the whole article is there
        await sight.press("end")
        await sight.until(lambda screen: f"Paragraph {PARAGRAPHS - 1} of a book" in screen.article)
        assert sight.text().row.title == "The book"


def test_work_on_a_page_ends_when_the_page_is_left_or_takes_too_long() -> None:
    entry = entry_of(book())
    work = PageWork()
    whole = compose(entry, [], check=work.check)
    work.leave()
    with pytest.raises(WorkEnded):
        compose(entry, [], check=work.check)
    with pytest.raises(WorkEnded):
        lay_out_page(
            whole, 60, now=NOW, glyphs=UNICODE_GLYPHS, syllables=lambda _: (), check=PageWork(seconds=-1).check
        )


async def test_an_article_that_takes_too_long_stays_at_its_beginning_and_says_so(
    shelf: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PageWork.__init__, "__defaults__", (-1.0,))
    async with reading(shelf) as sight:
        await open_list(sight, "Feed 1")
        await sight.press("enter", "end")
        await sight.shows("The rest is left out, because this article is too long.")


@pytest.mark.parametrize(
    "html", ["<p>x" * 50_000, "<ul>" + "<li>x" * 50_000, "<pre>" + "x\n" * 500_000, "日本" * 60_000]
)
def test_the_first_step_is_short_whatever_the_markup(html: str) -> None:
    for entry in (entry_of(html), replace(entry_of(""), summary_html=html)):
        assert is_long(entry)
        first = layout_of(entry, whole=False)
        assert 0 < len(first.lines) < BEGINNING
        assert len(plain_text_of(begin(entry, []).document)) <= 2 * BEGINNING


def test_what_is_left_out_of_a_huge_article_is_said_once() -> None:
    assert prepare_markup("<p>x" * (TAG_LIMIT + 2))[1]
    assert prepare_markup("word " * TEXT_LIMIT)[1]
    layout = layout_of(entry_of("<pre>" + "x\n" * 21_000), whole=True)
    assert len([line for line in layout.lines if "left out" in text_of(line)]) == 1
    assert not any("left out" in text_of(line) for line in layout_of(entry_of(book()), whole=True).lines)
