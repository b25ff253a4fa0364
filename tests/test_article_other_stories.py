"""Other stories beside a whole article are none of it, however much they are; lists that are the article stay."""

import pytest

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

TITLE = "Ferry times change on Monday"
TEXT = "\n\n".join(ARTICLE)
STORIES = (
    ("A lighthouse is painted red", "Four people painted the lighthouse in three days, with 90 litres of paint and two ladders. "),
    ("Der Leuchtturm wird rot", "Vier Leute strichen den Leuchtturm in drei Tagen, mit 90 Litern Farbe und zwei Leitern. "),
    ("El faro ya es rojo", "Cuatro personas pintaron el faro en tres días, con 90 litros de pintura y dos escaleras. "),
    ("The mayor learns to swim", "After eleven years beside the sea the mayor took her first lesson, and she liked it very much. "),
    ("No fish on Thursdays", "The market closes a day a week because nobody came on Thursdays, neither to buy nor to sell. "),
)  # fmt: skip


def text_of(body: str) -> str:
    markup = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>"
    return str(page_object(extract_page(markup.encode(), url=URL))["content_text"])


def paragraphs(texts: tuple[str, ...] = ARTICLE) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def stories(box: str, times: int = 1) -> str:
    return "".join(
        box.format(n=number, head=head, more=f"{text * times}") for number, (head, text) in enumerate(STORIES)
    )


PLACES = [
    "<div class=top><h1>{title}</h1></div><div class=copy>{text}</div><div class=flow>{others}</div>",
    "<div class=flow>{others}</div><div class=top><h1>{title}</h1></div><div class=copy>{text}</div>",
    "<h1>{title}</h1><div class=copy>{boxed}</div><div class=flow>{others}</div>",
    "<table><tr><td><h1>{title}</h1>{text}</td><td>{others}</td></tr></table>",
]


@each(
    "box",
    [
        "<div class=x><h3><a href=/{n}>{head}</a></h3><p>{more}</p></div>",
        "<div class='box n{n}'><h4><b>News</b> <a href=/{n}>{head}</a></h4><a href=/{n}><img src=/{n}.jpg></a><p>{more}</p></div>",
        "<div><div><div><div><a href=/{n}>{head}</a></div><div>3 May, 10:{n}1</div><div>{more}</div></div></div></div>",
        "<li><div><span>Quay</span><div>9 replies</div><h3><a href=/{n}>{head}</a></h3><p>{more}</p></div></li>",
        "<section><div class=t><a href=/{n}>{head}</a></div><div>{more}</div></section>",
    ],
)
@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("place", PLACES)
def test_a_stream_of_headlines_with_summaries_is_none_of_the_text(box: str, times: int, place: str) -> None:
    boxed = "".join(f"<div class=row><div data-kind=text><p>{text}</p></div></div>" for text in ARTICLE)
    assert text_of(place.format(title=TITLE, text=paragraphs(), boxed=boxed, others=stories(box, times))) == TEXT


def test_a_whole_story_in_a_list_of_headlines_is_none_of_the_text() -> None:
    teasers = "".join(f"<div class=x><a href=/{n}><h3>{head}</h3></a></div>" for n, (head, _) in enumerate(STORIES[:4]))
    opened = f"<div class=y><div>3 minutes ago</div><h3>{STORIES[4][0]}</h3>{paragraphs((STORIES[4][1],) * 3)}</div>"
    page = f"<h1>{TITLE}</h1><div><div>{paragraphs()}</div><div class=t>{teasers}{opened}</div></div>"
    assert text_of(page) == TEXT


SLIDES = (
    "The club's year without a cup cost more than its pride, and the shop sold a third fewer shirts than before.",
    "The film brought millions to the region, said the accounts that its makers handed in at the end of the week.",
    "Der Gründer verlässt seine Firma nach vierzehn Jahren und will nun Schafe züchten, und zwar auf einer Insel.",
    "The airport in the city was put up for sale by its owner, who had bought it nine years ago for half as much.",
)


@each("name", ["full-gallery", "PhotoSlideshow", "story-carousel", "bilderstrecke", "jw-slider"])
@each("heading", ["<h2>The week in pictures</h2>", "<h3>Fotos der Woche</h3>", ""])
def test_a_gallery_about_something_else_is_none_of_the_text(name: str, heading: str) -> None:
    slides = "".join(f"<li><h4>{n}/4 A slide</h4><p>{text * 3}</p></li>" for n, text in enumerate(SLIDES, 1))
    gallery = f'<div class="w"><div class="{name}">{heading}<ul>{slides}</ul></div></div>'
    page = f"<h1>{TITLE}</h1><article>{paragraphs(ARTICLE[:3])}{gallery}{paragraphs(ARTICLE[3:])}</article>"
    assert text_of(page) == TEXT


# What must stay


@each("heading", ["<h2>All ferry times in pictures</h2>", "<h2>So ändern sich die ferry times</h2>"])
def test_a_gallery_about_the_subject_stays(heading: str) -> None:
    slides = "".join(f"<li><p>{text}</p></li>" for text in SLIDES)
    found = text_of(
        f"<h1>{TITLE}</h1><article>{paragraphs()}<div class=gallery>{heading}<ul>{slides}</ul></div></article>"
    )
    assert all(text in found for text in (*ARTICLE, *SLIDES))


