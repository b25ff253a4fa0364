"""Whole pages as systems for websites write them: what is the article's, and what the site adds."""

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE

URL = "https://www.quay-gazette.example/ferry/times"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in ARTICLE[:4])
TEXT = "\n\n".join(ARTICLE[:4])
OTHER = "The bakery on the market square closes after ninety years, because nobody wants to take it over."


def read(body: str, head: str = "<title>Ferry times change</title>") -> dict[str, object]:
    markup = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return page_object(extract_page(markup.encode(), url=URL))


def names(result: dict[str, object]) -> list[str]:
    authors = result["authors"]
    assert isinstance(authors, list)
    return [author["name"] for author in authors]


@each(
    "box",
    [
        f"<comment-section><h2>2 comments</h2><user-comment><p>{OTHER}</p></user-comment></comment-section>",
        f"<newsletter-box><h3>Mornings</h3><p>{OTHER}</p></newsletter-box>",
        f"<div role=complementary><h3>Also today</h3><p>{OTHER}</p></div>",
        f"<div role=contentinfo><p>{OTHER}</p></div>",
        f"<div role=dialog aria-modal=true><h2>Quay Gazette</h2><p>{OTHER}</p></div>",
    ],
)
def test_custom_elements_and_roles_say_what_is_no_part_of_the_article(box: str) -> None:
    result = read(f"<div><h1>Ferry times change</h1>{PARAGRAPHS}</div>{box}")
    assert result["content_text"] == TEXT


def test_an_article_in_elements_with_such_names_and_roles_is_kept() -> None:
    body = f"<sidebar-layout><div role=complementary><related-story><h1>Ferry times change</h1>{PARAGRAPHS}"
    assert read(body)["content_text"] == TEXT


@each(
    "line, name",
    [
        ("<span>作者：</span><a href=/a>陈晓梅</a>", "陈晓梅"),
        ("بقلم <a href=/a>ليلى حداد</a>", "ليلى حداد"),
        ("<span>लेखक:</span> <a href=/a>कविता श्रीवास्तव</a>, <time>12 नवंबर 2024</time>", "कविता श्रीवास्तव"),
        ("<span>Της</span> <a href=/a>Κατερίνα Παπαδάκη</a>", "Κατερίνα Παπαδάκη"),
        ("<span>Του</span> <a href=/a>Νίκου Γεωργίου</a>", "Νίκου Γεωργίου"),
    ],
)
def test_a_label_in_an_element_of_its_own_is_no_author(line: str, name: str) -> None:
    assert names(read(f"<article><h1>Ferry times change</h1><div class=byline>{line}</div>{PARAGRAPHS}</article>")) == [
        name
    ]


def test_the_end_of_the_title_may_be_the_author_and_not_the_site() -> None:
    head = (
        "<title>Ferry times change - Rosalind Achebe</title><meta property=og:site_name content='Tidewater Notes'>"
        "<meta name=author content='Rosalind Achebe'>"
    )
    assert names(read(f"<article><h1>Ferry times change</h1>{PARAGRAPHS}</article>", head)) == ["Rosalind Achebe"]


def teaser(number: int) -> str:
    return f"<a href=/other/{number}>Another story of the day, number {number}</a>"


@each(
    "others",
    [
        "".join(
            f"<div class=c3>{teaser(n)}<div class=c4>What happened there, in one sentence.</div></div>"
            for n in range(3)
        ),
        "".join(f"<div class=item>{teaser(n)}<br>What happened there, in one sentence.</div>" for n in range(3)),
        "".join(f"<div><div>{teaser(n)}</div><p>What happened there, in one sentence.</p></div>" for n in range(4)),
        "<h3>2 комментария</h3>" + f"<div class=media><h4>Boris</h4><p>{OTHER}</p></div>",
        "<h3>Comments (14)</h3>" + f"<div class=media><h4>Boris</h4><p>{OTHER}</p></div>",
        f"<div id=diskuse><div class=prispevek><b>Boris</b><br>{OTHER}</div></div>",
        f"<div><p>{OTHER}</p><form><input type=email><button>OK</button></form></div>",
    ],
)
def test_lists_of_links_comments_and_fields_for_a_mail_address_are_no_part_of_the_article(others: str) -> None:
    result = read(f"<div><h1>Ferry times change</h1><div class=c2>{PARAGRAPHS}</div><div>{others}</div></div>")
    assert result["content_text"] == TEXT


def test_an_article_that_is_a_list_of_links_with_descriptions_is_kept() -> None:
    items = "".join(f"<div class=item>{teaser(n)}<br>{text}</div>" for n, text in enumerate(ARTICLE))
    result = read(f"<article><h1>Links of the week</h1><p>{OTHER}</p>{items}</article>")
    assert all(text in str(result["content_text"]) for text in ARTICLE)


def test_a_short_article_ends_where_the_element_with_its_headline_ends() -> None:
    notes = (
        f"<div><h3>Mornings</h3><p>{OTHER}</p></div><div>Quay Gazette Ltd, 4 Harbour Street. All rights reserved.</div>"
    )
    short = "".join(f"<p>{text}</p>" for text in ARTICLE[:2])
    result = read(f"<div><div class=story><h2>Ferry times change</h2>{short}</div></div>{notes}")
    assert result["content_text"] == "\n\n".join(ARTICLE[:2])


def test_a_summary_called_teaser_that_leads_nowhere_is_kept() -> None:
    summary = "From Monday the first boat leaves ten minutes earlier than before, and the last one sails at nine."
    body = f"<article><h1>Ferry times change</h1><div class='field--name-teaser'><p>{summary}</p></div>{PARAGRAPHS}</article>"
    result = read(body)
    assert summary in f"{result['lead']}\n{result['content_text']}"


