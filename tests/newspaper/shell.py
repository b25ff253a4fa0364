"""The frame of every page: head, navigation, side column, cookie banner and footer, as magazine themes have them.

None of it belongs to an article, and a reader must recognise that.
"""

from __future__ import annotations

from html import escape

from tests.newspaper.markup import category_path, element, joined, time_tag, void
from tests.newspaper.site import Article, Section, Site
from tests.newspaper.words import Words

STYLE = (
    "body{font:18px/1.6 Georgia,serif;max-width:70rem;margin:auto}"
    "img{max-width:100%}"
    ".cookie-banner{position:fixed;bottom:0}"
)


def page(site: Site, section: Section, title: str, main: str, head: str = "", body_class: str = "archive") -> bytes:
    """A whole HTML document in UTF-8."""
    words = section.words
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{words.language}">',
        element("head", _head(site, words, title, head)),
        f'<body class="{body_class} wp-embed-responsive">',
        element("a", words.skip, class_="skip-link screen-reader-text", href="#content"),
        _header(section),
        element("div", f"\n{main}\n{_sidebar(section)}\n", id="content", class_="site-content"),
        _footer(words),
        _cookie_banner(words),
        "<script>document.documentElement.classList.add('js');</script>",
        "</body>",
        "</html>\n",
    ]
    return "\n".join(parts).encode()


def teaser(article: Article, words: Words) -> str:
    """An article in a list: category, headline, lead and day."""
    parts = [
        element("span", escape(article.category), class_="kicker"),
        element("h3", element("a", escape(article.title), href=article.path), class_="entry-title"),
        element("p", escape(article.lead), class_="entry-summary"),
        time_tag(words, article.published, "entry-date published"),
    ]
    return element("article", "".join(parts), class_="teaser hentry")


def feed_links(site: Site, words: Words) -> str:
    """The section's feeds, as declared in a page's head."""
    kinds = [
        ("feed.xml", "application/rss+xml"),
        ("feed.atom", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
    ]
    return "\n".join(
        void("link", rel="alternate", type=kind, title=words.paper, href=site.url(f"/{words.code}/{name}"))
        for name, kind in kinds
    )


def _head(site: Site, words: Words, title: str, extra: str) -> str:
    parts = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", escape(f"{title} – {words.paper}")),
        void("meta", property="og:site_name", content=words.paper),
        void("meta", property="og:locale", content=words.locale),
        feed_links(site, words),
        element("style", STYLE),
        extra,
    ]
    return "\n" + "\n".join(part for part in parts if part) + "\n"


def _header(section: Section) -> str:
    words = section.words
    seen = {category_path(a, words): a.category for a in section.articles}
    entries = [(f"/{words.code}/", words.home), *sorted(seen.items(), key=lambda item: item[1])]
    items = "".join(element("li", element("a", escape(name), href=path), class_="menu-item") for path, name in entries)
    search = f'<label>{words.search} <input type="search" name="s"></label>'
    parts = [
        element("p", element("a", words.paper, href=f"/{words.code}/", rel="home"), class_="site-title"),
        element("p", words.tagline, class_="site-description"),
        element("nav", element("ul", items, class_="menu"), class_="main-navigation", aria_label="Menu"),
        element("form", search, role="search", class_="search-form", action=f"/{words.code}/"),
    ]
    return element("header", "".join(parts), class_="site-header", id="masthead")


def _sidebar(section: Section) -> str:
    words = section.words
    most = sorted(section.articles, key=lambda a: (-len(a.comments), a.slug))[:5]
    items = "".join(element("li", element("a", escape(a.title), href=a.path)) for a in most)
    letter = (
        f'<form class="newsletter" action="/{words.code}/" method="post"><p>{words.newsletter_text}</p>'
        f'<input type="email" name="email"><button>{words.sign_up}</button></form>'
    )
    parts = [
        element("section", element("h2", words.most_read) + element("ol", items), class_="widget widget_popular"),
        element("section", element("h2", words.newsletter) + letter, class_="widget widget_newsletter"),
        element("div", words.advertisement, class_="ad-slot"),
    ]
    return element("aside", "".join(parts), class_="sidebar widget-area", id="secondary")


def _footer(words: Words) -> str:
    names = [(f"/{words.code}/about/", words.about), (f"/{words.code}/privacy/", words.privacy)]
    links = joined([element("a", name, href=path) for path, name in names], words)
    return element("footer", element("p", f"{words.paper}. {words.rights}") + element("p", links), class_="site-footer")


def _cookie_banner(words: Words) -> str:
    buttons = element("button", words.accept) + element("button", words.decline)
    return element("div", element("p", words.cookie) + buttons, class_="cookie-banner cookie-notice", role="dialog")
