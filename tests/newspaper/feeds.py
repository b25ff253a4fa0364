"""The feeds: RSS 2.0 with summaries, Atom, JSON Feed 1.1, and a comment feed for each article.

The dailies have a feed for each category and tag too: RSS with the whole text, whose links are tracked, and JSON, whose
links lead to the AMP pages.

Every RSS feed of a section has summaries only. The Atom feed of the English section has summaries, the German one the full text
(``<content type="html">`` with links relative to ``xml:base``). The JSON feeds have the full text with absolute links.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from tests.newspaper import episodes, sounds
from tests.newspaper.briefs import Brief
from tests.newspaper.markup import audio_path, http_date, iso, picture_path, portrait_path
from tests.newspaper.pages import feed_body
from tests.newspaper.site import Article, Author, Section, Site, author_path, briefs_path

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
PODCAST = "https://podcastindex.org/namespace/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
SY = "http://purl.org/rss/1.0/modules/syndication/"
THR = "http://purl.org/syndication/thread/1.0"
WFW = "http://wellformedweb.org/CommentAPI/"
PREFIXES = {
    ATOM: "atom",
    CONTENT: "content",
    DC: "dc",
    MEDIA: "media",
    PODCAST: "podcast",
    SLASH: "slash",
    SY: "sy",
    THR: "thr",
    WFW: "wfw",
}
FULL_ATOM = ("de",)
TTL = 60  # minutes


def rss(site: Site, section: Section) -> bytes:
    """RSS 2.0 with dc:creator, slash:comments and wfw:commentRss; descriptions are the leads."""
    words = section.words
    feed, channel = _rss_frame(
        words.paper, site.url(f"/{section.code}/"), site.url(f"/{section.code}/feed.xml"), words.tagline
    )
    _add(channel, "language", section.words.language)
    _add(channel, "lastBuildDate", http_date(section.revised))
    _add(channel, "ttl", str(TTL))
    _add(channel, f"{{{SY}}}updatePeriod", "hourly")
    _add(channel, f"{{{SY}}}updateFrequency", "1")
    for article in section.articles:
        _rss_item(site, channel, article)
    return _document(feed)


def atom(site: Site, section: Section) -> bytes:
    """Atom (RFC 4287) with threading (RFC 4685) of the same articles."""
    words = section.words
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": words.language})
    _add(feed, f"{{{ATOM}}}id", f"tag:newspaper.example,2020:{section.code}")
    _add(feed, f"{{{ATOM}}}title", words.paper)
    _add(feed, f"{{{ATOM}}}subtitle", words.tagline)
    _add(feed, f"{{{ATOM}}}updated", iso(section.revised))
    _link(feed, "self", site.url(f"/{section.code}/feed.atom"), type="application/atom+xml")
    _link(feed, "alternate", site.url(f"/{section.code}/"), type="text/html")
    for article in section.articles:
        _atom_entry(site, feed, article, full=words.language in FULL_ATOM)
    return _document(feed, default=ATOM)


def json_feed(site: Site, section: Section) -> bytes:
    """JSON Feed 1.1 with the whole text, authors with pictures, and attachments."""
    words = section.words
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": words.paper,
        "description": words.tagline,
        "home_page_url": site.url(f"/{section.code}/"),
        "feed_url": site.url(f"/{section.code}/feed.json"),
        "language": words.language,
        "items": [_json_item(site, article) for article in section.articles],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def brief_feed(site: Site, section: Section) -> bytes:
    """RSS 2.0 of the short reports, with their whole text."""
    words, page = section.words, briefs_path(section.code)
    feed, channel = _rss_frame(
        f"{words.paper}: {words.in_brief}", site.url(page), site.url(f"{page}feed.xml"), words.tagline
    )
    _add(channel, "language", section.words.language)
    for brief in section.briefs:
        _brief_item(site, channel, section.code, brief)
    return _document(feed)


def _brief_item(site: Site, channel: ET.Element, code: str, brief: Brief) -> None:
    item = ET.SubElement(channel, "item")
    _add(item, "title", brief.title)
    _add(item, "link", site.url(f"{briefs_path(code)}#brief-{brief.number}"))
    _add(item, "pubDate", http_date(brief.published))
    _add(item, "category", brief.category)
    _add(item, "guid", f"tag:newspaper.example,2020:{code}/brief-{brief.number}", isPermaLink="false")
    _add(item, "description", brief.text)


def comment_feed(site: Site, article: Article) -> bytes:
    """RSS 2.0 of an article's comments, newest first, with threads (RFC 4685)."""
    url = site.url(article.path)
    words = site.section(article.section).words
    feed, channel = _rss_frame(f"{article.title} – {words.comments}", url, f"{url}comments.xml", article.title)
    for comment in sorted(article.comments, key=lambda c: -c.published):
        item = ET.SubElement(channel, "item")
        _add(item, "title", comment.name)
        _add(item, "link", f"{url}#comment-{comment.number}")
        _add(item, f"{{{DC}}}creator", comment.name)
        _add(item, "pubDate", http_date(comment.published))
        _add(item, "guid", f"{article.guid}#comment-{comment.number}", isPermaLink="false")
        if comment.reply_to is not None:
            name = f"{article.guid}#comment-{comment.reply_to}"
            _add(item, f"{{{THR}}}in-reply-to", "", ref=name, href=f"{url}#comment-{comment.reply_to}")
        _add(item, "description", escape(comment.text))
    return _document(feed)


