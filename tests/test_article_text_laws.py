"""Laws of the text of a page: what may change around it, beside it and between its paragraphs without changing it."""

import json
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.extract import extract_page
from reader.errors import ParseError
from reader.model import Page
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL
from tests.support.fuzzing import examples

TITLE = "Ferry times change"
GERMAN = (
    "Die alte Mühle am Bach wurde im Jahr 1782 gebaut und mahlte bis in die sechziger Jahre das Korn von elf Höfen.",
    "Ihr Rad ist aus Eiche und drehte sich zuletzt im März, als der Bach Hochwasser führte.",
    "Im Inneren steht noch die Waage, mit der die Bauern ihre Säcke wogen, daneben hängt die Preistafel.",
    "Der Boden im zweiten Stock hat nachgegeben, weil unter ihm zwei Balken faul sind.",
    "Am teuersten wird das Dach, denn die Schindeln müssen von Hand gespalten werden.",
    "Bis dahin sucht der Verein noch Helfer, die an Wochenenden Schutt tragen und am Mittag für alle kochen.",
)
TEXTS = st.sampled_from([ARTICLE, GERMAN])
FURNITURE = st.sampled_from([
    "widget", "elementor-widget-theme-post-content", "share", "no-share", "has-double-sidebar", "article__teaser",
    "tag-sponsor", "sidebar", "newsletter", "promo", "related-posts", "cookie-notice", "footer", "main-menu", "print",
    "popup", "entry-content-read-more", "meta", "advert", "social", "byline", "banner", "subscribe", "is-hidden",
    "paywall", "toc", "legal", "modal", "breadcrumb", "widget-area", "sc-ad-container", "caption", "latest", "x",
])  # fmt: skip
CONTAINERS = st.sampled_from(["div", "section", "article", "main", "form", "center"])
LABELS = st.sampled_from([
    "<div>Advertisement</div>", "<p>Anzeige</p>", "<div class=x><span>UP NEXT</span></div>", "<p>Image 1 of 3</p>",
    "<p>Bild 2 von 7</p>", "<div>Share this article</div>", "<p>5 min read</p>", "<p>Lesezeit: 4 Minuten</p>",
    "<p>Publicité</p>", "<p>Updated 3 May 2024, 10:15</p>", "<p>Read more: Mayor opens bridge</p>",
    "<p>Lesen Sie auch: Brot wird teurer</p>", "<div>Skip to the end of the gallery</div>", "<p>Enlarge image</p>",
    "<div class=k><h4>Brot wird teurer</h4><div>Die Bäckerei am Markt erhöht im Juli ihre Preise</div></div>",
    "<div><h3><a href=/b>Mayor opens bridge</a></h3><p>The mayor opened the new bridge on Sunday at noon.</p></div>",
    "<aside><h3>Most read</h3><ul><li><a href=/b>Mayor opens bridge</a></li></ul></aside>",
    "<button>Play video</button>", "<p><a href=/b>Mayor opens the new bridge</a></p>", "<div>3 Kommentare</div>",
])  # fmt: skip
SENTENCES = st.sampled_from(
    ["Nein.", "Wirklich?", "“That was close!”", "„Das war knapp!“", "Ada Brine: Yes.", "It rains."]
)
FIGURE = (
    '<figure><img src="/sunset.png" alt="Sunset" width="480" height="270">'
    "<figcaption>The sun above the harbour.</figcaption></figure>"
)


def paragraphs(texts: tuple[str, ...] | list[str]) -> list[str]:
    return [f"<p>{text}</p>" for text in texts]


def page_of(body: str, head: str = "", headline: str = f"<h1>{TITLE}</h1>") -> Page:
    menu = "<ul>" + "".join(f"<li><a href=/{number}>Section {number}</a></li>" for number in range(9)) + "</ul>"
    end = "<footer><p>Quay Gazette, Harbour Street 1, all rights reserved.</p><a href=/imprint>Imprint</a></footer>"
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{menu}{headline}{body}{end}</body></html>"
    return extract_page(markup.encode(), url=URL)


def text_of(body: str, head: str = "") -> str:
    text: str = page_of(body, head).content_text
    return text


def joined(texts: tuple[str, ...] | list[str]) -> str:
    return "\n\n".join(texts)


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, FURNITURE, FURNITURE, CONTAINERS, st.sampled_from(["class", "id"]))
def test_no_class_around_the_text_changes_it(texts, outer, inner, tag, attribute) -> None:
    body = f"<{tag} {attribute}='{outer}'><div class='{inner}'>{''.join(paragraphs(texts))}</div></{tag}>"
    assert text_of(body) == joined(texts)


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, FURNITURE, st.integers(0, 3), CONTAINERS)
def test_no_class_around_half_of_the_text_changes_it(texts, token, first, tag) -> None:
    marked = paragraphs(texts)
    half = f"<div class='{token}'>{''.join(marked[first : first + 3])}</div>"
    body = f"<{tag}>{''.join(marked[:first])}{half}{''.join(marked[first + 3 :])}</{tag}>"
    assert text_of(body) == joined(texts)