@each(
    "heading, head, title",
    [
        (
            "<h1>Ferry times change<a class=headerlink href='#f'>¶</a></h1>",
            "<title>Ferry times change - Notes</title>",
            None,
        ),
        (
            "<h1>Quay Gazette</h1><h2>Ferry times change again</h2>",
            "<title>Quay Gazette - Ferry times change again</title>",
            None,
        ),
        (
            "<h2>市議会が自転車道を可決</h2>",
            "<title>市議会が自転車道を可決 | 地域 | みなと新聞</title>",
            "市議会が自転車道を可決",
        ),
    ],
)
def test_headlines_are_told_from_links_to_themselves_and_from_the_site(
    heading: str, head: str, title: str | None
) -> None:
    result = read(f"<div>{heading}{PARAGRAPHS}</div>", head)
    assert str(result["title"]).removesuffix(" again") == (title or "Ferry times change")


@each("line, day", [("12 listopada 2024, 18:40", "2024-11-12"), ("12. listopada 2024.", "2024-10-12")])
def test_polish_and_croatian_listopad_are_told_apart_by_the_dot(line: str, day: str) -> None:
    result = read(f"<article><h1>Ferry times change</h1><div class=date>{line}</div>{PARAGRAPHS}</article>")
    assert str(result["published"]).startswith(day)


@each(
    "body",
    [
        "<article><h1>Dog saved</h1><time datetime=2024-05-03>3 May</time><p>A dog was pulled out of the river on Friday. It is well.</p>",
        "<h2>Hund gerettet</h2><span class=datum>03.05.2024</span><div>Die Feuerwehr hat einen Hund aus der Hase gezogen.<br>Er ist wohlauf.</div>",
    ],
)
def test_two_sentences_below_a_dated_headline_are_an_article(body: str) -> None:
    title = "Dog saved" if "Dog" in body else "Hund gerettet"
    assert read(body, f"<title>{title}</title>")["title"] == title


def test_comments_below_their_number_may_be_longer_than_the_article() -> None:
    comments = "".join(f"<div><b>Reader {n}</b><p>{text}</p></div>" for n, text in enumerate(ARTICLE[2:]))
    body = f"<h1>Ferry times change</h1><p>{OTHER}</p><p>{ARTICLE[0]}</p><div><h2>87 comments</h2>{comments}</div>"
    assert read(body)["content_text"] == f"{OTHER}\n\n{ARTICLE[0]}"


@each(
    "line, expected",
    [
        ("Stabsstelle Presse und Kommunikation", []),
        ("Referat Kommunikation", []),
        ("Mei-Ling Tan and Oscar de la Cruz", ["Mei-Ling Tan", "Oscar de la Cruz"]),
        ("سامي الخطيب<br>الأحد 5 مايو 2024", ["سامي الخطيب"]),
        ("文・佐藤美咲", ["佐藤美咲"]),
        ("वह नदी के पास, दो कुत्तों के साथ, रहती हैं।", []),
        ("佐藤美咲は港の新聞で地方政治と交通を担当し、川のそばに暮らしている。", []),
    ],
)
def test_departments_weekdays_and_sentences_are_no_authors(line: str, expected: list[str]) -> None:
    assert names(read(f"<article><h1>Ferry times change</h1><div class=author>{line}</div>{PARAGRAPHS}")) == expected


def test_a_recipe_has_the_author_that_its_linked_data_names() -> None:
    data = '{"@context":"https://schema.org","@type":"Recipe","name":"Cake","author":{"@type":"Person","name":"%s"}}'
    for name, expected in (("Rosa Lind", ["Rosa Lind"]), ("Quay Kitchen", [])):
        head = f"<title>Cake</title><script type='application/ld+json'>{data % name}</script>"
        assert names(read(f"<article><h1>Cake</h1>{PARAGRAPHS}</article>", head)) == expected


def test_a_sentence_in_chinese_among_an_english_text_does_not_make_it_short() -> None:
    quoted = "<p>佐藤美咲は港の新聞で地方政治と交通を担当し、川のそばに暮らしている。</p>"
    text = str(read(f"<div>{PARAGRAPHS}{quoted}</div>", "<title>x</title>")["content_text"])
    assert ARTICLE[0] in text
    assert "佐藤美咲" in text


@each(
    "note",
    [
        "(opens in a new window)", "Opens a new window", "opens in new tab", "(öffnet in neuem Tab)",
        "(wird in einem neuen Fenster geöffnet)", "(s’ouvre dans une nouvelle fenêtre)", "(Se abre en una nueva pestaña)",
        "si apre in una nuova finestra", "Opent in een nieuw venster", "Link öffnet in neuem Fenster",
    ],
)  # fmt: skip
@each("element", ["<span class=ext>{}</span>", "<i>{}</i>", "<small> {}</small>"])
def test_a_link_does_not_say_that_it_opens_a_window(note: str, element: str) -> None:
    assert " the table, from" in sentence(f"<a href=/t>the table{element.format(note)}</a>, from")


@each("words", ["how it opens a window", "a new window in the wall", "Fenster, die sich öffnen", "opens at nine"])
def test_a_link_that_tells_of_windows_does(words: str) -> None:
    assert f" the house {words}, from" in sentence(f"<a href=/t>the house <b>{words}</b></a>, from")


def test_a_link_with_no_other_words_keeps_them() -> None:
    assert " opens in a new window, from" in sentence("<a href=/t><span>opens in a new window</span></a>, from")


def sentence(middle: str) -> str:
    """The text of an article, with a sentence that has something in the middle."""
    line = f"<p>Everybody knows that {middle} which the boats leave, is right.</p>"
    return str(read(f"<article><h1>Ferry times change</h1>{PARAGRAPHS}{line}{PARAGRAPHS}</article>")["content_text"])
