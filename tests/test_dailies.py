"""The two dailies beside the demo newspaper: they report the same events, share agency texts, and edit what they wrote."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.newspaper import Newspaper
from tests.newspaper.author_marks import styles
from tests.newspaper.content import COURIER, SIGNAL, read_authors, read_site
from tests.newspaper.picture_files import is_art
from tests.support.command import Command
from tests.support.reading import dailies, edit_articles, poll_all, subscribe_to_all

NOW = 1_750_000_000
SITE = read_site("http://127.0.0.1:1", NOW, COURIER + SIGNAL)
ARTICLES = tuple(article for section in SITE.sections for article in section.articles)


@pytest.fixture(scope="module")
def papers() -> Iterator[tuple[Newspaper, Newspaper]]:
    with dailies(NOW) as both:
        yield both


def test_a_daily_has_eight_articles_or_more_of_today_in_each_language() -> None:
    counts = Counter(article.section for article in ARTICLES if article.published > NOW - 86_400)
    assert counts.keys() == {*COURIER, *SIGNAL}
    assert min(counts.values()) >= 8


def test_slugs_and_titles_are_different_and_marks_of_authors_known() -> None:
    assert len({article.slug for article in ARTICLES}) == len({article.title for article in ARTICLES}) == len(ARTICLES)
    assert {article.author_style for article in ARTICLES} <= set(styles())
    names = [author.name for author in (*read_authors(), *read_authors("authors-of-dailies.toml"))]
    assert len(set(names)) == len(names)
    written = {slug for article in ARTICLES for slug in article.authors}
    assert written == {author.slug for author in read_authors("authors-of-dailies.toml")}


def test_an_agency_text_is_in_both_dailies_under_two_headlines() -> None:
    for language, text in (("en", "The council settled on a third"), ("de", "zählte 146 neue Geschäfte")):
        printed = [a for a in ARTICLES if text in a.body and a.section.startswith(language)]
        assert len({article.section for article in printed}) == len(printed) == 2
        assert len({article.title for article in printed}) == 2


def test_every_page_and_feed_of_a_daily_is_there(papers: tuple[Newspaper, Newspaper]) -> None:
    for paper in papers:
        for path in paper.paths:
            if not is_art(path):
                with urlopen(paper.url(path), timeout=10) as answer:
                    assert answer.status == 200
                    assert answer.read()


def test_links_of_a_category_are_tracked_in_one_feed_and_lead_to_amp_in_the_other(
    papers: tuple[Newspaper, Newspaper],
) -> None:
    courier, signal = papers
    with urlopen(courier.url("/en-courier/section/world/feed.xml"), timeout=10) as answer:
        assert b"/?utm_source=rss&amp;utm_medium=feed&amp;utm_campaign=world</link>" in answer.read()
    with urlopen(signal.url("/en-signal/section/world/feed.json"), timeout=10) as answer:
        items = json.load(answer)["items"]
    assert len(items) == 4
    for item in items:
        assert urlsplit(item["url"]).path.endswith("/amp/")
        with urlopen(item["url"], timeout=10) as page:
            assert f'<link rel="canonical" href="{item["url"].removesuffix("amp/")}">'.encode() in page.read()


def test_the_demo_has_forty_unread_articles_of_today_in_five_folders_and_two_that_were_edited(
    broadsheet: Command,
) -> None:
    with Newspaper() as paper, dailies() as both:
        subscribe_to_all(broadsheet.paths, paper, *both)
        poll_all(broadsheet.paths)
        before = {entry["title"] for entry in listed(broadsheet)}
        edit_articles(both[0])
        poll_all(broadsheet.paths, force=True)
    entries = listed(broadsheet)
    after = {entry["title"] for entry in entries}
    assert len(before) == len(after) >= 40
    assert len(before - after) == len(after - before) == 2
    assert all(entry["summary"] and entry["authors"] for entry in entries)
    assert sum(entry["image"] is not None for entry in entries) >= 15
    for text in ("The council settled on a third", "zählte 146 neue Geschäfte"):  # copies have one row
        assert sum(text in entry["content_text"] for entry in entries) == 1
    tellings = Counter(entry["story"] for entry in entries if entry["story"] is not None)
    assert len(tellings) >= 8
    assert max(tellings.values()) >= 3
    for folder in ("World", "Science", "Culture", "Deutsch", "Wissen"):
        assert len(listed(broadsheet, "--folder", folder)) >= 4


def listed(broadsheet: Command, *options: str) -> list[dict[str, Any]]:
    """The unread articles of the last 24 hours."""
    entries: list[dict[str, Any]] = broadsheet.process(
        "list", "--json", "-n", "200", *options, "is:unread", "newer:1d"
    ).json
    return [entry for entry in entries if entry["feed_url"] != "broadsheet:welcome"]