@settings(max_examples=examples(40), deadline=None)
@given(TEXTS, FURNITURE, st.integers(1, 4))
def test_no_class_of_one_paragraph_among_others_changes_the_text(texts, token, number) -> None:
    marked = paragraphs(texts)
    marked[number] = marked[number].replace("<p>", f"<p class='{token}'>")
    assert text_of(f"<article>{''.join(marked)}</article>") == joined(texts)


@settings(max_examples=examples(60), deadline=None)
@given(
    TEXTS,
    st.lists(st.sampled_from(["div", "section", "header", "div class=column"]), min_size=6, max_size=6),
    st.sets(st.integers(1, 5), min_size=1),
    st.sampled_from(["article", "div", "main"]),
)
def test_the_text_may_be_divided_over_containers(texts, tags, cuts, around) -> None:
    marked, body = paragraphs(texts), ""
    for tag, start, end in zip(tags, [0, *sorted(cuts)], [*sorted(cuts), len(marked)], strict=False):
        body += f"<{tag}>{''.join(marked[start:end])}</{tag.split()[0]}>"
    assert text_of(f"<{around}>{body}</{around}>") == joined(texts)


@settings(max_examples=examples(60), deadline=None)
@given(
    TEXTS,
    st.integers(0, 5),
    st.integers(1, 6),
    st.sampled_from(
        [
            "<div class=latest><h3><a href=/ferry>{title}</a></h3><p>{copy}</p></div>",
            "<ul class=slider><li><a href=/ferry>{title}</a> <span>{copy}</span></li></ul>",
            "<div style='display:none'><span>2024-06-01T10:00:00Z</span> <span>{copy}</span> <span>mill, roof</span></div>",
            "<div class=teaser><a href=/ferry>{copy}</a></div>",
            "<p hidden>{copy}</p>",
            "<div><h2>{title}</h2></div>",
        ]
    ),
    st.booleans(),
)
def test_copies_of_the_text_elsewhere_do_not_change_it(texts, start, size, copy, is_before) -> None:
    copied = copy.format(title=TITLE, copy=" ".join(texts[start : start + size]))
    body = f"<div class=body>{''.join(paragraphs(texts))}</div>"
    assert text_of(copied + body if is_before else body + copied) == joined(texts)


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, LABELS, st.integers(1, 5), CONTAINERS)
def test_a_label_or_a_teaser_between_two_paragraphs_leaves_the_text(texts, label, place, tag) -> None:
    marked = paragraphs(texts)
    marked.insert(place, label)
    assert text_of(f"<{tag}>{''.join(marked)}</{tag}>") == joined(texts)


@settings(max_examples=examples(40), deadline=None)
@given(TEXTS, SENTENCES, st.integers(1, 5), CONTAINERS)
def test_a_sentence_between_two_paragraphs_is_added(texts, sentence, place, tag) -> None:
    expected = list(texts)
    expected.insert(place, sentence)
    assert text_of(f"<{tag}>{''.join(paragraphs(expected))}</{tag}>") == joined(expected)


@settings(max_examples=examples(40), deadline=None)
@given(TEXTS, st.integers(0, 6), st.sampled_from(["", "<div>", "<div class=image>"]), CONTAINERS)
def test_a_figure_stays_wherever_it_is_among_the_paragraphs(texts, place, wrapper, tag) -> None:
    marked = paragraphs(texts)
    marked.insert(place, wrapper + FIGURE + ("</div>" if wrapper else ""))
    found = page_of(f"<{tag} class=entry>{''.join(marked)}</{tag}>")
    assert found.content_html.count("<figure") == 1
    assert 'alt="Sunset"' in found.content_html
    assert "The sun above the harbour." in found.content_text
    assert all(text in found.content_text for text in texts)


@each(
    ("block", "expected"),
    [
        (
            "<table><tr><td>8.00</td><td>To the island</td></tr><tr><td>9.30</td><td>To the cape</td></tr></table>",
            "8.00",
        ),
        ("<ul><li>The morning ferry to the island</li><li>The evening ferry to the cape</li></ul>", "evening ferry"),
        ("<ol><li>Buy a ticket at the office.</li><li>Wait at the second pier.</li></ol>", "second pier"),
        ("<pre>ferry --to island</pre>", "ferry --to island"),
    ],
)
@each("place", [1, 3, 6])
def test_lists_tables_and_code_stay_among_and_after_the_paragraphs(block: str, expected: str, place: int) -> None:
    marked = paragraphs(ARTICLE)
    marked.insert(place, block)
    assert expected in text_of(f"<div class=entry>{''.join(marked)}</div>")


