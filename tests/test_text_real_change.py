"""What counts as an edit of a text, and what does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.model import Page
from reader.text.furniture import without_furniture
from reader.text.real_change import (
    feed_says_other,
    feed_text,
    page_says_other,
    page_text,
    same_words,
    says_other,
    title_says_other,
)
from tests.support.each import each

FURNITURE = [
    ("1,234 views", "1,250 views"),
    ("1.2k views", "1.3K views"),
    ("Views: 12", "Views: 13"),
    ("12 comments", "13 comments"),
    ("Comments (12)", "Comments (14)"),
    ("Leave a comment", "3 comments"),
    ("# Comments: 5", "# Comments: 6"),
    ("Points: 12", "Points: 14"),
    ("5 shares · 3 likes", "6 shares · 4 likes"),
    ("Join 12,345 subscribers", "Join 12,400 subscribers"),
    ("2 min read", "3 min read"),
    ("Read time: 2 min", "Read time: 3 min"),
    ("3 hours ago", "4 hours ago"),
    ("an hour ago", "2 hours ago"),
    ("just now", "5 minutes ago"),
    ("yesterday at 14:47", "today at 14:47"),
    ("Updated: Nov 29, 2026 14:47", "Updated: Nov 29, 2026 15:01"),
    ("Last updated on November 29, 2026 at 2:47 pm", "Last updated on November 29, 2026 at 3:47 pm"),
    ("Published 3 hours ago | Updated 2 minutes ago", "Published 4 hours ago | Updated 12 minutes ago"),
    ("By Ada Example, updated 3 hours ago", "By Ada Example, updated 4 hours ago"),
    ("Sunday 29 November 2026", "Monday 30 November 2026"),
    ("2026-11-29T14:47:00Z", "2026-11-29T15:47:00Z"),
    ("Aufrufe: 1.234", "Aufrufe: 2.000"),
    ("2.345 Mal gelesen", "2.350 Mal gelesen"),
    ("3 Kommentare", "17 Kommentare"),
    ("Zu den Kommentaren (12)", "Zu den Kommentaren (13)"),
    ("Lesezeit: 3 Minuten", "Lesezeit: 4 Minuten"),
    ("3 Min. Lesezeit", "4 Min. Lesezeit"),
    ("vor 3 Stunden", "vor 4 Stunden"),
    ("vor einer Stunde", "vor 2 Stunden"),
    ("heute, 14:47 Uhr", "gestern, 14:47 Uhr"),
    ("Stand: 14:47 Uhr", "Stand: 15:01 Uhr"),
    ("Aktualisiert am 29.11.2026, 14:47 Uhr", "Aktualisiert am 29.11.2026, 15:47 Uhr"),
    ("Zuletzt aktualisiert: gestern, 14:47 Uhr", "Zuletzt aktualisiert: heute, 14:47 Uhr"),
    ("29. November 2026, 14:47 Uhr", "29. November 2026, 15:47 Uhr"),
    ("Von Kim Muster · vor 3 Stunden · 12 Kommentare", "Von Kim Muster · vor 4 Stunden · 13 Kommentare"),
    ("Die Lage ist ernst. (Stand: 14:47 Uhr)", "Die Lage ist ernst. (Stand: 15:47 Uhr)"),
    ("Update 14:47 Uhr: Es brennt noch.", "Update 15:47 Uhr: Es brennt noch."),
    ("You have 3 free articles remaining this month.", "You have 2 free articles remaining this month."),
    ("Noch 3 Artikel kostenlos", "Noch 2 Artikel kostenlos"),
    ("Nov. 29, 2026, 2:47 p.m. ET", "Nov. 29, 2026, 3:47 p.m. ET"),
    ("Last modified on Sun 29 Nov 2026 15.47 GMT", "Last modified on Sun 29 Nov 2026 16.02 GMT"),
    ("12K views 3 hours ago", "13K views 4 hours ago"),
    ("1,2 Mio. Aufrufe • vor 3 Tagen", "1,3 Mio. Aufrufe • vor 4 Tagen"),
    ("Stand: 29.11.2026, 14:47 Uhr | Lesezeit: 2 Min.", "Stand: 29.11.2026, 15:47 Uhr | Lesezeit: 3 Min."),
    ("Artikel anhören · Teilen · 12 Kommentare", "Artikel anhören · Teilen · 13 Kommentare"),
    ("Il y a 3 heures · 12 commentaires", "Il y a 4 heures · 13 commentaires"),
    ("Mis à jour le 29 novembre 2026 à 14:47", "Mis à jour le 29 novembre 2026 à 15:47"),
    ("Actualizado: 29 noviembre 2026", "Actualizado: 30 noviembre 2026"),
    ("3 ore fa", "4 ore fa"),
    ("„Hallo“, sagte er – und ging …", '"Hallo", sagte er - und ging ...'),
    ("It’s “over”", "It's 'over'"),
    ("Wirt­schaft und\u00a0Politik", "Wirtschaft und Politik"),
    ("Was nun ?", "Was nun?"),
    ("See https://a.example/x?utm_source=rss", "See https://a.example/x?utm_source=feed#top"),
]
CHANGES = [
    ("12 people died.", "13 people died."),
    ("12 dead", "13 dead"),
    ("Basel – Zürich 2:1", "Basel – Zürich 2:2"),
    ("2:1", "2:2"),
    ("The price rose to $9.99", "The price rose to $8.99"),
    ("9,99 €", "8,99 €"),
    ("Der Preis beträgt 3 Euro", "Der Preis beträgt 4 Euro"),
    ("12 Tote bei Unfall", "13 Tote bei Unfall"),
    ("Er bekam 3 Stimmen, die Mehrheit.", "Er bekam 4 Stimmen, die Mehrheit."),
    ("Stimmen: 12.345", "Stimmen: 12.346"),
    ("Das Feuer brach vor 3 Stunden aus.", "Das Feuer brach vor 4 Stunden aus."),
    ("The fire broke out 3 hours ago in Basel.", "The fire broke out 4 hours ago in Basel."),
    ("The film has 3 million views in one week", "The film has 4 million views in one week"),
    ("Er kam am 3. März in die Stadt.", "Er kam am 4. März in die Stadt."),
    ("Beginn: 14:47 Uhr", "Beginn: 15:47 Uhr"),
    ("Bis Montag", "Bis Dienstag"),
    ("Noch 3 Plätze frei", "Noch 2 Plätze frei"),
    ("Aktualisiert: Die Polizei spricht von 3 Toten", "Aktualisiert: Die Polizei spricht von 4 Toten"),
    ("(2) Verletzte", "(3) Verletzte"),
    ("Rating: 4/5", "Rating: 3/5"),
    ("now here", "nowhere"),
    ("He did say so.", "He did not say so."),
    ("Er hat es gesagt.", "Er hat es nicht gesagt."),
    ("", "It is confirmed."),
    ("Hochwasser heute. 4.12 Uhr und 16.38 Uhr.", "Hochwasser heute. 5.12 Uhr und 16.38 Uhr."),
    ("Er kommt morgen. Heute.", "Er kommt morgen. Gestern."),
    ("Update 14:47 Uhr: Es brennt noch.", "Update 15:47 Uhr: Das Feuer ist gelöscht."),
]


@each(("before", "after"), FURNITURE)
def test_furniture_around_a_text_may_change(before: str, after: str) -> None:
    one, other = f"<p>A sentence.</p><p>{before}</p>", f"<p>A sentence.</p><p>{after}</p>"
    assert not says_other(one, other)
    assert not says_other(other, one)
    assert same_words(before, after)


@each(("before", "after"), CHANGES)
def test_a_word_or_a_number_in_a_sentence_may_not(before: str, after: str) -> None:
    one, other = f"<p>A sentence.</p><p>{before}</p>", f"<p>A sentence.</p><p>{after}</p>"
    assert says_other(one, other)
    assert says_other(other, one)


@each(
    ("before", "after"),
    [
        (
            '<p id="a1" class="x">Text <img src="/1.jpg?w=300" width=300> here</p>',
            "<p>Text <img src='/1.jpg'> here</p>",
        ),
        ("<p>One line.</p><p>Two.</p>", "<div>One line.<br>\n  Two.</div>"),
        ("<p>The <b>word</b></p>", "<p>The <em>word</em></p>"),
        ('<a title="b" href="https://a.example/?utm_source=x">a</a>', '<a href="https://a.example/" title="b">a</a>'),
        (
            "<p>Text.</p><h3>Mehr zum Thema</h3><ul><li><a href=1>Ein Artikel</a></li></ul>",
            "<p>Text.</p><h3>Mehr zum Thema</h3><ul><li><a href=2>Ein anderer</a><li><a href=3>Noch einer</a></ul>",
        ),
        (
            "<p>Text.</p><p>Read also: <a href=1>One thing</a></p>",
            "<p>Text.</p><p>Read also: <a href=2>Another</a></p>",
        ),
    ],
)
def test_markup_pictures_and_related_links_are_not_edits(before: str, after: str) -> None:
    assert not says_other(before, after)


def test_links_in_a_list_of_the_article_itself_count() -> None:
    listed = "<p>The best films of the year:</p><ul><li><a href=1>{}</a></li></ul>"
    assert says_other(listed.format("One"), listed.format("Another"))


WORDS = st.sampled_from(
    [
        "minister",
        "railway",
        "Gletscher",
        "Haushalt",
        "Straße",
        "élection",
        "storm",
        "12",
        "3,5",
        "2027",
        "€40",
        "nicht",
        "kein",
    ]
)
SENTENCES = st.lists(WORDS, min_size=4, max_size=12)
STYLES = st.sampled_from(
    ["<b>{}</b>", "<a href='https://x.example/?utm_id={0}'>{0}</a>", "<span class=c>{}</span>", "{}"]
)


@given(SENTENCES, st.lists(STYLES, min_size=12, max_size=12), st.integers(0, 99))
def test_an_edit_of_markup_alone_is_never_a_change(words: list[str], styles: list[str], number: int) -> None:
    plain = f"<p>Bericht {' '.join(words)}.</p>"
    styled = [style.format(word) for style, word in zip(styles, words, strict=False)]
    other = f'<div id="n{number}"><p class=t data-n={number}>Bericht\n {"  ".join(styled)}.</p></div>\n'
    assert not says_other(plain, other)


@given(SENTENCES, st.integers(0, 11), WORDS)
def test_a_changed_word_in_a_sentence_always_is(words: list[str], place: int, word: str) -> None:
    place %= len(words)
    assume(words[place] != word)
    changed = [*words[:place], word, *words[place + 1 :]]
    assert says_other(f"<p>Bericht {' '.join(words)}.</p>", f"<p>Bericht {' '.join(changed)}.</p>")


@given(st.text(max_size=200), st.text(max_size=200))
def test_comparing_texts_is_reflexive_and_symmetric(one: str, other: str) -> None:
    assert not says_other(one, one)
    assert says_other(one, other) == says_other(other, one)
    assert set(without_furniture(one).split("\n")) <= set(one.split("\n"))


def test_headlines_count_in_every_word_even_if_they_look_like_furniture() -> None:
    assert title_says_other("12 comments", "13 comments")
    assert title_says_other("Zwölf Tote", "Dreizehn Tote")
    assert not title_says_other("„Nein“ – Zitat", '"Nein" - Zitat')
    assert not title_says_other("Sturm über Basel (Stand: 14:47 Uhr)", "Sturm über Basel (Stand: 15:47 Uhr)")


@each(
    ("before", "after", "changed"),
    [
        (("A teaser.", ""), ("A teaser.", "<p>The whole article.</p>"), False),  # the feed carries articles now
        (("A teaser.", "<p>The whole article.</p>"), ("A teaser.", ""), False),
        (("The whole …", "<p>The whole article.</p>"), ("The …", "<p>The whole article.</p>"), False),  # cut elsewhere
        (("A lead.", "<p>The whole article.</p>"), ("Another lead.", "<p>The whole article.</p>"), True),
        (("A lead.", "<p>The whole article.</p>"), ("A lead.", "<p>The whole story.</p>"), True),
        (("A lead.", ""), ("", ""), True),
        (("", ""), ("A lead.", ""), True),
    ],
)
def test_the_texts_of_a_feed_are_compared_as_they_are_shown(
    before: tuple[str, str], after: tuple[str, str], changed: bool
) -> None:
    assert feed_says_other(before, after) == changed


def test_the_text_of_a_feed_is_its_content_below_a_summary_of_its_own() -> None:
    assert feed_text("A lead.", "<p>One.</p><p>Two.</p>") == "A lead.\nOne.\nTwo."
    assert feed_text("One. …", "<p>One.</p><p>Two.</p>") == "One.\nTwo."
    assert feed_text("A lead.", " ") == "A lead."


def test_a_page_is_edited_only_if_the_same_part_of_it_could_be_read() -> None:
    def page(html: str, **more: object) -> Page:
        return Page("https://a.example/", content_html=html, **more)  # type: ignore[arg-type]

    assert page_says_other(page("<p>One.</p>"), page("<p>Two.</p>"))
    assert page_says_other(page("<p>One.</p>", lead="A"), page("<p>One.</p>", lead="B"))
    assert not page_says_other(page("<p>One.</p>", complete=False), page("<p>One. Two.</p>", complete=True))
    assert not page_says_other(page("<p>One. Two.</p>"), page("<p>One.</p>", complete=False))
    assert not page_says_other(page("<p>One.</p>", next_page="https://a.example/2"), page("<p>One. Two.</p>"))
    assert page_says_other(page("<p>One.</p>", complete=False), page("<p>Two.</p>", complete=False))
    assert not page_says_other(page(""), page("<p>Two.</p>"))
    assert not page_says_other(page("<p>One.</p>"), page(""))
    assert page_text(page("<p>One.</p>", lead="A lead")) == "A lead\nOne."


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 80_000,
        "1 · " * 100_000,
        "vor 3 " * 50_000,
        "<p>1 comment" * 25_000,
        "mehr über " * 50_000,
        "https://" * 100_000,
        "<a " * 200_000,
        "\ue000" * 200_000,
    ],
)
def test_a_hostile_text_is_compared_in_a_bounded_time(text: str) -> None:
    assert says_other(text, f"Another. {text}") in (True, False)
    assert re.search("A sentence", without_furniture(f"A sentence.\n{text}"))
