"""The pages: articles, authors, lists of articles, and the few others that a site has."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.newspaper import author_marks
from tests.newspaper.comments import comment_section
from tests.newspaper.markup import (
    absolute_links,
    audio_path,
    category_path,
    element,
    iso,
    json_ld,
    picture_path,
    portrait_path,
    tag_path,
    time_tag,
    void,
)
from tests.newspaper.picture_files import srcset_of
from tests.newspaper.shell import feed_links, page, teaser
from tests.newspaper.site import Article, Author, Section, Site, author_path
from tests.newspaper.words import Words

READ_ALSO_AFTER = 3  # paragraphs


def article_page(site: Site, article: Article) -> bytes:
    """An article with everything that a magazine theme puts around it."""
    section = site.section(article.section)
    words = section.words
    parts = [
        _entry_header(site, article, words),
        element("div", _body(section, article), class_="entry-content"),
        _tags(article, words),
        author_marks.box(site, article, words),
        _share(site, article, words),
    ]
    story = element(
        "article", "\n".join(part for part in parts if part), class_="post hentry", id=f"post-{article.slug}"
    )
    main = element(
        "main", f"{story}\n{_related(section, article)}\n{comment_section(article, words)}", class_="site-main"
    )
    return page(site, section, article.title, main, _article_head(site, article, words), "single single-post")


def author_page(site: Site, author: Author) -> bytes:
    """A writer's page, marked up in the writer's ``page_style``."""
    section = site.section(author.section)
    words = section.words
    teasers = "\n".join(teaser(article, words) for article in site.articles_by(author))
    head, card = _author_head(site, author), _author_card(author)
    main = f"{card}\n{element('h2', f'{words.all_by} {escape(author.name)}')}\n{teasers}"
    return page(site, section, author.name, element("main", main, class_="site-main"), head, "archive author")


def front_page(site: Site, section: Section) -> bytes:
    """The section's front page: every article, newest first."""
    teasers = "\n".join(teaser(article, section.words) for article in section.articles)
    words = section.words
    head = void("link", rel="canonical", href=site.url(f"/{words.code}/")) + void(
        "meta", property="og:type", content="website"
    )
    return page(
        site, section, words.tagline, element("main", f"{element('h1', words.paper)}\n{teasers}"), head, "home blog"
    )


def list_page(site: Site, section: Section, title: str, articles: Sequence[Article]) -> bytes:
    """A list of articles under a title: a category or a tag."""
    teasers = "\n".join(teaser(article, section.words) for article in articles)
    return page(site, section, title, element("main", f"{element('h1', escape(title))}\n{teasers}"))


def plain_page(site: Site, section: Section, title: str, text: str) -> bytes:
    """A page with a title and one paragraph: about, privacy, not found."""
    main = element("main", element("h1", escape(title)) + element("p", escape(text)))
    return page(site, section, title, main, body_class="page")


def briefs_page(site: Site, section: Section) -> bytes:
    """All short reports of a section, each with an id that the feed links to."""
    title = section.words.in_brief
    reports = (
        element("section", element("h2", escape(brief.title)) + brief.text, id=f"brief-{brief.number}")
        for brief in section.briefs
    )
    main = element("main", element("h1", escape(title)) + "".join(reports))
    return page(site, section, title, main, body_class="page")


def login_page(site: Site, section: Section) -> bytes:
    """The page that replaces a feed when a session has expired."""
    words = section.words
    form = '<form method="post"><input name="number"><input type="password" name="secret"><button>OK</button></form>'
    main = element("main", element("h1", words.login) + element("p", words.login_text) + form)
    return page(site, section, words.login, main, body_class="login")


def home_page(site: Site) -> bytes:
    """The paper's home page, which links to both sections and declares the feeds of both."""
    links = "\n".join(feed_links(site, section.words) for section in site.sections)
    doors = "".join(
        element("li", element("a", s.words.paper, href=f"/{s.code}/", hreflang=s.code) + f" – {s.words.tagline}")
        for s in site.sections
    )
    title = " / ".join(section.words.paper for section in site.sections)
    head = element("head", f'<meta charset="utf-8">\n<title>{title}</title>\n{links}\n')
    body = element("body", element("h1", title) + element("ul", doors))
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n{body}\n</html>\n'.encode()


