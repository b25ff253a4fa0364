"""A short notice on a page that has more text about other things: its headline says what is the article."""

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

TITLE = "Footbridge closed"
NOTICE = "The footbridge over the canal is closed from Monday, 12 October. The way round is by the mill and the market."
OTHERS = (
    "The brass band invites everyone to its concert on Saturday. Marches and waltzes are on the programme, and more.",
    "The handball players won their first match at home. Before three hundred people the last goal fell at the end.",
    "The council has approved the budget. Two million are for the school, whose roof has leaked for nine years now.",
    "The first cranes have landed by the river. Twenty thousand are expected, says the warden, who counts them daily.",
)


def text_of(body: str, head: str = "") -> str:
    described = f"<meta name=description content='{NOTICE}'>"
    markup = f"<html><head><title>{TITLE} | Canal Post</title>{described}{head}</head><body>{body}</body></html>"
    return str(page_object(extract_page(markup.encode(), url=URL))["content_text"])


def others(rank: str = "h3", *, linked: bool = True) -> str:
    names = (f"<a href=/n/{n}>News number {n} of the week</a>" if linked else f"News {n}" for n in range(9))
    return "".join(f"<div class=k><{rank}>{next(names)}</{rank}><p>{text}</p></div>" for text in OTHERS)


@each(
    "place",
    [
        "div class=related-posts",
        "div class='sidebar right'",
        "aside",
        "footer",
        "section class=recommended",
        "div class=latest-news",
        "div class=more-stories",
        "div class=comments",
        "div id=sidebar",
    ],
)
@each("linked", [True, False])
def test_a_notice_is_the_article_although_a_place_for_others_has_more_text(place: str, linked: bool) -> None:
    boxes = f"<{place}>{others(linked=linked)}</{place.partition(' ')[0]}>"
    assert text_of(f"<div id=page><article><h1>{TITLE}</h1><p>{NOTICE}</p></article>{boxes}</div>") == NOTICE


@each(
    "place",
    [
        "div class=related-posts",
        "div class='sidebar right'",
        "aside",
        "section class=recommended",
        "div class=latest-news",
        "div id=sidebar",
    ],
)
def test_a_text_in_such_a_place_is_the_article_if_its_headline_is_there_or_nothing_else_is_there(place: str) -> None:
    paragraphs, end = "".join(f"<p>{text}</p>" for text in ARTICLE), place.partition(" ")[0]
    expected = "\n\n".join(ARTICLE)
    assert expected in text_of(f"<div id=page><{place}><h1>{TITLE}</h1><p>{NOTICE}</p>{paragraphs}</{end}></div>")
    if place != "aside":
        assert text_of(f"<div id=page><div><h1>{TITLE}</h1></div><{place}>{paragraphs}</{end}></div>") == expected
        lead = f"<header><h1>{TITLE}</h1><p>{NOTICE}</p></header>"
        assert expected in text_of(f"<div id=page>{lead}<{place}><h2>Why</h2>{paragraphs}</{end}></div>")


@each(
    "heading",
    [
        "Weitere Meldungen",
        "Aktuelles",
        "Neueste Beiträge",
        "More news",
        "Latest posts",
        "Related articles",
        "Autres actualités",
        "Últimas noticias",
        "Altre notizie",
        "Meer nieuws",
        "Inne artykuły",
        "Другие новости",
    ],
)
def test_what_is_below_a_heading_for_other_news_is_no_part_of_the_article(heading: str) -> None:
    listed = f"<h2>{heading}</h2>{others(linked=False)}"
    for body in (
        f"<main><h1>{TITLE}</h1><p>{NOTICE}</p><section>{listed}</section></main>",
        f"<main><h1>{TITLE}</h1><p>{NOTICE}</p>{listed}</main>",
    ):
        assert text_of(body) == NOTICE


def test_sections_of_an_article_are_kept_whatever_their_number() -> None:
    parts = "".join(f"<section><h2>Part {n}</h2><p>{text}</p></section>" for n, text in enumerate(ARTICLE))
    for body in (
        f"<main><h1>{TITLE}</h1><p>{NOTICE}</p>{parts}</main>",
        f"<header><h1>{TITLE}</h1><p>{NOTICE}</p></header>{parts}",
    ):
        text = text_of(body)
        assert all(paragraph in text for paragraph in ARTICLE)