@settings(max_examples=examples(30), deadline=None)
@given(TEXTS, st.integers(1, 6), st.sampled_from(["ul", "ol"]), st.sampled_from(["https://shop.example/", "/tides/"]))
def test_a_list_of_links_stays_after_an_introduction_with_a_colon(texts, place, tag, address) -> None:
    items = ["Millstone of granite, 40 cm, for 139 Euro", "Flour sieve made of beech for 24 Euro"]
    links = "".join(f"<li><a href='{address}{number}'>{item}</a></li>" for number, item in enumerate(items))
    marked = paragraphs(texts)
    marked.insert(place, f"<p>Whoever wants to mill needs two things:</p><{tag}>{links}</{tag}>")
    text = text_of(f"<article>{''.join(marked)}</article>")
    assert all(part in text for part in (*texts, *items, "two things:"))


WHOLE = "".join(paragraphs(ARTICLE))


@each(
    "body",
    [
        f"<div>{'<br><br>'.join(ARTICLE)}</div>",
        "<br><br>".join(ARTICLE),
        "<span>" + "</span><br><span>".join(ARTICLE) + "</span>",
        "".join(f"<div><div><span>{text}</span></div></div>" for text in ARTICLE),
        "".join(f"<div><h2>{text}</h2></div>" for text in ARTICLE),
        "<pre>" + "\n\n".join(ARTICLE) + "</pre>",
        "<table>" + "".join(f"<tr><td>{text}</td></tr>" for text in ARTICLE) + "</table>",
        "<dl>" + "".join(f"<dt>Part</dt><dd>{text}</dd>" for text in ARTICLE) + "</dl>",
        "".join(f"<details><summary>Question?</summary><p>{text}</p></details>" for text in ARTICLE),
        f"<form method=post><div><input name=state><div>{WHOLE}</div></div></form>",
        f"<nav><ul><li><a href=/>Start</a><li><div><article>{WHOLE}</article></div></nav>",
        f"<nav class=hidden><ul><li><div><main>{WHOLE}</main></div></ul></nav>",
        f"<button>{WHOLE}</button>",
        f"<dialog open>{WHOLE}</dialog>",
        f"<a name=top><div>{WHOLE}</div></a>",
        f"<a href=/ferry><div>{WHOLE}</div></a>",
        f"<aside>{WHOLE}</aside>",
        f"<div id=app></div><noscript><div>{WHOLE}</div></noscript>",
        f"<x-article><template shadowrootmode=open><div>{WHOLE}</div></template></x-article>",
        f'<iframe srcdoc="{escape(WHOLE)}"></iframe>',
        "<div class=comments>" + "".join(f"<div class=comment><p>{text}</p></div>" for text in ARTICLE) + "</div>",
        "".join(f"<div class='widget module'><div>{text}</div></div>" for text in paragraphs(ARTICLE)),
    ],
)
def test_the_text_is_found_in_elements_of_any_kind(body: str) -> None:
    text = text_of(body)
    assert all(part in text for part in ARTICLE)
    assert "Section 3" not in text
    assert "rights reserved" not in text


@each("written", ["\n".join(ARTICLE), WHOLE, escape(WHOLE)])
def test_the_text_may_be_in_linked_data_alone(written: str) -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": written})
    assert text_of("<div id=app></div>", f"<script type=application/ld+json>{data}</script>") == joined(ARTICLE)


@each(
    "lines",
    [
        [f"<p>Harbour office {n}<br>Quay Street {n}<br>2345{n} Quay<br>Phone 0123 456{n}</p>" for n in range(8)],
        [f"<div>Harbour office {n}</div><div>Quay Street {n}</div><div>2345{n} Quay</div>" for n in range(8)],
        [f"<dl><dt>Pier {n}</dt><dd>Ferry {n} to the island</dd></dl>" for n in range(9)],
        ["<ul>", *(f"<li>Length of pier {n}: {n}0 metres</li>" for n in range(9)), "</ul>"],
        ["<table>", *(f"<tr><td>{n}.00</td><td>Ferry {n} leaves</td></tr>" for n in range(9)), "</table>"],
        [
            f"<div class=photo><img src=/{n}.jpg width=800><p>Boat {n} at the quay, early morning</p></div>"
            for n in range(9)
        ],
    ],
)
def test_a_page_of_short_lines_gives_them_all(lines: list[str]) -> None:
    text = text_of(f"<div class=content>{''.join(lines)}</div>")
    assert all(str(number) in text for number in range(8))
    assert len(text.split()) > 30
    assert "Section 3" not in text


