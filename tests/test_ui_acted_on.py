"""In the feeds pane, keys of articles act on the article that the page shows; where none is in sight, they say so."""

from __future__ import annotations

import pytest

from reader.paths import Paths
from reader.ui.commands.reader_commands import NEED_A_PAGE, NEED_AN_ARTICLE, READER_COMMANDS
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, states, stock
from tests.support.streams import open_list, to_tree

FEED = "https://paper.example/feed"
NOTHING = "No article is selected"


@pytest.fixture
def paper(paths: Paths) -> Paths:
    """One feed with three articles."""
    entries = [new_entry(n, by="Ada Brine") for n in range(3)]
    stock(paths, f'[[feeds]]\nurl = "{FEED}"\ntitle = "Paper"\n', {FEED: entries})
    return paths


def keys_of_articles() -> list[str]:
    """A key of each command that is about an article or a page, and works in the feeds pane."""
    return [
        one.keys[0]
        for one in READER_COMMANDS
        if one.id.startswith((*NEED_AN_ARTICLE, *NEED_A_PAGE)) and not one.pane and one.id != "entry.author"
        if one.keys and one.keys_need != "story"
    ]


async def says_nothing_is_selected(sight: Sight, key: str) -> None:
    screens = list(sight.app.screen_stack)
    sight.screen.reader.status._forget()
    await sight.press(key)
    assert sight.text().bottom.strip().startswith(NOTHING), key
    assert sight.app.screen_stack == screens, key


async def test_where_the_feeds_have_the_whole_screen_no_key_acts_on_an_article(paper: Paths) -> None:
    before = states(paper.database)
    async with reading(paper, size=(70, 24)) as sight:
        await to_tree(sight, "Paper")
        for key in keys_of_articles():
            await says_nothing_is_selected(sight, key)
        await sight.press("w")
        await sight.shows(NOTHING)
        await sight.press(":", *"entry.star")
        await sight.shows(NOTHING)
        await sight.press("escape", "ctrl+p", *"outline")
        await sight.shows("No command for “outline”")
        await sight.press("escape", "ctrl+p", *"author’s page")
        await sight.shows("Shows who wrote the selected article")
        await sight.press("escape", "tab", "s")
        await sight.until(lambda screen: "★" in screen.row.text)
    after = states(paper.database)
    assert [row[2] for row in after] == [1, 0, 0]
    assert [(row[0], row[1], *row[3:]) for row in after] == [(row[0], row[1], *row[3:]) for row in before]


@pytest.mark.parametrize("size", [(80, 24), (110, 30), (160, 40)])
async def test_beside_a_page_keys_of_the_feeds_pane_act_on_what_it_shows(paper: Paths, size: tuple[int, int]) -> None:
    async with reading(paper, size=size) as sight:
        await open_list(sight, "Paper")
        await sight.press("j", "shift+tab")
        assert "Text of number 1." in sight.text().article
        await sight.press("alt+i")
        await sight.shows("Same event as “Title 1”")
        await sight.press("escape", "m")
        await sight.settled()
    assert [row[1] for row in states(paper.database)] == [0, 1, 0]


async def test_on_the_page_of_an_author_keys_of_articles_act_on_none(paper: Paths) -> None:
    async with reading(paper, size=(160, 40)) as sight:
        await open_list(sight, "Paper")
        await sight.press("w")
        await sight.shows("3 articles · ")
        assert sight.text().focus == "article"
        before = states(paper.database)
        for key in ("m", "s", "alt+i", "y", "alt+l"):
            await says_nothing_is_selected(sight, key)
        assert states(paper.database) == before
        await sight.press("escape")
        assert sight.text().focus == "headlines"
        await sight.press("s")
        await sight.settled()
    assert [row[2] for row in states(paper.database)] == [1, 0, 0]
