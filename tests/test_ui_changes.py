"""Edited articles in the reader: the time of the edit, and the changes in place of the text."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace

import pytest

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.article.blocks import Style
from reader.config import Config
from reader.model import Entry, Version
from reader.paths import Paths
from reader.store import open_store
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs
from reader.ui.reader.article_changes import LONG, begin_changes, compose_changes
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.lines import Line, text_of
from reader.ui.typeset.page import Article, lay_out_page
from tests.newspaper import Newspaper
from tests.support.entries import entry
from tests.support.reading import poll_all, read_and_edit, subscribe_to
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stock
from tests.support.streams import open_list, to_headline

FEED = "https://paper.example/feed"
PAGE = re.compile(r"Page \d+ of the book")
DAY = 86_400
DEAD = "At least {} people died near Basel on Sunday."
EDITED = entry(title="Train off the rails", content_html=f"<p>{DEAD.format(14)}</p><p>The end.</p>", edited=NOW)
VERSIONS = (
    Version("Train derails", f"{DEAD.format(12)}\nThe end.", NOW - 7200),
    Version("Train off the rails", f"{DEAD.format(13)}\nNobody knows why.\nThe end.", NOW),
)


def lines(article: Article, width: int = 66, glyphs: Glyphs = UNICODE_GLYPHS, now: int = NOW) -> tuple[Line, ...]:
    return lay_out_page(article, width, now=now, glyphs=glyphs, syllables=lambda _: ()).lines


def words(found: tuple[Line, ...]) -> str:
    return "\n".join(map(text_of, found))


def styled(found: tuple[Line, ...], style: Style) -> list[str]:
    return [piece.text for line in found for piece in line if piece.style is style]


def test_changes_are_listed_newest_first_below_earlier_headlines() -> None:
    page = lines(compose_changes(EDITED, VERSIONS, UNICODE_GLYPHS, NOW))
    text = words(page)
    order = [
        "Headline until",
        "Train derails",
        "Changed",
        "13 14 people",
        "Nobody knows why.",
        "Changed",
        "12 13 people",
    ]
    assert [text.find(one) for one in order[:2]] == sorted(text.find(one) for one in order[:2])
    assert text.index("13 14 people") < text.index("Nobody knows why.") < text.index("12 13 people")
    assert styled(page, Style.REMOVED) == ["13", "Nobody knows why.", "12"]
    assert styled(page, Style.ADDED) == ["14", "13", "Nobody knows why."]


def test_signs_mark_the_words_where_the_terminal_has_ascii_only() -> None:
    text = words(lines(compose_changes(EDITED, VERSIONS, ASCII_GLYPHS, NOW), glyphs=ASCII_GLYPHS))
    assert "At least [-13-] {+14+} people died" in text
    assert "[-Nobody knows why.-]" in text


@pytest.mark.parametrize("width", [1, 7, 20, 66, 200])
def test_changes_fit_any_width(width: int) -> None:
    page = lines(compose_changes(EDITED, VERSIONS, UNICODE_GLYPHS, NOW), width)
    assert max(len(text_of(line)) for line in page) <= max(width, 2)


@pytest.mark.parametrize(
    ("edited", "published", "said"),
    [
        (NOW - 60, NOW - DAY, "updated"),
        (NOW - DAY, NOW - 3 * DAY, "updated yesterday, "),
        (NOW - 60 * DAY, NOW - 90 * DAY, "updated "),
        (NOW - 60, None, "updated"),
        (NOW - 60, NOW + DAY, "updated"),
    ],
)
def test_the_byline_says_when_the_last_edit_was_seen(edited: int, published: int | None, said: str) -> None:
    page = words(lines(compose(replace(EDITED, edited=edited, published=published), [])))
    assert page.count("updated") == 1
    assert said in page
    assert "updated today" not in page


def test_the_publishers_date_of_an_edit_is_shown_only_until_an_edit_is_found() -> None:
    told = replace(EDITED, published=NOW - 2 * DAY, updated=NOW - DAY - 60)
    assert "updated yesterday" not in words(lines(compose(replace(told, edited=NOW - 60), [])))
    assert "updated yesterday" in words(lines(compose(replace(told, edited=None), [])))


def test_a_version_that_was_too_long_to_keep_is_named() -> None:
    text = words(lines(compose_changes(EDITED, (Version("Train derails", None, NOW),), UNICODE_GLYPHS, NOW)))
    assert "too long to keep" in text
    assert "Train derails" in text


def test_equal_versions_are_described_as_equal() -> None:
    same = Version(EDITED.title, f"{DEAD.format(14)}\nThe end.", NOW)
    assert "say the same" in words(lines(compose_changes(EDITED, (same,), UNICODE_GLYPHS, NOW)))


def test_hostile_words_stay_words() -> None:
    hostile = Version("{title} [b]x[/b] {date}", "{0} [@click=app.quit]x[/] \u202e%s", NOW)
    text = words(lines(compose_changes(EDITED, (hostile,), UNICODE_GLYPHS, NOW)))
    assert "{title} [b]x[/b] {date}" in text
    assert "[@click=app.quit]x[/]" in text


def test_very_long_versions_are_announced_and_compared_elsewhere() -> None:
    long = replace(EDITED, content_html=f"<p>{'word ' * LONG}</p>")
    begun = begin_changes(long, VERSIONS, UNICODE_GLYPHS, NOW)
    assert "Comparing the versions" in words(lines(begun))
    assert begun.partial
    whole = words(lines(compose_changes(long, VERSIONS, UNICODE_GLYPHS, NOW)))
    assert "12 13 people" in whole


def parsed(text: str, title: str = "Train derails") -> ParsedEntry:
    return ParsedEntry("g", "https://paper.example/train", title, published=NOW - DAY, content_html=text)


@pytest.fixture
def edited(paths: Paths) -> Paths:
    """A feed with an edited article, a long edited one and one that nobody has edited."""
    filler = "".join(f"<p>Paragraph {n} with a few words that stay as they are.</p>" for n in range(20))
    book = "".join(f"<p>Page {n} of the book, with some words in it that fill a line.</p>" for n in range(3_000))
    texts = [(filler + f"<p>{DEAD.format(12)}</p>", "Train derails"), (book, "The book")]
    rows = [NewEntry(replace(parsed(*one), guid=one[1]), one[1], NOW - DAY, words=200) for one in texts]
    stock(paths, f'[[feeds]]\nurl = "{FEED}"\ntitle = "Paper"\n', {FEED: [*rows, new_entry(3, title="Quiet")]})
    with closing(open_store(paths.database, now=NOW)) as store:
        after = [
            (filler + f"<p>{DEAD.format(13)}</p>", "Train off the rails"),
            (book.replace("Page 7 ", "Sheet 7 "), "The book"),
        ]
        changed = tuple(
            ChangedEntry(n, replace(parsed(*one), guid=f"g{n}"), one[1], 200) for n, one in enumerate(after, 1)
        )
        store.arrivals.apply([FeedUpdate(store.feeds.polls()[0], changed=changed)], now=NOW + 60)
    return paths


async def test_a_key_shows_the_changes_and_the_article_again_where_it_was_left(edited: Paths) -> None:
    async with reading(edited, config=Config(language="en", pictures="off"), size=(160, 24)) as sight:
        await open_list(sight, "Paper")
        await to_headline(sight, "Train off the rails")
        await sight.press("enter", "end")
        await sight.shows("At least 13 people", "= changes")
        await sight.press("equals_sign")
        text = await sight.shows("Headline until", "Train derails", "At least 12 13 people", "= article’s text")
        assert "Paragraph 3 " not in text
        await sight.press("v", "g", "g", "V", "G", "y")
        assert "At least 12 13 people died near Basel" in sight.app.clipboard
        await sight.press("slash", *"basel", "enter")
        await sight.shows("Basel", "1 of 1", later=True)
        await sight.press("escape", "equals_sign")
        text = await sight.shows("At least 13 people", "= changes")
        assert "Paragraph 0 " not in text
        await sight.press("equals_sign", "alt+t")
        await sight.shows("The page of this article was not loaded")

        await sight.press("space")
        await sight.until(lambda text: "Train" not in text.row.title)  # the changes end, and with them the article
        await sight.press("escape")
        await to_headline(sight, "Quiet")
        await sight.press("equals_sign")
        await sight.shows("No changes to this article are known", "Text of number 3")


async def test_the_changes_of_a_book_appear_when_a_thread_has_found_them(edited: Paths) -> None:
    async with reading(edited, config=Config(language="en", pictures="off"), size=(160, 24)) as sight:
        await open_list(sight, "Paper")
        await to_headline(sight, "The book")
        await sight.press("enter", "end")
        await sight.shows("Page 2999 of the book")
        await sight.press("pageup", "pageup")
        left = await sight.until(lambda text: "Page 2999 " not in text)
        place = PAGE.findall(str(left))[0]
        await sight.press("equals_sign")
        text = await sight.shows("Page Sheet 7 of the book")
        assert "Comparing" not in text
        await sight.press("equals_sign")
        text = await sight.until(lambda text: PAGE.search(str(text)) is not None and "Sheet 7" not in text)
        await sight.until(lambda text: PAGE.findall(str(text))[0] == place)


@pytest.fixture
def corrected(newspaper: Newspaper, paths: Paths) -> Paths:
    """Folders in which the newspaper's edited articles were read before and after each edit."""
    subscribe_to(paths, newspaper)
    poll_all(paths)
    read_and_edit(paths, newspaper)
    return paths


async def test_the_demo_newspaper_corrects_itself(corrected: Paths) -> None:
    async with reading(corrected, config=Config(language="en", pictures="off")) as sight:
        await open_list(sight, "World")
        await to_headline(sight, "How we correct ourselves, and when")
        await sight.press("enter", "equals_sign")
        text = await sight.shows(
            "Headline until", "within a day. two days.", "A reader asked how we count", "happens next, afterwards,"
        )
        assert text.count("Changed ") == 2


def test_the_text_of_the_page_is_compared_with_pages_and_the_feeds_with_feeds() -> None:
    from reader.model import Page

    page = Page("https://paper.example/a", content_html="<p>The page of today.</p>")
    both: Entry = replace(EDITED, page=page)
    versions = (*VERSIONS, Version("Train off the rails", "The page of yesterday.", NOW, of_page=True))
    assert "yesterday. today." in words(lines(compose_changes(both, versions, UNICODE_GLYPHS, NOW)))
    assert "12 13" not in words(lines(compose_changes(both, versions, UNICODE_GLYPHS, NOW)))
    assert "12 13" in words(lines(compose_changes(both, VERSIONS, UNICODE_GLYPHS, NOW)))  # the page was never edited