def list_rss(site: Site, section: Section, path: str, title: str, articles: Sequence[Article]) -> bytes:
    """RSS 2.0 of the articles of a category or tag, with the whole text, a picture, and links that say where from."""
    words = section.words
    feed, channel = _rss_frame(
        f"{words.paper}: {title}", site.url(path), site.url(f"{path}feed.xml"), f"{words.tagline} ({title})"
    )
    _add(channel, "language", words.language)
    tracking = urlencode({"utm_source": "rss", "utm_medium": "feed", "utm_campaign": title.lower()})
    for article in articles:
        item = _rss_item(site, channel, article)
        link = item.find("link")
        assert link is not None
        link.text = f"{link.text}?{tracking}"
        _add(item, f"{{{CONTENT}}}encoded", feed_body(site, article))
        if article.picture:
            _picture(site, item, article)
    return _document(feed)


def list_json(site: Site, section: Section, path: str, title: str, articles: Sequence[Article]) -> bytes:
    """JSON Feed 1.1 of the articles of a category or tag, with links to the AMP pages."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{section.words.paper}: {title}",
        "description": section.words.tagline,
        "home_page_url": site.url(path),
        "feed_url": site.url(f"{path}feed.json"),
        "language": section.words.language,
        "items": [_json_item(site, article) | {"url": site.url(amp_path(article))} for article in articles],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def amp_path(article: Article) -> str:
    """The path of the page for telephones, which is the page itself and names the other as canonical."""
    return f"{article.path}amp/"


def _rss_frame(title: str, link: str, itself: str, description: str) -> tuple[ET.Element, ET.Element]:
    feed = ET.Element("rss", version="2.0")
    channel = ET.SubElement(feed, "channel")
    _add(channel, "title", title)
    _add(channel, "link", link)
    _add(channel, "description", description)
    _link(channel, "self", itself, type="application/rss+xml")
    return feed, channel


def _rss_item(site: Site, channel: ET.Element, article: Article) -> ET.Element:
    url = site.url(article.path)
    item = ET.SubElement(channel, "item")
    _add(item, "title", article.title)
    _add(item, "link", url)
    _add(item, "comments", f"{url}#comments")
    for name in _creators(site, article):
        _add(item, f"{{{DC}}}creator", name)
    _add(item, "pubDate", http_date(article.published))
    for category in (article.category, *article.tags):
        _add(item, "category", category)
    _add(item, "guid", article.guid, isPermaLink="false")
    _add(item, "description", _as_html(article.lead))
    _add(item, f"{{{WFW}}}commentRss", f"{url}comments.xml")
    _add(item, f"{{{SLASH}}}comments", str(len(article.comments)))
    for path, text in article.gallery:
        content = ET.SubElement(item, f"{{{MEDIA}}}content", url=site.url(path), type="image/jpeg", medium="image")
        _add(content, f"{{{MEDIA}}}title", text)
    if article.audio:
        sound = _sound(site, article)
        ET.SubElement(item, "enclosure", url=sound["url"], length=str(sound["size_in_bytes"]), type=sound["mime_type"])
        chapters, words = site.url(episodes.chapters_path(article)), site.url(episodes.transcript_path(article))
        ET.SubElement(item, f"{{{PODCAST}}}chapters", url=chapters, type="application/json+chapters")
        ET.SubElement(item, f"{{{PODCAST}}}transcript", url=words, type="text/vtt")
    return item


def _as_html(lead: str) -> str:
    """A lead as the HTML of a description."""
    return f"<p>{escape(lead, quote=False)}</p>"


def _atom_entry(site: Site, feed: ET.Element, article: Article, full: bool) -> None:
    url = site.url(article.path)
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, f"{{{ATOM}}}id", article.guid)
    _add(entry, f"{{{ATOM}}}title", article.title)
    _add(entry, f"{{{ATOM}}}published", iso(article.published))
    _add(entry, f"{{{ATOM}}}updated", iso(article.revised))
    _link(entry, "alternate", url, type="text/html")
    replies = {f"{{{THR}}}count": str(len(article.comments))}
    _link(entry, "replies", f"{url}comments.xml", type="application/rss+xml", **replies)
    _add(entry, f"{{{THR}}}total", str(len(article.comments)))
    if article.audio:
        sound = _sound(site, article)
        _link(entry, "enclosure", sound["url"], type=sound["mime_type"], length=str(sound["size_in_bytes"]))
    for author in site.authors_of(article):
        person = ET.SubElement(entry, f"{{{ATOM}}}author")
        _add(person, f"{{{ATOM}}}name", author.name)
        _add(person, f"{{{ATOM}}}uri", site.url(author_path(author)))
    if not article.authors:
        _add(ET.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", _creators(site, article)[0])
    for category in (article.category, *article.tags):
        ET.SubElement(entry, f"{{{ATOM}}}category", term=category)
    _add(entry, f"{{{ATOM}}}summary", article.lead)
    if full:
        base = {"{http://www.w3.org/XML/1998/namespace}base": url}
        _add(entry, f"{{{ATOM}}}content", article.body, type="html", **base)
    if article.picture and site.section(article.section).words.daily:
        _picture(site, entry, article)


def _json_item(site: Site, article: Article) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": article.guid,
        "url": site.url(article.path),
        "title": article.title,
        "summary": article.lead,
        "content_html": feed_body(site, article),
        "date_published": iso(article.published),
        "date_modified": iso(article.revised),
        "tags": [article.category, *article.tags],
        "authors": [_json_author(site, author) for author in site.authors_of(article)],
    }
    if not article.authors:
        item["authors"] = [{"name": _creators(site, article)[0]}]
    if article.picture:
        item["image"] = site.url(picture_path(article))
    if article.audio:
        item["attachments"] = [_sound(site, article)]
    return item


def _json_author(site: Site, author: Author) -> dict[str, str]:
    data = {"name": author.name, "url": site.url(author_path(author))}
    return data | ({"avatar": site.url(portrait_path(author))} if author.portrait else {})


def _sound(site: Site, article: Article) -> dict[str, Any]:
    size = len(sounds.chord(article.slug))
    return {"url": site.url(audio_path(article)), "mime_type": "audio/wav", "size_in_bytes": size}


def _picture(site: Site, parent: ET.Element, article: Article) -> None:
    url = site.url(picture_path(article))
    ET.SubElement(parent, f"{{{MEDIA}}}content", url=url, type="image/jpeg", medium="image")


def _creators(site: Site, article: Article) -> list[str]:
    names = [author.name for author in site.authors_of(article)]
    return names or [site.section(article.section).words.editors]


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _link(parent: ET.Element, rel: str, href: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, **attributes})


def _document(root: ET.Element, default: str | None = None) -> bytes:
    """The tree as UTF-8 with the usual prefixes; ElementTree itself would call them ns0, ns1 … without its registry."""
    used = {node.tag[1:].partition("}")[0] for node in root.iter() if node.tag.startswith("{")}
    used |= {key[1:].partition("}")[0] for node in root.iter() for key in node.attrib if key.startswith("{")}
    for uri in sorted(used & PREFIXES.keys()):
        root.set("xmlns" if uri == default else f"xmlns:{PREFIXES[uri]}", uri)
    for node in root.iter():
        node.tag = _prefixed(node.tag, default)
        for key in [key for key in node.attrib if key.startswith("{")]:
            node.attrib[_prefixed(key, None)] = node.attrib.pop(key)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text.replace(b"><item>", b">\n<item>").replace(b"><entry>", b">\n<entry>")


def _prefixed(name: str, default: str | None) -> str:
    if not name.startswith("{"):
        return name
    uri, _, local = name[1:].partition("}")
    if uri == default:
        return local
    return f"{PREFIXES.get(uri, 'xml')}:{local}"
