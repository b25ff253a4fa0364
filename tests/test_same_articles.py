"""Feeds that carry the same articles: formats of one paper are distinguished from sections and from other papers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.refresh.subscribing.same_articles import COMPARED, article_keys, best_first, carry_the_same
from reader.refresh.worker.protocol import FeedFound, read_event, to_line


def feed(
    kind: str, titles: list[str], *, letters: int = 100, url: str = "", subscribed: str | None = None
) -> FeedFound:
    return FeedFound(
        0, url or f"https://paper.example/{kind}", "Paper", kind, len(titles), tuple(titles[:3]),
        subscribed=subscribed, articles=article_keys((title, None) for title in titles), letters=letters,
    )  # fmt: skip


PAPER = [f"Headline {n}" for n in range(40)]
SECTION = PAPER[3::4]  # one article of four is about the sea


def test_formats_of_one_paper_are_offered_as_one_the_fullest_first() -> None:
    rss, atom, json = feed("RSS", PAPER[:10]), feed("Atom", PAPER[:25], letters=3000), feed("JSON", PAPER[1:20])
    sea = feed("RSS", SECTION, url="https://paper.example/sea")
    assert best_first([rss, sea, atom, json]) == [(atom, None), (json, atom), (rss, atom), (sea, None)]


def test_a_section_and_another_paper_are_not_the_same() -> None:
    keys = [article_keys((title, None) for title in titles) for titles in (PAPER, SECTION, ["Another", "paper"], [])]
    assert [carry_the_same(keys[0], other) for other in keys] == [True, False, False, False]
    assert not carry_the_same((), ())


def test_capitals_accents_and_missing_titles_do_not_hide_the_same_article() -> None:
    one = article_keys([("Über den Deich", "https://a.example/1"), ("", "https://www.a.example/2")])
    other = article_keys([("über den deich", "https://b.example/x"), ("", "http://a.example/2")])
    assert carry_the_same(one, other)


def test_a_feed_that_is_subscribed_already_comes_before_its_other_formats() -> None:
    rss = feed("RSS", PAPER, subscribed="https://paper.example/RSS")
    atom = feed("Atom", PAPER, letters=9000)
    assert best_first([atom, rss]) == [(rss, None), (atom, rss)]
    comments = replace(atom, comments=True)
    assert best_first([comments, rss]) == [(comments, None), (rss, None)]


@given(st.lists(st.lists(st.sampled_from(PAPER), max_size=30), max_size=8))
def test_every_feed_is_listed_once_and_points_to_one_above_it(papers: list[list[str]]) -> None:
    found = [feed("RSS", titles, url=f"https://{n}.example/") for n, titles in enumerate(papers)]
    listed = best_first(found)
    assert sorted(one.url for one, _ in listed) == sorted(one.url for one in found)
    assert all(better is None or (better, None) in listed[:n] for n, (_, better) in enumerate(listed))
    assert all(len(one.articles) <= COMPARED and read_event(to_line(one)) == one for one in found)
