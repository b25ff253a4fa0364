"""Articles, feeds and pages as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from reader.arrival import ParsedFeed
from reader.commands.columns import cells, fit
from reader.commands.formats import local_time, number
from reader.model import Author, Enclosure, Entry, Page
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.numbers import clock
from reader.wording.sizes import byte_size
from reader.wording.titles import shown_title

_NARROWEST = 20  # columns; on a narrower terminal lines are left to it
_LATE = 3600  # seconds after its arrival from which an entry's date counts as wrong


def text_of(markup: str, base: str | None) -> str:
    """HTML as plain text, with an empty line between paragraphs."""
    from reader.article.document import build_document
    from reader.article.document_text import plain_text_of

    return plain_text_of(build_document(markup, base=base)) if markup.strip() else ""


def article_lines(entry: Entry, columns: int | None, measure: int) -> Iterator[str]:
    """A stored article, wrapped at ``measure`` on a terminal; in a file a paragraph is one line."""
    from reader.article.document_text import plain_text_of
    from reader.article.entry_text import lacks_rest, text_of_entry
    from reader.article.flow import text_of_spans

    page = entry.page
    facts = [
        _by(entry.authors),
        " · ".join(filter(None, (entry.feed_title, _date(entry), _state(entry)))),
        entry.url or "",
        _tags((*entry.labels, *_topics(entry))),
    ]
    text = text_of_entry(entry)
    parts = [shown_title(entry.title), "\n".join(filter(None, facts))]
    parts += [text_of_spans(text.lead), plain_text_of(text.body)]
    parts += [_("The rest is left out, because this article is too long.")] if text.body.is_cut else []
    parts += [_("The rest is for subscribers.")] if lacks_rest(entry) else []
    parts += [_enclosure(enclosure) for enclosure in entry.enclosures]
    parts += [_about(author) for author in entry.authors]
    counts = (page.comments_count if page else None, entry.comments_count)
    parts.append(_comments(entry.comments_url or (page.comments_url if page else None), counts))
    yield from _laid_out(parts, columns, measure)


def _date(entry: Entry) -> str:
    """When it was published; when it arrived, if that is unknown or was in the future then."""
    arrived = local_time(entry.sort)
    if entry.published is None:
        return _("received {date}").format(date=arrived)
    published = local_time(entry.published)
    if entry.published > entry.sort + _LATE:
        return _("received {arrived}, dated {published}").format(arrived=arrived, published=published)
    return published


def page_lines(page: Page, columns: int | None, measure: int) -> Iterator[str]:
    """The article extracted from a web page."""
    source = (page.site or "", page.category or "", local_time(page.published), page.language or "")
    facts = [_by(page.authors) or page.byline, " · ".join(filter(None, source)), page.url, _tags(page.tags)]
    facts.append(_("Picture: {url}").format(url=page.image) if page.image else "")
    parts = [shown_title(page.title), "\n".join(filter(None, facts)), page.lead, page.content_text]
    parts += [_("The rest is for subscribers.")] if page.complete is False else []
    parts += [_about(author) for author in page.authors]
    parts.append(_comments(page.comments_url, (page.comments_count,)))
    yield from _laid_out(parts, columns, measure)


def feed_lines(feed: ParsedFeed) -> Iterator[str]:
    """A parsed feed: its data, then a line for each entry."""
    yield shown_title(feed.title)
    entries = number(len(feed.entries))
    if not feed.complete:
        entries = _("{n} (the feed is cut off)").format(n=entries)
    elif feed.left_out:
        entries = _("{n} (the feed is too long: {left_out} older ones are left out)").format(
            n=entries, left_out=number(feed.left_out)
        )
    labels = (
        (pgettext("feed data", "link"), feed.link or ""),
        (pgettext("feed data", "about"), feed.description),
        (pgettext("feed data", "language"), feed.language or ""),
        (pgettext("feed data", "updated"), local_time(feed.updated)),
        (pgettext("feed data", "entries"), entries),
    )
    longest = max(cells(label) for label, _value in labels)
    yield from (f"  {fit(label, longest)}  {value}" for label, value in labels if value)
    for entry in feed.entries:
        by = ", ".join(author.name for author in entry.authors)
        date = local_time(entry.published or entry.updated, fit("—", 16))
        yield f"{date}  {shown_title(entry.title)}" + (f" — {by}" if by else "")


def _by(authors: Iterable[Author]) -> str:
    names = ", ".join(author.name for author in authors)
    return _("By {names}").format(names=names) if names else ""


def _state(entry: Entry) -> str:
    states = [pgettext("article", "read") if entry.read else pgettext("article", "unread")]
    if entry.starred:
        states.append(pgettext("article", "starred"))
    if entry.later:
        states.append(pgettext("article", "for later"))
    return ", ".join(states)


def _tags(names: Iterable[str]) -> str:
    return "  ".join(f"#{name}" for name in dict.fromkeys(names))


def _topics(entry: Entry) -> Iterable[str]:
    """The publisher's categories: the page's, else the feed's."""
    page = entry.page
    if page is None or not page.tags:
        return entry.categories
    return (page.category, *page.tags) if page.category else page.tags


def _enclosure(enclosure: Enclosure) -> str:
    length = clock(enclosure.duration) if enclosure.duration else ""
    size = byte_size(enclosure.length) if enclosure.length else ""
    facts = ", ".join(filter(None, (enclosure.type, length, size)))
    message = _("Attachment: {url} ({facts})") if facts else _("Attachment: {url}")
    line = message.format(url=enclosure.url, facts=facts)
    return f"{line}\n  {enclosure.title}" if enclosure.title else line


def _about(author: Author) -> str:
    """Biography and links of an author; empty if there are none."""
    details = list(filter(None, (author.bio, author.url, *author.links)))
    if not details:
        return ""
    message = _("About {name}, {role}") if author.role else _("About {name}")
    return "\n".join([message.format(name=author.name, role=author.role), *details])


def _comments(url: str | None, counts: Iterable[int | None]) -> str:
    count = next((count for count in counts if count is not None), None)
    if count is None and not url:
        return ""
    label = _("Comments") if count is None else plural("{n} comment", "{n} comments", count)
    return f"{label}: {url}" if url else label


def _laid_out(parts: Iterable[str], columns: int | None, measure: int) -> Iterator[str]:
    """The lines of the parts, with an empty line between two of them."""
    first = True
    for part in filter(None, (part.strip("\n") for part in parts)):
        if not first:
            yield ""
        first = False
        for line in part.split("\n"):
            yield from _wrapped(line, columns, measure)


def _wrapped(line: str, columns: int | None, measure: int) -> list[str]:
    """The line broken to fit, each part indented like the first; addresses stay whole."""
    if columns is None or columns < _NARROWEST or cells(line) <= min(columns, measure):
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" >•")))
    room = max(min(columns, measure) * len(line) // cells(line), _NARROWEST)
    narrow = cells(line) == len(line)  # in scripts without spaces, a word is as long as its paragraph
    return textwrap.wrap(line, room, subsequent_indent=indent, break_long_words=not narrow, break_on_hyphens=False)
