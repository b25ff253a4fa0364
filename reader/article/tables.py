"""Tables: those of data keep their grid, those that only lay out a page become plain blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reader.article.blocks import Block, Code, Figure, Heading, ListBlock, Media, Paragraph, Quote, Span, Spans, Table
from reader.article.flow import Context, has_ink, joined, merged, words_of
from reader.article.html_parser import Element, descendants, tag_of

Inner = Callable[[Element, Context], list[Block]]
COLUMN_LIMIT = 64
_NUMBER = re.compile(r"[-+−–±<>≈~]?\s*[$€£¥]?\s*\d[\d.,:'’\s\u00a0\u202f]*\s*(?:%|‰|[$€£¥]|[^\W\d_]{1,4}\.?)?")
_NOTHING = frozenset({"", "-", "–", "—", "−", "…", "n/a", "k. a.", "k.a."})


@dataclass(frozen=True, slots=True)
class _Cell:
    blocks: list[Block]
    head: bool
    columns: int
    rows: int


def table_blocks(element: Element, context: Context, inner: Inner) -> list[Block]:
    """One :class:`Table`, or the plain blocks of a table that only lays out."""
    captions = list(element.iterchildren("caption"))
    caption = joined(inner(captions[0], context)) if captions else ()
    rows = [_cells(row, context, inner) for row in _rows(element)]
    rows = [row for row in rows if row]
    if _lays_out(element, rows, has_caption=bool(caption)):
        plain = [block for row in rows for cell in row for block in cell.blocks]
        return [*([Paragraph(caption)] if caption else []), *plain]
    grid = _grid(rows)
    if not any(words_of(cell) for line in grid for cell in line):
        return []
    heads = _head_count(rows)
    return [Table(tuple(grid[:heads]), tuple(grid[heads:]), caption, numeric_columns(grid[heads:]))]


def _rows(table: Element) -> Iterable[Element]:
    """The rows of this table, not of those inside it; a foot that comes early is moved to its place."""
    feet: list[Element] = []
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            yield child
        elif tag == "tfoot":
            feet.extend(child.iterchildren("tr"))
        elif tag in ("thead", "tbody"):
            yield from child.iterchildren("tr")
    yield from feet


def _cells(row: Element, context: Context, inner: Inner) -> list[_Cell]:
    return [
        _Cell(inner(cell, context), tag_of(cell) == "th", _extent(cell, "colspan"), _extent(cell, "rowspan"))
        for cell in row.iterchildren("td", "th")
    ]


def _extent(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), COLUMN_LIMIT)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1


def _lays_out(table: Element, rows: list[list[_Cell]], *, has_caption: bool) -> bool:
    """One row or one column, tables in it, or blocks in its cells where nothing says that it holds data."""
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if width <= 1 or len(rows) <= 1 or next(descendants(table, "table"), None) is not None:
        return True
    if has_caption or any(cell.head for row in rows for cell in row):
        return False
    blocks = [block for row in rows for cell in row for block in cell.blocks]
    return any(isinstance(block, Heading | ListBlock | Quote | Code | Figure | Media | Table) for block in blocks)


def _head_count(rows: list[list[_Cell]]) -> int:
    """How many rows at the top consist of headings, if any row is left below them."""
    count = 0
    for row in rows[:-1]:
        if not all(cell.head for cell in row):
            break
        count += 1
    return min(count, 4)


def _grid(rows: list[list[_Cell]]) -> list[tuple[Spans, ...]]:
    """Every row with the same number of cells: a cell over several rows is repeated, over columns it is not."""
    grid: list[list[Spans]] = []
    hanging: _Hanging = {}
    for row in rows:
        line, hanging = _line(row, hanging)
        grid.append(line[:COLUMN_LIMIT])
    width = max(map(len, grid), default=0)
    return [tuple(line + [()] * (width - len(line))) for line in grid]


_Hanging = dict[int, tuple[int, Spans]]  # column → how many rows a cell still covers, and its content


def _line(row: list[_Cell], above: _Hanging) -> tuple[list[Spans], _Hanging]:
    """One row of the grid, and what hangs down from it into the next."""
    line: list[Spans] = []
    below: _Hanging = {}

    def place(spans: Spans, rows: int) -> None:
        if rows > 1:
            below[len(line)] = (rows - 1, spans)
        line.append(spans)

    for cell in row:
        while len(line) in above:
            left, spans = above[len(line)]
            place(spans, left)
        for spans in (cell_spans(cell.blocks), *[()] * (cell.columns - 1)):
            place(spans, cell.rows)
    while len(line) in above:
        left, spans = above[len(line)]
        place(spans, left)
    return line, below


def cell_spans(blocks: Iterable[Block]) -> Spans:
    """The content of a cell as spans, a line for each block."""
    parts = [spans for block in blocks if (spans := _block_spans(block))]
    lines: list[Span] = []
    for part in parts:
        if lines:
            lines.append(Span("\n", lines[-1].style, lines[-1].href))
        lines.extend(part)
    return merged(lines)


def _block_spans(block: Block) -> Spans:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return spans
        case Quote(blocks):
            return cell_spans(blocks)
        case ListBlock(_, _, items):
            return cell_spans(Paragraph(merged((Span("• "), *cell_spans(item)))) for item in items)
        case Code(text):
            return (Span(text),)
        case Figure(_, alt, caption, link):
            return caption or ((Span(alt, href=link),) if has_ink(alt) else ())
        case Media(_, text, url):
            return (Span(text, href=url),)
        case _:
            return ()


def numeric_columns(rows: list[tuple[Spans, ...]]) -> tuple[bool, ...]:
    """For each column whether it holds numbers: at least one, and nothing else but dashes and gaps."""
    return tuple(_is_numeric([words_of(row[column]).strip() for row in rows]) for column in range(_width(rows)))


def _width(rows: list[tuple[Spans, ...]]) -> int:
    return len(rows[0]) if rows else 0


def _is_numeric(texts: list[str]) -> bool:
    filled = [text for text in texts if text.lower() not in _NOTHING]
    return bool(filled) and all(len(text) <= 40 and _NUMBER.fullmatch(text) for text in filled)
