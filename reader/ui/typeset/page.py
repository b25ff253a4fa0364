"""An article as a page: kicker, headline, lead, byline, body, attachments, author boxes, tags, comments.

Unknown parts are left out without a gap. The layout is a pure function of the article and the width, so it can be made
again for another width, or when a page arrives later; a :class:`Position` then finds the line that was at the top.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from reader.article.blocks import Block, Code, Document, Figure, Span, Spans
from reader.article.entry_text import rest_at
from reader.article.flow import keep_working
from reader.lazy_dataclass import dataclass
from reader.model import (
    Chapter,
    Credit,
    Enclosure,
    Entry,
    chapter_url,
    chapters_of,
    comments_count,
    comments_page,
    other_files,
)
from reader.text import fold
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import byline_date, edit_date
from reader.ui.typeset.author_box import (
    Profile,
    addresses_of,
    author_box,
    link_label,
    more_names,
    person_href,
    with_bynames,
)
from reader.ui.typeset.blocks import Frame, directed, lay_out_block, lay_out_blocks
from reader.ui.typeset.breaking import Syllables, fit
from reader.ui.typeset.code_colours import ColouredLines, without_colours
from reader.ui.typeset.lines import EMPTY, LOWER, Line, Piece, Role
from reader.ui.typeset.outline import anchored
from reader.ui.typeset.pictures import PicturePlaces, PictureSpace, PlacedPicture
from reader.ui.typeset.wrap import wrap_spans, wrap_text
from reader.web.addresses import file_name
from reader.web.media_types import is_picture
from reader.wording.catalogue import N_, _, pgettext, plural
from reader.wording.numbers import clock
from reader.wording.sizes import byte_size
from reader.wording.titles import shown_title

_MOST_LINES = 100_000  # of a body; a book of 100,000 words has a tenth of that
MOST_BOXES = 3  # authors in full; the others are named below them
_MOST_NAMES = 8  # authors in a byline; of more, the number
_MOST_FEEDS = 5  # that report the same event
_SHORTEST_LARGE_LINE = 24  # characters of a headline in double size
_MOST_LARGE_LINES = 4
_EDITED_AFTER = 3600  # seconds after publication from which on an update is shown


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that a page shows.

    ``note``: a dim line below the lead about the full text, such as "Loading the full text…"; ``ending``: one below the
    body. ``lacks_rest``: the rest of the text is for subscribers. ``partial``: this is only the beginning of a very
    long article, shown until the whole is ready. ``hero``: the picture below the byline.
    ``transcript``: the words of an episode. ``is_changes``: the document tells what edits of the article changed.
    """

    entry: Entry
    lead: Spans
    document: Document
    profiles: tuple[Profile, ...] = ()
    minutes: int | None = None
    note: str = ""
    ending: str = ""
    lacks_rest: bool = False
    partial: bool = False
    hero: Figure | None = None
    transcript: tuple[Block, ...] = ()
    is_changes: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A position in an article that is valid at any width.

    ``part``: the number of the part of the page; ``opening``: the letters that this part begins with; ``letters``: how
    many letters of the part come before the position; ``blank``: how many lines without letters come between them and
    the position, such as those of a picture.
    """

    part: int
    opening: str
    letters: int
    blank: int = 0


@dataclass(frozen=True, slots=True)
class PagePart:
    """A paragraph or other block of the page: its first line and the letters that it begins with."""

    line: int
    opening: str

    def begins_like(self, position: Position) -> bool:
        """Whether this may be the part of a position, whose opening may be shorter."""
        opening = position.opening
        return self.opening.startswith(opening) if opening else not self.opening


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The lines of a page, its parts and its pictures, in order. ``partial``: this is not the whole article."""

    lines: tuple[Line, ...]
    width: int
    parts: tuple[PagePart, ...] = ()
    partial: bool = False
    pictures: tuple[PlacedPicture, ...] = ()

    def position_of(self, line: int) -> Position | None:
        """The position of the beginning of a line."""
        number = bisect_right(self.parts, line, key=lambda part: part.line) - 1
        if number < 0:
            return None
        part = self.parts[number]
        before = [_letters(one) for one in self.lines[part.line : line]]
        blank = sum(1 for _ in takewhile(lambda letters: not letters, reversed(before)))
        return Position(number, part.opening, sum(before), blank)

    def line_of(self, position: Position) -> int | None:
        """The line of a position: in the part of that number, or in the first part with the same opening."""
        candidates = [number for number in (position.part, *range(len(self.parts))) if number < len(self.parts)]
        number = next((number for number in candidates if self.parts[number].begins_like(position)), None)
        if number is None:
            return None
        start = self.parts[number].line
        end = self.parts[number + 1].line if number + 1 < len(self.parts) else len(self.lines)
        before: list[int] = list(accumulate(map(_letters, self.lines[start:end]), initial=0))
        last = bisect_right(before, position.letters) - 1  # it contains the letter
        first = bisect_left(before, position.letters)
        line: int = min(start + min(first + position.blank, last), end - 1)
        return line

    def line_with_bookmark(self, name: str) -> int | None:
        """The line where the place of that name begins."""
        lines = (number for number, line in enumerate(self.lines) for piece in line if piece.bookmark == name)
        return next(lines, None)


