"""An article as a page: kicker, headline, lead, byline, body, tags, author boxes, comments.

What is not known is left out, and leaves no hole. Setting is a pure function of the article and the
measure, so a change of width, or a page that arrives later, sets the same article again; a :class:`Place` then
tells which line the reader's eyes were on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from reader.article.blocks import Block, Document, Paragraph, Span
from reader.model import Entry
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import said_date
from reader.ui.language.labels import Words
from reader.ui.typeset.author_box import Profile, file_name, set_profile
from reader.ui.typeset.blocks import Frame, set_blocks
from reader.ui.typeset.breaking import Syllables
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, text_of
from reader.ui.typeset.wrap import set_text


@dataclass(frozen=True, slots=True)
class Article:
    """All that a page shows. ``note`` is a dim line below the lead: what is on its way, or why it is not.

    ``begun``: this is how a very long article begins; the rest is on its way.
    """

    entry: Entry
    lead: str
    document: Document
    profiles: tuple[Profile, ...] = ()
    minutes: int | None = None
    note: str = ""
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an article that holds at any measure: the how-manieth part, its first letters, letters before it."""

    part: int
    words: str
    letters: int


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or the like on the page: where it begins, and its first letters."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A set page with its parts, in order. ``begun``: as of its article."""

    lines: tuple[Line, ...]
    width: int
    parts: tuple[Part, ...] = ()
    begun: bool = False

    def place_of(self, line: int) -> Place | None:
        """The place at the beginning of a line."""
        number = bisect_right(self.parts, line, key=lambda part: part.line) - 1
        if number < 0:
            return None
        part = self.parts[number]
        return Place(number, part.words, sum(map(_letters, self.lines[part.line : line])))

    def line_of(self, place: Place) -> int | None:
        """Where a place is in this setting: in the same part if that begins alike, else in the first that does."""
        candidates = [number for number in (place.part, *range(len(self.parts))) if number < len(self.parts)]
        number = next((number for number in candidates if self.parts[number].words == place.words), None)
        if number is None:
            return None
        start = self.parts[number].line
        end = self.parts[number + 1].line if number + 1 < len(self.parts) else len(self.lines)
        passed: Iterator[int] = accumulate(map(_letters, self.lines[start:end]))
        line: int = start + sum(1 for letters in passed if letters <= place.letters)
        return min(line, end - 1)


def set_page(article: Article, width: int, *, now: int, words: Words, glyphs: Glyphs, syllables: Syllables) -> Setting:
    """The article at a measure of ``width`` cells."""
    frame = Frame(width, glyphs, words, syllables)
    lines: list[Line] = []
    parts: list[Part] = []
    foot = () if article.begun else _foot(article, frame)
    for part in (_head(article, frame, now), *_body(article, frame), *foot):
        if part:
            lines += [EMPTY] if lines else []
            parts.append(Part(len(lines), _first_letters(part) if parts else ""))
            lines += part
    return Setting((*lines, EMPTY), width, tuple(parts), article.begun)


def _first_letters(part: Sequence[Line]) -> str:
    """How a part is known again at another measure: without spaces, and without the hyphens of broken words."""
    return "".join(c for line in part[:24] for c in text_of(line) if c.isalnum())[:80]


def _letters(line: Line) -> int:
    return sum(1 for c in text_of(line) if c.isalnum())


def _head(article: Article, frame: Frame, now: int) -> list[Line]:
    entry = article.entry
    parts = [
        set_text(kicker(entry, frame.glyphs), frame.width, Role.KICKER, frame.syllables),
        set_text(entry.title, frame.width, Role.HEADLINE, frame.syllables),
        set_text(article.lead, frame.width, Role.LEAD, frame.syllables),
        _byline(article, frame, now),
    ]
    lines: list[Line] = []
    for part in filter(None, parts):
        lines += [EMPTY, *part] if lines else part
    return lines


def kicker(entry: Entry, glyphs: Glyphs) -> str:
    """The category line, in capitals: the page's own category and the feed's, up to two."""
    of_page = [entry.page.category] if entry.page and entry.page.category else []
    categories = {category.casefold(): category for category in reversed((*of_page, *entry.categories))}
    return f" {glyphs.dot} ".join([*categories.values()][::-1][:2]).upper()


def _byline(article: Article, frame: Frame, now: int) -> list[Line]:
    entry, words, dot = article.entry, frame.words, f" {frame.glyphs.dot} "
    names = ", ".join(author.name for author in entry.authors)
    who = [words.by.format(names)] if names else []
    published, *more = _when(entry, now, words)
    when = [published]
    if article.minutes:
        when.append(words.minute if article.minutes == 1 else words.minutes.format(article.minutes))
    lines = [dot.join([*who, entry.feed_title]), dot.join([*when, *more])]
    return [line for text in lines for line in set_text(text, frame.width, Role.DIM)]


def _when(entry: Entry, now: int, words: Words) -> list[str]:
    """The date of publication and of the last edit. Where the first is not known or to come: when it arrived."""

    def said(seconds: int) -> str:
        return said_date(seconds, now, words)

    published, updated = entry.published, entry.updated
    if published is None:
        known = updated is not None and updated <= entry.sort
        return [(words.updated if known else words.received).format(said(entry.sort))]
    if published > now:
        return [words.received.format(said(entry.sort)), words.dated.format(said(published))]
    edited = updated is not None and published + 3600 < updated <= now
    return [said(published), *([words.updated.format(said(updated))] if edited and updated else [])]


def _body(article: Article, frame: Frame) -> Iterator[list[Line]]:
    if article.note:
        yield set_text(article.note, frame.width, Role.DIM)
    for _, lines in set_blocks(article.document.blocks, frame):
        yield lines


def _foot(article: Article, frame: Frame) -> Iterator[list[Line]]:
    yield _enclosures(article.entry, frame)
    for profile in article.profiles:
        yield set_profile(profile, frame)
    yield _tags(article.entry, frame)
    yield _comments(article.entry, frame)


def _enclosures(entry: Entry, frame: Frame) -> list[Line]:
    lines: list[Line] = []
    for enclosure in entry.enclosures:
        kind = (enclosure.type or "").partition("/")[0]
        size = f", {enclosure.length / 1_000_000:.1f} MB" if enclosure.length and enclosure.length > 50_000 else ""
        label = f"{frame.words.attachments}: {file_name(enclosure.url)} ({kind or 'file'}{size})"
        lines += [(replace(piece, href=enclosure.url),) for (piece,) in set_text(label, frame.width, Role.DIM)]
    return lines


def _tags(entry: Entry, frame: Frame) -> list[Line]:
    shown = entry.page.tags if entry.page and entry.page.tags else entry.categories
    names = dict.fromkeys([*entry.tags, *shown[:12]])
    text = "  ".join("#" + name.replace(" ", "\u00a0") for name in names)
    return set_text(text, frame.width, Role.DIM)


def _comments(entry: Entry, frame: Frame) -> list[Line]:
    page = entry.page
    url = entry.comments_url or (page.comments_url if page else None)
    counts = [count for count in (page and page.comments_count, entry.comments_count) if count is not None]
    if not url and not counts:
        return []
    words = frame.words
    label = words.read_comments
    if counts:
        label = words.comment if counts[0] == 1 else words.comments.format(counts[0])
    key = (Piece("   c", Role.DIM),) if url else ()
    return [(Piece(label, Role.TEXT if url else Role.DIM, href=url), *key)]


def paragraphs(text: str) -> tuple[Block, ...]:
    """Plain text as blocks, one a line."""
    return tuple(Paragraph((Span(line),)) for line in text.split("\n") if line.strip())