@each("rank", ["h1", "h2"])
@each("tag", ["article", "div class=post", "section class='news-item x1'"])
def test_of_several_articles_on_a_page_the_one_with_the_title_counts(rank: str, tag: str) -> None:
    end = tag.partition(" ")[0]
    boxes = [f"<{tag}><{rank}>News {n}</{rank}><p>{text}</p></{end}>" for n, text in enumerate(OTHERS)]
    own = f"<{tag}><{rank}>{TITLE}</{rank}><p>{NOTICE}</p></{end}>"
    for place in (0, 2, 4):
        assert text_of(f"<main>{''.join(boxes[:place])}{own}{''.join(boxes[place:])}</main>") == NOTICE


def test_boxes_of_a_page_builder_that_each_have_a_heading_are_one_article() -> None:
    boxes = "".join(f"<div class=block><h2>Part {n}</h2><p>{text}</p></div>" for n, text in enumerate(ARTICLE))
    text = text_of(f"<main><div class=block><h2>{TITLE}</h2><p>{NOTICE}</p></div>{boxes}</main>")
    assert all(paragraph in text for paragraph in ARTICLE)


@each("link", ["weiterlesen", "Mehr erfahren", "Read more »", "Lire la suite", "Leer más", "Lees meer", "Читать далее"])
def test_boxes_that_end_with_a_link_to_read_more_are_other_articles(link: str) -> None:
    boxes = "".join(
        f"<div class=e><h3>News {n}</h3><p>{text} <a href=/n/{n}>{link}</a></p></div>" for n, text in enumerate(OTHERS)
    )
    assert text_of(f"<div><div class=detail><h1>{TITLE}</h1><p>{NOTICE}</p></div><div>{boxes}</div></div>") == NOTICE


@each("heading", ["3 comments", "Kommentare", "Leave a reply", "So können Sie kommentieren:", "Laisser un commentaire"])
def test_comments_below_a_notice_are_no_part_of_it_however_many_there_are(heading: str) -> None:
    comments = "".join(f"<div><b>Reader {n}</b><p>{text}</p></div>" for n, text in enumerate(OTHERS * 3))
    assert (
        text_of(
            f"<article><h1>{TITLE}</h1><div><p>{NOTICE}</p></div></article><div class=k2><h3>{heading}</h3>{comments}</div>"
        )
        == NOTICE
    )


def test_a_heading_such_as_comment_among_the_text_ends_nothing() -> None:
    paragraphs = [f"<p>{text}</p>" for text in ARTICLE]
    paragraphs.insert(1, "<h2>Kommentar</h2>")
    assert ARTICLE[-1] in text_of(f"<article><h1>{TITLE}</h1>{''.join(paragraphs)}</article>")


def test_one_sentence_below_the_headline_is_an_article_without_a_date() -> None:
    short = "The footbridge over the canal is closed from Monday, and so is the path below it."
    assert text_of(f"<article><h1>{TITLE}</h1><p>{short}</p></article>") == short


LINES = (
    "The members met on Saturday.",
    "There was coffee.",
    "These were elected:",
    "Ada Brine, chair",
    "Bo Kahn, cash",
    "Then all went to the mill.",
    "In spring it goes on.",
)
WELCOME = "".join(f"<p>{text}</p>" for text in OTHERS)


@each("place", ["<div id=l>{0}</div><div id=m>{1}</div>", "<table><tr><td>{0}</td><td>{1}</td></tr></table>"])
@each("line", ["<p>{}</p>", "<div>{}</div>", "<li>{}</li>"])
def test_short_lines_below_the_headline_are_the_article_and_not_the_column_before_them(place: str, line: str) -> None:
    notice = f"<h1>{TITLE}</h1>{''.join(line.format(text) for text in LINES)}"
    text = text_of(place.format(WELCOME, notice))
    assert all(one in text for one in LINES)
    assert not any(other in text for other in OTHERS)


@each("line", ["<p>{}</p>", "<li>{}</li>"])
def test_short_lines_below_the_headline_are_not_lost_before_a_column_with_more_text(line: str) -> None:
    notice = f"<div><h1>{TITLE}</h1>{''.join(line.format(text) for text in LINES)}</div>"
    text = text_of(f"{notice}<div>{WELCOME}</div>")
    assert all(one in text for one in LINES)


def test_a_byline_and_a_date_below_the_headline_are_not_the_text() -> None:
    text = text_of(f"<div><h1>{TITLE}</h1><p>Quay, on Monday</p><p>Four minutes.</p></div><div>{WELCOME}</div>")
    assert text == "\n\n".join(OTHERS)


def test_a_text_above_a_section_with_the_title_of_the_page_is_kept() -> None:
    section = f"<div class=refs><h2>{TITLE}</h2><p>Ada Brine: Bridges. Quay, 1998.</p></div>"
    assert all(other in text_of(f"<div><h1>Bridges</h1>{WELCOME}</div>{section}") for other in OTHERS)
