"""An article as a page: kicker, headline, lead, byline, body, tags, author boxes, comments.

What is not known is left out, and leaves no hole. Setting is a pure function of the article and the
measure, so a change of width, or a page that arrives later, sets the same article again; ``anchors`` then
tell which line a paragraph has moved to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.article.blocks import Block, Document, Paragraph, Span
from reader.model import Entry
from reader.text import site_of
from reader.ui.dates import said_date
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.author import Profile, set_profile
from reader.ui.typeset.blocks import Frame, set_blocks
from reader.ui.typeset.breaking import Syllables
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, text_of
from reader.ui.typeset.wrap import set_text
from reader.ui.words import Words


@dataclass(frozen=True, slots=True)
class Article:
    """All that a page shows. ``note`` is a dim line below the lead: what is on its way, or why it is not."""

    entry: Entry
    lead: str
    document: Document
    profiles: tuple[Profile, ...] = ()
    minutes: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A set page. ``anchors``: pairs of line number and the block's words, in order."""

    lines: tuple[Line, ...]
    width: int
    anchors: tuple[tuple[int, str], ...] = ()

    def anchor_at(self, line: int) -> tuple[str, int] | None:
        """The block that a line is in or below, by its words, and how far below its beginning."""
        found = None
        for start, words in self.anchors:
            if start > line:
                break
            found = (words, line - start)
        return found

    def line_of(self, anchor: tuple[str, int]) -> int | None:
        """Where that place is in this setting."""
        words, offset = anchor
        return next((start + offset for start, own in self.anchors if own == words), None)


def set_page(article: Article, width: int, *, now: int, words: Words, glyphs: Glyphs, syllables: Syllables) -> Setting:
    """The article at a measure of ``width`` cells."""
    frame = Frame(width, glyphs, words, syllables)
    lines: list[Line] = []
    anchors: list[tuple[int, str]] = []
    for part in (_head(article, frame, now), *_body(article, frame), *_foot(article, frame)):
        if part:
            lines += [EMPTY] if lines else []
            anchors.append((len(lines), _first_words(part) if anchors else ""))
            lines += part
    return Setting((*lines, EMPTY), width, tuple(anchors))


def _first_words(part: Sequence[Line]) -> str:
    """How a block is known again at another measure."""
    return " ".join(" ".join(text_of(line) for line in part[:8]).split())[:40]


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
    """The category line, in capitals: the page's own category, else up to two of the feed's."""
    page = entry.page
    categories = [page.category] if page and page.category else list(entry.categories[:2])
    return f" {glyphs.dot} ".join(categories).upper()


def _byline(article: Article, frame: Frame, now: int) -> list[Line]:
    entry, words, dot = article.entry, frame.words, f" {frame.glyphs.dot} "
    names = ", ".join(author.name for author in entry.authors)
    who = [words.by.format(names)] if names else []
    when = [said_date(entry.published or entry.sort, now, words)]
    if article.minutes:
        when.append(words.minute if article.minutes == 1 else words.minutes.format(article.minutes))
    if entry.updated and entry.published and entry.updated - entry.published > 3600:
        when.append(words.updated.format(said_date(entry.updated, now, words)))
    lines = [dot.join([*who, entry.feed_title]), dot.join(when)]
    return [line for text in lines for line in set_text(text, frame.width, Role.DIM)]


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
        name = enclosure.url.rsplit("/", 1)[-1].partition("?")[0] or site_of(enclosure.url)
        label = f"{frame.words.attachments}: {name} ({kind or 'file'}{size})"
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


def words_in(blocks: Sequence[Block]) -> int:
    """A rough count of a document's words, for the reading time of what is shown."""
    return sum(len(text_of(line).split()) for _, lines in set_blocks(blocks, Frame(10_000, Glyphs())) for line in lines)