def lay_out_page(
    article: Article,
    width: int,
    *,
    now: int,
    glyphs: Glyphs,
    syllables: Syllables,
    toggled: frozenset[int] = frozenset(),
    colour: Callable[[Code], ColouredLines | None] = without_colours,
    check: Callable[[], None] = keep_working,
    space: PictureSpace | None = None,
    rows_of_headline: int = 0,
) -> PageLayout:
    """The article in lines of ``width`` cells. ``now``: Unix seconds, for dates such as "Today".

    ``toggled``: the numbers of the details that the user has opened or closed. ``colour`` gives the syntax colours of
    code. ``check`` is called often, and what it raises ends the work. ``space``: for pictures; None: they are not
    shown. ``rows_of_headline``: that it may take in double size; 0: the terminal draws no large text.
    """
    places = PicturePlaces(space) if space else None
    frame = Frame(width, glyphs, syllables, check=check, colour=colour, toggled=toggled, pictures=places)
    lines: list[Line] = []
    parts: list[PagePart] = []
    head = _head(article, frame, now, large_rows=rows_of_headline)
    body, is_cut = _body(article, frame)
    body += _remarks(article, frame, is_cut=is_cut)
    foot = () if article.partial or article.is_changes else _foot(article, frame)
    for part in (head, *body, *_episode(article, frame), *foot):
        if part:
            lines += [EMPTY] if lines else []
            parts.append(PagePart(len(lines), _opening(part) if parts else ""))
            lines += part
    pictures = places.on(lines) if places else ()
    return PageLayout((*lines, EMPTY), width, tuple(parts), article.partial, pictures)


def _remarks(article: Article, frame: Frame, *, is_cut: bool) -> Iterator[list[Line]]:
    """What to say below the text about what is missing from it."""
    if not article.partial:
        if is_cut:
            yield wrap_text(_("The rest is left out, because this article is too long."), frame.width, Role.DIM)
        if article.lacks_rest:
            yield wrap_text(_("The rest is for subscribers."), frame.width, Role.DIM)
        rest = rest_at(article.entry)
        if rest and not article.is_changes:
            label = _("The article continues at {address}").format(address=link_label(rest))
            yield wrap_spans((Span(label, href=rest),), frame.width, Role.DIM)
    if article.ending:
        yield wrap_text(article.ending, frame.width, Role.DIM)


def _opening(part: Sequence[Line]) -> str:
    """The first letters of a part, without spaces and hyphens, so that they are the same at any width."""
    return "".join(c for line in part[:24] for c in _lasting(line) if c.isalnum())[:80]


def _letters(line: Line) -> int:
    return sum(map(str.isalnum, _lasting(line)))


def _lasting(line: Line) -> str:
    """The text of a line without what stands in for pictures, which can be switched on and off."""
    return "".join(piece.text for piece in line if piece.role not in (Role.PICTURE, Role.TILE))


def _head(article: Article, frame: Frame, now: int, *, large_rows: int) -> list[Line]:
    entry, title = article.entry, shown_title(article.entry.title)
    headline = _large_headline(title, frame, large_rows) if large_rows else []
    parts = [
        wrap_text(kicker(entry, frame.glyphs), frame.width, Role.KICKER, frame.syllables),
        anchored(headline or directed((Span(title),), frame, Role.HEADLINE), title, 0),
        directed(article.lead, frame, Role.LEAD),
        _byline(article, frame, now),
        _hero(article.hero, frame) if article.hero else [],
    ]
    lines: list[Line] = []
    for part in filter(None, parts):
        lines += [EMPTY, *part] if lines else part
    return lines