def _article_head(site: Site, article: Article, words: Words) -> str:
    url = site.url(article.path)
    properties = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", article.lead),
        ("og:url", url),
        ("article:published_time", iso(article.published)),
        ("article:section", article.category),
        *(("article:tag", tag) for tag in article.tags),
    ]
    if article.updated is not None:
        properties.append(("article:modified_time", iso(article.updated)))
    if article.picture:
        properties.append(("og:image", site.url(picture_path(article))))
    parts = [
        void("meta", name="description", content=article.lead),
        void("link", rel="canonical", href=url),
        *(void("meta", property=name, content=content) for name, content in properties),
        void(
            "link", rel="alternate", type="application/rss+xml", title=f"{article.title} – {words.comments}",
            href=f"{url}comments.xml",
        ),
        author_marks.meta(site, article, words),
        author_marks.linked_data(site, article, words),
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _entry_header(site: Site, article: Article, words: Words) -> str:
    dates = time_tag(words, article.published, "entry-date published")
    if article.updated is not None:
        dates += f" · {words.updated} {time_tag(words, article.updated, 'updated')}"
    kicker = element("a", escape(article.category), href=category_path(article, words), rel="category tag")
    parts = [
        element("p", kicker, class_="kicker cat-links"),
        element("h1", escape(article.title), class_="entry-title"),
        element("p", escape(article.lead), class_="entry-lead standfirst"),
        element(
            "div",
            author_marks.byline(site, article, words) + element("p", dates, class_="posted-on"),
            class_="entry-meta",
        ),
        _hero(article, words),
        _player(article, words),
    ]
    return element("header", "\n".join(part for part in parts if part), class_="entry-header")


def _hero(article: Article, words: Words) -> str:
    if not article.picture:
        return ""
    image = void(
        "img", src=picture_path(article), srcset=srcset_of(picture_path(article)), alt=article.picture.caption,
        width="960", height="540", class_="wp-post-image",
    )  # fmt: skip
    credit = element("span", f"{words.picture_credit}: {escape(article.picture.credit)}", class_="credit")
    caption = element("figcaption", f"{escape(article.picture.caption)} {credit}")
    return element("figure", image + caption, class_="post-thumbnail")


def _player(article: Article, words: Words) -> str:
    if not article.audio:
        return ""
    return element(
        "div", f"{words.listen} " + element("audio", "", controls="", src=audio_path(article)), class_="listen"
    )


def _body(section: Section, article: Article) -> str:
    """The text, with a "Read also" box in its middle, as themes like to insert."""
    position = -1
    for _ in range(READ_ALSO_AFTER + 1):
        position = article.body.find("\n<p>", position + 1)
        if position < 0:
            return article.body
    other = next((a for a in section.articles if a.slug != article.slug), None)
    if other is None:
        return article.body
    link = element("a", escape(other.title), href=other.path)
    aside = element("aside", f"{section.words.read_also}: {link}", class_="read-also inline-promo")
    return f"{article.body[:position]}\n{aside}{article.body[position:]}"


def _tags(article: Article, words: Words) -> str:
    links = ", ".join(element("a", escape(tag), href=tag_path(tag, words), rel="tag") for tag in article.tags)
    return element("p", f"{words.tags}: {links}", class_="tags-links") if links else ""


def _share(site: Site, article: Article, words: Words) -> str:
    url = site.url(article.path)
    links = element("a", "Social", href=f"https://social.example/share?u={url}", class_="share-button")
    links += element("a", words.share_mail, href=f"mailto:?body={url}", class_="share-button")
    return element("div", f"{words.share} {links}", class_="sharedaddy share-buttons")


def _related(section: Section, article: Article) -> str:
    near = [a for a in section.articles if a.slug != article.slug]
    near.sort(key=lambda a: (-len(set(a.tags) & set(article.tags)), -a.published, a.slug))
    teasers = "".join(teaser(a, section.words) for a in near[:3])
    return element("section", element("h2", section.words.related) + teasers, class_="related-posts")


def _author_head(site: Site, author: Author) -> str:
    parts = [
        void("link", rel="canonical", href=site.url(author_path(author))),
        void("meta", property="og:type", content="profile"),
        void("meta", property="og:title", content=author.name),
        void("meta", property="og:description", content=author.bio) if author.bio else "",
        void("meta", property="og:image", content=site.url(portrait_path(author))) if author.portrait else "",
    ]
    if author.page_style == "jsonld":
        profile = {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "mainEntity": author_marks.person(site, author),
        }
        parts.append(json_ld(profile))
    return "\n".join(part for part in parts if part)


def _author_card(author: Author) -> str:
    """The person: an h-card in that style, otherwise a plain archive header."""
    card = author.page_style == "hcard"
    me = "".join(
        element("li", element("a", escape(url), href=url, rel="me", class_="u-url" if card else None))
        for url in author.social
    )
    image = void("img", src=portrait_path(author), alt=author.name, class_="u-photo" if card else "avatar")
    parts = [
        image if author.portrait else "",
        element("h1", escape(author.name), class_="p-name" if card else "page-title"),
        element("p", escape(author.role), class_="p-job-title" if card else "author-role"),
        element("p", escape(author.bio), class_="p-note" if card else "archive-description") if author.bio else "",
        element("ul", me) if me else "",
    ]
    return element("header", "".join(parts), class_="h-card" if card else "archive-header")


def feed_body(site: Site, article: Article) -> str:
    """The article as a full-text feed carries it: every address absolute."""
    return absolute_links(article.body, site.url(article.path), site.base)