@each("name", ["gallery", "slideshow"])
def test_a_gallery_that_is_the_article_stays(name: str) -> None:
    slides = "".join(f"<li><h2>{n} of 4</h2><p>{text}</p></li>" for n, text in enumerate(SLIDES, 1))
    found = text_of(f"<h1>{TITLE}</h1><p>{ARTICLE[0]}</p><div class={name}><ul>{slides}</ul></div>")
    assert all(text in found for text in SLIDES)


@each(
    "box",
    [
        "<h2><a href=https://shop.example/{n}>{head}</a></h2><p>{more}</p>",
        "<div class=item><h2><a href=https://shop.example/{n}>{head}</a></h2><p>{more}</p></div>",
        "<section><h2><a href=/{n}>{head}</a></h2><p>{more}</p><p>{more}</p></section>",
        "<p><a href=/{n}>{head}</a></p><p>{more}</p>",
    ],
)
def test_a_list_of_things_with_links_that_is_the_article_stays(box: str) -> None:
    page = (
        f"<h1>{TITLE}</h1><article><p>{ARTICLE[0]}</p><p>{ARTICLE[1]}</p>{stories(box, 2)}<p>{ARTICLE[2]}</p></article>"
    )
    found = text_of(page)
    assert all(text.strip() in found for _, text in STORIES)


def test_links_between_the_paragraphs_do_not_make_what_follows_another_story() -> None:
    links = [f"<p><a href=/{n}>{head}</a></p>" for n, (head, _) in enumerate(STORIES)]
    mixed = "".join(f"<p>{text}</p>{link}" for text, link in zip(ARTICLE, [*links, ""], strict=True))
    found = text_of(f"<h1>{TITLE}</h1><div class=copy>{mixed}</div>")
    assert all(text in found for text in ARTICLE)


def test_a_page_of_summaries_without_an_article_has_them_as_its_text() -> None:
    found = text_of(
        f"<h1>{TITLE}</h1><div>{stories('<div class=x><h3><a href=/{n}>{head}</a></h3><p>{more}</p></div>', 2)}</div>"
    )
    assert all(text.strip() in found for _, text in STORIES)


def test_a_quotation_that_ends_with_what_somebody_paid_is_no_wall() -> None:
    said = '"It was a small fortune," she said. "We could have gone to the island for what we paid!"'
    assert text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}<p>{said}</p></div>") == f"{TEXT}\n\n{said}"


@each("line", ["This post is for paid subscribers", "The rest of this article is only available to paying readers."])
def test_a_line_that_keeps_the_rest_for_those_who_paid_is_a_wall(line: str) -> None:
    assert line not in text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}<p>{line}</p></div>")


@each(
    "box",
    [
        "<div class=product><h3><a href=https://shop.example/{n}>{head}</a></h3><p>{more}</p><a href=https://shop.example/{n}>Buy</a></div>",
        "<div class=item><a href=//shop.example/{n}>{head}</a><p>{more}</p></div>",
    ],
)
@each(
    "page",
    [
        "<h1>{title}</h1><div>{text}<div class=list>{others}</div></div>",
        "<h1>{title}</h1><div>{text}</div><div class=list>{others}</div>",
        "<article><h1>{title}</h1><div>{text}</div><div class=list>{others}</div></article>",
    ],
)
def test_a_list_of_things_on_other_sites_below_the_text_stays(box: str, page: str) -> None:
    links = "".join(f"<a href=https://quay.example/{n}>More {n}</a>" for n in range(9))
    found = text_of(
        f"<div class=menu>{links}</div>{page.format(title=TITLE, text=paragraphs(), others=stories(box, 2))}"
    )
    assert all(text.strip() in found for _, text in STORIES)
    assert all(text in found for text in ARTICLE)


@each(
    "page",
    [
        "<h1>{title}</h1><div>{text}{others}</div>",
        "<article><h1>{title}</h1><div>{text}</div><div class=list>{others}</div></article>",
        "<main><h1>{title}</h1>{text}<div class=list>{others}</div></main>",
    ],
)
def test_a_digest_that_is_longer_than_its_introduction_stays(page: str) -> None:
    box = "<section><h2><a href=/{n}>{head}</a></h2><p>{more}</p></section>"
    found = text_of(page.format(title=TITLE, text=paragraphs(), others=stories(box, 4)))
    assert all(text.strip() in found for _, text in STORIES)
    assert all(text in found for text in ARTICLE)


@each("host", ["https://quay.example", "https://sport.quay.example", ""])
def test_a_stream_of_the_site_itself_is_none_of_the_text_whatever_its_addresses(host: str) -> None:
    links = "".join(f"<a href={host}/{n}>More {n}</a>" for n in range(9))
    box = f"<div class=x><h3><a href={host}/{{n}}>{{head}}</a></h3><p>{{more}}</p></div>"
    page = f"<div class=menu>{links}</div><h1>{TITLE}</h1><div>{paragraphs()}</div><div>{stories(box, 2)}</div>"
    assert text_of(page) == TEXT


@each("number", ["{n}. ", "{n}) ", "Platz {n}: ", "#{n} – ", "No. {n}: "])
def test_a_numbered_list_of_things_that_the_site_has_pages_about_stays(number: str) -> None:
    box = f"<div class=x><h3><a href=/{{n}}>{number}{{head}}</a></h3><p>{{more}}</p></div>"
    found = text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}</div><div>{stories(box, 2)}</div>")
    assert all(text.strip() in found for _, text in STORIES)
    assert all(text in found for text in ARTICLE)