def _large_headline(title: str, frame: Frame, rows: int) -> list[Line]:
    """The headline in double size; nothing if the lines would be too short, or too many."""
    half = replace(frame, width=frame.width // 2)
    if half.width < _SHORTEST_LARGE_LINE:
        return []
    lines = directed((Span(title),), half, Role.HEADLINE)
    if len(lines) > min(_MOST_LARGE_LINES, rows // 2):
        return []
    large = (tuple(replace(piece, large=True) for piece in line) for line in lines)
    return [line for upper in large for line in (upper, LOWER)]


def _hero(hero: Figure, frame: Frame) -> list[Line]:
    """The picture below the byline; where pictures are not shown, its words if it has any."""
    has_words = bool(hero.alt or hero.title or hero.caption)
    return lay_out_block(hero, frame) if frame.pictures or has_words else []


def kicker(entry: Entry, glyphs: Glyphs) -> str:
    """The line above the headline: up to two categories in capitals, the page's own first."""
    of_page = [entry.page.category] if entry.page and entry.page.category else []
    categories = {category.casefold(): category for category in reversed((*of_page, *entry.categories))}
    return f" {glyphs.dot} ".join([*categories.values()][::-1][:2]).upper()


def _byline(article: Article, frame: Frame, now: int) -> list[Line]:
    entry, dot = article.entry, f" {frame.glyphs.dot} "
    who = _by(entry, frame.glyphs)
    published, *more = _dates(entry, now)
    dates = [published]
    if article.minutes:
        dates.append(plural("{n} minute", "{n} minutes", article.minutes))
    if article.ending:
        dates.append(_("summary only"))
    first = with_bynames(wrap_spans((*who, Span(dot if who else ""), Span(entry.feed_title)), frame.width, Role.DIM))
    lines = [dot.join([*dates, *more]), _states(entry, frame.glyphs)]
    also_in = [(Piece(fit(_also_in(entry), frame.width), Role.DIM),)] if entry.also_in else []
    also_told = with_bynames(wrap_spans(_also_told(entry), frame.width, Role.DIM)) if entry.also_told else []
    more_lines = (line for text in filter(None, lines) for line in wrap_text(text, frame.width, Role.DIM))
    return [*first, *more_lines, *also_in, *also_told]


def _also_in(entry: Entry) -> str:
    """Which other feeds have the same article."""
    return _("Also in: {feeds}").format(feeds=", ".join(entry.also_in))


def _also_told(entry: Entry) -> Spans:
    """Which other feeds report the same event, each leading to its article."""
    told = entry.also_told
    shown = told if len(told) <= _MOST_FEEDS + 1 else told[:_MOST_FEEDS]
    spans: list[Span] = []
    for entry_id, feed in shown:
        spans += [Span(", ")] if spans else []
        spans.append(Span(feed, href=f"entry:{entry_id}"))
    return _named(_("Also reported by {names}"), spans, len(told) - len(shown))


def _named(sentence: str, names: Sequence[Span], others: int) -> Spans:
    """A sentence with ``{names}`` in it, which stand for so many others too."""
    all_names = plural("{names} and {n} more", "{names} and {n} more", others, names="{names}") if others else "{names}"
    before, _names, after = sentence.format(names=all_names).partition("{names}")
    return (Span(before), *names, Span(after))


def _by(entry: Entry, glyphs: Glyphs) -> Spans:
    """The names of the authors, each leading to the person's page, except names that are not persons."""
    credited = entry.credits or tuple(Credit(0, author.name) for author in entry.authors)
    if not credited:
        return ()
    shown = credited if len(credited) <= _MOST_NAMES + 1 else credited[:_MOST_NAMES]
    spans: list[Span] = []
    for credit in shown:
        spans += [Span(", ")] if spans else []
        spans += [Span(f"{glyphs.followed} ")] if credit.followed else []
        spans.append(Span(credit.name, href=None if credit.nobody else person_href(credit.person)))
    return _named(_("By {names}"), spans, len(credited) - len(shown))


def _states(entry: Entry, glyphs: Glyphs) -> str:
    """What the user has made of the entry: star, Later, labels."""
    star = [f"{glyphs.star}\u00a0{pgettext('article', 'starred')}"] if entry.starred else []
    later = [f"{glyphs.later}\u00a0{pgettext('article', 'for later')}"] if entry.later else []
    return "  ".join([*star, *later, *map(_hash, sorted(entry.labels, key=fold))])


def _hash(name: str) -> str:
    return "#" + name.replace(" ", "\u00a0")


def _dates(entry: Entry, now: int) -> list[str]:
    """The dates of publication and of the last edit: the last one that was seen here, else the publisher's.

    Without a date of the feed, that of the page counts. An entry whose date of publication is unknown or in the future
    shows when it arrived.
    """
    published, updated = entry.published, entry.updated
    if published is None and entry.page and entry.page.published and entry.page.published <= entry.sort:
        published = entry.page.published
    seen = [_("updated {date}").format(date=edit_date(entry.edited, now))] if entry.edited else []
    arrived = _("received {date}").format(date=byline_date(entry.sort, now, alone=False))
    if published is None:
        known = updated is not None and updated <= entry.sort
        if known and not seen:
            return [_("updated {date}").format(date=byline_date(entry.sort, now, alone=False))]
        return [arrived, *seen]
    if published > now:
        return [arrived, _("dated {date}").format(date=byline_date(published, now, alone=False)), *seen]
    edited = updated is not None and published + _EDITED_AFTER < updated <= now
    edit = [_("updated {date}").format(date=byline_date(updated, now, alone=False))] if edited and updated else []
    return [byline_date(published, now), *(seen or edit)]


def _body(article: Article, frame: Frame) -> tuple[list[list[Line]], bool]:
    """The parts of the body, and whether its end is left out."""
    parts = [wrap_text(article.note, frame.width, Role.DIM)] if article.note else []
    room = _MOST_LINES
    for part in lay_out_blocks(article.document.blocks, frame):
        if room <= 0:
            return parts, True
        parts.append(part)
        room -= len(part)
    return parts, article.document.is_cut


def _episode(article: Article, frame: Frame) -> Iterator[list[Line]]:
    """The chapters of a recording, and its transcript, each below a heading of its own."""
    chapters = () if article.partial or article.is_changes else chapters_of(article.entry)
    if chapters:
        yield _section(_("Chapters"), frame)
        yield _chapters(chapters, article.entry, frame)
    if article.transcript:
        yield _section(_("Transcript"), frame)
        yield from lay_out_blocks(article.transcript, frame)


def _section(title: str, frame: Frame) -> list[Line]:
    return anchored(wrap_text(title, frame.width, Role.HEADING), title)


def _chapters(chapters: Sequence[Chapter], entry: Entry, frame: Frame) -> list[Line]:
    times = [clock(one.start) for one in chapters]
    column = max(map(len, times)) + 2
    lines: list[Line] = []
    for time, one in zip(times, chapters, strict=True):
        title = Span(one.title, href=chapter_url(one, entry))
        first, *rest = wrap_spans((title,), max(1, frame.width - column), Role.TEXT, frame.syllables)
        lines.append((Piece(f"{time:>{column - 2}}  ", Role.DIM), *first))
        lines += [(Piece(" " * column), *line) for line in rest]
    return lines


def _foot(article: Article, frame: Frame) -> Iterator[list[Line]]:
    yield _enclosures(article.entry, frame)
    for profile in article.profiles[:MOST_BOXES]:
        yield author_box(profile, frame)
    yield addresses_of(article.profiles[:MOST_BOXES], frame)
    yield more_names(article.profiles[MOST_BOXES:], frame)
    yield _tags(article.entry, frame)
    yield _comments(article.entry)


_OTHER_FILE = N_("file")
_ENCLOSURE_KINDS = {"audio": N_("audio"), "video": N_("video"), "text": N_("text")}
_SMALL = 50_000  # bytes


def _enclosures(entry: Entry, frame: Frame) -> list[Line]:
    """The files that are not on the page, as pictures are."""
    lines: list[Line] = []
    for enclosure in other_files(entry):
        if not is_picture(enclosure.type):
            name = enclosure.title or file_name(enclosure.url)
            label = _("Attached: {name} ({facts})").format(name=name, facts=_facts(enclosure))
            lines += [(replace(piece, href=enclosure.url),) for (piece,) in wrap_text(label, frame.width, Role.DIM)]
    return anchored(lines, _("Attached files"))


def _facts(enclosure: Enclosure) -> str:
    kind = _(_ENCLOSURE_KINDS.get((enclosure.type or "").partition("/")[0], _OTHER_FILE))
    length = clock(enclosure.duration) if enclosure.duration else ""
    size = byte_size(enclosure.length) if enclosure.length and enclosure.length > _SMALL else ""
    return ", ".join(filter(None, (kind, length, size)))


def _tags(entry: Entry, frame: Frame) -> list[Line]:
    shown = entry.page.tags if entry.page and entry.page.tags else entry.categories
    names: dict[str, str] = {}  # as first written, by the name in lower case
    for name in shown[:12]:
        names.setdefault(name.casefold(), name)
    text = "  ".join(map(_hash, names.values()))
    return wrap_text(text, frame.width, Role.DIM)


def _comments(entry: Entry) -> list[Line]:
    url, count = comments_page(entry), comments_count(entry)
    if not url and count is None:
        return []
    label = _("Comments") if count is None else plural("{n} comment", "{n} comments", count)
    key = (Piece("   c", Role.DIM),) if url else ()
    return anchored([(Piece(label, Role.TEXT if url else Role.DIM, href=url), *key)], label)
