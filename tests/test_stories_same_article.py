"""Which articles are copies: the labelled sets, and cases that are hard to tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.stories.same_article import DAY, HOUR, Article, are_copies, article, text_key
from reader.web.addresses import site_of
from tests.stories.copies import Evaluation, evaluate_all, report
from tests.support.each import each
from tests.support.fuzzing import examples

TEXT = (
    "Die Zahl der Nachtzüge in Europa ist im vergangenen Jahr um 14 Prozent gestiegen. Vor allem auf der Strecke von Wien"
    " nach Brüssel waren die Abteile oft Wochen im Voraus ausgebucht, wie die Bahnen am Montag mitteilten. Neue Wagen"
    " sollen erst in zwei Jahren kommen. Bis dahin fahren vierzig Jahre alte Liegewagen, die in Polen überholt wurden."
)
TEASER = "Our columnist answers what you asked this week about soil, slugs and the neighbours."


def make(feed: int, url: str | None, *, site: str | None = None, title: str = "Nachtzüge", text: str = TEXT, date: int = 0) -> Article:  # fmt: skip
    host = site_of(url)
    return article(feed=feed, site=site or host, url=url, host=host, title=title, text=text, date=date)


@pytest.fixture(scope="module")
def evaluations() -> list[Evaluation]:
    return evaluate_all()


def test_no_labelled_pair_is_joined_wrongly_and_hardly_any_is_missed(
    evaluations: list[Evaluation],
) -> None:
    for one in evaluations:
        assert one.precision == 1, report([one])
        assert one.recall >= 0.98, report([one])
    assert sum(one.found for one in evaluations) > 80


def both(one: Article, other: Article) -> bool:
    assert are_copies(one, other) is are_copies(other, one)
    return are_copies(one, other)


HERE, THERE = "https://paper.example/trains-1", "https://other.example/trains-9"


@each(
    ("text", "copies"),
    [
        (TEXT, True),
        (f"WIEN (apa/dpa) – {TEXT}", True),
        (f"(dpa) {TEXT}", True),
        (f"Wien. {TEXT}", True),
        (f"Von Ada Nord\n{TEXT}", True),
        (f"{TEXT} (dpa)", True),
        (f"{TEXT} Der Beitrag Nachtzüge erschien zuerst auf Blatt.", True),
        (f"{TEXT} The post Nachtzüge appeared first on Paper.", True),
        (f"{TEXT}\nWeiterlesen", True),
        (f"{TEXT} © Blatt 2026", True),
        (TEXT[:140] + "…", True),
        (TEXT[:140] + " [...]", True),
        (TEXT.replace("14 Prozent", "41 Prozent"), False),
        (TEXT.replace("Wien", "Graz"), False),
        (TEXT.replace("zwei Jahren", "drei Jahren"), False),
        (f"KORREKTUR: {TEXT}", False),
        (f"(Berichtigt: Prozentzahl im ersten Satz.) {TEXT}", False),
        (f"Paris (afp) - {TEXT}", True),
        ("", False),
        (TEXT[:60], False),
    ],
)
def test_the_same_text_elsewhere(text: str, copies: bool) -> None:
    one, other = make(1, HERE), make(2, THERE, title="Liegewagen", text=text, date=2 * HOUR)
    assert both(one, other) is copies
    if copies:
        assert text_key(text) == text_key(TEXT)


def test_two_places_before_the_same_words_are_two_articles() -> None:
    one, other = make(1, HERE, text=f"Leipzig. {TEXT}"), make(2, THERE, text=f"Halle. {TEXT}")
    assert not both(one, other)


def test_a_teaser_repeats_from_week_to_week_and_a_text_does_not() -> None:
    def column(feed: int, url: str, date: int = 0) -> Article:
        return make(feed, url, title="The Allotment", text=TEASER, date=date)

    assert both(column(1, HERE), column(2, THERE, HOUR))
    assert not both(column(1, HERE), column(2, THERE, DAY))
    assert not both(column(1, HERE), column(2, "https://paper.example/trains-2", 7 * DAY))
    whole = f"{TEXT} Das sagte ein Sprecher der Bahn in Wien."
    assert both(make(1, HERE, text=whole), make(2, THERE, text=whole, date=2 * DAY))
    assert not both(make(1, HERE, text=whole), make(2, THERE, text=whole, date=4 * DAY))


def test_entries_of_one_site_at_one_address_are_copies_whatever_their_texts() -> None:
    assert both(
        make(1, HERE), make(2, f"{HERE}?utm_source=rss", title="Nachtzüge voll wie nie", text="Ein Satz.", date=HOUR)
    )
    assert both(make(1, HERE), make(2, HERE, date=9 * DAY))
    show = "https://paper.example/shows/the-long-way"
    episodes = [make(n, show, title="The long way", text=f"Episode {n}. {TEXT}", date=n * 7 * DAY) for n in (1, 2)]
    assert not both(*episodes)


def test_a_link_to_anothers_article_is_a_copy_only_without_a_text_of_its_own() -> None:
    one = make(1, HERE)
    for text in (
        "",
        "Comments",
        f"Article URL: {HERE} Comments URL: https://news.example/item?id=4 Points: 45 # Comments: 12",
    ):
        assert both(one, make(2, HERE, site="news.example", text=text, date=HOUR))
    assert both(one, make(2, HERE, site="planet.example", text=TEXT))
    old = make(1, HERE, title="Why the night trains came back")
    assert both(old, make(2, HERE, site="news.example", title="Why the night trains came back (2019)", text="Comments"))
    assert not both(old, make(2, HERE, site="news.example", title="You will not believe this", text="Comments"))
    own = "I took this train last week, and the article leaves out what matters: the beds are short, the doors do not close,"
    own += (
        " and the breakfast is a roll in plastic. Still, I would do it again tomorrow, if only for the light at five."
    )
    assert not both(one, make(2, HERE, site="blog.example", text=own, title="Short beds"))
    assert not both(one, make(2, HERE, site="blog.example", text=own))


def test_a_feed_never_has_two_copies() -> None:
    assert not both(make(1, HERE), make(1, HERE))


@settings(max_examples=examples(100))
@given(text=st.text(max_size=400), url=st.sampled_from([HERE, THERE, None, "x"]), title=st.text(max_size=30))
def test_whatever_is_written_can_be_compared(text: str, url: str | None, title: str) -> None:
    one, other = make(1, url, text=text, title=title), make(2, HERE, text=text, title=title)
    assert are_copies(one, other) is are_copies(other, one)
    text_key(text)


@each("text", ["The post " * 4_000, "(" * 20_000, "A-" * 10_000, "Von " * 5_000, "… " * 9_000, "a\n" * 9_000])
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    make(1, HERE, text=text)
    text_key(text)
