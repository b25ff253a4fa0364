"""The author's page, following and corrections, as they are painted; and the page of hostile people."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.cells import cell_len

from reader.arrival import NewEntry, ParsedEntry
from reader.library.people import SHOWN
from reader.model import Author, Credit, Headline
from reader.paths import Paths
from reader.person import FeedShare, Person, SiteName, Works
from reader.stream import Kind, Stream
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.breaking import no_syllables
from reader.ui.typeset.lines import text_of, width_of
from reader.ui.typeset.page import MOST_BOXES, lay_out_page
from reader.ui.typeset.person_page import MOST_ON_PAGE, PersonArticles, lay_out_person
from reader.ui.typeset.targets import targets_of
from reader.ui.widgets.tree_rows import FEW, PEOPLE, Tree, rows_of
from tests.support.entries import entry
from tests.support.screen import reading
from tests.support.stocking import NOW, stock
from tests.support.streams import open_list, to_tree

A, B = "https://a.example/feed", "https://b.example/feed"
TOML = f'[[feeds]]\nurl = "{A}"\ntitle = "Alpha"\n[[feeds]]\nurl = "{B}"\ntitle = "Beta"\n'
HOSTILE = (
    "\u202eenirB adA", "[bold]Ada[/]", "x" * 300, "Ада " * 40, "a\u0301" * 300, "李小龙" * 50, "\x1b[31mred", "{name}", "%s %d",
    "", " ",
)  # fmt: skip


def written(number: int, site: str, *by: Author) -> NewEntry:
    html = f"<p>Text of number {number}.</p>"
    url = f"https://{site}/{number}"
    parsed = ParsedEntry(f"g{number}", url, f"Title {number}", by, NOW - number, None, "", html)
    return NewEntry(parsed, f"d{number}", NOW - number, words=400)


@pytest.fixture
def papers(paths: Paths) -> Paths:
    """Two feeds with articles by the same person, and by somebody of the same name."""
    ada = Author("Ada Brine", "https://ada.example/", "Editor", "Writes about dikes.")
    other = Author("Ada Brine", "https://other.example/ada")
    alpha = [written(1, "a.example", ada, Author("Karl Sloot")), written(2, "a.example", ada), written(3, "a.example")]
    stock(paths, TOML, {A: alpha, B: [written(4, "b.example", ada), written(5, "c.example", other)]})
    return paths


async def test_an_author_has_a_page_is_followed_and_corrected_and_that_is_undone(papers: Paths) -> None:
    async with reading(papers) as sight:
        await open_list(sight, "Alpha")
        await sight.press("enter")
        await sight.shows("By Ada Brine, Karl Sloot · Alpha")
        await sight.press("w")
        await sight.shows("Authors", "Karl Sloot")
        await sight.press("enter")
        await sight.shows("Writes about dikes.", "3 articles · ", "In Alpha (2), Beta (1)")
        assert sight.text().list_title == "Ada Brine"
        assert sight.text().titles == ["Title 1", "Title 2", "Title 4"]
        assert "Title 5" not in sight.text().article

        await sight.press("at")
        await sight.shows("Following Ada Brine. Press u to undo.", "◉ Ada Brine")
        await sight.until(lambda screen: screen.counts[-2:] == [("People", 0), ("Ada Brine", 2)])
        await sight.press("right_square_bracket", "right_square_bracket", "right_square_bracket", "enter")
        await sight.shows("Text of number 2.", "By ◉ Ada Brine")
        await sight.press("h")
        await sight.shows("3 articles · ")
        await sight.press("h", "h")
        await sight.until(lambda screen: screen.list_title == "Alpha")
        assert ["◉" in row.text for row in sight.text().rows] == [True, True, False]
        await sight.press("V")
        await sight.until(lambda screen: ["◉" in row.text for row in screen.rows] == [True, True, False])
        await sight.press("V")
        await to_tree(sight, "Ada Brine")
        await sight.until(lambda screen: screen.titles == ["Title 1", "Title 2", "Title 4"])
        assert not any("◉" in row.text for row in sight.text().rows)  # it would be at all of them
        await sight.press("f2", *"Ada the Great", "enter")
        await sight.shows("Renamed Ada Brine to Ada the Great. Press u to undo.")
        await sight.until(lambda screen: "Ada the Great" in [row.label for row in screen.tree])
        await sight.press("u")
        await sight.shows("Undid: Renamed Ada Brine to Ada the Great")
        await sight.press("u", "u")  # the first one marks the article unread again
        await sight.until(lambda screen: "People" not in [row.label for row in screen.tree])
        await sight.press("U")
        await sight.until(lambda screen: screen.counts[-1] == ("Ada Brine", 2))
    async with reading(papers) as sight:
        await sight.until(lambda screen: screen.counts[-1] == ("Ada Brine", 2), later=True)
        assert sight.text().list_title == "Ada Brine"


async def test_people_of_one_name_are_told_apart_by_their_site_and_joined_by_the_user(papers: Paths) -> None:
    async with reading(papers) as sight:
        await open_list(sight, "Beta")
        await sight.press("j", "w")
        await sight.shows("1 article · ")
        await sight.press(*":person.merge Ada Brine")
        await sight.shows("Ada Brine can be any of: Ada Brine (a.example), Ada Brine (c.example)")
        await sight.press(*" (a.example)", "enter")
        await sight.shows("Ada Brine and Ada Brine are the same person.", "4 articles · ")
        await sight.until(lambda screen: screen.titles == ["Title 1", "Title 2", "Title 4", "Title 5"])
        await sight.press("Z")
        await sight.shows("Follow", "Rename…", "Take a name out…", "Not a person")
        await sight.press("down", "down", "down", "enter")
        await sight.shows("Which name is somebody else?", "Ada Brine (c.example, 1)")
        await sight.press("down", "down", "enter")
        await sight.shows("Ada Brine at c.example is somebody else.", "3 articles · ")
        await sight.press(*":person.not-a-person Karl Sloot", "enter")
        await sight.shows("Karl Sloot is not a person.")
        await open_list(sight, "Alpha")
        await sight.press("enter")
        await sight.shows("By Ada Brine, Karl Sloot")
        await sight.press("w")
        await sight.shows("3 articles · ")


async def test_articles_of_a_feed_that_was_removed_leave_the_lists_of_people_and_come_back(papers: Paths) -> None:
    async with reading(papers) as sight:
        await open_list(sight, "Beta")
        await sight.press("at")
        await sight.shows("Following Ada Brine")
        await to_tree(sight, "Ada Brine")
        await sight.until(lambda screen: screen.titles == ["Title 1", "Title 2", "Title 4"])
        await to_tree(sight, "Alpha")
        await sight.press("D")
        await sight.shows("Unsubscribe from Alpha?")
        await sight.press("enter")
        await sight.shows("Unsubscribed from Alpha")
        for row in ("Ada Brine", "People"):
            await to_tree(sight, row)
            await sight.until(lambda screen: screen.titles == ["Title 4"])
        await sight.until(lambda screen: ("Ada Brine", 1) in screen.counts, later=True)
        await sight.press("u")
        await sight.until(lambda screen: ("Ada Brine", 3) in screen.counts, later=True)
        await to_tree(sight, "Ada Brine")
        await sight.until(lambda screen: screen.titles == ["Title 1", "Title 2", "Title 4"])


async def test_the_page_of_somebody_with_very_many_articles_grows_as_it_is_scrolled(paths: Paths) -> None:
    agency = Author("Agency")
    stock(paths, TOML, {A: [written(number, "a.example", agency) for number in range(1, 2 * SHOWN + 20)], B: []})
    async with reading(paths, size=(120, 30)) as sight:
        await open_list(sight, "Alpha")
        await sight.press("w")
        await sight.shows(f"{2 * SHOWN + 19} articles", "Title 1")
        for _ in range(3):
            await sight.press("G")
        await sight.until(lambda screen: f"Title {2 * SHOWN + 19}" in screen.article)
        await sight.press("g")
        await sight.shows("Title 1")
        await sight.press("space")
        await sight.until(lambda screen: "Title 30" in screen.article)


def test_people_are_a_section_of_the_tree_which_folds_if_there_are_many_and_is_hidden_without_any() -> None:
    def rows(count: int, *, folded: bool | None = None) -> list[tuple[str, int, int]]:
        people = {number: f"p{count - number}" for number in range(count)}
        counts = {Stream(Kind.AUTHOR, str(number)): number for number in people}
        tree = Tree(people=people, counts=counts, people_folded=folded)
        found = [row for row in rows_of(tree) if row.stream and row.stream.kind is PEOPLE.kind]
        return [(row.label, row.depth, row.count) for row in found]

    assert rows(0) == []
    assert rows(2) == [("People", 0, 0), ("p1", 1, 1), ("p2", 1, 0)]
    assert rows(FEW + 1) == rows(1, folded=True) == [("People", 0, 0)]
    assert len(rows(FEW + 1, folded=False)) == FEW + 2


# -- hostile people


@pytest.mark.parametrize("width", [1, 9, 40])
def test_the_page_of_anybody_fits_its_width_and_leads_to_every_article(width: int) -> None:
    headlines = [Headline(number, number % 3, name, name, NOW - number * 9**number, bool(number % 2), False)
                 for number, name in enumerate(HOSTILE, start=1)]  # fmt: skip
    works = Works(10**6, 3, 1, NOW, tuple(FeedShare(number, number) for number in range(40)))
    titles = dict(enumerate(HOSTILE * 4))
    for name in HOSTILE[:-2]:
        author = Author(name, f"https://a.example/{'x' * 90}", name, name, None, (f"mailto:{'y' * 90}@a.example",))
        person = Person(1, author, tuple(SiteName(number, one, one) for number, one in enumerate(HOSTILE)), 3)
        for glyphs in (UNICODE_GLYPHS, ASCII_GLYPHS)[: 1 + (width > 9)]:
            page = lay_out_person(
                PersonArticles(person, headlines, works, has_more=True, titles=titles), width, now=NOW, glyphs=glyphs,
                syllables=no_syllables,
            )  # fmt: skip
            assert not [text_of(line) for line in page.lines if width_of(line) > max(width, 12)]
            hrefs = {target.href for target in targets_of(page.lines)}
            assert width < 40 or {f"entry:{one.id}" for one in headlines if one.title.strip()} <= hrefs


def test_a_page_waits_for_its_counts_without_moving_and_nobody_may_have_written_nothing() -> None:
    def lines(works: Works | None, headlines: list[Headline]) -> list[str]:
        person = Person(1, Author("Ada"), (SiteName(1, "Ada", "a.example"),))
        shown = PersonArticles(person, headlines, works, len(headlines) > 1, {1: "Alpha"})
        page = lay_out_person(shown, 60, now=NOW, glyphs=UNICODE_GLYPHS, syllables=no_syllables)
        return [text_of(line).rstrip() for line in page.lines]

    row = Headline(7, 1, "Salt", "Ada", NOW, False, False)
    before, after = lines(None, [row]), lines(Works(1, 1, NOW, NOW, (FeedShare(1, 1),)), [row])
    assert len(before) == len(after)
    assert after[:4] == ["Ada", "", "1 article · today · 1 unread", "In Alpha"]
    assert "No articles here" in lines(Works(), [])
    many = lines(None, [Headline(number, 1, "Salt", "Ada", NOW, False, False) for number in range(MOST_ON_PAGE)])
    assert many[-2:] == ["The list has all older articles, too.", ""]


def test_of_two_hundred_authors_three_have_a_box_and_the_others_are_named() -> None:
    authors = tuple(Author(f"Author {number}", bio="Bio.") for number in range(1, 201))
    credited = tuple(Credit(number, author.name, number == 2) for number, author in enumerate(authors, start=1))
    article = compose(entry(authors=authors, credits=credited), [[], [], []])
    page = lay_out_page(article, 70, now=NOW, glyphs=UNICODE_GLYPHS, syllables=no_syllables)
    text = "\n".join(map(text_of, page.lines))
    assert text.count("About the author") == MOST_BOXES
    assert "By Author 1, ◉ Author 2, Author 3" in text
    assert "and 192 more" in " ".join(text.split())
    assert all(cell_len(text_of(line)) <= 70 for line in page.lines)
    hrefs = [target.href for target in targets_of(page.lines) if target.href.startswith("person:")]
    assert {f"person:{number}" for number in range(1, 201)} == set(hrefs)
    nobody = tuple(
        Credit(number, author.name, nobody=number == 1) for number, author in enumerate(authors[:2], start=1)
    )
    page = lay_out_page(
        compose(entry(authors=authors[1:2], credits=nobody), [[]]), 70, now=NOW, glyphs=UNICODE_GLYPHS,
        syllables=no_syllables,
    )  # fmt: skip
    assert {target.href for target in targets_of(page.lines)} == {"person:2"}
    assert not any(one == other == "" for one, other in pairwise(map(text_of, page.lines)))
