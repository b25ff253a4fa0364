"""Which articles are in an edition, in which places, and why."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.edition.choose import MOST_OF_A_FEED, MOST_SECTIONS, choose
from reader.edition.values import Candidate, ChoiceSettings, ReasonCode, Section, Size
from tests.support.each import each

NOW = 1_780_000_000
FOLDERS = ["", "World", "World/Europe", "Technik", "Ö" * 300, "a/b/c", *(f"Folder {number}" for number in range(12))]


def candidate(entry_id: int, feed_id: int = 0, **fields: Any) -> Candidate:
    usual = Candidate(entry_id, feed_id or entry_id, "", NOW - 3600, words=300, minutes=1)
    return replace(usual, **fields)


def items_of(sections: tuple[Section, ...]) -> list[int]:
    return [item.entry_id for section in sections for item in section.items]


@st.composite
def days(draw: st.DrawFn) -> list[Candidate]:
    """The arrivals of a day: some feeds in some folders, with stories and copies among their articles."""
    folder_of = draw(st.dictionaries(st.integers(1, 9), st.sampled_from(FOLDERS), min_size=1))
    share_of = {feed: draw(st.floats(0, 1)) for feed in folder_of}
    groups = st.none() | st.integers(1, 4)
    return [
        candidate(
            entry_id, feed, folder=folder_of[feed], sort=NOW - age, words=words, minutes=minutes, has_picture=picture,
            followed=followed, story=story, copies=copies, feeds=feeds, share=share_of[feed],
        )
        for entry_id, (feed, age, words, minutes, picture, followed, story, copies, feeds) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(sorted(folder_of)), st.integers(-90_000, 700_000), st.integers(0, 9_000),
                        st.none() | st.integers(1, 60), st.booleans(), st.booleans(), groups, groups,
                        st.integers(1, 40),
                    ),
                    max_size=60,
                )
            ),
            start=1,
        )
    ]  # fmt: skip


@given(days(), st.integers(1, 30))
def test_an_edition_has_at_most_its_number_of_stories_and_each_once(day: list[Candidate], stories: int) -> None:
    by_id = {one.entry_id: one for one in day}
    sections = choose(day, ChoiceSettings(stories), NOW)
    chosen = [by_id[entry_id] for entry_id in items_of(sections)]
    assert len(chosen) <= stories
    assert len(sections) <= MOST_SECTIONS
    for keys in ([one.entry_id for one in chosen], [one.story for one in chosen], [one.copies for one in chosen]):
        assert len([key for key in keys if key is not None]) == len({key for key in keys if key is not None})
    assert not chosen or not all(section.items == () for section in sections)


@given(days())
def test_no_section_has_more_than_two_articles_of_a_feed(day: list[Candidate]) -> None:
    by_id = {one.entry_id: one for one in day}
    if len({one.feed_id for one in day}) == 1:
        return  # one feed has nothing to leave room for
    for section in choose(day, ChoiceSettings(), NOW):
        feeds = [by_id[item.entry_id].feed_id for item in section.items]
        assert all(feeds.count(feed) <= MOST_OF_A_FEED for feed in feeds)


@given(days(), st.randoms())
def test_the_order_of_the_candidates_makes_no_difference(day: list[Candidate], random: object) -> None:
    shuffled = [*day]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    settings = ChoiceSettings(12, ("World", "Technik"))
    assert choose(shuffled, settings, NOW) == choose(day, settings, NOW)


@given(days())
def test_an_edition_begins_with_its_only_lead_story_and_every_article_has_a_reason(day: list[Candidate]) -> None:
    items = [*chain.from_iterable(section.items for section in choose(day, ChoiceSettings(), NOW))]
    assert [item.size for item in items].count(Size.LEAD) == min(len(items), 1)
    assert not items or items[0].size is Size.LEAD
    fresh_or_said = [item for item in items if item.reasons or item.points == 0]
    assert fresh_or_said == items
    for item in items:
        assert [one.points for one in item.reasons] == sorted((one.points for one in item.reasons), reverse=True)
        assert all(one.points > 0 for one in item.reasons)


@given(days())
def test_nothing_is_left_out_while_there_is_room(day: list[Candidate]) -> None:
    alone = [replace(one, feed_id=one.entry_id, story=None, copies=None) for one in day]
    assert sorted(items_of(choose(alone, ChoiceSettings(100), NOW))) == [one.entry_id for one in alone]


def test_a_day_without_news_has_no_sections() -> None:
    assert choose([], ChoiceSettings(), NOW) == ()


def test_one_article_is_the_lead_story() -> None:
    (section,) = choose([candidate(7)], ChoiceSettings(), NOW)
    assert [(item.entry_id, item.size) for item in section.items] == [(7, Size.LEAD)]


def test_a_single_feed_fills_the_edition() -> None:
    day = [candidate(number, 1, sort=NOW - number) for number in range(1, 40)]
    assert items_of(choose(day, ChoiceSettings(24), NOW)) == [*range(1, 25)]


@each(
    "better",
    [{"feeds": 3}, {"share": 0.5}, {"followed": True}, {"sort": NOW}, {"minutes": 9}, {"has_picture": True}],
    ids=lambda fields: next(iter(fields)),
)
def test_each_reason_alone_makes_the_lead_story(better: dict[str, Any]) -> None:
    day = [candidate(1), candidate(2, **better), candidate(3)]
    assert items_of(choose(day, ChoiceSettings(), NOW))[0] == 2


def test_a_headline_without_a_text_leads_only_if_there_is_nothing_else() -> None:
    day = [candidate(1, words=0, minutes=None, feeds=5), candidate(2)]
    assert items_of(choose(day, ChoiceSettings(), NOW)) == [2, 1]


def test_a_story_shows_the_article_of_the_most_read_feed_and_names_the_others() -> None:
    day = [
        candidate(1, 1, story=5, feeds=3, share=0.1),
        candidate(2, 2, story=5, feeds=3, share=0.6, copies=9),
        candidate(3, 3, story=5, feeds=3, copies=9),
        candidate(4, 4),
    ]
    first, _ = choose(day, ChoiceSettings(), NOW)[0].items
    assert (first.entry_id, first.tellings) == (2, (1,))
    assert {one.code: one.number for one in first.reasons}[ReasonCode.REPORTED] == 3


def test_a_story_whose_best_article_does_not_fit_is_told_by_another_feed() -> None:
    day = [candidate(number, 1, feeds=4, story=number, share=0.9) for number in (1, 2, 3)]
    day += [candidate(number + 10, 2, feeds=4, story=number) for number in (1, 2, 3)]
    chosen = items_of(choose(day, ChoiceSettings(), NOW))
    assert len(chosen) == 3
    assert sorted(entry_id % 10 for entry_id in chosen) == [1, 2, 3]


def test_sections_are_the_folders_in_the_order_of_the_user_after_the_one_of_the_lead_story() -> None:
    day = [
        candidate(1, folder="World"), candidate(2, folder="Technik/Linux"), candidate(3, folder="Culture", feeds=6),
        candidate(4), candidate(5, folder="Technik"),
    ]  # fmt: skip
    sections = choose(day, ChoiceSettings(24, ("Culture", "Technik", "Technik/Linux", "World")), NOW)
    assert [section.title for section in sections] == ["Culture", "Technik", "World", ""]


def test_with_a_single_folder_the_sections_are_the_folders_in_it() -> None:
    day = [candidate(1, folder="News/World"), candidate(2, folder="News/Local/Town"), candidate(3, folder="News")]
    sections = choose(day, ChoiceSettings(24, ("News", "News/Local", "News/World")), NOW)
    assert {section.title for section in sections} == {"News", "News/Local", "News/World"}


def test_a_folder_with_most_of_the_feeds_is_replaced_by_its_subfolders_every_day() -> None:
    feeds = ("Miniflux/World", "Miniflux/World", "Miniflux/Science/Space", "Miniflux", "Local", "Local")
    settings = ChoiceSettings(24, (), feeds)
    day = [candidate(number, folder=folder) for number, folder in enumerate(feeds, start=1)]
    titles = {"Miniflux/World", "Miniflux/Science", "Miniflux", "Local"}
    assert {section.title for section in choose(day, settings, NOW)} == titles
    for one in day:  # whatever arrives
        assert {section.title for section in choose([one], settings, NOW)} <= titles


def test_a_large_folder_leaves_room_for_a_small_one() -> None:
    day = [candidate(number, folder="News", feeds=8) for number in range(1, 200)]
    day += [candidate(number, folder="Garden", sort=NOW - 80_000) for number in range(300, 303)]
    sections = {section.title: section.items for section in choose(day, ChoiceSettings(24), NOW)}
    assert len(sections["Garden"]) >= 1
    assert len(sections["News"]) >= 15


def test_the_weakest_of_too_many_folders_share_a_section() -> None:
    day = [candidate(number, folder=f"Folder {number}", feeds=40 - number) for number in range(1, 31)]
    sections = choose(day, ChoiceSettings(24), NOW)
    assert len(sections) == MOST_SECTIONS
    assert sections[-1].title == ""
    assert len(items_of(sections)) == 24


def test_ten_thousand_articles_are_chosen_from() -> None:
    day = [
        candidate(number, 1 + number % 300, folder=f"F{number % 300 % 9}", feeds=1 + number % 3, story=number // 3)
        for number in range(1, 10_001)
    ]
    assert len(items_of(choose(day, ChoiceSettings(), NOW))) == 24


def test_half_of_a_section_is_set_large_but_no_headline_without_a_text() -> None:
    day = [candidate(number, sort=NOW - number, words=0 if number == 2 else 300) for number in range(1, 8)]
    (section,) = choose(day, ChoiceSettings(), NOW)
    assert [(item.entry_id, item.size) for item in section.items] == [
        (1, Size.LEAD), (2, Size.BRIEF), (3, Size.SECOND), (4, Size.SECOND), (5, Size.SECOND), (6, Size.BRIEF), (7, Size.BRIEF),
    ]  # fmt: skip
