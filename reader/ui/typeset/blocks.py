"""Lays out each kind of block as lines of a given width: one short function per kind, dispatched by a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest
from typing import Any

from rich.cells import cell_len

from reader.article.blocks import (
    CHECKBOXES,
    CHECKED,
    Block,
    Bookmark,
    Code,
    Definitions,
    Details,
    Figure,
    Heading,
    ListBlock,
    Media,
    MediaKind,
    Note,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Style,
    Table,
    back_from_note,
    to_details,
)
from reader.article.flow import keep_working
from reader.lazy_dataclass import dataclass
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.breaking import Syllables, fit, no_syllables
from reader.ui.typeset.code_colours import ColouredLines, without_colours
from reader.ui.typeset.direction import flush_right, is_right_to_left
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, padded, width_of
from reader.ui.typeset.outline import anchored
from reader.ui.typeset.pictures import PicturePlaces
from reader.ui.typeset.tables import lay_out_table
from reader.ui.typeset.wrap import wrap_spans, wrap_text
from reader.web.addresses import site_of
from reader.wording.catalogue import N_, _
from reader.wording.numbers import clock

_INDENT = 4  # cells, of the meaning of a term
_NOTE_RULE = 12  # cells
_CODE_MARGIN = "  "  # at both ends of a line of code
_WIDEST_GROUND = 400  # cells of the ground below shorter lines of code


@dataclass(frozen=True, slots=True)
class Frame:
    """The width that a block is laid out in, and the settings of the whole page.

    ``pictures``: gives them their places; None: only their words are shown.
    """

    width: int
    glyphs: Glyphs
    syllables: Syllables = no_syllables
    role: Role = Role.TEXT
    check: Callable[[], None] = keep_working  # called often; what it raises ends the work
    pictures: PicturePlaces | None = None
    colour: Callable[[Code], ColouredLines | None] = without_colours
    toggled: frozenset[int] = frozenset()  # the numbers of the details that the user has opened or closed

    def narrower(self, cells: int) -> Frame:
        """The frame reduced by an indent of ``cells``."""
        return replace(self, width=max(1, self.width - cells))


def lay_out_block(block: Block, frame: Frame) -> list[Line]:
    """The lines of one block."""
    frame.check()
    return _LAYOUTS[type(block)](block, frame)


def lay_out_blocks(blocks: Iterable[Block], frame: Frame) -> Iterator[list[Line]]:
    """The lines of each block; a place is in the first line of the block below it.

    Pictures that follow each other are set together, and beside each other if that fits. Footnotes are one part.
    """
    names: list[str] = []
    after_heading = False
    for kind, group in groupby(blocks, key=lambda block: _set_together(block, frame)):
        if kind is Bookmark:
            names += [block.name for block in group if isinstance(block, Bookmark)]
        elif kind is Figure:
            yield _named(names, _gallery([block for block in group if isinstance(block, Figure)], frame))
        elif kind is Note:
            notes = [block for block in group if isinstance(block, Note)]
            yield _named(names, _notes(notes, frame, ruled=not after_heading))
        else:
            for block in group:
                after_heading = isinstance(block, Heading)
                yield _named(names, lay_out_block(block, frame))


def _set_together(block: Block, frame: Frame) -> type | None:
    """The kind of a block that is set together with others of its kind; None for any other."""
    kind = type(block)
    return kind if kind is Note or kind is Bookmark or (kind is Figure and frame.pictures is not None) else None


def _named(names: list[str], lines: list[Line]) -> list[Line]:
    """The lines, the first of them with the places that are waiting for one."""
    if not names or not lines:
        return lines
    marks = tuple(Piece("", bookmark=name) for name in names)
    names.clear()
    return [(*marks, *lines[0]), *lines[1:]]


def _stack(blocks: Sequence[Block], frame: Frame, *, tight: bool = False) -> list[Line]:
    lines: list[Line] = []
    for part in lay_out_blocks(blocks, frame):
        if lines and not tight:
            lines.append(EMPTY)
        lines += part
    return lines


def _paragraph(block: Paragraph, frame: Frame) -> list[Line]:
    return directed(block.spans, frame, frame.role)


def directed(spans: Spans, frame: Frame, role: Role) -> list[Line]:
    """Text whose lines end at the right edge if it is read from there."""
    lines = wrap_spans(spans, frame.width, role, frame.syllables)
    return flush_right(lines, frame.width, role) if is_right_to_left(spans) else lines


def _heading(block: Heading, frame: Frame) -> list[Line]:
    lines = directed(block.spans, frame, Role.HEADING)
    return anchored(lines, "".join(span.text for span in block.spans), block.level)


def _quote(block: Quote, frame: Frame) -> list[Line]:
    bar = Piece(frame.glyphs.quote + " ", Role.RULE)
    return [(bar, *line) for line in _stack(block.blocks, frame.narrower(2))]


def _list(block: ListBlock, frame: Frame) -> list[Line]:
    items = [_marked(marker, item, frame) for marker, item in zip_longest(block.markers, block.items)]
    indent = max((cell_len(marker) for marker, _item in items), default=0) + 1
    loose = any(len([b for b in item if isinstance(b, Paragraph)]) > 1 for item in block.items)
    lines: list[Line] = []
    for marker, item in items:
        if lines and loose:
            lines.append(EMPTY)
        inner = _stack(item, frame.narrower(indent), tight=not loose)
        lines += _beside_marker(inner or [EMPTY], marker, indent, item, frame)
    return lines


def _beside_marker(inner: list[Line], marker: str, indent: int, item: Sequence[Block], frame: Frame) -> list[Line]:
    """The lines of an item beside its marker, which is where a reader of its script begins."""
    blank = " " * (indent - 1 - cell_len(marker))
    hanging = Piece(" " * indent, frame.role)
    if item and isinstance(item[0], Paragraph) and is_right_to_left(item[0].spans):
        last = Piece(f" {marker}{blank}", Role.DIM)
        lines = [padded(line, frame.width - indent) for line in inner]
        return [(*line, hanging if number else last) for number, line in enumerate(lines)]
    first = Piece(f"{blank}{marker} ", Role.DIM)
    return [(hanging if number else first, *line) for number, line in enumerate(inner)]


def _marked(marker: str | None, item: Sequence[Block], frame: Frame) -> tuple[str, Sequence[Block]]:
    """The marker of an item and the item; a checkbox at its beginning takes the place of a bullet."""
    if marker is not None:
        return marker, item
    first = item[0] if item else None
    if isinstance(first, Paragraph) and first.spans[0].text.startswith(CHECKBOXES):
        box = frame.glyphs.checked if first.spans[0].text.startswith(CHECKED) else frame.glyphs.unchecked
        span = replace(first.spans[0], text=first.spans[0].text[len(CHECKED) :])
        return box, (Paragraph((span, *first.spans[1:])), *item[1:])
    return frame.glyphs.bullet, item


def _code(block: Code, frame: Frame) -> list[Line]:
    """Code is never wrapped: long lines extend to the right beyond the frame, and so does the ground of all."""
    lines = block.text.strip("\n").split("\n")
    widest = max(min(cell_len(line), _WIDEST_GROUND) for line in lines)
    width = max(frame.width, widest + 2 * len(_CODE_MARGIN))
    margin = Piece(_CODE_MARGIN, Role.CODE)
    coloured = frame.colour(block)
    if coloured is None:
        return [_on_ground((margin, Piece(line, Role.CODE)), width) for line in lines]
    return [_on_ground((margin, *(Piece(text, role) for text, role in line)), width) for line in coloured]


def _on_ground(line: Line, width: int) -> Line:
    missing = max(width - width_of(line), len(_CODE_MARGIN))
    return (*line, Piece(" " * missing, Role.CODE))


def _figure(block: Figure, frame: Frame) -> list[Line]:
    places = frame.pictures
    if places is None or not places.has_room_for(block):
        lines = _label(block, frame)
    else:
        frame.check()
        lines = places.take(block, *places.space.cells_of(places.size_of(block), frame.width))
    caption = [replace(span, style=span.style & ~(Style.EMPHASIS | Style.SMALL)) for span in block.caption]
    below = [*wrap_text(block.title, frame.width - 4, Role.DIM), *wrap_spans(caption, frame.width - 4, Role.DIM)]
    return [_centred(line, frame.width) for line in (*lines, *below)]


def _label(block: Figure, frame: Frame) -> list[Line]:
    """The words in place of a picture, and why it cannot be shown if that is known."""
    if not (block.src or block.alt or block.title):
        return []
    words = f"{frame.glyphs.picture} {block.alt or _('Picture')}"
    reason = frame.pictures.reason_of(block) if frame.pictures else ""
    label = wrap_text(f"{words} {frame.glyphs.dot} {reason}" if reason else words, frame.width, Role.PICTURE)
    return [(replace(piece, href=block.link or block.src),) for (piece,) in label]


_MOST_BESIDE, _NARROWEST, _GAP = 3, 24, 2  # pictures beside each other; cells of a picture, and between two
_WIDEST_SHAPE = 2.2  # width by height of a picture that can be read at a half of the width
_LONGEST_CAPTION = 240  # characters


def _gallery(figures: Sequence[Figure], frame: Frame) -> list[Line]:
    """Pictures in rows of two or three if none of them becomes too small, else one below the other."""
    fitting = min(_MOST_BESIDE, len(figures), (frame.width + _GAP) // (_NARROWEST + _GAP))
    if fitting < 2 or not all(_fits_beside(one, frame) for one in figures):
        beside = 1
    else:
        beside = -(-len(figures) // -(-len(figures) // fitting))  # four as two and two, not as three and one
    inner = replace(frame, width=(frame.width - _GAP * (beside - 1)) // beside)
    lines: list[Line] = []
    for start in range(0, len(figures), beside):
        row = [_figure(one, inner) for one in figures[start : start + beside]]
        lines += [EMPTY] if lines else []
        lines += _beside(row, inner.width) if beside > 1 else row[0]
    return lines


def _fits_beside(figure: Figure, frame: Frame) -> bool:
    places = frame.pictures
    if places is None or not places.has_room_for(figure):
        return False
    width, height = places.size_of(figure) or (1, 1)
    short = sum(len(span.text) for span in figure.caption) + len(figure.title) <= _LONGEST_CAPTION
    return short and width <= _WIDEST_SHAPE * height


def _beside(columns: Sequence[list[Line]], width: int) -> list[Line]:
    gap = Piece(" " * _GAP, Role.DIM)
    lines: list[Line] = []
    for row in zip_longest(*columns, fillvalue=EMPTY):
        line = padded(row[0], width, Role.DIM)
        for other in row[1:]:
            line = (*line, gap, *padded(other, width, Role.DIM))
        lines.append(line)
    return lines


def _centred(line: Line, width: int) -> Line:
    return (Piece(" " * max(0, (width - width_of(line)) // 2), Role.DIM), *line)


def _table(block: Table, frame: Frame) -> list[Line]:
    lines = lay_out_table(block, frame.width, frame.glyphs)
    caption = [_centred(line, frame.width) for line in wrap_spans(block.caption, frame.width, Role.DIM)]
    return [*lines, *caption]


def _definitions(block: Definitions, frame: Frame) -> list[Line]:
    """Terms in the weight of a heading, with what they mean indented below them, or beside them if all are short."""
    beside = _beside_terms(block, frame)
    if beside:
        return beside
    lines: list[Line] = []
    loose = any(len(meaning) > 1 for item in block.items for meaning in item.meanings)
    for item in block.items:
        lines += [EMPTY] if lines and loose else []
        for term in item.terms:
            lines += wrap_spans(term, frame.width, Role.HEADING, frame.syllables)
        for number, meaning in enumerate(item.meanings):
            lines += [EMPTY] if loose and number else []
            lines += _indented(_stack(meaning, frame.narrower(_INDENT)), _INDENT, frame)
    return lines


def _beside_terms(block: Definitions, frame: Frame) -> list[Line]:
    """Two columns of terms and what they mean; nothing if one of them takes more than a line or has several parts."""
    pairs: list[tuple[Line, Line]] = []
    for item in block.items:
        meaning = item.meanings[0] if len(item.meanings) == 1 and len(item.terms) == 1 else ()
        if len(meaning) != 1 or not isinstance(meaning[0], Paragraph):
            return []
        term = wrap_spans(item.terms[0], frame.width, Role.HEADING)
        lines = directed(meaning[0].spans, frame, frame.role)
        if len(term) > 1 or len(lines) > 1 or is_right_to_left(meaning[0].spans):
            return []
        pairs.append((term[0], lines[0]))
    column = max((width_of(term) for term, _meaning in pairs), default=0) + 2
    if len(pairs) < 2 or column + max(width_of(meaning) for _term, meaning in pairs) > frame.width:
        return []
    return [(*padded(term, column, Role.HEADING), *meaning) for term, meaning in pairs]


def _indented(lines: Iterable[Line], cells: int, frame: Frame) -> list[Line]:
    indent = Piece(" " * cells, frame.role)
    return [(indent, *line) for line in lines]


def _details(block: Details, frame: Frame) -> list[Line]:
    """The summary behind a sign that says whether the part is open, and the part itself below it if it is."""
    is_open = block.is_open != (block.number in frame.toggled)
    sign = f"{frame.glyphs.unfolded if is_open else frame.glyphs.folded} "
    cells = cell_len(sign)
    href = to_details(block.number)
    summary = wrap_spans(block.summary, max(1, frame.width - cells), Role.TEXT, frame.syllables)
    first, *others = [_linked(line, href) for line in summary]
    lines = [(Piece(sign, Role.KICKER, href=href), *first), *_indented(others, cells, frame)]
    if is_open:
        lines += [EMPTY, *_indented(_stack(block.blocks, frame.narrower(cells)), cells, frame)]
    return lines


def _linked(line: Line, href: str) -> Line:
    """The line as a link, apart from links that it has itself."""
    return tuple(piece if piece.href else replace(piece, href=href) for piece in line)


def _notes(notes: Sequence[Note], frame: Frame, *, ruled: bool) -> list[Line]:
    """Footnotes below a short rule, their labels in a column; the label leads back to the text."""
    lines: list[Line] = [(Piece(frame.glyphs.horizontal * min(_NOTE_RULE, frame.width), Role.RULE),)] if ruled else []
    indent = min(max(cell_len(note.label) for note in notes), max(1, frame.width // 3)) + 1
    for note in notes:
        label = fit(note.label, indent - 1, frame.glyphs.more)
        href = back_from_note(note.number)
        first: Line = (Piece(" " * (indent - 1 - cell_len(label))), Piece(label, Role.TEXT, href=href), Piece(" "))
        hanging: Line = (Piece(" " * indent),)
        inner = _stack(note.blocks, frame.narrower(indent))
        lines += [(*(hanging if number else first), *line) for number, line in enumerate(inner)]
    return lines


def _note(block: Note, frame: Frame) -> list[Line]:
    return _notes([block], frame, ruled=True)


def _media(block: Media, frame: Frame) -> list[Line]:
    with_title, without_title = _MEDIA_LABELS[block.kind]
    facts = ", ".join(filter(None, (clock(block.seconds) if block.seconds else "", site_of(block.url))))
    label = _(with_title if block.title else without_title).format(title=block.title, site=facts)
    return wrap_spans((Span(f"{frame.glyphs.play} "), Span(label, href=block.url)), frame.width, Role.DIM)


_MEDIA_LABELS = {
    MediaKind.VIDEO: (N_("Video: {title} ({site})"), N_("Video: {site}")),
    MediaKind.AUDIO: (N_("Audio: {title} ({site})"), N_("Audio: {site}")),
    MediaKind.EMBED: (N_("Embedded: {title} ({site})"), N_("Embedded: {site}")),
}


def _rule(_block: Rule, frame: Frame) -> list[Line]:
    return [_centred((Piece(frame.glyphs.horizontal * min(12, frame.width), Role.RULE),), frame.width)]


_LAYOUTS: dict[type, Callable[[Any, Frame], list[Line]]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Quote: _quote,
    ListBlock: _list,
    Code: _code,
    Figure: _figure,
    Table: _table,
    Definitions: _definitions,
    Details: _details,
    Note: _note,
    Media: _media,
    Rule: _rule,
}
