"""Articles, feeds and pages as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from reader.arrival import ParsedFeed
from reader.commands.columns import cells, fit
from reader.commands.formats import number
from reader.library.entry_formats.entry_as_text import about_author, by_line, comments_line, tag_line, text_parts
from reader.model import Entry, Page
from reader.wording.catalogue import _, pgettext
from reader.wording.timestamps import local_time
from reader.wording.titles import shown_title

_NARROWEST = 20  # columns; on a narrower terminal lines are left to it


def article_lines(entry: Entry, columns: int | None, measure: int) -> Iterator[str]:
    """A stored article, wrapped at ``measure`` on a terminal; in a file a paragraph is one line."""
    yield from laid_out(text_parts(entry), columns, measure)


def page_lines(page: Page, columns: int | None, measure: int) -> Iterator[str]:
    """The article extracted from a web page."""
    source = (page.site or "", page.category or "", local_time(page.published), page.language or "")
    facts = [by_line(page.authors) or page.byline, " · ".join(filter(None, source)), page.url, tag_line(page.tags)]
    facts.append(_("Picture: {url}").format(url=page.image) if page.image else "")
    parts = [shown_title(page.title), "\n".join(filter(None, facts)), page.lead, page.content_text]
    parts += [_("The rest is for subscribers.")] if page.complete is False else []
    parts += [_("The article continues at {address}").format(address=page.next_page)] if page.next_page else []
    parts += [about_author(author) for author in page.authors]
    parts.append(comments_line(page.comments_url, (page.comments_count,)))
    yield from laid_out(parts, columns, measure)


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


def laid_out(parts: Iterable[str], columns: int | None, measure: int) -> Iterator[str]:
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
