"""The extractor returns every article of the demo newspaper as it was published."""

from functools import cache

from reader.article.author_page import read_author_page
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.extract import extract_page
from reader.model import Page
from tests.newspaper import pages
from tests.newspaper.content import read_site
from tests.newspaper.markup import picture_path, portrait_path
from tests.newspaper.site import Author, author_path
from tests.support.each import each

NOW = 1_790_000_000
SITE = read_site("http://127.0.0.1:8000", NOW)
ON_ANOTHER_PAGE = ("rel", "jsonld-brief")  # author styles that leave everything but the name to the author's page


ARTICLES = {article.path: article for section in SITE.sections for article in section.articles}


@cache
def extracted(path: str) -> Page:
    """The page of an article, as it is read."""
    return extract_page(pages.article_page(SITE, ARTICLES[path]), url=SITE.url(path))


@each("path", ARTICLES)
def test_an_article_is_extracted_as_it_was_published(path: str) -> None:
    article, page = ARTICLES[path], extracted(path)
    url = SITE.url(path)
    words = SITE.section(article.section).words
    assert (page.title, page.lead, page.category, page.tags) == (
        article.title,
        article.lead,
        article.category,
        article.tags,
    )
    assert (page.published, page.language, page.site) == (article.published, article.section, words.paper)
    assert page.image == (SITE.url(picture_path(article)) if article.picture else None)
    assert (page.comments_count, page.comments_url) == (len(article.comments), f"{url}#comments")
    assert page.content_text == _without_contents(plain_text_of(build_document(article.body, base=url)), article.body)


def _without_contents(text: str, body: str) -> str:
    """The text less the list of contents that some articles open with; it leads nowhere outside its page."""
    if "<nav" not in body:
        return text
    contents = plain_text_of(build_document(body[body.index("<nav") : body.index("</nav>")], base=None))
    return text.replace(f"{contents}\n\n", "")


@each("path", ARTICLES)
def test_the_authors_are_found_with_their_details(path: str) -> None:
    article, page = ARTICLES[path], extracted(path)
    printed = SITE.authors_of(article)
    if not printed:
        assert page.authors == ()  # linked data names the newspaper
        return
    assert [author.name for author in page.authors] == [author.name for author in printed]
    if article.author_style != "heading":
        assert [author.url for author in page.authors] == [SITE.url(author_path(author)) for author in printed]
    if article.author_style not in ON_ANOTHER_PAGE:
        assert [author.bio for author in page.authors] == [author.bio for author in printed]
        assert [author.avatar for author in page.authors] == [_portrait(author) for author in printed]


@each("author", SITE.writers, ids=lambda author: author.slug)
def test_an_authors_page_gives_the_details(author: Author) -> None:
    url = SITE.url(author_path(author))
    found = read_author_page(pages.author_page(SITE, author), url=url, name=author.name)
    if not author.bio and not author.portrait:
        return
    assert found is not None
    assert (found.name, found.bio, found.avatar, found.url) == (author.name, author.bio, _portrait(author), url)


def _portrait(author: Author) -> str | None:
    return SITE.url(portrait_path(author)) if author.portrait else None
