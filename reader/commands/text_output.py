"""An article, a feed or a page as plain text for a terminal or a file: readable, without colour or control."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from reader.arrival import ParsedFeed
from reader.commands.console import cells, count, local_time
from reader.commands.json_output import body_of, text_of
from reader.model import Author, Enclosure, Entry, Page
from reader.text import clean_line, plain_text

_LEAST = 20  # columns; a terminal that is narrower breaks the lines itself


def article_lines(entry: Entry, columns: int | None, measure: int) -> Iterator[str]:
    """A stored article. Lines are set to the measure on a terminal; in a file a paragraph is one line."""
    page = entry.page
    markup, base = body_of(entry)
    facts = [
        _by(entry.authors),
        " · ".join(filter(None, (entry.feed_title, _date(entry), _state(entry)))),
        entry.url or "",
        _tags((*entry.tags, *_topics(entry))),
    ]
    lead = (page.lead if page else "") or (plain_text(entry.summary_html) if markup else "")
    parts = [entry.title or "(no title)", "\n".join(filter(None, facts))]
    text = text_of(markup or entry.summary_html, base)
    parts += [lead if clean_line(lead) not in clean_line(text[: len(lead) + 200]) else "", text]
    parts += [_enclosure(enclosure) for enclosure in entry.enclosures]
    parts += [_about(author) for author in entry.authors]
    counts = (page.comments_count if page else None, entry.comments_count)
    parts.append(_comments(entry.comments_url or (page.comments_url if page else None), counts))
    yield from _set(parts, columns, measure)


def _date(entry: Entry) -> str:
    """When it was published; when it arrived where that is not known, or lay in the future then."""
    received = local_time(entry.sort)
    if entry.published is None:
        return f"received {received}"
    ahead = entry.published > entry.sort + 3600
    return f"received {received}, dated {local_time(entry.published)}" if ahead else local_time(entry.published)


def page_lines(page: Page, columns: int | None, measure: int) -> Iterator[str]:
    """What was made of a web page."""
    where = (page.site or "", page.category or "", local_time(page.published), page.language or "")
    facts = [_by(page.authors) or page.byline, " · ".join(filter(None, where)), page.url, _tags(page.tags)]
    facts.append(f"Picture: {page.image}" if page.image else "")
    parts = [page.title or "(no title)", "\n".join(filter(None, facts)), page.content_text]
    parts += [_about(author) for author in page.authors]
    parts.append(_comments(page.comments_url, (page.comments_count,)))
    yield from _set(parts, columns, measure)


def feed_lines(feed: ParsedFeed) -> Iterator[str]:
    """What was made of a feed: itself, then a line for each entry."""
    yield feed.title or "(no title)"
    for label, value in (
        ("link", feed.link or ""),
        ("about", feed.description),
        ("language", feed.language or ""),
        ("updated", local_time(feed.updated)),
        ("entries", f"{len(feed.entries):,}" + ("" if feed.complete else " (the feed is cut off or too long)")),
    ):
        if value:
            yield f"  {label:9} {value}"
    for entry in feed.entries:
        by = ", ".join(author.name for author in entry.authors)
        yield f"{local_time(entry.published or entry.updated, ' ' * 12 + '—   ')}  {entry.title}" + (by and f" — {by}")


def _by(authors: Iterable[Author]) -> str:
    names = ", ".join(author.name for author in authors)
    return f"By {names}" if names else ""


def _state(entry: Entry) -> str:
    return ", ".join(("read" if entry.read else "unread", *(["starred"] if entry.starred else [])))


def _tags(names: Iterable[str]) -> str:
    return "  ".join(f"#{name}" for name in dict.fromkeys(names))


def _topics(entry: Entry) -> Iterable[str]:
    """The publisher's words for an article: the page's, or the feed's."""
    page = entry.page
    if page is None or not page.tags:
        return entry.categories
    return (page.category, *page.tags) if page.category else page.tags


def _enclosure(enclosure: Enclosure) -> str:
    size = f"{enclosure.length / 1_000_000:.1f} MB" if enclosure.length else ""
    facts = ", ".join(filter(None, (enclosure.type, size)))
    return f"Attached: {enclosure.url}" + (f" ({facts})" if facts else "")


def _about(author: Author) -> str:
    """What is known of an author beside the name."""
    lines = [author.bio or "", author.url or "", *author.links]
    if not any(lines):
        return ""
    return "\n".join([f"About {author.name}" + (f", {author.role}" if author.role else ""), *filter(None, lines)])


def _comments(url: str | None, counts: Iterable[int | None]) -> str:
    number = next((number for number in counts if number is not None), None)
    if number is None and not url:
        return ""
    return ": ".join(filter(None, ("Comments" if number is None else count(number, "comment"), url)))


def _set(parts: Iterable[str], columns: int | None, measure: int) -> Iterator[str]:
    first = True
    for part in filter(None, (part.strip("\n") for part in parts)):
        if not first:
            yield ""
        first = False
        for line in part.split("\n"):
            yield from _wrapped(line, columns, measure)


def _wrapped(line: str, columns: int | None, measure: int) -> list[str]:
    """A line in several, their indent that of the first; addresses stay whole."""
    if columns is None or columns < _LEAST or cells(line) <= min(columns, measure):
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" >•")))
    room = max(min(columns, measure) * len(line) // cells(line), _LEAST)
    whole = cells(line) == len(line)  # words of scripts without spaces are as long as their paragraph
    return textwrap.wrap(line, room, subsequent_indent=indent, break_long_words=not whole, break_on_hyphens=False)
