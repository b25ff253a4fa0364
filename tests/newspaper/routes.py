"""Every address of the paper, with the function that makes its document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.newspaper import episodes, feeds, pages, sounds
from tests.newspaper.markup import audio_path, category_path, portrait_path, tag_path
from tests.newspaper.picture_files import art_file, portrait_file
from tests.newspaper.site import Article, Section, Site, author_path, briefs_path

FEED_AGE, PAGE_AGE, MEDIA_AGE = 900, 300, 86_400  # seconds for Cache-Control
HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Document:
    """A document: ``modified`` in Unix seconds, ``max_age`` in seconds."""

    body: bytes
    content_type: str
    modified: int
    max_age: int


Maker = Callable[[], Document]


def routes(site: Site) -> dict[str, Maker]:
    """Path → function that makes the document; nothing is made before it is requested."""
    table: dict[str, Maker] = {}
    newest = max(section.revised for section in site.sections)
    table["/"] = _html(lambda: pages.home_page(site), newest)
    table["/robots.txt"] = lambda: Document(_robots(site), "text/plain; charset=utf-8", newest, PAGE_AGE)
    for section in site.sections:
        table |= _section_routes(site, section)
        for article in section.articles:
            table |= _article_routes(site, article)
    for author in site.writers:
        table |= _author_routes(site, author.slug)
    return table


def art(path: str) -> Document | None:
    """A picture of :mod:`picture_files`; None for any other path."""
    found = art_file(path)
    return Document(*found, 0, MEDIA_AGE) if found else None


def _section_routes(site: Site, section: Section) -> dict[str, Maker]:
    words, top, modified = section.words, f"/{section.code}/", section.revised
    feed_json = "application/feed+json; charset=utf-8"
    atom = "application/atom+xml; charset=utf-8"
    table: dict[str, Maker] = {
        top: _html(lambda: pages.front_page(site, section), modified),
        f"{top}feed.xml": lambda: Document(feeds.rss(site, section), RSS, modified, FEED_AGE),
        f"{top}feed.atom": lambda: Document(feeds.atom(site, section), atom, modified, FEED_AGE),
        f"{top}feed.json": lambda: Document(feeds.json_feed(site, section), feed_json, modified, FEED_AGE),
        f"{top}about/": _html(lambda: pages.plain_page(site, section, words.about, words.about_text), modified),
        f"{top}privacy/": _html(lambda: pages.plain_page(site, section, words.privacy, words.privacy_text), modified),
    }
    briefs = briefs_path(section.code)
    table[briefs] = _html(lambda: pages.briefs_page(site, section), modified)
    table[f"{briefs}feed.xml"] = lambda: Document(feeds.brief_feed(site, section), RSS, modified, FEED_AGE)
    for path, (title, articles) in _lists(section).items():
        table[path] = _list_route(site, section, title, articles)
        if words.daily:
            table |= _list_feeds(site, section, path, title, articles)
    return table


def _list_route(site: Site, section: Section, title: str, articles: list[Article]) -> Maker:
    return _html(lambda: pages.list_page(site, section, title, articles), section.revised)


def _list_feeds(site: Site, section: Section, path: str, title: str, articles: list[Article]) -> dict[str, Maker]:
    rss, as_json, modified = feeds.list_rss, feeds.list_json, section.revised
    kind = "application/feed+json; charset=utf-8"
    return {
        f"{path}feed.xml": lambda: Document(rss(site, section, path, title, articles), RSS, modified, FEED_AGE),
        f"{path}feed.json": lambda: Document(as_json(site, section, path, title, articles), kind, modified, FEED_AGE),
    }


def _lists(section: Section) -> dict[str, tuple[str, list[Article]]]:
    """The lists of a section, by path: its categories and tags."""
    lists: dict[str, tuple[str, list[Article]]] = {}
    for article in section.articles:
        named: Iterable[tuple[str, str]] = [
            (category_path(article, section.words), article.category),
            *((tag_path(tag, section.words), tag) for tag in article.tags),
        ]
        for path, title in named:
            lists.setdefault(path, (title, []))[1].append(article)
    return lists


def _article_routes(site: Site, article: Article) -> dict[str, Maker]:
    moment = max(article.revised, *(comment.published for comment in article.comments), article.published)
    table: dict[str, Maker] = {
        article.path: _html(lambda: pages.article_page(site, article), moment),
        f"{article.path}comments.xml": lambda: Document(feeds.comment_feed(site, article), RSS, moment, FEED_AGE),
    }
    if site.section(article.section).words.daily:
        table[feeds.amp_path(article)] = table[article.path]
    if article.audio:
        sound = sounds.chord
        table[audio_path(article)] = lambda: Document(sound(article.slug), "audio/wav", article.published, MEDIA_AGE)
        table[episodes.chapters_path(article)] = lambda: Document(
            episodes.chapters(article), "application/json+chapters", article.published, MEDIA_AGE
        )
        table[episodes.transcript_path(article)] = lambda: Document(
            episodes.transcript(article), "text/vtt", article.published, MEDIA_AGE
        )
    return table


def _author_routes(site: Site, slug: str) -> dict[str, Maker]:
    author = site.author(slug)
    modified = site.section(author.section).revised
    table = {author_path(author): _html(lambda: pages.author_page(site, author), modified)}
    if author.portrait:
        table[portrait_path(author)] = lambda: Document(portrait_file(slug), "image/png", 0, MEDIA_AGE)
    return table


def _html(make: Callable[[], bytes], modified: int) -> Maker:
    return lambda: Document(make(), HTML, modified, PAGE_AGE)


def _robots(site: Site) -> bytes:
    lines = ["User-agent: *", "Allow: /", "Disallow: /wp-admin/", f"# {site.base}/"]
    return ("\n".join(lines) + "\n").encode()
