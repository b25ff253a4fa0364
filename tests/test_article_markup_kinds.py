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
