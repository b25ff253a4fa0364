"""Each kind of block as lines of a measure; one short function a kind, found in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reader.article.blocks import (
    Block,
    Code,
    Figure,
    Heading,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from reader.ui.glyphs import Glyphs
from reader.ui.language.labels import ENGLISH, Words
from reader.ui.typeset.breaking import Syllables, fit, no_syllables
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, padded, width_of
from reader.ui.typeset.tables import set_table
from reader.ui.typeset.wrap import set_spans


@dataclass(frozen=True, slots=True)
class Frame:
    """The measure that a block is set in, and the page's conventions."""

    width: int
    glyphs: Glyphs
    words: Words = ENGLISH
    syllables: Syllables = no_syllables
    role: Role = Role.TEXT

    def narrower(self, cells: int) -> Frame:
        """The frame beside an indent."""
        return replace(self, width=max(1, self.width - cells))


def set_blocks(blocks: Iterable[Block], frame: Frame) -> list[tuple[Block, list[Line]]]:
    """Each block with its lines; an empty line between two."""
    return [(block, set_block(block, frame)) for block in blocks]


def set_block(block: Block, frame: Frame) -> list[Line]:
    """One block as lines."""
    return _SETTERS[type(block)](block, frame)


def _stack(blocks: Sequence[Block], frame: Frame, *, tight: bool = False) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        if lines and not tight:
            lines.append(EMPTY)
        lines += set_block(block, frame)
    return lines


def _paragraph(block: Paragraph, frame: Frame) -> list[Line]:
    return set_spans(block.spans, frame.width, frame.role, frame.syllables)


def _heading(block: Heading, frame: Frame) -> list[Line]:
    return set_spans(block.spans, frame.width, Role.HEADING, frame.syllables)


def _quote(block: Quote, frame: Frame) -> list[Line]:
    bar = Piece(frame.glyphs.quote + " ", Role.RULE)
    return [(bar, *line) for line in _stack(block.blocks, frame.narrower(2))]


def _list(block: ListBlock, frame: Frame) -> list[Line]:
    marks = [_mark(block, number, frame) for number in range(len(block.items))]
    indent = max(map(len, marks), default=0) + 1
    loose = any(len([b for b in item if isinstance(b, Paragraph)]) > 1 for item in block.items)
    lines: list[Line] = []
    for mark, item in zip(marks, block.items, strict=True):
        if lines and loose:
            lines.append(EMPTY)
        inner = _stack(item, frame.narrower(indent), tight=not loose)
        first = Piece(mark.rjust(indent - 1) + " ", Role.DIM)
        rest = Piece(" " * indent, frame.role)
        lines += [(first if number == 0 else rest, *line) for number, line in enumerate(inner or [EMPTY])]
    return lines


def _mark(block: ListBlock, number: int, frame: Frame) -> str:
    return f"{block.start + number}." if block.ordered else frame.glyphs.bullet


def _code(block: Code, frame: Frame) -> list[Line]:
    """Never wrapped: what is longer runs on to the right, as far as the pane goes."""
    lines = block.text.strip("\n").split("\n")
    return [padded((Piece("  " + line, Role.CODE),), max(frame.width, len(line) + 4), Role.CODE) for line in lines]


def _figure(block: Figure, frame: Frame) -> list[Line]:
    words = block.alt or frame.words.picture
    label = fit(f"{frame.glyphs.picture} {words}", frame.width, frame.glyphs.more)
    lines: list[Line] = []
    if block.src or block.alt:
        lines.append(_centred((Piece(label, Role.DIM, href=block.link or block.src),), frame.width))
    caption = [replace(span, style=span.style & ~Style.EMPHASIS) for span in block.caption]
    return lines + [_centred(line, frame.width) for line in set_spans(caption, frame.width - 4, Role.DIM)]


def _centred(line: Line, width: int) -> Line:
    return (Piece(" " * max(0, (width - width_of(line)) // 2), Role.DIM), *line)


def _table(block: Table, frame: Frame) -> list[Line]:
    lines = set_table(block, frame.width, frame.glyphs)
    caption = [_centred(line, frame.width) for line in set_spans(block.caption, frame.width, Role.DIM)]
    return [*lines, *caption]


def _media(block: Media, frame: Frame) -> list[Line]:
    return set_spans((Span(f"{frame.glyphs.folded} "), Span(block.text, href=block.url)), frame.width, Role.DIM)


def _rule(_block: Rule, frame: Frame) -> list[Line]:
    return [_centred((Piece(frame.glyphs.horizontal * min(12, frame.width), Role.RULE),), frame.width)]


_SETTERS: dict[type, Callable[[Any, Frame], list[Line]]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Quote: _quote,
    ListBlock: _list,
    Code: _code,
    Figure: _figure,
    Table: _table,
    Media: _media,
    Rule: _rule,
}