def test_a_forum_thread_gives_its_posts_and_not_the_cards_of_its_members() -> None:
    posts = "".join(
        f"<li class=post><div class=body>{text}</div><dl class=profile><dt>sailor{number}</dt><dd>Posts: {number}00</dd>"
        "<dd>Joined: Mon Feb 01, 2010 8:00 pm</dd></dl></li>"
        for number, text in enumerate(ARTICLE)
    )
    text = text_of(f"<ol class=posts>{posts}</ol>")
    assert all(part in text for part in ARTICLE)
    assert "Joined" not in text


def test_a_scientific_article_gives_more_than_its_references() -> None:
    sections = "".join(
        f"<section><h2>Part {n}</h2><div><p>{text}</p></div></section>" for n, text in enumerate(ARTICLE)
    )
    works = "".join(
        f"<li>Brine A. ({1950 + n}) Tides, winds, and timetables. Journal of Ferries {n}: 9–99.</li>" for n in range(60)
    )
    text = text_of(f"{sections}<section><h2>References</h2><ol class=references>{works}</ol></section>")
    assert all(part in text for part in (*ARTICLE, "Part 0", "Part 5"))


def test_a_recipe_gives_its_parts_and_not_its_buttons() -> None:
    items = "".join(f"<li>{n}00 g of {name}</li>" for n, name in enumerate(["leeks", "cream", "butter", "potatoes"], 1))
    steps = "".join(f"<li>{step}</li>" for step in ["Peel the potatoes.", "Fry the leeks in butter.", "Add the cream."])
    buttons = "<div class=buttons><a href=/print>PRINT</a> <span>RATE</span></div>"
    text = text_of(f"<div>{buttons}<p>A soup for cold evenings at the quay.</p><ul>{items}</ul><ol>{steps}</ol></div>")
    assert all(part in text for part in ("A soup for cold", "100 g of leeks", "400 g of potatoes", "Fry the leeks"))
    assert "RATE" not in text


def test_a_consent_dialog_and_a_footer_are_not_the_article() -> None:
    dialog = f"<div class=cookie-consent><p>We use cookies on this page, so that it works. {ARTICLE[0]}</p></div>"
    with pytest.raises(ParseError):
        text_of(f"{dialog}<div id=app></div>")


PROSE = " ".join(ARTICLE)


@each(
    "body",
    [
        *(
            f"<{tag}>{PROSE}</{tag}>"
            for tag in ("p", "td", "pre", "button", "summary", "a href=/x", "object", "quay-text")
        ),
        "<br>".join(ARTICLE),
        "".join(f"<li>{text}</li>" for text in ARTICLE),
        "".join(f"<h2>{text}</h2>" for text in ARTICLE),
        "".join(f"<quay-line>{text}</quay-line>" for text in ARTICLE),
        f"<p>{'渡船在中午离开港口船员们等待潮水转向' * 8}</p>",
        f"<p>{'เรือออกจากท่าตอนเที่ยงและลูกเรือรอน้ำขึ้น' * 8}</p>",
    ],
)
def test_a_page_of_prose_has_an_article_whatever_holds_it(body: str) -> None:
    for around in ("{}", "<div class=sidebar>{}</div>", "<div class=cookie-banner>{}</div>", "<form>{}</form>"):
        for headline in ("", f"<h1>{TITLE}</h1>"):
            page = f"<title>{TITLE}</title><body>{headline}{around.format(body)}</body>"
            assert len(extract_page(page.encode(), url=URL).content_text) >= 140


@each("tag", ["nav", "dialog", "menu", "aside", "footer", "header"])
def test_short_sentences_in_a_control_are_the_article_of_a_page_without_other_text(tag: str) -> None:
    sentences = [f"Boat number {number} sails at noon, if the tide allows." for number in range(8)]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    text = extract_page(f"<title>{TITLE}</title><h1>{TITLE}</h1><{tag}>{body}</{tag}>".encode(), url=URL).content_text
    assert all(sentence in text for sentence in sentences)


def test_a_menu_is_not_an_article() -> None:
    links = "".join(f"<li><a href=/{n}>Boat number {n} sails at noon, if the tide allows.</a></li>" for n in range(8))
    with pytest.raises(ParseError):
        extract_page(f"<title>{TITLE}</title><h1>{TITLE}</h1><nav><ul>{links}</ul></nav>".encode(), url=URL)
