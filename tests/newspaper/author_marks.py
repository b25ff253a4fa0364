"""How magazine sites say who wrote an article.

Each article names one of these as its ``author_style``:

=================  =================================================================================
jsonld             linked data with the person's biography and picture; a plain byline
jsonld-brief       linked data with name and address only; the rest is on the author's page
rel                only a byline with ``rel=author``; the rest is on the author's page
heading            a heading such as "About the author", then paragraphs; no link to the author
author-box         ``section.author-box`` with ``.author-box-title``, ``.author-box-content``
saboxplugin-wrap   ``.saboxplugin-gravatar``, ``-authorname``, ``-desc``
m-a-box            ``.m-a-box-avatar``, ``-name``, ``-bio``; several people in one box
mh-author-box      ``.mh-author-box-avatar``, ``-name``, ``-bio``
author-info        ``.author-avatar``, ``.author-title``, ``.author-bio``
=================  =================================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from tests.newspaper.markup import (
    author_link,
    byline_names,
    element,
    iso,
    joined,
    json_ld,
    picture_path,
    portrait_path,
    void,
)
from tests.newspaper.site import Article, Author, Site, author_path
from tests.newspaper.words import Words

Box = Callable[[Author], str]


def styles() -> dict[str, Box | None]:
    """Every author style, with the function that draws its box if it has one."""
    return {
        "jsonld": None,
        "jsonld-brief": None,
        "rel": None,
        "heading": None,
        "author-box": _genesis_box,
        "saboxplugin-wrap": _simple_box,
        "m-a-box": _molongui_box,
        "mh-author-box": _mh_box,
        "author-info": _info_box,
    }


def byline(site: Site, article: Article, words: Words) -> str:
    """The line under the headline."""
    authors = site.authors_of(article)
    if not authors:
        about = f"/{words.code}/about/"
        return element("p", f'{words.by} <a href="{about}">{words.editors}</a>', class_="byline")
    if article.author_style == "heading":
        return element("p", f"{words.by} {escape(byline_names(site, article, words))}", class_="byline")
    links = [author_link(author, rel="author", class_="url fn n") for author in authors]
    return element("p", f'{words.by} <span class="author vcard">{joined(links, words)}</span>', class_="byline")


def box(site: Site, article: Article, words: Words) -> str:
    """The part below the text about its authors; empty in styles without one."""
    authors = site.authors_of(article)
    if article.author_style == "heading":
        return _under_a_heading(authors, words)
    draw = styles()[article.author_style]
    return "\n".join(draw(author) for author in authors) if draw else ""


def meta(site: Site, article: Article, words: Words) -> str:
    """The author's traces in the page's head."""
    authors = site.authors_of(article)
    if not authors or article.author_style in ("rel", "heading"):
        return ""
    addresses = (void("meta", property="article:author", content=site.url(author_path(a))) for a in authors)
    return void("meta", name="author", content=byline_names(site, article, words)) + "".join(addresses)


def linked_data(site: Site, article: Article, words: Words) -> str:
    """The JSON-LD of an article's page; empty in the styles without."""
    if not article.author_style.startswith("jsonld"):
        return ""
    authors = site.authors_of(article)
    rich = article.author_style == "jsonld"
    people = [person(site, author, rich) for author in authors]
    paper = organization(site, words)
    credited: list[Any] = [{"@id": p["@id"]} for p in people] if rich else people
    graph = [_news_article(site, article, words, credited), paper, *(people if rich else [])]
    return json_ld({"@context": "https://schema.org", "@graph": graph})


def person(site: Site, author: Author, rich: bool = True) -> dict[str, Any]:
    """A writer as schema.org Person; a brief one has only name and address."""
    url = site.url(author_path(author))
    data: dict[str, Any] = {"@type": "Person", "@id": f"{url}#person", "name": author.name, "url": url}
    if not rich:
        return data
    data |= {"jobTitle": author.role, "sameAs": list(author.social)}
    if author.bio:
        data["description"] = author.bio
    if author.portrait:
        data["image"] = {"@type": "ImageObject", "url": site.url(portrait_path(author)), "width": 320, "height": 320}
    return data


