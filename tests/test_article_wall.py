"""Whether the text of a page is the whole article, or its beginning before a wall; and pages that have no article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.extract import extract_page
from reader.article.known_article import NOTHING_KNOWN, KnownArticle
from reader.article.wall import asks_to_subscribe
from reader.commands.text_output import page_lines
from reader.errors import ParseError
from reader.model import Page
from reader.problems import Problem
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://quay.example/ferry/times"
SENTENCE = "Paragraph {} tells at length, with commas, how the ferry of the harbour came by its new times."
TEXT = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(12))
BEGINNING = "</p>".join(TEXT.split("</p>")[:3])
INVITATIONS = (
    "To read the full story, subscribe or sign in.",
    "Subscribe to continue reading",
    "This article is for subscribers only.",
    "Sign up to keep reading this story for free",
    "You have reached your limit of free articles",
    "Want to read more? Continue reading with a free trial",
    "Weiterlesen mit Quay Plus",
    "Jetzt weiterlesen mit dem Probeabo",
    "Lesen Sie diesen Artikel weiter mit Quay+",
    "Dieser Artikel ist nur für Abonnenten lesbar",
    "Um diesen Artikel weiterzulesen, melden Sie sich bitte an.",
    "Den vollständigen Artikel lesen Sie in unserer Ausgabe",
    "Cet article est réservé aux abonnés",
    "Il vous reste 80 % de cet article à lire",
    "Abonnez-vous pour lire la suite",
    "Contenido exclusivo para suscriptores",
    "Suscríbete para seguir leyendo",
    "Contenuto riservato agli abbonati",
    "Abbonati per continuare a leggere",
    "Conteúdo exclusivo para assinantes",
    "Lees verder met een abonnement",
    "Alleen voor abonnees",
    "Dostęp tylko dla prenumeratorów",
    "この記事は会員限定です",
    "Только для подписчиков",
)


def page_of(body: str, head: str = "") -> Page:
    markup = f"<html><head><title>Ferry times change</title>{head}</head><body>{body}</body></html>"
    return extract_page(markup.encode(), url=URL)


def declared(value: str, more: str = "") -> str:
    node = f'{{"@type":"NewsArticle","headline":"Ferry times change","isAccessibleForFree":{value}{more}}}'
    return f'<script type="application/ld+json">{node}</script>'


@each("invitation", INVITATIONS)
def test_an_invitation_to_subscribe_ends_a_text_that_is_not_complete(invitation: str) -> None:
    assert asks_to_subscribe(invitation)
    for end in (
        f"<p>{invitation}</p>",
        f"<div class=paywall><h3>{invitation}</h3><p>From 1 € a month</p><a href=/x>Offers</a></div>",
    ):
        page = page_of(f"<main><article><h1>Ferry times change</h1>{TEXT}{end}</article></main>")
        assert page.complete is False
        assert page.content_text.endswith(SENTENCE.format(11))
        assert list(page_lines(page, None, 70))[-1] == "The rest is for subscribers."


@each(
    "sentence",
    [
        "Subscribe to our newsletter for more news about ferries.",
        "The captain said that he would read the letter to the members of the crew.",
        "Read more: Why the tide is late",
        "Follow us on Mastodon",
        "Thanks for reading! Share this post with a friend.",
        "The article was corrected on Monday.",
        "Das Angebot ist nur im Sommer für Besucher offen.",
        "Melden Sie sich für unseren Newsletter an.",
        "Pour la suite, le port attend le feu vert.",
    ],
)
def test_other_sentences_are_no_invitation(sentence: str) -> None:
    assert not asks_to_subscribe(sentence)
    page = page_of(f"<article><h1>Ferry times change</h1>{TEXT}<p>{sentence}</p></article>", declared("false"))
    assert page.complete is True


@each(
    ("head", "text", "complete"),
    [
        ("", TEXT, None),
        (declared("true"), TEXT, True),
        (declared('"True"'), TEXT, True),
        (declared("false"), TEXT, True),  # for search engines; all of it is there
        (declared('"False"'), BEGINNING, False),
        (
            declared('"http://schema.org/False"'),
            f"{TEXT}<p>And then, on the morning of the day, it happened …</p>",
            False,
        ),
        (
            declared("true", ',"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".p"}'),
            BEGINNING,
            False,
        ),
        ("<meta name=article:content_tier content=locked>", BEGINNING, False),
        (
            (
                '<script type="application/ld+json">{"@type":"ItemList","itemListElement":'
                '{"@type":"Product","isAccessibleForFree":false}}</script>'
            ),
            TEXT,
            None,
        ),
    ],
)
def test_what_a_page_declares_counts_with_what_it_shows(head: str, text: str, complete: bool | None) -> None:
    assert page_of(f"<article><h1>Ferry times change</h1>{text}</article>", head).complete is complete


@settings(max_examples=examples(50))
@given(st.sampled_from(INVITATIONS), st.integers(3, 12), st.sampled_from(["p", "div", "section", "aside"]))
def test_the_text_before_a_wall_is_the_text_without_it(invitation: str, paragraphs: int, tag: str) -> None:
    text = "".join(TEXT.split("</p>")[number] + "</p>" for number in range(paragraphs))
    body = f"<article><h1>Ferry times change</h1>{text}%s</article><footer><p>Imprint</p></footer>"
    with_wall = page_of(body % f"<{tag}>{invitation}</{tag}>")
    assert with_wall.content_text == page_of(body % "").content_text
    assert with_wall.complete is False


def problem_of(body: str, known: KnownArticle = NOTHING_KNOWN, url: str = URL) -> Problem | None:
    try:
        extract_page(body.encode(), url=url, known=known)
    except ParseError as error:
        return error.details.code
    return None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<body><div id=root></div><script src=app.js></script></body>", Problem.PAGE_NEEDS_SCRIPT),
        ('<body><div class="x" id="__next"></div></body>', Problem.PAGE_NEEDS_SCRIPT),
        ("<body><noscript>You need to enable JavaScript to run this app.</noscript></body>", Problem.PAGE_NEEDS_SCRIPT),
        ("<body><app-root></app-root></body>", Problem.PAGE_NEEDS_SCRIPT),
        ("<body><form><input name=user></form><p>Log in</p><script>x()</script></body>", Problem.PAGE_WITHOUT_ARTICLE),
        ("<body><ul><li><a href=/a>One</a></li><li><a href=/b>Two</a></li></ul></body>", Problem.PAGE_WITHOUT_ARTICLE),
        (
            "<body><div id=root><p>The office is closed for the time being, sorry.</p></div></body>",
            Problem.PAGE_WITHOUT_ARTICLE,
        ),
        ("<body><ul>" + f"<li><a href=/a>One</a><!--{'x' * 1_000}--></li>" * 3_200, Problem.PAGE_TOO_LARGE),
    ],
)
def test_a_page_without_an_article_says_why(body: str, code: Problem) -> None:
    assert problem_of(f"<html>{body}") == code


def test_one_long_paragraph_is_an_article() -> None:
    assert (
        problem_of(f"<html><body><h1>Ferry times change</h1><p>{'The ferry leaves early, as always. ' * 60_000}")
        is None
    )


KNOWN = KnownArticle(
    "Ferry times change",
    "From Monday the first boat leaves at six, and passengers with weekly tickets do not need to do anything at all.",
    URL,
)
OTHER = "".join(
    f"<p>Number {n} of many other sentences, which say nothing about boats, is here too.</p>" for n in range(6)
)


@pytest.mark.parametrize(
    ("title", "text", "url", "fits"),
    [
        ("Ferry times change | Quay Gazette", TEXT, URL, True),
        ("The boat goes early", TEXT.replace("Paragraph", KNOWN.summary + " Paragraph"), URL, True),
        ("New ferry times", TEXT, "https://quay.example/other/address", True),
        ("Page not found", f"<h1>404</h1>{OTHER}", URL, False),
        ("Log in", f"<h1>Log in</h1>{OTHER}", "https://login.example/?next=x", False),
        ("Before you continue", f"<h1>We value your privacy</h1>{OTHER}", URL, False),
        (
            "Quay Gazette",
            f"<h1>Quay Gazette</h1>{OTHER}<h2>Ferry times change</h2>{TEXT}",
            "https://quay.example/",
            False,
        ),
        ("Ferry times change", TEXT, "https://quay.example/", True),
    ],
)
def test_a_page_that_is_not_the_one_of_the_feeds_article_is_refused(
    title: str, text: str, url: str, *, fits: bool
) -> None:
    body = f"<html><head><title>{title}</title></head><body>{text}</body></html>"
    assert problem_of(body, KNOWN, url) == (None if fits else Problem.PAGE_OF_OTHER)
    assert problem_of(body, NOTHING_KNOWN, url) is None


def test_the_text_that_the_feed_summarises_is_the_one_of_the_article() -> None:
    other = "".join(
        f"<p>{SENTENCE.format(number)} And they say so, at some length, once more.</p>" for number in range(60, 99)
    )
    told = "".join(
        f"<p>{KNOWN.summary} The quay has pier number {n}, and a bell that rings, they say.</p>" for n in range(9)
    )
    markup = f"<html><body><h1>Ferry times change</h1><aside class=sidebar><div class=x>{told}</div></aside><div>{other}</div></body></html>".encode()
    assert "number 3" not in extract_page(markup, url=URL).content_text
    page = extract_page(markup, url=URL, known=KNOWN)
    assert "number 3" in page.content_text
    assert "Paragraph 70" not in page.content_text
    unknown = KnownArticle(
        KNOWN.title, "A summary in words of its own, which are on no paragraph of this page, as is usual."
    )
    assert extract_page(markup, url=URL, known=unknown).content_text == extract_page(markup, url=URL).content_text