def organization(site: Site, words: Words) -> dict[str, Any]:
    """The paper as schema.org Organization."""
    home = site.url(f"/{words.code}/")
    return {"@type": "NewsMediaOrganization", "@id": f"{home}#paper", "name": words.paper, "url": home}


def _news_article(site: Site, article: Article, words: Words, authors: list[Any]) -> dict[str, Any]:
    url = site.url(article.path)
    paper = {"@id": site.url(f"/{words.code}/#paper")}
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": article.title,
        "description": article.lead,
        "datePublished": iso(article.published),
        "dateModified": iso(article.revised),
        "inLanguage": words.language,
        "articleSection": article.category,
        "keywords": list(article.tags),
        "commentCount": len(article.comments),
        "author": authors or [paper],
        "publisher": paper,
    }
    if article.picture:
        data["image"] = [site.url(picture_path(article))]
    return data


def _portrait(author: Author, class_: str | None = None) -> str:
    if not author.portrait:
        return ""
    return void("img", src=portrait_path(author), alt=author.name, width="96", height="96", class_=class_)


def _links(author: Author) -> str:
    return " ".join(element("a", "Web", href=url, rel="me") for url in author.social)


def _under_a_heading(authors: tuple[Author, ...], words: Words) -> str:
    if not authors:
        return ""
    heading = authors[0].about if len(authors) == 1 else words.about_editors
    texts = (f"{_portrait(author)}{escape(author.bio or author.role)}" for author in authors)
    return element("h3", heading) + "".join(element("p", text) for text in texts)


def _genesis_box(author: Author) -> str:
    title = element(
        "h4", f'{author.about}: <span itemprop="name">{escape(author.name)}</span>', class_="author-box-title"
    )
    content = element("div", element("p", escape(author.bio)) if author.bio else "", class_="author-box-content")
    return element("section", _portrait(author, "avatar photo") + title + content, class_="author-box")


def _simple_box(author: Author) -> str:
    parts = [
        element("div", _portrait(author), class_="saboxplugin-gravatar") if author.portrait else "",
        element("div", author_link(author, class_="vcard author", rel="author"), class_="saboxplugin-authorname"),
        element("div", element("p", escape(author.bio or "")), class_="saboxplugin-desc"),
        element("div", _links(author), class_="saboxplugin-socials"),
    ]
    return element("div", "".join(parts), class_="saboxplugin-wrap", itemtype="http://schema.org/Person")


def _molongui_box(author: Author) -> str:
    data = [
        element("div", element("h5", author_link(author)), class_="m-a-box-name m-a-box-title"),
        element("div", escape(author.role), class_="m-a-box-meta"),
        element("div", element("p", escape(author.bio)), class_="m-a-box-bio") if author.bio else "",
    ]
    picture = element("div", _portrait(author), class_="m-a-box-item m-a-box-avatar") if author.portrait else ""
    inner = picture + element("div", "".join(data), class_="m-a-box-item m-a-box-data")
    return element("div", element("div", inner, class_="m-a-box-content"), class_="m-a-box")


def _mh_box(author: Author) -> str:
    parts = [
        element("figure", _portrait(author), class_="mh-author-box-avatar") if author.portrait else "",
        element("h5", escape(author.name), class_="mh-author-box-name"),
        element("div", escape(author.bio or ""), class_="mh-author-box-bio"),
        element("div", _links(author), class_="mh-author-box-button"),
    ]
    return element("div", "".join(parts), class_="mh-author-box clearfix")


def _info_box(author: Author) -> str:
    description = element("h2", f"{author.about}: {escape(author.name)}", class_="author-title")
    description += element("p", escape(author.bio or ""), class_="author-bio")
    picture = element("div", _portrait(author), class_="author-avatar") if author.portrait else ""
    return element("div", picture + element("div", description, class_="author-description"), class_="author-info")
